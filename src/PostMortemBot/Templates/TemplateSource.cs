using Markdig.Syntax;

namespace PostMortemBot.Templates;

/// <summary>The template's text with its lines found once, so that every refusal and field can name its line.</summary>
internal sealed class TemplateSource(string text)
{
    private readonly List<int> starts = StartsOf(text);

    public string Text { get; } = text;

    /// <summary>The line of this place, counted from 1.</summary>
    public int LineOf(int offset)
    {
        var found = starts.BinarySearch(offset);
        return found >= 0 ? found + 1 : ~found;
    }

    public int StartOfLine(int line) => starts[line - 1];

    public string Line(int line)
    {
        var end = line < starts.Count ? starts[line] - 1 : Text.Length;
        return Text[starts[line - 1]..Math.Max(end, starts[line - 1])];
    }

    /// <summary>What stands on the line before this place: indentation, list marker, quote mark.</summary>
    public string LeadOf(int offset) => Text[StartOfLine(LineOf(offset))..offset];

    public string Slice(int start, int end) => start >= end ? "" : Text[start..Math.Min(end, Text.Length)];

    /// <summary>A block's text without the line ends after it.</summary>
    public string Slice(SourceSpan span) => Slice(span.Start, span.End + 1).TrimEnd('\n', ' ');

    /// <summary>True when an empty line (but for quote marks) stands between the two lines.</summary>
    public bool HasEmptyLineBetween(int first, int last)
    {
        for (var line = first + 1; line < last; line++)
        {
            if (Line(line).Trim(' ', '\t', '>').Length == 0) return true;
        }

        return false;
    }

    private static List<int> StartsOf(string text)
    {
        var starts = new List<int> { 0 };
        for (var at = text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\n', at + 1)) starts.Add(at + 1);
        return starts;
    }
}

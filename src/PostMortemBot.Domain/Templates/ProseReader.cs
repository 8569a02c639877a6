using System.Globalization;
using System.Text.RegularExpressions;

namespace PostMortemBot.Domain;

/// <summary>Reads prose by lines: fences, list items, paragraphs. Understands no more than it can print so that every Markdown reader agrees.</summary>
internal sealed partial class ProseReader
{
    private const int DeepestList = 4;

    private readonly List<ProseBlock> blocks = [];
    private readonly List<IReadOnlyList<ProseSpan>> paragraph = [];
    private readonly List<ProseItem> items = [];
    private readonly List<(int Indent, int Number)> open = [];

    private ProseReader()
    {
    }

    public static List<ProseBlock> Read(string text)
    {
        var reader = new ProseReader();
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var fence = Fence().Match(lines[i]);
            if (fence.Success) i = reader.TakeFence(lines, i, fence);
            else reader.TakeLine(lines[i]);
        }

        reader.EndParagraph();
        reader.EndList();
        return reader.blocks;
    }

    private int TakeFence(string[] lines, int at, Match fence)
    {
        EndParagraph();
        EndList();
        var marks = fence.Groups["marks"].Value;
        var code = new List<string>();
        for (at++; at < lines.Length; at++)
        {
            var line = lines[at].Trim();
            if (line.Length >= marks.Length && line.All(letter => letter == marks[0])) break;
            code.Add(CodeLine(lines[at]));
        }

        blocks.Add(new ProseBlock.Code(fence.Groups["info"].Value, string.Join('\n', code)));
        return at;
    }

    /// <summary>A line of code keeps its tabs and spaces; other control characters go.</summary>
    internal static string CodeLine(string line)
    {
        var end = line.TrimEnd();
        var start = end.Length - end.TrimStart(' ', '\t').Length;
        var parts = end[start..].Split('\t').Select(part => part.Length == 0 ? "" : Kept(part));
        return end[..start] + string.Join('\t', parts);
    }

    private static string Kept(string part)
    {
        var before = part.Length - part.TrimStart(' ').Length;
        var after = part.Length - part.TrimEnd(' ').Length;
        return before == part.Length ? part : new string(' ', before) + LineText.Plain(part) + new string(' ', after);
    }

    private void TakeLine(string line)
    {
        if (LineText.Plain(line).Length == 0)
        {
            EndParagraph();
            return;
        }

        if (TakeItem(line)) return;
        var spans = ProseSpans.Of(LineText.Plain(line));
        if (items.Count > 0 && paragraph.Count == 0 && line[0] is ' ' or '\t') items[^1] = items[^1] with { Lines = [.. items[^1].Lines, spans] };
        else AddToParagraph(spans);
    }

    private void AddToParagraph(IReadOnlyList<ProseSpan> spans)
    {
        EndList();
        paragraph.Add(spans);
    }

    private bool TakeItem(string line)
    {
        var match = Item().Match(line.Replace("\t", "    ", StringComparison.Ordinal));
        if (!match.Success || LineText.Plain(match.Groups["text"].Value) is not { Length: > 0 } text) return false;
        var indent = match.Groups["indent"].Length;
        var number = match.Groups["number"].Success ? int.Parse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        var depth = DepthOf(indent);
        var goesOn = depth < open.Count && open[depth].Number > 0 && open[depth].Number + 1 == number && paragraph.Count == 0;
        if (number > 0 && number != 1 && !goesOn) return false;
        if (match.Groups["number"].Success && number == 0) return false;
        EndParagraph();
        if (depth < open.Count) open.RemoveRange(depth, open.Count - depth);
        open.Add((depth == 0 ? indent : Math.Max(indent, open[depth - 1].Indent), number));
        items.Add(new ProseItem(depth, number > 0 ? number : null, [ProseSpans.Of(text)]));
        return true;
    }

    /// <summary>How deep an item of this indentation stands: below the last item that is at least two columns less far in.</summary>
    private int DepthOf(int indent)
    {
        var depth = open.Count;
        while (depth > 0 && indent < open[depth - 1].Indent + 2) depth--;
        return Math.Min(depth, DeepestList - 1);
    }

    private void EndParagraph()
    {
        if (paragraph.Count == 0) return;
        blocks.Add(new ProseBlock.Paragraph([.. paragraph]));
        paragraph.Clear();
    }

    private void EndList()
    {
        open.Clear();
        if (items.Count == 0) return;
        blocks.Add(new ProseBlock.Items([.. items]));
        items.Clear();
    }

    [GeneratedRegex(@"^ {0,3}(?<marks>`{3,}|~{3,}) *(?<info>[A-Za-z0-9+#.-]{0,20}) *\z", RegexOptions.None, Patterns.Patience)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^(?<indent> {0,40})(?:[-*+•]|(?<number>[0-9]{1,4})[.)]) +(?<text>[^ ].*)\z", RegexOptions.None, Patterns.Patience)]
    private static partial Regex Item();
}

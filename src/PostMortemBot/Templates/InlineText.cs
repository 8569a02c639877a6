using System.Net;
using System.Text;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace PostMortemBot.Templates;

/// <summary>A bracketed blank or a fill-in, where it stands in the text.</summary>
/// <param name="Start">Its first letter.</param>
/// <param name="End">One past its last letter.</param>
/// <param name="Hint">What it says, without brackets and emphasis.</param>
/// <param name="FillIn">What kind of fill-in it is; null for a bracketed blank.</param>
internal sealed record Mark(int Start, int End, string Hint, Domain.FillIn? FillIn = null);

/// <summary>One line of a paragraph: from <paramref name="Start"/> to before <paramref name="End"/>, and whether a hard break stood before it.</summary>
internal sealed record TextLine(int Start, int End, bool AfterHardBreak);

/// <summary>
/// The text of a paragraph, heading or cell by its places in the source: Markdig splits <c>[a *b*]</c> into five inlines, so blanks are matched on the source,
/// with links, code spans, task marks and HTML taken as closed stretches.
/// </summary>
internal sealed class InlineText
{
    private readonly string text;
    private readonly SortedDictionary<int, int> closed = [];
    private readonly HashSet<int> unsaid = [];
    private readonly HashSet<int> tags = [];
    private readonly List<(int At, bool Hard)> breaks = [];
    private readonly List<int> starts = [];

    private InlineText(LeafBlock leaf, TemplateSource source)
    {
        text = source.Text;
        End = -1;
        if (leaf.Inline is not null) Walk(leaf.Inline);
        Start = starts.Count == 0 ? 0 : starts.Min();
        End = starts.Count == 0 ? 0 : Math.Min(End, text.Length);
        Marks = MarksBetween(Start, End);
        Lines = LinesOf();
    }

    public int Start { get; }

    public int End { get; private set; }

    public bool IsEmpty => starts.Count == 0;

    public IReadOnlyList<Mark> Marks { get; }

    public IReadOnlyList<TextLine> Lines { get; }

    /// <summary>The comments in it, with the place where each begins.</summary>
    public List<(int At, string Comment)> Comments { get; } = [];

    /// <summary>The places of task marks (<c>[ ]</c>) and one past their ends.</summary>
    public List<(int Start, int End)> Boxes { get; } = [];

    public static InlineText Of(LeafBlock leaf, TemplateSource source) => new(leaf, source);

    /// <summary>The stretch as one reads it: without emphasis marks, comments, tags and backslashes, entities as the letters they stand for, white space folded.</summary>
    public string Said(int start, int end)
    {
        var said = new StringBuilder();
        for (var at = start; at < end; at++)
        {
            if (closed.TryGetValue(at, out var past) && past <= end && (tags.Contains(at) || text[at] == '&'))
            {
                if (text[at] == '&') said.Append(WebUtility.HtmlDecode(text[at..past]));
                at = past - 1;
                continue;
            }

            if (unsaid.Contains(at)) continue;
            if (text[at] == '\\' && at + 1 < end && char.IsAsciiLetterOrDigit(text[at + 1]) == false && text[at + 1] > ' ') continue;
            said.Append(text[at]);
        }

        return Folded(said.ToString());
    }

    public static string Folded(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The source without its comments and the spaces before them.</summary>
    public string Raw(int start, int end)
    {
        var raw = new StringBuilder();
        var from = start;
        foreach (var (at, _) in Comments.Where(comment => comment.At >= start && comment.At < end))
        {
            raw.Append(text.AsSpan(from, at - from).TrimEnd(' '));
            from = closed[at];
        }

        return raw.Append(text.AsSpan(Math.Min(from, end), Math.Max(end - from, 0))).ToString();
    }

    /// <summary>
    /// Fixed text beside a value: as <see cref="Raw"/>, but a lone backtick, angle bracket, ampersand or opening bracket, which is plain text today, is escaped,
    /// so that it cannot join with what is typed into the blank behind it.
    /// </summary>
    public string Literal(int start, int end)
    {
        var literal = new StringBuilder();
        for (var at = start; at < end;)
        {
            var next = Math.Min(Next(at), end);
            if (closed.ContainsKey(at) && IsComment(at)) TrimEnd(literal);
            else if (!closed.ContainsKey(at) && text[at] is '`' or '<' or '&' or '[') literal.Append('\\').Append(text[at]);
            else literal.Append(text, at, next - at);
            at = next;
        }

        return literal.ToString();
    }

    private static void TrimEnd(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] == ' ') text.Length--;
    }

    private bool IsComment(int at) => text.AsSpan(at).StartsWith("<!--", StringComparison.Ordinal);

    private void Walk(ContainerInline container)
    {
        foreach (var inline in container)
        {
            See(inline);
            if (inline is EmphasisInline emphasis) LeaveOutDelimiters(emphasis);
            if (inline is ContainerInline inner and not LinkInline) Walk(inner);
        }
    }

    private void See(Inline inline)
    {
        var (start, end) = (inline.Span.Start, inline.Span.End + 1);
        if (end <= start || end > text.Length) return;
        if (inline is LineBreakInline lineBreak)
        {
            breaks.Add((start, lineBreak.IsHard));
            return;
        }

        starts.Add(start);
        End = Math.Max(End, end);
        if (inline is LinkInline or CodeInline or AutolinkInline or HtmlInline or HtmlEntityInline or TaskList) closed[start] = end;
        if (inline is HtmlInline) tags.Add(start);
        if (inline is TaskList) Boxes.Add((start, end));
        if (inline is HtmlInline && IsComment(start)) Comments.Add((start, text[start..end]));
    }

    private void LeaveOutDelimiters(EmphasisInline emphasis)
    {
        for (var i = 0; i < emphasis.DelimiterCount; i++)
        {
            unsaid.Add(emphasis.Span.Start + i);
            unsaid.Add(emphasis.Span.End - i);
        }
    }

    private List<Mark> MarksBetween(int start, int end)
    {
        var marks = new List<Mark>();
        var pairs = Brackets(start, end);
        for (var at = start; at < end; at = Next(at))
        {
            if (closed.ContainsKey(at) || !pairs.TryGetValue(at, out var past)) continue;
            var isReference = pairs.TryGetValue(past, out var pastReference);
            var hint = isReference ? "" : Said(at + 1, past - 1);
            if (hint.Length > 0 && hint is not ("x" or "X") && hint[0] != '^') marks.Add(new Mark(at, past, hint));
            at = (isReference ? pastReference : past) - 1;
        }

        return marks;
    }

    private int Next(int at) => closed.TryGetValue(at, out var past) ? past : text[at] == '\\' ? at + 2 : at + 1;

    /// <summary>Each opening bracket that is balanced, with the place past its closing one.</summary>
    private Dictionary<int, int> Brackets(int start, int end)
    {
        var (open, pairs) = (new Stack<int>(), new Dictionary<int, int>());
        for (var at = start; at < end; at = Next(at))
        {
            if (closed.ContainsKey(at)) continue;
            if (text[at] == '[') open.Push(at);
            if (text[at] == ']' && open.TryPop(out var from)) pairs[from] = at + 1;
        }

        return pairs;
    }

    private List<TextLine> LinesOf()
    {
        var lines = new List<TextLine>();
        var (from, hard) = (Start, false);
        starts.Sort();
        foreach (var (at, isHard) in breaks.Where(one => !InsideAMark(one.At)))
        {
            var next = starts.BinarySearch(at);
            next = next < 0 ? ~next : next;
            if (next >= starts.Count) break;
            lines.Add(new TextLine(from, EndOfLine(from, at), hard));
            (from, hard) = (starts[next], isHard);
        }

        if (!IsEmpty) lines.Add(new TextLine(from, EndOfLine(from, End), hard));
        return lines;
    }

    private bool InsideAMark(int at)
    {
        var (low, high) = (0, Marks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Marks[middle].End <= at) low = middle + 1;
            else high = middle;
        }

        return low < Marks.Count && Marks[low].Start < at;
    }

    private int EndOfLine(int from, int end)
    {
        while (end > from && (text[end - 1] is ' ' or '\t' or '\n' || (text[end - 1] == '\\' && end < text.Length && text[end] == '\n'))) end--;
        return end;
    }
}

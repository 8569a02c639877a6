using System.Text;
using System.Text.RegularExpressions;

namespace PostMortemBot.Domain;

/// <summary>Reads one line of prose into spans: code, links, emphasis. What is not surely one of them is plain.</summary>
internal static partial class ProseSpans
{
    private const int LongestSpan = 1000;

    public static List<ProseSpan> Of(string line)
    {
        var spans = new List<ProseSpan>();
        var plain = new StringBuilder();
        for (var at = 0; at < line.Length;)
        {
            if (SpanAt(line, at) is not { } found)
            {
                // A run of backticks is taken whole, so that a shorter run within it opens nothing.
                var run = line[at] == '`' ? RunAt(line, at) : 1;
                plain.Append(line, at, run);
                at += run;
                continue;
            }

            if (plain.Length > 0) spans.Add(new ProseSpan(ProseSpanKind.Plain, plain.ToString()));
            plain.Clear();
            spans.Add(found.Span);
            at += found.Length;
        }

        if (plain.Length > 0) spans.Add(new ProseSpan(ProseSpanKind.Plain, plain.ToString()));
        return spans;
    }

    /// <summary>An http or https address that any Markdown reader takes whole inside angle brackets.</summary>
    public static bool IsSafeUrl(string url) => SafeUrl().IsMatch(url) && !Entity().IsMatch(url);

    private static (ProseSpan Span, int Length)? SpanAt(string line, int at) => line[at] switch
    {
        '`' => CodeAt(line, at),
        '*' or '_' => EmphasisAt(line, at),
        '[' => LinkAt(line, at),
        '<' => AngledAt(line, at),
        'h' => BareAt(line, at),
        _ => null,
    };

    private static int RunAt(string line, int at)
    {
        var end = at;
        while (end < line.Length && line[end] == line[at]) end++;
        return end - at;
    }

    private static (ProseSpan, int)? CodeAt(string line, int at)
    {
        var run = RunAt(line, at);
        for (var end = at + run; end < line.Length && end - at < LongestSpan;)
        {
            var length = line[end] == '`' ? RunAt(line, end) : 0;
            if (length == run) return (new ProseSpan(ProseSpanKind.Code, Unpadded(line[(at + run)..end])), end + run - at);
            end += Math.Max(length, 1);
        }

        return null;
    }

    private static string Unpadded(string code) => code.Length > 2 && code[0] == ' ' && code[^1] == ' ' && code.Trim(' ').Length > 0 ? code[1..^1] : code;

    private static (ProseSpan, int)? EmphasisAt(string line, int at)
    {
        var run = RunAt(line, at);
        if (run > 2 || IsWordOrSign(line, at - 1)) return null;
        var end = at + run;
        while (end < line.Length && end - at < LongestSpan && line[end] is not ('*' or '_' or '`' or '[' or ']' or '<' or '\\' or '|')) end++;
        if (end >= line.Length || line[end] != line[at] || RunAt(line, end) != run || IsWordOrSign(line, end + run)) return null;
        var inner = line[(at + run)..end];
        if (inner.Length == 0 || !IsPlainWord(inner[0]) || !IsPlainWord(inner[^1])) return null;
        return (new ProseSpan(run == 2 ? ProseSpanKind.Strong : ProseSpanKind.Emphasis, inner), end + run - at);
    }

    private static (ProseSpan, int)? LinkAt(string line, int at)
    {
        var close = line.AsSpan(at, Math.Min(LongestSpan, line.Length - at)).IndexOf("](", StringComparison.Ordinal);
        if (close < 2) return null;
        var text = line.Substring(at + 1, close - 1);
        var end = line.AsSpan(at, Math.Min(2 * LongestSpan, line.Length - at))[close..].IndexOf(')');
        if (end < 0 || text.AsSpan().IndexOfAny("[]`<") >= 0 || text.Trim().Length == 0) return null;
        var url = line.Substring(at + close + 2, end - 2);
        return IsSafeUrl(url) ? (new ProseSpan(ProseSpanKind.Link, text.Trim(), url), close + end + 1) : null;
    }

    private static (ProseSpan, int)? AngledAt(string line, int at)
    {
        var end = line.AsSpan(at, Math.Min(LongestSpan, line.Length - at)).IndexOf('>');
        if (end < 0) return null;
        var url = line.Substring(at + 1, end - 1);
        return IsSafeUrl(url) ? (new ProseSpan(ProseSpanKind.Link, url, url), end + 1) : null;
    }

    private static (ProseSpan, int)? BareAt(string line, int at)
    {
        if (!line.AsSpan(at).StartsWith("http", StringComparison.Ordinal) || IsWordOrSign(line, at - 1)) return null;
        var match = Bare().Match(line[at..Math.Min(line.Length, at + LongestSpan)]);
        if (!match.Success) return null;
        var url = match.Value.TrimEnd('.', ',', ';', ':', '!', '?', '\'', '*', '_');
        return IsSafeUrl(url) ? (new ProseSpan(ProseSpanKind.Link, url, url), url.Length) : null;
    }

    private static bool IsWordOrSign(string line, int at) =>
        at >= 0 && at < line.Length && (char.IsLetterOrDigit(line[at]) || char.IsSurrogate(line[at]) || line[at] is '*' or '_');

    private static bool IsPlainWord(char letter) => char.IsLetterOrDigit(letter) && !char.IsSurrogate(letter);

    [GeneratedRegex(@"^https?://[A-Za-z0-9][A-Za-z0-9:/?#@!$&'*+,;=%._~-]*\z", RegexOptions.None, Patterns.Patience)]
    private static partial Regex SafeUrl();

    [GeneratedRegex(@"^https?://[A-Za-z0-9][A-Za-z0-9:/?#@!$&'*+,;=%._~-]*", RegexOptions.None, Patterns.Patience)]
    private static partial Regex Bare();

    [GeneratedRegex(@"&#?[A-Za-z0-9]+;", RegexOptions.None, Patterns.Patience)]
    private static partial Regex Entity();
}

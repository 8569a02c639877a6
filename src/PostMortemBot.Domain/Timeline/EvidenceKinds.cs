using System.Text.RegularExpressions;

namespace PostMortemBot.Domain;

/// <summary>What a piece of evidence is, by its looks; a person may say otherwise.</summary>
public static partial class EvidenceKinds
{
    private static readonly string[] Dashboards = ["grafana", "dashboard", "kibana", "datadoghq", "/d/", "splunkcloud"];
    private static readonly string[] Queries = ["select ", "index=", "sum(", "rate(", "sum by", "with ", "source=", "from ", "fields @", "histogram_quantile(", "| "];

    /// <summary>A dashboard's link, another link, a query, lines of a log; else what somebody said.</summary>
    /// <param name="said">What it is when nothing in its looks says so: a message, or a log line that was typed.</param>
    public static EvidenceKind Of(string text, string link, EvidenceKind said)
    {
        if (link.Length > 0) return Dashboards.Any(word => link.Contains(word, StringComparison.OrdinalIgnoreCase)) ? EvidenceKind.Dashboard : EvidenceKind.Link;
        var front = text.TrimStart();
        if (Queries.Any(word => front.StartsWith(word, StringComparison.OrdinalIgnoreCase)) && LooksQueried().IsMatch(front)) return EvidenceKind.Query;
        return LogLine().IsMatch(front) ? EvidenceKind.Log : said;
    }

    /// <summary>A picture is a screenshot; any other file is a file.</summary>
    public static EvidenceKind Of(Attachment file) => file.ContentType.StartsWith("image/", StringComparison.Ordinal) ? EvidenceKind.Screenshot : EvidenceKind.File;

    /// <summary>In words for people: <c>log</c>, <c>screenshot</c>.</summary>
    public static string Word(this EvidenceKind kind) => kind switch
    {
        EvidenceKind.Log => "log",
        EvidenceKind.Query => "query",
        EvidenceKind.Screenshot => "screenshot",
        EvidenceKind.Dashboard => "dashboard",
        EvidenceKind.File => "file",
        EvidenceKind.Message => "message",
        _ => "link",
    };

    /// <summary>The text inside the first fence of three backticks, or null when there is none.</summary>
    public static string? Fenced(string text)
    {
        var open = text.IndexOf("```", StringComparison.Ordinal);
        var close = open < 0 ? -1 : text.IndexOf("```", open + 3, StringComparison.Ordinal);
        if (close < 0) return null;
        var inside = text[(open + 3)..close];
        var line = inside.IndexOf('\n', StringComparison.Ordinal);
        if (line >= 0 && Language().IsMatch(inside[..line].Trim())) inside = inside[(line + 1)..];
        return inside.Trim('\n', '\r') is { Length: > 0 } code ? code : null;
    }

    /// <summary>Prose begins with these words too: a query has an operator of its kind behind them.</summary>
    [GeneratedRegex(@"[=(|*]|\bfrom\b.*\b(?:where|select|limit|join|group)\b|\bselect\b.*\bfrom\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex LooksQueried();

    [GeneratedRegex(@"(?m)^\S{0,3}\d{2,4}[-/:]\d{2}[-/:]?\d{0,2}\S*.*\b(?:ERROR|WARN(?:ING)?|INFO|DEBUG|FATAL|TRACE|CRITICAL)\b|^\s*at [\w.$<>]+\(|^[\w.]+(?:Exception|Error): |^\[?(?:ERROR|WARN|FATAL)\]?[ :]", RegexOptions.NonBacktracking)]
    private static partial Regex LogLine();

    [GeneratedRegex(@"^[A-Za-z0-9+#-]{1,20}\z", RegexOptions.None, Patterns.Patience)]
    private static partial Regex Language();
}

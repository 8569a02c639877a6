using System.Globalization;
using System.Text;

namespace PostMortemBot.Domain;

/// <summary>Prints prose as Markdown.</summary>
internal static class ProseWriter
{
    public static string Write(IReadOnlyList<ProseBlock> blocks, string indent)
    {
        var markdown = new StringBuilder();
        foreach (var block in blocks)
        {
            if (markdown.Length > 0) markdown.Append('\n').Append(indent.TrimEnd()).Append('\n').Append(indent);
            Append(markdown, block, indent);
        }

        return markdown.ToString();
    }

    /// <summary>A code block in a fence longer than any run of backticks in it.</summary>
    public static string Fence(string language, string code, string indent)
    {
        var marks = new string('`', Math.Max(3, LongestRun(code, '`') + 1));
        var fence = new StringBuilder(marks).Append(language.Length == 0 ? "text" : language);
        foreach (var line in code.Split('\n')) fence.Append('\n').Append(line.Length == 0 ? indent.TrimEnd() : indent + line);
        return fence.Append('\n').Append(indent).Append(marks).ToString();
    }

    public static int LongestRun(string text, char sign)
    {
        var (longest, run) = (0, 0);
        foreach (var letter in text)
        {
            run = letter == sign ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    /// <summary>A link whose words are plain.</summary>
    public static string Link(string text, string url)
    {
        if (text == url) return $"<{url}>";
        var link = new StringBuilder("[");

        // In a list item [x] would be read as a task's tick before the address is looked at.
        if (text is "x" or "X") link.Append(text == "x" ? "&#120;" : "&#88;");
        else LineText.AppendEscaped(link, text, startsLine: false, endsLine: false);
        return link.Append("](<").Append(url).Append(">)").ToString();
    }

    private static void Append(StringBuilder markdown, ProseBlock block, string indent)
    {
        switch (block)
        {
            case ProseBlock.Paragraph paragraph:
                AppendLines(markdown, paragraph.Lines, indent);
                break;
            case ProseBlock.Items items:
                AppendItems(markdown, items.Entries, indent);
                break;
            case ProseBlock.Code code:
                markdown.Append(Fence(code.Language, code.Text, indent));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(block), block, "A block that cannot be printed.");
        }
    }

    private static void AppendLines(StringBuilder markdown, IReadOnlyList<IReadOnlyList<ProseSpan>> lines, string indent)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (i > 0) markdown.Append("  \n").Append(indent);
            for (var span = 0; span < lines[i].Count; span++) Append(markdown, lines[i][span], startsLine: span == 0, endsLine: span == lines[i].Count - 1);
        }
    }

    private static void AppendItems(StringBuilder markdown, IReadOnlyList<ProseItem> items, string indent)
    {
        var widths = new List<int>();
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            widths.RemoveRange(item.Depth, widths.Count - item.Depth);
            var marker = item.Number is { } number ? number.ToString(CultureInfo.InvariantCulture) + ". " : "- ";
            var outer = indent + new string(' ', widths.Sum());
            if (i > 0) markdown.Append('\n').Append(outer);
            markdown.Append(marker);
            widths.Add(marker.Length);
            AppendLines(markdown, item.Lines, outer + new string(' ', marker.Length));
        }
    }

    private static void Append(StringBuilder markdown, ProseSpan span, bool startsLine, bool endsLine)
    {
        switch (span.Kind)
        {
            case ProseSpanKind.Plain:
                LineText.AppendEscaped(markdown, span.Text, startsLine, endsLine);
                break;
            case ProseSpanKind.Emphasis:
                Wrapped(markdown, "*", span.Text);
                break;
            case ProseSpanKind.Strong:
                Wrapped(markdown, "**", span.Text);
                break;
            case ProseSpanKind.Code:
                AppendCode(markdown, span.Text);
                break;
            case ProseSpanKind.Link:
                markdown.Append(Link(span.Text, span.Url!)); // a link always has its address
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(span), span, "A span that cannot be printed.");
        }
    }

    private static void Wrapped(StringBuilder markdown, string marks, string text)
    {
        markdown.Append(marks);
        LineText.AppendEscaped(markdown, text, startsLine: false, endsLine: false);
        markdown.Append(marks);
    }

    private static void AppendCode(StringBuilder markdown, string code)
    {
        var marks = "`";
        while (HasRun(code, marks.Length)) marks += "`";
        var pad = code[0] == '`' || code[^1] == '`' || (code[0] == ' ' && code[^1] == ' ' && code.Trim(' ').Length > 0) ? " " : "";
        markdown.Append(marks).Append(pad).Append(code).Append(pad).Append(marks);
    }

    private static bool HasRun(string code, int length)
    {
        var run = 0;
        foreach (var letter in code + " ")
        {
            if (letter != '`' && run == length) return true;
            run = letter == '`' ? run + 1 : 0;
        }

        return false;
    }
}

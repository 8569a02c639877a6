using System.Text;
using System.Text.Json;
using PostMortemBot.Domain;

namespace PostMortemBot.Attachments;

/// <summary>Texts among files: what is one, of which kind, and without its secrets.</summary>
internal static class TextFile
{
    /// <summary>A secret is looked for in so much at once: a whole file at once would take time with the square of its length.</summary>
    private const int Window = 4096;

    /// <summary>The longest line that is looked at as one; a longer one is parted where words end.</summary>
    private const int LongestLine = 60_000;

    private static readonly char[] Between = [' ', '\t', ',', ';', '}', ']', '>'];

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The text of UTF-8, or of UTF-16 with its mark (as PowerShell writes it); null for what is no text.</summary>
    public static string? Read(byte[] bytes)
    {
        try
        {
            var text = bytes switch
            {
                [0xFF, 0xFE, ..] => new UnicodeEncoding(false, true, true).GetString(bytes, 2, bytes.Length - 2),
                [0xFE, 0xFF, ..] => new UnicodeEncoding(true, true, true).GetString(bytes, 2, bytes.Length - 2),
                [0xEF, 0xBB, 0xBF, ..] => Strict.GetString(bytes, 3, bytes.Length - 3),
                _ => Strict.GetString(bytes),
            };
            return text.Any(NotInTexts) ? null : text;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary><c>json</c> when it is one; <c>csv</c> or <c>log</c> when the name says so; else <c>txt</c>.</summary>
    public static string EndingOf(string name, string text)
    {
        if (IsJson(text)) return "json";
        return name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? "csv" : name.EndsWith(".log", StringComparison.OrdinalIgnoreCase) ? "log" : "txt";
    }

    /// <summary>Masks what looks like secrets, some lines at a time; a private key is masked to its end however long it is.</summary>
    public static MaskedText Mask(string text)
    {
        var masked = new StringBuilder(text.Length);
        var kinds = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var end = EndOf(text, at);
            var part = Secrets.Mask(text[at..end]);
            masked.Append(part.Text);
            kinds.AddRange(part.Kinds.Except(kinds));
            at = end;
        }

        return new(masked.ToString(), kinds);
    }

    private static int EndOf(string text, int start)
    {
        if (start + Window >= text.Length) return text.Length;
        var line = text.IndexOf('\n', start + Window, Math.Min(LongestLine, text.Length - start - Window));
        var end = line >= 0 ? line + 1 : start + Window + LongestLine >= text.Length ? text.Length : Math.Max(start + Window, text.LastIndexOfAny(Between, start + Window + LongestLine, LongestLine) + 1);
        var key = text.LastIndexOf("-----BEGIN ", end - 1, end - start, StringComparison.Ordinal);
        if (key < 0 || text.IndexOf("-----END ", key, end - key, StringComparison.Ordinal) >= 0) return end;
        var closed = text.IndexOf("-----END ", end, StringComparison.Ordinal);
        line = closed < 0 ? -1 : text.IndexOf('\n', closed);
        return line < 0 ? text.Length : line + 1;
    }

    /// <summary>Bytes that no log has; the escape of terminal colours it has.</summary>
    private static bool NotInTexts(char letter) => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t' or '\f' or '\v' or '\b' or '\x1b');

    private static bool IsJson(string text)
    {
        if (text.AsSpan().TrimStart() is not ['{' or '[', ..]) return false;
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            while (reader.Read()) reader.TrySkip();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

using System.Text;
using PostMortemBot.Domain;

namespace PostMortemBot.Attachments;

/// <summary>What became of a file that somebody wants kept: cleaned, named by what is in it; or why not.</summary>
internal abstract record FileReading
{
    public const int MostBytes = 10 * 1024 * 1024;

    private const int LongestName = 100;

    private FileReading()
    {
    }

    /// <param name="Name">With the ending of its type.</param>
    /// <param name="ContentType">As it is served: by content, never by name or by what the platform said.</param>
    /// <param name="Masked">What looked like secrets in a text, in words.</param>
    public sealed record Accepted(string Name, string ContentType, byte[] Bytes, IReadOnlyList<string> Masked) : FileReading
    {
        /// <summary>The text of a text file; null for anything else.</summary>
        public string? Text => ContentType.StartsWith("text/", StringComparison.Ordinal) ? Encoding.UTF8.GetString(Bytes) : null;
    }

    /// <param name="Sentence">One full sentence that begins with the file's name.</param>
    public sealed record Refused(string Name, string Sentence) : FileReading;

    /// <summary>Reads a file by its content: png, jpg, gif, webp without their metadata; texts with secrets masked; pdf as it is.</summary>
    public static FileReading Of(string name, byte[] bytes)
    {
        var shown = Plain(name);
        if (bytes.Length == 0) return new Refused(shown, $"{shown} is empty.");
        if (bytes.Length > MostBytes) return TooLarge(name);
        if (Picture(bytes) is { } kind) return Pictured(shown, kind, bytes);
        if (bytes.AsSpan().StartsWith("%PDF-"u8)) return new Accepted(Ending(shown, "pdf"), "application/pdf", bytes, []);
        if (TextFile.Read(bytes) is { } text) return Written(shown, text);
        return new Refused(shown, $"{shown} is of a type I do not keep: png, jpg, gif, webp, txt, log, csv, json and pdf.");
    }

    public static Refused TooLarge(string name) => new(Plain(name), $"{Plain(name)} is over 10 MB. Keep the part that matters.");

    public static Refused TooSlow(string name) => new(Plain(name), $"{Plain(name)} took too long to fetch from the chat.");

    public static Refused Unreadable(string name) => new(Plain(name), $"{Plain(name)} could not be read from the chat.");

    /// <summary>A name without folders, control characters and secrets, of a length that can be shown.</summary>
    public static string Plain(string name)
    {
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var clean = new string([.. last.Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter) && letter is not ('\u202E' or '\u202D' or '\u2066' or '\u2067' or '\u2068' or '\u2069' or '\u202A' or '\u202B'))]).Trim(' ', '.');
        var masked = Secrets.Mask(clean).Text;
        if (masked.Length == 0) return "file";
        return masked.Length <= LongestName ? masked : masked[..(LongestName - 20)] + "…" + masked[^19..];
    }

    private static FileReading Pictured(string name, string kind, byte[] bytes) => CleanPicture.Of(kind, bytes) switch
    {
        { } clean => new Accepted(Ending(name, kind, kind == "jpg" ? "jpeg" : kind), kind == "jpg" ? "image/jpeg" : "image/" + kind, clean, []),
        null => new Refused(name, $"{name} is a damaged picture, or over {CleanPicture.MostPixels / 1_000_000} million pixels."),
    };

    private static Accepted Written(string name, string text)
    {
        var masked = TextFile.Mask(text);
        var ending = TextFile.EndingOf(name, masked.Text);
        return new(Ending(name, ending), ending is "csv" or "json" ? "text/" + ending : "text/plain", Encoding.UTF8.GetBytes(masked.Text), masked.Kinds);
    }

    /// <summary>The name keeps an ending that is right; a wrong one is not believed: <c>shot.exe</c> becomes <c>shot.exe.png</c>.</summary>
    private static string Ending(string name, params IReadOnlyList<string> right) =>
        right.Any(ending => name.EndsWith("." + ending, StringComparison.OrdinalIgnoreCase)) ? name : $"{name}.{right[0]}";

    private static string? Picture(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) ? "png"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "jpg"
        : bytes.StartsWith("GIF87a"u8) || bytes.StartsWith("GIF89a"u8) ? "gif"
        : bytes.Length >= 12 && bytes.StartsWith("RIFF"u8) && bytes[8..].StartsWith("WEBP"u8) ? "webp"
        : null;
}

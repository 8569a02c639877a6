using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace PostMortemBot.Domain;

/// <summary>
/// The page's name: <c>Post-Mortem-YYYY-MM-DD-Incident-Brief-Description</c>, the day being that on which it began in the process zone. Letters, digits and their marks of any script stay,
/// all else is a hyphen. A name holds no path, dot or space, begins with <c>Post-Mortem-</c> (so it is none that a system keeps for itself) and has at most <see cref="MostBytes"/> bytes,
/// so that it is a file's name everywhere with an ending after it. Once taken it stays, whatever becomes of title, number and first event.
/// </summary>
public static class PageName
{
    /// <summary>The page that lists all others. No post-mortem is called so: a day follows its <c>Post-Mortem-</c>.</summary>
    public const string Archive = "Post-Mortem-Archive";

    /// <summary>The most letters of the description.</summary>
    public const int MostDescription = 80;

    /// <summary>The most bytes of the whole name in UTF-8, a number after it included.</summary>
    public const int MostBytes = 180;

    private const int BytesOfNumber = 8;

    /// <summary>The name that its page has, or would have if nobody took it before.</summary>
    public static string Of(PostMortem p, DateTimeZone zone) => p.Page?.Name ?? Of(p.Began.InZone(zone).Date, p.Title.Length > 0 ? p.Title : p.Name);

    /// <summary>Never empty, never with a path in it.</summary>
    public static string Of(LocalDate day, string title)
    {
        var beginning = $"Post-Mortem-{LocalDatePattern.Iso.Format(day)}-";
        var description = Described(title, MostBytes - BytesOfNumber - beginning.Length);
        return beginning + (description.Length > 0 ? description : "Incident");
    }

    /// <summary>The first name that is free: itself, else with a number after it: <c>…-2</c>.</summary>
    public static IEnumerable<string> Candidates(string name) => Enumerable.Range(2, 9_998).Select(number => FormattableString.Invariant($"{name}-{number}")).Prepend(name);

    /// <summary>What two names share that a file system or a wiki takes for one: neither case nor the way a letter is composed tells names apart.</summary>
    public static string KeyOf(string name) => name.Normalize(NormalizationForm.FormKC).ToUpperInvariant().Normalize(NormalizationForm.FormKC);

    /// <summary>Letters, digits, and the marks that belong to a letter.</summary>
    public static bool IsOfWord(Rune rune) => Rune.IsLetterOrDigit(rune) || IsMark(rune);

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static string Described(string title, int mostBytes)
    {
        var words = new StringBuilder();
        foreach (var rune in title.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || (IsMark(rune) && words.Length > 0 && words[^1] != '-')) words.Append(rune);
            else if (words.Length > 0 && words[^1] != '-') words.Append('-');
        }

        return Cut(words.ToString().Normalize(NormalizationForm.FormC), mostBytes).Trim('-');
    }

    private static string Cut(string words, int mostBytes)
    {
        var (letters, bytes, end) = (0, 0, 0);
        foreach (var rune in words.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (++letters > MostDescription || bytes > mostBytes) break;
            end += rune.Utf16SequenceLength;
        }

        return words[..end];
    }
}

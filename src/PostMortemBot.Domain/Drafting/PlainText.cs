using System.Text.RegularExpressions;

namespace PostMortemBot.Domain;

/// <summary>
/// A text as the wording rules read it, in small letters and of the same length so that places stay true: a known name becomes one word of
/// <see cref="Name"/>, and what stands between quotation marks is blanked, for those are somebody else's words.
/// </summary>
internal static class PlainText
{
    /// <summary>A letter that nobody types; a run of it is a person. Patterns write it as <c>ꙮ+</c>.</summary>
    private const char Name = 'ꙮ';

    private const char Blank = '·';

    private static readonly Regex Quoted = new("""(?<=["“])[^"“”\n]{1,300} [^"“”\n]{1,300}(?=["”])|(?<=`)[^`\n]{1,300}(?=`)""", RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(100));

    public static string Read(string text, IReadOnlyCollection<string> people)
    {
        var plain = WithoutQuotes(text).Replace('’', '\'');
        if (people.Count == 0) return plain.ToLowerInvariant();
        var read = plain.ToCharArray();
        foreach (var name in people.SelectMany(Called).Distinct(StringComparer.Ordinal).OrderByDescending(name => name.Length))
        {
            Hide(name, read);
        }

        return new string(read).ToLowerInvariant();
    }

    private static string WithoutQuotes(string text)
    {
        if (text.AsSpan().IndexOfAny('"', '“', '`') < 0) return text;
        try
        {
            return Quoted.Replace(text, quoted => new string(Blank, quoted.Length));
        }
        catch (RegexMatchTimeoutException)
        {
            return text;
        }
    }

    /// <summary>"Sam Ortiz" is called "Sam" too.</summary>
    private static IEnumerable<string> Called(string person) =>
        new[] { person.Trim(), person.Trim().Split(' ')[0] }.Where(name => name.Length > 1);

    private static void Hide(string name, char[] text)
    {
        for (var from = 0; Find(name, text, from) is var at and >= 0; from = at + name.Length)
        {
            if (IsMeant(name, text, at)) text.AsSpan(at, name.Length).Fill(Name);
        }
    }

    private static int Find(string name, char[] text, int from) =>
        text.AsSpan(from).IndexOf(name, StringComparison.OrdinalIgnoreCase) is var at and >= 0 ? from + at : -1;

    /// <summary>A whole word, with a capital, after an @, or just as the name is written: "will" is not Will.</summary>
    private static bool IsMeant(string name, char[] text, int at)
    {
        var end = at + name.Length;
        var whole = (at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]));
        return whole && (char.IsUpper(text[at]) || (at > 0 && text[at - 1] == '@') || text.AsSpan(at, name.Length).SequenceEqual(name));
    }
}

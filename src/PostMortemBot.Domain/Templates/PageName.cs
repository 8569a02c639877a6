using System.Text;
using NodaTime;
using NodaTime.Text;

namespace PostMortemBot.Domain;

/// <summary>The page's name: <c>Post-Mortem-YYYY-MM-DD-Incident-Brief-Description</c>, the day being that on which it began in the process zone.</summary>
public static class PageName
{
    /// <summary>The most letters of the description.</summary>
    public const int MostDescription = 80;

    /// <summary>The name that its page has, or would have: once published it stays, whatever becomes of title, number and first event.</summary>
    public static string Of(PostMortem p, DateTimeZone zone) => p.Page?.Name ?? Of(p.Began.InZone(zone).Date, p.Title.Length > 0 ? p.Title : p.Name);

    /// <summary>Letters and digits of any script stay, all else is a hyphen; never empty, never with a path in it.</summary>
    public static string Of(LocalDate day, string title)
    {
        var words = new StringBuilder();
        foreach (var rune in title.Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            if (words.Length >= MostDescription) break;
            if (Rune.IsLetterOrDigit(rune)) words.Append(rune);
            else if (words.Length > 0 && words[^1] != '-') words.Append('-');
        }

        var description = words.ToString().Trim('-');
        return $"Post-Mortem-{LocalDatePattern.Iso.Format(day)}-{(description.Length > 0 ? description : "Incident")}";
    }
}

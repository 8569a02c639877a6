using System.Globalization;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace PostMortemBot.Domain;

/// <summary>One published post-mortem in the archive.</summary>
/// <param name="Incident">The incident's number or name.</param>
/// <param name="Day">The day it began, in the process zone.</param>
/// <param name="Resolved">The day it was resolved, which decides its quarter.</param>
/// <param name="Link">What a page of the wiki writes to link to it.</param>
public sealed record ArchiveEntry(string Incident, string Title, Severity? Severity, LocalDate Day, LocalDate Resolved, string Link);

/// <summary>The page <c>Post-Mortem-Archive</c> as the process names it: recent post-mortems, the quarters, related documentation, contacts. Pure: the same entries give the same text.</summary>
public static class Archive
{
    private const int MostRecent = 20;

    /// <param name="documentLink">What a page of the wiki writes for a document's link: an address stays, <c>./NAME</c> is another page of it.</param>
    /// <param name="nameOf">How the holders of a handle are called; empty when nobody holds it.</param>
    public static string Write(IEnumerable<ArchiveEntry> entries, Policy policy, Func<string, string> documentLink, Func<string, string> nameOf)
    {
        var newest = entries.OrderByDescending(one => one.Day).ThenByDescending(one => one.Incident, StringComparer.Ordinal).ThenBy(one => one.Link, StringComparer.Ordinal).ToList();
        var page = new StringBuilder("# Post-Mortem Archive\n");
        page.Append("\n## Recent Post-Mortems\n\n");
        Lines(page, newest.Take(MostRecent).Select(Entry), "None is published yet.");
        page.Append("\n## Quarterly Review\n");
        foreach (var quarter in newest.GroupBy(one => (one.Resolved.Year, Quarter: ((one.Resolved.Month - 1) / 3) + 1)).OrderByDescending(one => one.Key)) Quarter(page, quarter.Key.Year, quarter.Key.Quarter, [.. quarter]);
        if (newest.Count == 0) page.Append("\nNone is published yet.\n");
        page.Append("\n## Related Documentation\n\n");
        Lines(page, policy.RelatedDocuments.Select(document => "- " + Link(document.Title, documentLink(document.Link))), "None is named in bot.json.");
        page.Append("\n## Contacts\n\n");
        Lines(page, policy.Contacts.GroupBy(contact => contact.About).Select(about => $"- **{LineText.Escape(about.Key)}**: {string.Join(", ", about.Select(contact => Contact(contact, nameOf)))}"), "None is named in bot.json.");
        return page.ToString();
    }

    private static void Quarter(StringBuilder page, int year, int quarter, IReadOnlyList<ArchiveEntry> entries)
    {
        var severities = entries.GroupBy(one => one.Severity).OrderBy(one => one.Key ?? (Severity)int.MaxValue).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key?.ToString() ?? "no severity"} {one.Count()}"));
        page.Append(CultureInfo.InvariantCulture, $"\n### {year}-Q{quarter}\n\n{Moments.Count(entries.Count, "post-mortem")}: {string.Join(", ", severities)}.\n\n");
        Lines(page, entries.Select(Entry), "");
    }

    private static string Entry(ArchiveEntry entry) =>
        $"- {LocalDatePattern.Iso.Format(entry.Day)} {Link(entry.Title, entry.Link)} ({LineText.Escape(entry.Incident)}{(entry.Severity is { } severity ? $", {severity}" : "")})";

    private static string Contact(Contact contact, Func<string, string> nameOf) => nameOf(contact.Handle) is { Length: > 0 } names ? $"{LineText.Escape(contact.Name)} ({LineText.Escape(names)})" : LineText.Escape(contact.Name);

    /// <summary>A link that any Markdown reader takes whole; an address that could not be is left out.</summary>
    private static string Link(string label, string address)
    {
        var text = LineText.Escape(LineText.Plain(label) is { Length: > 0 } plain ? plain : "Untitled");
        return ProseSpans.IsSafeUrl(address) || IsPage(address) ? $"[{text}](<{address}>)" : text;
    }

    private static bool IsPage(string address) => address.StartsWith("./", StringComparison.Ordinal) && address.Length > 2 && address.EnumerateRunes().Skip(2).All(rune => rune.Value is '-' or '_' or '.' || PageName.IsOfWord(rune));

    private static void Lines(StringBuilder page, IEnumerable<string> lines, string none)
    {
        var any = false;
        foreach (var line in lines)
        {
            page.Append(line).Append('\n');
            any = true;
        }

        if (!any && none.Length > 0) page.Append(none).Append('\n');
    }
}

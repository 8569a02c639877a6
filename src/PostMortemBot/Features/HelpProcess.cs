using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>help process</c>: the documents that belong to the process and whom to ask, as <c>bot.json</c> names them; two lines of it stand on the first progress card.</summary>
internal static class HelpProcess
{
    public static Card Draw(Policy policy, Func<string, string?> pageOf)
    {
        List<Element> elements = [];
        if (policy.RelatedDocuments.Count > 0) elements.AddRange([new Element.Heading("Related documentation"), new Element.Bullets([.. policy.RelatedDocuments.Select(document => Line.Create([Linked(document, pageOf)]))])]);
        if (policy.Contacts.Count > 0) elements.AddRange([new Element.Heading("Contacts"), new Element.Bullets([.. Asked(policy).Select(line => (Line)line)])]);
        if (elements.Count == 0) elements.Add(new Element.Text("No document and no contact is named in bot.json (relatedDocuments, contacts)."));
        return new Card("The post-mortem process", elements);
    }

    /// <summary>For whoever writes for the first time: what to read and whom to ask, a line each.</summary>
    public static IEnumerable<Element> Lines(Policy policy)
    {
        if (policy.RelatedDocuments.Count > 0) yield return new Element.Small(["To read: ", string.Join(" · ", policy.RelatedDocuments.Select(document => document.Title)), ". Links: ", new Span.Typed("help process")]);
        if (policy.Contacts.Count > 0) yield return new Element.Small($"To ask: {string.Join(" · ", Asked(policy))}.");
    }

    /// <summary>Whom to ask about the process, by the first of the contacts' headings: <c>SRE Team Lead (Marta Ruiz), Platform Manager (Kim Lee)</c>; null when nobody is named.</summary>
    public static string? OfProcess(Policy policy) => policy.Contacts is [var first, ..] ? string.Join(", ", policy.Contacts.Where(contact => contact.About == first.About).Select(contact => contact.Name + HoldersOf(policy, contact))) : null;

    /// <summary><c>Technical Questions: Senior SRE (Noor Haddad), Architecture Team</c>.</summary>
    private static IEnumerable<string> Asked(Policy policy) => policy.Contacts.GroupBy(contact => contact.About).Select(about => $"{about.Key}: {string.Join(", ", about.Select(contact => contact.Name + HoldersOf(policy, contact)))}");

    private static string HoldersOf(Policy policy, Contact contact) =>
        policy.TeamNamed(contact.Handle) is null && policy.Holders(contact.Handle) is { Count: > 0 } holders ? $" ({string.Join(", ", holders.Select(person => person.Name))})" : "";

    /// <summary>A page of the wiki where it has an address, else its name alone.</summary>
    private static Span Linked(RelatedDocument document, Func<string, string?> pageOf)
    {
        var address = document.Link.StartsWith("./", StringComparison.Ordinal) ? pageOf(document.Link[2..]) : document.Link;
        return address is { } url && Uri.TryCreate(url, UriKind.Absolute, out var web) && web.Scheme is "http" or "https" ? new Span.Link(url, document.Title) : new Span.Text(document.Title);
    }
}

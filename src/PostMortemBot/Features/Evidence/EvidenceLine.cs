using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>How a piece of evidence is told in a line: <c>screenshot · pool at 100 % (pool.png)</c>.</summary>
internal static class EvidenceLine
{
    public const string UndoId = "evidence.undo";
    public const string PutBackId = "evidence.putback";

    /// <summary>What whoever kept it sees, with its buttons.</summary>
    public static Card Kept(PostMortem p, IReadOnlyList<Evidence> pieces, View view, string? said, IReadOnlyList<string> hints)
    {
        var lines = pieces.Select(e => Of(p, e, view)).ToList();
        List<Element> elements = lines.Count == 1
            ? [new Element.Text([said is null ? $"Kept as evidence{Of(p)}: " : said + " ", .. lines[0].Spans])]
            : [new Element.Text(said ?? $"Kept as evidence{Of(p)}, {lines.Count} pieces:"), new Element.Bullets(lines)];
        elements.AddRange(hints.Select(hint => new Element.Small(hint)));
        return new Card("", elements, pieces.Count == 0 ? [] : [Button.Opens(EditEvidence.OpenId, "Edit", CarriedPair.Of(p.Id.Value, pieces[0].Id.Value)), Button.Does(UndoId, "Undo", Carry(p, pieces))]);
    }

    private static string Of(PostMortem p) => p.Life == Life.Waiting ? "" : $" of {p.Name}";

    public static Line Of(PostMortem p, Evidence e, View view)
    {
        List<Span> spans = [$"{e.Kind.Word()} · {Texts.OneLine(Words(e), 200)}"];
        if (AddressOf(p, e, view) is { } address) spans.AddRange([" · ", new Span.Link(address, e.Attachment is { } file ? Texts.OneLine(file.Name, 60) : "open")]);
        else if (e.Attachment is { } named && named.Name != Words(e)) spans.Add($" · {Texts.OneLine(named.Name, 60)}");
        if (e.Attachment is { IsKept: false }) spans.Add(" (file not kept)");
        return new(spans);
    }

    /// <summary>Its text, else the file's name, else the link; or why there is none yet.</summary>
    public static string Words(Evidence e) => e switch
    {
        { TextPending: true } => "(reading the message)",
        { Text.Length: > 0 } => e.Text,
        { Attachment: { } file } => file.Name,
        { Link.Length: > 0 } => e.Link,
        { Unreadable: { } why } => $"(text not read: {why})",
        _ => "(empty)",
    };

    /// <summary>Where it opens: the kept file, else the link, else the message.</summary>
    public static string? AddressOf(PostMortem p, Evidence e, View view) =>
        (e.Attachment is { } file ? view.FileUrl(p, file) : null) ?? (e.Link.Length > 0 ? e.Link : e.Source?.Link);

    public static string Carry(PostMortem p, IReadOnlyList<Evidence> pieces) => CarriedPair.Of(p.Id.Value, string.Join(',', pieces.Select(e => e.Id.Value)));
}

using PostMortemBot.Domain;

namespace PostMortemBot.Features;

/// <summary>What somebody wrote, with its files, as evidence: what it is, its text and first link, masked; which of the files go with it and which are pieces of their own.</summary>
internal sealed record Captured(EvidenceKind Kind, string Text, string Link, IReadOnlyList<AttachedOne> Files, IReadOnlyList<string> Masked)
{
    /// <param name="said">What it is when its looks do not say: a message, or lines that were typed.</param>
    /// <param name="apart">True for typed words, of which the link is told apart; the text of a message stays whole.</param>
    public static Captured Of(string written, IReadOnlyList<AttachedOne> files, EvidenceKind said, bool apart)
    {
        var code = EvidenceKinds.Fenced(written);
        var words = code ?? written.Trim();
        var link = code is null ? LinkIn(words) : "";
        var text = Secrets.Mask(apart || words.Trim('<', '>') == link ? Without(words, link) : Cut(words));
        var safe = Secrets.Mask(link);
        return new(EvidenceKinds.Of(text.Text, safe.Text, code is null ? said : EvidenceKind.Log), text.Text, safe.Text, files, [.. text.Kinds.Concat(safe.Kinds).Concat(files.SelectMany(file => file.Masked)).Distinct()]);
    }

    /// <summary>One file takes the text as its caption, unless either has something of its own to show.</summary>
    public NewEvidence New(Func<string> newId, MarkReason reason, MessageRef? source)
    {
        var captioned = Files.Count > 0 && Link.Length == 0 && (Text.Length == 0 || Files[0].Text.Length == 0);
        var lead = captioned ? Files[0] : null;
        return new(new(newId()), lead?.Kind ?? Kind, Text.Length > 0 ? Text : lead?.Text ?? "", lead?.Link ?? Link, reason)
        {
            Attachment = lead?.Attachment,
            Source = source,
            More = [.. Files.Skip(captioned ? 1 : 0).Select(file => (new EvidenceId(newId()), file.Kind, file.Text, file.Link, file.Attachment))],
        };
    }

    private static string LinkIn(string words) => words.Split((char[])[' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(IsLink)?.Trim('<', '>') ?? "";

    private static bool IsLink(string word) => Uri.TryCreate(word.Trim('<', '>'), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";

    private static string Without(string words, string link) => link.Length == 0 ? words
        : words.Replace($"<{link}>", "", StringComparison.Ordinal).Replace(link, "", StringComparison.Ordinal).Trim();

    private static string Cut(string text) => text.Length <= Keeping.MostCharacters ? text : text[..(char.IsHighSurrogate(text[Keeping.MostCharacters - 2]) ? Keeping.MostCharacters - 2 : Keeping.MostCharacters - 1)] + "…";
}

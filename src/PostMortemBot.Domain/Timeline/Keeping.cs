using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>What somebody wants kept as evidence. Texts come masked.</summary>
public sealed record NewEvidence(EvidenceId Id, EvidenceKind Kind, string Text, string Link, MarkReason Reason)
{
    public Attachment? Attachment { get; init; }

    public MessageRef? Source { get; init; }

    /// <summary>The message will be read from the platform.</summary>
    public bool TextPending { get; init; }

    /// <summary>The message's other files: each a piece of its own, which comes and goes with the first.</summary>
    public IReadOnlyList<(EvidenceId Id, EvidenceKind Kind, string Text, string Link, Attachment Attachment)> More { get; init; } = [];
}

/// <summary>The rules of keeping evidence while an incident is told. One message is kept once.</summary>
public static class Keeping
{
    /// <summary>The longest text of one piece of evidence.</summary>
    public const int MostCharacters = 8000;

    /// <summary>All files of one incident together, in bytes.</summary>
    public const int MostAttached = 200 * 1024 * 1024;

    /// <summary>Keeps a text, a link, files, or all of it. A message already kept gains one more reason; a stream that does not exist begins as Waiting at <paramref name="place"/>.</summary>
    public static Decision Evidence(PostMortem p, NewEvidence kept, Actor who, Place place, Instant now)
    {
        if (Wrong(p, who, Act.Mark) is { } wrong) return wrong;
        if (!kept.TextPending && kept.Attachment is null && kept.Text.Length == 0 && kept.Link.Length == 0) return Decision.Refuse("Say what to keep, for example: evidence https://… or evidence the log line.", "text");
        if (kept.Text.Length > MostCharacters) return Decision.Refuse($"One piece of evidence holds at most {MostCharacters} characters; this has {kept.Text.Length}. Keep the lines that matter, or attach them as a file.", "text");
        if (kept.Source is { } source && p.EvidenceOf(source) is { } there) return Again(p, there, kept.Reason, who, now);

        var lead = new EvidenceKept(now, who.Id, kept.Id, kept.Kind, kept.Text, kept.Link, kept.Attachment, kept.Source, null, null, kept.Reason, kept.TextPending);
        var all = Within(p, [lead, .. More(kept, who.Id, now)]);
        return p.Exists ? new Decision.Accepted([.. all]) : new Decision.Accepted([new MarksBegun(now, who.Id, place), .. all]);
    }

    /// <summary>What reading the message of a piece of evidence brought: its text and first file, and a piece for each other file.</summary>
    public static Decision Read(PostMortem p, EvidenceId id, NewEvidence read, Instant now)
    {
        if (p.AllEvidence.FirstOrDefault(e => e.Id == id) is not { TextPending: true } e) return Decision.Nothing;
        if (read.Text.Length == 0 && read.Attachment is null && read.Link.Length == 0) return Decision.Accept(new EvidenceTextUnreadable(now, PersonId.Bot, id, "the message has neither text nor file"));
        var lead = new EvidenceKept(now, e.KeptBy, id, read.Kind, read.Text, read.Link, read.Attachment, e.Source, null);
        var fitting = Within(p, [lead, .. More(read with { Source = e.Source }, e.KeptBy, now)]);
        return new Decision.Accepted([new EvidenceTextRead(now, PersonId.Bot, id, read.Kind, read.Text, read.Link, fitting[0].Attachment), .. fitting.Skip(1)]);
    }

    /// <summary>
    /// Takes one reason back (a reaction came off). With the last reason the evidence goes, its other files with it, unless a person edited it or review has been
    /// requested: then it stays, which is what the remover is told.
    /// </summary>
    public static Decision TakeBack(PostMortem p, MessageRef message, MarkReason reason, Instant now)
    {
        if (p.EvidenceOf(message) is not { Removed: false } e || !e.Reasons.Contains(reason)) return Decision.Nothing;
        var taken = new EvidenceReasonTaken(now, reason.Person, e.Id, reason);
        if (e.Reasons.Count > 1 || e.Touched || !p.BeforeReview) return Decision.Accept(taken);
        return new Decision.Accepted([taken, .. Pieces(p, message).Where(piece => !piece.Touched).Select(piece => new EvidenceRemoved(now, reason.Person, piece.Id))]);
    }

    /// <summary>Corrects what a piece is, its text, or the statements that it stands behind; what is null stays.</summary>
    public static Decision Correct(PostMortem p, EvidenceId id, EvidenceKind? kind, string? text, IReadOnlyList<FieldPath>? supports, Actor who, Instant now)
    {
        if (p.Evidence.FirstOrDefault(one => one.Id == id) is not { } e) return Gone;
        if (!MayCorrect(p, e, who)) return WhoCorrects(p);
        if (text is { Length: > MostCharacters }) return Decision.Refuse($"One piece of evidence holds at most {MostCharacters} characters; this has {text.Length}.", "text");
        if (text is { Length: 0 } && e.Link.Length == 0 && e.Attachment is null) return Decision.Refuse("Evidence needs a text, a link or a file. To take it away, choose Remove.", "text");
        var changed = new EvidenceChanged(now, who.Id, id, kind == e.Kind ? null : kind, text == e.Text ? null : text);
        return Decision.Accept([.. changed is { Kind: null, Text: null } ? Array.Empty<PostMortemEvent>() : [changed], .. supports is null ? [] : Behind(e, supports, who, now)]);
    }

    public static Decision Remove(PostMortem p, EvidenceId id, Actor who, Instant now)
    {
        if (p.Evidence.FirstOrDefault(one => one.Id == id) is not { } e) return Gone;
        return MayCorrect(p, e, who) ? Decision.Accept(new EvidenceRemoved(now, who.Id, id)) : WhoCorrects(p);
    }

    public static Decision Restore(PostMortem p, EvidenceId id, Actor who, Instant now)
    {
        if (p.AllEvidence.FirstOrDefault(one => one.Id == id) is not { } e) return Gone;
        if (!MayCorrect(p, e, who)) return WhoCorrects(p);
        return e.Removed ? Decision.Accept(new EvidenceRestored(now, who.Id, id)) : Decision.Nothing;
    }

    /// <summary>Who may add to this incident now; null when this person may.</summary>
    internal static Decision? Wrong(PostMortem p, Actor who, Act act)
    {
        if (!Rights.May(who, act, p)) return Rights.Outside(p, "add to it");
        return p.TakesMarks ? null : Decision.Refuse($"{p.Name} takes nothing more: it is {(p.Life == Life.Final ? "final" : "over")}.");
    }

    private static readonly Decision Gone = Decision.Refuse("This evidence is no longer kept. Open the list to see what is: evidence.");

    private static Decision Again(PostMortem p, Evidence there, MarkReason reason, Actor who, Instant now)
    {
        if (there.Reasons.Contains(reason)) return there.Removed ? Decision.Accept(new EvidenceRestored(now, who.Id, there.Id)) : Decision.Nothing;
        PostMortemEvent given = new EvidenceReasonGiven(now, who.Id, there.Id, reason);
        if (!there.Removed) return Decision.Accept(given);
        return new Decision.Accepted([given, .. Pieces(p, there.Source!).Where(piece => piece.Removed && piece.Id != there.Id).Select(piece => new EvidenceRestored(now, who.Id, piece.Id))]);
    }

    private static IEnumerable<Evidence> Pieces(PostMortem p, MessageRef message) => p.AllEvidence.Where(e => e.Source?.Key == message.Key);

    private static IEnumerable<EvidenceKept> More(NewEvidence kept, PersonId by, Instant now) =>
        kept.More.Select(file => new EvidenceKept(now, by, file.Id, file.Kind, file.Text, file.Link, file.Attachment, kept.Source, null));

    /// <summary>What no longer fits into the incident's room is kept by its name and link alone.</summary>
    private static IReadOnlyList<EvidenceKept> Within(PostMortem p, IReadOnlyList<EvidenceKept> wanted)
    {
        var room = MostAttached - p.AttachedBytes;
        var there = p.AllEvidence.Select(e => e.Attachment?.Hash).ToHashSet();
        List<EvidenceKept> fitting = [];
        foreach (var one in wanted)
        {
            var takes = one.Attachment is { IsKept: true } file && there.Add(file.Hash) ? file.Bytes : 0;
            fitting.Add(takes <= room ? one : one with { Attachment = Attachment.NameAlone(one.Attachment!.Name) });
            if (takes <= room) room -= takes;
        }

        return fitting;
    }

    /// <summary>That the piece stands behind these statements; nothing when it does already.</summary>
    internal static IEnumerable<PostMortemEvent> Behind(Evidence e, IReadOnlyList<FieldPath> statements, Actor who, Instant now)
    {
        if (!e.Supports.ToHashSet().SetEquals(statements)) yield return new EvidenceSupportSet(now, who.Id, e.Id, [.. statements.Distinct()]);
    }

    internal static bool MayCorrect(PostMortem p, Evidence e, Actor who) => (e.KeptBy == who.Id && p.BeforeReview && !who.IsGuest) || Rights.May(who, Act.CorrectEvent, p);

    internal static Decision WhoCorrects(PostMortem p) => p.BeforeReview
        ? Rights.Outside(p, "correct its evidence")
        : Decision.Forbid($"{p.Name} is in review: its author and the SRE team correct evidence now. Tell the author what is wrong.");
}

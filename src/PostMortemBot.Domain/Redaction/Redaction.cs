using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>
/// The one exception to append-only: a text is overwritten inside all stored facts that hold it, and a fact says so. The author and the SRE team may do it
/// everywhere; everybody with their own. Cannot be taken back.
/// </summary>
public static class Redaction
{
    /// <summary>What stands in place of a redacted text.</summary>
    public const string Cover = "(redacted)";

    /// <summary>A text this long is overwritten wherever it occurs inside others; a shorter one only where it stands by itself: "done" is in many sentences.</summary>
    public const int SpreadsFrom = 12;

    public static bool May(PostMortem p, PersonId owner, Actor who) => !who.IsGuest && (owner == who.Id || Rights.May(who, Act.Redact, p));

    /// <summary>What this person may redact: events, evidence, action items, answers, notes, the title; the newest of each first.</summary>
    public static IReadOnlyList<Redactable> Offered(PostMortem p, IReadOnlyList<PostMortemEvent> history, Actor who)
    {
        IEnumerable<Redactable> all =
        [
            .. p.AllEvents.Values.OrderByDescending(e => e.MarkedAt).Select(e => new Redactable(new RedactTarget.OfEvent(e.Id), e.Text, e.MarkedBy)),
            .. p.AllEvidence.Reverse().Select(e => new Redactable(new RedactTarget.OfEvidence(e.Id), e.Text.Length > 0 ? e.Text : e.Attachment?.Name ?? e.Link, e.KeptBy)),
            .. p.AllActions.Reverse().Select(a => new Redactable(new RedactTarget.OfAction(a.Id), a.Text, a.AddedBy)),
            .. p.Answers.OrderByDescending(entry => entry.Value.Version).Select(entry => new Redactable(new RedactTarget.OfAnswer(entry.Key), Line(entry.Value.Value), entry.Value.By)),
            .. history.Select((fact, at) => (fact, Version: at + 1L)).Reverse().Where(one => IsNote(one.fact)).Select(one => new Redactable(new RedactTarget.OfNote(one.Version), Line(one.fact), one.fact.By)),
            new(new RedactTarget.OfTitle(), p.Title, p.StartedBy),
        ];
        return [.. all.Where(one => one.Text.Replace(Cover, "", StringComparison.Ordinal).Trim(' ', ',').Length > 0 && May(p, one.By, who))];
    }

    /// <summary>Overwrites one thing and its copies. By its own writer alone: nothing that others wrote, unless it came from the same message.</summary>
    /// <param name="what">In words without the text: <c>timeline event of 02:14 EST</c>.</param>
    public static Overwriting Redact(PostMortem p, IReadOnlyList<PostMortemEvent> history, RedactTarget target, string what, Actor who, Instant now)
    {
        if (Offered(p, history, Actor.Bot).FirstOrDefault(one => one.Target == target) is not { } offered) return Overwriting.Refused(Decision.Refuse("There is no text there any more: it was redacted, or never read."));
        if (!May(p, offered.By, who)) return Overwriting.Refused(Decision.Forbid("The author, the SRE team or whoever wrote it redacts a text. Ask one of them."));
        var everywhere = Rights.May(who, Act.Redact, p);
        return Overwrite(p, history, target, TextsOf(history, target), fact => everywhere || fact.By == who.Id, what, who, now);
    }

    /// <summary>Overwrites what was redacted in one incident in another that it was merged with: the same file, and copies of the text.</summary>
    /// <param name="everywhere">The person may redact all of the first incident, so all of what came from it.</param>
    public static Overwriting RedactCopies(PostMortem p, IReadOnlyList<PostMortemEvent> history, GoneTexts gone, bool everywhere, string what, Actor who, Instant now) =>
        Overwrite(p, history, null, gone, fact => everywhere || fact.By == who.Id, what, who, now);

    /// <summary>Every text and file that the thing ever had.</summary>
    private static GoneTexts TextsOf(IReadOnlyList<PostMortemEvent> history, RedactTarget target)
    {
        var facts = history.Where((fact, at) => Concerns(fact, at + 1, target)).ToList();
        return new(
            [.. facts.SelectMany(FactTexts.WordsOf).Where(text => text != Cover).Distinct().OrderByDescending(text => text.Length)],
            [.. facts.Select(FileOf).OfType<Attachment>().Where(file => file.IsKept).Select(file => file.Hash).Distinct()]);
    }

    private static Overwriting Overwrite(PostMortem p, IReadOnlyList<PostMortemEvent> history, RedactTarget? target, GoneTexts gone, Predicate<PostMortemEvent> mayTouch, string what, Actor who, Instant now)
    {
        var source = SourceOf(p, target);
        var overwritten = new Dictionary<long, PostMortemEvent>();
        for (var at = 0; at < history.Count; at++)
        {
            var fact = history[at];
            var whole = target is null ? FileOf(fact) is { } file && gone.Files.Contains(file.Hash) : Concerns(fact, at + 1, target);
            var left = whole ? Whole(fact)
                : IsOfMessage(p, fact, source) ? FactTexts.Change(fact, text => Covered(text, gone.Texts, alone: true))
                : mayTouch(fact) ? FactTexts.Change(fact, text => Covered(text, gone.Texts, alone: target is null))
                : fact;
            if (!FactTexts.Of(left).SequenceEqual(FactTexts.Of(fact)) || FileOf(left) != FileOf(fact)) overwritten[at + 1] = left;
        }

        return overwritten.Count == 0
            ? Overwriting.Refused(Decision.Nothing)
            : new(Decision.Accept(new TextRedacted(now, who.Id, what, overwritten.Count)), overwritten, gone);
    }

    /// <summary>All its texts, and the file with its name.</summary>
    private static PostMortemEvent Whole(PostMortemEvent fact) => FactTexts.ChangeWords(fact, text => text.Length == 0 ? text : Cover) switch
    {
        EvidenceKept f => f with { Text = Cover, Link = "", Attachment = f.Attachment is null ? null : Attachment.NameAlone(Cover) },
        EvidenceTextRead f => f with { Text = Cover, Link = "", Attachment = f.Attachment is null ? null : Attachment.NameAlone(Cover) },
        var covered => covered,
    };

    private static Attachment? FileOf(PostMortemEvent fact) => fact switch { EvidenceKept f => f.Attachment, EvidenceTextRead f => f.Attachment, _ => null };

    private static string Covered(string text, IReadOnlyList<string> texts, bool alone)
    {
        if (alone && texts.Contains(text)) return Cover;
        return texts.Where(one => one.Length >= SpreadsFrom).Aggregate(text, (left, one) => left.Replace(one, Cover, StringComparison.Ordinal));
    }

    private static bool Concerns(PostMortemEvent fact, long version, RedactTarget target) => (target, fact) switch
    {
        (RedactTarget.OfEvent one, TimelineEventMarked f) => f.Id == one.Id,
        (RedactTarget.OfEvent one, TimelineEventTextRead f) => f.Id == one.Id,
        (RedactTarget.OfEvent one, TimelineEventCorrected f) => f.Id == one.Id,
        (RedactTarget.OfEvent one, SourceEdited f) => f.Id == one.Id,
        (RedactTarget.OfEvent one, TimelineEventPutBack f) => f.Id == one.Id,
        (RedactTarget.OfEvidence one, EvidenceKept f) => f.Id == one.Id,
        (RedactTarget.OfEvidence one, EvidenceTextRead f) => f.Id == one.Id,
        (RedactTarget.OfEvidence one, EvidenceChanged f) => f.Id == one.Id,
        (RedactTarget.OfAction one, ActionItemAdded f) => f.Id == one.Id,
        (RedactTarget.OfAction one, ActionTextRead f) => f.Id == one.Id,
        (RedactTarget.OfAction one, ActionItemChanged f) => f.Id == one.Id,
        (RedactTarget.OfAction one, ActionItemPutBack f) => f.Id == one.Id,
        (RedactTarget.OfAnswer one, FieldAnswered f) => f.Path == one.Path,
        (RedactTarget.OfNote one, _) => version == one.Version && IsNote(fact),
        (RedactTarget.OfTitle, IncidentStarted or NearMissNoted or TitleSet or DetailsPutBack) => true,
        _ => false,
    };

    private static bool IsNote(PostMortemEvent fact) => fact is HandedOver or VerdictOverridden or PostMortemDeclined or IncidentCancelled or MarkedNotApplicable or ActionItemDropped
        or ReviewRequested or ReviewWithdrawn or ChangesAsked or ChangeAnswered or FinalReopened or DiscussionNoted or FollowUpHeld or QuestionAsked or QuestionAnswered;

    private static string? SourceOf(PostMortem p, RedactTarget? target) => target switch
    {
        RedactTarget.OfEvent one => p.AllEvents.GetValueOrDefault(one.Id)?.Source?.Key,
        RedactTarget.OfEvidence one => p.AllEvidence.FirstOrDefault(e => e.Id == one.Id)?.Source?.Key,
        RedactTarget.OfAction one => p.AllActions.FirstOrDefault(a => a.Id == one.Id)?.Source?.Key,
        _ => null,
    };

    /// <summary>Other things that the same message became.</summary>
    private static bool IsOfMessage(PostMortem p, PostMortemEvent fact, string? source) => source is not null && source == fact switch
    {
        TimelineEventMarked f => f.Source?.Key,
        TimelineEventTextRead f => SourceOf(p, new RedactTarget.OfEvent(f.Id)),
        SourceEdited f => SourceOf(p, new RedactTarget.OfEvent(f.Id)),
        EvidenceKept f => f.Source?.Key,
        EvidenceTextRead f => SourceOf(p, new RedactTarget.OfEvidence(f.Id)),
        ActionItemAdded f => f.Source?.Key,
        ActionTextRead f => SourceOf(p, new RedactTarget.OfAction(f.Id)),
        _ => null,
    };

    private static string Line(FieldValue value) => Line(new FieldAnswered(default, default, default, value));

    private static string Line(PostMortemEvent fact) => string.Join(", ", FactTexts.WordsOf(fact));
}

namespace PostMortemBot.Domain;

/// <summary>Folds facts to state. Never refuses, never computes policy: what is stored has happened.</summary>
public static class Evolve
{
    public static PostMortem Fold(PostMortemId id, IEnumerable<PostMortemEvent> history) => history.Aggregate(new PostMortem(id), Apply);

    /// <summary>The state after one more fact.</summary>
    public static PostMortem Apply(PostMortem p, PostMortemEvent fact) => Folded(p, fact).Following(p, EvolveNudged.IsOwn(fact) ? p.ChangedAt : NodaTime.Instant.Max(p.ChangedAt, fact.At));

    private static PostMortem Folded(PostMortem p, PostMortemEvent fact) => fact switch
    {
        MarksBegun f => p with { StartedAt = f.At, StartedBy = f.By, Places = p.Places.Add(f.Place) },
        IncidentStarted f => Started(p, f),
        NearMissNoted f => Noted(p, f),
        PlaceJoined f => Joined(p, f),
        IncidentIdSet f => p with { IncidentId = f.IncidentId },
        TitleSet f => p with { Title = f.Title },
        SeveritySet f => p with { Severity = f.Severity },
        EnvironmentsSet f => p with { Environments = [.. f.Environments] },
        ServicesSet f => p with { Services = [.. f.Services] },
        OwnerSet f => p with { Owner = f.Owner },
        HandedOver f => p with { Owner = f.To, Participants = p.Participants.Add(f.To) },
        CommanderSet f => p with { Commander = f.Commander },
        EscalationSet f => p with { Escalated = f.Escalated },
        ComplaintsSet f => p with { Complained = f.Complained, ComplaintsAsked = true },
        OptionalReasonSet f => p with { OptionalReasons = f.Holds ? p.OptionalReasons.Add(f.Reason) : p.OptionalReasons.Remove(f.Reason) },
        SloMeasured f => p with { Slos = p.Slos.SetItem(f.Slo, new(f.Slo, f.Bad, f.Failed, f.Total, f.Peak)) },
        AuthorSet f => p with { Author = f.Author },
        FieldAnswered f => p with { Answers = f.Value.IsEmpty ? p.Answers.Remove(f.Path) : p.Answers.SetItem(f.Path, new(f.Value, f.By, f.At, p.Version + 1, f.LeftAt)) },
        MarkedNotApplicable f => p with { NotApplicable = p.NotApplicable.SetItem(f.Path, new(f.Reason, f.By, f.At, p.Version + 1)) },
        NotApplicableTakenBack f => p with { NotApplicable = p.NotApplicable.Remove(f.Path) },
        SectionSeen f => p with { Seen = p.Seen.Add(f.Path) },
        KeyTimesConfirmed f => p with { ConfirmedTimes = f.Times },
        TemplateChanged f => p with { TemplateHash = f.TemplateHash },
        ReadersSet f => p with { IsPrivate = f.Private, ReadersAdded = [.. f.Added] },
        TextRedacted => p,
        _ => LifeFacts(p, fact) ?? TimelineFacts(p, fact) ?? EvolveTakenBack.Apply(p, fact) ?? EvolveKept.Apply(p, fact) ?? EvolveReview.Apply(p, fact) ?? EvolvePublished.Apply(p, fact) ?? EvolveNudged.Apply(p, fact) ?? EvolveQuestions.Apply(p, fact) ?? throw new InvalidOperationException($"No fold for the fact {fact.GetType().Name}."),
    };

    private static PostMortem Joined(PostMortem p, PlaceJoined f) => p with
    {
        Places = p.Places.Contains(f.Place) ? p.Places : p.Places.Add(f.Place),
        PlacesFrom = f.CameFrom is { } from ? p.PlacesFrom.SetItem(f.Place, from) : p.PlacesFrom,
    };

    private static PostMortem Started(PostMortem p, IncidentStarted f) => p with
    {
        Life = Life.Capturing,
        StartedAt = f.At,
        StartedBy = f.By,
        Number = f.Number,
        Title = f.Title,
        TakenIn = [.. p.Events.Select(e => e.Id)],
        Places = p.Places.Contains(f.Place) ? p.Places : p.Places.Add(f.Place),
        Participants = p.Participants.Add(f.By),
    };

    private static PostMortem Noted(PostMortem p, NearMissNoted f) => p with
    {
        Life = Life.Noted,
        StartedAt = f.At,
        StartedBy = f.By,
        Number = f.Number,
        Title = f.Text,
        IsNearMiss = true,
        Restored = f.At,
        ResolvedAt = f.At,
        ResolvedBy = f.By,
        OptionalReasons = p.OptionalReasons.Add(OptionalReason.NearMiss),
        Places = p.Places.Add(f.Place),
        Participants = p.Participants.Add(f.By),
    };

    private static PostMortem? LifeFacts(PostMortem p, PostMortemEvent fact) => fact switch
    {
        IncidentResolved f => p with { Restored = f.Restored, ResolvedAt = p.ResolvedAt ?? f.At, ResolvedBy = f.By, Participants = p.Participants.Add(f.By) },
        TriggerAnswered f => p with { TriggerAnswers = p.TriggerAnswers.SetItem(f.Rule, f.Answer) },
        VerdictReached f => Judged(p, f.Verdict, f, p.Verdict is not null) with { VerdictBecause = [.. f.Because] },
        VerdictOverridden f => Judged(p, f.Verdict, f, true) with { OverrideReason = f.Reason, OverrideBy = f.By },
        PostMortemBegun f => p with { Life = Life.Draft, DatesFrom = p.Verdict == VerdictKind.Required ? p.DatesFrom : p.DatesFrom ?? f.At, Author = f.Author ?? p.Author, TemplateHash = p.TemplateHash ?? f.TemplateHash, BegunAt = p.BegunAt ?? f.At, DeclineReason = null },
        PostMortemDeclined f => p with { Life = p.Life == Life.Noted ? Life.Noted : Life.Declined, DeclineReason = f.Reason },
        IncidentReopened => p with { Life = Life.Capturing, Restored = null, ResolvedAt = null, ResolvedBy = null, Verdict = null, VerdictBecause = [], VerdictBy = null, OverrideReason = null, OverrideBy = null, DatesFrom = null, ReopenedAt = fact.At, ConfirmedTimes = null, ComplaintsAsked = p.Complained is not null, TriggerAnswers = p.TriggerAnswers.Clear() },
        IncidentCancelled f => p with { LifeBefore = p.Life, Life = Life.Cancelled, CancelReason = f.Reason, EndedAt = f.At },
        MergedInto f => p with { LifeBefore = p.Life, Life = Life.Merged, MergedIntoId = f.Into, MergedIntoName = f.Name, EndedAt = f.At },
        IncidentRevived => p with { Life = p.LifeBefore ?? p.Life, LifeBefore = null, MergedIntoId = null, MergedIntoName = null, CancelReason = null, EndedAt = null },
        _ => null,
    };

    /// <summary>A verdict that became required after another one has its dates from that moment.</summary>
    private static PostMortem Judged(PostMortem p, VerdictKind verdict, PostMortemEvent fact, bool later) => p with
    {
        Verdict = verdict,
        VerdictAt = fact.At,
        VerdictBy = fact.By,
        VerdictBecause = [],
        Life = AfterVerdict(p.Life, verdict),
        DatesFrom = later && verdict == VerdictKind.Required && p.Verdict != VerdictKind.Required && p.Life != Life.Draft ? fact.At : p.DatesFrom,
    };

    /// <summary>Whoever kept only the note, or stopped the writing, is not asked again.</summary>
    private static Life AfterVerdict(Life life, VerdictKind verdict) => life is Life.Draft or Life.UnderReview or Life.Final or Life.Declined
        ? life
        : verdict switch { VerdictKind.Optional => Life.Offered, VerdictKind.NotRequired => Life.NotRequired, _ => life };

    private static PostMortem? TimelineFacts(PostMortem p, PostMortemEvent fact) => fact switch
    {
        TimelineEventMarked f => Marked(p, f),
        MarkReasonGiven f => Change(p, f.Id, e => e with { Reasons = [.. e.Reasons, f.Reason], Removed = false }) with { Participants = p.Participants.Add(f.By) },
        MarkReasonTaken f => Change(p, f.Id, e => e with { Reasons = [.. e.Reasons.Where(r => r != f.Reason)] }),
        TimelineEventTextRead f => TextRead(p, f),
        TimelineEventTextUnreadable f => Change(p, f.Id, e => e with { TextPending = false, Unreadable = f.Reason }),
        TimelineEventCorrected f => Change(p, f.Id, e => Corrected(e, f)),
        TimelineEventRemoved f => Change(p, f.Id, e => e with { Removed = true }),
        TimelineEventRestored f => Change(p, f.Id, e => e with { Removed = false }),
        TimelineShifted f => f.Ids.Aggregate(p, (state, id) => Change(state, id, e => e with { When = e.When + f.Shift, Touched = true })),
        SourceEdited f => Change(p, f.Id, e => FollowSource(p, e, f)),
        SourceDeleted f => Change(p, f.Id, e => e with { SourceGone = true }),
        SourceTakenOver f => Change(p, f.Id, e => e with { Text = e.SourceNow ?? e.Text, SourceNow = null, TextBy = null }),
        MergedFrom => p,
        FactsTakenOver f => TakenOver(p, f),
        MergeUndone f => WithoutMerged(p, f.From),
        _ => null,
    };

    private static PostMortem Marked(PostMortem p, TimelineEventMarked f)
    {
        var marked = new TimelineEvent(f.Id, f.When, f.Text)
        {
            Phase = f.Phase,
            PhaseGuessed = f.PhaseGuessed,
            Owner = f.Owner,
            Source = f.Source,
            Writer = f.Writer,
            WriterName = f.WriterName,
            MarkedBy = f.By,
            MarkedAt = f.At,
            Reasons = OneReason.Of(f.Reason),
            TextPending = f.TextPending,
            CameFrom = f.CameFrom,
            Version = p.Version + 1,
        };
        return p with
        {
            Book = p.Book.Put(marked),
            ByMessage = f.Source is { } source ? p.ByMessage.SetItem(source.Key, f.Id) : p.ByMessage,
            Participants = f.Writer is { } writer ? p.Participants.Add(f.By).Add(writer) : p.Participants.Add(f.By),
        };
    }

    private static PostMortem TextRead(PostMortem p, TimelineEventTextRead f)
    {
        var read = Change(p, f.Id, e => e with
        {
            Text = e.TextBy is null ? f.Text : e.Text,
            TextPending = false,
            Unreadable = null,
            Writer = f.Writer ?? e.Writer,
            WriterName = f.WriterName,
            Phase = e.Phase ?? f.Phase,
            PhaseGuessed = e.Phase is null ? f.Phase is not null : e.PhaseGuessed,
            Source = e.Source is { Link: null } source && f.Link is not null ? source with { Link = f.Link } : e.Source,
        });
        return f.Writer is { } writer ? read with { Participants = read.Participants.Add(writer) } : read;
    }

    private static TimelineEvent Corrected(TimelineEvent e, TimelineEventCorrected f) => e with
    {
        When = f.When ?? e.When,
        Text = f.Text ?? e.Text,
        TextBy = f.Text is null || f.Text == e.Text ? e.TextBy : f.By,
        TextPending = e.TextPending && f.Text is null,
        Phase = f.Phase ?? e.Phase,
        PhaseGuessed = e.PhaseGuessed && f.Phase is null,
        Owner = f.Owner ?? e.Owner,
        Touched = true,
    };

    /// <summary>Before review an untouched text follows its message; a text that a person edited, or one under review, only shows "source edited".</summary>
    private static TimelineEvent FollowSource(PostMortem p, TimelineEvent e, SourceEdited f)
    {
        if (e.TextBy is not null || !p.BeforeReview) return e with { SourceNow = f.Text == e.Text ? null : f.Text };
        var followed = e with { Text = f.Text, SourceNow = null, TextPending = false };
        if (e.Touched) return followed;
        var phased = f.Phase is not null && (!f.PhaseGuessed || e.Phase is null || e.PhaseGuessed);
        return followed with { When = f.When ?? e.When, Phase = phased ? f.Phase : e.Phase, PhaseGuessed = phased ? f.PhaseGuessed : e.PhaseGuessed };
    }

    private static PostMortem TakenOver(PostMortem p, FactsTakenOver f)
    {
        var after = p with
        {
            Severity = f.Severity ?? p.Severity,
            Environments = f.Environments is { } environments ? [.. environments] : p.Environments,
            Services = f.Services is { } services ? [.. services] : p.Services,
            Escalated = f.Escalated ?? p.Escalated,
            Complained = f.Complained ?? p.Complained,
        };
        return after with { TakenOver = p.TakenOver.SetItem(f.From, (p.MergeableFacts, after.MergeableFacts)) };
    }

    /// <summary>What nobody set anew since the merge is as it was before it.</summary>
    private static PostMortem WithFactsBefore(PostMortem p, PostMortemId from) => !p.TakenOver.TryGetValue(from, out var taken) ? p : p with
    {
        Severity = p.Severity == taken.After.Severity ? taken.Before.Severity : p.Severity,
        Environments = p.Environments.SequenceEqual(taken.After.Environments) ? taken.Before.Environments : p.Environments,
        Services = p.Services.SequenceEqual(taken.After.Services) ? taken.Before.Services : p.Services,
        Escalated = p.Escalated == taken.After.Escalated ? taken.Before.Escalated : p.Escalated,
        Complained = p.Complained == taken.After.Complained ? taken.Before.Complained : p.Complained,
        TakenOver = p.TakenOver.Remove(from),
    };

    private static PostMortem WithoutMerged(PostMortem p, PostMortemId from) => WithFactsBefore(p, from) with
    {
        Book = p.Book.Put([.. p.AllEvents.Values.Where(e => e.CameFrom == from).Select(e => e with { Removed = true })]),
        AllEvidence = EvolveKept.Change(p.AllEvidence, e => e.CameFrom == from, e => e with { Removed = true }),
        AllActions = EvolveKept.Change(p.AllActions, a => a.CameFrom == from, a => a with { Removed = true }),
        Places = p.Places.RemoveAll(place => p.PlacesFrom.TryGetValue(place, out var its) && its == from),
        PlacesFrom = p.PlacesFrom.RemoveRange(p.PlacesFrom.Where(entry => entry.Value == from).Select(entry => entry.Key)),
    };

    private static PostMortem Change(PostMortem p, TimelineEventId id, Func<TimelineEvent, TimelineEvent> change) =>
        p.AllEvents.TryGetValue(id, out var found) ? p with { Book = p.Book.Put(change(found)) } : p;
}

using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>What is known when an incident is opened; everything but the place is optional.</summary>
public sealed record Opening(Place Place, long Number, string Title)
{
    public string? IncidentId { get; init; }

    public Severity? Severity { get; init; }

    public IReadOnlyList<string> Environments { get; init; } = [];

    public IReadOnlyList<string> Services { get; init; } = [];

    public PersonId? Owner { get; init; }

    /// <summary>Waiting marks that are not taken in.</summary>
    public IReadOnlyList<TimelineEventId> LeaveOut { get; init; } = [];
}

/// <summary>The rules of an incident's life until its document begins (decisions.md 2).</summary>
public static class Incidents
{
    public const int MostTitle = 200;

    /// <summary>"It came back" continues the same incident within this time of its resolution.</summary>
    public static readonly Duration ReopenWithin = Duration.FromDays(7);

    public static Decision Start(PostMortem p, Opening o, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.Start, p)) return Decision.Forbid("Guests cannot start an incident. Ask somebody of the team.");
        if (p.Exists && p.Life != Life.Waiting) return Decision.Refuse($"Already open here: {p.Name}.");
        if (o.Title.Length > MostTitle) return Decision.Refuse($"A title holds at most {MostTitle} characters; this has {o.Title.Length}.", "title");
        List<PostMortemEvent> facts = [new IncidentStarted(now, who.Id, o.Place, o.Number, o.Title)];
        facts.AddRange(DetailFacts(p, new Details { IncidentId = o.IncidentId, Severity = o.Severity, Environments = o.Environments.Count > 0 ? o.Environments : null, Services = o.Services.Count > 0 ? o.Services : null, Owner = o.Owner }, who, now));
        facts.AddRange(o.LeaveOut.Where(id => p.AllEvents.ContainsKey(id)).Select(id => new TimelineEventRemoved(now, who.Id, id)));
        return new Decision.Accepted(facts);
    }

    public static Decision Join(PostMortem p, Place place, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.Mark, p)) return Rights.Outside(p, "bring it here");
        if (p.Life is Life.Cancelled or Life.Merged) return Decision.Refuse(Ended(p));
        if (p.Life is Life.Final) return Decision.Refuse($"{p.Name} is final. Start a new incident without this number.");
        if (p.IsPrivate && !p.Places.Contains(place)) return Decision.Refuse($"{p.Name} is private: it stays where it is spoken of. Make it public before another conversation joins it.");
        return p.Places.Contains(place) ? Decision.Nothing : Decision.Accept(new PlaceJoined(now, who.Id, place));
    }

    /// <summary>Sets or adds facts, whichever way they came (typed, a form, the document itself); unchanged ones write nothing.</summary>
    public static Decision Set(PostMortem p, Details d, Policy policy, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.Resolve, p)) return Rights.Outside(p, "change its facts");
        if (p.Life is Life.Cancelled or Life.Merged) return Decision.Refuse(Ended(p));
        if (d.Title is { Length: > MostTitle } title) return Decision.Refuse($"A title holds at most {MostTitle} characters; this has {title.Length}.", "title");
        if (d.Title is not null && string.IsNullOrWhiteSpace(d.Title)) return Decision.Refuse("Give the incident a title: what is wrong, in a few words.", "title");
        if (d.Environments?.FirstOrDefault(name => policy.EnvironmentNamed(name) is null) is { } unknown) return Decision.Refuse($"I know no environment {unknown}. Take one of: {string.Join(", ", policy.Environments)}.", "environments");
        return new Decision.Accepted(DetailFacts(p, Named(d, policy), who, now));
    }

    /// <summary>Environments and services as the policy writes them, each once; a service that it does not know keeps its name.</summary>
    private static Details Named(Details d, Policy policy) => d with
    {
        Environments = d.Environments is { } environments ? [.. policy.Environments.Where(one => environments.Any(name => policy.EnvironmentNamed(name) == one))] : null,
        Services = d.Services is { } services ? [.. services.Select(name => name.Trim()).Where(name => name.Length > 0).Select(name => policy.ServiceNamed(name)?.Name ?? name).Distinct()] : null,
    };

    private static List<PostMortemEvent> DetailFacts(PostMortem p, Details d, Actor who, Instant now)
    {
        List<PostMortemEvent> facts = [];
        Add(d.IncidentId is { } id && id != p.IncidentId, () => new IncidentIdSet(now, who.Id, d.IncidentId!));
        Add(d.Title is { } title && title != p.Title, () => new TitleSet(now, who.Id, d.Title!));
        Add(Said(d.Severity, p.Severity, Withdrawn.Severity), () => new SeveritySet(now, who.Id, Kept(d.Severity, Withdrawn.Severity)));
        Add(d.Environments is { } environments && !environments.SequenceEqual(p.Environments), () => new EnvironmentsSet(now, who.Id, d.Environments!));
        Add(d.Services is { } services && !services.SequenceEqual(p.Services), () => new ServicesSet(now, who.Id, d.Services!));
        Add(d.NoOwner ? p.Owner is not null : d.Owner is { } owner && owner != p.Owner, () => new OwnerSet(now, who.Id, d.NoOwner ? null : d.Owner));
        Add(d.NoCommander ? p.Commander is not null : d.Commander is { } commander && commander != p.Commander, () => new CommanderSet(now, who.Id, d.NoCommander ? null : d.Commander));
        Add(Said(d.Escalated, p.Escalated, Withdrawn.Escalation), () => new EscalationSet(now, who.Id, Kept(d.Escalated, Withdrawn.Escalation)));
        Add(Said(d.Complained, p.Complained, Withdrawn.Complaints), () => new ComplaintsSet(now, who.Id, Kept(d.Complained, Withdrawn.Complaints)));
        Add(d.Optional is { } optional && p.OptionalReasons.Contains(optional.Reason) != optional.Holds, () => new OptionalReasonSet(now, who.Id, d.Optional!.Value.Reason, d.Optional!.Value.Holds));
        Add(d.Slo is { } slo && !(p.Slos.TryGetValue(slo.Slo, out var before) && before == slo), () => new SloMeasured(now, who.Id, d.Slo!.Slo, d.Slo.Bad, d.Slo.Failed, d.Slo.Total, d.Slo.Peak));
        return facts;

        void Add(bool holds, Func<PostMortemEvent> fact)
        {
            if (holds) facts.Add(fact());
        }

        bool Said<T>(T? wanted, T? held, Withdrawn what) where T : struct => d.Withdrawn.Contains(what) ? held is not null : wanted is not null && !wanted.Equals(held);
        T? Kept<T>(T? wanted, Withdrawn what) where T : struct => d.Withdrawn.Contains(what) ? null : wanted;
    }

    /// <summary>Gives an incident to another owner; it is an event of the timeline too while the incident is open.</summary>
    public static Decision HandOver(PostMortem p, PersonId to, string note, TimelineEventId eventId, string eventText, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.Resolve, p)) return Rights.Outside(p, "hand it over");
        if (p.Life != Life.Capturing) return Decision.Refuse($"{p.Name} is over. To give the document to another author, type: author @person.");
        if (to == p.Owner) return Decision.Refuse("That person has the incident already. Name somebody else.", "to");
        var handed = new HandedOver(now, who.Id, p.Owner ?? who.Id, to, note);
        return Decision.Accept(handed, new TimelineEventMarked(now, who.Id, eventId, now, eventText, null, false, null, null, null, "", new MarkReason(MarkKind.Act, who.Id)));
    }

    /// <summary>Records when the service was restored; a second time corrects it.</summary>
    public static Decision Resolve(PostMortem p, Instant restored, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.Resolve, p)) return Rights.Outside(p, "resolve it");
        if (p.Life is Life.Cancelled or Life.Merged) return Decision.Refuse(Ended(p));
        if (p.Life is Life.Waiting) return Decision.Refuse("No incident is open here. Start one first: start what was wrong.");
        if (p.Life is Life.UnderReview or Life.Final) return Decision.Refuse($"{p.Name} is in review or final: its times are corrected on its events by the author.");
        if (restored > now + Timeline.Grace) return Decision.Refuse("That time has not come yet. Give the time when the service was restored.", "when");
        if (p.Events.Count > 0 && restored < p.Began) return Decision.Refuse("That lies before the incident began. Give the time when the service was restored.", "when");
        return p.Restored == restored ? Decision.Nothing : Decision.Accept(new IncidentResolved(now, who.Id, restored));
    }

    /// <summary>"It came back": the same incident and document go on, within 7 days of the resolution.</summary>
    /// <param name="eventId">The event that says so on the timeline.</param>
    public static Decision Reopen(PostMortem p, TimelineEventId eventId, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.Resolve, p)) return Rights.Outside(p, "reopen it");
        if (p.IsOpen) return Decision.Refuse($"{p.Name} is open.");
        if (p.Life is Life.Cancelled && p.LifeBefore is not null) return Decision.Accept(new IncidentRevived(now, who.Id));
        if (p.IsNearMiss) return Decision.Refuse($"{p.Name} is a near miss: it cannot come back. If it happened now, start an incident: start what is wrong.");
        if (p.Restored is not { } restored || p.Life is Life.Final or Life.UnderReview or Life.Merged or Life.Waiting or Life.Noted) return Decision.Refuse($"{p.Name} cannot be reopened now. Start a new incident and say that it came back.");
        return now - restored > ReopenWithin
            ? Decision.Refuse($"{p.Name} was resolved more than 7 days ago. Start a new incident; the old one is shown as similar.")
            : Decision.Accept(new IncidentReopened(now, who.Id), new TimelineEventMarked(now, who.Id, eventId, now, "It came back", null, false, null, null, null, "", new MarkReason(MarkKind.Act, who.Id)));
    }

    public static Decision Cancel(PostMortem p, string reason, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.Cancel, p)) return Decision.Forbid($"{p.Name} can be cancelled by who started it, its owner, the SRE team or the process reviewer.");
        if (p.Life is Life.Cancelled) return Decision.Nothing;
        return p.BeforeReview
            ? Decision.Accept(new IncidentCancelled(now, who.Id, reason))
            : Decision.Refuse($"{p.Name} cannot be cancelled: {(p.Life == Life.Merged ? $"it is part of {p.MergedIntoName}" : "its review was requested")}.");
    }

    public static Decision NearMiss(PostMortem p, Place place, long number, string text, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.Mark, p)) return Decision.Forbid("Guests cannot note a near miss. Ask somebody of the team.");
        if (string.IsNullOrWhiteSpace(text)) return Decision.Refuse("Say in one line what nearly went wrong: nearmiss wrong cluster selected, noticed before the delete.", "text");
        return text.Length > Timeline.MostCharacters
            ? Decision.Refuse($"A note holds at most {Timeline.MostCharacters} characters; this has {text.Length}.", "text")
            : Decision.Accept(new NearMissNoted(now, who.Id, place, number, text));
    }

    /// <summary>Writes the verdict down, with what it rested on; nothing when it is the same as before or overridden.</summary>
    /// <param name="by">Who gave the fact that it follows from.</param>
    public static Decision Judge(PostMortem p, VerdictKind verdict, IReadOnlyList<string> because, string templateHash, PersonId by, Instant now)
    {
        if (p.Restored is null || p.OverrideReason is not null || p.Life is Life.Cancelled or Life.Merged or Life.Noted) return Decision.Nothing;
        if (p.Verdict == verdict && p.VerdictBecause.SequenceEqual(because)) return Decision.Nothing;
        List<PostMortemEvent> facts = [new VerdictReached(now, by, verdict, because)];

        // What was stopped although it was required stays stopped; only a verdict that becomes required begins a document.
        if (verdict == VerdictKind.Required && p.Verdict != VerdictKind.Required && p.Life is not (Life.Draft or Life.UnderReview or Life.Final)) facts.Add(new PostMortemBegun(now, PersonId.Bot, p.Author ?? p.Owner, templateHash));
        return new Decision.Accepted(facts);
    }

    /// <summary>A question about the verdict is answered with what no other fact holds; null is "not known".</summary>
    public static Decision AnswerTrigger(PostMortem p, TriggerRule rule, bool? answer, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.Resolve, p)) return Rights.Outside(p, "answer this");
        if (p.Life is Life.Cancelled or Life.Merged) return Decision.Refuse(Ended(p));
        return p.TriggerAnswers.TryGetValue(rule, out var before) && before == answer ? Decision.Nothing : Decision.Accept(new TriggerAnswered(now, who.Id, rule, answer));
    }

    /// <summary>The SRE team or the process reviewer decides otherwise; the reason is kept.</summary>
    public static Decision Override(PostMortem p, VerdictKind verdict, string reason, string templateHash, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.Override, p)) return Decision.Forbid("The SRE team or the process reviewer can override the verdict. Ask one of them.");
        if (p.Restored is null) return Decision.Refuse($"{p.Name} is still open. Resolve it first.");
        if (string.IsNullOrWhiteSpace(reason)) return Decision.Refuse("Give a reason: it is kept with the verdict.", "reason");
        if (p.Life is Life.UnderReview or Life.Final) return Decision.Refuse($"{p.Name} is in review or final: the verdict stands.");
        if (p.Life is Life.Cancelled or Life.Merged) return Decision.Refuse(Ended(p));
        List<PostMortemEvent> facts = [new VerdictOverridden(now, who.Id, verdict, reason)];
        if (verdict == VerdictKind.Required && p.Life != Life.Draft) facts.Add(new PostMortemBegun(now, who.Id, p.Author ?? p.Owner, templateHash));
        if (verdict != VerdictKind.Required && p.Life == Life.Draft) facts.Add(new PostMortemDeclined(now, who.Id, reason));
        return new Decision.Accepted(facts);
    }

    /// <summary><em>Write it up</em>, <em>Write one anyway</em>: the document begins, with this person as author when there is none.</summary>
    public static Decision WriteUp(PostMortem p, string templateHash, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.Mark, p)) return Rights.Outside(p, "begin its post-mortem");
        if (p.Life is Life.Draft or Life.UnderReview or Life.Final) return Decision.Nothing;
        return p.Life is Life.Offered or Life.NotRequired or Life.Declined or Life.Noted
            ? Decision.Accept(new PostMortemBegun(now, who.Id, p.Author ?? p.Owner ?? who.Id, templateHash))
            : Decision.Refuse($"{p.Name} is still open. Resolve it first: resolve.");
    }

    /// <summary><em>Keep the note only</em>; of a near miss the note is all there is, so nothing changes.</summary>
    public static Decision KeepNote(PostMortem p, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.Mark, p)) return Rights.Outside(p, "decide this");
        if (p.Life is Life.Declined or Life.Noted) return Decision.Nothing;
        return p.Life is Life.Offered
            ? Decision.Accept(new PostMortemDeclined(now, who.Id, "Kept as a note."))
            : Decision.Refuse($"A post-mortem of {p.Name} has begun. The SRE team can stop it with a reason.");
    }

    /// <summary>The SRE team stops a draft, with a reason.</summary>
    public static Decision Stop(PostMortem p, string reason, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.Stop, p)) return Decision.Forbid("The SRE team or the process reviewer can stop a post-mortem. Ask one of them.");
        if (string.IsNullOrWhiteSpace(reason)) return Decision.Refuse("Give a reason: it is kept.", "reason");
        return p.Life == Life.Draft ? Decision.Accept(new PostMortemDeclined(now, who.Id, reason)) : Decision.Refuse($"{p.Name} is not a draft.");
    }

    public static Decision NameAuthor(PostMortem p, PersonId author, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.AssignAuthor, p) && !(p.Author is null && p.Owner is null && Rights.May(who, Act.Mark, p))) return Decision.Forbid("The author hands the document over, or the SRE team names another author.");
        if (p.Life is Life.Final or Life.Cancelled or Life.Merged) return Decision.Refuse(p.Life == Life.Final ? $"{p.Name} is final." : Ended(p));
        return p.Author == author ? Decision.Nothing : Decision.Accept(new AuthorSet(now, who.Id, author));
    }

    private static string Ended(PostMortem p) => p.Life == Life.Merged
        ? $"{p.Name} is part of {p.MergedIntoName} now. Change it there."
        : $"{p.Name} was cancelled. Reopen it first: reopen.";
}

using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>set …</c> and <c>slo …</c>: facts of the incident, changed or added at any time. What they change in the verdict is said with them.</summary>
internal static class SetFacts
{
    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var line = ("set " + words).Trim();
        var (p, ask) = await Which.FindAsync(turn, line);
        if (ask is not null) return ask;
        if (words.Length == 0 && typed.MayOpen) return Answer.Open(DetailsForm.Of(turn, p!));
        var read = SetWords.Read(words, turn.Policy);
        if (read.Facts.Wrong is { } wrong) return Refusal.Of(wrong, line);
        if (read.Unread.Length > 0 || words.Length == 0) return NotRead(p!, read.Unread, line);
        var owner = await PersonAsync(turn, read.Facts.Owner);
        var commander = await PersonAsync(turn, read.Facts.Commander);
        if (read.Facts.Owner is { } o && owner is null) return Refusal.Of($"I do not know {o}. Name them as @handle.", line);
        if (read.Facts.Commander is { } c && commander is null) return Refusal.Of($"I do not know {c}. Name them as @handle.", line);
        var title = read.Title is { } named ? Secrets.Mask(named) : null;
        return await SetAsync(turn, p!.Id, new Details
        {
            IncidentId = read.Facts.IncidentId,
            Title = title?.Text,
            Severity = read.Facts.Severity,
            Environments = read.Facts.Environments.Count > 0 ? read.Facts.Environments : null,
            Services = read.Facts.Services.Count > 0 ? read.Facts.Services : null,
            Owner = owner,
            Commander = commander,
            Escalated = read.Escalated,
            Complained = read.Complained,
            Withdrawn = read.Withdrawn,
            Optional = read.Reason is { } reason ? (reason, true) : null,
        }, line, title);
    }

    /// <summary><c>slo NAME bad 23m</c>, <c>slo NAME failed 812/120000</c>.</summary>
    public static async Task<Answer> SloTyped(Turn turn, CommandTyped typed, string words)
    {
        var line = ("slo " + words).Trim();
        var (p, ask) = await Which.FindAsync(turn, line);
        if (ask is not null) return ask;
        if (SloWords.Read(words) is not SloReading.Told told) return Refusal.Of(((SloReading.Refused)SloWords.Read(words)).Sentence, line);
        if (turn.Policy.SloNamed(told.Name) is not { } slo) return Refusal.Of($"I know no SLO {told.Name}. Take one of: {string.Join(", ", turn.Policy.Slos.Select(one => one.TypedAs.Length > 0 ? one.TypedAs : one.Name))}.", line);
        if (ErrorBudget.Mismatch(slo, told.Loss) is { } mismatch) return Refusal.Of(mismatch, line);
        var peak = p!.Slos.GetValueOrDefault(slo.Name)?.Peak ?? "";
        var measured = told.Loss switch
        {
            SloLoss.BadTime time => new SloMeasurement(slo.Name, time.Length, null, null, peak),
            SloLoss.FailedRequests requests => new SloMeasurement(slo.Name, null, requests.Failed, requests.Total, peak),
            _ => throw new InvalidOperationException("A loss that is neither time nor requests."),
        };
        return await SetAsync(turn, p.Id, new Details { Slo = measured }, line);
    }

    /// <summary>What changed, and the verdict when it did.</summary>
    public static Answer Told(Turn turn, Outcome.Done done, MaskedText? title = null)
    {
        var changed = done.Facts.Select(fact => Words(done.After, fact, turn)).OfType<Line>().ToList();
        List<Element> elements = [new Element.Text(changed.Count == 0 ? $"Nothing changed: {done.After.Name} has it so already." : [Span.Bold(done.After.Name), ": ", .. Line.Join(" · ", changed).Spans])];
        if (done.The<VerdictReached>() is not null) elements.Add(new Element.Text(Verdict.Sentence(done.After, turn.View)));
        var card = new Card("", elements, done.The<VerdictReached>() is null ? [Button.Opens(IncidentCard.DetailsId, "Change details", done.After.Id.Value)] : VerdictCard.Choices(done.After));
        return Answer.Tell(title is null ? card : Masked.Under(card, title));
    }

    private static async Task<Answer> SetAsync(Turn turn, PostMortemId id, Details details, string typed, MaskedText? title = null)
    {
        var outcome = await turn.DecideAsync(id, p => Incidents.Set(p, details, turn.Policy, turn.Actor, turn.Now));
        return outcome is Outcome.Done done ? Told(turn, done, title) : await Refusal.OfAsync(turn, outcome, typed);
    }

    private static Answer NotRead(PostMortem p, string unread, string line) => Answer.Say(
        [$"“{Texts.OneLine(unread, 80)}” is no fact I know. Known are: p1 to p3, env:PROD, svc:gateway, owner:@sam, commander:@dana, id INC-004211, title …, escalated, complaints yes, severity not known. You typed: ", Span.Italic(line)],
        [.. unread.Length > 0 ? new[] { Button.Does(StartIncident.AsEventId, "Add as event", CarriedPair.Of(p.Id.Value, unread)) } : [], Button.Opens(IncidentCard.DetailsId, "Change details", p.Id.Value)]);

    private static async Task<PersonId?> PersonAsync(Turn turn, string? typed) =>
        typed is null ? null : (await turn.Bot.People.NamedAsync(turn.Organisation, turn.Incoming.Who, typed, turn.Stop))?.Id;

    private static Line? Words(PostMortem p, PostMortemEvent fact, Turn turn) => fact switch
    {
        IncidentIdSet f => f.IncidentId,
        TitleSet f => f.Title,
        SeveritySet f => f.Severity?.ToString() ?? "severity not known",
        EnvironmentsSet f => f.Environments.Count > 0 ? string.Join(", ", f.Environments) : "no environment",
        ServicesSet f => f.Services.Count > 0 ? string.Join(", ", f.Services) : "no service",
        OwnerSet { Owner: { } owner } => ["owner ", turn.View.Named(owner)],
        OwnerSet => "no owner",
        CommanderSet { Commander: { } commander } => ["commander ", turn.View.Named(commander)],
        CommanderSet => "no commander",
        EscalationSet f => f.Escalated switch { true => "escalated", false => "not escalated", null => "escalation not known" },
        ComplaintsSet f => f.Complained switch { true => "customers complained", false => "no customer complained", null => "customer complaints not known" },
        OptionalReasonSet f => f.Reason switch { OptionalReason.NearMiss => "near miss", OptionalReason.ProcessFailure => "process failure", _ => "much was learned" },
        SloMeasured f => $"{f.Slo}: {string.Join("; ", KnownFacts.Spent(p, p.Slos[f.Slo], turn.Policy).Select(row => row.ConsumedText))}",
        _ => null,
    };
}

namespace PostMortemBot.Domain;

/// <summary>Folds what joins events and what takes acts back.</summary>
internal static class EvolveTakenBack
{
    public static PostMortem? Apply(PostMortem p, PostMortemEvent fact) => fact switch
    {
        TimelineEventsJoined f => Change(Change(p, f.Id, e => e with { When = f.When }), f.Other, e => e with { JoinedInto = f.Id, Repeated = f.Repeated }),
        TimelineEventsParted f => Change(p, f.Other, e => e with { JoinedInto = null, Repeated = false }),
        TimelineEventPutBack f => Change(p, f.Id, e => e with { When = f.When, Text = f.Text, Phase = f.Phase, PhaseGuessed = f.PhaseGuessed, Owner = f.Owner, TextBy = f.TextBy, Touched = f.Touched, SourceNow = f.SourceNow }),
        ActionItemPutBack f => p with { AllActions = [.. p.AllActions.Select(a => a.Id == f.Id ? (a with { Text = f.Text, Owner = f.Owner, Due = f.Due, Horizon = f.Horizon, Kind = f.Kind }).Standing(f.Status, f.At) : a)] },
        DetailsPutBack f => Details(p, f),
        TriggerAnswerTakenBack f => p with { TriggerAnswers = p.TriggerAnswers.Remove(f.Rule) },
        ResemblanceFound f => p with { LooksLike = f.Other is null ? null : f },
        ActTakenBack => p,
        _ => null,
    };

    private static PostMortem Details(PostMortem p, DetailsPutBack f) => p with
    {
        Title = f.Title,
        Severity = f.Severity,
        Environments = [.. f.Environments],
        Services = [.. f.Services],
        Owner = f.Owner,
        Commander = f.Commander,
        Author = f.Author,
        Escalated = f.Escalated,
        Complained = f.Complained,
        ComplaintsAsked = f.ComplaintsAsked,
        OptionalReasons = [.. f.OptionalReasons],
        Slos = p.Slos.Clear().AddRange(f.Slos.Select(slo => KeyValuePair.Create(slo.Slo, slo))),
    };

    private static PostMortem Change(PostMortem p, TimelineEventId id, Func<TimelineEvent, TimelineEvent> change) =>
        p.AllEvents.TryGetValue(id, out var found) ? p with { Book = p.Book.Put(change(found)) } : p;
}

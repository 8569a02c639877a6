using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>What was taken back, said exactly: a sentence for each fact.</summary>
internal static class UndoWords
{
    /// <param name="taken">The facts that were taken back.</param>
    /// <param name="before">The state before the undo.</param>
    /// <param name="p">The state after it.</param>
    public static IReadOnlyList<Line> Of(IReadOnlyList<PostMortemEvent> taken, PostMortem before, PostMortem p, View view)
    {
        List<Line> lines = [.. taken.Select(fact => OfTimeline(fact, before, p, view) ?? OfKept(fact, p) ?? OfIncident(fact, p, view) ?? OfDocument(fact, p, view)).OfType<Line>().Distinct()];
        return lines.Count == 0 ? ["It is as it was before."] : lines;
    }

    private static Line? OfTimeline(PostMortemEvent fact, PostMortem before, PostMortem p, View view)
    {
        return fact switch
        {
            TimelineEventMarked f => p.AllEvents[f.Id].Removed ? Told("Off the timeline: ", before, f.Id) : Told("Your reason is off; the event stays: ", p, f.Id),
            MarkReasonGiven f => p.AllEvents[f.Id].Removed ? Told("Off the timeline: ", before, f.Id) : Told("Your reason is off; the event stays: ", p, f.Id),
            MarkReasonTaken f => Told("Your reason is back: ", p, f.Id),
            TimelineEventRemoved f => Told("Back on the timeline: ", p, f.Id),
            TimelineEventRestored f => Told("Off the timeline again: ", before, f.Id),
            TimelineEventCorrected f => Told("As before your edit: ", p, f.Id),
            SourceTakenOver f => Told("As before: ", p, f.Id),
            TimelineShifted f => $"{Moments.Count(f.Ids.Count, "event")} moved back.",
            TimelineEventsJoined { Repeated: false } f => [.. Told("Two events again: ", p, f.Id).Spans, " / ", .. EventLine.Of(p.Told(f.Other), view).Spans],
            _ => null,
        };

        Line Told(string said, PostMortem state, TimelineEventId id) => [said, .. EventLine.Of(state.Told(id), view).Spans];
    }

    private static Line? OfKept(PostMortemEvent fact, PostMortem p) => fact switch
    {
        DiscussionNoted f => $"The lesson is gone: {Short(f.Text)}",
        EvidenceKept f => Kept(p, f.Id),
        EvidenceReasonGiven f => Kept(p, f.Id),
        EvidenceReasonTaken f => $"Your reason is back: {EvidenceOf(p, f.Id)}",
        EvidenceChanged f => $"The evidence is as before: {EvidenceOf(p, f.Id)}",
        EvidenceSupportSet f => $"What it shows is as before: {EvidenceOf(p, f.Id)}",
        EvidenceRemoved f => $"Kept as evidence again: {EvidenceOf(p, f.Id)}",
        EvidenceRestored f => $"No longer kept as evidence: {EvidenceOf(p, f.Id)}",
        ActionItemAdded f => Made(p, f.Id),
        ActionReasonGiven f => Made(p, f.Id),
        ActionReasonTaken f => $"Your reason is back: {ActionOf(p, f.Id)}",
        ActionItemRemoved f => $"An action item again: {ActionOf(p, f.Id)}",
        ActionItemRestored f => $"No action item any more: {ActionOf(p, f.Id)}",
        ActionItemDropped f => $"Needed again: {ActionOf(p, f.Id)}",
        ActionWordGiven f => $"What was said of it is as before: {ActionOf(p, f.Id)}",
        ActionShown f => $"What shows it is as before: {ActionOf(p, f.Id)}",
        ActionSnoozed f => $"Reminders of it are as before: {ActionOf(p, f.Id)}",
        ActionItemChanged f => $"The action item is as before: {ActionOf(p, f.Id)}",
        _ => (Line?)null,
    };

    private static Line? OfIncident(PostMortemEvent fact, PostMortem p, View view) => fact switch
    {
        TitleSet => $"Title: {(p.Title.Length > 0 ? p.Title : "none")}.",
        SeveritySet => $"Severity: {p.Severity?.ToString() ?? "not set"}.",
        EnvironmentsSet => $"Environments: {Listed(p.Environments)}.",
        ServicesSet => $"Services: {Listed(p.Services)}.",
        OwnerSet or HandedOver => ["Owner: ", Person(p.Owner, view), "."],
        CommanderSet => ["Commander: ", Person(p.Commander, view), "."],
        AuthorSet => ["Author: ", Person(p.Author, view), "."],
        EscalationSet => $"Escalated: {Said(p.Escalated)}.",
        ComplaintsSet => $"Customer complaints: {Said(p.Complained)}.",
        OptionalReasonSet f => $"{f.Reason switch { OptionalReason.NearMiss => "Near miss", OptionalReason.ProcessFailure => "Process failure", _ => "Much was learned" }}: {(p.OptionalReasons.Contains(f.Reason) ? "yes" : "no")}.",
        SloMeasured f => p.Slos.ContainsKey(f.Slo) ? $"{f.Slo} is as before." : $"{f.Slo}: nothing told.",
        TriggerAnswered => "The question about the verdict is open again.",
        IncidentResolved => p.Restored is { } restored ? [$"{p.Name} resolved ", view.When(restored), " again."] : [Span.Bold(p.Name), " is open again."],
        NearMissNoted f => $"The near miss is no longer noted: {Short(f.Text)}",
        IncidentCancelled => $"{p.Name} is no longer cancelled.",
        ReadersSet => p.IsPrivate ? $"{p.Name} is private, with its readers as before." : $"{p.Name} is open to everybody of the organisation again.",
        _ => null,
    };

    private static Line? OfDocument(PostMortemEvent fact, PostMortem p, View view)
    {
        return fact switch
        {
            FieldAnswered f => p.Answers.ContainsKey(f.Path) ? $"“{LabelOf(f.Path)}” is as before." : $"“{LabelOf(f.Path)}” is not answered by you any more.",
            MarkedNotApplicable f => p.NotApplicable.ContainsKey(f.Path) ? $"“{LabelOf(f.Path)}” has its former reason for N/A." : $"“{LabelOf(f.Path)}” is no longer N/A.",
            NotApplicableTakenBack f => $"“{LabelOf(f.Path)}” is N/A again.",
            QuestionAsked f => ["No longer asked: ", view.Named(f.Person), "."],
            QuestionAnswered => "It counts as not written by you.",
            QuestionClosed f => [p.Questions.Where(one => one.Id == f.Id).Select(one => view.Named(one.Person)).FirstOrDefault("They"), " may write it again."],
            AnswerTaken => "The answer waits for you again.",
            AnswerLeft => "The rest of the answer waits for you again.",
            KeyTimesConfirmed => "The key times are not confirmed by you any more.",
            _ => (Line?)null,
        };

        string LabelOf(FieldPath path) => view.TemplateOf(p)?.Find(path)?.Label ?? path.Value;
    }

    private static string Said(bool? answer) => answer switch { true => "yes", false => "no", _ => "not known" };

    private static string Listed(IReadOnlyList<string> entries) => entries.Count == 0 ? "not set" : string.Join(", ", entries);

    private static Span Person(PersonId? id, View view) => id is { } person ? view.Named(person) : "nobody";

    private static string Short(string text) => Texts.OneLine(text, 200);

    private static string Kept(PostMortem p, EvidenceId id) => (p.Evidence.Any(one => one.Id == id) ? "Your reason is off; the evidence stays: " : "No longer kept as evidence: ") + EvidenceOf(p, id);

    private static string Made(PostMortem p, ActionItemId id) => (p.Actions.Any(one => one.Id == id) ? "Your reason is off; the action item stays: " : "No action item any more: ") + ActionOf(p, id);

    private static string EvidenceOf(PostMortem p, EvidenceId id) => p.AllEvidence.FirstOrDefault(one => one.Id == id) is { } kept ? Short(EvidenceLine.Words(kept)) : "";

    private static string ActionOf(PostMortem p, ActionItemId id) => p.AllActions.FirstOrDefault(one => one.Id == id) is { } action ? Short(action.Shown) : "";
}

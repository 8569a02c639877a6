using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>merge INC-…</c>: the incident of this place takes the named one in. Undone for 24 hours by the button, or by <c>merge undo [INC-…]</c>.</summary>
internal static class MergeIncidents
{
    public const string FormId = "incident.merge.form";
    public const string UndoId = "incident.merge.undo";
    private const int MostListed = 25;

    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var line = ("merge " + words).Trim();
        var (first, rest) = CommandWords.First(words);
        if (string.Equals(first, "undo", StringComparison.OrdinalIgnoreCase)) return await UndoTypedAsync(turn, rest, line);
        var (p, ask) = await Which.FindAsync(turn, line);
        if (ask is not null) return ask;
        if (words.Length == 0 && typed.MayOpen) return await FormAsync(turn, p!.Id.Value, null);
        if (turn.Policy.ReadIncidentId(words) is not { } id) return Refusal.Of("Name the other incident by its number: merge INC-004212.", line);
        return await turn.Bot.Store.ByIncidentIdAsync(turn.Organisation, id, turn.Stop) is { } other
            ? await JoinAsync(turn, p!.Id, other, line)
            : Refusal.Of($"I know no incident {id}.", line);
    }

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed) => await FormAsync(turn, pressed.Value, null);

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        if (form.Values.Text("other") is { Length: > 0 } other) return await JoinAsync(turn, new(form.Carry), new(other), "");
        return await FormAsync(turn, form.Carry, "Choose the incident that belongs to this one.");
    }

    public static async Task<Answer> Undone(Turn turn, ButtonPressed pressed)
    {
        var (into, from) = CarriedPair.Read(pressed.Value);
        return (await Readers.LoadAsync(turn, into)).No ?? await PartAsync(turn, new(into), new(from), "");
    }

    /// <summary>The one named, else what this place's incident took in last.</summary>
    private static async Task<Answer> UndoTypedAsync(Turn turn, string words, string line)
    {
        if (turn.Policy.ReadIncidentId(words) is { } number)
        {
            if (await turn.Bot.Store.ByIncidentIdAsync(turn.Organisation, number, turn.Stop) is not { } named) return Refusal.Of($"I know no incident {number}.", line);
            var (other, hidden) = await Readers.LoadAsync(turn, named.Value);
            return hidden ?? (other.MergedIntoId is { } whole ? await PartAsync(turn, whole, named, line) : Refusal.Of($"{other.Name} is not part of another incident.", line));
        }

        if (words.Length > 0) return Refusal.Of("Name the incident that shall go its own way again: merge undo INC-004212.", line);
        var (p, ask) = await Which.FindAsync(turn, line);
        if (ask is not null) return ask;
        var history = await turn.Bot.PostMortems.HistoryAsync(turn.Organisation, p!.Id, turn.Stop);
        return history.OfType<MergedFrom>().LastOrDefault(merged => history.OfType<MergeUndone>().All(undone => undone.From != merged.From || undone.At < merged.At)) is { } last
            ? await PartAsync(turn, p.Id, last.From, line)
            : Refusal.Of($"{p.Name} has taken no other incident in.", line);
    }

    private static async Task<Answer> PartAsync(Turn turn, PostMortemId into, PostMortemId from, string typed)
    {
        var outcome = (await turn.DecideAsync([into, from], states => Merge.Undo(states[0], states[1], turn.Actor, turn.Now)))[0];
        if (outcome is not Outcome.Done done) return await Refusal.OfAsync(turn, outcome, typed);
        var other = await turn.LoadAsync(from);
        return Answer.Say([Span.Bold(other.Name), done.Changed ? $" goes its own way again. What came from it is taken off {done.After.Name}." : " goes its own way already."]);
    }

    private static async Task<Answer> JoinAsync(Turn turn, PostMortemId into, PostMortemId from, string typed)
    {
        if (into == from) return Refusal.Of("That is the same incident. Name the other one.", typed);
        if ((await Readers.LoadAsync(turn, from.Value)).No is { } hidden) return hidden;
        var outcome = (await turn.DecideAsync([into, from], states => Merge.Join(states[0], states[1], turn.NewId, turn.Actor, turn.Now)))[0];
        if (outcome is not Outcome.Done done) return await Refusal.OfAsync(turn, outcome, typed);
        var other = await turn.LoadAsync(from);
        var events = done.Facts.OfType<TimelineEventMarked>().Count();
        return Answer.Say(
            [Span.Bold(other.Name), " is part of ", Span.Bold(done.After.Name), $" now: {Moments.Count(events, "event")} came with it. Undo is possible for 24 h."],
            Button.Does(UndoId, "Undo", CarriedPair.Of(into.Value, from.Value)),
            Button.Does(IncidentCard.TimelineId, "Timeline", into.Value));
    }

    private static async Task<Answer> FormAsync(Turn turn, string id, string? error)
    {
        var (p, no) = await Readers.LoadAsync(turn, id);
        if (no is not null) return no;
        var rows = await turn.Bot.Store.ListAsync(turn.Organisation, turn.Stop);
        var others = rows.Where(row => row.Id != p.Id && Summary.Of(row).IsFor(turn.Actor) && row.Life is not (nameof(Life.Waiting) or nameof(Life.UnderReview) or nameof(Life.Final) or nameof(Life.Cancelled) or nameof(Life.Merged))).Take(MostListed).ToList();
        if (others.Count == 0) return Answer.Say("There is no other incident that could be merged.");
        return Answer.Open(new Form(
            FormId,
            "Merge with another",
            [
                new FormElement.Note($"{p.Name} takes in the events, evidence and actions of the other, which answers with this name from then on."),
                new FormElement.Asks(new("other", "Which one belongs to it", new FieldInput.PickOne([.. others.Select(row => new Choice(row.Id.Value, LabelOf(Summary.Of(row))))])) { Error = error }),
            ],
            "Merge",
            p.Id.Value));
    }

    private static string LabelOf(Summary row) => Texts.OneLine(row.Title.Length > 0 ? $"{row.Name} · {row.Title}" : row.Name, 75);
}

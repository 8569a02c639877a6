using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>What stands behind two buttons of the progress card: the wording hints, and how the numbers came about.</summary>
internal static class ShowHints
{
    private const int Most = 10;

    public static async Task<Answer> Wording(Turn turn, ButtonPressed pressed)
    {
        if ((await Readers.LoadAsync(turn, pressed.Value)).No is { } no) return no;
        var draft = await Draft.LoadAsync(turn, new(pressed.Value));
        var hints = draft.Hints(turn.View);
        if (hints.Count == 0) return Answer.Say("No wording hint. Nothing here blames, guesses or stays vague.");
        List<Element> elements = [new Element.Bullets([.. hints.Take(Most).Select(one => Line.Create([Span.Bold(one.Where), ": ", one.Hint.Sentence]))]), new Element.Small("Hints only. Nothing waits for them.")];
        if (hints.Count > Most) elements.Add(new Element.Small($"And {hints.Count - Most} more."));
        return Answer.Tell(new Card(Moments.Count(hints.Count, "wording hint"), elements, [Button.Does(ProgressCard.ChooseId, "Choose a section", pressed.Value)]));
    }

    public static async Task<Answer> Numbers(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        if (no is not null) return no;
        var times = p.KeyTimes;
        TimeBetween[] all = [Durations.Total(times), Durations.TimeToDetection(times), Durations.TimeToFirstFix(times), Durations.TimeToSuccessfulResolution(times), Durations.TimeToFullRestoration(times)];
        var spent = FilledBudget(p, turn.View);
        List<Element> elements = [new Element.Bullets([.. all.Select(one => Line.Create([Span.Bold(one.Name), ": ", one.Hint ?? one.Explained(turn.Policy.ProcessZone, turn.Now)]))])];
        if (spent is not null) elements.Add(new Element.Text(spent));
        return Answer.Tell(new Card($"The numbers of {p.Name}", elements, [Button.Does(ProgressCard.TimesId, "Key times", p.Id.Value)]));
    }

    private static string? FilledBudget(PostMortem p, View view) =>
        ErrorBudget.Largest(Filling.BudgetOf(p, view.Policy, view.EarlierOf(p))) is { } largest ? $"{largest.ConsumedText}. Remaining: {largest.RemainingText}. {largest.BurnRateText}. {largest.RecoveryText}." : null;
}

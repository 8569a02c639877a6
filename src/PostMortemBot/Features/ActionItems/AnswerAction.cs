using System.Globalization;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>The answers to an action item that take one click: <em>Done</em>, <em>In progress</em>, <em>Snooze</em>, whether it held, and putting back what was not needed.</summary>
internal static class AnswerAction
{
    public const string DoneId = "action.done";
    public const string BeginId = "action.begin";
    public const string SnoozeId = "action.snooze";
    public const string BackId = "action.back";
    public const string EffectId = "action.effect";

    private static readonly (ActionEffect Effect, string Label)[] Effects = [(ActionEffect.Held, "Yes"), (ActionEffect.Helped, "It helped"), (ActionEffect.CameBack, "It came back"), (ActionEffect.TooEarly, "Too early")];

    public static Task<Answer> Done(Turn turn, ButtonPressed pressed) => DecideAsync(turn, pressed, (p, id, _) => ActionAnswers.Done(p, id, turn.Actor, turn.Now), (done, action, _) => Answer.Say(
        done.Changed ? [Span.Bold(ActionLine.Text(action)), ": done. What shows it? A link or a line, if you like."] : [Span.Bold(ActionLine.Text(action)), ": done already."],
        [Button.Opens(ActionForms.ShowId, "Add", CarriedPair.Of(done.After.Id.Value, action.Id.Value)), .. done.Changed ? [UndoAct.Button(done)] : Array.Empty<Button>()]));

    public static Task<Answer> Begin(Turn turn, ButtonPressed pressed) => DecideAsync(turn, pressed, (p, id, _) => ActionAnswers.Begin(p, id, "", turn.Actor, turn.Now), (done, action, _) => Answer.Say(
        [Span.Bold(ActionLine.Text(action)), ": in progress."],
        [Button.Opens(ActionForms.WordId, "Say how it stands", CarriedPair.Of(done.After.Id.Value, action.Id.Value)), .. done.Changed ? [UndoAct.Button(done)] : Array.Empty<Button>()]));

    /// <summary>The value ends with the days.</summary>
    public static Task<Answer> Snooze(Turn turn, ButtonPressed pressed)
    {
        var today = turn.Now.InZone(turn.Who.Zone).Date;
        return DecideAsync(
            turn,
            pressed,
            (p, id, days) => ActionAnswers.Snooze(p, id, today.PlusDays(Math.Clamp(Number(days), 0, 400)), today, turn.Actor, turn.Now),
            (done, action, _) => Answer.Say([Span.Bold(ActionLine.Text(action)), $": no reminder before {Moments.Day(action.SnoozedUntil ?? today, today)}."], [.. done.Changed ? [UndoAct.Button(done)] : Array.Empty<Button>()]));
    }

    public static Task<Answer> PutBack(Turn turn, ButtonPressed pressed) => DecideAsync(turn, pressed, (p, id, _) => Domain.ActionItems.Restore(p, id, turn.Actor, turn.Now), (done, action, _) =>
        Answer.Tell(ActionLine.Card(done.After, action, turn.View)));

    /// <summary>The value ends with the days after which it was asked, and the answer.</summary>
    public static Task<Answer> Told(Turn turn, ButtonPressed pressed) => DecideAsync(turn, pressed, (p, id, said) => Rule(p, id, said, turn), (_, action, said) =>
        Answer.Say([Span.Bold(ActionLine.Text(action)), $": {Effects.FirstOrDefault(one => one.Effect.ToString() == After(said)).Label?.ToLowerInvariant() ?? "told"}. Thank you."]));

    /// <summary>The question whether it held, one button an answer.</summary>
    public static IReadOnlyList<Button> EffectButtons(PostMortemId id, ActionItem action, int days) =>
        [.. Effects.Select(one => Button.Does(EffectId, one.Label, string.Create(CultureInfo.InvariantCulture, $"{CarriedPair.Of(id.Value, action.Id.Value)}|{days}:{one.Effect}")))];

    private static Decision Rule(PostMortem p, ActionItemId id, string said, Turn turn) => Enum.TryParse<ActionEffect>(After(said), out var effect)
        ? ActionAnswers.Tell(p, id, Number(CarriedPair.Read(said.Replace(':', '|')).Id), effect, turn.Actor, turn.Now)
        : Decision.Refuse("That answer is from an earlier version. Type: actions mine.");

    private static string After(string said) => said[(said.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private static int Number(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static async Task<Answer> DecideAsync(Turn turn, ButtonPressed pressed, Func<PostMortem, ActionItemId, string, Decision> rule, Func<Outcome.Done, ActionItem, string, Answer> told)
    {
        var (stream, rest) = CarriedPair.Read(pressed.Value);
        var (id, said) = CarriedPair.Read(rest);
        if ((await Readers.LoadAsync(turn, stream)).No is { } no) return no;
        var outcome = await turn.DecideAsync(new(stream), p => rule(p, new(id), said));
        return outcome is Outcome.Done done && done.After.AllActions.FirstOrDefault(one => one.Id.Value == id) is { } action ? told(done, action, said) : await Refusal.OfAsync(turn, outcome, "");
    }
}

using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>resolve [time]</c> and its button: recorded at once; what could still change the verdict is asked afterwards, one question at a time. <em>Change time</em> records anew.</summary>
internal static class Resolve
{
    public const string TimeFormId = "verdict.time.form";

    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var (p, ask) = await Which.FindAsync(turn, ("resolve " + words).Trim());
        if (ask is not null) return ask;
        return When.ReadWhole(words.Length == 0 ? "now" : words, Context(turn, p!)) switch
        {
            WhenReading.At at => await RecordAsync(turn, p!.Id, at.Instant, at.OwnZone?.Sentence, ("resolve " + words).Trim()),
            WhenReading.Refused refused => Refusal.Of(refused.Sentence, "resolve " + words),
            _ => Refusal.Of("I read no time there.", "resolve " + words),
        };
    }

    public static Task<Answer> Pressed(Turn turn, ButtonPressed pressed) => RecordAsync(turn, new(pressed.Value), turn.SaidAt, null, "");

    public static async Task<Answer> ChangeTime(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        if (no is not null) return no;
        return p.Restored is { } restored ? Answer.Open(FormOf(turn, p, Printed(restored, turn), null)) : Answer.Say($"{p.Name} is open.");
    }

    public static async Task<Answer> TimeSubmitted(Turn turn, FormSubmitted form)
    {
        var (p, no) = await Readers.LoadAsync(turn, form.Carry);
        if (no is not null) return no;
        var typed = form.Values.Text("when");
        if (When.ReadWhole(typed, Context(turn, p)) is not WhenReading.At at)
        {
            var reading = When.ReadWhole(typed, Context(turn, p)) as WhenReading.Refused;
            return Answer.Open(FormOf(turn, p, typed, reading?.Sentence ?? "Write a time, for example 02:57."));
        }

        var outcome = await turn.DecideAsync(p.Id, state => Incidents.Resolve(state, at.Instant, turn.Actor, turn.Now));
        if (outcome is Outcome.Refused refused) return Answer.Open(FormOf(turn, p, typed, Refusal.At(turn, refused.Sentence)));
        return outcome is Outcome.Done done ? Told(turn, done, at.OwnZone?.Sentence) : await Refusal.OfAsync(turn, outcome, "");
    }

    private static async Task<Answer> RecordAsync(Turn turn, PostMortemId id, Instant restored, string? said, string typed)
    {
        if ((await Readers.LoadAsync(turn, id.Value)).No is { } no) return no;
        var outcome = await turn.DecideAsync(id, p => p.Restored is not null && typed is "" or "resolve" && p.Restored != restored
            ? Decision.Refuse($"{p.Name} was resolved {turn.View.WhenText(p.Restored!.Value)} already. To change that: resolve 02:57.")
            : Incidents.Resolve(p, restored, turn.Actor, turn.Now));
        return outcome is Outcome.Done done ? Told(turn, done, said) : await Refusal.OfAsync(turn, outcome, typed);
    }

    private static Answer Told(Turn turn, Outcome.Done done, string? said) =>
        Answer.Tell(Verdict.Next(done.After, turn.View, 0, $"{done.After.Name} resolved {turn.View.WhenText(done.After.Restored!.Value)}.{(said is null ? "" : " " + said)}"));

    private static WhenContext Context(Turn turn, PostMortem p) => new(turn.SaidAt, turn.Policy.ProcessZone, turn.Who.Zone, p.Began);

    private static string Printed(Instant at, Turn turn) =>
        NodaTime.Text.LocalDatePattern.Iso.Format(at.InZone(turn.Policy.ProcessZone).Date) + " " + Moments.PreciseClock(at, turn.Policy.ProcessZone);

    private static Form FormOf(Turn turn, PostMortem p, string when, string? error) => new(
        TimeFormId,
        "Change time",
        [new FormElement.Asks(new("when", "When was the service restored", new FieldInput.Short(when, 60)) { Hint = $"In {Moments.ZoneLetters(turn.Now, turn.Policy.ProcessZone)}. Or -10m, yesterday 23:50.", Error = error })],
        "Change time",
        p.Id.Value);
}

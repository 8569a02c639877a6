using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>The key times on one card: every number rests on them. <em>Right</em> confirms them; a wrong one is mended on its event.</summary>
internal static class KeyTimesCard
{
    public const string RightId = "draft.times.right";

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        return no ?? Answer.Tell(Of(p, turn.View));
    }

    public static async Task<Answer> Right(Turn turn, ButtonPressed pressed)
    {
        var outcome = await turn.DecideAsync(new(pressed.Value), p => Drafting.ConfirmKeyTimes(p, turn.Actor, turn.Now));
        return outcome switch
        {
            Outcome.Refused refused => Refusal.Say(turn, refused.Sentence),
            Outcome.Done done => Answer.Replace(Of(done.After, turn.View)),
            _ => Answer.Silent,
        };
    }

    public static Card Of(PostMortem p, View view)
    {
        var confirmed = Drafting.TimesAreConfirmed(p);
        List<Button> buttons = confirmed ? [] : [Button.Does(RightId, "Right", p.Id.Value)];
        buttons.Add(Button.Does(IncidentCard.TimelineId, "Change", p.Id.Value));
        return new Card("Key times", [new Element.Text(LineOf(p, view)), new Element.Small(confirmed ? "Confirmed. All numbers rest on these." : "All numbers rest on these.")], buttons);
    }

    public static Line LineOf(PostMortem p, View view)
    {
        var times = p.KeyTimes;
        (string Words, Instant? At)[] named =
        [
            ("began", times.Began), ("detected", times.Detected), ("response began", times.Responded), ("cause found", times.Found), ("first fix", times.FirstFix), ("restored", times.Restored),
        ];
        return Line.Join(" · ", named.Select(one => one.At is { } at ? Line.Create([one.Words + " ", view.Moment(at), Guessed(p, at) ? " (guess)" : ""]) : (Line)$"{one.Words}: no event"));
    }

    private static bool Guessed(PostMortem p, Instant at) => p.Events.Any(e => e.When == at && e.PhaseGuessed);
}

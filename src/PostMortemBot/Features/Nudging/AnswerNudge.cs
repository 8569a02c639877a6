using NodaTime.Text;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>The answers of a quiet incident, and the picker of the day's message; an answer given on that message draws it anew.</summary>
internal static class AnswerNudge
{
    public const string GoingId = "quiet.going";
    public const string ResolvedId = "quiet.resolved";

    /// <summary>What the picker of the day's message may press.</summary>
    private static readonly string[] Others =
    [
        AnswerAction.DoneId, AnswerAction.BeginId, AnswerAction.SnoozeId, AnswerAction.EffectId, ActionForms.DateId, ActionForms.HandId, ActionForms.DropId, ShowActions.PageId,
        ResolvedId, IncidentCard.CancelId, VerdictCard.AuthorId, Verdict.WhyId, Preview.ReadId, QuestionCard.DeclineId, NameReviewer.OpenId,
    ];

    public static async Task<Answer> Going(Turn turn, ButtonPressed pressed)
    {
        if ((await Readers.LoadAsync(turn, pressed.Value)).No is { } no) return no;
        var outcome = await turn.DecideAsync(new(pressed.Value), p => FollowUpReview.StillGoing(p, turn.Actor, turn.Now));
        return outcome is Outcome.Done done ? Answer.Say([Span.Bold(done.After.Name), " still goes on. I ask again when it was quiet for as long."]) : await Refusal.OfAsync(turn, outcome, "");
    }

    /// <summary>It was over with its last event.</summary>
    public static async Task<Answer> Resolved(Turn turn, ButtonPressed pressed)
    {
        var (stream, at) = CarriedPair.Read(pressed.Value);
        var (shown, no) = await Readers.LoadAsync(turn, stream);
        if (no is not null) return no;
        var restored = InstantPattern.ExtendedIso.Parse(at) is { Success: true } read ? read.Value : shown.Events.Count > 0 ? shown.Events[^1].When : turn.Now;
        var outcome = await turn.DecideAsync(shown.Id, p => Incidents.Resolve(p, restored, turn.Actor, turn.Now));
        return outcome is Outcome.Done done ? Answer.Tell(Verdict.Next(done.After, turn.View, 0, $"Resolved {turn.View.WhenText(restored)}.")) : await Refusal.OfAsync(turn, outcome, "");
    }

    public static async Task<Answer> Otherwise(Turn turn, ButtonPressed pressed, IReadOnlyDictionary<string, Func<Turn, ButtonPressed, Task<Answer>>> buttons)
    {
        var picked = pressed.Chosen.Length > 0 ? pressed.Chosen : pressed.Value;
        var at = picked.IndexOf(DayCard.Between, StringComparison.Ordinal);
        return at > 0 && Others.Contains(picked[..at]) && buttons.TryGetValue(picked[..at], out var press)
            ? await press(turn, pressed with { Id = picked[..at], Value = picked[(at + 1)..], Chosen = "" })
            : Answer.Say("This list is from an earlier version. Type: actions mine.");
    }

    /// <summary>The same act, and where it was done on the message of the day, that message as it stands now.</summary>
    public static Func<Turn, ButtonPressed, Task<Answer>> OnTheDay(Func<Turn, ButtonPressed, Task<Answer>> act) => async (turn, pressed) =>
    {
        var answer = await act(turn, pressed);
        return answer is { Replaces: null, Opens: null } && await DayMessage.AgainAsync(turn, pressed) is { } card ? answer with { Replaces = card } : answer;
    };
}

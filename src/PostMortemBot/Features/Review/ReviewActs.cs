using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>A reviewer's buttons: <em>Approve as …</em>, <em>Still approved</em>, <em>Take back</em>, <em>Show it</em>.</summary>
internal static class ReviewActs
{
    public static Task<Answer> Approved(Turn turn, ButtonPressed pressed) => ApproveAsync(turn, ReviewValue.Read(pressed.Value));

    /// <summary>Approves what was seen; the same from the card and from the pages that were read.</summary>
    public static async Task<Answer> ApproveAsync(Turn turn, ReviewValue value)
    {
        var (p, no) = await Readers.LoadAsync(turn, value.Id.Value);
        if (no is not null) return no;
        var template = await turn.Bot.Templates.OfAsync(turn.Organisation, p, turn.Stop);
        var outcome = await turn.DecideAsync(p.Id, state => Approving.Approve(state, value.Role, value.Seen, template, turn.Policy, turn.Actor, turn.Now));
        return outcome is Outcome.Refused refused ? await RefusedAsync(turn, value, refused) : Shown(turn, ((Outcome.Done)outcome).After, value.Role);
    }

    public static async Task<Answer> TakenBack(Turn turn, ButtonPressed pressed)
    {
        var value = ReviewValue.Read(pressed.Value);
        var (p, no) = await Readers.LoadAsync(turn, value.Id.Value);
        if (no is not null) return no;
        var outcome = await turn.DecideAsync(p.Id, state => Approving.TakeBack(state, value.Role, turn.Actor, turn.Now));
        return outcome is Outcome.Refused refused ? Refusal.Say(turn, refused.Sentence) : Shown(turn, ((Outcome.Done)outcome).After, value.Role);
    }

    public static async Task<Answer> Show(Turn turn, ButtonPressed pressed)
    {
        var value = ReviewValue.Read(pressed.Value);
        var (p, no) = await Readers.LoadAsync(turn, value.Id.Value);
        return no ?? (ReviewCard.Now(p, turn.View, value.Role) is { } card ? Answer.Tell(card) : Answer.Say($"{p.Name} is not in review."));
    }

    /// <summary>The card as it stands after the act, in the place of the one that was pressed.</summary>
    public static Answer Shown(Turn turn, PostMortem after, string role) => ReviewCard.Now(after, turn.View, role) is { } card ? Answer.Replace(card) : Answer.Silent;

    /// <summary>Why not; to a role's reviewer with the card as it stands now, to all others with whom it is with.</summary>
    public static async Task<Answer> RefusedAsync(Turn turn, ReviewValue value, Outcome.Refused refused)
    {
        var p = await turn.LoadAsync(value.Id);
        if (p.Review?.Of(value.Role) is not { } asked) return Refusal.Say(turn, refused.Sentence);
        if (asked.Reviewer == turn.Who.Id) return Shown(turn, p, value.Role) with { Private = Refusal.Say(turn, refused.Sentence).Private };
        var read = Button.Does(Preview.ReadId, "Read it", p.Id.Value);
        return Rights.AuthorOf(p) == turn.Who.Id ? Refusal.Say(turn, refused.Sentence, read) : Answer.Say([$"The {asked.Role} review is with ", turn.View.Named(asked.Reviewer), ". Tell them, or the author, what you found."], read);
    }
}

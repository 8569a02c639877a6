using PostMortemBot.Chat;

namespace PostMortemBot.Features;

/// <summary><c>timeline</c> and its button: message 3, ten events to a view, one picker for editing.</summary>
internal static class ShowTimeline
{
    public const string PageId = "timeline.page";
    public const string PostId = "timeline.post";

    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var (p, ask) = await Which.FindAsync(turn, "timeline");
        return ask ?? Answer.Tell(TimelineCard.Draw(p!, turn.View, 0));
    }

    public static Task<Answer> Pressed(Turn turn, ButtonPressed pressed) => WriteSection.KeptAsync(turn, pressed, async () =>
    {
        var (stream, which) = CarriedPair.Read(pressed.Value);
        var (p, no) = await Readers.LoadAsync(turn, stream);
        return no ?? Answer.Tell(which == EarlierMarks.Earlier ? EarlierMarks.TakenIn(p, turn.View) : TimelineCard.Draw(p, turn.View, 0));
    });

    public static async Task<Answer> Paged(Turn turn, ButtonPressed pressed)
    {
        var (stream, page) = CarriedPair.Read(pressed.Value);
        var (p, no) = await Readers.LoadAsync(turn, stream);
        return no ?? Answer.Replace(TimelineCard.Draw(p, turn.View, int.TryParse(page, out var number) ? number : 0));
    }

    /// <summary><em>Post to channel</em>: for everybody in the conversation, without buttons that edit.</summary>
    public static async Task<Answer> Posted(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        if (no is null && p.IsPrivate && p.Places.All(place => place.WithoutThread != turn.Where.WithoutThread)) return Answer.Say($"{p.Name} is private: its timeline is posted only where it is spoken of.");
        return no ?? new Answer { Public = TimelineCard.Posted(p, turn.View) };
    }
}

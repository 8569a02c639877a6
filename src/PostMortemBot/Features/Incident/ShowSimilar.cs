using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>similar [INC-…]</c>: at most five earlier incidents that resemble one, each with why and what of it is still open. Only what the asker may read is looked at.</summary>
internal static class ShowSimilar
{
    public const string ShowId = "similar.show";
    private const int Most = 5;

    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        if (words.Length == 0)
        {
            var (p, ask) = await Which.FindAsync(turn, "similar");
            return ask ?? await ShowAsync(turn, p!);
        }

        if (await Readers.GuestAsync(turn) is { } guest) return guest;
        if (turn.Policy.ReadIncidentId(words) is not { } id) return Refusal.Of("Name an incident by its number: similar INC-004211.", "similar " + words);
        return await turn.Bot.Store.ByIncidentIdAsync(turn.Organisation, id, turn.Stop) is { } found ? await ShowAsync(turn, await turn.LoadAsync(found)) : Refusal.Of($"I know no {id}.", "similar " + words);
    }

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed) => await ShowAsync(turn, await turn.LoadAsync(new(pressed.Value)));

    private static async Task<Answer> ShowAsync(Turn turn, PostMortem p)
    {
        if (await Readers.RefusedAsync(turn, p) is { } no) return no;
        var found = await Resembling.FindAsync(turn.Bot, turn.Organisation, p, turn.Actor, Most, turn.Stop);
        if (found.Count == 0) return Answer.Say([$"No earlier incident resembles {p.Name}. I compare services, titles and causes."]);
        var readable = found.Where(one => one.Other.Life is Life.Draft or Life.UnderReview or Life.Final).Take(4);
        return Answer.Tell(new Card(
            $"Similar to {p.Name}",
            [new Element.Bullets([.. found.Select(one => LineOf(one, turn.View))])],
            [.. readable.Select(one => Button.Does(Preview.ReadId, Labels.Short("Read " + one.Other.Name), one.Other.Id.Value))]));
    }

    private static Line LineOf(Resembling.Found one, View view)
    {
        List<Span> spans = [Span.Bold(one.Other.Name)];
        if (one.Other.Title.Length > 0) spans.Add($" · {Texts.OneLine(one.Other.Title, 120)}");
        spans.Add($" · {Moments.Day(one.Other.Began.InZone(view.Zone).Date, view.Today)} · {one.Why}");
        if (one.OpenActions > 0) spans.Add($" · {Moments.Count(one.OpenActions, "action item")} still open");
        return new(spans);
    }
}

using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Chat;

/// <summary>The cards that single people see in place of a standing one, each with their own buttons, where the platform shows each reader another (<see cref="IChat.ShowsEachTheirOwn"/>).</summary>
/// <param name="Who">Those who have one now; the first 60 of them count.</param>
/// <param name="Draw">Pure, as the standing card's own drawing; null: this person sees what all see.</param>
internal sealed record OwnCards(Func<PostMortem, View, IEnumerable<PersonId>> Who, Func<PostMortem, View, PersonId, Card?> Draw)
{
    private const int Most = 60;

    /// <summary>The standing card with word of who has another one in its place.</summary>
    public static Card On(Card card, StandingCard standing, PostMortem p, View view) =>
        standing.Own is { } own && own.People(p, view) is { Count: > 0 } people ? card with { Own = new($"{standing.Key}|{p.Id.Value}", people, own.Looks(p, view)) } : card;

    /// <summary>The standing card and the post-mortem that <see cref="OwnViews.Of"/> names; null when there is no such card.</summary>
    public static (StandingCard Standing, PostMortemId Id)? Named(Bot bot, string of) =>
        of.Split('|') is [var key, { Length: > 0 } id] && bot.StandingCards.FirstOrDefault(card => card.Key == key && card.Own is not null) is { } standing ? (standing, new(id)) : null;

    /// <summary>How all of theirs look now.</summary>
    public string Looks(PostMortem p, View view) => string.Join('\n', People(p, view).Select(person => $"{person.Value} {(Draw(p, view, person) is { } card ? CardText.HashOf(card) : "")}"));

    public IReadOnlyList<PersonId> People(PostMortem p, View view) => [.. Who(p, view).Distinct().Take(Most)];
}

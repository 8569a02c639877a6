using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>What a person asks of a person: something that is owed, under the asker's name, at most once a day.</summary>
public static class Asks
{
    public const string Writing = "writing";
    public const string Meeting = "meeting";

    public static string OfAction(ActionItemId id) => "action:" + id.Value;

    public static string OfReview(string role) => "review:" + role;

    /// <summary>Who is asked for it as things stand; null when nothing of it is owed any more.</summary>
    public static PersonId? Whom(PostMortem p, string about) => about.Split(':', 2) switch
    {
        [Writing] when p.Life == Life.Draft => Rights.AuthorOf(p),
        [Meeting] when p.Life is Life.Draft or Life.UnderReview or Life.Final && p.Meeting is not { Cancelled: false } => Rights.AuthorOf(p),
        ["review", var role] when p.Life == Life.UnderReview => p.Review?.Waiting.FirstOrDefault(one => ReviewState.Same(one.Role, role))?.Reviewer,
        ["action", var id] => p.Actions.FirstOrDefault(action => action.Id.Value == id && action.IsOpen) is { } item ? item.Owner?.Person ?? Rights.AuthorOf(p) : null,
        _ => null,
    };

    /// <param name="zone">Of whoever asks: their day.</param>
    /// <param name="reads">Whether somebody may read it: nobody else is asked.</param>
    public static Decision Ask(PostMortem p, string about, DateTimeZone zone, Predicate<PersonId> reads, Actor who, Instant now)
    {
        if (!Rights.May(who, Act.Read, p)) return Decision.Forbid($"Only people who took part in {p.Name} or review it can ask.");
        if (Whom(p, about) is not { } person) return Decision.Refuse("That is settled by now: nobody owes it any more.");
        if (person == who.Id) return Decision.Refuse("It is with you.");
        if (!reads(person)) return Decision.Refuse($"{p.Name} is private and they do not read it. Add them first: private @person.");
        var asked = p.Askings.LastOrDefault(one => one.Person == person && one.About == about);
        return asked is not null && asked.At.InZone(zone).Date == now.InZone(zone).Date
            ? Decision.Refuse("They were asked today already. Once a day is enough.")
            : Decision.Accept(new PersonAsked(now, who.Id, person, about));
    }
}

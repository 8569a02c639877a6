using PostMortemBot.Domain;
using PostMortemBot.People;

namespace PostMortemBot.Chat;

/// <summary>
/// In which conversations the one who acts is: there, and where their platforms say so. Asked only for a place of an incident in which nothing else gives them a right, once a turn;
/// what cannot be told counts as not there.
/// </summary>
internal sealed class Whereabouts(Bot bot, string organisation, Incoming incoming)
{
    private readonly Dictionary<Place, bool> asked = new() { [incoming.Where.WithoutThread] = true };

    /// <summary>The same list until another is known.</summary>
    public IReadOnlyCollection<Place> Known { get; private set; } = [incoming.Where.WithoutThread];

    public async Task LookAsync(PostMortem p, Actor who, CancellationToken stop)
    {
        if (who.IsGuest || Rights.May(who, Act.Mark, p)) return;
        foreach (var place in p.Places.Select(place => place.WithoutThread).Where(place => !asked.ContainsKey(place)))
        {
            asked[place] = AccountIn(place, who.Id) is { } account && bot.Chats.TryGetValue(place.Platform, out var chat) && await chat.IsInAsync(place, account, stop);
            if (!asked[place]) continue;
            Known = [.. Known, place];
            return;
        }
    }

    private Account? AccountIn(Place place, PersonId who) => (incoming.Who.Platform, incoming.Who.Workspace) == (place.Platform, place.Workspace)
        ? incoming.Who
        : bot.People.AccountOn(organisation, who, place.Platform, place.Workspace);
}

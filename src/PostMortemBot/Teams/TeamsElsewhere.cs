using PostMortemBot.Chat;
using PostMortemBot.Domain;

namespace PostMortemBot.Teams;

/// <summary>
/// A private answer of a channel stands in the personal chat, and its buttons act on the channel. That a card says so proves nothing: only whoever is in that conversation now acts
/// there; for all others it is the conversation in which they pressed.
/// </summary>
internal sealed class TeamsElsewhere(TeamsChat chat)
{
    private const int Longest = 500;

    public async Task<TeamsArrival> ReadAsync(TeamsArrival arrival, CancellationToken stop)
    {
        if (arrival.Ways.At.Length is 0 or > Longest) return arrival;
        var place = TeamsIds.PlaceOf(arrival.Ways.Where.Workspace, arrival.Ways.At);
        if (TeamsIds.IsPersonal(place.Channel) || place == arrival.Ways.Where) return arrival;
        if (place.Channel != arrival.Ways.Where.Channel && !await chat.IsInAsync(place.WithoutThread, arrival.Ways.Account, stop)) return arrival;
        return arrival with { Ways = arrival.Ways with { Where = place }, Incoming = Moved(arrival.Incoming, place) };
    }

    private static Incoming Moved(Incoming incoming, Place place) => incoming is ButtonPressed { Form: { } form } pressed
        ? pressed with { Where = place, Direct = false, Form = form with { Where = place } }
        : incoming with { Where = place, Direct = false };
}

using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Teams;

/// <summary>
/// A reader's own card in place of a standing one: their client asks for it (<c>refresh</c>), by itself or by the card's menu. That a card says whose it is proves nothing: who asks
/// is read from the envelope, and what they may see is decided anew. Asking is no act: nothing is stored.
/// </summary>
internal sealed class TeamsOwn(Bot bot, TeamsChat chat)
{
    public const string Id = "teams.own";
    private const string Elsewhere = "This card is from an earlier version. Type: status.";

    public async Task<Reply> GiveAsync(TeamsArrival arrival, CancellationToken stop)
    {
        var press = (ButtonPressed)arrival.Incoming;
        if (bot.OrganisationOf(TeamsIds.Platform, arrival.Ways.Where.Workspace) is not { } organisation || OwnCards.Named(bot, press.Value) is not var (standing, id)) return No(Elsewhere);
        var p = await bot.LoadAsync(organisation, id, stop);
        if (!p.Exists || !p.Places.Any(place => place.WithoutThread == arrival.Ways.Where.WithoutThread)) return No(Elsewhere);
        var person = await bot.People.OfAsync(organisation, press.Who, press.ShownName, press.ShownZone, press.ByGuest, stop, press.ShownEmail, acts: false);
        if (!Rights.May(bot.ActorOf(person), Act.Read, p)) return No("Its document is read by its own people.");
        var view = bot.ViewFor(organisation, person.Zone);
        if (standing.Own!.People(p, view).Contains(person.Id) && standing.Own.Draw(p, view, person.Id) is { } mine) return TeamsAnswers.Shown(Drawn(OwnCards.On(mine, standing, p, view), arrival.Ways with { Own = press.Value }));
        return standing.Draw(p, bot.ViewFor(organisation), "") is { } all ? TeamsAnswers.Shown(AdaptiveCards.Message(OwnCards.On(all, standing, p, view), chat.Look(arrival.Ways.Where))) : No(Elsewhere);
    }

    /// <summary>The card that a press on somebody's own card leaves there, for them alone: their client goes on asking for theirs.</summary>
    public async Task<Drawn> DrawnAsync(Card card, TeamsWays ways, CancellationToken stop)
    {
        if (ways.Own == TeamsLook.Private || bot.OrganisationOf(TeamsIds.Platform, ways.Where.Workspace) is not { } organisation) return Drawn(card, ways);
        var person = await bot.People.OfAsync(organisation, ways.Account, null, null, null, stop, acts: false);
        return Drawn(card with { Own = new(ways.Own, [person.Id], "") }, ways);
    }

    private Drawn Drawn(Card card, TeamsWays ways) => AdaptiveCards.Message(card, chat.Look(ways.Where) with { Own = ways.Own });

    private static Reply No(string sentence) => TeamsAnswers.Sentence(TeamsAsked.Press, sentence);
}

using System.Text.Json;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Teams;

/// <summary>What happens to the bot itself: added to a team, a chat or by a person, and taken out again. Both kinds of activity come, in either order: one greeting.</summary>
internal sealed class TeamsLife(Bot bot, Router router, TeamsSettings settings, TeamsChat chat, TeamsRooms rooms, TeamsPeople people, TeamsHeard heard, Errands errands)
{
    private const string Prefix = "teams/welcomed/";

    public static bool Concerns(JsonElement activity) => Wire.Text(activity, "type") is "installationUpdate" or "conversationUpdate";

    /// <summary>The last that comes from a conversation. An older package that makes room for a newer one (remove-upgrade) is no farewell: nothing says that its newcomer is told of last.</summary>
    public static bool IsFarewell(JsonElement activity) =>
        Wire.Text(activity, "action") == "remove" || Has(activity, "membersRemoved") || TeamsIds.Text(activity, "channelData", "eventType") is "channelDeleted" or "teamDeleted" or "teamHardDeleted";

    public async Task TakeAsync(JsonElement activity, Place place, CancellationToken stop)
    {
        if (bot.OrganisationOf(TeamsIds.Platform, place.Workspace) is not { } organisation || place.Channel.Length == 0) return;
        var own = TeamsIds.IsPersonal(place.Channel) ? TeamsEnvelope.Read(activity, bot.Now) : null;
        if (own is not null && !IsFarewell(activity)) await people.OfAsync(place, own.User, own.Member, own.Name, stop);
        if (IsFarewell(activity)) await LeftAsync(organisation, place, IsOfTeam(activity, "teamDeleted", "teamHardDeleted") ? TeamsIds.TeamOf(activity).Id : "", stop);
        else if (IsOfTeam(activity, "teamRestored")) await rooms.OpenTeamAsync(place.Workspace, TeamsIds.TeamOf(activity).Id, stop);
        else if (Wire.Text(activity, "action") is "add" or "add-upgrade" || Has(activity, "membersAdded")) await CameAsync(organisation, place, own?.Who, stop);
    }

    /// <summary>The card of those who meet the bot: in a team or chat with what it can see there.</summary>
    private Card HelloIn(Place place)
    {
        if (TeamsIds.IsPersonal(place.Channel)) return router.Routes.Hello;
        var here = TeamsIds.IsChannel(place.Channel) ? ("this team", "this channel") : ("this chat", "it");
        var sees = settings.HearsChannels ? $"Where {here.Item1} lets me, I see messages in {here.Item2} so that 📌 works; I keep only what someone marks." : "I see only messages that mention me.";
        return router.Routes.Hello with { Elements = [.. router.Routes.Hello.Elements, new Element.Small(sees)] };
    }

    /// <param name="own">Whose conversation it is; null in a team or chat.</param>
    private async Task CameAsync(string organisation, Place place, Account? own, CancellationToken stop)
    {
        if (!await bot.Store.PutAsync(organisation, [new RowPut(KeyOf(place), "{}", 0)], stop)) return;
        errands.Run("the first words", async later => await chat.PostAsync(place.WithoutThread, own is null ? HelloIn(place) : await HomeAsync(organisation, place, own, later), later));
    }

    /// <summary>What waits for a person already, as Slack's Home tab has it: somebody who was named in a role adds the bot because of that.</summary>
    private async Task<Card> HomeAsync(string organisation, Place place, Account who, CancellationToken stop)
    {
        await people.MeetAsync(place, who.User, stop);
        return await router.Routes.Home(bot, organisation, await bot.People.OfAsync(organisation, who, null, null, null, stop, acts: false), stop);
    }

    /// <param name="team">The team that is gone with all its channels; empty: only this one.</param>
    private async Task LeftAsync(string organisation, Place place, string team, CancellationToken stop)
    {
        foreach (var channel in rooms.OfTeam(place.Workspace, team).Append(place.Channel).Distinct().ToList())
        {
            heard.Leave(place.Workspace, channel);
            await rooms.CloseAsync(place.Workspace, channel, stop);
            await bot.Store.PutAsync(organisation, [new RowPut(KeyOf(place with { Channel = channel }), null)], stop);
        }
    }

    private static bool IsOfTeam(JsonElement activity, params ReadOnlySpan<string> events) => events.Contains(TeamsIds.Text(activity, "channelData", "eventType"));

    /// <summary>Whether the bot itself is among them.</summary>
    private static bool Has(JsonElement activity, string list)
    {
        var self = TeamsIds.Text(activity, "recipient", "id");
        return self.Length > 0 && Wire.Array(activity, list).Any(member => Wire.Text(member, "id") == self);
    }

    private static string KeyOf(Place place) => $"{Prefix}{place.Workspace}|{place.Channel}";
}

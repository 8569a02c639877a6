using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Teams;

/// <summary>A conversation that the bot is or was in.</summary>
/// <param name="ServiceUrl">The Connector that spoke of it last: there it is posted to.</param>
/// <param name="Bot">The bot's own id in it.</param>
/// <param name="Closed">The bot was put out of it, or may not write there: nothing is sent until something comes from it.</param>
internal sealed record TeamsRoom(string ServiceUrl, string Bot, bool Closed = false)
{
    /// <summary>The team of a channel; empty until it was told.</summary>
    public string Team { get; init; } = "";

    /// <summary>The group of Entra behind the team, as Microsoft Graph names it.</summary>
    public string Group { get; init; } = "";
}

/// <summary>Where each conversation is reached, kept in small rows. What a tenant's last activity named serves for those that were not heard of yet.</summary>
internal sealed class TeamsRooms(Bot bot, TeamsSettings settings, TeamsHosts hosts)
{
    private const string Prefix = "teams/room/";
    private const string Last = "*";
    private readonly ConcurrentDictionary<(string Tenant, string Channel), TeamsRoom> rooms = new();

    public async Task LoadAsync(CancellationToken stop)
    {
        foreach (var organisation in await bot.Store.OrganisationsAsync(stop))
        {
            foreach (var row in await bot.Store.RowsAsync(organisation, Prefix, stop))
            {
                if (row.Key[Prefix.Length..].Split('|', 2) is [var tenant, var channel]) rooms[(tenant, channel)] = JsonSerializer.Deserialize(row.Body, TeamsRows.Default.TeamsRoom)!;
            }
        }
    }

    /// <summary>Something came from this conversation.</summary>
    /// <param name="team">Its team and the group behind it, as far as it was told.</param>
    public async Task HearAsync(Place place, string serviceUrl, string self, (string Id, string Group) team, CancellationToken stop)
    {
        if (self.Length == 0) return;
        var heard = new TeamsRoom(serviceUrl, self);
        var before = rooms.GetValueOrDefault((place.Workspace, place.Channel)) ?? heard;
        await KeepAsync(place.Workspace, heard with { Team = team.Id.Length > 0 ? team.Id : before.Team, Group = team.Group.Length > 0 ? team.Group : before.Group }, stop, place.Channel);
        await KeepAsync(place.Workspace, heard, stop, Last);
    }

    /// <summary>A channel's team is known by this group.</summary>
    public Task NameAsync(Place place, string team, string group, CancellationToken stop) =>
        KeepAsync(place.Workspace, Of(place.Workspace, place.Channel) with { Team = team, Group = group }, stop, place.Channel);

    /// <summary>Nothing is sent there any more.</summary>
    public Task CloseAsync(string tenant, string channel, CancellationToken stop) =>
        KeepAsync(tenant, Of(tenant, channel) with { Closed = true }, stop, channel);

    /// <summary>The channels of a team that were heard of.</summary>
    public IReadOnlyList<string> OfTeam(string tenant, string team) =>
        team.Length == 0 ? [] : [.. rooms.Where(room => room.Key.Tenant == tenant && room.Key.Channel != Last && room.Value.Team == team).Select(room => room.Key.Channel)];

    /// <summary>A team came back with its channels.</summary>
    public async Task OpenTeamAsync(string tenant, string team, CancellationToken stop)
    {
        foreach (var channel in OfTeam(tenant, team)) await KeepAsync(tenant, Of(tenant, channel), stop, channel);
    }

    /// <summary>Nothing is sent anywhere in this tenant that was heard of.</summary>
    public bool IsClosed(Place place) => rooms.TryGetValue((place.Workspace, place.Channel), out var room) && room.Closed;

    public TeamsRoom Of(string tenant, string channel) =>
        rooms.TryGetValue((tenant, channel), out var room) || rooms.TryGetValue((tenant, Last), out room) ? room with { Closed = false } : new(settings.ServiceUrls[0].AbsoluteUri, "28:" + settings.AppId);

    /// <summary>The address to call; null when it may not be called any more (the settings changed).</summary>
    public Uri? ServiceOf(Place place) => hosts.Allowed(Of(place.Workspace, place.Channel).ServiceUrl);

    private async Task KeepAsync(string tenant, TeamsRoom room, CancellationToken stop, params IReadOnlyList<string> channels)
    {
        var changed = channels.Where(channel => !rooms.TryGetValue((tenant, channel), out var known) || known != room).ToList();
        if (changed.Count == 0 || bot.OrganisationOf(TeamsIds.Platform, tenant) is not { } organisation) return;
        await bot.Store.PutAsync(organisation, [.. changed.Select(channel => new RowPut($"{Prefix}{tenant}|{channel}", JsonSerializer.Serialize(room, TeamsRows.Default.TeamsRoom)))], stop);
        foreach (var channel in changed) rooms[(tenant, channel)] = room;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(TeamsRoom))]
[JsonSerializable(typeof(TeamsPerson))]
[JsonSerializable(typeof(TeamsSay))]
[JsonSerializable(typeof(TeamsTell))]
[JsonSerializable(typeof(TeamsOffer))]
internal sealed partial class TeamsRows : JsonSerializerContext;

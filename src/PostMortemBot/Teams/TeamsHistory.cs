using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;

namespace PostMortemBot.Teams;

/// <summary>
/// What was said in a conversation: from Microsoft Graph where the team or chat lets the bot read it, else what it was told since it came and still remembers. A no is taken as one for
/// ten minutes. Graph tells the newest first, so all is read before the oldest can be told: at most <see cref="IChat.MostHistory"/> messages, the newest of them.
/// </summary>
internal sealed class TeamsHistory(TeamsSettings settings, TeamsGraph graph, TeamsApi api, TeamsRooms rooms, TeamsHeard heard, BotClock clock)
{
    private const int Page = 50;
    private const int MostRefused = 4096;
    private static readonly Duration NoLasts = Duration.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);
    private readonly ConcurrentDictionary<Place, Instant> refused = new();

    /// <summary>Null: all of it can be read. Whoever asks is not kept waiting: what cannot be told at once counts as a no.</summary>
    public async Task<HistoryBound?> BoundAsync(Place place, TimeProvider time, CancellationToken stop)
    {
        using var enough = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, enough.Token);
        try
        {
            if (await ListAsync(place, either.Token) is { } list)
            {
                await graph.GetAsync(place.Workspace, graph.At($"{list}?$top=1"), either.Token);
                return null;
            }
        }
        catch (ChatRefused)
        {
            Refuse(place);
        }
        catch (Exception untold) when (untold is TeamsFailed or ChatBusy || (untold is OperationCanceledException && !stop.IsCancellationRequested))
        {
            // It may come to be read all the same: then there is more than was promised.
        }

        return new(heard.Since(place, Instant.MinValue) is [var first, ..] ? first.At : null);
    }

    public async IAsyncEnumerable<SeenMessage> ReadAsync(Place place, Instant since, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var message in await FromGraphAsync(place, since, stop) ?? heard.Since(place, since)) yield return message;
    }

    /// <summary>The bot's message that carries this mark, among the last of the conversation; null also where it may not be read.</summary>
    public async Task<MessageRef?> FindAsync(Place place, string mark, CancellationToken stop)
    {
        try
        {
            if (await ListAsync(place, stop) is not { } list) return null;
            var last = await graph.GetAsync(place.Workspace, graph.At($"{list}?$top={Page}"), stop);
            var found = Wire.Array(last, "value").FirstOrDefault(message => IsOurs(message, place) && Wire.Text(message, "deletedDateTime").Length == 0 && Wire.Array(message, "attachments").Any(one => Wire.Text(one, "content").Contains(mark, StringComparison.Ordinal)));
            return Wire.Text(found, "id") is { Length: > 0 } id ? TeamsIds.MessageOf(place, id, settings.ClientHost) : null;
        }
        catch (ChatRefused)
        {
            Refuse(place);
            return null;
        }
    }

    /// <summary>What a message of this work carries, so that it can be found again.</summary>
    public static string MarkOf(string work) => "pm-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(work)))[..24];

    private bool IsOurs(JsonElement message, Place place) => Wire.Property(message, "from") is { } from && TeamsIds.Text(from, "application", "id") is { Length: > 0 } app && rooms.Of(place.Workspace, place.Channel).Bot.EndsWith(app, StringComparison.Ordinal);

    private async Task<IReadOnlyList<SeenMessage>?> FromGraphAsync(Place place, Instant since, CancellationToken stop)
    {
        try
        {
            if (await ListAsync(place, stop) is not { } list) return null;
            var (self, all) = (rooms.Of(place.Workspace, place.Channel).Bot, new Dictionary<string, SeenMessage>(StringComparer.Ordinal));
            await foreach (var message in MessagesAsync(place, list, since, stop))
            {
                if (TeamsMessages.Read(message, place, self, clock.Now, settings.ClientHost) is { } seen && seen.At >= since) all.TryAdd(seen.Message.Id, TeamsMessages.Names(message, self) ? seen with { Text = TeamsMessages.ToUs + seen.Text } : seen);
                if (all.Count >= IChat.MostHistory) break;
            }

            return [.. all.Values.OrderBy(one => one.At).ThenBy(one => one.Message.Id, StringComparer.Ordinal)];
        }
        catch (ChatRefused)
        {
            Refuse(place);
            return null;
        }
    }

    /// <summary>Ends with the first page on which nothing was written or changed since.</summary>
    private async IAsyncEnumerable<JsonElement> MessagesAsync(Place place, string list, Instant since, [EnumeratorCancellation] CancellationToken stop)
    {
        if (place.Thread is not null) yield return await graph.GetAsync(place.Workspace, graph.At(list[..list.LastIndexOf('/')]), stop);
        var threads = place.Thread is null && TeamsIds.IsChannel(place.Channel);
        await foreach (var page in graph.PagesAsync(place.Workspace, graph.At($"{list}?$top={Page}{(threads ? "&$expand=replies" : "")}"), stop))
        {
            var later = false;
            foreach (var message in Wire.Array(page, "value"))
            {
                later |= IsSince(message, since);
                yield return message;
                await foreach (var reply in RepliesAsync(place.Workspace, message, stop))
                {
                    later |= IsSince(reply, since);
                    yield return reply;
                }
            }

            if (!later) yield break;
        }
    }

    private async IAsyncEnumerable<JsonElement> RepliesAsync(string tenant, JsonElement message, [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var reply in Wire.Array(message, "replies")) yield return reply;
        if (graph.Next(message, "replies@odata.nextLink") is not { } more) yield break;
        await foreach (var page in graph.PagesAsync(tenant, more, stop))
        {
            foreach (var reply in Wire.Array(page, "value")) yield return reply;
        }
    }

    private static bool IsSince(JsonElement message, Instant since) =>
        TeamsIds.TimeOf(Wire.Text(message, "lastModifiedDateTime"), Instant.MinValue) >= since || TeamsIds.TimeOf(Wire.Text(message, "createdDateTime"), Instant.MinValue) >= since;

    /// <summary>The list of its messages below <c>v1.0</c>; null where there is none to ask for: a personal chat, a team of which no name is known, one that said no.</summary>
    private async Task<string?> ListAsync(Place place, CancellationToken stop)
    {
        if (!graph.IsOn || TeamsIds.IsPersonal(place.Channel) || (refused.TryGetValue(place.WithoutThread, out var at) && at + NoLasts > clock.Now)) return null;
        var channel = Uri.EscapeDataString(place.Channel);
        if (!TeamsIds.IsChannel(place.Channel)) return $"chats/{channel}/messages";
        if (await GroupAsync(place, stop) is not { Length: > 0 } group) return null;
        var messages = $"teams/{Uri.EscapeDataString(group)}/channels/{channel}/messages";
        return place.Thread is { } thread ? $"{messages}/{Uri.EscapeDataString(thread)}/replies" : messages;
    }

    /// <summary>Graph knows a team by the id of its group, which not every activity tells.</summary>
    private async Task<string> GroupAsync(Place place, CancellationToken stop)
    {
        var room = rooms.Of(place.Workspace, place.Channel);
        if (room.Group.Length > 0 || room.Team.Length == 0) return room.Group;
        var group = Wire.Text(await api.TeamAsync(place, room.Team, stop), "aadGroupId");
        if (group.Length > 0) await rooms.NameAsync(place, room.Team, group, stop);
        return group;
    }

    private void Refuse(Place place)
    {
        if (refused.Count >= MostRefused) refused.Clear();
        refused[place.WithoutThread] = clock.Now;
    }
}

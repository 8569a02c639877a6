using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.People;

namespace PostMortemBot.Slack;

/// <summary>A user group of a workspace.</summary>
/// <param name="Handle">What people type after the <c>@</c>.</param>
internal sealed record SlackGroup(string Id, string Handle, IReadOnlyList<string> Members);

/// <summary>
/// The user groups of each workspace, with their members: read whole, once an hour at most and only where somebody is mentioned by group or <c>bot.json</c> names one. Without
/// the scope there are none: a mention keeps its label, and no group gives a role.
/// </summary>
internal sealed class SlackGroups(SlackApi api, SlackErrands errands, IClock clock)
{
    private const string Mention = "<!subteam^";
    private static readonly Duration Fresh = Duration.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);
    private readonly ConcurrentDictionary<string, (IReadOnlyDictionary<string, SlackGroup> Groups, Instant At)> known = new();
    private readonly ConcurrentDictionary<string, Task> asking = new();

    public string? NameOf(string workspace, string id) => known.TryGetValue(workspace, out var told) && told.Groups.TryGetValue(id, out var group) ? group.Handle : null;

    /// <summary>The handles of the groups that this account is in, as last read; what is older than an hour is read anew for the next question.</summary>
    public IReadOnlyList<string> Of(Account account)
    {
        if (account.Platform != SlackPayloads.Platform) return [];
        if (IsOld(account.Workspace)) errands.Run("usergroups.list", _ => ReadAsync(account.Workspace));
        return known.TryGetValue(account.Workspace, out var told) ? [.. told.Groups.Values.Where(group => group.Members.Contains(account.User)).Select(group => group.Handle)] : [];
    }

    /// <summary>Makes the groups that a text mentions known by name, as far as Slack answers soon.</summary>
    public async Task MeetAsync(string workspace, string text, CancellationToken stop)
    {
        if (!text.Contains(Mention, StringComparison.Ordinal) || !IsOld(workspace)) return;
        try
        {
            await ReadAsync(workspace).WaitAsync(Patience, stop);
        }
        catch (TimeoutException)
        {
            // Asked all the same: the next text finds the names.
        }
    }

    /// <summary>Reads them once, however many wait for it.</summary>
    public Task ReadAsync(string workspace) => asking.GetOrAdd(workspace, _ => AskedAsync(workspace));

    private bool IsOld(string workspace) => !known.TryGetValue(workspace, out var told) || told.At + Fresh < clock.GetCurrentInstant();

    private async Task AskedAsync(string workspace)
    {
        await Task.Yield();
        try
        {
            var answer = await api.CallAsync(workspace, "usergroups.list", new JsonObject { ["include_users"] = true }, CancellationToken.None);
            known[workspace] = (Wire.Array(answer, "usergroups").Select(Read).Where(group => group.Id.Length > 0).DistinctBy(group => group.Id).ToDictionary(group => group.Id), clock.GetCurrentInstant());
        }
        catch (Exception away) when (away is SlackFailed or ChatBusy or ChatRefused)
        {
            // Slack cannot say now, or not at all (no scope): what is known stays, and nobody waits for it for an hour.
            known[workspace] = (known.TryGetValue(workspace, out var told) && away is not ChatRefused ? told.Groups : new Dictionary<string, SlackGroup>(), clock.GetCurrentInstant());
        }
        finally
        {
            asking.TryRemove(workspace, out _);
        }
    }

    private static SlackGroup Read(JsonElement group) => new(Wire.Text(group, "id"), Wire.Text(group, "handle"), [.. Wire.Array(group, "users").Select(user => Wire.Text(user))]);
}

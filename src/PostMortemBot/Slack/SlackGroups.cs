using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using NodaTime.Extensions;
using PostMortemBot.Chat;
using PostMortemBot.People;

namespace PostMortemBot.Slack;

/// <summary>A user group of a workspace.</summary>
/// <param name="Handle">What people type after the <c>@</c>.</param>
internal sealed record SlackGroup(string Id, string Handle, IReadOnlyList<string> Members);

/// <summary>
/// The user groups of each workspace, with their members: read whole, once an hour at most and only where somebody is mentioned by group or <c>bot.json</c> names one. Without
/// the scope there are none: a mention keeps its label, and no group gives a role. Rights hang on it: what could not be read anew for two hours gives no role any more.
/// </summary>
internal sealed class SlackGroups(SlackApi api, Errands errands, TimeProvider time)
{
    private const string Mention = "<!subteam^";
    private static readonly Duration Fresh = Duration.FromHours(1);
    private static readonly Duration Longest = Duration.FromHours(2);
    private static readonly Duration Silence = Duration.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);
    private readonly ConcurrentDictionary<string, (IReadOnlyDictionary<string, SlackGroup> Groups, Instant At)> known = new();
    private readonly ConcurrentDictionary<string, Instant> again = new();
    private readonly ConcurrentDictionary<string, Task> asking = new();

    /// <summary>Told of each reading, so that members whom nobody has met become known.</summary>
    public Func<string, IReadOnlyCollection<SlackGroup>, Task> Met { get; set; } = static (_, _) => Task.CompletedTask;

    public string? NameOf(string workspace, string id) => known.TryGetValue(workspace, out var told) && told.Groups.TryGetValue(id, out var group) ? group.Handle : null;

    /// <summary>The handles of the groups that this account is in, as last read; none when that is two hours ago. What is older than an hour is read anew for the next question.</summary>
    public IReadOnlyList<string> Of(Account account)
    {
        if (account.Platform != SlackPayloads.Platform) return [];
        if (IsOld(account.Workspace)) errands.Run("usergroups.list", _ => ReadAsync(account.Workspace));
        return known.TryGetValue(account.Workspace, out var told) && told.At + Longest >= Now ? [.. told.Groups.Values.Where(group => group.Members.Contains(account.User)).Select(group => group.Handle)] : [];
    }

    /// <summary>Makes the groups that a text mentions known by name, as far as Slack answers soon.</summary>
    public Task MeetAsync(string workspace, string text, CancellationToken stop) => text.Contains(Mention, StringComparison.Ordinal) ? FreshAsync(workspace, stop) : Task.CompletedTask;

    /// <summary>Reads what is older than an hour, as far as Slack answers soon: asked before an act, so that whoever was taken out of a group acts without its role at once.</summary>
    public async Task FreshAsync(string workspace, CancellationToken stop)
    {
        if (!IsOld(workspace)) return;
        try
        {
            await ReadAsync(workspace).WaitAsync(Patience, time, stop);
        }
        catch (TimeoutException)
        {
            // Asked all the same: the next act finds the answer.
        }
    }

    /// <summary>Reads them once, however many wait for it.</summary>
    public Task ReadAsync(string workspace) => asking.GetOrAdd(workspace, _ => AskedAsync(workspace));

    private Instant Now => time.GetUtcNow().ToInstant();

    private bool IsOld(string workspace) => !again.TryGetValue(workspace, out var at) || at < Now;

    private async Task AskedAsync(string workspace)
    {
        await Task.Yield();
        try
        {
            var answer = await api.CallAsync(workspace, "usergroups.list", new JsonObject { ["include_users"] = true }, CancellationToken.None);
            Keep(workspace, Wire.Array(answer, "usergroups").Select(Read).Where(group => group.Id.Length > 0).DistinctBy(group => group.Id).ToDictionary(group => group.Id));
            errands.Run("members of user groups", _ => Met(workspace, [.. known[workspace].Groups.Values]));
        }
        catch (ChatRefused)
        {
            // Not at all (no scope): that is known for an hour.
            Keep(workspace, new Dictionary<string, SlackGroup>());
        }
        catch (Exception away) when (away is SlackFailed or ChatBusy)
        {
            // Slack cannot say now: what is known grows older, and nobody waits for it for a while.
            again[workspace] = Instant.Max(Now + Silence, away is ChatBusy busy ? busy.Until : Instant.MinValue);
        }
        finally
        {
            asking.TryRemove(workspace, out _);
        }
    }

    private void Keep(string workspace, IReadOnlyDictionary<string, SlackGroup> groups)
    {
        known[workspace] = (groups, Now);
        again[workspace] = Now + Fresh;
    }

    private static SlackGroup Read(JsonElement group) => new(Wire.Text(group, "id"), Wire.Text(group, "handle"), [.. Wire.Array(group, "users").Select(user => Wire.Text(user))]);
}

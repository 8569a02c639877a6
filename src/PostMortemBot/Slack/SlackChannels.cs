using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using PostMortemBot.Chat;

namespace PostMortemBot.Slack;

/// <summary>
/// In which channels the bot is: known from its own comings and goings, and asked once an hour where somebody commands it. What the scope does not let it see counts as in.
/// And what channels are called, where a text names one: asked once an hour, and followed when one is renamed.
/// </summary>
internal sealed class SlackChannels(SlackApi api, Errands errands, IClock clock)
{
    private const int Most = 10_000;
    private const int MostMet = 10;
    private static readonly Duration Fresh = Duration.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);
    private readonly ConcurrentDictionary<(string Workspace, string Channel), (bool In, Instant At)> known = new();
    private readonly ConcurrentDictionary<(string Workspace, string Channel), (string? Name, Instant At)> names = new();

    public string? NameOf(string workspace, string channel) => names.TryGetValue((workspace, channel), out var told) ? told.Name : null;

    public void Rename(string workspace, string channel, string name)
    {
        if (names.Count >= Most) names.Clear();
        if (channel.Length > 0) names[(workspace, channel)] = (name.Length > 0 ? name : null, clock.GetCurrentInstant());
    }

    /// <summary>Makes the channels that a text names known, as far as Slack answers soon.</summary>
    public async Task MeetAsync(string workspace, string text, CancellationToken stop)
    {
        var unknown = SlackText.Mentioned(text, '#').Distinct().Where(channel => !names.TryGetValue((workspace, channel), out var told) || told.At + Fresh < clock.GetCurrentInstant()).Take(MostMet).ToList();
        if (unknown.Count == 0) return;
        try
        {
            await Task.WhenAll(unknown.Select(channel => AskNameAsync(workspace, channel))).WaitAsync(Patience, stop);
        }
        catch (TimeoutException)
        {
            // Asked all the same: the next text finds the names.
        }
    }

    /// <summary>True when the bot is known not to be in the channel. Not known: false now, and <paramref name="found"/> later, when it is not.</summary>
    public bool IsAbsent(string workspace, string channel, Action found)
    {
        if (channel is not ['C' or 'G', ..]) return false;
        if (known.TryGetValue((workspace, channel), out var told) && told.At + Fresh > clock.GetCurrentInstant()) return !told.In;
        Keep(workspace, channel, true);
        errands.Run("conversations.info", async stop =>
        {
            if (await IsInAsync(workspace, channel, stop)) return;
            Keep(workspace, channel, false);
            found();
        });
        return false;
    }

    public void Keep(string workspace, string channel, bool isIn)
    {
        if (known.Count >= Most) known.Clear();
        known[(workspace, channel)] = (isIn, clock.GetCurrentInstant());
    }

    private async Task AskNameAsync(string workspace, string channel)
    {
        await Task.Yield();
        try
        {
            var answer = await api.CallAsync(workspace, "conversations.info", new JsonObject { ["channel"] = channel }, CancellationToken.None);
            Rename(workspace, channel, Wire.Property(answer, "channel") is { } told ? Wire.Text(told, "name") : "");
        }
        catch (ChatRefused)
        {
            // Private, or without the scope: the text's own label stands.
            Rename(workspace, channel, "");
        }
        catch (Exception away) when (away is SlackFailed or ChatBusy)
        {
            // The next text asks again.
        }
    }

    private async Task<bool> IsInAsync(string workspace, string channel, CancellationToken stop)
    {
        try
        {
            var answer = await api.CallAsync(workspace, "conversations.info", new JsonObject { ["channel"] = channel }, stop);
            return Wire.Property(answer, "channel") is not { } told || Wire.Property(told, "is_member") is not { ValueKind: JsonValueKind.False };
        }
        catch (SlackRefused refused)
        {
            // A private channel shows itself to its members alone.
            return refused.Error != "channel_not_found";
        }
    }
}

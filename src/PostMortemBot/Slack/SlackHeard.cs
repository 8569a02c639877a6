using NodaTime;

namespace PostMortemBot.Slack;

/// <summary>A message as it was heard, in Slack's own markup.</summary>
internal sealed record HeardMessage(string Ts, string User, string BotId, string Text, string Thread)
{
    public bool Edited { get; init; }

    /// <summary>Its files as Slack told them, in JSON; empty without.</summary>
    public string Files { get; init; } = "";
}

/// <summary>
/// The last messages of each conversation the bot is in, at most 500 and 24 hours of them, in memory alone: what somebody reacts to was mostly said a moment ago, and
/// reading history is what Slack grants least.
/// </summary>
internal sealed class SlackHeard(IClock clock)
{
    private const int MostOfChannel = 500;
    private const int MostOfAll = 20_000;
    private const int MostText = 4000;
    private static readonly Duration Kept = Duration.FromHours(24);
    private readonly Dictionary<(string Workspace, string Channel), LinkedList<HeardMessage>> channels = [];
    private readonly Lock gate = new();
    private int count;

    public void Hear(string workspace, string channel, HeardMessage message)
    {
        // A text that would be cut is read from Slack when it is wanted.
        if (message.Text.Length > MostText || message.Files.Length > MostText) return;
        lock (gate)
        {
            if (!channels.TryGetValue((workspace, channel), out var said)) channels[(workspace, channel)] = said = new();
            said.AddLast(message);
            count++;
            while (said.Count > MostOfChannel || (said.First is { } first && IsOld(first.Value)))
            {
                said.RemoveFirst();
                count--;
            }

            if (count > MostOfAll) Forget();
        }
    }

    public HeardMessage? Find(string workspace, string channel, string ts)
    {
        lock (gate)
        {
            if (!channels.TryGetValue((workspace, channel), out var said)) return null;
            for (var at = said.Last; at is not null; at = at.Previous)
            {
                if (at.Value.Ts == ts) return IsOld(at.Value) ? null : at.Value;
            }

            return null;
        }
    }

    /// <summary>The message as it reads now; null: it is gone.</summary>
    public void Change(string workspace, string channel, string ts, string? text)
    {
        lock (gate)
        {
            if (!channels.TryGetValue((workspace, channel), out var said)) return;
            for (var at = said.Last; at is not null; at = at.Previous)
            {
                if (at.Value.Ts != ts) continue;
                if (text is { Length: <= MostText })
                {
                    at.Value = at.Value with { Text = text, Edited = true };
                    return;
                }

                said.Remove(at);
                count--;
                return;
            }
        }
    }

    /// <summary>Nothing is remembered of a conversation the bot has left.</summary>
    public void Leave(string workspace, string channel)
    {
        lock (gate)
        {
            if (channels.Remove((workspace, channel), out var said)) count -= said.Count;
        }
    }

    public void Leave(string workspace)
    {
        lock (gate)
        {
            foreach (var key in channels.Keys.Where(key => key.Workspace == workspace).ToList())
            {
                count -= channels[key].Count;
                channels.Remove(key);
            }
        }
    }

    private bool IsOld(HeardMessage message) => SlackMessages.TimeOf(message.Ts) is not { } at || at + Kept < clock.GetCurrentInstant();

    private void Forget()
    {
        var quietest = channels.OrderBy(entry => entry.Value.Last?.Value.Ts, StringComparer.Ordinal).First().Key;
        count -= channels[quietest].Count;
        channels.Remove(quietest);
    }
}

using System.Globalization;

namespace PostMortemBot.Tests.World;

/// <summary>The short-lived rights of an interaction: a <c>trigger_id</c> opens one modal within three seconds, a <c>response_url</c> takes five messages within half an hour.</summary>
internal sealed class FakeSlackTriggers(TimeProvider clock)
{
    private static readonly TimeSpan TriggerLives = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ResponseLives = TimeSpan.FromMinutes(30);
    private const int Responses = 5;
    private readonly Lock gate = new();
    private readonly Dictionary<string, Trigger> triggers = [];
    private readonly Dictionary<string, Response> responses = [];
    private int made;

    /// <param name="inside">The view the interaction came from; <c>views.push</c> needs one.</param>
    public string NewTrigger(string user, FakeView? inside)
    {
        lock (gate)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{++made:0000000000000}.4567890123.0123456789abcdef0123456789abcdef");
            triggers[id] = new(user, clock.GetUtcNow(), inside);
            return id;
        }
    }

    /// <summary>Spends it. Throws what <c>views.open</c> answers for one that is unknown, spent or late.</summary>
    public (string User, FakeView? Inside) Exchange(string? id)
    {
        lock (gate)
        {
            if (id is null || !triggers.TryGetValue(id, out var trigger)) throw new ApiRefused("invalid_trigger_id");
            if (trigger.Spent) throw new ApiRefused("exchanged_trigger_id");
            if (clock.GetUtcNow() - trigger.At > TriggerLives) throw new ApiRefused("expired_trigger_id");
            triggers[id] = trigger with { Spent = true };
            return (trigger.User, trigger.Inside);
        }
    }

    /// <param name="answered">Until when what is sent by it waits: the answer to the act itself is seen first, or two runs would not be told alike.</param>
    public string NewResponse(string user, FakeChannel channel, FakeMessage? source, Task? answered = null)
    {
        lock (gate)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"R{++made:000000}");
            responses[id] = new(user, channel, source, clock.GetUtcNow(), 0, answered ?? Task.CompletedTask);
            return id;
        }
    }

    public Task Answered(string id)
    {
        lock (gate) return responses.TryGetValue(id, out var response) ? response.Answered : Task.CompletedTask;
    }

    /// <summary>One use of it; null when it is unknown, used up or too old.</summary>
    public (string User, FakeChannel Channel, FakeMessage? Source)? Use(string id)
    {
        lock (gate)
        {
            if (!responses.TryGetValue(id, out var response) || response.Used >= Responses || clock.GetUtcNow() - response.At > ResponseLives) return null;
            responses[id] = response with { Used = response.Used + 1 };
            return (response.User, response.Channel, response.Source);
        }
    }

    private sealed record Trigger(string User, DateTimeOffset At, FakeView? Inside, bool Spent = false);

    private sealed record Response(string User, FakeChannel Channel, FakeMessage? Source, DateTimeOffset At, int Used, Task Answered);
}

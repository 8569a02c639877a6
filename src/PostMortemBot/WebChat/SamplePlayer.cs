using System.Globalization;
using NodaTime;

namespace PostMortemBot.WebChat;

/// <summary>One thing said in a recorded channel, or one emoji put on something said before.</summary>
/// <param name="Offset">Since the recording's first step.</param>
/// <param name="Person">Who, by id; a person who is not there yet is added.</param>
/// <param name="Text">What was typed; empty for a reaction alone.</param>
internal sealed record SampleStep(Duration Offset, string Person, string Text)
{
    /// <summary>An emoji's name: put on the message of <see cref="OnStep"/>, else on the message before.</summary>
    public string? Reaction { get; init; }

    /// <summary>Counted from 0 over all steps.</summary>
    public int? OnStep { get; init; }

    /// <summary>True when the line answers the message of <see cref="OnStep"/> in its thread.</summary>
    public bool InThread { get; init; }
}

/// <summary>Replays a recorded channel through the door, as if people typed it: each line at its own instant, the last one now.</summary>
internal sealed class SamplePlayer(ChatRoom room, ChatDoor door, TimeProvider time)
{
    /// <summary>Between two lines when somebody watches.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(180);

    /// <summary>A channel of its own for the next replay, so that an earlier one stays.</summary>
    public ChatChannel NewChannel()
    {
        var number = room.Channels.Count(channel => channel.Id.StartsWith("inc-sample", StringComparison.Ordinal)) + 1;
        var name = number == 1 ? "inc-sample" : string.Create(CultureInfo.InvariantCulture, $"inc-sample-{number}");
        return room.Add(new ChatChannel(name, name, "A recorded incident, played again"));
    }

    /// <param name="channel">Where it is played.</param>
    /// <param name="steps">In the order of their offsets.</param>
    /// <param name="pace">The wait between two steps; zero for at once.</param>
    /// <param name="stop">Ends the replay after the current step.</param>
    public async Task PlayAsync(string channel, IReadOnlyList<SampleStep> steps, TimeSpan pace, CancellationToken stop)
    {
        if (steps.Count == 0)
        {
            return;
        }

        var start = room.Now - steps[^1].Offset;
        var said = new List<string?>();
        foreach (var step in steps)
        {
            stop.ThrowIfCancellationRequested();
            said.Add(await PlayAsync(channel, step, said, start + step.Offset, stop));
            if (pace > TimeSpan.Zero)
            {
                await Task.Delay(pace, time, stop);
            }
        }
    }

    private async Task<string?> PlayAsync(string channel, SampleStep step, List<string?> said, Instant at, CancellationToken stop)
    {
        room.Add(new ChatPerson(step.Person, step.Person, "Guest", "", "Etc/UTC"));
        var target = step.OnStep is { } on ? said[on] : said.LastOrDefault(id => id is not null);
        var spot = new Spot(step.Person, channel, step.InThread ? target : null);
        if (step.Reaction is { } emoji && target is not null)
        {
            await door.ReactAsync(spot, target, emoji, stop, at);
        }

        if (step.Text.Length == 0)
        {
            return null;
        }

        var before = room.All(channel).Select(message => message.Id).ToHashSet();
        await door.SayAsync(spot, step.Text, [], stop, at);
        return room.All(channel).FirstOrDefault(message => message.Author == step.Person && !before.Contains(message.Id))?.Id;
    }
}

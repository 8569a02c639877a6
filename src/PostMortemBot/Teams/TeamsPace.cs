using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;

namespace PostMortemBot.Teams;

/// <summary>
/// Teams' patience with one bot in one conversation: one call at a time, at most 7 in a second and 60 in half a minute (reads twice as many), and nothing before what
/// <c>Retry-After</c> said. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
/// </summary>
/// <param name="chance">A number from 0 up to 1 at each call: spreads what was put off.</param>
internal sealed class TeamsPace(IClock clock, Func<double> chance)
{
    private const int Most = 4096;
    private const int MostInSecond = 7;
    private const int MostInHalfMinute = 60;
    private static readonly Duration Second = Duration.FromSeconds(1);
    private static readonly Duration HalfMinute = Duration.FromSeconds(30);
    private static readonly Duration Ahead = Duration.FromSeconds(2);
    private readonly Dictionary<string, Lane> lanes = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>Waits for the conversation's call before this one, and takes its turn; throws <see cref="ChatBusy"/> with when it comes.</summary>
    /// <param name="answers">Somebody waits for it: it may run ahead of the pace a little.</param>
    public async Task<IDisposable> TurnAsync(Place place, bool answers, bool reads, CancellationToken stop)
    {
        var lane = LaneOf(place);
        await lane.One.WaitAsync(stop);
        try
        {
            lane.Take(clock.GetCurrentInstant(), answers ? Ahead : Duration.Zero, reads ? 2 : 1);
            return lane;
        }
        catch
        {
            lane.Dispose();
            throw;
        }
    }

    /// <summary>Teams asked for patience; where it does not say for how long, a second or two.</summary>
    public ChatBusy Told(Place place, TimeSpan? after)
    {
        var wait = after is { } said ? (long)said.TotalMilliseconds : 1000;

        // Whole milliseconds: what is put off until then is stored so, and must not come too early by less.
        var until = Instant.FromUnixTimeMilliseconds(clock.GetCurrentInstant().ToUnixTimeMilliseconds() + wait + 1 + (long)(1000 * chance()));
        LaneOf(place).Until = until;
        return new(until);
    }

    private Lane LaneOf(Place place)
    {
        lock (gate)
        {
            var key = place.WithoutThread.Key;
            if (lanes.TryGetValue(key, out var lane)) return lane;
            if (lanes.Count >= Most)
            {
                foreach (var idle in lanes.Where(entry => entry.Value.IsIdle(clock.GetCurrentInstant())).Select(entry => entry.Key).ToList()) lanes.Remove(idle);
            }

            return lanes[key] = new();
        }
    }

    private sealed class Lane : IDisposable
    {
        private readonly Queue<Instant> calls = new();

        public SemaphoreSlim One { get; } = new(1);

        public Instant Until { get; set; } = Instant.MinValue;

        public bool IsIdle(Instant now) => One.CurrentCount == 1 && Until <= now && (calls.Count == 0 || calls.Last() + HalfMinute <= now);

        public void Take(Instant now, Duration ahead, int times)
        {
            if (Until > now) throw new ChatBusy(Until);
            while (calls.TryPeek(out var oldest) && oldest + HalfMinute <= now) calls.Dequeue();
            var free = now;
            if (calls.Count >= MostInHalfMinute * times) free = calls.ElementAt(calls.Count - (MostInHalfMinute * times)) + HalfMinute;
            if (calls.Count >= MostInSecond * times && calls.ElementAt(calls.Count - (MostInSecond * times)) + Second is var next && next > free) free = next;
            if (free > now + ahead) throw new ChatBusy(free);
            calls.Enqueue(now);
        }

        public void Dispose() => One.Release();
    }
}

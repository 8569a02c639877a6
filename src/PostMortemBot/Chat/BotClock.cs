using NodaTime;

namespace PostMortemBot.Chat;

/// <summary>Where time and new ids enter: the one clock and the one maker of ids (ULIDs) of the program.</summary>
internal sealed class BotClock(TimeProvider time, Func<Instant, string>? newId = null) : IClock
{
    public Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <summary>Waits by the program's own clock.</summary>
    public Task Delay(Duration length, CancellationToken stop) => Task.Delay(length.ToTimeSpan(), time, stop);

    /// <summary>A new ULID: sorts by the moment it was made.</summary>
    public string NewId() => newId is null ? Ulid.NewUlid(time.GetUtcNow()).ToString() : newId(Now);

    Instant IClock.GetCurrentInstant() => Now;
}

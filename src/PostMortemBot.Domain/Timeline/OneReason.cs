using System.Collections.Concurrent;

namespace PostMortemBot.Domain;

/// <summary>The list of one reason that a mark begins with, shared by all that have the same: of a person's marks nearly all do, and an open incident holds every one of its marks.</summary>
internal static class OneReason
{
    /// <summary>Above this many different ones each has a list of its own.</summary>
    private const int MostShared = 4096;

    private static readonly ConcurrentDictionary<MarkReason, IReadOnlyList<MarkReason>> Shared = [];

    private static int shared;

    public static IReadOnlyList<MarkReason> Of(MarkReason reason)
    {
        if (Shared.TryGetValue(reason, out var list)) return list;
        return Volatile.Read(ref shared) < MostShared && Interlocked.Increment(ref shared) <= MostShared ? Shared.GetOrAdd(reason, static one => [one]) : [reason];
    }
}

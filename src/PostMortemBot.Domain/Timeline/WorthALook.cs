using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>What a reader of the timeline should look at before the document is written; hints, never blocks.</summary>
public static class WorthALook
{
    /// <summary>A gap is pointed out when it is longer than this share of the whole…</summary>
    private const int GapShare = 4;

    /// <summary>…and longer than this.</summary>
    private static readonly Duration LeastGap = Duration.FromMinutes(20);

    /// <summary>Longer ones are nights and days off, not gaps.</summary>
    private static readonly Duration MostGap = Duration.FromHours(6);

    private static readonly Duration Alike = Duration.FromMinutes(3);

    /// <summary>The findings, the weightiest first, each a few words.</summary>
    /// <param name="clock">Prints a moment in the process zone.</param>
    public static IReadOnlyList<string> Of(PostMortem p, Instant now, Func<Instant, string> clock)
    {
        var events = p.Events;
        List<string> findings = [];
        if (events.Count == 0) return findings;
        findings.AddRange(events.Where(e => e.Unreadable is not null && e.Text.Length == 0).Select(e => $"the text of {clock(e.When)} could not be read"));
        if (!events.Any(e => e.Phase == Phase.IncidentBegin)) findings.Add("no event yet for when it began");
        if (!events.Any(e => e.Phase == Phase.Detection)) findings.Add("no event yet for how it was detected");
        findings.AddRange(events.Where(e => e.When > now).Select(e => $"{clock(e.When)} lies in the future"));
        findings.AddRange(AlikeIn(events).Select(pair => $"{clock(pair.A.When)} and {clock(pair.B.When)} look alike"));
        findings.AddRange(events.Where(e => e.SourceNow is not null).Select(e => $"source of {clock(e.When)} was edited"));
        if (p.Restored is { } restored) findings.AddRange(events.Where(e => e.When > restored && e.Phase is Phase.IncidentBegin or Phase.Detection).Select(e => $"{clock(e.When)} lies after the service was restored"));
        findings.AddRange(Gaps(events, clock));
        return findings;
    }

    /// <summary>Events that look alike, two by two, in order of time: offered as one.</summary>
    public static IReadOnlyList<(TimelineEvent A, TimelineEvent B)> AlikeIn(IReadOnlyList<TimelineEvent> events) =>
    [
        .. events.SelectMany((a, place) => events.Skip(place + 1).TakeWhile(b => b.When - a.When <= Alike).Where(b => LookAlike(a, b)).Take(1).Select(b => (a, b))),
    ];

    private static IEnumerable<string> Gaps(IReadOnlyList<TimelineEvent> events, Func<Instant, string> clock)
    {
        var whole = events[^1].When - events[0].When;
        var least = Duration.Max(LeastGap, whole / GapShare);
        return Pairs(events).Where(pair => pair.B.When - pair.A.When > least && pair.B.When - pair.A.When < MostGap)
            .Select(pair => $"nothing between {clock(pair.A.When)} and {clock(pair.B.When)}");
    }

    private static IEnumerable<(TimelineEvent A, TimelineEvent B)> Pairs(IReadOnlyList<TimelineEvent> events) => events.Zip(events.Skip(1));

    /// <summary>Two events within three minutes that share most of their words.</summary>
    public static bool LookAlike(TimelineEvent a, TimelineEvent b)
    {
        if (b.When - a.When > Alike || a.Text.Length == 0 || b.Text.Length == 0) return false;
        var (first, second) = (WordsOf(a.Text), WordsOf(b.Text));
        var shared = first.Intersect(second).Count();
        return shared * 10 >= Math.Min(first.Count, second.Count) * 7 && shared >= 2;
    }

    private static HashSet<string> WordsOf(string text) =>
        [.. text.ToLowerInvariant().Split((char[])[' ', '\n', '\t', ',', '.', ':', ';', '(', ')'], StringSplitOptions.RemoveEmptyEntries)];
}

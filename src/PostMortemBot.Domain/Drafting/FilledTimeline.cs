using NodaTime;
using NodaTime.Text;

namespace PostMortemBot.Domain;

/// <summary>The seven milestones and the detailed timeline, in order of time.</summary>
internal static class FilledTimeline
{
    public static void Into(Dictionary<string, FieldValue> bound, PostMortem p, Policy policy, FillNames names)
    {
        if (p.Events.Count == 0) return;
        var times = p.KeyTimes;
        (string Label, Instant? At, Phase[] Phases)[] milestones =
        [
            ("Incident began", times.Began, [Phase.IncidentBegin]),
            ("Detected", times.Detected, [Phase.Detection]),
            ("Investigation started", times.Responded, [Phase.InitialResponse, Phase.Investigation]),
            ("Root cause identified", times.Found, [Phase.RootCauseDiscovery]),
            ("Fix implemented", times.Fixed ?? times.FirstFix, [Phase.FixImplementation]),
            ("Service restored", times.Restored, []),
            ("Incident closed", times.Closed, [Phase.Resolution]),
        ];
        bound[Bindings.Milestones] = new FieldValue.Rows([.. milestones.Select(one => Row(one.Label, one.At, one.Phases, p, policy, names))]);
    }

    public static IReadOnlyList<TimelineDay> Days(PostMortem p, Policy policy, FillNames names)
    {
        var days = new List<TimelineDay>();
        foreach (var day in p.Events.GroupBy(e => e.When.InZone(policy.ProcessZone).Date))
        {
            var blocks = new List<TimelineBlock>();
            foreach (var e in day)
            {
                var title = TitleOf(e, p, blocks);
                var line = LineOf(e, p, policy, names);
                if (blocks.Count > 0 && blocks[^1].Title == title) blocks[^1] = blocks[^1] with { Lines = [.. blocks[^1].Lines, line] };
                else blocks.Add(new TimelineBlock(Moments.Clock(e.When, policy.ProcessZone), title, [line]));
            }

            days.Add(new TimelineDay(LocalDatePattern.Iso.Format(day.Key), blocks));
        }

        return days;
    }

    /// <summary>An event without a phase stands with the one before it; the first one with Incident Begin.</summary>
    private static string TitleOf(TimelineEvent e, PostMortem p, List<TimelineBlock> blocks) =>
        e.Phase?.DisplayName() ?? (blocks.Count > 0 ? blocks[^1].Title : p.Events.LastOrDefault(one => one.When < e.When && one.Phase is not null)?.Phase?.DisplayName() ?? Phase.IncidentBegin.DisplayName());

    private static TimelineLine LineOf(TimelineEvent e, PostMortem p, Policy policy, FillNames names)
    {
        var text = e.Text.Length > 0 ? FilledComms.Untagged(e.Text).ReplaceLineEndings(" ") : "(the message could not be read)";
        if (e.Times > 1) text += $" ({e.Times} times)";
        if (e.Phase == Phase.Escalation && p.Commander is { } commander) text += $" (incident commander: {names.NameOf(commander)})";
        return new TimelineLine(Moments.PreciseClock(e.When, policy.ProcessZone), text, names.OwnerOf(e), e.Source?.Link);
    }

    private static IReadOnlyDictionary<string, string> Row(string label, Instant? at, Phase[] phases, PostMortem p, Policy policy, FillNames names)
    {
        var e = at is { } moment ? p.Events.FirstOrDefault(one => one.When == moment && (phases.Length == 0 || (one.Phase is { } phase && phases.Contains(phase)))) : null;
        return new Dictionary<string, string>
        {
            ["time"] = at is { } time ? Moments.Clock(time, policy.ProcessZone) : "",
            ["event"] = e is { Text.Length: > 0 } ? $"{label}: {FilledComms.Untagged(e.Text).ReplaceLineEndings(" ")}" : label,
            ["owner"] = e is not null && phases.Length > 0 ? names.OwnerOf(e) : "",
        };
    }
}

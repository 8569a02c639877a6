using PostMortemBot.Domain;
using PostMortemBot.Hooks;
using PostMortemBot.Trackers;

namespace PostMortemBot.Cli;

/// <summary>Where action items are mirrored to, as somebody would say it.</summary>
internal static class TrackerSentences
{
    public static IEnumerable<string> Of(BotOptions options)
    {
        if (options.Tracker is not { } tracker) yield break;
        var where = tracker switch { TrackerSettings.GitHub github => $"GitHub, {github.Repository}", TrackerSettings.Jira jira => $"{jira.Url}, project {jira.Project}", _ => throw new InvalidOperationException("A tracker without words.") };
        yield return $"Action items are mirrored to {where}. It is asked for changes every {Moments.Count((int)tracker.Every.TotalMinutes, "minute", "minutes")}.";
        if (tracker.Secrets.Count > 0) yield return $"It may tell them itself at {TrackerDoor.PathOf(tracker)}, signed.";
    }
}

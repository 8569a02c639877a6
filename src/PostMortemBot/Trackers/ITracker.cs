using System.Security.Cryptography;
using System.Text;
using NodaTime;
using NodaTime.Text;
using PostMortemBot.Domain;

namespace PostMortemBot.Trackers;

/// <summary>
/// Where issues stand for action items. What the tracker refuses for good comes as <see cref="TrackerRefused"/>, what asks for patience as <see cref="TrackerBusy"/>; everything else that fails
/// may be tried again.
/// </summary>
internal interface ITracker
{
    /// <summary>How people call it: <c>GitHub</c>, <c>Jira</c>.</summary>
    string Name { get; }

    /// <summary>Which place of which tracker it is; another one is another tracker.</summary>
    string Home { get; }

    /// <summary>After this long an issue that was made is found.</summary>
    Duration FindsAfter { get; }

    /// <summary>Whether an issue of this name is one of this tracker's.</summary>
    bool Holds(string key);

    /// <summary>The nearest that this tracker has a state for.</summary>
    MirrorState Nearest(MirrorState state);

    /// <summary>The issue that was made for this mark since an instant; null when there is none.</summary>
    Task<TrackedIssue?> FindAsync(string mark, Instant since, CancellationToken stop);

    /// <summary>The issue as it stands; null when it was deleted.</summary>
    Task<TrackedIssue?> ReadAsync(string key, CancellationToken stop);

    Task<TrackedIssue> MakeAsync(IssueText issue, CancellationToken stop);

    /// <summary>Writes text and owner anew, and moves it from one state to another where they differ.</summary>
    Task ChangeAsync(string key, IssueText issue, MirrorState from, MirrorState to, CancellationToken stop);

    /// <summary>Issues that changed since an instant, ours and others', the longest ago first; and up to when that is all.</summary>
    Task<ChangedIssues> ChangedSinceAsync(Instant since, CancellationToken stop);
}

/// <summary>An issue as the tracker holds it.</summary>
internal sealed record TrackedIssue(string Key, string Link, MirrorState State);

/// <param name="UpTo">All that changed before this instant is among them.</param>
internal sealed record ChangedIssues(IReadOnlyList<string> Keys, Instant UpTo);

/// <summary>What an issue is to say. People's words stand in it as they are; each tracker keeps them from acting.</summary>
/// <param name="Mark">Names the action item for ever.</param>
/// <param name="Lines">One line each.</param>
/// <param name="Document">Where its document is read; null: nowhere that we know.</param>
/// <param name="Owner">The owner's handle in <c>bot.json</c>, or empty.</param>
internal sealed record IssueText(string Mark, string Title, IReadOnlyList<string> Lines, string? Document, LocalDate? Due, string Owner)
{
    public const string Kept = "This is an action item of a post-mortem. Close it when it is done: the post-mortem follows. Its text, owner and date are changed there.";

    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [Title, .. Lines, Document ?? "", Due is { } due ? LocalDatePattern.Iso.Format(due) : "", Owner]))))[..16];
}

/// <summary>The tracker said no for good: trying again is useless until somebody did what the sentence says.</summary>
internal sealed class TrackerRefused(string sentence) : Exception(sentence);

/// <summary>The tracker asks for patience: not before this much time is over.</summary>
internal sealed class TrackerBusy(Duration wait) : Exception("The tracker asks for patience.")
{
    public Duration Wait => wait;
}

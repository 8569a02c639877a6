using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>A mass of alerts of one kind is one event with a count: the same bot, the same words but for the numbers, within an hour.</summary>
public static class RepeatedAlert
{
    /// <summary>Later than this after the last one it is another alert.</summary>
    public static readonly Duration Within = Duration.FromHours(1);

    /// <summary>The same alert of the same bot within an hour. Deployments that look alike are different ones.</summary>
    public static bool IsAgain(string bot, string text, Instant at, string earlierBot, string earlierText, Instant earlierAt) =>
        bot == earlierBot
        && Duration.Max(at - earlierAt, earlierAt - at) <= Within
        && !BackfillWords.DeployBot.IsIn(bot) && !BackfillWords.DeployText.IsIn(text)
        && SaysNoMore(Kind(text), Kind(earlierText));

    /// <summary>What alerts of one kind have in common: their words in order, without the numbers.</summary>
    public static string KindOf(string text) => string.Join(' ', Kind(text).Order(StringComparer.Ordinal));

    /// <summary>The fact that joins a bot's message to the event of the same alert; none for a person's message, a first alert, or one that is told already.</summary>
    /// <param name="p">The post-mortem, in which the message may or may not be an event yet.</param>
    internal static IEnumerable<PostMortemEvent> Joined(PostMortem p, TimelineEventId id, Instant when, string text, PersonId? writer, string writerName, PersonId by, Instant now)
    {
        if (writer is not null || writerName.Length == 0 || text.Length == 0) yield break;
        if (p.Events.FirstOrDefault(e => e.Id != id && IsOfBot(e) && IsAgain(writerName, text, when, e.WriterName, e.Text, e.When)) is not { } first) yield break;
        yield return new TimelineEventsJoined(now, by, first.Id, id, Instant.Min(first.When, when), Repeated: true);
    }

    private static bool IsOfBot(TimelineEvent e) => e is { Writer: null, WriterName.Length: > 0, Text.Length: > 0 };

    /// <summary>A first alert may add "since 22:46"; a repeat that adds a word is another alert, and so is one that leaves out much.</summary>
    private static bool SaysNoMore(HashSet<string> again, HashSet<string> first) => again.IsSubsetOf(first) && again.Count * 4 >= first.Count * 3;

    /// <summary>An alert without its values: the numbers change, the kind stays. Numbers inside names (db-2) are part of the name.</summary>
    private static HashSet<string> Kind(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !char.IsAsciiDigit(word[0]))];
}

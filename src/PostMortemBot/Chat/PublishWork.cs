using System.Text.Json;
using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Chat;

/// <summary>A document to write to the wiki, or to withdraw from it, as it stands when the work is done.</summary>
/// <param name="Again">Somebody asked for it: it is written also when it says the same as last time.</param>
internal sealed record PublishWork(string Stream, bool Again = false)
{
    public const string Kind = "publish";

    /// <summary>Several changes in a row are written once.</summary>
    public static WorkPut Put(PostMortemId stream, Instant now, bool again = false) =>
        new("publish/" + stream.Value, Kind, "publish|" + stream.Value, now, JsonSerializer.Serialize(new PublishWork(stream.Value, again), WorkJson.Default.PublishWork));
}

/// <summary>The archive page to write anew.</summary>
/// <param name="Stream">Whose publication asked for it last: its author is told when it cannot be written.</param>
internal sealed record ArchiveWork(string Stream)
{
    public const string Kind = "archive";
    private static readonly Duration Together = Duration.FromSeconds(2);

    /// <summary>Many publications in a row rewrite it once.</summary>
    public static WorkPut Put(PostMortemId stream, Instant now) => new("archive", Kind, "archive", now + Together, JsonSerializer.Serialize(new ArchiveWork(stream.Value), WorkJson.Default.ArchiveWork));
}

/// <summary>Recipients to be told that a post-mortem was published.</summary>
/// <param name="Recipient">One of them by name; empty: all who are told without being asked for.</param>
internal sealed record TellWork(string Stream, string Recipient)
{
    public const string Kind = "tell";

    public static WorkPut Put(PostMortemId stream, string recipient, Instant now) =>
        new($"tell/{stream.Value}/{recipient}", Kind, "tell|" + stream.Value, now, JsonSerializer.Serialize(new TellWork(stream.Value, recipient), WorkJson.Default.TellWork));
}

/// <summary>A letter to send.</summary>
internal sealed record MailWork(string Stream, string To)
{
    public const string Kind = "mail";

    public static WorkPut Put(PostMortemId stream, string to, Instant now) =>
        new($"mail/{stream.Value}/{to}", Kind, "mail|" + to, now, JsonSerializer.Serialize(new MailWork(stream.Value, to), WorkJson.Default.MailWork));
}

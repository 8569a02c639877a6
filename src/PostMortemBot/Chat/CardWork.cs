using System.Collections.Concurrent;
using System.Text.Json;
using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Chat;

/// <summary>A standing card to post or edit.</summary>
/// <param name="NotBefore">When it may be posted first, in milliseconds since 1970; 0: at once. An edit notifies nobody and waits for nothing.</param>
/// <param name="OnlyEdits">Where it was never posted, it is not any more.</param>
/// <param name="Former">Somebody else writes now: it becomes a line, and stands there no longer.</param>
internal sealed record CardWork(string Stream, string Card, Place? Place, string? Person, string Topic = "", long NotBefore = 0, bool OnlyEdits = false, bool Former = false)
{
    public const string Kind = "card";
    private const int MostMade = 1024;
    private static readonly ConcurrentDictionary<CardWork, WorkPut> Made = new(); // Every mark asks for the same again.

    public static WorkPut Put(PostMortemId stream, string card, CardTarget target, Instant now, bool former = false)
    {
        var work = new CardWork(stream.Value, card, target.Place, target.Person?.Value, target.Topic, target.NotBefore?.ToUnixTimeMilliseconds() ?? 0, target.OnlyEdits, former);
        if (Made.TryGetValue(work, out var put)) return put with { Due = now };
        if (Made.Count >= MostMade) Made.Clear();
        return Made[work] = new($"card/{stream.Value}/{card}/{target.Key}", Kind, target.Conversation, now, JsonSerializer.Serialize(work, WorkJson.Default.CardWork));
    }
}

/// <summary>A message that is posted once and never edited: a hand-over typed elsewhere, what could not be done. Drawn when it is sent.</summary>
/// <param name="Notice">Which one, by its key.</param>
/// <param name="Args">What its drawing needs beside the post-mortem.</param>
internal sealed record NoticeWork(string Stream, string Notice, Place? Place, string? Person, IReadOnlyList<string> Args)
{
    public const string Kind = "post";

    /// <param name="key">Names this one post for ever: the same work brought twice is sent once.</param>
    public static WorkPut Put(string key, NoticeWork notice, Instant now)
    {
        var target = notice.Place?.Key ?? "person|" + notice.Person;
        return new($"post/{notice.Stream}/{notice.Notice}/{key}", Kind, target, now, JsonSerializer.Serialize(notice, WorkJson.Default.NoticeWork));
    }
}

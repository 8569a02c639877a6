using System.Text.Json;
using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Chat;

/// <summary>The bot's receipt to put on a message, or to take off: in a queue of its own, so that a channel that may not be posted to for a while keeps no receipt waiting.</summary>
/// <param name="Message">Without its link, which a reaction does not need: every mark of a message leaves one of these.</param>
internal sealed record ReceiptWork(MessageRef Message, bool On)
{
    public const string Kind = "react";

    public static WorkPut Put(MessageRef message, bool on, Instant now) =>
        new("react/" + message.Key, Kind, "react|" + message.Place.WithoutThread.Key, now, JsonSerializer.Serialize(new ReceiptWork(message with { Link = null }, on), WorkJson.Default.ReceiptWork));
}

/// <summary>A message captured by reaction, whose text (and files, as evidence) is to be read.</summary>
/// <param name="Event">The id of what it became.</param>
/// <param name="What">What it became; empty: a timeline event.</param>
internal sealed record ReadWork(string Stream, string Event, MessageRef Message, string By, string What = "")
{
    public const string Kind = "read";
    public const string Evidence = "evidence";
    public const string Action = "action";

    public WorkPut Put(Instant now) => new("read/" + Event, Kind, "read|" + Message.Place.WithoutThread.Key, now, JsonSerializer.Serialize(this, WorkJson.Default.ReadWork));
}

using System.Text.Json.Serialization;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;

namespace PostMortemBot.Features;

/// <summary>A message that may be an event, as it waits to be picked; what looked like a secret in it is masked.</summary>
/// <param name="Number">Names it in forms.</param>
/// <param name="At">Ticks since 1970.</param>
/// <param name="Author">Null for a bot.</param>
internal sealed record HeardMessage(int Number, MessageRef Message, long At, Account? Author, string AuthorName, bool FromBot, string Text, IReadOnlyDictionary<string, int> Reactions)
{
    public Instant When => Instant.FromUnixTimeTicks(At);

    public static HeardMessage Of(SeenMessage seen, int number) => new(
        number, seen.Message, seen.At.ToUnixTimeTicks(), seen.FromBot ? null : seen.Author, seen.AuthorName, seen.FromBot, MessageWords.Cut(Secrets.Mask(seen.Text.Trim()).Text),
        seen.Reactions.GroupBy(reaction => reaction.Emoji).ToDictionary(group => group.Key, group => group.Sum(reaction => reaction.Count)));

    public ChannelMessage AsChannelMessage() =>
        new(Message.Key, When, AuthorName, FromBot, FromBot ? AuthorName : null, Text, Message.Place.Thread, [.. Reactions.Select(reaction => (reaction.Key, reaction.Value))], false, false);
}

/// <summary>The work of reading a history.</summary>
internal sealed record BackfillWork(string Person, string Stream, string Job)
{
    public const string Kind = "backfill";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(BackfillJob))]
[JsonSerializable(typeof(BackfillWork))]
internal sealed partial class BackfillJson : JsonSerializerContext;

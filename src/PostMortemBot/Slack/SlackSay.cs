using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Slack;

/// <summary>A message to all that was drawn when it was decided: work of the store until it is posted.</summary>
internal sealed record SlackSay(Place Place, string Message)
{
    public const string Kind = "slack.say";

    public static WorkPut Put(Place place, string receipt, JsonObject message, Instant now) =>
        new("say/" + receipt, Kind, place.WithoutThread.Key, now, JsonSerializer.Serialize(new SlackSay(place, Drawn.Text(message)), SlackSayJson.Default.SlackSay));

    public static async Task<WorkOutcome> DoAsync(Bot bot, SlackChat chat, WorkRow work, CancellationToken stop)
    {
        var say = JsonSerializer.Deserialize(work.Body, SlackSayJson.Default.SlackSay)!;
        if (bot.MayBePosted(work) && await chat.FindPostedAsync(say.Place, work.Key, stop) is not null) return WorkOutcome.Finished;
        var message = JsonNode.Parse(say.Message)!.AsObject();
        SlackChat.Named(message, work.Key);
        await chat.PostAsync(say.Place, message, stop);
        return WorkOutcome.Finished;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(SlackSay))]
internal sealed partial class SlackSayJson : JsonSerializerContext;

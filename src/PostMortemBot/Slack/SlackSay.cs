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
/// <param name="Message">Slack's JSON.</param>
internal sealed record SlackSay(Place Place, string Message)
{
    public const string Kind = "slack.say";

    /// <summary>Who acted; empty in what an earlier version stored.</summary>
    public string User { get; init; } = "";

    public static WorkPut Put(Place place, string user, string receipt, JsonObject message, Instant now) =>
        new("say/" + receipt, Kind, place.WithoutThread.Key, now, JsonSerializer.Serialize(new SlackSay(place, Drawn.Text(message)) { User = user }, SlackSayJson.Default.SlackSay));

    public static async Task<WorkOutcome> DoAsync(Bot bot, SlackChat chat, SlackAnswers answers, WorkRow work, CancellationToken stop)
    {
        var say = JsonSerializer.Deserialize(work.Body, SlackSayJson.Default.SlackSay)!;
        if (bot.MayBePosted(work) && await chat.FindPostedAsync(say.Place, work.Key, stop) is not null) return WorkOutcome.Finished;
        var message = JsonNode.Parse(say.Message)!.AsObject();
        SlackChat.Named(message, work.Key);
        try
        {
            await chat.PostAsync(say.Place, message, stop);
        }
        catch (SlackRefused refused) when (say.User.Length > 0 && !SlackErrors.TokenGone(refused.Error))
        {
            // Whoever acted thinks that all have read it.
            var card = new Card("", [new Element.Text([Span.Bold("I cannot post that in the channel."), " ", refused.Message]), new Element.Small("What you did is kept all the same.")]);
            await answers.TellAsync(say.Place, say.User, card, $"refused/{work.Key}");
            throw;
        }

        return WorkOutcome.Finished;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(SlackSay))]
internal sealed partial class SlackSayJson : JsonSerializerContext;

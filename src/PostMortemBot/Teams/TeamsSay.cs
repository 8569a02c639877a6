using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Teams;

/// <summary>A message to all that was drawn when it was decided: work of the store until it is posted.</summary>
internal sealed record TeamsSay(Place Place, string Message)
{
    public const string Kind = "teams.say";

    /// <summary>The work's key for what was said to this receipt.</summary>
    public static string KeyOf(string receipt) => "say/" + receipt;

    public static WorkPut Put(Place place, string receipt, JsonObject activity, Instant now) =>
        new(KeyOf(receipt), Kind, place.WithoutThread.Key, now, JsonSerializer.Serialize(new TeamsSay(place, Drawn.Text(activity)), TeamsRows.Default.TeamsSay));

    public static async Task<WorkOutcome> DoAsync(Bot bot, TeamsApi api, TeamsHistory history, WorkRow work, CancellationToken stop)
    {
        var say = JsonSerializer.Deserialize(work.Body, TeamsRows.Default.TeamsSay)!;
        if (bot.MayBePosted(work) && await history.FindAsync(say.Place, TeamsHistory.MarkOf(work.Key), stop) is not null) return WorkOutcome.Finished;
        await api.SendAsync(say.Place, JsonNode.Parse(say.Message)!.AsObject(), stop);
        return WorkOutcome.Finished;
    }
}

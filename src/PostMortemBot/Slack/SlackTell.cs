using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Slack;

/// <summary>What one person is told after their request was answered, drawn when it was decided.</summary>
/// <param name="Where">The conversation in which they acted.</param>
/// <param name="Message">Slack's JSON; empty where there is a file.</param>
internal sealed record SlackTell(Place Where, string User, bool Direct, string ResponseUrl, string Message)
{
    public const string Kind = "slack.tell";

    /// <summary>When it was decided, in Unix milliseconds.</summary>
    public long At { get; init; }

    /// <summary>The message in whose place it stands.</summary>
    public MessageRef? Edits { get; init; }

    /// <summary>It stands in the place of the private message that was pressed, which its <see cref="ResponseUrl"/> alone can change.</summary>
    public bool Replaces { get; init; }

    /// <summary>Sent to the direct conversation: Slack shows no file to one person alone.</summary>
    public SentFile? File { get; init; }

    /// <summary>One person's answers come in order, and wait for nobody else's.</summary>
    public WorkPut Put(string key) => new(key, Kind, $"tell|{Where.Workspace}|{User}", Instant.FromUnixTimeMilliseconds(At), JsonSerializer.Serialize(this, SlackTellJson.Default.SlackTell));

    public static SlackTell Of(WorkRow work) => JsonSerializer.Deserialize(work.Body, SlackTellJson.Default.SlackTell)!;
}

/// <summary>
/// Tells it: by the <c>response_url</c> while that lasts, which works also where the bot is not; else in the conversation, seen by one person alone; else in the direct one. What
/// nobody waits for any more after a day is dropped.
/// </summary>
internal sealed class SlackTelling(Bot bot, SlackApi api, SlackChat chat, Afterwards afterwards, Errands errands, Retrying retrying)
{
    private static readonly Duration UrlLasts = Duration.FromMinutes(30);
    private static readonly Duration Awaited = Duration.FromDays(1);
    private static readonly Duration AwayAgain = Duration.FromMinutes(10);

    /// <summary>Told also when the process ends now.</summary>
    /// <param name="receipt">Of this delivery.</param>
    /// <param name="rows">As in <see cref="Afterwards.BringAsync"/>.</param>
    public Task KeepAsync(string receipt, IReadOnlyList<SlackTell> tells, params IReadOnlyList<RowPut> rows)
    {
        if (tells.Count == 0 || bot.OrganisationOf(SlackPayloads.Platform, tells[0].Where.Workspace) is not { } organisation) return Task.CompletedTask;
        tells = AsOfNow(tells);
        return afterwards.BringAsync(organisation, "tell/" + receipt, [.. tells.Select((tell, at) => tell.Put(FormattableString.Invariant($"tell/{receipt}/{at}")))], stop => NowAsync(tells, stop), rows);
    }

    /// <summary>Where the store is away: lost when the process ends now.</summary>
    public void Tell(SlackTell tell)
    {
        var tells = AsOfNow([tell]);
        errands.Run("an answer", stop => NowAsync(tells, stop));
    }

    public async Task<WorkOutcome> DoAsync(WorkRow work, CancellationToken stop)
    {
        var tell = SlackTell.Of(work);
        if (Instant.FromUnixTimeMilliseconds(tell.At) + Awaited < bot.Now) return WorkOutcome.Finished;
        try
        {
            await TellAsync(tell, work.Key, bot.MayBePosted(work), stop);
        }
        catch (SlackRefused)
        {
            // There is no other way to this person.
        }
        catch (SlackFailed) when (work.Tries + 1 >= retrying.Tries)
        {
            return new WorkOutcome.Later(bot.Now + AwayAgain, HoldsQueue: true);
        }

        return WorkOutcome.Finished;
    }

    private async Task NowAsync(IReadOnlyList<SlackTell> tells, CancellationToken stop)
    {
        foreach (var tell in tells) await TellAsync(tell, "", false, stop);
    }

    private List<SlackTell> AsOfNow(IReadOnlyList<SlackTell> tells) => [.. tells.Select(tell => tell with { At = bot.Now.ToUnixTimeMilliseconds() })];

    /// <param name="again">An earlier try may have told it: looked for where Slack gives messages back.</param>
    private async Task TellAsync(SlackTell tell, string workId, bool again, CancellationToken stop)
    {
        if (tell.File is { } file)
        {
            await SendAsync(tell, file, stop);
            return;
        }

        var message = JsonNode.Parse(tell.Message)!.AsObject();
        if (tell.Edits is { } stands) await chat.EditAsync(stands, message, tell.At, stop);
        else if (tell.Direct) await DirectlyAsync(tell, message, workId, again, stop);
        else if (!await RespondAsync(tell, message, stop)) await PrivatelyAsync(tell, message, workId, again, stop);
    }

    /// <summary>In the direct conversation an answer stays.</summary>
    private async Task DirectlyAsync(SlackTell tell, JsonObject message, string workId, bool again, CancellationToken stop)
    {
        try
        {
            await PostAsync(tell.Where, message, workId, again, stop);
        }
        catch (SlackRefused) when (IsAnswered(tell))
        {
            // Typed in the conversation of two others.
            await RespondAsync(tell, message, stop);
        }
    }

    private async Task PrivatelyAsync(SlackTell tell, JsonObject message, string workId, bool again, CancellationToken stop)
    {
        var person = new Account(SlackPayloads.Platform, tell.Where.Workspace, tell.User);
        try
        {
            if (IsFresh(tell))
            {
                await chat.PostPrivateAsync(tell.Where, person, (JsonObject)message.DeepClone(), stop);
                return;
            }
        }
        catch (SlackRefused refused) when (!SlackErrors.TokenGone(refused.Error))
        {
            // The bot is not in there, or the person is not any more.
        }

        await PostAsync(await chat.DirectAsync(person, stop), message, workId, again, stop);
    }

    private async Task PostAsync(Place place, JsonObject message, string workId, bool again, CancellationToken stop)
    {
        var at = place.Channel is ['U' or 'W', ..] ? await chat.DirectAsync(new(SlackPayloads.Platform, place.Workspace, place.Channel), stop) : place;
        if (again && await chat.FindPostedAsync(at, workId, stop) is not null) return;
        SlackChat.Named(message, workId);
        await chat.PostAsync(at, message, stop, answers: true);
    }

    private async Task<bool> RespondAsync(SlackTell tell, JsonObject message, CancellationToken stop)
    {
        if (!IsAnswered(tell)) return false;
        var answer = (JsonObject)message.DeepClone();
        answer["response_type"] = "ephemeral";
        answer["replace_original"] = tell.Replaces;
        if (!tell.Replaces && tell.Where.Thread is { } thread) answer["thread_ts"] = thread;
        return await api.RespondAsync(tell.ResponseUrl, answer, stop);
    }

    private async Task SendAsync(SlackTell tell, SentFile file, CancellationToken stop)
    {
        var direct = await chat.DirectAsync(new(SlackPayloads.Platform, tell.Where.Workspace, tell.User), stop);
        try
        {
            await api.UploadAsync(tell.Where.Workspace, file, direct.Channel, null, stop);
        }
        catch (SlackRefused refused)
        {
            await chat.PostAsync(direct, Card.OneLine($"I cannot send {file.Name}. {refused.Message}"), "", stop);
        }
    }

    private bool IsAnswered(SlackTell tell) => tell.ResponseUrl.Length > 0 && IsFresh(tell);

    /// <summary>The person is still there, and so is the <c>response_url</c>.</summary>
    private bool IsFresh(SlackTell tell) => Instant.FromUnixTimeMilliseconds(tell.At) + UrlLasts > bot.Now;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(SlackTell))]
internal sealed partial class SlackTellJson : JsonSerializerContext;

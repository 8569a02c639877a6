using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Slack;

/// <summary>
/// Takes what Slack brings, by HTTP or by socket, once it is known to come from Slack. Whatever happens it answers within Slack's three seconds: an event that could not be
/// stored is asked for again, a command or a click is told that nothing is saved, and what nobody wants is simply taken.
/// </summary>
internal sealed partial class SlackDoor(Router router, SlackPayloads payloads, SlackEvents events, SlackLife life, SlackFields fields, SlackAnswers answers, SlackWorkspaces workspaces, SlackGroups groups, Errands errands, TimeProvider time, ILogger<SlackDoor> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(2300);
    private static readonly TimeSpan LastPatience = TimeSpan.FromMilliseconds(200);
    private static readonly Duration SameClick = Duration.FromSeconds(2);
    private static readonly Duration SameDelivery = Duration.FromMinutes(10);
    private readonly Once once = new(router.Bot.Clock);

    /// <param name="field">The command's fields: of a form, or of a socket's payload.</param>
    public Task<Reply> CommandAsync(Func<string, string> field)
    {
        if (!IsOurs(field("team_id"))) return Task.FromResult(Reply.Taken);
        var trigger = field("trigger_id");
        return trigger.Length == 0 ? CommandedAsync(field) : once.RunAsync("command|" + trigger, SameDelivery, () => CommandedAsync(field));
    }

    public Task<Reply> EventAsync(JsonElement wrapper)
    {
        if (Wire.Text(wrapper, "type") == "url_verification") return Task.FromResult(new Reply(StatusCodes.Status200OK, WireJson.Bytes(new JsonObject { ["challenge"] = Wire.Text(wrapper, "challenge") })));
        if (Wire.Text(wrapper, "type") == "app_rate_limited" && IsOurs(Wire.Text(wrapper, "team_id"))) return LivedAsync(wrapper, life.HeldBackAsync);
        if (Wire.Text(wrapper, "type") != "event_callback" || !IsOurs(Wire.Text(wrapper, "team_id"))) return Task.FromResult(Reply.Taken);
        if (events.Read(wrapper) is not { } arrival) return SlackLife.Concerns(wrapper) ? LivedAsync(wrapper, life.TakeAsync) : Task.FromResult(Reply.Taken);
        return router.Concerns(arrival.Incoming) ? once.RunAsync(arrival.Incoming.Receipt, SameDelivery, () => HeardAsync(arrival)) : Task.FromResult(Reply.Taken);
    }

    public async Task<Reply> InteractionAsync(JsonElement payload)
    {
        var type = Wire.Text(payload, "type");
        if (type == "view_closed") fields.Closed(payload);
        if (type is not ("block_actions" or "view_submission" or "message_action" or "shortcut") || !IsOurs(SlackPayloads.TeamOf(payload))) return Reply.Taken;
        return await once.RunAsync(ClickOf(payload), type == "block_actions" ? SameClick : SameDelivery, () => InteractedAsync(payload));
    }

    /// <summary>The bot's lists are all drawn whole: there is nothing to look up while somebody types.</summary>
    public static Reply Options() => new(StatusCodes.Status200OK, WireJson.Bytes(new JsonObject { ["options"] = new JsonArray() }));

    private bool IsOurs(string workspace) => workspaces.Serves(workspace) && router.Bot.OrganisationOf(SlackPayloads.Platform, workspace) is not null;

    private Task<Reply> CommandedAsync(Func<string, string> field) => ReadAsync(SlackAsked.Command, async () =>
        await payloads.CommandAsync(field, CancellationToken.None) is { } arrival ? await AnsweredAsync(arrival) : Reply.Taken);

    private Task<Reply> HeardAsync(SlackArrival arrival) => ReadAsync(SlackAsked.Event, async () => await AnsweredAsync(await events.RefineAsync(arrival, CancellationToken.None)));

    private Task<Reply> InteractedAsync(JsonElement payload) => ReadAsync(SlackAsked.Press, async () =>
    {
        if (await payloads.InteractionAsync(payload, CancellationToken.None) is not { } arrival) return Reply.Taken;
        if (arrival.Ways.View is { } view && arrival.Ways.Asked != SlackAsked.Field) await fields.LeaveAsync(view.Id);
        if (arrival.Ways.Asked == SlackAsked.Field) return fields.Keep(arrival, () => AnsweredAsync(arrival));
        if (arrival.Incoming is not ButtonPressed { Id: SlackAgain.Id }) return await AnsweredAsync(arrival);
        return SlackAgain.Read(arrival) is { } again ? await AnsweredAsync(again) : Reply.Taken;
    });

    /// <summary>What goes wrong before there is anything to answer: the people in it could not be looked up.</summary>
    private async Task<Reply> ReadAsync(SlackAsked asked, Func<Task<Reply>> handle)
    {
        try
        {
            return await handle();
        }
        catch (Exception wrong)
        {
            var reference = Reference();
            Log.Fault(log, reference, asked.ToString(), wrong);
            if (asked == SlackAsked.Event) return wrong is StoreUnavailable ? Reply.Again : Reply.Taken;
            return asked == SlackAsked.Command ? new(StatusCodes.Status200OK, WireJson.Bytes(new JsonObject { ["response_type"] = "ephemeral", ["text"] = $"Not saved. Type it again in a moment. Reference {reference}." })) : Reply.Taken;
        }
    }

    private async Task<Reply> LivedAsync(JsonElement wrapper, Func<JsonElement, CancellationToken, Task> take)
    {
        try
        {
            await take(wrapper.Clone(), CancellationToken.None).WaitAsync(Patience, time);
            return Reply.Taken;
        }
        catch (Exception away) when (away is StoreUnavailable or TimeoutException)
        {
            return Reply.Again;
        }
        catch (Exception bug)
        {
            Log.Fault(log, Reference(), "a workspace's event", bug);
            return Reply.Taken;
        }
    }

    private async Task<Reply> AnsweredAsync(SlackArrival arrival)
    {
        using var limit = new CancellationTokenSource();
        try
        {
            var handling = HandledAsync(arrival, limit.Token);
            if (!handling.IsCompleted && !await EndsAsync(handling, limit)) return Late(handling, arrival);
            return await answers.GiveAsync(await handling, arrival, CancellationToken.None);
        }
        catch (Exception wrong)
        {
            return Failed(arrival, wrong);
        }
    }

    /// <summary>Where a group of the workspace gives roles, who is in it is asked before, within the same time.</summary>
    private async Task<Answer> HandledAsync(SlackArrival arrival, CancellationToken stop)
    {
        if (router.Bot.Policy.NamesGroups) await groups.FreshAsync(arrival.Ways.Workspace, stop);
        return await router.HandleAsync(arrival.Incoming, stop);
    }

    /// <summary>False when it goes on beyond our time: what only waited was taken back, what is being stored cannot be.</summary>
    private async Task<bool> EndsAsync(Task handling, CancellationTokenSource limit)
    {
        if (await handling.EndsWithinAsync(Patience, time)) return true;
        await limit.CancelAsync();
        return await handling.EndsWithinAsync(LastPatience, time);
    }

    /// <summary>The outcome comes later, and is told then: a promise that nothing was saved would be false.</summary>
    private Reply Late(Task<Answer> handling, SlackArrival arrival)
    {
        if (arrival.Ways.Asked is SlackAsked.Event or SlackAsked.Field)
        {
            errands.Run("a late answer", _ => handling);
            return Reply.Again;
        }

        errands.Run("a late answer", _ => LateAsync(handling, arrival));
        return Shown(arrival, SlackAgain.Slow(arrival), "My storage is slow. Wait a moment, then save once more.");
    }

    private async Task LateAsync(Task<Answer> handling, SlackArrival arrival)
    {
        Answer answer;
        try
        {
            answer = await handling;
        }
        catch (Exception wrong)
        {
            var reference = Reference();
            Log.NotSaved(log, reference, arrival.Incoming.GetType().Name, wrong.Message);
            answers.Tell(arrival.Ways, SlackAgain.NotSaved(arrival, reference));
            return;
        }

        // It is saved: whatever goes wrong from here on, nobody is told otherwise.
        await answers.GiveLateAsync(answer, arrival);
    }

    private Reply Failed(SlackArrival arrival, Exception wrong)
    {
        var reference = Reference();
        var away = wrong is StoreUnavailable or OperationCanceledException;
        if (away) Log.NotSaved(log, reference, arrival.Incoming.GetType().Name, wrong.Message);
        else Log.Fault(log, reference, arrival.Incoming.GetType().Name, wrong);
        if (arrival.Ways.Asked is SlackAsked.Event or SlackAsked.Field)
        {
            // Said to the bot: Slack brings it no more, so whoever wrote it is told.
            if (!away && arrival.Incoming is CommandTyped) answers.Tell(arrival.Ways, SlackAgain.Fault(arrival, reference));
            return away ? Reply.Again : Reply.Taken;
        }

        return away
            ? Shown(arrival, SlackAgain.NotSaved(arrival, reference), $"Not saved. I cannot reach my storage; save once more. Reference {reference}.")
            : Shown(arrival, SlackAgain.Fault(arrival, reference), $"Not saved: something went wrong on my side. Reference {reference}.");
    }

    /// <summary>Tells what did not go well: a form stays as it is, with the sentence at its first field.</summary>
    private Reply Shown(SlackArrival arrival, Card card, string inForm)
    {
        switch (arrival.Ways.Asked)
        {
            case SlackAsked.Command:
                return answers.InBody(arrival.Ways, card);
            case SlackAsked.Submit when SlackValues.BlockIds(arrival.Ways.View!.State) is [var first, ..]:
                return new(StatusCodes.Status200OK, WireJson.Bytes(new JsonObject { ["response_action"] = "errors", ["errors"] = new JsonObject { [first] = inForm } }));
            default:
                answers.Tell(arrival.Ways, card);
                return Reply.Taken;
        }
    }

    /// <summary>Two clicks of one person on one button within a moment are one.</summary>
    private static string ClickOf(JsonElement payload)
    {
        if (Wire.Text(payload, "type") != "block_actions") return "act|" + Wire.Text(payload, "trigger_id");
        var user = Wire.Property(payload, "user") is { } who ? Wire.Text(who, "id") : "";
        var container = Wire.Property(payload, "container") is { } held ? Wire.Text(held, "channel_id") + Wire.Text(held, "message_ts") + Wire.Text(held, "view_id") : "";
        var view = Wire.Property(payload, "view") is { } shown ? Wire.Text(shown, "hash") : "";
        var actions = Wire.Property(payload, "actions") is { } pressed ? pressed.GetRawText() : "";
        var act = Wire.Array(payload, "actions").FirstOrDefault();
        var what = SlackValues.FieldLeft(act) is null ? $"{Wire.Text(act, "action_id")}|{Wire.Text(act, "block_id")}|{Wire.Text(act, "value")}|{(Wire.Property(act, "selected_option") is { } option ? Wire.Text(option, "value") : "")}" : actions;
        return $"click|{user}|{container}|{view}|{what}";
    }

    private string Reference() => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(router.Bot.NewId())))[..4];

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Not saved ({Reference}): {Kind} from Slack: {Why}")]
        public static partial void NotSaved(ILogger log, string reference, string kind, string why);

        [LoggerMessage(2, LogLevel.Error, "Fault ({Reference}) in {Kind} from Slack.")]
        public static partial void Fault(ILogger log, string reference, string kind, Exception bug);
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Storage;

namespace PostMortemBot.Teams;

/// <summary>
/// Takes an activity once it is known to come from Teams. Whatever happens it answers in under three seconds: what was overheard and could not be stored is asked for again, who
/// typed or pressed is told that nothing is saved, and what nobody wants is simply taken.
/// </summary>
internal sealed partial class TeamsDoor(Router router, TeamsActivities activities, TeamsInvokes invokes, TeamsElsewhere elsewhere, TeamsLife life, TeamsAnswers answers, TeamsOwn own, TeamsFiles files, TeamsRooms rooms, Errands errands, TimeProvider time, ILogger<TeamsDoor> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(2300);
    private static readonly TimeSpan LastPatience = TimeSpan.FromMilliseconds(200);
    private static readonly Duration SameClick = Duration.FromSeconds(2);
    private static readonly Duration SameDelivery = Duration.FromMinutes(10);
    private readonly Once once = new(router.Bot.Clock);

    public async Task<Reply> TakeAsync(JsonElement activity)
    {
        var (tenant, invoked) = (TeamsToken.TenantOf(activity), Wire.Text(activity, "type") == "invoke");
        if (router.Bot.OrganisationOf(TeamsIds.Platform, tenant) is null) return Reply.Taken;
        if (invoked && !TeamsInvokes.Takes(Wire.Text(activity, "name"))) return new(StatusCodes.Status501NotImplemented, []);
        return await once.RunAsync(KeyOf(activity), SameDelivery, () => GuardedAsync(activity, invoked));
    }

    private async Task<Reply> GuardedAsync(JsonElement activity, bool invoked)
    {
        var began = time.GetTimestamp();
        try
        {
            var arrival = await ReadAsync(activity, invoked).WaitAsync(Patience, time);
            if (arrival is null) return invoked ? Empty : Reply.Taken;
            return await HandledAsync(arrival, began);
        }
        catch (Exception away) when (away is StoreUnavailable or TimeoutException)
        {
            return Reply.Again;
        }
        catch (Exception bug)
        {
            Log.Fault(log, Reference(), Wire.Text(activity, "type"), bug);
            return invoked ? Empty : Reply.Taken;
        }
    }

    /// <summary>Who and where becomes known, and what happens to the bot itself is done; null when there is nothing more to handle.</summary>
    private async Task<TeamsArrival?> ReadAsync(JsonElement activity, bool invoked)
    {
        var place = TeamsIds.PlaceOf(activity);
        if (!TeamsLife.IsFarewell(activity)) await rooms.HearAsync(place, Wire.Text(activity, "serviceUrl"), TeamsIds.Text(activity, "recipient", "id"), TeamsIds.TeamOf(activity), CancellationToken.None);
        if (TeamsLife.Concerns(activity))
        {
            await life.TakeAsync(activity, place, CancellationToken.None);
            return null;
        }

        if (invoked && Wire.Text(activity, "name") == TeamsFiles.Invoke)
        {
            await files.TakeAsync(activity, CancellationToken.None);
            return null;
        }

        var arrival = invoked ? await invokes.ReadAsync(activity, CancellationToken.None) : await activities.ReadAsync(activity, CancellationToken.None);
        return arrival is null ? null : await elsewhere.ReadAsync(arrival, CancellationToken.None);
    }

    /// <summary>Taken, nothing to show: an invoke wants an object.</summary>
    private static Reply Empty { get; } = new(StatusCodes.Status200OK, "{}"u8.ToArray());

    /// <param name="began">When the activity came: reading it took of the same time.</param>
    private async Task<Reply> HandledAsync(TeamsArrival arrival, long began)
    {
        if (!router.Concerns(arrival.Incoming)) return Reply.Taken;
        if (arrival.Incoming is ButtonPressed { Id: TeamsOwn.Id }) return await own.GiveAsync(arrival, CancellationToken.None).WaitAsync(Patience, time);
        if (arrival.Incoming is ButtonPressed { Id: TeamsAgain.Id })
        {
            if (TeamsAgain.Read(arrival) is not { } again) return Empty;
            arrival = again;
        }

        if (arrival.Incoming is not ButtonPressed press) return await AnsweredAsync(arrival, began);
        return await once.RunAsync($"click|{press.Who.Key}|{arrival.Ways.Operation}|{press.Id}|{press.Value}|{press.Chosen}|{press.Form?.Receipt}", SameClick, () => AnsweredAsync(arrival, began));
    }

    private async Task<Reply> AnsweredAsync(TeamsArrival arrival, long began)
    {
        using var limit = new CancellationTokenSource();
        try
        {
            var handling = router.HandleAsync(arrival.Incoming, limit.Token);
            if (!handling.IsCompleted && !await EndsAsync(handling, limit, began)) return Late(handling, arrival);
            return await answers.GiveAsync(await handling, arrival, CancellationToken.None);
        }
        catch (Exception wrong)
        {
            return Failed(arrival, wrong);
        }
    }

    /// <summary>False when it goes on beyond our time: what only waited was taken back, what is being stored cannot be.</summary>
    private async Task<bool> EndsAsync(Task handling, CancellationTokenSource limit, long began)
    {
        var left = Patience - time.GetElapsedTime(began);
        if (await handling.EndsWithinAsync(left > LastPatience ? left : LastPatience, time)) return true;
        await limit.CancelAsync();
        return await handling.EndsWithinAsync(LastPatience, time);
    }

    /// <summary>The outcome comes later, and is told then: a promise that nothing was saved would be false.</summary>
    private Reply Late(Task<Answer> handling, TeamsArrival arrival)
    {
        errands.Run("a late answer", _ => LateAsync(handling, arrival));
        if (arrival.Ways.Asked == TeamsAsked.Heard) return Reply.Again;
        if (arrival.Ways.Asked == TeamsAsked.Message) answers.Tell(arrival.Ways, TeamsAgain.Slow(arrival));
        return TeamsAnswers.Sentence(arrival.Ways.Asked, "My storage is slow. I tell you in our chat when this is saved.");
    }

    private async Task LateAsync(Task<Answer> handling, TeamsArrival arrival)
    {
        Answer answer;
        try
        {
            answer = await handling;
        }
        catch (Exception wrong) when (arrival.Ways.Asked != TeamsAsked.Heard)
        {
            var reference = Reference();
            Log.NotSaved(log, reference, arrival.Incoming.GetType().Name, wrong.Message);
            answers.Tell(arrival.Ways, TeamsAgain.NotSaved(arrival, reference));
            return;
        }

        // It is saved: whatever goes wrong from here on, nobody is told otherwise.
        await answers.GiveLateAsync(answer, arrival);
    }

    private Reply Failed(TeamsArrival arrival, Exception wrong)
    {
        var reference = Reference();
        var away = wrong is StoreUnavailable or OperationCanceledException;
        if (away) Log.NotSaved(log, reference, arrival.Incoming.GetType().Name, wrong.Message);
        else Log.Fault(log, reference, arrival.Incoming.GetType().Name, wrong);
        if (arrival.Ways.Asked == TeamsAsked.Heard) return away ? Reply.Again : Reply.Taken;
        var sentence = away ? $"Not saved. I cannot reach my storage. Reference {reference}." : $"Not saved: something went wrong on my side. Reference {reference}.";
        if (answers.Again(arrival, sentence) is { } open) return open;
        answers.Tell(arrival.Ways, away ? TeamsAgain.NotSaved(arrival, reference) : TeamsAgain.Fault(arrival, reference));
        return TeamsAnswers.Sentence(arrival.Ways.Asked, sentence);
    }

    /// <summary>An activity delivered again has the same id; an edit of a message has that of the message.</summary>
    private static string KeyOf(JsonElement activity)
    {
        var id = Wire.Text(activity, "id");
        if (id.Length == 0) return "whole|" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(activity.GetRawText())));
        return $"{Wire.Text(activity, "type")}|{TeamsToken.TenantOf(activity)}|{TeamsIds.Text(activity, "conversation", "id")}|{id}|{(Wire.Text(activity, "type") is "messageUpdate" or "messageReaction" ? Wire.Text(activity, "timestamp") : "")}";
    }

    private string Reference() => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(router.Bot.NewId())))[..4];

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Not saved ({Reference}): {Kind} from Teams: {Why}")]
        public static partial void NotSaved(ILogger log, string reference, string kind, string why);

        [LoggerMessage(2, LogLevel.Error, "Fault ({Reference}) in {Kind} from Teams.")]
        public static partial void Fault(ILogger log, string reference, string kind, Exception bug);
    }
}

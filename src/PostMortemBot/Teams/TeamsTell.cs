using System.Text.Json;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Teams;

/// <summary>One message for one person, after their request was answered, drawn when it was decided.</summary>
/// <param name="Where">The conversation in which they acted.</param>
/// <param name="Message">Teams' JSON as it stands in the personal chat, or in the place of <see cref="Edits"/>; empty where there is a file.</param>
internal sealed record TeamsTell(Place Where, string User, string Message)
{
    public const string Kind = "teams.tell";

    /// <summary>When it was decided, in Unix milliseconds.</summary>
    public long At { get; init; }

    /// <summary>The same as they alone would see it in the conversation; empty where it is not to stand there.</summary>
    public string Only { get; init; } = "";

    /// <summary>The message in whose place it stands.</summary>
    public MessageRef? Edits { get; init; }

    /// <summary>Offered for the person's own store.</summary>
    public SentFile? File { get; init; }

    /// <summary>One person's answers come in order, and wait for nobody else's; nor for the place in which a card is changed.</summary>
    public WorkPut Put(string key) =>
        new(key, Kind, Edits is null ? $"tell|{Where.Workspace}|{User}" : $"change|{Where.WithoutThread.Key}", Instant.FromUnixTimeMilliseconds(At), JsonSerializer.Serialize(this, TeamsRows.Default.TeamsTell));

    public static TeamsTell Of(WorkRow work) => JsonSerializer.Deserialize(work.Body, TeamsRows.Default.TeamsTell)!;
}

/// <summary>Tells it, also when the process ends now and while Teams is away. What nobody waits for any more after a day is dropped.</summary>
internal sealed class TeamsTelling(Bot bot, TeamsChat chat, Afterwards afterwards, Errands errands, Retrying retrying)
{
    private static readonly Duration Awaited = Duration.FromDays(1);
    private static readonly Duration AwayAgain = Duration.FromMinutes(10);

    /// <param name="receipt">Of this delivery.</param>
    public Task KeepAsync(string receipt, IReadOnlyList<TeamsTell> tells)
    {
        if (tells.Count == 0 || bot.OrganisationOf(TeamsIds.Platform, tells[0].Where.Workspace) is not { } organisation) return Task.CompletedTask;
        tells = AsOfNow(tells);
        return afterwards.BringAsync(organisation, "tell/" + receipt, [.. tells.Select((tell, at) => tell.Put(FormattableString.Invariant($"tell/{receipt}/{at}")))], stop => NowAsync(tells, stop));
    }

    /// <summary>Where the store is away: lost when the process ends now.</summary>
    public void Tell(IReadOnlyList<TeamsTell> tells)
    {
        tells = AsOfNow(tells);
        errands.Run("an answer", stop => NowAsync(tells, stop));
    }

    /// <summary>Teams gives no message of a personal chat back: killed between its answer and our record, a message comes twice.</summary>
    public async Task<WorkOutcome> DoAsync(WorkRow work, CancellationToken stop)
    {
        var tell = TeamsTell.Of(work);
        if (Instant.FromUnixTimeMilliseconds(tell.At) + Awaited < bot.Now) return WorkOutcome.Finished;
        try
        {
            await chat.TellAsync(tell, stop);
        }
        catch (TeamsRefused)
        {
            // There is no other way to this person.
        }
        catch (TeamsFailed) when (work.Tries + 1 >= retrying.Tries)
        {
            return new WorkOutcome.Later(bot.Now + AwayAgain, HoldsQueue: true);
        }

        return WorkOutcome.Finished;
    }

    /// <summary>What failed on the way is tried again as what Teams asked to wait for.</summary>
    private async Task NowAsync(IReadOnlyList<TeamsTell> tells, CancellationToken stop)
    {
        try
        {
            foreach (var tell in tells) await chat.TellAsync(tell, stop);
        }
        catch (TeamsFailed)
        {
            throw new ChatBusy(bot.Now + Duration.FromSeconds(1));
        }
    }

    private List<TeamsTell> AsOfNow(IReadOnlyList<TeamsTell> tells) => [.. tells.Select(tell => tell with { At = bot.Now.ToUnixTimeMilliseconds() })];
}

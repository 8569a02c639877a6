using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Storage;
using PostMortemBot.Trackers;

namespace PostMortemBot.Features;

/// <summary>
/// Learns that issues changed: the tracker tells, or it is asked every few minutes. What it tells names an issue and no more; how that stands is read from the tracker itself.
/// </summary>
internal static partial class FollowTracker
{
    /// <summary>As much as the tracker's clock may be behind ours.</summary>
    private static readonly Duration Overlap = Duration.FromMinutes(10);
    private static readonly Duration AfterRefusal = Duration.FromHours(1);

    /// <summary>Asks each tracker that is not being asked already.</summary>
    public static async Task TickAsync(Bot bot, CancellationToken stop)
    {
        foreach (var organisation in await bot.Store.OrganisationsAsync(stop))
        {
            if (bot.TrackerOf(organisation) is null || bot.Store.Waits(organisation, FollowWork.Kind)) continue;
            await bot.Store.AppendAsync(new Append(organisation, FormattableString.Invariant($"follow/{bot.Now.ToUnixTimeMilliseconds()}"), []) { Work = [FollowWork.Put(bot.Now)] }, stop);
        }
    }

    /// <summary>Asks what changed since last time; a tracker that is asked for the first time gets the action items that are open.</summary>
    public static async Task<WorkOutcome> Do(Bot bot, WorkRow work, CancellationToken stop)
    {
        if (bot.TrackerOf(work.Organisation) is not { } tracker) return WorkOutcome.Finished;
        var row = await bot.Store.RowAsync(work.Organisation, FollowedRow.Key, stop);
        var before = FollowedRow.Of(row) is { } known && known.Home == tracker.Home ? known : null;
        try
        {
            var changed = before is null ? new([], bot.Now) : await tracker.ChangedSinceAsync(Instant.FromUnixTimeMilliseconds(before.UpTo) - Overlap, stop);
            List<WorkPut> looks = [.. before is null ? await OpenAsync(bot, work.Organisation, stop) : [], .. await OursAsync(bot, work.Organisation, changed.Keys, stop)];
            var followed = new RowPut(FollowedRow.Key, new FollowedRow(tracker.Home, changed.UpTo.ToUnixTimeMilliseconds()).Json, row?.Version ?? 0);
            await bot.Store.AppendAsync(new Append(work.Organisation, FormattableString.Invariant($"followed/{bot.Now.ToUnixTimeMilliseconds()}"), []) { Work = looks, Rows = [followed] }, stop);
            return WorkOutcome.Paced(bot.Now + bot.TrackerAskedEvery);
        }
        catch (TrackerRefused refused)
        {
            Log.NotAsked(bot.Log, tracker.Name, refused.Message);
            return WorkOutcome.Paced(bot.Now + AfterRefusal);
        }
        catch (TrackerBusy busy)
        {
            return WorkOutcome.Paced(bot.Now + busy.Wait);
        }
    }

    /// <summary>The tracker told that an issue changed; false when it stands for no action item.</summary>
    /// <param name="receipt">Names the delivery: the same again changes nothing.</param>
    public static async Task<bool> ToldAsync(Bot bot, string organisation, string issue, string receipt, CancellationToken stop)
    {
        var looks = await OursAsync(bot, organisation, [issue], stop);
        if (looks.Count > 0) await bot.Store.AppendAsync(new Append(organisation, "tracker/" + receipt, []) { Work = looks }, stop);
        return looks.Count > 0;
    }

    private static async Task<List<WorkPut>> OursAsync(Bot bot, string organisation, IReadOnlyList<string> issues, CancellationToken stop)
    {
        List<WorkPut> looks = [];
        foreach (var issue in issues.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (await bot.Store.RowAsync(organisation, MirrorRow.KeyOfIssue(issue), stop) is not { } row) continue;
            var item = MirrorWork.OfBody(row.Body);
            looks.Add(MirrorWork.Put(new(item.Stream), new(item.Action), bot.Now));
        }

        return looks;
    }

    /// <summary>The open action items of every incident that is not private.</summary>
    private static async Task<List<WorkPut>> OpenAsync(Bot bot, string organisation, CancellationToken stop)
    {
        List<WorkPut> all = [];
        foreach (var row in (await bot.Store.ListAsync(organisation, stop)).Where(row => Summary.Of(row) is { OpenActions: > 0, Readers: null }))
        {
            var p = await bot.PostMortems.LoadAsync(organisation, row.Id, stop);
            all.AddRange(p.Actions.Where(item => ActionMirrors.IsToMake(p, item)).Select(item => MirrorWork.Put(p.Id, item.Id, bot.Now)));
        }

        return all;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{Tracker} could not be asked what changed: {Why}")]
        public static partial void NotAsked(ILogger log, string tracker, string why);
    }
}

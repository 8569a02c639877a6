using NodaTime;
using NodaTime.Text;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Storage;
using PostMortemBot.Trackers;

namespace PostMortemBot.Features;

/// <summary>
/// Keeps an action item and its issue in step. What changed on one side since both said the same goes to the other; what changed on both is as the post-mortem says. Done twice it changes nothing.
/// </summary>
internal static class MirrorAction
{
    /// <summary>The tracker's clock and ours, at the most.</summary>
    private static readonly Duration ClocksDiffer = Duration.FromHours(1);

    public static async Task<WorkOutcome> Do(Bot bot, WorkRow work, CancellationToken stop)
    {
        if (bot.TrackerOf(work.Organisation) is not { } tracker) return WorkOutcome.Finished;
        var wish = MirrorWork.Of(work);
        var p = await bot.LoadAsync(work.Organisation, new(wish.Stream), stop);
        if (p.AllActions.FirstOrDefault(one => one.Id.Value == wish.Action) is not { } item) return WorkOutcome.Finished;
        await bot.People.LoadAsync(work.Organisation, stop);
        try
        {
            return item.Mirror is { } mirror
                ? tracker.Holds(mirror.Key) ? await KeepAsync(bot, work, tracker, p, item, mirror.Key, stop) : WorkOutcome.Finished
                : ActionMirrors.IsToMake(p, item) ? await MakeAsync(bot, work, tracker, p, item, stop) : WorkOutcome.Finished;
        }
        catch (TrackerRefused refused)
        {
            return new WorkOutcome.Refused(refused.Message);
        }
        catch (TrackerBusy busy)
        {
            return new WorkOutcome.Later(bot.Now + busy.Wait, HoldsQueue: true);
        }
    }

    /// <summary>That it is tried is noted before: one whose answer was lost is looked for, once the tracker is sure to find it.</summary>
    private static async Task<WorkOutcome> MakeAsync(Bot bot, WorkRow work, ITracker tracker, PostMortem p, ActionItem item, CancellationToken stop)
    {
        var key = MirrorRow.KeyOf(item.Id.Value);
        var row = await bot.Store.RowAsync(work.Organisation, key, stop);
        var known = MirrorRow.Of(row);
        if (known.TriedAt > 0 && known.Tried + tracker.FindsAfter > bot.Now) return WorkOutcome.At(known.Tried + tracker.FindsAfter);
        var text = TextOf(bot, work.Organisation, p, item);
        var issue = known.TriedAt > 0 ? await tracker.FindAsync(text.Mark, known.Tried - ClocksDiffer, stop) : null;
        var found = issue is not null;
        if (!found)
        {
            known = new(null, "", bot.Now.ToUnixTimeMilliseconds());
            if (!await bot.Store.PutAsync(work.Organisation, [new(key, known.Json, row?.Version ?? 0)], stop)) return WorkOutcome.At(bot.Now);
            issue = await tracker.MakeAsync(text, stop);
        }

        await bot.Store.PutAsync(work.Organisation, [new(key, (known with { State = issue!.State, Hash = found ? "" : text.Hash }).Json), new(MirrorRow.KeyOfIssue(issue.Key), work.Body)], stop);
        await TellAsync(bot, work, p, now => ActionMirrors.Stand(now, item.Id, issue.Key, issue.Link, bot.Now), "", stop);
        return found ? await KeepAsync(bot, work, tracker, p, item, issue.Key, stop) : WorkOutcome.Finished;
    }

    private static async Task<WorkOutcome> KeepAsync(Bot bot, WorkRow work, ITracker tracker, PostMortem p, ActionItem item, string key, CancellationToken stop)
    {
        if (await tracker.ReadAsync(key, stop) is not { } there)
        {
            await TellAsync(bot, work, p, now => ActionMirrors.Lose(now, item.Id, bot.Now), "/lost", stop);
            return new WorkOutcome.Refused($"{key} was deleted. {p.Name} keeps the action item, and none is made again.");
        }

        var (known, text) = (MirrorRow.Of(await bot.Store.RowAsync(work.Organisation, MirrorRow.KeyOf(item.Id.Value), stop)), TextOf(bot, work.Organisation, p, item));
        var (ours, theirs) = (tracker.Nearest(ActionMirrors.StateOf(p, item)), there.State);
        if (theirs != known.State && ours == known.State && ActionMirrors.IsShown(p, item))
        {
            await TellAsync(bot, work, p, now => ActionMirrors.Follow(now, item.Id, theirs, bot.Now), "/followed", stop);
            return WorkOutcome.Brought(new RowPut(MirrorRow.KeyOf(item.Id.Value), (known with { State = theirs }).Json));
        }

        if (ours != theirs || known.Hash != text.Hash) await tracker.ChangeAsync(key, text, theirs, ours, stop);
        return WorkOutcome.Brought(new RowPut(MirrorRow.KeyOf(item.Id.Value), (known with { State = ours, Hash = text.Hash }).Json));
    }

    /// <summary>What its issue is to say. Of an incident that became private, nothing.</summary>
    private static IssueText TextOf(Bot bot, string organisation, PostMortem p, ActionItem item)
    {
        if (p.IsPrivate) return new(item.Id.Value, "Withdrawn", ["This action item is kept to those who took part in its incident."], null, null, "");
        var view = bot.ViewFor(organisation);
        var owner = item.Owner is { } named ? view.OwnerOf(named) : "nobody yet";
        List<string> lines = [item.Shown.ReplaceLineEndings(" "), "", $"Incident: {p.Name} {p.Title}".TrimEnd(), $"Owner: {owner}", $"Due: {(item.Due is { } due ? LocalDatePattern.Iso.Format(due) : "no date yet")}", $"Horizon: {HorizonOf(item.Horizon)}"];
        if (item.Kind is { } kind) lines.Add($"Kind: {kind.ToString().ToLowerInvariant()}");
        if (item.Dropped is { } why) lines.Add($"Not needed: {why}");
        if (item.Removed) lines.Add("Taken out of the post-mortem.");
        var handle = item.Owner?.Person is { } person ? bot.People.Of(organisation, person).Handle : "";
        return new(item.Id.Value, item.Shown.ReplaceLineEndings(" "), lines, Address(p), item.Due, handle);
    }

    private static string HorizonOf(Horizon horizon) => horizon switch { Horizon.Immediate => "immediate", Horizon.ShortTerm => "short-term", _ => "long-term" };

    private static string? Address(PostMortem p) => p.Page is { Withdrawn: false } page && Uri.TryCreate(page.Location, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url.AbsoluteUri : null;

    private static async Task TellAsync(Bot bot, WorkRow work, PostMortem p, Func<PostMortem, Decision> rule, string part, CancellationToken stop) =>
        await Turn.OfBot(bot, work.Organisation, p.Places[0], FormattableString.Invariant($"{work.Key}/{work.Version}{part}"), stop).DecideAsync(p.Id, rule);
}

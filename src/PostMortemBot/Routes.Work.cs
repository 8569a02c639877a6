using PostMortemBot.Chat;
using PostMortemBot.Features;
using PostMortemBot.Storage;

namespace PostMortemBot;

/// <summary>What is done without a person: the work that appends leave, what is looked at every minute, what other programs tell.</summary>
internal static partial class Routes
{
    /// <summary>Who is told of work that is set aside.</summary>
    public static Func<WorkRow, string, CancellationToken, Task> SetAsideOf(Bot bot) => (work, why, stop) => SetAside.TellAsync(bot, work, why, stop);

    /// <summary>What is looked at every minute.</summary>
    public static Func<CancellationToken, Task> Tick(Bot bot) => stop => Task.WhenAll(Nudging.TickAsync(bot, stop), FollowTracker.TickAsync(bot, stop));

    /// <summary>What becomes of an alert that another program sends.</summary>
    public static TakeAlert TakeAlert(Bot bot) => (alert, stop) => AlertIn.TakeAsync(bot, alert, stop);

    /// <summary>What becomes of a change that the tracker tells.</summary>
    public static TrackerTold TrackerTold(Bot bot, string organisation) => (issue, receipt, stop) => FollowTracker.ToldAsync(bot, organisation, issue, receipt, stop);

    /// <summary>Who does which kind of work after a commit.</summary>
    public static IReadOnlyDictionary<string, Doer> Doers(Bot bot)
    {
        var postman = new Postman(bot);
        return new Dictionary<string, Doer>
        {
            [CardWork.Kind] = postman.CardAsync,
            [NoticeWork.Kind] = postman.NoticeAsync,
            [ReceiptWork.Kind] = postman.ReceiptAsync,
            [ReachWork.Kind] = postman.ReachAsync,
            [DigestWork.Kind] = (work, stop) => Digest.SendAsync(bot, work, stop),
            [DayWork.Kind] = (work, stop) => DayMessage.SendAsync(bot, work, stop),
            [QuietWork.Kind] = (work, stop) => ChangeCard.AfterQuiet(bot, work, stop),
            [BackfillWork.Kind] = (work, stop) => ReadHistory.Do(bot, work, stop),
            [ResembleWork.Kind] = (work, stop) => Resembling.Do(bot, work, stop),
            [PublishWork.Kind] = (work, stop) => PublishPage.Do(bot, work, stop),
            [ArchiveWork.Kind] = (work, stop) => RewriteArchive.Do(bot, work, stop),
            [TellWork.Kind] = (work, stop) => TellRecipients.Do(bot, work, stop),
            [AlertWork.Kind] = (work, stop) => AlertCard.ShowAsync(bot, work, stop),
            [MirrorWork.Kind] = (work, stop) => MirrorAction.Do(bot, work, stop),
            [FollowWork.Kind] = (work, stop) => FollowTracker.Do(bot, work, stop),
            [MailWork.Kind] = (work, stop) => TellRecipients.Send(bot, work, stop),
            [ReadWork.Kind] = (work, stop) => ReadCaptured.Do(bot, work, stop),
        };
    }
}

using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Features;

/// <summary>The post-mortems of an organisation of which something may still be owed, newest first.</summary>
internal static partial class Owed
{
    /// <summary>What is over for longer asks nobody anything: the last question comes 90 days after an action was done.</summary>
    private static readonly NodaTime.Duration Quiet = NodaTime.Duration.FromDays(100);

    public static async Task<IReadOnlyList<PostMortem>> LiveAsync(Bot bot, string organisation, CancellationToken stop)
    {
        List<PostMortem> live = [];
        foreach (var row in await bot.Store.ListAsync(organisation, stop))
        {
            try
            {
                if (IsLive(Summary.Of(row), bot.Now)) live.Add(await bot.LoadAsync(organisation, row.Id, stop));
            }
            catch (Exception bug) when (bug is not StoreUnavailable && !stop.IsCancellationRequested)
            {
                Log.LeftOut(bot.Log, row.Id.Value, bug);
            }
        }

        return live;
    }

    /// <summary>Those of them that this person may read.</summary>
    public static async Task<IReadOnlyList<PostMortem>> ForAsync(Turn turn) => [.. (await LiveAsync(turn.Bot, turn.Organisation, turn.Stop)).Where(p => Rights.May(turn.Actor, Act.Read, p))];

    /// <summary>What is found in each of them. One in which nothing can be looked for is told to the log and silences none of the others.</summary>
    public static IReadOnlyList<T> OfEach<T>(Bot bot, IEnumerable<PostMortem> live, Func<PostMortem, IEnumerable<T>> look)
    {
        List<T> found = [];
        foreach (var p in live)
        {
            try
            {
                found.AddRange([.. look(p)]);
            }
            catch (Exception bug)
            {
                Log.LeftOut(bot.Log, p.Id.Value, bug);
            }
        }

        return found;
    }

    private static bool IsLive(Summary row, NodaTime.Instant now) => Enum.Parse<Life>(row.Life) switch
    {
        Life.Capturing or Life.Offered or Life.Draft or Life.UnderReview => true,
        Life.Noted or Life.NotRequired or Life.Declined or Life.Final => row.OpenActions > 0 || now.ToUnixTimeMilliseconds() - row.Changed < (long)Quiet.TotalMilliseconds,
        _ => false,
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Post-mortem {Id} cannot be read; what is owed for it is told to nobody.")]
        public static partial void LeftOut(ILogger log, string id, Exception bug);
    }
}

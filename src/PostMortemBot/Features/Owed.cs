using PostMortemBot.Chat;
using PostMortemBot.Domain;

namespace PostMortemBot.Features;

/// <summary>The post-mortems of an organisation of which something may still be owed, newest first.</summary>
internal static class Owed
{
    /// <summary>What is over for longer asks nobody anything: the last question comes 90 days after an action was done.</summary>
    private static readonly NodaTime.Duration Quiet = NodaTime.Duration.FromDays(100);

    public static async Task<IReadOnlyList<PostMortem>> LiveAsync(Bot bot, string organisation, CancellationToken stop)
    {
        List<PostMortem> live = [];
        foreach (var row in (await bot.Store.ListAsync(organisation, stop)).Where(row => IsLive(Summary.Of(row), bot.Now))) live.Add(await bot.LoadAsync(organisation, row.Id, stop));
        return live;
    }

    private static bool IsLive(Summary row, NodaTime.Instant now) => Enum.Parse<Life>(row.Life) switch
    {
        Life.Capturing or Life.Offered or Life.Draft or Life.UnderReview => true,
        Life.Noted or Life.NotRequired or Life.Declined or Life.Final => row.OpenActions > 0 || now.ToUnixTimeMilliseconds() - row.Changed < (long)Quiet.TotalMilliseconds,
        _ => false,
    };
}

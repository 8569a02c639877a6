using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Features;
using PostMortemBot.Storage;

namespace PostMortemBot.Tests.World;

/// <summary>What only weeks would bring to a program that runs by the real clock, put into its store while it does not run: an action item past its day, the digest that tells of it, and the issues that are due.</summary>
internal static class Overdue
{
    public const string Text = "Watch the pool from the first day";

    /// <summary>The month that the digest tells of.</summary>
    private static readonly LocalDate Month = new(2026, 11, 1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task PutAsync(BotProcess stopped, string organisation, string incident)
    {
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        await using var store = SqliteStore.Open(stopped.StoreFile, new NodaTime.Testing.FakeClock(now));
        var id = (await store.ByIncidentIdAsync(organisation, incident, Stop))!.Value;
        var facts = await store.ReadAsync(organisation, id, 0, Stop);
        var p = Evolve.Fold(id, facts);
        var late = new ActionItemAdded(now, p.Author!.Value, new("LATE"), Text, EventOwner.OfPerson(p.Author.Value), Month.PlusDays(-1), Horizon.Immediate, ActionKind.Alert, null);
        p = Evolve.Apply(p, late);
        var place = p.Places[0].WithoutThread;
        var append = new Append(organisation, "weeks later", [new StreamAppend(id, facts.Count, [late], Summary.RowOf(p))])
        {
            Work = [DigestWork.Put("digest/2026-11", Month, place, now), .. p.Actions.Select(action => MirrorWork.Put(id, action.Id, now))],
        };
        Assert.IsType<AppendResult.Appended>(await store.AppendAsync(append, Stop));
    }
}

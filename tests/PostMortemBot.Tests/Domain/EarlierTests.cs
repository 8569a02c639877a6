using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Domain;

/// <summary>Remaining = 100 % − this − earlier post-mortems of that SLO and month − other (decisions.md 7), reckoned by hand: 99.9 % of November leaves 43.2 min.</summary>
public sealed class EarlierTests
{
    private static readonly Policy Policy = Shipped.Policy with { Slos = [new("Availability", SloKind.Time, 0.999, "99.9%")] };

    [Fact]
    public void What_an_earlier_incident_of_the_month_took_is_gone()
    {
        var spent = Spent([Entry("A", "2026-11-03 10:00", 4.32), Entry("B", "2026-11-10 10:00", 8.64)]);

        // 23 of 43.2 min are 53.2 %; 4.32 and 8.64 are 10 and 20 %.
        Assert.Equal("16.8 % (100 % − 53.2 % here − 30 % earlier)", spent.RemainingText);
    }

    [Theory]
    [InlineData("A", "2026-10-31 10:00", "another month")]
    [InlineData("A", "2026-11-25 10:00", "a later incident")]
    [InlineData("P", "2026-11-03 10:00", "the incident itself")]
    [InlineData("Z", "2026-11-24 02:10", "one that began at the same instant and was opened later")]
    public void What_is_not_earlier_in_that_month_takes_nothing(string id, string began, string why)
    {
        Assert.NotEmpty(why);
        Assert.Equal("46.8 % (100 % − 53.2 % here)", Spent([Entry(id, began, 4.32)]).RemainingText);
    }

    [Fact]
    public void An_incident_over_the_end_of_a_month_counts_with_its_share_of_each()
    {
        // 23:40 on 31 October to 00:20: half of its 8.64 bad minutes, 10 % of November's budget, lies in November.
        var spent = Spent([new(new("A"), Chatting.InNewYork("2026-10-31 23:40"), Chatting.InNewYork("2026-11-01 00:20"), [new("Availability", Duration.FromMinutes(8.64), null, null, "")])]);

        Assert.Equal("36.8 % (100 % − 53.2 % here − 10 % earlier)", spent.RemainingText);
    }

    private static BudgetEntry Entry(string id, string began, double bad) =>
        new(new(id), Chatting.InNewYork(began), Chatting.InNewYork(began) + Duration.FromMinutes(30), [new("Availability", Duration.FromMinutes(bad), null, null, "")]);

    private static BudgetSpent Spent(IReadOnlyList<BudgetEntry> all)
    {
        var began = Chatting.InNewYork("2026-11-24 02:10");
        var sam = new PersonId("sam");
        var p = Evolve.Fold(new("P"),
        [
            new IncidentStarted(began, sam, TestChat.PlaceOf("#inc"), 1, "slow"),
            new SloMeasured(began, sam, "Availability", Duration.FromMinutes(23), null, null, ""),
            new IncidentResolved(began, sam, began + Duration.FromMinutes(23)),
        ]);
        var earlier = Earlier.Of(p, all, Policy);
        var row = Assert.Single(Filling.BudgetOf(p, Policy, earlier));
        Assert.Equal(row, Assert.Single(KnownFacts.Spent(p, p.Slos["Availability"], Policy, earlier["Availability"])));
        return row;
    }
}

using PostMortemBot.Domain;

namespace PostMortemBot.Tests.Domain;

public sealed class SimilarTests
{
    private static readonly Comparable Subject = new(
        "INC-004211", "Degraded response times on API gateway", ["Connection pools were halved by a configuration change"], ["gateway"], ["Change Management"]);

    private static readonly Comparable Pool = new("INC-003977", "Gateway timeouts", ["The connection pool was exhausted"], ["gateway", "orders"], ["Capacity"]);
    private static readonly Comparable Certificate = new("INC-003001", "Certificate of mail relay expired", ["Nobody watched its expiry"], ["mail"], ["Monitoring"]);

    [Fact]
    public void A_shared_service_and_words_in_a_row_make_it_similar_and_are_said()
    {
        var found = Assert.Single(Similar.Find(Subject, [Pool, Certificate]));

        Assert.Equal("INC-003977", found.Id);
        Assert.Equal("same service gateway; both say \"connection pools\", \"gateway\"", found.Why);
        Assert.Equal(["gateway", "connection pools"], found.Shared);
    }

    [Fact]
    public void The_more_alike_comes_first_and_only_as_many_as_asked()
    {
        var twin = Subject with { Id = "INC-000007" };

        Assert.Equal(["INC-000007", "INC-003977"], Similar.Find(Subject, [Pool, twin, Certificate]).Select(found => found.Id));
        Assert.Equal("same service gateway; same factor Change Management; both say \"api gateway\", \"connection pools\", \"halved\"", Assert.Single(Similar.Find(Subject, [Pool, twin], 1)).Why);
    }

    [Fact]
    public void Itself_and_what_shares_only_the_service_or_everyday_words_is_not_similar()
    {
        var sameService = new Comparable("INC-000001", "Incident: users saw errors", ["The service failed during a change"], ["gateway"], []);

        Assert.Empty(Similar.Find(Subject, [Subject, sameService, Certificate]));
        Assert.Empty(Similar.Find(Subject, []));
    }

    [Fact]
    public void A_word_that_most_incidents_share_says_nothing()
    {
        var many = Enumerable.Range(0, 20).Select(n => new Comparable($"INC-{n}", $"Gateway number{n} halved", [], [], [])).ToList();

        Assert.Empty(Similar.Find(Subject with { Services = [], Causes = ["halved"] }, many));
        Assert.NotEmpty(Similar.Find(Subject with { Services = [], Causes = ["halved"] }, [.. many.Take(3)]));
    }
}

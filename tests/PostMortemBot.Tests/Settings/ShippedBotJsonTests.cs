using PostMortemBot.Domain;
using PostMortemBot.Tests.World;
using PostMortemBot.Wiki;

namespace PostMortemBot.Tests.Settings;

public sealed class ShippedBotJsonTests
{
    private readonly BotOptions options = Shipped.Options();

    [Fact]
    public void It_runs_on_one_machine_with_nothing_else()
    {
        Assert.Equal("http://localhost:3978/", options.Url.ToString());
        Assert.True(options.WebChat);
        Assert.Equal("/example/data/post-mortems.db", options.DatabaseFile);
        Assert.Equal(new WikiSettings.Folder("/example/data/wiki", null), options.Wiki);
        Assert.Null(options.Mail);
        Assert.Empty(options.Organisations);
        Assert.Empty(options.Warnings);
    }

    [Fact]
    public void It_holds_the_three_slos_of_the_template()
    {
        Assert.Equal(
            ["API Response Time (p95) Time 0.99 <200ms", "API Availability Time 0.999 99.9%", "Error Rate Requests 0.999 <0.1%"],
            options.Policy.Slos.Select(slo => FormattableString.Invariant($"{slo.Name} {slo.Kind} {slo.Target} {slo.Printed}")));
    }

    [Fact]
    public void It_holds_the_process_numbers()
    {
        var policy = options.Policy;

        Assert.Equal("America/New_York", policy.ProcessZone.Id);
        Assert.Equal(new TriggerPolicy() with { RequiredSeverities = policy.Triggers.RequiredSeverities }, policy.Triggers);
        Assert.Equal([Severity.P1], policy.Triggers.RequiredSeverities);
        Assert.Equal(new DeadlinePolicy(), policy.Deadlines);
        Assert.Equal(["LAB", "INT", "QA", "PROD"], policy.Environments);
        Assert.Equal(5, policy.RelatedDocuments.Count);
        Assert.Equal(4, policy.Contacts.Count);
    }

    [Theory]
    [InlineData("Technical", "Senior SRE", "noor", "jun")]
    [InlineData("Process", "Platform Manager", "kim", "marta")]
    [InlineData("Business", "App Dev Lead", "priya", "rosa")]
    public void Every_role_of_the_review_is_held_with_a_stand_in(string name, string title, string reviewer, string standIn)
    {
        var role = options.Policy.Review.Roles.Single(one => one.Name == name);
        var asked = role.For(["gateway"]);

        Assert.Equal(title, role.Title);
        Assert.Equal([reviewer], asked.Reviewers.SelectMany(options.Policy.Holders).Select(person => person.Handle));
        Assert.Equal([standIn], asked.StandIns.SelectMany(options.Policy.Holders).Select(person => person.Handle));
    }

    [Theory]
    [InlineData("inc-004211", "INC-004211")]
    [InlineData("INC-1234", "INC-1234")]
    [InlineData("INC-123", null)]
    [InlineData("INC-123456789", null)]
    [InlineData("INC-1234\n", "INC-1234")]
    [InlineData("xINC-1234", null)]
    [InlineData("INC-١٢٣٤", null)]
    public void An_incident_number_is_read_whole(string word, string? read) => Assert.Equal(read, options.Policy.ReadIncidentId(word));

    [Theory]
    [InlineData("incident overview / impact metrics", "Technical, Business")]
    [InlineData("incident overview / timeline summary", "Technical, Process")]
    [InlineData("contributing factors / technical factors", "Technical")]
    [InlineData("contributing factors / organizational factors", "Process")]
    [InlineData("communication assessment / internal communication", "Process")]
    [InlineData("communication assessment / external communication", "Process, Business")]
    [InlineData("review and approval / approvals", "")]
    public void Sections_are_reviewed_by_their_roles(string path, string roles) =>
        Assert.Equal(roles, string.Join(", ", options.Policy.Review.Roles.Where(role => role.Covers(new FieldPath(path))).Select(role => role.Name)));

    [Fact]
    public void A_part_that_nobody_reviews_is_found()
    {
        FieldPath[] leaves = [new("executive summary"), new("legal notes"), new("what went well / positive aspects")];

        Assert.Equal([new FieldPath("legal notes")], options.Policy.Review.Unreviewed(leaves));
    }
}

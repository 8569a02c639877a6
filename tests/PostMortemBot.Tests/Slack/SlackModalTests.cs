using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Slack;

/// <summary>What is pressed in an open modal shows there what became of it.</summary>
public sealed class SlackModalTests(SlackProduced produced)
{
    private const string Incident = "INC-004211";
    private const string Channel = "#inc-gateway";

    [Fact]
    public async Task An_event_removed_in_its_form_is_told_there_with_the_way_back()
    {
        await using var acme = await StartAsync();
        var dana = acme["dana"];
        await dana.Type(Channel, "mark Splunk alert fired");
        await dana.Press("Edit");

        await dana.Press("Remove");

        Assert.Empty((await acme.Of(Incident)).Events);
        Assert.Contains("Taken off the timeline: ", dana.FormText, StringComparison.Ordinal);
        await dana.Press("Put back");
        Assert.Contains("Back on the timeline: ", dana.FormText, StringComparison.Ordinal);
        Assert.Single((await acme.Of(Incident)).Events);
        acme.Clean();
    }

    [Fact]
    public async Task The_timeline_in_a_modal_is_leafed_through_there()
    {
        await using var acme = await StartAsync();
        var dana = acme["dana"];
        for (var at = 1; at <= 12; at++) await dana.Type(Channel, $"mark node {at} restarted");
        await acme.Pass(TimeSpan.FromMinutes(40));
        await dana.Type(Channel, "resolve");
        await acme.Pass(TimeSpan.FromHours(7));
        await dana.Press("Continue", "@dana");
        await dana.Press("Change a time");
        Assert.Contains("Events 1 to 10 of 12.", dana.FormText, StringComparison.Ordinal);

        await dana.Press("Next 2");

        Assert.Contains("Events 11 to 12 of 12.", dana.FormText, StringComparison.Ordinal);
        acme.Clean();
    }

    [Fact]
    public async Task What_is_done_from_a_modal_elsewhere_says_there_that_it_is_done()
    {
        await using var acme = await StartAsync();
        var dana = acme["dana"];
        await dana.Type(Channel, "mark Splunk alert fired");
        await acme.Pass(TimeSpan.FromMinutes(40));
        await dana.Type(Channel, "resolve");
        await acme.Pass(TimeSpan.FromHours(7));
        await dana.Press("Continue", "@dana");
        await dana.Press("Change a time");

        await dana.Press("Post to channel");

        Assert.Contains("Done.", dana.FormText, StringComparison.Ordinal);
        acme.Clean();
    }

    [Fact]
    public async Task What_is_told_beside_the_card_that_changes_is_told_from_a_modal_too()
    {
        await using var acme = await StartAsync();
        var dana = acme["dana"];
        await dana.Type(Channel, "mark 02:10 pool is empty");
        await dana.Type(Channel, "mark 02:11 pool is empty");
        await acme.Pass(TimeSpan.FromMinutes(40));
        await dana.Type(Channel, "resolve");
        await acme.Pass(TimeSpan.FromHours(7));
        await dana.Press("Continue", "@dana");
        await dana.Press("Change a time");

        var saw = await dana.Press("Join 02:10 and 02:11");

        Assert.Contains("1 event", dana.FormText, StringComparison.Ordinal);
        Assert.Contains("One event now: ", saw.Text, StringComparison.Ordinal);
        acme.Clean();
    }

    private async Task<SlackProgram> StartAsync()
    {
        var acme = await SlackProgram.StartAsync(produced);
        await acme["dana"].Type(Channel, $"start {Incident} Degraded response times p1 owner:@dana");
        return acme;
    }
}

using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>An incident kept to its own people: who decides it, what is said, and what becomes of what was published.</summary>
public sealed class PrivateTests
{
    private const string Elsewhere = "#elsewhere";

    [Fact]
    public async Task Kept_private_it_is_read_by_its_people_the_SRE_team_and_those_added_and_by_nobody_else()
    {
        await using var chat = await OpenAsync();
        await chat.Type("ines", "#inc", "mark restarted the pool");

        var said = await chat.Type("sam", "#inc", "private @lee");

        Assert.Contains("INC-004211 is private", said.Text, StringComparison.Ordinal);
        Assert.Contains("Lee Chang", said.Text, StringComparison.Ordinal);
        foreach (var reader in new[] { "sam", "ines", "lee", "marta" }) Assert.Contains("restarted the pool", (await chat.Type(reader, Elsewhere, "INC-004211 timeline")).Text, StringComparison.Ordinal);
        foreach (var other in new[] { "iris", "kim", "priya" }) Assert.Equal("This incident is private. Its author or the SRE team can let you read it.\n" + HelpProcessTests.Contact, (await chat.Type(other, Elsewhere, "INC-004211 timeline")).Text.Trim());
    }

    [Fact]
    public async Task Action_items_of_a_private_one_are_not_taken_out_by_who_only_took_part()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        await chat.Type("sam", "#inc", "start INC-004216 p2 env:QA owner:@sam tokens slow");
        await chat.Type("lee", "#inc", "mark restarted");
        Assert.NotNull((await chat.Type("lee", "#inc", "export csv")).Answer.Private!.File);
        await chat.Type("sam", "#inc", "private");

        Assert.Null((await chat.Type("lee", "#inc", "export csv")).Answer.Private!.File);
        Assert.Equal(nameof(Act.Export), Assert.Single(await chat.Store.AuditedAsync(Chatting.Organisation, 5, TestContext.Current.CancellationToken)).Act);
        Assert.NotNull((await chat.Type("sam", "#inc", "export csv")).Answer.Private!.File);
    }

    [Fact]
    public async Task Left_out_again_they_read_no_more_and_whoever_took_part_cannot_be_left_out()
    {
        await using var chat = await OpenAsync();
        await chat.Type("ines", "#inc", "mark restarted the pool");
        await chat.Type("sam", "#inc", "private @lee");

        await chat.Type("sam", "#inc", "private without @lee");
        Assert.Contains("is private. Its author", (await chat.Type("lee", Elsewhere, "INC-004211 timeline")).Text, StringComparison.Ordinal);
        await chat.Type("sam", "#inc", "private @lee @ines");
        var left = await chat.Press("sam", "Leave one out", value: "Lee Chang");
        Assert.DoesNotContain("Leave one out", left.Text, StringComparison.Ordinal); // Ines took part

        Assert.Contains("is private. Its author", (await chat.Type("lee", Elsewhere, "INC-004211 timeline")).Text, StringComparison.Ordinal);
        Assert.Contains("goes on reading it", (await chat.Type("sam", "#inc", "private without @ines")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sam", true)] // The owner.
    [InlineData("marta", true)] // The SRE team.
    [InlineData("kim", true)] // The process reviewer.
    [InlineData("lee", false)]
    [InlineData("priya", false)]
    public async Task It_is_decided_by_the_author_the_SRE_team_and_the_process_reviewer(string who, bool decides)
    {
        await using var chat = await OpenAsync();

        await chat.Type(who, Elsewhere, "INC-004211 private");
        Assert.Equal(decides, (await chat.Of("INC-004211")).IsPrivate);
        if (!decides) return;
        await chat.Type(who, Elsewhere, "INC-004211 public");
        Assert.False((await chat.Of("INC-004211")).IsPrivate);
    }

    [Fact]
    public async Task Undo_and_the_buttons_take_it_back()
    {
        await using var chat = await OpenAsync();
        await chat.Advance(Duration.FromMinutes(1)); // What one person does in one moment is one act.
        await chat.Press("sam", "Keep private", on: "#inc");
        Assert.True((await chat.Of("INC-004211")).IsPrivate);
        var undone = await chat.Press("sam", "Undo");
        Assert.Equal("Taken back. INC-004211 is open to everybody of the organisation again.", undone.Text.Split('\n')[0].Trim());
        Assert.False((await chat.Of("INC-004211")).IsPrivate);
        await chat.Type("sam", "#inc", "private");
        await chat.Press("sam", "Make public");
        Assert.False((await chat.Of("INC-004211")).IsPrivate);
    }

    [Fact]
    public async Task Who_is_in_its_channel_still_adds_to_it_and_who_is_not_does_not()
    {
        await using var chat = await OpenAsync();
        await chat.Type("sam", "#inc", "private");
        chat.Chat.Outside.Add(("priya", "#inc"));

        await chat.Type("iris", "#inc", "mark cache emptied");
        await chat.Type("priya", Elsewhere, "INC-004211 mark seen from outside");

        Assert.Equal("cache emptied", Assert.Single((await chat.Of("INC-004211")).Events).Text);
    }

    [Fact]
    public async Task Turned_private_after_publishing_the_page_is_withdrawn_the_posts_are_edited_and_what_cannot_be_recalled_is_said()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        var p = await Drafted.WellMarked(chat);
        chat.Bot.PostMortems.Keep(Chatting.Organisation, await chat.Of(p.Id) with { Life = Life.Final });
        await chat.Type("sam", "#inc", "publish");
        var name = (await chat.Of(p.Id)).Page!.Name;
        Assert.Contains("published", CardText.Of(chat.Chat.PostedIn("distribution")[^1].Card!), StringComparison.Ordinal);

        var said = await chat.Type("sam", "#inc", "private");

        Assert.Contains("cannot be recalled", said.Text, StringComparison.Ordinal);
        Assert.Contains("This page was withdrawn", await chat.Wiki.ReadAsync(name, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.All(chat.Chat.PostedIn("distribution"), post => Assert.Contains("was withdrawn", CardText.Of(post.Card!), StringComparison.Ordinal));
        Assert.DoesNotContain(name, await chat.Wiki.ReadAsync(PageName.Archive, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        await chat.Type("sam", "#inc", "public");

        Assert.DoesNotContain("withdrawn", await chat.Wiki.ReadAsync(name, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_of_another_incident_no_longer_names_it()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        await chat.Type("sam", "#old", "start INC-004200 connection pool of gateway exhausted p2 svc:gateway owner:@sam");
        await chat.Type("sam", "#old", "resolve");
        await chat.Advance(Duration.FromMinutes(1));
        await chat.Type("lee", "#inc", "start INC-004211 connection pool of gateway exhausted p2 svc:gateway");
        Assert.Contains("Looks like INC-004200", Card(chat), StringComparison.Ordinal);

        await chat.Type("sam", "#old", "private");

        Assert.DoesNotContain("INC-004200", Card(chat), StringComparison.Ordinal);

        static string Card(Chatting chat) => CardText.Of(chat.Chat.PostedIn("#inc")[0].Card!);
    }

    [Fact]
    public async Task It_is_merged_with_no_public_one_and_joined_by_no_other_conversation()
    {
        await using var chat = await OpenAsync();
        await chat.Type("marta", "#two", "start INC-004212 slower");
        await chat.Type("sam", "#inc", "private");

        Assert.Contains("One of the two is private", (await chat.Type("marta", "#two", "merge INC-004211")).Text, StringComparison.Ordinal);
        Assert.Contains("it stays where it is spoken of", (await chat.Type("marta", "#three", "start INC-004211")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_reads_it_and_that_is_kept_among_the_audit_rows()
    {
        var policy = Shipped.Policy;
        policy = policy with { People = [.. policy.People.Select(person => person.Handle == "rosa" ? person with { Roles = ["admin"] } : person)] };
        await using var chat = Chatting.At("2026-11-24 10:00", policy);
        await chat.Type("sam", "#inc", "start INC-004211 slow owner:@sam");
        await chat.Type("sam", "#inc", "private");

        await chat.Type("rosa", Elsewhere, "INC-004211 status");

        var row = Assert.Single(await chat.Store.AuditedAsync(Chatting.Organisation, 10, TestContext.Current.CancellationToken));
        Assert.Equal((nameof(Act.Read), "A private incident was read by an administrator."), (row.Act, row.Reason));
    }

    private static async Task<Chatting> OpenAsync()
    {
        var chat = Chatting.At("2026-11-24 10:00");
        await chat.Type("sam", "#inc", "start INC-004211 gateway slow p1 owner:@sam");
        return chat;
    }
}

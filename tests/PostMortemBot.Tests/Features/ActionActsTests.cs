using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Features;
using PostMortemBot.Screens;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

public sealed class ActionActsTests
{
    private static readonly LocalDate Today = new(2026, 11, 24);

    [Theory]
    [InlineData("\"Alert on pool saturation\" @lee friday", "Alert on pool saturation", "@lee", "friday")]
    [InlineData("“Alert on pool saturation” in 2 weeks @lee", "Alert on pool saturation", "@lee", "in 2 weeks")]
    [InlineData("Alert on pool saturation @lee 2026-12-24", "Alert on pool saturation", "@lee", "2026-12-24")]
    [InlineData("Alert on pool saturation in 2 weeks", "Alert on pool saturation", "", "in 2 weeks")]
    [InlineData("Alert on pool saturation", "Alert on pool saturation", "", "")]
    [InlineData("\"Alert\" soonish", "Alert", "", "soonish")]
    [InlineData("friday", "friday", "", "")]
    public void The_words_are_read_as_text_owner_and_day(string typed, string text, string owner, string due) => Assert.Equal(new ActionWords(text, owner, due), ActionWords.Read(typed, Today));

    [Fact]
    public async Task One_line_adds_an_action_item_and_says_what_it_took_down()
    {
        await using var chat = await StartedAsync();

        var said = await chat.Type("rana", "#inc", "action \"Alert on pool saturation\" @lee friday");

        Assert.Equal("Action item of INC-004211: Alert on pool saturation · Lee Chang · due Fri 27 Nov (in 3 days)\n[Edit] [Undo]", said.Text);
        var item = Assert.Single((await chat.Of("INC-004211")).Actions);
        Assert.Equal((await chat.IdOf("lee"), new LocalDate(2026, 11, 27), Horizon.Immediate), (item.Owner!.Person, item.Due, item.Horizon));
        await chat.Press("rana", "Undo");
        Assert.Empty((await chat.Of("INC-004211")).Actions);
    }

    [Theory]
    [InlineData("action \"Alert\" @nobody friday", "I do not know @nobody.")]
    [InlineData("action \"Alert\" @lee soonish", "\"soonish\" is not a day I can read.")]
    [InlineData("action \"Alert\" @lee 2026-11-20", "has passed")]
    public async Task What_cannot_be_read_stores_nothing_and_gives_back_what_was_typed(string typed, string says)
    {
        await using var chat = await StartedAsync();

        var said = await chat.Type("rana", "#inc", typed);

        Assert.Contains(says, said.Text, StringComparison.Ordinal);
        Assert.Contains("You typed: " + typed, said.Text, StringComparison.Ordinal);
        Assert.Empty((await chat.Of("INC-004211")).Actions);
    }

    [Fact]
    public async Task They_are_exported_for_a_spreadsheet()
    {
        await using var chat = await StartedAsync();
        await chat.Type("rana", "#inc", "action \"Alert on pool saturation\" @lee friday");
        await chat.Type("rana", "#inc", "action \"=1+1, or less\" @sre-team in 2 weeks");

        var said = await chat.Type("rana", "#inc", "export csv");

        Assert.StartsWith("2 action items of INC-004211, as they stand now.", said.Text, StringComparison.Ordinal);
        var file = said.Answer.Private!.File!;
        Assert.Equal(("text/csv", "-actions.csv"), (file.ContentType, file.Name[^12..]));
        Assert.EndsWith(
            "\r\n\"INC-004211\",\"Alert on pool saturation\",\"Lee Chang\",\"2026-11-27\",\"Immediate\",\"\",\"Open\",\"\",\"\",\"\"\r\n\"INC-004211\",\"'=1+1, or less\",\"SRE\",\"2026-12-08\",\"Short-term\",\"\",\"Open\",\"\",\"\",\"\"\r\n",
            System.Text.Encoding.UTF8.GetString(file.Bytes),
            StringComparison.Ordinal);
        Assert.Contains("Export takes md, html, json or csv", (await chat.Type("rana", "#inc", "export pdf")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_team_owns_one_too_and_what_is_typed_without_a_day_is_due_within_a_month()
    {
        await using var chat = await StartedAsync();

        await chat.Type("rana", "#inc", "action Rehearse the failover @sre-team");

        var item = Assert.Single((await chat.Of("INC-004211")).Actions);
        Assert.Equal((EventOwner.OfTeam("SRE"), new LocalDate(2026, 12, 24), "Rehearse the failover"), (item.Owner, item.Due, item.Text));
    }

    [Fact]
    public async Task Mine_overdue_and_all_list_what_is_open_and_ten_a_page()
    {
        await using var chat = await StartedAsync();
        for (var number = 1; number <= 12; number++) await chat.Type("rana", "#inc", FormattableString.Invariant($"action \"number {number} of it\" {(number % 2 == 0 ? "@lee" : "@sam")} in {number} days"));
        await chat.Advance(Duration.FromDays(3));

        Assert.Contains("number 2 of it · Lee Chang · due Thu 26 Nov (yesterday) · INC-004211", (await chat.Type("lee", "@lee", "actions mine")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("number 3 of it", (await chat.Type("lee", "@lee", "actions")).Text, StringComparison.Ordinal);
        Assert.Contains("number 1 of it", (await chat.Type("lee", "@lee", "actions overdue")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("number 3 of it", (await chat.Type("lee", "@lee", "actions overdue")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("number 11 of it", (await chat.Type("lee", "@lee", "actions all")).Text, StringComparison.Ordinal);
        Assert.Contains("number 11 of it", (await chat.Press("lee", "Next 10")).Text, StringComparison.Ordinal);
        Assert.Contains("number 1 of it", (await chat.Type("rana", "#inc", "actions")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_final_document_takes_answers_and_new_items()
    {
        await using var chat = await StartedAsync();
        await chat.Type("rana", "#inc", "action \"Alert on pool saturation\" @lee friday");
        await PickAsync(chat);

        var done = await chat.Press("lee", "Done");
        Assert.Equal("Alert on pool saturation: done. What shows it? A link or a line, if you like.\n[Add] [Undo]", done.Text);
        await chat.Press("lee", "Add");
        await chat.Submit("lee", ("proof", "https://example.com/alert"));
        Assert.Equal((ActionStatus.Done, "https://example.com/alert"), (Item(await chat.Of("INC-004211")).Status, Item(await chat.Of("INC-004211")).ShownBy));
    }

    [Fact]
    public async Task A_new_date_takes_two_clicks()
    {
        await using var chat = await StartedAsync();
        await chat.Type("rana", "#inc", "action \"Alert on pool saturation\" @lee friday");
        await PickAsync(chat);

        await chat.Press("lee", "New date");
        var said = await chat.Submit("lee");

        Assert.Equal("Alert on pool saturation · Lee Chang · due Tue 1 Dec (in 7 days)\n[Undo]", said.Text);
    }

    [Fact]
    public async Task Not_needed_asks_for_the_reason_and_keeps_it()
    {
        await using var chat = await StartedAsync();
        await chat.Type("rana", "#inc", "action \"Alert on pool saturation\" @lee friday");
        await PickAsync(chat);
        await chat.Press("lee", "Not needed");

        Assert.Equal("Say why it is not needed. The reason stands in the document.", (await chat.Submit("lee")).ErrorAt("reason"));
        await chat.Submit("lee", ("reason", "gateway is replaced"));

        Assert.Equal("gateway is replaced", Item(await chat.Of("INC-004211")).Dropped);
        Assert.DoesNotContain("saturation", (await chat.Type("lee", "@lee", "actions mine")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_typed_for_an_item_that_went_meanwhile_is_shown()
    {
        await using var chat = await StartedAsync();
        await chat.Type("rana", "#inc", "action \"Alert on pool saturation\" @lee friday");
        await PickAsync(chat);
        await chat.Press("lee", "Not needed");
        var p = await chat.Of("INC-004211");
        await Turn.OfBot(chat.Bot, Chatting.Organisation, p.Places[0], "gone", TestContext.Current.CancellationToken).DecideAsync(p.Id, state => ActionItems.Remove(state, Item(state).Id, Actor.Bot, chat.Now));

        Assert.Equal("This action item is gone. You typed: gateway is replaced", (await chat.Submit("lee", ("reason", "gateway is replaced"))).Text);
    }

    [Fact]
    public async Task Who_neither_owns_nor_leads_it_does_not_answer_for_it()
    {
        await using var chat = await StartedAsync();
        await chat.Type("rana", "#inc", "action \"Alert on pool saturation\" @lee friday");
        await PickAsync(chat, "iris");
        var version = (await chat.Of("INC-004211")).Version;

        Assert.Contains("Its owner answers for an action item", (await chat.Press("iris", "Done")).Text, StringComparison.Ordinal);
        Assert.Equal(version, (await chat.Of("INC-004211")).Version);
        Assert.Single(await chat.Store.AuditedAsync(Chatting.Organisation, 5, TestContext.Current.CancellationToken));
    }

    private static ActionItem Item(PostMortem p) => Assert.Single(p.AllActions);

    private static async Task PickAsync(Chatting chat, string who = "lee")
    {
        var said = await chat.Type(who, "#inc", "actions");
        var picker = said.Screens.OfType<Card>().SelectMany(card => card.Elements.OfType<Element.Picker>()).First();
        await chat.Press(who, picker.Label, value: picker.Choices[0].Value);
    }

    private static async Task<Chatting> StartedAsync()
    {
        var chat = Chatting.At("2026-11-24 10:00");
        await chat.Type("rana", "#inc", "start INC-004211 gateway slow p1 env:PROD owner:@sam");
        await chat.Advance(Duration.FromMinutes(1));
        return chat;
    }
}

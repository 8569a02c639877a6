using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>Nothing that was typed or chosen is lost where no incident is, where several may be meant, or where a number is known already.</summary>
public sealed class GivenBackTests
{
    private static readonly string Lines = string.Join('\n', Enumerable.Range(10, 30).Select(i => $"02:{i} ERROR pool exhausted on node {i}"));

    [Fact]
    public async Task What_is_tried_again_goes_on_naming_the_incident_that_was_named()
    {
        await using var chat = Chatting.At("2026-12-01 09:00");
        await chat.Type("rana", "#inc", "start INC-004211 gateway slow p1");
        await chat.Type("rana", "#other", "start INC-004212 database slow p1");

        var named = await chat.Type("rana", "#other", "INC-004211 slo nothing bad 5m");
        var here = await chat.Type("rana", "#other", "slo nothing bad 5m");

        Assert.Equal("INC-004211 slo nothing bad 5m", named.Answer.Private!.Shown.Single(button => button.Label == "Try again").Value);
        Assert.Equal("slo nothing bad 5m", here.Answer.Private!.Shown.Single(button => button.Label == "Try again").Value);
    }

    /// <summary>In a channel and in the direct message: what is wrong is named, the number, the word, or a typo of it.</summary>
    [Theory]
    [InlineData("#inc")]
    [InlineData("@rana")]
    public async Task What_is_wrong_behind_an_incidents_number_is_said(string where)
    {
        await using var chat = Chatting.At("2026-12-01 09:00");
        await chat.Type("rana", "#inc", "start INC-004211 gateway slow p1");

        var word = await chat.Type("rana", where, "INC-004211 draft");
        var typo = await chat.Type("rana", where, "INC-004211 timelime all");
        var number = await chat.Type("rana", where, "INC-999999 status");

        Assert.StartsWith("I don't know “draft”. Behind an incident's number comes a command: INC-004211 mark draft", word.Text, StringComparison.Ordinal);
        Assert.Equal("INC-004211 timeline all", typo.Answer.Private!.Shown.Single().Value);
        Assert.StartsWith("I know no incident INC-999999. Look at the number, then send it again. You typed: INC-999999 status", number.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_to_be_kept_before_any_incident_comes_back_with_a_button_that_repeats_it()
    {
        await using var chat = Chatting.At("2026-11-24 02:10");
        var said = await chat.Type("rana", "#inc", "evidence " + Lines);
        Assert.StartsWith("There is no incident yet. Start one: start what is wrong. You typed: evidence 02:10 ERROR", said.Text, StringComparison.Ordinal);
        Assert.Contains("on node 39", said.Text, StringComparison.Ordinal);
        await chat.Type("dana", "#inc", "start INC-004211 gateway slow");

        await chat.Press("rana", "Try again");

        Assert.Equal(Lines, Assert.Single((await chat.Of("INC-004211")).Evidence).Text);
    }

    [Fact]
    public async Task What_is_too_long_for_the_buttons_of_which_one_is_given_back_whole()
    {
        await using var chat = Chatting.At("2026-11-24 02:10");
        await chat.Type("dana", "#a", "start INC-004211 gateway slow");
        await chat.Type("dana", "#b", "start INC-004212 disk full");
        var many = string.Join('\n', Enumerable.Range(100, 60).Select(i => $"02:10 ERROR pool exhausted on node {i}"));

        var said = await chat.Type("rana", "#quiet", "evidence " + many);
        Assert.Contains("on node 159", said.Text, StringComparison.Ordinal);
        await chat.Press("rana", "INC-004211");
        Assert.Empty((await chat.Of("INC-004211")).Evidence);
        await chat.Type("rana", "#quiet", "evidence " + many);

        Assert.Equal(many, Assert.Single((await chat.Of("INC-004211")).Evidence).Text);
    }

    [Fact]
    public async Task A_message_chosen_before_any_incident_waits_for_the_start()
    {
        await using var chat = Chatting.At("2026-11-24 02:10");
        var (message, _) = await chat.Say("dana", "#inc", "write a runbook for the pool");

        var kept = await chat.Choose("rana", message, "menu.evidence");
        var made = await chat.Choose("rana", message, "menu.action");
        await chat.Type("rana", "#inc", "start INC-004211 gateway slow");

        Assert.Contains("It waits 24 h for a start.", kept.Text, StringComparison.Ordinal);
        Assert.Contains("It waits 24 h for a start.", made.Text, StringComparison.Ordinal);
        var p = await chat.Of("INC-004211");
        Assert.Equal(("write a runbook for the pool", "write a runbook for the pool"), (Assert.Single(p.Evidence).Text, Assert.Single(p.Actions).Text));
    }

    [Fact]
    public async Task An_action_item_made_of_a_message_is_edited_and_undone_on_its_line()
    {
        await using var chat = Chatting.At("2026-11-24 02:10");
        await chat.Type("rana", "#inc", "start INC-004211 gateway slow");
        var (message, _) = await chat.Say("dana", "#inc", "write a runbook");
        var made = await chat.Choose("rana", message, "menu.action");
        Assert.Equal("Action item of INC-004211: write a runbook. Owner and date come with the document.\n[Edit] [Undo]", made.Text);
        var undo = Said.ButtonsOf(made.Screens[0]).Single(button => button.Label == "Undo");

        await chat.Press("rana", "Edit");
        await chat.Submit("rana", ("action", "A runbook for the pool exists."));
        Assert.Equal("A runbook for the pool exists.", Assert.Single((await chat.Of("INC-004211")).Actions).Text);

        var said = await chat.HandleAsync("rana", new ButtonPressed(Chatting.Account("rana"), TestChat.PlaceOf("#inc"), chat.Now, chat.NewReceipt(), undo.Id, undo.Value));
        Assert.Equal("It is no action item any more.", said.Text);
        Assert.Empty((await chat.Of("INC-004211")).Actions);
    }

    [Fact]
    public async Task A_start_of_a_number_that_was_merged_joins_the_one_it_is_part_of_and_gives_the_facts_back()
    {
        await using var chat = Chatting.At("2026-11-24 02:10");
        await chat.Type("rana", "#a", "start INC-004211 gateway slow owner:@sam");
        await chat.Type("rana", "#b", "start INC-004212 portal slow owner:@sam");
        Assert.Contains("is part of", (await chat.Type("sam", "#a", "merge INC-004212")).Text, StringComparison.Ordinal);

        var said = await chat.Type("rana", "#c", "start INC-004212 portal slow in PROD p1 env:PROD owner:@lee");

        Assert.Contains("INC-004212 is part of INC-004211.", said.Text, StringComparison.Ordinal);
        Assert.Contains("Not set yet: p1 env:PROD owner:@lee title portal slow in PROD.", said.Text, StringComparison.Ordinal);
        Assert.Equal("INC-004211", (await chat.Of("#c")).IncidentId);
        Assert.Null((await chat.Of("INC-004211")).Severity);
        await chat.Press("rana", "Set these facts");
        var p = await chat.Of("INC-004211");
        Assert.Equal((Severity.P1, "portal slow in PROD", await chat.IdOf("lee")), (p.Severity, p.Title, p.Owner));
    }

    [Fact]
    public async Task A_start_of_a_number_that_was_cancelled_joins_nothing_and_offers_to_reopen()
    {
        await using var chat = Chatting.At("2026-11-24 02:10");
        await chat.Type("rana", "#a", "start INC-004211 gateway slow");
        await chat.Type("rana", "#a", "cancel a test");

        var said = await chat.Type("rana", "#c", "start INC-004211 gateway slow p1");

        Assert.Equal("INC-004211 was cancelled. Reopen it, then start again. You typed: start INC-004211 p1 gateway slow\n[Reopen] [Try again]", said.Text);
        var p = await chat.Of("INC-004211");
        Assert.Equal((Life.Cancelled, false), (p.Life, p.Places.Contains(TestChat.PlaceOf("#c"))));
        await chat.HandleAsync("rana", new ButtonPressed(Chatting.Account("rana"), TestChat.PlaceOf("#c"), chat.Now, chat.NewReceipt(), "incident.reopen", p.Id.Value));
        await chat.Type("rana", "#c", "start INC-004211 gateway slow p1");
        Assert.Equal("INC-004211", (await chat.Of("#c")).IncidentId);
    }

    [Fact]
    public async Task A_sentence_that_begins_with_a_command_word_asks_before_it_is_either()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);
        var why = new FieldPath("root cause analysis / why it happened");
        await WaitedForAsync(chat);

        var said = await LineAsync(chat, "Cancel jobs piled up in the queue");

        Assert.Equal(["It is the answer", "Run cancel"], said.Buttons);
        Assert.Equal((Life.Draft, false), ((await chat.Of(p.Id)).Life, (await chat.Of(p.Id)).Answers.ContainsKey(why)));
        await chat.Press("sam", "It is the answer");
        Assert.Equal(new FieldValue.Words("Cancel jobs piled up in the queue"), (await chat.Of(p.Id)).Answers[why].Value);
        Assert.Equal(Life.Draft, (await chat.Of(p.Id)).Life);
    }

    [Fact]
    public async Task The_command_runs_when_it_is_meant_and_a_bare_command_word_always_does()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);
        await WaitedForAsync(chat);

        Assert.Contains("Timeline", (await LineAsync(chat, "timeline")).Text, StringComparison.Ordinal);
        await LineAsync(chat, "cancel opened by mistake");
        await chat.Press("sam", "Run cancel");

        Assert.Equal(Life.Cancelled, (await chat.Of(p.Id)).Life);
        Assert.Empty((await chat.Of(p.Id)).Answers);
    }

    [Fact]
    public async Task Where_no_answer_is_waited_for_a_command_runs_at_once()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);

        await LineAsync(chat, "cancel opened by mistake");

        Assert.Equal(Life.Cancelled, (await chat.Of(p.Id)).Life);
    }

    private static async Task WaitedForAsync(Chatting chat)
    {
        await chat.Type("sam", "@sam", "INC-004211 write root cause");
        await chat.Press("sam", "Answer by message");
        await chat.Press("sam", "Which field", value: "Why It Happened");
    }

    private static Task<Said> LineAsync(Chatting chat, string words)
    {
        var message = chat.Chat.Say("sam", TestChat.PlaceOf("@sam"), words);
        return chat.HandleAsync("sam", new CommandTyped(Chatting.Account("sam"), message.Place, chat.Now, chat.NewReceipt(), words) { Message = message, Direct = true });
    }
}

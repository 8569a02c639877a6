using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>Asking people for the document: a section is theirs to write until it is taken back; an account comes to the author as a proposal.</summary>
public sealed class AskingTests
{
    private const string Why = "root cause analysis / why it happened";
    private const string How = "root cause analysis / how it was fixed";

    [Fact]
    public async Task A_section_goes_to_the_person_who_writes_it_and_the_author_is_told()
    {
        await using var chat = await DraftedAsync();
        var asked = await AskAsync(chat, "What halved the pool size?");
        Assert.Equal("Asked: @Lee Chang gets it now, under your name. Root Cause Analysis is theirs to write until you take it back; you are told.\n[Undo] [Continue]", asked.Text);
        Assert.Equal("Root Cause Analysis is yours to write · INC-004211\n@Sam Ortiz asks you to write it, by Mon 30 Nov (in 6 days):\n“What halved the pool size?”\nIt stands in the document as you save it, and @Sam Ortiz is told.\n[Write it] [Not now] [Read it]", Assert.Single(chat.Standing("@lee")));
        Assert.Contains("With others: Root Cause Analysis (@Lee Chang, asked Tue 24 Nov)", chat.Standing("@sam")[^1], StringComparison.Ordinal);

        var form = (await chat.Press("lee", "Write it", "@lee")).Form;
        Assert.All(form.Fields.Where(field => field.Name.StartsWith("f:", StringComparison.Ordinal)), field => Assert.StartsWith("f:root cause analysis", field.Name, StringComparison.Ordinal));
        Assert.DoesNotContain(form.Elements.OfType<PostMortemBot.Screens.FormElement.Acts>().SelectMany(acts => acts.Buttons), button => button.Label == "Ask someone");
        var saved = await chat.Submit("lee", ("f:" + Why, "Change 4711 set the default of staging"));

        Assert.Contains("@Sam Ortiz sees it. Thank you.\n[Write more] [Read it]", saved.Text, StringComparison.Ordinal);
        Assert.Equal(new FieldValue.Words("Change 4711 set the default of staging"), (await chat.Of("INC-004211")).Answers[new(Why)].Value);
        Assert.Equal("INC-004211, Root Cause Analysis: you wrote in it. Thank you.\n[Write more]", Assert.Single(chat.Standing("@lee")));
        Assert.Equal("Lee Chang wrote in Root Cause Analysis · INC-004211\n• Why It Happened: Change 4711 set the default of staging\nIt stands in the document. It stays theirs to write until you take it back.\n[Open Root Cause Analy…] [Read it] [Take it back]", chat.Standing("@sam")[^1]);
        Assert.DoesNotContain("With others:", chat.Standing("@sam")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_theirs_until_it_is_taken_back_and_the_taking_back_is_undone()
    {
        await using var chat = await DraftedAsync();
        await AskAsync(chat, "Why?");
        await chat.Press("lee", "Write it", "@lee");
        await chat.Submit("lee", ("f:" + Why, "Staging has other defaults"));
        var open = await chat.Press("lee", "Write more", "@lee");

        var back = await chat.Press("sam", "Take it back", "@sam");
        Assert.Equal("Taken back. What was written stays.\n[Undo]", back.Answer.Private is { } card ? CardText.Of(card) : "");
        Assert.Equal("INC-004211, Root Cause Analysis: taken back. It is not yours to write any more.", Assert.Single(chat.Standing("@lee")));
        Assert.Equal("Lee Chang wrote in Root Cause Analysis · INC-004211: taken back from them; what was written stays.", chat.Standing("@sam")[^1]);
        var refused = await chat.HandleAsync("lee", new FormSubmitted(Chatting.Account("lee"), TestChat.PlaceOf("@lee"), chat.Now, chat.NewReceipt(), "draft.section", open.Form.Carry, new(new Dictionary<string, IReadOnlyList<string>> { ["f:" + Why] = ["And more"] })) { Direct = true });
        Assert.Contains(refused.Form.Elements.OfType<PostMortemBot.Screens.FormElement.Note>(), note => note.Line.ToString().StartsWith("The author writes this post-mortem, and the SRE team.", StringComparison.Ordinal));
        Assert.Equal("And more", Assert.IsType<PostMortemBot.Screens.FieldInput.Long>(refused.Form.Fields.First(field => field.Name == "f:" + Why).Input).Value);
        Assert.Contains("Sam Ortiz writes INC-004211", (await chat.Type("lee", "@lee", "INC-004211 write root cause")).Text, StringComparison.Ordinal);
        Assert.Equal(new FieldValue.Words("Staging has other defaults"), (await chat.Of("INC-004211")).Answers[new(Why)].Value);

        await chat.Press("sam", "Undo");
        Assert.Contains("[Write more]", Assert.Single(chat.Standing("@lee")), StringComparison.Ordinal);
        await chat.Press("lee", "Write more", "@lee");
        await chat.Submit("lee", ("f:" + Why, "Staging has other defaults than production"));
        Assert.Equal(new FieldValue.Words("Staging has other defaults than production"), (await chat.Of("INC-004211")).Answers[new(Why)].Value);
    }

    [Fact]
    public async Task Taking_back_what_they_wrote_makes_it_wait_again_and_tells_no_falsehood()
    {
        await using var chat = await DraftedAsync();
        await AskAsync(chat, "Why?");
        await chat.Press("lee", "Write it", "@lee");
        await chat.Submit("lee", ("f:" + Why, "Staging"));

        await chat.Type("lee", "@lee", "undo");

        Assert.Contains("[Write it]", Assert.Single(chat.Standing("@lee")), StringComparison.Ordinal);
        Assert.Equal("Lee Chang wrote in Root Cause Analysis · INC-004211: they took that back.", chat.Standing("@sam")[^1]);
        Assert.DoesNotContain(new FieldPath(Why), (await chat.Of("INC-004211")).Answers.Keys);
    }

    [Fact]
    public async Task Of_one_field_only_that_is_asked_and_by_message_too()
    {
        await using var chat = await DraftedAsync();
        var p = await chat.Of("INC-004211");
        await chat.HandleAsync("sam", new ButtonPressed(Chatting.Account("sam"), TestChat.PlaceOf("@sam"), chat.Now, chat.NewReceipt(), "ask.open", p.Id.Value + "|root cause analysis") { Direct = true });
        Assert.StartsWith("Asked: @Lee Chang gets it now, under your name. Root Cause Analysis: Why It Happened is theirs", (await chat.Submit("sam", ("person", (await chat.IdOf("lee")).Value), ("section", Why))).Text, StringComparison.Ordinal);

        var form = (await chat.Press("lee", "Write it", "@lee")).Form;
        Assert.Equal(["f:" + Why], form.Fields.Select(field => field.Name).Where(name => name.StartsWith("f:", StringComparison.Ordinal)));
        await chat.Press("lee", "Answer by message");
        await chat.Press("lee", "Which field", value: "Why It Happened");
        Assert.StartsWith("Saved to Why It Happened, 3 words.", (await chat.Type("lee", "@lee", "Staging was copied")).Text, StringComparison.Ordinal);
        Assert.Contains("Lee Chang wrote in Root Cause Analysis: Why It Happened", chat.Standing("@sam")[^1], StringComparison.Ordinal);
        var place = await PlaceAsync(chat, How);
        var other = await chat.HandleAsync("lee", new ButtonPressed(Chatting.Account("lee"), TestChat.PlaceOf("@lee"), chat.Now, chat.NewReceipt(), "draft.message.pick", $"{p.Id.Value}|{place}") { Direct = true });
        Assert.Contains("Sam Ortiz writes INC-004211", other.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_is_written_to_at_night_and_one_reminder_comes_and_no_more()
    {
        await using var chat = await DraftedAsync("2026-11-24 20:00");
        Assert.Contains("gets it on Wed 25 Nov at 09:00 EST", (await AskAsync(chat, "Why?")).Text, StringComparison.Ordinal);
        Assert.Empty(chat.Standing("@lee"));

        await chat.Advance(Duration.FromHours(13));
        Assert.Single(chat.Standing("@lee"));
        for (var day = 0; day < 12; day++) await MorningAsync(chat);

        Assert.Contains("@Sam Ortiz asked you to write Root Cause Analysis of INC-004211. By", Assert.Single(chat.Standing("@lee"), text => text.Contains("asked you to", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answered_before_its_day_the_reminder_never_comes()
    {
        await using var chat = await DraftedAsync();
        await AskAsync(chat, "Why?");
        await chat.Press("lee", "Not now", "@lee");
        for (var day = 0; day < 8; day++) await MorningAsync(chat);

        Assert.Equal("INC-004211, Root Cause Analysis: not now. Nothing more is asked.\n[Write it after all]", Assert.Single(chat.Standing("@lee")));
        await chat.Press("lee", "Write it after all", "@lee");
        await chat.Submit("lee", ("f:" + Why, "Staging"));
        Assert.Equal(new FieldValue.Words("Staging"), (await chat.Of("INC-004211")).Answers[new(Why)].Value);
    }

    [Fact]
    public async Task A_section_is_taken_back_by_undo_or_from_the_list_and_its_message_says_so()
    {
        await using var chat = await DraftedAsync();
        await AskAsync(chat, "Why?");
        var list = await chat.Press("sam", "With others", "@sam");
        Assert.Equal("With others · INC-004211\n• Root Cause Analysis · @Lee Chang · asked Tue 24 Nov\nTake one back: (Lee Chang: Root Cause Analysis)\n[Ask someone] [Ask people]", list.Text);
        var back = await chat.Press("sam", "Take one back", value: "Lee Chang: Root Cause Analysis");
        Assert.Equal("With others · INC-004211\n• Root Cause Analysis · @Lee Chang · taken back\n[Undo] [Ask someone] [Ask people]", back.Text);

        Assert.Equal("INC-004211, Root Cause Analysis: taken back. It is not yours to write any more.", Assert.Single(chat.Standing("@lee")));
        Assert.DoesNotContain("With others:", chat.Standing("@sam")[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sam", "Why?", "That is you. Write it yourself, or ask somebody else.")]
    [InlineData("", "Why?", "Choose a person.")]
    [InlineData("gus", "Why?", "Guests and bots are asked nothing. Choose somebody of the organisation.")]
    public async Task What_cannot_be_asked_comes_back_with_all_that_was_typed(string whom, string text, string sentence)
    {
        await using var chat = await DraftedAsync();
        var gus = await chat.Bot.People.OfAsync(Chatting.Organisation, Chatting.Account("gus"), "Gus", null, true, TestContext.Current.CancellationToken);
        await chat.Press("sam", "Ask someone", "@sam");

        var said = await chat.Submit("sam", ("person", whom switch { "" => "", "gus" => gus.Id.Value, _ => (await chat.IdOf(whom)).Value }), ("section", "root cause analysis"), ("text", text));

        Assert.Contains(said.Form.Fields, field => field.Error == sentence);
        Assert.Equal(text, Assert.IsType<PostMortemBot.Screens.FieldInput.Long>(said.Form.Fields.First(field => field.Name == "text").Input).Value);
        Assert.Empty((await chat.Of("INC-004211")).Questions);
    }

    [Fact]
    public async Task Only_who_writes_asks_and_only_who_was_asked_answers()
    {
        await using var chat = await DraftedAsync();
        await AskAsync(chat, "Why?");
        var (p, versions) = (await chat.Of("INC-004211"), (await chat.Of("INC-004211")).Version);

        foreach (var (id, value) in new[] { ("ask.open", $"{p.Id.Value}|"), ("ask.answer", $"{p.Id.Value}|{p.Questions[0].Id.Value}"), ("ask.decline", $"{p.Id.Value}|{p.Questions[0].Id.Value}"), ("ask.withdraw", $"{p.Id.Value}|{p.Questions[0].Id.Value}"), ("ask.take", $"{p.Id.Value}|{p.Questions[0].Id.Value}|0") })
        {
            var said = await chat.HandleAsync("iris", new ButtonPressed(Chatting.Account("iris"), TestChat.PlaceOf("@iris"), chat.Now, chat.NewReceipt(), id, value) { Direct = true });
            Assert.Null(said.Answer.Opens);
        }

        Assert.Equal(versions, (await chat.Of("INC-004211")).Version);
    }

    [Fact]
    public async Task Who_wrote_on_request_does_not_review_that_section_whoever_wrote_there_since()
    {
        await using var chat = await DraftedAsync();
        await AskAsync(chat, "Why?", "noor");
        await chat.Press("noor", "Write it", "@noor");
        var (before, noor) = (await chat.Of("INC-004211"), await chat.IdOf("noor"));
        var template = chat.Bot.Templates.Known(before)!;
        Assert.False(Approving.WroteIn(before, "Technical", noor, template, chat.Bot.Policy));
        await chat.Submit("noor", ("f:" + Why, "Staging"));
        await AnswerAsync(chat, Why, "Staging was copied");

        var p = await chat.Of("INC-004211");
        Assert.True(Approving.WroteIn(p, "Technical", noor, template, chat.Bot.Policy));
        Assert.False(Approving.WroteIn(p, "Business", noor, template, chat.Bot.Policy));
    }

    [Fact]
    public async Task Whose_account_was_taken_does_not_review_that_section()
    {
        await using var chat = await DraftedAsync();
        await chat.Type("sam", "@sam", "INC-004211 interview @noor");
        await chat.Press("noor", "Answer", "@noor");
        await chat.Submit("noor", ("answer0", "Staging"));
        await AnswerAsync(chat, Why, "A load test is missing");
        await chat.Press("sam", "Take answer 1", "@sam");
        await chat.Submit("sam", ("field", await PlaceAsync(chat, Why)));
        Assert.Equal(new FieldValue.Words("A load test is missing\n\nStaging"), (await chat.Of("INC-004211")).Answers[new(Why)].Value);
        var (p, noor) = (await chat.Of("INC-004211"), await chat.IdOf("noor"));

        var template = chat.Bot.Templates.Known(p)!;
        Assert.True(Approving.WroteIn(p, "Technical", noor, template, chat.Bot.Policy));
        Assert.False(Approving.WroteIn(p, "Business", noor, template, chat.Bot.Policy));

        await chat.Press("sam", "Undo");
        p = await chat.Of("INC-004211");
        Assert.Equal(new FieldValue.Words("A load test is missing"), p.Answers[new(Why)].Value);
        Assert.Equal([0], Assert.Single(p.Questions).Waiting);
        Assert.False(Approving.WroteIn(p, "Technical", noor, template, chat.Bot.Policy));
    }

    [Fact]
    public async Task Those_who_took_part_are_asked_for_their_account_once()
    {
        await using var chat = await DraftedAsync();
        foreach (var who in new[] { "lee", "ines" }) await chat.Type(who, "#inc", $"INC-004211 mark {who} looked at the pool");

        var said = await chat.Type("sam", "@sam", "INC-004211 interview");

        Assert.Equal("Asked for their account of INC-004211: @Lee Chang and @ines. They are written to in their working hours, and reminded once.\n[Undo]", said.Text);
        var card = Assert.Single(chat.Standing("@lee"));
        Assert.Contains("You were in INC-004211 · Degraded response times on API gateway. @Sam Ortiz would value your view: 3 questions, by Mon 30 Nov (in 6 days).", card, StringComparison.Ordinal);
        Assert.Contains("lee looked at the pool", card, StringComparison.Ordinal);
        Assert.Contains("Without your name is possible; with 3 people involved someone may guess.", card, StringComparison.Ordinal);
        Assert.Contains("Nobody else took part", (await chat.Type("sam", "@sam", "INC-004211 interview")).Text, StringComparison.Ordinal);
        Assert.Contains("Nobody is asked twice", (await chat.Type("sam", "@sam", "INC-004211 interview @lee")).Text, StringComparison.Ordinal);
        Assert.Contains("Asked for their account of INC-004211: @Iris Novak", (await chat.Type("sam", "@sam", "INC-004211 interview @iris")).Text, StringComparison.Ordinal);
        Assert.Contains("I do not know @nobody", (await chat.Type("sam", "@sam", "INC-004211 interview @nobody")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_without_a_name_is_shown_with_none()
    {
        await using var chat = await DraftedAsync();
        foreach (var who in new[] { "lee", "ines" }) await chat.Type(who, "#inc", $"INC-004211 mark {who} looked at the pool");
        await chat.Type("sam", "@sam", "INC-004211 interview");

        await chat.Press("lee", "Answer", "@lee");
        await chat.Submit("lee", ("answer0", "The alert came late"), ("answer2", "Alert on the pool"), ("unnamed", "yes"));

        var card = chat.Standing("@sam")[^1];
        Assert.StartsWith("An account from somebody who took part · INC-004211", card, StringComparison.Ordinal);
        Assert.DoesNotContain("Lee", card, StringComparison.Ordinal);
        Assert.Contains("[Take answer 1] [Take answer 3] [Leave the rest out]", card, StringComparison.Ordinal);
        var list = (await chat.Press("sam", "With others", "@sam")).Text;
        Assert.Contains("1 of 2 accounts came.", list, StringComparison.Ordinal);
        Assert.DoesNotContain("Lee", list, StringComparison.Ordinal);
        await chat.Press("sam", "Take answer 3", "@sam");
        await chat.Submit("sam", ("field", await PlaceAsync(chat, Why)));
        Assert.Contains("[Take answer 1] [Leave the rest out]", chat.Standing("@sam").Last(text => text.StartsWith("An account", StringComparison.Ordinal)), StringComparison.Ordinal);
        await chat.Press("sam", "Leave the rest out", "@sam");
        Assert.Empty((await chat.Of("INC-004211")).Questions[0].Waiting.Concat((await chat.Of("INC-004211")).Questions[1].Waiting));
    }

    [Fact]
    public async Task Accounts_that_did_not_come_are_taken_back_together_and_undo_asks_again()
    {
        await using var chat = await DraftedAsync();
        foreach (var who in new[] { "lee", "ines" }) await chat.Type(who, "#inc", $"INC-004211 mark {who} looked at the pool");
        await chat.Type("sam", "@sam", "INC-004211 interview");
        await chat.Press("ines", "Answer", "@ines");
        await chat.Submit("ines", ("answer0", "The alert came late"));
        Assert.EndsWith("1 of 2 accounts came.\n[Ask someone] [Ask people] [Stop asking]", (await chat.Press("sam", "With others", "@sam")).Text, StringComparison.Ordinal);
        var p = await chat.Of("INC-004211");
        var refused = await chat.HandleAsync("lee", new ButtonPressed(Chatting.Account("lee"), TestChat.PlaceOf("@lee"), chat.Now, chat.NewReceipt(), "ask.accounts.stop", p.Id.Value) { Direct = true });
        Assert.Equal("The author stops asking for accounts, or the SRE team.\n" + HelpProcessTests.Contact, refused.Text.Trim());

        Assert.EndsWith("1 of 1 account came.\n[Undo] [Ask someone] [Ask people]", (await chat.Press("sam", "Stop asking")).Text, StringComparison.Ordinal);
        Assert.Equal("INC-004211, your account: not asked any more.", Assert.Single(chat.Standing("@lee")));
        await chat.Press("sam", "Undo");
        Assert.Contains("[Answer] [Not now] [Read it]", Assert.Single(chat.Standing("@lee")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_private_incident_only_its_readers_are_asked_and_a_message_says_nothing_of_it_to_whoever_is_none()
    {
        await using var chat = await DraftedAsync();
        await AskAsync(chat, "What halved the pool size?");
        await chat.Type("sam", "#inc", "INC-004211 private");

        Assert.Equal("What stood here is kept private now.", Assert.Single(chat.Standing("@lee")));
        var p = await chat.Of("INC-004211");
        var pressed = await chat.HandleAsync("lee", new ButtonPressed(Chatting.Account("lee"), TestChat.PlaceOf("@lee"), chat.Now, chat.NewReceipt(), "ask.answer", $"{p.Id.Value}|{p.Questions[0].Id.Value}") { Direct = true });
        Assert.Equal("This incident is private. Its author or the SRE team can let you read it.\n" + HelpProcessTests.Contact, pressed.Text.Trim());
        await chat.Press("sam", "Ask someone", "@sam");
        var refused = await chat.Submit("sam", ("person", (await chat.IdOf("iris")).Value), ("section", "root cause analysis"), ("text", "Why?"));
        Assert.Contains(refused.Form.Fields, field => field.Error == "INC-004211 is private, and they may not read it. Add them first: private @name.");
        for (var day = 0; day < 5; day++) await MorningAsync(chat);
        Assert.Single(chat.Standing("@lee"));
        await chat.Type("sam", "#inc", "INC-004211 private @lee");
        Assert.Contains("What halved the pool size?", chat.Standing("@lee")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Own_page_and_answers_show_what_is_asked()
    {
        await using var chat = await DraftedAsync();
        await AskAsync(chat, "Why?");
        var lee = await chat.Bot.People.OfAsync(Chatting.Organisation, Chatting.Account("lee"), null, null, false, TestContext.Current.CancellationToken);

        var home = CardText.Of(await PostMortemBot.Features.HomeCard.OfAsync(chat.Bot, Chatting.Organisation, lee, TestContext.Current.CancellationToken));

        Assert.Contains("You are asked\n• INC-004211 · Root Cause Analysis, by @Sam Ortiz", home, StringComparison.Ordinal);
        Assert.Contains("[Write in INC-004211]", home, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_asked_and_answered_is_redacted_like_other_words()
    {
        await using var chat = await DraftedAsync();
        await chat.Type("sam", "@sam", "INC-004211 interview @lee");
        await chat.Press("lee", "Answer", "@lee");
        await chat.Submit("lee", ("answer0", "Our customer Example Corp shouted"));
        var (p, history) = (await chat.Of("INC-004211"), await chat.History(await chat.Of("INC-004211")));

        Assert.Contains(Redaction.Offered(p, history, new(await chat.IdOf("lee"))), one => one.Text == "Our customer Example Corp shouted");
    }

    [Fact]
    public async Task Another_author_gets_the_cards_and_the_former_one_is_left_no_button()
    {
        await using var chat = await DraftedAsync();
        await AskAsync(chat, "Why?");
        await chat.Press("lee", "Write it", "@lee");
        await chat.Submit("lee", ("f:" + Why, "Staging"));
        Assert.Equal(2, chat.Standing("@sam").Count(text => text.Contains('[', StringComparison.Ordinal)));

        await chat.Type("sam", "#inc", "INC-004211 author @iris");

        Assert.All(chat.Standing("@sam"), text => Assert.Equal("INC-004211: @Iris Novak writes it now. Nothing is needed from you.", text.Trim()));
        Assert.Equal(2, chat.Standing("@iris").Count(text => text.Contains('[', StringComparison.Ordinal)));

        await chat.Type("iris", "#inc", "INC-004211 author @sam");
        Assert.All(chat.Standing("@iris"), text => Assert.DoesNotContain("[", text, StringComparison.Ordinal));
        Assert.Equal(2, chat.Standing("@sam").Count(text => text.Contains('[', StringComparison.Ordinal)));
        Assert.Equal(4, chat.Standing("@sam").Count);
    }

    private static async Task<Chatting> DraftedAsync(string at = "2026-11-24 10:00")
    {
        var chat = Chatting.At(at);
        foreach (var who in new[] { "sam", "lee", "noor", "iris", "ines" }) await chat.IdOf(who);
        await Drafted.SparselyMarked(chat);
        return chat;
    }

    private static async Task<Said> AskAsync(Chatting chat, string text, string whom = "lee")
    {
        var p = await chat.Of("INC-004211");
        await chat.HandleAsync("sam", new ButtonPressed(Chatting.Account("sam"), TestChat.PlaceOf("@sam"), chat.Now, chat.NewReceipt(), "ask.open", p.Id.Value + "|root cause analysis") { Direct = true });
        return await chat.Submit("sam", ("person", (await chat.IdOf(whom)).Value), ("text", text));
    }

    private static async Task AnswerAsync(Chatting chat, string path, string text)
    {
        var (p, sam) = (await chat.Of("INC-004211"), await chat.IdOf("sam"));
        var turn = Turn.OfBot(chat.Bot, Chatting.Organisation, p.Places[0], chat.NewReceipt(), TestContext.Current.CancellationToken);
        await turn.DecideAsync(p.Id, _ => Decision.Accept(new FieldAnswered(chat.Now, sam, new(path), new FieldValue.Words(text))));
        await chat.Advance(Duration.FromMinutes(1));
    }

    private static async Task<string> PlaceAsync(Chatting chat, string path)
    {
        var template = chat.Bot.Templates.Known(await chat.Of("INC-004211"))!;
        return PostMortemBot.Features.SectionForm.PlaceOf(template, template.Find(new(path))!).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task MorningAsync(Chatting chat)
    {
        await chat.Advance(Duration.FromDays(1));
        await chat.Tick();
    }
}

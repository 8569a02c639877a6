using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

public sealed class IncidentActsTests
{
    private static async Task<Chatting> Started(string words = "INC-004205 tokens slow p2 env:QA svc:gateway")
    {
        var chat = Chatting.At("2026-11-19 17:45");
        await chat.Type("sam", "#inc", "start " + words);
        await chat.Advance(Duration.FromMinutes(5));
        await chat.Type("sam", "#inc", "mark tokens still slow in QA");
        return chat;
    }

    [Fact]
    public async Task A_secret_in_a_title_is_masked_and_told_however_the_title_is_given()
    {
        await using var chat = Chatting.At("2026-11-19 17:45");
        const string Told = "Saved with what looks like a Slack token masked.";
        async Task<string> TitleAsync() => (await chat.Of("#inc")).Title;

        Assert.Contains(Told, (await chat.Type("sam", "#inc", "start gateway down xoxb-123456789-hunter")).Text, StringComparison.Ordinal);
        Assert.Equal("gateway down ••••", await TitleAsync());
        Assert.Contains(Told, (await chat.Type("sam", "#inc", "set title pool empty xoxb-123456789-hunter")).Text, StringComparison.Ordinal);
        Assert.Equal("pool empty ••••", await TitleAsync());
        await chat.Press("sam", "Change details");
        Assert.Contains(Told, (await chat.Submit("sam", ("title", "login xoxb-123456789-hunter"))).Text, StringComparison.Ordinal);
        Assert.Equal("login ••••", await TitleAsync());
        Assert.DoesNotContain("masked", (await chat.Type("sam", "#inc", "set title pool empty")).Text, StringComparison.Ordinal);
        Assert.Equal("pool empty", await TitleAsync());
    }

    [Fact]
    public async Task A_secret_in_the_reason_to_stop_is_masked_and_told()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);

        var said = await chat.Type("marta", "#inc", "INC-004211 stop duplicate xoxb-123456789-hunter");

        Assert.Contains("is stopped. What was written is kept.\nSaved with what looks like a Slack token masked.", said.Text, StringComparison.Ordinal);
        Assert.Equal("duplicate ••••", (await chat.Of(p.Id)).DeclineReason);
    }

    [Fact]
    public async Task Facts_are_set_in_any_order_and_said_back()
    {
        await using var chat = await Started();

        var said = await chat.Type("dana", "#inc", "set sev1 env:qa,prod svc:portal commander:@lee escalated complaints yes id inc-004206");

        Assert.Equal("INC-004205: INC-004206 · P1 · QA, PROD · portal · commander @Lee Chang · escalated · customers complained\n[Change details]".Replace("INC-004205: ", "INC-004206: ", StringComparison.Ordinal), said.Text);
        var p = await chat.Of("INC-004206");
        Assert.Equal((Severity.P1, true, true), (p.Severity, p.Escalated, p.Complained));
        Assert.Equal(p.Id, (await chat.Of("INC-004205")).Id);
        Assert.Contains("P1 · QA, PROD · portal", Assert.Single(chat.Standing("#inc")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("set severity none", "INC-004205: severity not known")]
    [InlineData("set no severity", "INC-004205: severity not known")]
    [InlineData("set Severity: unknown.", "INC-004205: severity not known")]
    [InlineData("set escalated not known", "INC-004205: escalation not known")]
    [InlineData("set escalation: none", "INC-004205: escalation not known")]
    [InlineData("set complaints not known", "INC-004205: customer complaints not known")]
    [InlineData("set customer complaints unknown", "INC-004205: customer complaints not known")]
    [InlineData("set severity none escalated not known complaints not known", "INC-004205: severity not known · escalation not known · customer complaints not known")]
    public async Task A_fact_set_by_mistake_is_withdrawn(string typed, string said)
    {
        await using var chat = await Started();
        await chat.Type("dana", "#inc", "set p1 escalated complaints yes");
        await chat.Advance(Duration.FromMinutes(1));

        Assert.Equal(said + "\n[Change details]", (await chat.Type("dana", "#inc", typed)).Text);

        var p = await chat.Of("INC-004205");
        Assert.Equal(said.Contains("severity", StringComparison.Ordinal) ? null : Severity.P1, p.Severity);
        Assert.Equal(said.Contains("escalation", StringComparison.Ordinal) ? null : true, p.Escalated);
        Assert.Equal(said.Contains("complaints", StringComparison.Ordinal) ? null : true, p.Complained);
        Assert.StartsWith("Nothing changed", (await chat.Type("dana", "#inc", typed)).Text, StringComparison.Ordinal);
        await chat.Type("dana", "#inc", "undo");
        p = await chat.Of("INC-004205");
        Assert.Equal((Severity.P1, true, true), (p.Severity, p.Escalated, p.Complained));
    }

    [Fact]
    public async Task A_fact_set_by_mistake_is_withdrawn_in_the_form_and_what_is_left_alone_stays()
    {
        await using var chat = await Started();
        await chat.Type("dana", "#inc", "set p1 escalated complaints yes");
        await chat.Press("dana", "Change details");

        var said = await chat.Submit("dana", ("severity", ""), ("escalated", ""));

        Assert.Equal("INC-004205: severity not known · escalation not known\n[Change details]", said.Text);
        var p = await chat.Of("INC-004205");
        Assert.Equal((null, null, true), (p.Severity, p.Escalated, p.Complained));
        await chat.Press("dana", "Change details");
        Assert.StartsWith("Nothing changed", (await chat.Submit("dana", ("severity", ""))).Text, StringComparison.Ordinal);
        await chat.Press("dana", "Change details");
        Assert.Contains("P2", (await chat.Submit("dana", ("severity", "P2"))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verdict_that_rested_on_a_withdrawn_fact_is_reached_anew()
    {
        await using var chat = await Started();
        await chat.Type("dana", "#inc", "set p1 complaints yes");
        await chat.Type("dana", "#inc", "resolve");
        Assert.Equal(["P1", "customers complained"], (await chat.Of("INC-004205")).VerdictBecause);

        await chat.Type("dana", "#inc", "set severity none");

        Assert.Equal(["customers complained"], (await chat.Of("INC-004205")).VerdictBecause);
    }

    [Theory]
    [InlineData("set title Tokens are p1 slow", "Tokens are p1 slow")]
    [InlineData("set p1 title: “Tokens slow in QA”", "Tokens slow in QA")]
    public async Task A_title_keeps_all_its_words(string typed, string title)
    {
        await using var chat = await Started();
        await chat.Type("dana", "#inc", typed);

        Assert.Equal(title, (await chat.Of("INC-004205")).Title);
    }

    [Theory]
    [InlineData("set env:STAGING", "I know no environment STAGING.")]
    [InlineData("set the pool was halved", "“the pool was halved” is no fact I know.")]
    [InlineData("set owner:@nobody", "I do not know @nobody.")]
    [InlineData("slo uptime bad 3m", "I know no SLO uptime.")]
    [InlineData("slo availability failed 8/100", "API Availability counts minutes.")]
    [InlineData("slo availability sad", "has no number I can read.")]
    [InlineData("handover @nobody see notes", "I do not know @nobody.")]
    [InlineData("author @nobody", "I do not know @nobody.")]
    [InlineData("merge INC-009999", "I know no incident INC-009999.")]
    [InlineData("merge the other", "Name the other incident by its number")]
    [InlineData("merge INC-004205", "That is the same incident.")]
    [InlineData("override maybe", "Say what it is to be, and why")]
    public async Task What_cannot_be_is_refused_with_what_was_typed_and_nothing_changes(string typed, string sentence)
    {
        await using var chat = await Started();
        var before = (await chat.Of("INC-004205")).Version;

        var said = await chat.Type("dana", "#inc", typed);

        Assert.Contains(sentence, said.Text, StringComparison.Ordinal);
        Assert.Contains("You typed: " + typed, said.Text, StringComparison.Ordinal);
        Assert.Equal(before, (await chat.Of("INC-004205")).Version);
    }

    [Fact]
    public async Task Words_that_are_no_fact_become_an_event_in_one_click()
    {
        await using var chat = await Started();
        await chat.Type("dana", "#inc", "set the pool was halved");

        await chat.Press("dana", "Add as event");

        Assert.Equal("the pool was halved", (await chat.Of("INC-004205")).Events[^1].Text);
    }

    [Fact]
    public async Task Details_are_changed_in_a_form_filled_with_what_is_known()
    {
        await using var chat = await Started();
        var form = (await chat.Press("dana", "Change details", "#inc")).Form;
        Assert.Equal("P2", ((PostMortemBot.Screens.FieldInput.PickOne)form.Fields.First(field => field.Name == "severity").Input).Value);

        var refused = await chat.Submit("dana", ("id", "4206"), ("severity", "P1"));
        Assert.Equal("This is no incident number. Write it like INC-004211.", refused.ErrorAt("id"));
        await chat.Submit("dana", ("id", "INC-004206"), ("complaints", "no"));

        var p = await chat.Of("INC-004206");
        Assert.Equal((Severity.P1, false), (p.Severity, p.Complained));
        Assert.Equal(["QA"], p.Environments);
    }

    [Fact]
    public async Task A_number_of_another_incident_is_refused()
    {
        await using var chat = await Started();
        await chat.Type("dana", "#other", "start INC-004300 disk full");

        var said = await chat.Type("dana", "#other", "set id INC-004205");

        Assert.Contains("INC-004205 belongs to another incident: INC-004205 · tokens slow.", said.Text, StringComparison.Ordinal);
        Assert.Equal("INC-004300", (await chat.Of("#other")).IncidentId);
    }

    [Fact]
    public async Task An_slo_says_what_it_lost_with_its_inputs()
    {
        await using var chat = await Started();

        var said = await chat.Type("dana", "#inc", "slo availability bad 23m");

        Assert.StartsWith("INC-004205: API Availability: 53.2 % of the monthly budget (23 of 43.2 min", said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hand_over_is_an_event_and_one_post()
    {
        await using var chat = await Started();

        await chat.Type("sam", "#inc", "handover @lee is PROD affected?");

        Assert.Equal("@Lee Chang has INC-004205 from @Sam Ortiz. Last: 17:50 EST tokens still slow in QA. Open question: is PROD affected?\n[Timeline]", chat.Standing("#inc")[1]);
        var p = await chat.Of("INC-004205");
        Assert.Equal(await chat.IdOf("lee"), p.Owner);
        Assert.Equal("Handed over: is PROD affected?", p.Events[^1].Text);
        var again = await chat.Type("sam", "#inc", "handover @lee");
        Assert.Contains("That person has the incident already.", again.Text, StringComparison.Ordinal);
        Assert.Equal(2, chat.Standing("#inc").Count);
    }

    [Fact]
    public async Task The_author_is_handed_on_by_the_owner_and_not_by_anybody()
    {
        await using var chat = await Started();

        var refused = await chat.Type("rosa", "#inc", "author @rosa");
        var said = await chat.Type("sam", "#inc", "author @lee");

        Assert.Contains("The author hands the document over", refused.Text, StringComparison.Ordinal);
        Assert.Equal("Author of INC-004205: @Lee Chang.", said.Text);
        Assert.Equal(await chat.IdOf("lee"), (await chat.Of("INC-004205")).Author);
    }

    [Fact]
    public async Task Status_says_where_we_are_and_later_what_comes_next()
    {
        await using var chat = await Started();

        Assert.Contains("1 event. Last: 17:50 EST tokens still slow in QA", (await chat.Type("lee", "#inc", "status")).Text, StringComparison.Ordinal);
        await chat.Type("sam", "#inc", "set p1");
        await chat.Type("sam", "#inc", "resolve");
        Assert.Contains("Author: @Sam Ortiz, told on Fri 20 Nov at 09:00 EST.", (await chat.Type("lee", "#inc", "status")).Text, StringComparison.Ordinal);
        await using var empty = Chatting.At("2026-11-19 17:45");
        Assert.Contains("There is no incident yet.", (await empty.Type("lee", "#quiet", "status")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_opened_by_mistake_is_cancelled_and_taken_back()
    {
        await using var chat = await Started();

        var refused = await chat.Type("rosa", "#inc", "cancel false alarm");
        Assert.Contains("can be cancelled by who started it", refused.Text, StringComparison.Ordinal);
        await chat.Press("sam", "Not an incident", "#inc");
        await chat.Submit("sam", ("reason", "false alarm"));
        Assert.Equal("INC-004205 was cancelled: false alarm.\n[Reopen]", Assert.Single(chat.Standing("#inc")));

        await chat.Press("sam", "Reopen", "#inc");
        var p = await chat.Of("#inc");
        Assert.True(p.IsOpen);
        Assert.Single(p.Events);
    }

    [Fact]
    public async Task A_near_miss_is_begun_and_over_in_one_line_also_in_a_direct_message()
    {
        await using var chat = Chatting.At("2026-11-19 16:05");

        var said = await chat.Type("lee", "@lee", "nearmiss wrong cluster selected, noticed before the delete");

        Assert.Equal("Noted as a near miss, Thu 19 Nov 16:05 EST. Writing it up takes about 10 min.\n[Write it up] [Keep the note only]", said.Text);
        Assert.Equal(new Spent(1, 0, 0), chat.Budget["lee"]);
        var kept = await chat.Press("lee", "Keep the note only");
        Assert.StartsWith("Kept as a note: Near miss 1.", kept.Text, StringComparison.Ordinal);
        Assert.Equal(Life.Noted, Assert.Single(await chat.All()).Life);
        await chat.Press("lee", "Write it up");
        var p = Assert.Single(await chat.All());
        Assert.Equal((Life.Draft, await chat.IdOf("lee")), (p.Life, p.Author));
        Assert.Empty(chat.Standing("#inc"));
    }

    [Fact]
    public async Task A_near_miss_without_words_or_by_a_guest_is_not_noted()
    {
        await using var chat = Chatting.At("2026-11-19 16:05");

        var said = await chat.Type("lee", "#inc", "nearmiss");
        var guest = await chat.HandleAsync("eve", new PostMortemBot.Chat.CommandTyped(Chatting.Account("eve"), TestChat.PlaceOf("#inc"), chat.Now, chat.NewReceipt(), "nearmiss almost") { ByGuest = true });

        Assert.Contains("Say in one line what nearly went wrong", said.Text, StringComparison.Ordinal);
        Assert.Contains("Guests cannot note a near miss.", guest.Text, StringComparison.Ordinal);
        Assert.Empty(await chat.All());
    }

    [Fact]
    public async Task A_merge_takes_all_over_and_the_other_answers_with_the_first_name()
    {
        await using var chat = await Started();
        await chat.Type("dana", "#other", "start INC-004300 login slow");
        var (message, _) = await chat.Say("lee", "#other", "pool exhausted on auth-2");
        await chat.React("lee", message);

        var said = await chat.Type("sam", "#inc", "merge INC-004300");

        Assert.Equal("INC-004300 is part of INC-004205 now: 1 event came with it. Undo is possible for 24 h.\n[Undo] [Timeline]", said.Text);
        var p = await chat.Of("INC-004205");
        Assert.Equal(["tokens still slow in QA", "pool exhausted on auth-2"], p.Events.Select(e => e.Text));
        Assert.Equal(p.Id, (await chat.Of("#other")).Id);
        Assert.Equal("INC-004300 is part of INC-004205 now.\n[Undo the merge]", chat.Standing("#other")[0]);
        Assert.Contains("INC-004205", (await chat.Type("dana", "#third", "INC-004300 status")).Text, StringComparison.Ordinal);
        await chat.Type("dana", "#other", "mark restarted auth-2");
        Assert.Equal(3, (await chat.Of("INC-004205")).Events.Count);
    }

    [Fact]
    public async Task A_merge_is_undone_for_a_day_and_not_after()
    {
        await using var chat = await Started();
        await chat.Type("dana", "#other", "start INC-004300 login slow");
        var (message, _) = await chat.Say("lee", "#other", "pool exhausted on auth-2");
        await chat.React("lee", message);
        await chat.Type("sam", "#inc", "merge INC-004300");

        await chat.Press("sam", "Undo");
        Assert.Equal("INC-004300", (await chat.Of("#other")).Name);
        Assert.Single((await chat.Of("INC-004205")).Events);
        Assert.Equal(["#inc"], (await chat.Of("INC-004205")).Places.Select(place => place.Channel));
        await chat.Unreact("lee", message);
        Assert.Empty((await chat.Of("INC-004300")).Events);

        await chat.Type("sam", "#inc", "merge INC-004300");
        await chat.Advance(Duration.FromHours(24) + Duration.FromSeconds(1));
        var late = await chat.Press("sam", "Undo");
        Assert.Contains("more than 24 h ago", late.Text, StringComparison.Ordinal);
        Assert.Equal(Life.Merged, (await chat.Of("INC-004300")).Life);
    }

    [Fact]
    public async Task A_merge_by_somebody_without_the_right_changes_neither()
    {
        await using var chat = await Started();
        await chat.Type("dana", "#other", "start INC-004300 login slow");
        await chat.Type("dana", "#other", "mark pool exhausted");

        var said = await chat.Type("rosa", "#inc", "merge INC-004300");

        Assert.Contains("is merged by its author or owner", said.Text, StringComparison.Ordinal);
        Assert.Equal((Life.Capturing, 1), ((await chat.Of("INC-004300")).Life, (await chat.Of("INC-004205")).Events.Count));
    }

    [Fact]
    public async Task The_form_of_a_merge_offers_the_others()
    {
        await using var chat = await Started();
        Assert.Contains("There is no other incident", (await chat.Press("sam", "Merge with another", "#inc")).Text, StringComparison.Ordinal);
        await chat.Type("dana", "#other", "start INC-004300 login slow");
        var other = await chat.Of("#other");
        await chat.Press("sam", "Merge with another", "#inc");
        Assert.Equal("Choose the incident that belongs to this one.", (await chat.Submit("sam")).ErrorAt("other"));

        await chat.Submit("sam", ("other", other.Id.Value));

        Assert.Equal(Life.Merged, (await chat.Of("INC-004300")).Life);
    }

    [Fact]
    public async Task Marks_made_before_the_start_are_taken_in_and_said_on_the_card()
    {
        await using var chat = Chatting.At("2026-11-24 02:05");
        await chat.Type("lee", "#inc", "mark pool wait rising");
        await chat.Type("lee", "#inc", "mark alert fired");
        await chat.Advance(Duration.FromMinutes(5));

        await chat.Type("rana", "#inc", "start INC-004211 slow");

        Assert.Contains("2 earlier events taken in.", Assert.Single(chat.Standing("#inc")), StringComparison.Ordinal);
        await chat.Type("rana", "#inc", "mark restarted");
        Assert.Contains("3 events.", chat.Standing("#inc")[0], StringComparison.Ordinal);
        Assert.Contains("2 earlier events", chat.Standing("#inc")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_delivery_twice_hands_over_once()
    {
        await using var chat = await Started();
        var typed = new PostMortemBot.Chat.CommandTyped(Chatting.Account("sam"), TestChat.PlaceOf("#inc"), chat.Now, "same", "handover @lee");
        await chat.HandleAsync("sam", typed);
        await chat.HandleAsync("sam", typed);

        Assert.Single((await chat.History(await chat.Of("INC-004205"))).OfType<HandedOver>());
    }

    [Fact]
    public async Task A_second_start_keeps_every_fact_that_was_typed_for_the_other_incident()
    {
        await using var chat = await Started();

        var said = await chat.Type("dana", "#inc", "start INC-004212 DB down p1 env:PROD svc:portal owner:@lee");
        await chat.Press("dana", "Start another");

        Assert.Equal("Already open here: INC-004205 · tokens slow. Your words were not lost: “INC-004212 p1 env:PROD svc:portal owner:@lee DB down”\n[Add as event] [Start another]", said.Text);
        var other = await chat.Of("INC-004212");
        Assert.Equal(("DB down", Severity.P1, "PROD", "portal"), (other.Title, other.Severity, Assert.Single(other.Environments), Assert.Single(other.Services)));
        Assert.Equal(await chat.IdOf("lee"), other.Owner);
        Assert.Equal("tokens slow", (await chat.Of("INC-004205")).Title);
    }

    [Fact]
    public async Task A_second_start_by_form_keeps_its_owner_and_a_service_of_several_words()
    {
        await using var chat = await Started();
        var lee = await chat.IdOf("lee");
        await chat.Type("dana", "#inc", "start");
        await chat.Submit("dana", ("title", "DB down"), ("severity", "P1"), ("owner", lee.Value), ("id", "INC-004212"));

        await chat.Press("dana", "Start another");

        Assert.Equal((lee, Severity.P1, "DB down"), ((await chat.Of("INC-004212")).Owner, (await chat.Of("INC-004212")).Severity, (await chat.Of("INC-004212")).Title));
        var words = new PostMortemBot.Features.FactWords { Title = "DB down", Services = ["login page"], Environments = ["PROD"], Owner = "Lee Chang" }.AsStart;
        var read = PostMortemBot.Features.FactWords.Read(words, Shipped.Policy);
        Assert.Equal(("DB down", "login page", "PROD", "Lee Chang"), (read.Title, Assert.Single(read.Services), Assert.Single(read.Environments), read.Owner));
    }

    [Fact]
    public async Task Start_alone_opens_nothing_untitled_also_where_no_form_can_be_opened_at_once()
    {
        await using var chat = Chatting.At("2026-11-19 17:45");

        var said = await chat.HandleAsync("dana", new CommandTyped(Chatting.Account("dana"), TestChat.PlaceOf("#inc"), chat.Now, chat.NewReceipt(), "start"));

        Assert.Equal("Start an incident", said.Form.Title);
        Assert.Empty(await chat.All());
    }

    [Fact]
    public async Task In_the_direct_message_start_says_how_it_is_typed_in_a_channel()
    {
        await using var chat = Chatting.At("2026-11-19 17:45");

        var typed = await chat.Type("dana", "@dana", "start DB down");
        var alone = await chat.Type("dana", "@dana", "start");

        var (teams, slack) = (new PostMortemBot.Teams.TeamsLook { Direct = true }, new PostMortemBot.Slack.SlackLook { Direct = true });
        Assert.EndsWith("Type it there: @PostMortem start DB down", typed.Answer.Private!.Plain(teams.Typed), StringComparison.Ordinal);
        Assert.EndsWith("Type it there: /pm start what is wrong", alone.Answer.Private!.Plain(slack.Typed), StringComparison.Ordinal);
        Assert.Empty(await chat.All());
    }

    [Theory]
    [InlineData("#new", "start DB down p1 env:STAGING", "I know no environment STAGING.")]
    [InlineData("#new", "start DB down p1 owner:@nobody", "I do not know @nobody.")]
    [InlineData("@dana", "start DB down p1 env:PROD", "An incident lives in a channel")]
    public async Task A_refused_start_gives_back_all_that_was_typed(string where, string typed, string why)
    {
        await using var chat = Chatting.At("2026-11-19 17:45");

        var said = await chat.Type("dana", where, typed);

        Assert.Contains(why, said.Text, StringComparison.Ordinal);
        Assert.All(typed.Split(' '), word => Assert.Contains(word, said.Text, StringComparison.Ordinal));
        Assert.Equal(where == "@dana" ? [] : ["Try again"], said.Buttons);
        Assert.Empty(await chat.All());
    }

    [Fact]
    public async Task Two_people_in_the_details_form_keep_each_others_changes()
    {
        await using var chat = await Started();
        await chat.Press("dana", "Change details", "#inc");
        await chat.Press("lee", "Change details", "#inc");
        await chat.Submit("dana", ("severity", "P1"), ("title", "Tokens slow in QA"));

        await chat.Submit("lee", ("escalated", "yes"), ("environments", "QA|PROD"));

        var p = await chat.Of("INC-004205");
        Assert.Equal((Severity.P1, "Tokens slow in QA", true), (p.Severity, p.Title, p.Escalated));
        Assert.Equal(["QA", "PROD"], p.Environments);
    }

    [Fact]
    public async Task What_both_changed_comes_back_with_both_and_is_theirs_to_decide()
    {
        await using var chat = await Started();
        await chat.Press("dana", "Change details", "#inc");
        await chat.Press("lee", "Change details", "#inc");
        await chat.Submit("dana", ("title", "Tokens slow in QA"), ("severity", "P1"));

        var said = await chat.Submit("lee", ("title", "Login slow"), ("complaints", "yes"), ("severity", "P1"));

        Assert.Equal("Changed meanwhile to: Tokens slow in QA. Save again to keep yours.", said.Form.Fields.First(field => field.Name == "title").Hint);
        Assert.Null(said.Form.Fields.First(field => field.Name == "severity").Hint);
        Assert.All(said.Form.Fields, field => Assert.Null(field.Error));
        Assert.Equal("Login slow", ((PostMortemBot.Screens.FieldInput.Short)said.Form.Fields.First(field => field.Name == "title").Input).Value);
        Assert.Equal(("Tokens slow in QA", true), ((await chat.Of("INC-004205")).Title, (await chat.Of("INC-004205")).Complained));
        await chat.Submit("lee");
        Assert.Equal("Login slow", (await chat.Of("INC-004205")).Title);
    }

    [Fact]
    public async Task Environments_services_and_owner_can_be_taken_away_and_nothing_else_goes()
    {
        await using var chat = await Started("INC-004205 tokens slow p2 env:QA svc:gateway owner:@lee");
        await chat.Press("dana", "Change details", "#inc");

        var said = await chat.Submit("dana", ("environments", ""), ("services", ""), ("owner", ""));

        Assert.Equal("INC-004205: no environment · no service · no owner\n[Change details]", said.Text);
        var p = await chat.Of("INC-004205");
        Assert.Equal((0, 0, null, Severity.P2, "tokens slow"), (p.Environments.Count, p.Services.Count, p.Owner, p.Severity, p.Title));
        await chat.Type("dana", "#inc", "undo");
        Assert.Equal(("QA", await chat.IdOf("lee")), (Assert.Single((await chat.Of("INC-004205")).Environments), (await chat.Of("INC-004205")).Owner));
        await chat.Press("dana", "Change details", "#inc");
        Assert.Equal("A number once given stays. Write another one to change it.", (await chat.Submit("dana", ("id", ""))).ErrorAt("id"));
    }

    [Fact]
    public async Task Marks_too_old_for_the_start_are_offered_to_their_marker_and_to_whoever_starts()
    {
        await using var chat = Chatting.At("2026-11-22 23:00");
        await chat.Type("lee", "#inc", "mark pool wait rising");
        await chat.Type("rana", "#inc", "mark disk slow");
        await chat.Advance(Duration.FromHours(25));
        await chat.Type("sam", "#inc", "mark alert fired");

        var said = await chat.Type("rana", "#inc", "start INC-004211 slow");

        Assert.Contains("2 marks older than 24 h left out.", said.Text, StringComparison.Ordinal);
        Assert.Equal(["Change details", "Not an incident", "Look", "Put back"], said.Buttons);
        Assert.Equal("INC-004211 was started where you had marked earlier. 1 mark older than 24 h was left out:\n• Sun 22 Nov 23:00 EST · pool wait rising\n[Put back]", Assert.Single(chat.Standing("@lee")));
        Assert.Empty(chat.Standing("@rana"));
        Assert.Empty(chat.Standing("@sam"));
        Assert.Equal(["alert fired"], (await chat.Of("INC-004211")).Events.Select(e => e.Text));
        await chat.Press("lee", "Put back", "@lee");
        Assert.Equal(["pool wait rising", "alert fired"], (await chat.Of("INC-004211")).Events.Select(e => e.Text));
        await chat.Press("rana", "Put back");
        Assert.Equal(["pool wait rising", "disk slow", "alert fired"], (await chat.Of("INC-004211")).Events.Select(e => e.Text));
    }

    [Fact]
    public async Task Marks_that_were_taken_in_can_be_left_out_one_by_one_or_together_and_later_ones_stay()
    {
        await using var chat = Chatting.At("2026-11-24 02:05");
        foreach (var text in new[] { "pool wait rising", "alert fired", "lunch" }) await chat.Type("lee", "#inc", "mark " + text);
        await chat.Type("rana", "#inc", "start INC-004211 slow");
        await chat.Type("rana", "#inc", "mark restarted");

        await chat.Press("rana", "Look at earlier ones", "#inc");
        var one = await chat.Press("rana", "Leave one out", value: "02:05 lunch");
        Assert.Contains("Taken off the timeline: 02:05 EST · lunch", one.Text, StringComparison.Ordinal);
        Assert.Equal(["pool wait rising", "alert fired", "restarted"], (await chat.Of("INC-004211")).Events.Select(e => e.Text));
        await chat.Press("rana", "Look at earlier ones", "#inc");
        await chat.Press("rana", "Leave all out");

        Assert.Equal(["restarted"], (await chat.Of("INC-004211")).Events.Select(e => e.Text));
        await chat.Press("rana", "Put back");
        Assert.Equal(3, (await chat.Of("INC-004211")).Events.Count);
    }

    [Theory]
    [InlineData("merge undo", "#inc")]
    [InlineData("merge undo INC-004300", "#third")]
    public async Task A_merge_is_undone_by_typing_too(string typed, string where)
    {
        await using var chat = await Started();
        await chat.Type("dana", "#other", "start INC-004300 login slow");
        await chat.Type("sam", "#inc", "merge INC-004300");

        var said = await chat.Type("sam", where, typed);

        Assert.Equal("INC-004300 goes its own way again. What came from it is taken off INC-004205.", said.Text);
        Assert.Equal(Life.Capturing, (await chat.Of("INC-004300")).Life);
        Assert.Contains(where == "#inc" ? "INC-004205 has taken no other incident in." : "INC-004300 is not part of another incident.", (await chat.Type("sam", where, typed)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_card_of_a_merged_incident_undoes_the_merge_for_those_who_may()
    {
        await using var chat = await Started();
        await chat.Type("dana", "#other", "start INC-004300 login slow");
        await chat.Type("sam", "#inc", "merge INC-004300");

        Assert.Contains("is merged by its author or owner", (await chat.Press("rosa", "Undo the merge", "#other")).Text, StringComparison.Ordinal);
        Assert.Equal(Life.Merged, (await chat.Of("INC-004300")).Life);
        await chat.Press("sam", "Undo the merge", "#other");

        Assert.Equal(Life.Capturing, (await chat.Of("INC-004300")).Life);
        Assert.Contains("INC-004300 · login slow", chat.Standing("#other")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bots_name_alone_shows_what_waits_for_that_person_and_help_to_others()
    {
        await using var chat = await Started("INC-004205 tokens slow p2 env:QA svc:gateway owner:@sam");

        Assert.Contains("Waits for you", (await chat.Type("sam", "#quiet", "")).Text, StringComparison.Ordinal);
        Assert.StartsWith("When something breaks", (await chat.Type("rosa", "#quiet", "")).Text, StringComparison.Ordinal);
        Assert.Equal(["What waits for me", "All commands"], (await chat.Type("sam", "@sam", "thanks!")).Buttons);
        Assert.Contains("Waits for you", (await chat.Press("sam", "What waits for me")).Text, StringComparison.Ordinal);
        Assert.Equal("", (await chat.Type("sam", "#inc", "thanks!")).Text);
    }
}

using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

public sealed class ResolveTests
{
    /// <summary>Tuesday 24 November 2026, 02:10 EST: the gateway incident begins.</summary>
    private static async Task<Chatting> Started(string words = "INC-004211 API gateway slow p1 env:PROD svc:gateway", int minutes = 47)
    {
        var chat = Chatting.At("2026-11-24 02:10");
        await chat.Type("rana", "#inc", "start " + words);
        await chat.Type("rana", "#inc", "mark Splunk alert fired");
        await chat.Advance(Duration.FromMinutes(minutes));
        return chat;
    }

    [Fact]
    public async Task A_required_verdict_stands_in_the_channel_and_asks_nothing()
    {
        await using var chat = await Started();

        var said = await chat.Type("dana", "#inc", "resolve");

        Assert.Equal("INC-004211 resolved at 02:57 EST. Post-mortem required: P1 · 47 min (over 30).", said.Text);
        Assert.Equal(
            """
            INC-004211 resolved at 02:57 EST · 47 min
            Post-mortem required: P1 · 47 min (over 30).
            Author: @Sam Ortiz, told at 09:00 EST. Document due Tue 1 Dec.
            Writing begins within 24 h of resolution. The week counts from when the incident began.
            Nothing else is needed tonight. Rest well.
            [Change time] [It came back] [Another author]
            More: Why · Override · Add a fact
            """,
            chat.Standing("#inc")[1]);
        var p = await chat.Of("INC-004211");
        Assert.Equal(Life.Draft, p.Life);
        Assert.Equal(await chat.IdOf("sam"), p.Author);
        Assert.Equal(p.TemplateHash, (await chat.Bot.Templates.OfAsync(Chatting.Organisation, p, TestContext.Current.CancellationToken)).Hash);
        Assert.NotNull(await chat.Store.RowAsync(Chatting.Organisation, "template/" + p.TemplateHash, TestContext.Current.CancellationToken));
        Assert.Equal(1, chat.Budget["dana"].Interactions);
        Assert.StartsWith("INC-004211 · API gateway slow · resolved at 02:57 EST", chat.Standing("#inc")[0], StringComparison.Ordinal);
        Assert.Equal(2, chat.Standing("#inc").Count);
    }

    [Fact]
    public async Task By_day_everybody_is_thanked()
    {
        await using var chat = Chatting.At("2026-11-24 14:00");
        await chat.Type("rana", "#inc", "start slow p1");
        await chat.Type("rana", "#inc", "resolve");

        Assert.Contains("Thank you, all.", chat.Standing("#inc")[1], StringComparison.Ordinal);
        Assert.DoesNotContain("tonight", chat.Standing("#inc")[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_can_change_the_verdict_is_asked_and_at_most_twice()
    {
        await using var chat = await Started("INC-004212 batch late p3 env:LAB svc:gateway", 12);

        var first = await chat.Type("dana", "#inc", "resolve");
        Assert.Equal("INC-004212 resolved at 02:22 EST. Was it escalated?\n[Yes] [No] [Not known]", first.Text);
        var second = await chat.Press("dana", "No");
        Assert.Equal("Kept. Did a customer complain?\n[Yes] [No] [Not known]", second.Text);
        var third = await chat.Press("dana", "No");

        Assert.Equal("Kept. What is left is asked of @Sam Ortiz in working hours.\n[Answer now]", third.Text);
        Assert.Equal(3, chat.Budget["dana"].Interactions);
        Assert.Equal((0, 0), (chat.Budget["dana"].Typed, chat.Budget["dana"].Forms));
        Assert.Null((await chat.Of("INC-004212")).Verdict);
        Assert.Empty(chat.Standing("@sam"));

        await chat.Advance(Chatting.InNewYork("2026-11-24 09:00") - chat.Now);
        var asked = Assert.Single(chat.Standing("@sam"));
        Assert.Contains("One answer decides it: did an SLO lose more than 10 % of its monthly budget?", asked, StringComparison.Ordinal);
        await chat.Press("sam", "No", "@sam");
        Assert.Equal(Life.NotRequired, (await chat.Of("INC-004212")).Life);
        Assert.Contains("Not required: P3, 12 min, LAB only. Kept in the archive.", chat.Standing("#inc")[1], StringComparison.Ordinal);
        Assert.Contains("[Write one anyway] [Change time] [It came back]", chat.Standing("#inc")[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_answer_that_requires_it_ends_the_questions()
    {
        await using var chat = await Started("INC-004212 batch late p3 env:LAB svc:gateway", 12);
        await chat.Type("dana", "#inc", "resolve");

        var said = await chat.Press("dana", "Yes");

        Assert.Equal("Kept. Post-mortem required: P3, escalated.", said.Text);
        Assert.Equal(2, chat.Budget["dana"].Interactions);
        Assert.True((await chat.Of("INC-004212")).Escalated);
    }

    [Fact]
    public async Task Environments_are_picked_in_one_click()
    {
        await using var chat = await Started("INC-004212 batch late p3", 12);
        await chat.Type("dana", "#inc", "set not escalated, no complaints");
        await chat.Type("dana", "#inc", "slo availability bad 1m");

        var asked = await chat.Type("dana", "#inc", "resolve");
        Assert.Contains("One answer decides it: which environments were affected?", asked.Text, StringComparison.Ordinal);
        await chat.Press("dana", "Environments", value: "QA, PROD");

        var p = await chat.Of("INC-004212");
        Assert.Equal(["QA", "PROD"], p.Environments);
        Assert.Equal(VerdictKind.Required, p.Verdict);
    }

    [Fact]
    public async Task Not_known_is_kept_and_not_asked_again()
    {
        await using var chat = await Started("INC-004212 batch late p3 env:LAB", 12);
        await chat.Type("dana", "#inc", "set not escalated");
        await chat.Type("dana", "#inc", "resolve");
        await chat.Press("dana", "Not known");

        var said = await chat.Press("dana", "Not known");

        Assert.Equal("Kept. Not required: P3, 12 min, LAB only.\n[Write one anyway]", said.Text);
        Assert.Null((await chat.Of("INC-004212")).Complained);
        var why = await chat.Press("dana", "Why", "#inc");
        Assert.Contains("Customer complaints: not known", why.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_late_fact_makes_it_required_and_the_dates_run_from_then()
    {
        await using var chat = await Started("INC-004212 batch late p3 env:LAB svc:gateway", 12);
        await chat.Type("dana", "#inc", "set not escalated no complaints");
        await chat.Type("dana", "#inc", "slo availability bad 1m");
        await chat.Type("dana", "#inc", "resolve");
        Assert.Equal(Life.NotRequired, (await chat.Of("INC-004212")).Life);
        await chat.Advance(Chatting.InNewYork("2026-11-27 10:00") - chat.Now);

        var said = await chat.Type("priya", "#inc", "set complaints yes");

        Assert.Equal("INC-004212: customers complained\nNow required: customers complained (added Fri 27 Nov by @Priya Raman). Dates run from today.", said.Text);
        Assert.Equal(Life.Draft, (await chat.Of("INC-004212")).Life);
        Assert.Contains("Document due Fri 4 Dec.", chat.Standing("#inc")[1], StringComparison.Ordinal);
        var author = chat.Bot.People.Of(Chatting.Organisation, Rights.AuthorOf(await chat.Of("INC-004212"))!.Value);
        Assert.Contains("Draft due Wed 2 Dec (in 5 days); I remind you Mon 30 Nov. Review by Fri 4 Dec (in 7 days).", chat.Standing("@" + author.Handle)[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fact_that_changes_nothing_leaves_the_verdict_alone()
    {
        await using var chat = await Started();
        await chat.Type("dana", "#inc", "resolve");
        var before = (await chat.History(await chat.Of("INC-004211"))).OfType<VerdictReached>().Count();

        var said = await chat.Type("dana", "#inc", "set title Gateway slow");

        Assert.Equal("INC-004211: Gateway slow\n[Change details]", said.Text);
        Assert.Equal(before, (await chat.History(await chat.Of("INC-004211"))).OfType<VerdictReached>().Count());
    }

    [Fact]
    public async Task A_corrected_event_runs_the_verdict_again()
    {
        await using var chat = await Started("INC-004212 slow p3 env:LAB", 31);
        await chat.Type("dana", "#inc", "set not escalated no complaints");
        await chat.Type("dana", "#inc", "slo availability bad 1m");
        await chat.Type("dana", "#inc", "resolve 02:35");
        Assert.Equal(VerdictKind.NotRequired, (await chat.Of("INC-004212")).Verdict);

        await chat.Type("dana", "#inc", "mark 01:55 #begin pool wait rising");

        var p = await chat.Of("INC-004212");
        Assert.Equal(VerdictKind.Required, p.Verdict);
        Assert.Equal(["40 min (over 30)"], p.VerdictBecause);
    }

    [Fact]
    public async Task The_time_is_changed_in_a_form_that_refuses_at_the_field()
    {
        await using var chat = await Started();
        await chat.Type("dana", "#inc", "resolve");
        await chat.Press("dana", "Change time", "#inc");

        var refused = await chat.Submit("dana", ("when", "02:05"));
        Assert.Equal("That lies before the incident began. Give the time when the service was restored.", refused.ErrorAt("when"));
        await chat.Submit("dana", ("when", "02:45"));

        Assert.StartsWith("INC-004211 resolved at 02:45 EST · 35 min\nPost-mortem required: P1 · 35 min (over 30).", chat.Standing("#inc")[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("resolve 25:10")]
    [InlineData("resolve at some point")]
    public async Task What_is_no_time_is_given_back(string typed)
    {
        await using var chat = await Started();

        var said = await chat.Type("dana", "#inc", typed);

        Assert.Contains("You typed: " + typed, said.Text, StringComparison.Ordinal);
        Assert.Equal(["Try again"], said.Buttons);
        Assert.True((await chat.Of("INC-004211")).IsOpen);
    }

    [Fact]
    public async Task A_second_press_of_resolve_changes_nothing()
    {
        await using var chat = await Started();
        await chat.Press("dana", "Resolve", "#inc");
        await chat.Advance(Duration.FromMinutes(5));

        var said = await chat.Type("lee", "#inc", "resolve");

        Assert.Contains("was resolved at 02:57 EST already", said.Text, StringComparison.Ordinal);
        Assert.Equal(Chatting.InNewYork("2026-11-24 02:57"), (await chat.Of("INC-004211")).Restored);
    }

    [Fact]
    public async Task The_sre_team_overrides_with_a_reason_and_others_may_not()
    {
        await using var chat = await Started("INC-004212 batch late p3 env:LAB svc:gateway", 12);
        await chat.Type("lee", "#inc", "set not escalated no complaints");
        await chat.Type("lee", "#inc", "slo availability bad 1m");
        await chat.Type("lee", "#inc", "resolve");

        var refused = await chat.Type("lee", "#inc", "override required we learned much");
        Assert.Contains("The SRE team or the process reviewer can override the verdict.", refused.Text, StringComparison.Ordinal);
        Assert.Contains("You typed: override required we learned much", refused.Text, StringComparison.Ordinal);
        Assert.Equal(Life.NotRequired, (await chat.Of("INC-004212")).Life);

        await chat.Press("dana", "Override", "#inc");
        var empty = await chat.Submit("dana", ("verdict", "Required"));
        Assert.Equal("Give a reason: it is kept with the verdict.", empty.ErrorAt("reason"));
        var said = await chat.Submit("dana", ("verdict", "Required"), ("reason", "the same job failed twice"));

        Assert.Equal("Post-mortem required, decided by @Dana Whitfield: the same job failed twice.", said.Text);
        Assert.Equal(Life.Draft, (await chat.Of("INC-004212")).Life);
        var stopped = await chat.Type("dana", "#inc", "stop covered by INC-004100");
        Assert.Contains("is stopped. What was written is kept.", stopped.Text, StringComparison.Ordinal);
        Assert.Equal(Life.Declined, (await chat.Of("INC-004212")).Life);
    }

    [Fact]
    public async Task It_came_back_goes_on_with_the_same_document_for_seven_days()
    {
        await using var chat = await Started();
        await chat.Type("dana", "#inc", "resolve");
        await chat.Advance(Duration.FromDays(2));

        await chat.Press("dana", "It came back", "#inc");

        var p = await chat.Of("INC-004211");
        Assert.True(p.IsOpen);
        Assert.Equal("It came back", p.Events[^1].Text);
        Assert.Contains("came back at", chat.Standing("#inc")[1], StringComparison.Ordinal);
        await chat.Type("dana", "#inc", "resolve");
        Assert.Equal(Life.Draft, (await chat.Of("INC-004211")).Life);
        Assert.Equal(2, chat.Standing("#inc").Count);

        await chat.Advance(Duration.FromDays(7) + Duration.FromMinutes(1));
        var late = await chat.Type("dana", "#inc", "reopen");
        Assert.Contains("more than 7 days ago", late.Text, StringComparison.Ordinal);
        Assert.False((await chat.Of("INC-004211")).IsOpen);
    }

    [Fact]
    public async Task A_channel_that_went_to_a_later_incident_comes_back()
    {
        await using var chat = await Started();
        await chat.Type("dana", "#inc", "resolve");
        await chat.Type("dana", "#inc", "start INC-004300 disk full p3");

        var busy = await chat.Type("dana", "#inc", "INC-004211 reopen");
        Assert.Contains("Another incident is open here: INC-004300 · disk full.", busy.Text, StringComparison.Ordinal);
        await chat.Type("dana", "#inc", "resolve");
        await chat.Type("dana", "#inc", "INC-004211 reopen");

        Assert.Equal("INC-004211", (await chat.Of("#inc")).Name);
        Assert.True((await chat.Of("INC-004211")).IsOpen);
    }
}

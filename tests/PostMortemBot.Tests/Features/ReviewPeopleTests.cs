using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Features;
using PostMortemBot.Screens;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>Who reviews, what those who wait are told, and what is learned in the discussion.</summary>
public sealed class ReviewPeopleTests
{
    private static readonly Policy WithWriters = Shipped.Policy with { Distribution = Shipped.Policy.Distribution with { Required = [new("Writers", null, [new("web", "writers")])] } };

    [Fact]
    public async Task The_sre_team_names_another_reviewer_who_is_asked()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await ReviewActsTests.Requested(chat);
        await ReviewActsTests.Arrive(chat);
        await chat.Press("priya", "Approve as Business", "@priya");
        var ines = await chat.IdOf("ines");

        await chat.Type("dana", "@dana", "INC-004211 review");
        var form = await chat.Press("dana", "Name a reviewer");
        Assert.Equal(2, form.Form.Fields.Count());
        var nobody = await chat.Submit("dana", ("role", "Business"));
        Assert.NotNull(nobody.ErrorAt("person"));
        var author = await chat.Submit("dana", ("person", (await chat.IdOf("sam")).Value));
        Assert.Contains("Authors never review", author.ErrorAt("person"), StringComparison.Ordinal);
        var named = await chat.Submit("dana", ("person", ines.Value));
        await ReviewActsTests.Arrive(chat);

        Assert.Contains("reviews INC-004211 as Business now", named.Text, StringComparison.Ordinal);
        var role = (await chat.Of(p.Id)).Review!.Of("Business")!;
        Assert.Equal((ines, ReviewerWay.Named, null), (role.Reviewer, role.Way, role.Approval));
        Assert.Contains("Review as Business · INC-004211", chat.Standing("@ines")[^1], StringComparison.Ordinal);
        await chat.Press("ines", "Approve as Business", "@ines");
        Assert.NotNull((await chat.Of(p.Id)).Review!.Of("Business")!.Approval);
    }

    [Fact]
    public async Task A_stand_in_is_named_where_it_is_seen_that_a_review_waits_by_those_who_may()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await ReviewActsTests.Requested(chat);
        var ines = await chat.IdOf("ines");
        Assert.DoesNotContain("Name a stand-in", (await chat.Type("lee", "@lee", "debt")).Text, StringComparison.Ordinal);

        await chat.Type("dana", "@dana", "debt");
        var form = await chat.Press("dana", "Name a stand-in", value: "@Priya Raman: Business review of INC-004211");
        Assert.Equal("Business", Assert.IsType<FieldInput.PickOne>(form.Form.Fields.First().Input).Value);
        await chat.Submit("dana", ("person", ines.Value));

        Assert.Equal(ines, (await chat.Of(p.Id)).Review!.Of("Business")!.Reviewer);

        // Where several things wait, the way stands behind the list of other answers.
        var behind = NameReviewer.StandIn(p, "Process");
        var again = await chat.HandleAsync("dana", new ButtonPressed(Chatting.Account("dana"), TestChat.PlaceOf("@dana"), chat.Now, chat.NewReceipt(), DayCard.OtherwiseId, "") { Chosen = $"{behind.Id}{DayCard.Between}{behind.Value}", Direct = true });
        Assert.Equal("Process", Assert.IsType<FieldInput.PickOne>(again.Form.Fields.First().Input).Value);
    }

    [Fact]
    public async Task The_author_does_not_name_reviewers()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await ReviewActsTests.Requested(chat);
        await chat.Type("sam", "@sam", "INC-004211 review");

        var said = await chat.Press("sam", "Name a reviewer");

        Assert.Equal("The SRE team or the process reviewer names a reviewer. Ask one of them.\n" + HelpProcessTests.Contact, said.Text);
        Assert.Equal(nameof(Act.NameReviewer), Assert.Single(await chat.Store.AuditedAsync(Chatting.Organisation, 5, TestContext.Current.CancellationToken)).Act);
    }

    [Fact]
    public async Task Who_waits_for_the_document_sees_the_review_in_one_line()
    {
        await using var chat = Chatting.At("2026-11-24 09:30", policy: WithWriters);
        var p = await ReviewActsTests.Requested(chat);
        Assert.Equal("INC-004211 in review: Technical waiting · Process waiting · Business waiting · by Tue 1 Dec\n[Read it]", Assert.Single(chat.Standing("writers")));
        var hidden = ReviewLine.Standing.Where(p with { IsPrivate = true }, chat.Bot.ViewFor(Chatting.Organisation));
        Assert.All(hidden, target => Assert.True(target.OnlyEdits, "A private one is told nowhere anew."));
        await ReviewActsTests.Arrive(chat);

        await chat.Press("noor", "Approve as Technical", "@noor");
        Assert.StartsWith("INC-004211 in review: Technical ✔ approved · Process waiting", Assert.Single(chat.Standing("writers")), StringComparison.Ordinal);

        await chat.Press("kim", "Approve as Process", "@kim");
        await chat.Press("priya", "Approve as Business", "@priya");
        Assert.Equal(Life.Final, (await chat.Of(p.Id)).Life);
        Assert.StartsWith("INC-004211 is final.", chat.Standing("writers")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changes_in_the_timeline_after_the_asking_is_said_on_the_card()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await ReviewActsTests.Requested(chat);
        await ReviewActsTests.Arrive(chat);
        Assert.DoesNotContain("Changed since this card was sent", chat.Standing("@noor")[^1], StringComparison.Ordinal);

        await chat.Type("dana", "#inc", "mark 14:20 the pool was full on two nodes more");

        Assert.Contains("Changed since this card was sent: the timeline or the facts", chat.Standing("@noor")[^1], StringComparison.Ordinal);
        Assert.Contains("✔ approved as Technical", (await chat.Press("noor", "Approve as Technical", "@noor")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lesson_stands_under_its_day_in_the_final_document_and_can_be_taken_back()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await ReviewActsTests.Requested(chat);
        await ReviewActsTests.Arrive(chat);
        foreach (var (who, role) in ReviewActsTests.Reviewers) await chat.Press(who, "Approve as " + role, "@" + who);
        Assert.Equal(Life.Final, (await chat.Of(p.Id)).Life);

        var blank = await chat.Type("dana", "#inc", "lesson");
        Assert.Contains("Say what was learned", blank.Text, StringComparison.Ordinal);
        var said = await chat.Type("dana", "#inc", "lesson test alerts after each rename");

        Assert.Contains("Lesson of INC-004211: test alerts after each rename", said.Text, StringComparison.Ordinal);
        Assert.Contains(" 2026-11-25: test alerts after each rename.", await Printed(chat, p), StringComparison.Ordinal);
        Assert.Equal(Life.Final, (await chat.Of(p.Id)).Life);

        var taken = await chat.Press("dana", "Undo");
        Assert.Contains("The lesson is gone: test alerts after each rename", taken.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("test alerts after each rename", await Printed(chat, p), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_said_in_review_and_discussion_can_be_redacted()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await ReviewActsTests.Requested(chat);
        await ReviewActsTests.Arrive(chat);
        await chat.Type("dana", "#inc", "lesson Bob Miller of ACME was the first to call");
        await chat.Press("kim", "Request changes", "@kim");
        await chat.Submit("kim", ("text", "Name Bob Miller of ACME nowhere"));
        var dana = new Actor(await chat.IdOf("dana")) { IsSre = true };
        foreach (var said in new[] { "Bob Miller of ACME was the first to call", "Name Bob Miller of ACME nowhere" })
        {
            var (now, history) = (await chat.Of(p.Id), await chat.History(p));
            var offered = Assert.Single(Redaction.Offered(now, history, dana), one => one.Text == said);

            var done = Redaction.Redact(now, history, offered.Target, "note", dana, chat.Bot.Now);

            Assert.Contains(Redaction.Cover, FactTexts.WordsOf(Assert.Single(done.Facts.Values)));
            Assert.DoesNotContain(FactTexts.WordsOf(done.Facts.Values.Single()), text => text.Contains("Bob", StringComparison.Ordinal));
        }

        await chat.Type("dana", "#inc", "redact Bob Miller of ACME was the first");
        await chat.Press("dana", "Choose a text", value: "note: Bob Miller of ACME was the first to call");
        await chat.Submit("dana", ("sure", "yes"));
        Assert.DoesNotContain("Bob Miller", await Printed(chat, await chat.Of(p.Id)), StringComparison.Ordinal);
    }

    private static async Task<string> Printed(Chatting chat, PostMortem p)
    {
        var draft = await Drafted.Now(chat, p);
        return Document.Write(draft.Template, draft.Content);
    }
}

using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>What stands in a final document is what its reviewers approved: it is changed only after it was reopened with a reason.</summary>
public sealed class FinalTextTests
{
    [Theory]
    [InlineData("set title Something else was slow")]
    [InlineData("set p3")]
    [InlineData("set env:QA")]
    [InlineData("set svc:portal")]
    [InlineData("slo availability bad 3h")]
    [InlineData("set p3 title Both at once")]
    public async Task A_fact_is_not_changed_until_it_is_reopened(string line)
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Final(chat);
        var text = await Text(chat, p);

        var said = await chat.Type("sam", "@sam", "INC-004211 " + line);

        Assert.Contains("is final. Reopen it with a reason", said.Text, StringComparison.Ordinal);
        Assert.Equal(p.Version, (await chat.Of(p.Id)).Version);
        Assert.Equal(text, await Text(chat, p));

        await Reopen(chat);
        await chat.Type("sam", "@sam", "INC-004211 " + line);
        Assert.NotEqual(text, await Text(chat, p));
        Assert.Equal(Life.UnderReview, (await chat.Of(p.Id)).Life);
    }

    [Fact]
    public async Task Its_author_corrects_no_event_and_takes_no_evidence_out()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Final(chat);
        var (e, evidence, sam) = (p.Events[0], p.Evidence[0], new Actor(p.Author!.Value, true));

        foreach (var decide in new Func<PostMortem, Decision>[]
        {
            state => Timeline.Correct(state, e.Id, null, "Something else", null, null, sam, chat.Now),
            state => Timeline.Remove(state, e.Id, sam, chat.Now),
            state => Keeping.Remove(state, evidence.Id, sam, chat.Now),
        })
        {
            var turn = PostMortemBot.Chat.Turn.OfBot(chat.Bot, Chatting.Organisation, TestChat.PlaceOf("@sam"), chat.NewReceipt(), TestContext.Current.CancellationToken);
            var outcome = await turn.DecideAsync(p.Id, decide);
            Assert.Contains("is final. Reopen it with a reason", Assert.IsType<PostMortemBot.Chat.Outcome.Refused>(outcome).Sentence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Action_items_and_lessons_go_on()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Final(chat);

        await chat.Type("sam", "@sam", "INC-004211 action \"Alert on pool saturation\" @lee in 2 weeks");
        await chat.Type("sam", "@sam", "INC-004211 lesson test alerts after each rename");

        Assert.Contains("Alert on pool saturation", await Text(chat, p), StringComparison.Ordinal);
        Assert.Contains("test alerts after each rename", await Text(chat, p), StringComparison.Ordinal);
        await chat.Type("sam", "@sam", "undo");
        Assert.DoesNotContain("test alerts after each rename", await Text(chat, p), StringComparison.Ordinal);
        Assert.Equal(Life.Final, (await chat.Of(p.Id)).Life);
    }

    private static async Task<PostMortem> Final(Chatting chat)
    {
        var p = await ReviewActsTests.Requested(chat);
        await ReviewActsTests.Arrive(chat);
        foreach (var (who, role) in ReviewActsTests.Reviewers) await chat.Press(who, "Approve as " + role, "@" + who);
        p = await chat.Of(p.Id);
        Assert.Equal(Life.Final, p.Life);
        return p;
    }

    private static async Task Reopen(Chatting chat)
    {
        await chat.Type("sam", "@sam", "INC-004211 status");
        await chat.Press("sam", "Reopen");
        await chat.Submit("sam", ("reason", "two customers more"));
    }

    private static async Task<string> Text(Chatting chat, PostMortem p)
    {
        var draft = await Drafted.Now(chat, p);
        return Document.Write(draft.Template, draft.Content with { Bound = draft.Content.Bound.Where(entry => entry.Key is not ("status" or "approvals")).ToDictionary() });
    }
}

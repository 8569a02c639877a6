using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>What is written on root cause and impact is counted while no evidence stands behind it.</summary>
public sealed class BackStatementsTests
{
    private const string Fix = "Back with evidence";
    private static readonly FieldPath Why = new("root cause analysis / why it happened");
    private static readonly FieldPath Earlier = new("root cause analysis / why it wasn't caught earlier");
    private static readonly FieldPath Business = new("incident overview / impact metrics / business impact");
    private static readonly FieldPath Users = new("executive summary / user impact");
    private static readonly FieldPath Lesson = new("what went well / strengths to maintain");

    [Fact]
    public async Task The_cards_count_what_a_person_wrote_on_root_cause_and_impact_and_nothing_else()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);
        Assert.DoesNotContain("without evidence", chat.Standing("@sam")[^1], StringComparison.Ordinal);
        await AnswerAsync(chat, p, Why, Earlier, Business, Users, Lesson);

        const string Line = "4 statements on root cause and impact without evidence: User Impact · Business Impact · Why It Happened and 1 more.";
        Assert.Contains(Line, chat.Standing("@sam")[^1], StringComparison.Ordinal);
        var checklist = await chat.Type("sam", "@sam", "INC-004211 review");
        Assert.Contains(Line, checklist.Text, StringComparison.Ordinal);
        Assert.Contains(Fix, checklist.Buttons);
    }

    [Fact]
    public async Task One_form_puts_kept_pieces_behind_them_and_undo_takes_that_back()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);
        await AnswerAsync(chat, p, Why, Business);

        var form = (await chat.Press("sam", Fix, "@sam")).Form;
        Assert.Equal(["Business Impact · Incident Overview", "Why It Happened · Root Cause Analysis"], form.Fields.Select(field => field.Label));
        var said = await chat.Submit("sam", (form.Fields.Last().Name, "V1|V2"));

        Assert.Equal("Saved.\n1 statement on root cause and impact without evidence: Business Impact.\n[Undo]", said.Text);
        Assert.Contains("1 statement on root cause and impact without evidence: Business Impact.", chat.Standing("@sam")[^1], StringComparison.Ordinal);
        Assert.Equal([Why, Why], (await chat.Of(p.Id)).Evidence.SelectMany(e => e.Supports));
        Assert.Contains("shows Why It Happened", (await chat.Type("sam", "@sam", "INC-004211 evidence")).Text, StringComparison.Ordinal);
        await chat.Advance(NodaTime.Duration.FromMinutes(1));
        await chat.Press("sam", Fix, "@sam");
        await chat.Submit("sam", (form.Fields.First().Name, "V1"));
        Assert.DoesNotContain("without evidence", chat.Standing("@sam")[^1], StringComparison.Ordinal);
        Assert.Equal([Why, Business], (await chat.Of(p.Id)).Evidence[0].Supports);

        Assert.Contains("What it shows is as before: index=apiconnect", (await chat.Press("sam", "Undo")).Text, StringComparison.Ordinal);
        Assert.Equal([Why], (await chat.Of(p.Id)).Evidence[0].Supports);
    }

    [Fact]
    public async Task Evidence_that_is_removed_and_a_statement_marked_NA_count_no_more()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);
        await AnswerAsync(chat, p, Why, Business);
        await TellAsync(chat, p, new EvidenceSupportSet(chat.Now, p.Author!.Value, new("V1"), [Why]), new MarkedNotApplicable(chat.Now, p.Author!.Value, Business, "no revenue"));
        Assert.DoesNotContain("without evidence", chat.Standing("@sam")[^1], StringComparison.Ordinal);

        await TellAsync(chat, p, new EvidenceRemoved(chat.Now, p.Author!.Value, new("V1")));

        Assert.Contains("1 statement on root cause and impact without evidence: Why It Happened.", chat.Standing("@sam")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_form_of_a_piece_says_what_it_shows_of_any_statement()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);
        await chat.Type("sam", "@sam", "INC-004211 evidence");
        Assert.DoesNotContain((await chat.Press("sam", "Edit")).Form.Fields, field => field.Name == "shows");
        await AnswerAsync(chat, p, Why, Lesson);
        await TellAsync(chat, p, new EvidenceSupportSet(chat.Now, p.Author!.Value, new("V3"), [new("gone / from the template"), Why]));

        await chat.Type("sam", "@sam", "INC-004211 evidence");
        var shows = Assert.IsType<FieldInput.PickMany>((await chat.Press("sam", "Edit")).Form.Fields.Single(field => field.Name == "shows").Input);
        Assert.Equal(["Why It Happened · Root Cause Analysis", "Strengths to Maintain · What Went Well"], shows.Choices.Select(choice => choice.Label));
        Assert.Equal([shows.Choices[0].Value], shows.Values);
        await chat.Submit("sam", ("shows", shows.Choices[1].Value));

        Assert.Equal([Lesson, new("gone / from the template")], (await chat.Of(p.Id)).Evidence[2].Supports);
    }

    [Fact]
    public async Task Without_any_evidence_the_way_to_mend_it_adds_some_and_who_may_not_correct_changes_nothing()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.SparselyMarked(chat);
        await AnswerAsync(chat, p, Why);
        Assert.Equal("Add evidence", (await chat.Press("sam", Fix, "@sam")).Form.Title);
        await chat.Submit("sam", ("text", "01:58:12 ERROR pool exhausted"));
        var piece = Assert.Single((await chat.Of(p.Id)).Evidence).Id;
        chat.Bot.PostMortems.Keep(Chatting.Organisation, await chat.Of(p.Id) with { Life = Life.UnderReview });

        var refused = Assert.IsType<Decision.Refused>(Statements.Back(await chat.Of(p.Id), [(Why, piece)], new(await chat.IdOf("lee"), true), chat.Now));
        Assert.Contains("its author and the SRE team correct evidence now", refused.Sentence, StringComparison.Ordinal);
        Assert.Empty(Assert.IsType<Decision.Accepted>(Statements.Back(await chat.Of(p.Id), [(Why, new("gone"))], new(p.Author!.Value), chat.Now)).Facts);
    }

    private static Task AnswerAsync(Chatting chat, PostMortem p, params IReadOnlyList<FieldPath> paths) =>
        TellAsync(chat, p, [.. paths.Select(path => new FieldAnswered(chat.Now, p.Author!.Value, path, new FieldValue.Words("Pool size was halved")))]);

    private static async Task TellAsync(Chatting chat, PostMortem p, params IReadOnlyList<PostMortemEvent> facts)
    {
        var turn = Turn.OfBot(chat.Bot, Chatting.Organisation, p.Places[0], chat.NewReceipt(), TestContext.Current.CancellationToken);
        Assert.IsType<Outcome.Done>(await turn.DecideAsync(p.Id, _ => Decision.Accept(facts)));
        await chat.DrainAsync();
    }
}

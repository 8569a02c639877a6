using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Templates;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>What the document says is to be done is offered as an action item, once.</summary>
public sealed class OfferActionsTests
{
    private const string Runbooks = "prevention measures / process improvements / runbook updates";
    private const string Documents = "lessons learned / knowledge sharing / documentation updates";
    private const string Training = "lessons learned / knowledge sharing / training needs";
    private const string Offer = "Make an action item";

    [Fact]
    public async Task Every_answered_line_of_the_three_sections_is_offered_and_one_pick_makes_it()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);
        await AnswerAsync(chat, p, (Runbooks, "- Say when to roll back\n- Name the pool's owner"), (Documents, "Draw the new pool."), (Training, "1. Reading heap dumps\n2. Reading heap dumps"));

        Assert.Equal(["Say when to roll back · Runbook Updates", "Name the pool's owner · Runbook Updates", "Draw the new pool. · Documentation Updates", "Reading heap dumps · Training Needs"], await OfferedAsync(chat));
        Assert.Contains("4 lines without an action item. Runbook Updates: Say when to roll back", chat.Standing("@sam")[^1], StringComparison.Ordinal);
        var before = chat.Budget["sam"].Interactions;
        var said = await chat.Press("sam", Offer, value: "Reading heap dumps · Training Needs");

        Assert.Equal(1, chat.Budget["sam"].Interactions - before);
        Assert.Equal("Action item of INC-004211: Reading heap dumps · no owner yet · due Thu 24 Dec (in 30 days)\n[Edit] [Undo]", said.Text);
        var made = Assert.Single((await chat.Of(p.Id)).Actions);
        Assert.Equal(("Reading heap dumps", Horizon.ShortTerm, (ActionKind?)null, new LocalDate(2026, 12, 24)), (made.Text, made.Horizon, made.Kind, made.Due));
    }

    [Fact]
    public async Task A_line_that_was_made_is_not_offered_again_whatever_becomes_of_the_item()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);
        await AnswerAsync(chat, p, (Runbooks, "Say when to roll back\nName the pool's owner"));
        await OfferedAsync(chat);
        await chat.Press("sam", Offer, value: "Say when to roll back · Runbook Updates");
        var made = Assert.Single((await chat.Of(p.Id)).Actions);
        Assert.Equal((ActionKind.Runbook, Horizon.Immediate), (made.Kind, made.Horizon));

        Assert.Equal(["Name the pool's owner · Runbook Updates"], await OfferedAsync(chat));
        await TellAsync(chat, p, new ActionItemChanged(chat.Now, made.AddedBy, made.Id, "Say in one sentence when to roll back", null, null, null, null, null));
        Assert.Equal(["Name the pool's owner · Runbook Updates"], await OfferedAsync(chat));
        await TellAsync(chat, p, new ActionItemDropped(chat.Now, made.AddedBy, made.Id, "the gateway goes"));
        Assert.Equal(["Name the pool's owner · Runbook Updates"], await OfferedAsync(chat));
        await TellAsync(chat, p, new ActionItemRemoved(chat.Now, made.AddedBy, made.Id));
        Assert.Equal(["Say when to roll back · Runbook Updates", "Name the pool's owner · Runbook Updates"], await OfferedAsync(chat));
    }

    [Fact]
    public async Task Somebody_who_typed_the_same_as_an_action_item_is_not_asked_for_it()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);
        await AnswerAsync(chat, p, (Documents, "Draw the new pool."));
        await chat.Type("sam", "@sam", "INC-004211 action \"draw  the new pool\" @lee friday");

        Assert.Empty(await OfferedAsync(chat));
    }

    [Theory]
    [InlineData("N/A")]
    [InlineData("none.")]
    [InlineData("No training needed")]
    [InlineData("Nothing to change")]
    [InlineData("-")]
    [InlineData("(redacted)")]
    [InlineData("  \n\n* ")]
    public async Task A_line_that_asks_for_nothing_is_not_offered(string answer)
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await AnswerAsync(chat, await Drafted.WellMarked(chat), (Training, answer));

        Assert.Empty(await OfferedAsync(chat));
    }

    [Fact]
    public async Task What_is_said_elsewhere_in_the_document_or_marked_NA_is_not_offered()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);
        await AnswerAsync(chat, p, ("root cause analysis / why it happened", "Draw the new pool"), (Documents, "Draw the new pool"));
        await TellAsync(chat, p, new MarkedNotApplicable(chat.Now, p.Author!.Value, new("lessons learned / knowledge sharing"), "one page is enough"));

        Assert.Empty(await OfferedAsync(chat));
    }

    [Fact]
    public async Task The_list_of_action_items_offers_them_in_their_rows_ten_a_page()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);
        await AnswerAsync(chat, p, (Documents, string.Join('\n', Enumerable.Range(1, 11).Select(number => FormattableString.Invariant($"Page {number}")))));
        await chat.Type("sam", "@sam", "INC-004211 write action items");
        var rows = Assert.IsType<Rows>((await chat.Press("sam", "All action items")).Answer.Opens);
        Assert.Equal((10, 2), (rows.Items.Count, rows.Pages));
        Assert.Equal("Documentation Updates: Page 1 · no action item yet", rows.Items[0].Text.Plain());

        rows = Assert.IsType<Rows>((await chat.Press("sam", Offer)).Answer.Opens);

        Assert.StartsWith("Page 1 · no owner yet", rows.Items[0].Text.Plain(), StringComparison.Ordinal);
        Assert.Equal("Documentation Updates: Page 2 · no action item yet", rows.Items[1].Text.Plain());
    }

    [Fact]
    public async Task Two_who_pick_the_same_line_make_one_and_who_did_not_take_part_makes_none()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);
        await AnswerAsync(chat, p, (Documents, "Draw the new pool"));
        var mark = Assert.Single(OfferedActions.Of(await chat.Of(p.Id), BuiltInTemplate.Read())).Mark;
        var press = new ButtonPressed(Chatting.Account("sam"), TestChat.PlaceOf("@sam"), chat.Now, "one", "action.make", p.Id.Value) { Chosen = mark, Direct = true };
        chat.Chat.Outside.Add(("iris", "#inc"));

        var outside = await chat.HandleAsync("iris", press with { Who = Chatting.Account("iris"), Where = TestChat.PlaceOf("@iris"), Receipt = "zero" });
        Assert.Contains("Only people in the conversation of INC-004211 can add action items to it", outside.Text, StringComparison.Ordinal);
        await chat.HandleAsync("sam", press);
        await chat.HandleAsync("sam", press);
        var late = await chat.HandleAsync("dana", press with { Who = Chatting.Account("dana"), Where = TestChat.PlaceOf("@dana"), Receipt = "two" });

        Assert.Equal("That line is an action item already, or it was changed.", late.Text);
        Assert.Single((await chat.Of(p.Id)).AllActions);
    }

    [Fact]
    public async Task They_are_offered_with_the_checklist_and_when_the_document_is_final()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var p = await Drafted.WellMarked(chat);
        await AnswerAsync(chat, p, (Documents, "Draw the new pool"));

        Assert.Contains("1 line without an action item. Documentation Updates: Draw the new pool", (await chat.Type("sam", "@sam", "INC-004211 review")).Text, StringComparison.Ordinal);
        chat.Bot.PostMortems.Keep(Chatting.Organisation, await chat.Of(p.Id) with { Life = Life.Final });
        Assert.Equal(["Draw the new pool · Documentation Updates"], await OfferedAsync(chat));
        await chat.Press("sam", Offer, value: "Draw the new pool · Documentation Updates");
        Assert.Equal("Draw the new pool", Assert.Single((await chat.Of(p.Id)).Actions).Text);
    }

    [Fact]
    public void A_line_longer_than_an_action_item_is_cut_and_known_again()
    {
        var template = BuiltInTemplate.Read();
        var path = template.BoundTo("lessons.training").Single().Path;
        var long_ = string.Concat(Enumerable.Repeat("𝒳 heap ", 300));
        var p = Evolve.Fold(new("01PM"), [new IncidentStarted(default, new("P"), TestChat.PlaceOf("#inc"), 1, "slow"), new FieldAnswered(default, new("P"), path, new FieldValue.Words(long_))]);
        var line = Assert.Single(OfferedActions.Of(p, template));

        Assert.InRange(line.Text.Length, 900, ActionItems.MostCharacters);
        Assert.Empty(OfferedActions.Of(Evolve.Apply(p, new ActionItemAdded(default, new("P"), new("A"), line.Text, null, null, line.Horizon, line.Kind, null)), template));
    }

    private static async Task<IReadOnlyList<string>> OfferedAsync(Chatting chat)
    {
        var card = (await chat.Type("sam", "@sam", "INC-004211 actions")).Screens.OfType<Card>().Single();
        return [.. card.Elements.OfType<Element.Picker>().Where(picker => picker.Label == Offer).SelectMany(picker => picker.Choices).Select(choice => choice.Label)];
    }

    private static Task AnswerAsync(Chatting chat, PostMortem p, params IReadOnlyList<(string Path, string Text)> answers) =>
        TellAsync(chat, p, [.. answers.Select(answer => new FieldAnswered(chat.Now, p.Author!.Value, new(answer.Path), new FieldValue.Words(answer.Text)))]);

    private static async Task TellAsync(Chatting chat, PostMortem p, params IReadOnlyList<PostMortemEvent> facts)
    {
        var turn = Turn.OfBot(chat.Bot, Chatting.Organisation, p.Places[0], chat.NewReceipt(), TestContext.Current.CancellationToken);
        Assert.IsType<Outcome.Done>(await turn.DecideAsync(p.Id, _ => Decision.Accept(facts)));
        await chat.DrainAsync();
    }
}

using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Templates;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>Whom somebody told, marked as it happened, is what Communication Assessment begins with.</summary>
public sealed class CommsTests
{
    private const string External = "communication assessment / external communication / ";

    [Fact]
    public async Task What_was_marked_comms_fills_the_assessment_and_the_tag_is_printed_nowhere()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await chat.Type("dana", "#inc", "start INC-004300 gateway slow p1 owner:@dana");
        await chat.Type("dana", "#inc", "mark 09:05 #comms status page says: investigating");
        await chat.Type("dana", "#inc", "mark 09:10 #COMMS mail to customers, banner updated");
        await chat.Type("lee", "#inc", "mark 09:15 #response #comms told support what to answer");
        await chat.React("dana", chat.Chat.Say("lee", TestChat.PlaceOf("#inc"), "the board was called #comms"));
        await chat.Type("dana", "#inc", "mark 09:20 #commsroom opened, customers wait");
        await chat.Type("dana", "#inc", "mark 09:21 #comms");
        await chat.Type("dana", "#inc", "mark 09:22 #cause #comms pool halved, customers told");

        var p = await chat.Of("INC-004300");
        var document = Filling.Of(BuiltInTemplate.Read(), p, Shipped.Policy, new(_ => "", _ => ""), chat.Now);

        Assert.Equal("09:05 status page says: investigating; 09:10 mail to customers, banner updated", Text("draft.statusPage"));
        Assert.Equal("09:10 mail to customers, banner updated; 09:22 pool halved, customers told", Text("draft.customerNotice"));
        Assert.Equal("09:15 told support what to answer", Text("draft.supportTeam"));
        Assert.Equal("09:30 the board was called", Text("draft.statusUpdates"));
        Assert.Equal(Phase.InitialResponse, p.Events.Single(e => e.Text.Contains("support", StringComparison.Ordinal)).Phase);
        var lines = document.Timeline.SelectMany(day => day.Blocks).SelectMany(block => block.Lines).Select(line => line.Text).ToList();
        Assert.Contains("status page says: investigating", lines);
        Assert.Contains("#commsroom opened, customers wait", lines);
        Assert.Contains("#comms", lines);
        Assert.Equal("pool halved, customers told", Text("draft.rootCause"));
        Assert.Contains("Root cause identified: pool halved, customers told", Assert.IsType<FieldValue.Rows>(document.Bound[Bindings.Milestones]).Entries.Select(row => row["event"]));

        string Text(string name) => Assert.IsType<FieldValue.Words>(document.Bound[name]).Text;
    }

    [Fact]
    public async Task Saving_the_section_untouched_keeps_the_draft_and_a_pick_goes_before_it()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await chat.Type("dana", "#inc", "start INC-004300 gateway slow p1 owner:@dana");
        await chat.Type("dana", "#inc", "mark 09:05 #comms status page says: investigating");
        await chat.Type("dana", "#inc", "mark 09:10 #comms status page says: identified");
        await chat.Type("dana", "#inc", "resolve 09:25");
        await chat.Type("dana", "@dana", "write communication assessment");
        await chat.Submit("dana");
        var path = new FieldPath(External + "status page updates");
        Assert.DoesNotContain(path, (await chat.Of("INC-004300")).Answers.Keys);

        var form = await chat.Type("dana", "@dana", "write communication assessment");
        var asked = form.Form.Fields.Single(field => field.Label == "Status Page Updates");
        Assert.Equal("09:05 status page says: investigating; 09:10 status page says: identified", Assert.IsType<FieldInput.Short>(form.Form.Fields.Single(field => field.Label == "Status Page Updates: remark").Input).Value);
        await chat.Submit("dana", (asked.Name, "Worked"));

        Assert.Equal("Worked. 09:05 status page says: investigating; 09:10 status page says: identified", Assert.IsType<FieldValue.Words>((await chat.Of("INC-004300")).Answers[path].Value).Text);
    }

    /// <summary>By message an answer can be long and of several lines: the form must not cut it, nor join its lines.</summary>
    [Theory]
    [InlineData("the mail came late\nand to the wrong list")]
    [InlineData(1_500)]
    [InlineData(4_000)]
    public async Task A_remark_of_any_length_and_of_several_lines_survives_the_form(object said)
    {
        var text = said as string ?? new string('x', (int)said);
        await using var chat = Chatting.At("2026-11-24 09:30");
        await chat.Type("dana", "#inc", "start INC-004300 gateway slow p1 owner:@dana");
        await chat.Type("dana", "#inc", "resolve 09:25");
        var p = await chat.Of("INC-004300");
        var path = new FieldPath(External + "status page updates");
        var turn = Turn.OfBot(chat.Bot, Chatting.Organisation, p.Places[0], "seed-answer", TestContext.Current.CancellationToken);
        Assert.IsType<Outcome.Done>(await turn.DecideAsync(p.Id, _ => Decision.Accept(new FieldAnswered(chat.Now, p.Author!.Value, path, new FieldValue.Words(text)))));

        await chat.Type("dana", "@dana", "write communication assessment");
        await chat.Submit("dana");

        Assert.Equal(text, Assert.IsType<FieldValue.Words>((await chat.Of("INC-004300")).Answers[path].Value).Text);
    }

    [Fact]
    public void The_fields_of_the_assessment_are_bound_and_what_a_person_writes_wins()
    {
        var fields = BuiltInTemplate.Read().Fields.Where(field => field.Path.Value.StartsWith("communication assessment", StringComparison.Ordinal)).ToDictionary(field => field.Path.Value, field => field.Binding);

        Assert.Equal(("draft.statusPage", "draft.customerNotice", "draft.supportTeam"), (fields[External + "status page updates"], fields[External + "customer notification"], fields[External + "support team coordination"]));
        Assert.True(Filling.IsDraft("draft.statusPage"));
    }
}

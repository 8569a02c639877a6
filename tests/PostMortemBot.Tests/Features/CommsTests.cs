using PostMortemBot.Domain;
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

        var p = await chat.Of("INC-004300");
        var document = Filling.Of(BuiltInTemplate.Read(), p, Shipped.Policy, new(_ => "", _ => ""), chat.Now);

        Assert.Equal("- 09:05 status page says: investigating\n- 09:10 mail to customers, banner updated", Text("draft.statusPage"));
        Assert.Equal("- 09:10 mail to customers, banner updated", Text("draft.customerNotice"));
        Assert.Equal("- 09:15 told support what to answer", Text("draft.supportTeam"));
        Assert.Equal("- 09:30 the board was called", Text("draft.statusUpdates"));
        Assert.Equal(Phase.InitialResponse, p.Events.Single(e => e.Text.Contains("support", StringComparison.Ordinal)).Phase);
        var lines = document.Timeline.SelectMany(day => day.Blocks).SelectMany(block => block.Lines).Select(line => line.Text).ToList();
        Assert.Contains("status page says: investigating", lines);
        Assert.Contains("#commsroom opened, customers wait", lines);

        string Text(string name) => Assert.IsType<FieldValue.Words>(document.Bound[name]).Text;
    }

    [Fact]
    public void The_fields_of_the_assessment_are_bound_and_what_a_person_writes_wins()
    {
        var fields = BuiltInTemplate.Read().Fields.Where(field => field.Path.Value.StartsWith("communication assessment", StringComparison.Ordinal)).ToDictionary(field => field.Path.Value, field => field.Binding);

        Assert.Equal(("draft.statusPage", "draft.customerNotice", "draft.supportTeam"), (fields[External + "status page updates"], fields[External + "customer notification"], fields[External + "support team coordination"]));
        Assert.True(Filling.IsDraft("draft.statusPage"));
    }
}

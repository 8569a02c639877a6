using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Storage;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>A captured message that is edited is read as it was when it was captured: time, phase and command taken out, secrets masked, cut.</summary>
public sealed class EditedMessageTests
{
    private static async Task<Chatting> StartedAsync()
    {
        var chat = Chatting.At("2026-11-24 14:30");
        await chat.Type("rana", "#inc", "start INC-004211 gateway slow");
        return chat;
    }

    private static Task<Said> EditAsync(Chatting chat, string who, MessageRef message, string text) =>
        chat.HandleAsync(who, new MessageEdited(Chatting.Account(who), message.Place, chat.Now, chat.NewReceipt(), message, text));

    private static async Task<(Instant When, Phase? Phase, bool Guessed, string Text)> EventAsync(Chatting chat)
    {
        var e = Assert.Single((await chat.Of("INC-004211")).Events);
        return (e.When, e.Phase, e.PhaseGuessed, e.Text);
    }

    [Theory]
    [InlineData("📌 14:05 fix: rolled back!", "14:05", Phase.FixImplementation, "rolled back!")]
    [InlineData(":pushpin: 14:07 verification: rolled back", "14:07", Phase.Verification, "rolled back")]
    [InlineData("📌 fix: rolled back 4.12", "14:05", Phase.FixImplementation, "rolled back 4.12")]
    public async Task An_edited_pushpin_is_read_like_a_new_one(string edited, string when, Phase phase, string text)
    {
        await using var chat = await StartedAsync();
        var (message, _) = await chat.Say("rana", "#inc", "📌 14:05 fix: rolled back");

        await EditAsync(chat, "rana", message, edited);

        Assert.Equal((Chatting.InNewYork("2026-11-24 " + when), phase, false, text), await EventAsync(chat));
    }

    [Fact]
    public async Task A_time_that_counts_back_means_in_an_edit_what_it_meant_when_it_was_said()
    {
        await using var chat = await StartedAsync();
        var (message, _) = await chat.Say("rana", "#inc", "📌 -10m fix: rolled back");
        await chat.Advance(Duration.FromMinutes(7));

        await EditAsync(chat, "rana", message, "📌 -10m fix: rolled back!");

        Assert.Equal((Chatting.InNewYork("2026-11-24 14:20"), (Phase?)Phase.FixImplementation, false, "rolled back!"), await EventAsync(chat));
    }

    [Theory]
    [InlineData("@PostMortem mark 14:05 fix: rolled back 4.12", "#inc")]
    [InlineData("mark 14:05 fix: rolled back 4.12", "@rana")]
    [InlineData("INC-004211 mark 14:05 fix: rolled back 4.12", "@rana")]
    public async Task An_edited_command_keeps_its_command_out_of_the_text(string edited, string where)
    {
        await using var chat = await StartedAsync();
        var message = chat.Chat.Say("rana", TestChat.PlaceOf(where), "mark 14:04 fix: rolled back");
        await chat.HandleAsync("rana", new CommandTyped(Chatting.Account("rana"), message.Place, chat.Now, chat.NewReceipt(), "INC-004211 mark 14:04 fix: rolled back") { Message = message, Direct = where[0] == '@' });

        await EditAsync(chat, "rana", message, edited);

        Assert.Equal((Chatting.InNewYork("2026-11-24 14:05"), (Phase?)Phase.FixImplementation, false, "rolled back 4.12"), await EventAsync(chat));
    }

    [Fact]
    public async Task A_secret_that_comes_with_an_edit_is_stored_masked_wherever_the_message_came_from()
    {
        await using var chat = await StartedAsync();
        var (message, _) = await chat.Say("rana", "#inc", "📌 14:05 fix: db reset");

        await EditAsync(chat, "rana", message, "📌 14:05 fix: db reset with password=Sommer2026!x");

        Assert.Equal("db reset with password=••••", (await EventAsync(chat)).Text);
        Assert.DoesNotContain(await chat.History(await chat.Of("INC-004211")), fact => EventJson.Write(fact).Contains("Sommer2026", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_message_captured_by_reaction_keeps_its_own_time_and_follows_with_its_phase()
    {
        await using var chat = await StartedAsync();
        var (message, _) = await chat.Say("dana", "#inc", "rolled back");
        await chat.React("rana", message);
        var before = (await EventAsync(chat)).When;

        await EditAsync(chat, "dana", message, "cause: mark 14:05 is when the pool emptied");

        Assert.Equal((before, (Phase?)Phase.RootCauseDiscovery, false, "mark 14:05 is when the pool emptied"), await EventAsync(chat));
    }

    [Theory]
    [InlineData("📌 25:10 fix: rolled back")]
    [InlineData("📌 14:08")]
    public async Task An_edit_that_cannot_be_read_changes_nothing(string edited)
    {
        await using var chat = await StartedAsync();
        var (message, _) = await chat.Say("rana", "#inc", "📌 14:05 fix: rolled back");

        await EditAsync(chat, "rana", message, edited);

        Assert.Equal((Chatting.InNewYork("2026-11-24 14:05"), (Phase?)Phase.FixImplementation, false, "rolled back"), await EventAsync(chat));
        Assert.Empty((await chat.History(await chat.Of("INC-004211"))).OfType<SourceEdited>());
    }

    [Fact]
    public async Task An_edit_is_cut_to_the_length_of_an_event()
    {
        await using var chat = await StartedAsync();
        var (message, _) = await chat.Say("rana", "#inc", "📌 14:05 fix: rolled back");

        await EditAsync(chat, "rana", message, "📌 14:05 fix: " + new string('x', 4000));

        Assert.Equal(new string('x', 2999) + "…", (await EventAsync(chat)).Text);
    }

    [Fact]
    public async Task A_time_that_a_person_corrected_is_not_moved_by_an_edit()
    {
        await using var chat = await StartedAsync();
        var (message, _) = await chat.Say("rana", "#inc", "📌 14:05 fix: rolled back");
        var p = await chat.Of("INC-004211");
        var turn = Turn.OfBot(chat.Bot, Chatting.Organisation, message.Place, "corrected", TestContext.Current.CancellationToken);
        await turn.DecideAsync(p.Id, state => Timeline.Correct(state, p.Events[0].Id, Chatting.InNewYork("2026-11-24 14:01"), null, null, null, new(p.Events[0].MarkedBy, true), chat.Now));

        await EditAsync(chat, "rana", message, "📌 14:06 fix: rolled back!");

        Assert.Equal((Chatting.InNewYork("2026-11-24 14:01"), (Phase?)Phase.FixImplementation, false, "rolled back!"), await EventAsync(chat));
    }
}

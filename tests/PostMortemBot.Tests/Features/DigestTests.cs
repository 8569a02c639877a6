using PostMortemBot.Features;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

public sealed class DigestTests
{
    [Fact]
    public async Task It_is_posted_once_on_the_first_working_day_of_the_month_at_ten()
    {
        await using var chat = await StartedAsync();
        await ToAsync(chat, "2026-12-01 09:59");
        Assert.Empty(chat.Standing("distribution"));

        await ToAsync(chat, "2026-12-01 10:00");
        await ToAsync(chat, "2026-12-01 10:01");
        await ToAsync(chat, "2026-12-02 10:00");

        Assert.Equal(
            "Action items · November\n1 done (1 on time) · 2 open · 1 past due, oldest 4 days\nApp Dev 1 past due\nPost-mortems: 1 in draft\n(picture: Bars: done on time 1, done late 0, open 2, past due 1.)\n[See all] [Mine]\nMore: What is owed",
            Assert.Single(chat.Standing("distribution")));
    }

    [Fact]
    public async Task Its_picture_is_a_PNG_with_the_numbers_of_its_text_and_the_same_for_the_same()
    {
        await using var chat = await StartedAsync();
        await ToAsync(chat, "2026-12-01 10:00");

        var picture = chat.Chat.PostedIn("distribution")[0].Card!.Elements.OfType<PostMortemBot.Screens.Element.Picture>().Single().File;

        Assert.Equal(("action-items-2026-11.png", "image/png"), (picture.Name, picture.ContentType));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], picture.Bytes[..4]);
        Assert.Equal((640, 320), (System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(picture.Bytes.AsSpan(16)), System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(picture.Bytes.AsSpan(20))));
        Assert.Equal(picture.Bytes, Bars(2));
        Assert.NotEqual(picture.Bytes, Bars(3));

        static byte[] Bars(int open) => PostMortemBot.Charts.Bars.Draw("x", "Action items · November", [("Done on time", 1), ("Done late", 0), ("Open", open), ("Past due", 1)]).Bytes;
    }

    [Fact]
    public async Task No_person_is_named_in_it()
    {
        await using var chat = await StartedAsync();
        await ToAsync(chat, "2026-12-01 10:00");

        Assert.All(chat.Bot.People.All(Chatting.Organisation), person => Assert.DoesNotContain(person.Name, chat.Standing("distribution")[0], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_month_that_begins_with_days_off_has_it_on_the_first_working_day()
    {
        await using var chat = await StartedAsync();
        await ToAsync(chat, "2027-01-01 12:00"); // a Friday off
        Assert.Empty(chat.Standing("distribution"));

        await ToAsync(chat, "2027-01-04 10:00");
        Assert.StartsWith("Action items · December\n", Assert.Single(chat.Standing("distribution")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_month_with_nothing_past_due_says_so()
    {
        await using var chat = Chatting.At("2026-11-23 10:00");
        await chat.Type("rana", "#inc", "start INC-004211 gateway slow p1 env:PROD owner:@sam");
        await chat.Type("rana", "#inc", "action \"Alert\" @lee 2026-12-27");
        await ToAsync(chat, "2026-12-01 10:00");

        Assert.Equal("Action items · November\nNothing past due. 1 open.\n[See all] [Mine]\nMore: What is owed", Assert.Single(chat.Standing("distribution")));
    }

    [Fact]
    public async Task An_incident_without_a_verdict_is_owed_too_and_a_press_shows_to_whom_what_is()
    {
        await using var chat = Chatting.At("2026-11-23 10:00");
        await chat.Type("rana", "#two", "start INC-004300 p3 env:LAB tokens slow");
        await chat.Type("rana", "#two", "resolve");
        await ToAsync(chat, "2026-12-01 10:00");

        Assert.Contains("Post-mortems: 1 without a verdict\n", Assert.Single(chat.Standing("distribution")), StringComparison.Ordinal);
        Assert.StartsWith("What is owed\nNo verdict\n• INC-004300 · resolved", (await chat.Press("marta", "What is owed", "distribution")).Text, StringComparison.Ordinal);
    }

    private static async Task<Chatting> StartedAsync()
    {
        var chat = Chatting.At("2026-11-23 10:00");
        await chat.Type("rana", "#inc", "start INC-004211 gateway slow p1 env:PROD owner:@sam");
        foreach (var due in new[] { "2026-11-27", "2026-12-27", "2026-11-25" }) await chat.Type("rana", "#inc", $"action \"Alert {due}\" @lee {due}");
        await chat.Type("rana", "#inc", "resolve");
        var p = await chat.Of("INC-004211");
        await chat.HandleAsync("lee", new PostMortemBot.Chat.ButtonPressed(Chatting.Account("lee"), p.Places[0], chat.Now, chat.NewReceipt(), AnswerAction.DoneId, CarriedPair.Of(p.Id.Value, p.Actions[2].Id.Value)));
        return chat;
    }

    private static async Task ToAsync(Chatting chat, string newYork)
    {
        await chat.Advance(Chatting.InNewYork(newYork) - chat.Now);
        await chat.Tick();
    }
}

using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>What is typed counts from when it was said, by the platform's own time; a clock that runs ahead of ours is not believed.</summary>
public sealed class SaidAtTests
{
    [Fact]
    public async Task Start_mark_and_resolve_that_come_late_stand_at_the_moment_they_were_said()
    {
        await using var chat = Chatting.At("2026-11-24 09:00");
        await Type(chat, "2026-11-24 02:11", "start INC-004300 gateway slow p2");
        await Type(chat, "2026-11-24 02:14", "mark rolled back");
        await Type(chat, "2026-11-24 02:20", "mark -4m pool exhausted");
        await Type(chat, "2026-11-24 02:25", "mark 02:12 alert fired");
        await Type(chat, "2026-11-24 02:30", "resolve");

        var p = await chat.Of("INC-004300");
        Assert.Equal(Chatting.InNewYork("2026-11-24 02:11"), p.StartedAt);
        Assert.Equal([("02:12", "alert fired"), ("02:14", "rolled back"), ("02:16", "pool exhausted")], p.Events.Select(e => (Clock(e.When), e.Text)));
        Assert.Equal(Chatting.InNewYork("2026-11-24 02:30"), p.Restored);
    }

    [Fact]
    public async Task A_moment_ahead_of_our_clock_is_now()
    {
        await using var chat = Chatting.At("2026-11-24 09:00");
        await Type(chat, "2026-11-24 09:04", "start INC-004300 gateway slow");
        await Type(chat, "2026-11-24 09:04", "mark rolled back");

        var p = await chat.Of("INC-004300");
        Assert.Equal((chat.Now, chat.Now), (p.StartedAt, Assert.Single(p.Events).When));
    }

    [Fact]
    public async Task Marks_said_before_the_start_are_taken_in_as_earlier_ones()
    {
        await using var chat = Chatting.At("2026-11-24 09:00");
        await Type(chat, "2026-11-22 02:00", "mark forgotten by then");
        await Type(chat, "2026-11-24 02:05", "mark alert fired");
        await Type(chat, "2026-11-24 02:11", "start INC-004300 gateway slow");

        Assert.Equal("alert fired", Assert.Single((await chat.Of("INC-004300")).Events).Text);
        Assert.Contains("1 earlier event taken in.", Assert.Single(chat.Standing("#inc")), StringComparison.Ordinal);
    }

    private static Task<Said> Type(Chatting chat, string at, string words) =>
        chat.HandleAsync("sam", new CommandTyped(Chatting.Account("sam"), TestChat.PlaceOf("#inc"), Chatting.InNewYork(at), chat.NewReceipt(), words) { MayOpen = true });

    private static string Clock(Instant at) => PostMortemBot.Domain.Moments.Clock(at, DateTimeZoneProviders.Tzdb["America/New_York"]);
}

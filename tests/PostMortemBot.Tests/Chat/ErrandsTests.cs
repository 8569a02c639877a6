using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Slack;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Chat;

/// <summary>What is done after an answer: nothing that waits keeps others from being done, and a stop in good order leaves nothing undone.</summary>
public sealed class ErrandsTests
{
    private readonly FakeTimeProvider time = new(DateTimeOffset.Parse("2026-11-24T07:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
    private readonly ConcurrentQueue<string> logged = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_who_type_in_forms_keep_no_answer_waiting()
    {
        using var errands = await StartedAsync();
        var (fields, saved) = (new SlackFields(errands), new ConcurrentQueue<string>());
        for (var n = 0; n < 50; n++) Type(fields, $"V{n}", "a", saved);

        await DoneAsync(errands);
        Assert.Empty(saved);

        time.Advance(TimeSpan.FromSeconds(1));
        await IdleAsync(errands);
        Assert.Equal(50, saved.Count);
        await errands.StopAsync(Stop);
    }

    [Fact]
    public async Task Of_a_row_of_letters_the_last_is_saved()
    {
        using var errands = await StartedAsync();
        var (fields, saved) = (new SlackFields(errands), new ConcurrentQueue<string>());
        foreach (var letters in new[] { "p", "po", "poo", "pool" }) Type(fields, "V1", letters, saved);

        time.Advance(TimeSpan.FromSeconds(1));
        await IdleAsync(errands);

        Assert.Equal(["pool"], saved);
        await errands.StopAsync(Stop);
    }

    [Fact]
    public async Task What_Slack_asks_to_wait_for_keeps_nobody_else_waiting_and_is_tried_again_then()
    {
        using var errands = await StartedAsync();
        var (until, tries) = (Instant.FromDateTimeOffset(time.GetUtcNow()) + Duration.FromSeconds(30), 0);
        for (var n = 0; n < 20; n++)
        {
            errands.Run("an answer", _ => Interlocked.Increment(ref tries) <= 20 ? throw new ChatBusy(until) : Task.CompletedTask);
        }

        await DoneAsync(errands);
        time.Advance(TimeSpan.FromSeconds(31));
        await IdleAsync(errands);

        Assert.Equal(40, tries);
        await errands.StopAsync(Stop);
    }

    [Fact]
    public async Task What_is_too_much_is_left_out_and_said()
    {
        using var errands = new Errands(time, new Kept<Errands>(logged));
        var done = 0;
        for (var n = 0; n < 5000; n++)
        {
            errands.Run("an answer", _ =>
            {
                Interlocked.Increment(ref done);
                return Task.CompletedTask;
            });
        }

        await errands.StartAsync(Stop);
        await IdleAsync(errands);

        Assert.Equal(4096, done);
        Assert.Equal(5000 - 4096, logged.Count(line => line.StartsWith("an answer was left out", StringComparison.Ordinal)));
        await errands.StopAsync(Stop);
    }

    [Fact]
    public async Task A_stop_in_good_order_does_what_waits_also_what_was_just_typed()
    {
        using var errands = await StartedAsync();
        var (fields, saved, told) = (new SlackFields(errands), new ConcurrentQueue<string>(), 0);
        Type(fields, "V1", "pool is empty", saved);
        for (var n = 0; n < 100; n++)
        {
            errands.Run("an answer", async _ =>
            {
                await Task.Yield();
                Interlocked.Increment(ref told);
            });
        }

        await errands.StopAsync(Stop);

        Assert.Equal(["pool is empty"], saved);
        Assert.Equal(100, told);
        Assert.True(errands.IsIdle);
    }

    [Fact]
    public async Task A_stop_waits_for_nobody_for_ever()
    {
        using var errands = await StartedAsync();
        errands.Run("an answer", stop => Task.Delay(Timeout.InfiniteTimeSpan, stop));

        var stopping = errands.StopAsync(Stop);
        Assert.False(stopping.IsCompleted);
        while (!stopping.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        Assert.True(errands.IsIdle);
    }

    private async Task<Errands> StartedAsync()
    {
        var errands = new Errands(time, new Kept<Errands>(logged));
        await errands.StartAsync(Stop);
        await DoneAsync(errands);
        return errands;
    }

    private static void Type(SlackFields fields, string view, string text, ConcurrentQueue<string> saved)
    {
        var place = new Place("slack", "T1", "U1");
        var left = new FieldLeft(new("slack", "T1", "U1"), place, Instant.FromUtc(2026, 11, 24, 7, 0), text, "form", "", "why", FormValues.None);
        fields.Keep(new(left, new(SlackAsked.Field, place, "U1") { View = new(view, "h", default) }), () =>
        {
            saved.Enqueue(text);
            return Task.FromResult(Reply.Taken);
        });
    }

    /// <summary>An errand is done though the clock stands.</summary>
    private static async Task DoneAsync(Errands errands)
    {
        var done = new TaskCompletionSource();
        errands.Run("one more", _ =>
        {
            done.SetResult();
            return Task.CompletedTask;
        });
        await done.Task.WaitAsync(TimeSpan.FromSeconds(10), Stop);
    }

    private static async Task IdleAsync(Errands errands)
    {
        var idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        errands.Idle += () => idle.TrySetResult();
        if (!errands.IsIdle) await idle.Task.WaitAsync(TimeSpan.FromSeconds(10), Stop);
    }
}

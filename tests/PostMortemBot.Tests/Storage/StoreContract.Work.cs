using NodaTime;
using PostMortemBot.Storage;

namespace PostMortemBot.Tests.Storage;

public abstract partial class StoreContract
{
    private static readonly Duration Minute = Duration.FromMinutes(1);

    private async Task Queue(params IReadOnlyList<WorkPut> work) => Assert.IsType<AppendResult.Appended>(
        await Store.AppendAsync(Wish(string.Join('+', work.Select(put => put.Key + put.Body + put.Due))) with { Work = work }, Stop));

    private Task<IReadOnlyList<WorkRow>> Due(Instant now) => Store.DueWorkAsync(now, 10, Stop);

    [Fact]
    public async Task Work_brought_again_while_it_waits_is_done_once_and_once_more_when_it_was_begun_before()
    {
        await Store.AppendAsync(Wish("r1") with { Work = [Work("w", Noon)] }, Stop);
        await Store.AppendAsync(Wish("r2") with { Work = [Work("w", Noon)] }, Stop);
        var begun = Assert.Single(await Store.DueWorkAsync(Noon, 10, Stop));
        await Store.AppendAsync(Wish("r3") with { Work = [Work("w", Noon)] }, Stop);

        await Store.DoneAsync(begun, [], Stop);
        var again = Assert.Single(await Store.DueWorkAsync(Noon, 10, Stop));
        await Store.DoneAsync(again, [], Stop);

        Assert.Empty(await Store.DueWorkAsync(Noon, 10, Stop));
        await Store.AppendAsync(Wish("r4") with { Work = [Work("w", Noon)] }, Stop);
        Assert.Single(await Store.DueWorkAsync(Noon, 10, Stop));
    }

    [Fact]
    public async Task Work_brought_in_a_change_that_left_nothing_is_written_by_the_next()
    {
        await Store.AppendAsync(Wish("r1", Onto(A, 0, Title("a"))) with { Rows = [new RowPut("k", "1")] }, Stop);
        Assert.IsType<AppendResult.Conflict>(await Store.AppendAsync(Wish("r2", Onto(A, 1, Title("b"))) with { Rows = [new RowPut("k", "2", 0)], Work = [Work("w", Noon)] }, Stop));
        Assert.Empty(await Store.DueWorkAsync(Noon, 10, Stop));

        await Store.AppendAsync(Wish("r3", Onto(A, 1, Title("b"))) with { Work = [Work("w", Noon)] }, Stop);
        Assert.Single(await Store.DueWorkAsync(Noon, 10, Stop));
    }

    [Fact]
    public async Task Work_comes_with_its_append_and_is_due_at_its_time()
    {
        await Store.AppendAsync(Wish("r1", Onto(A, 0, Title("a"))) with { Work = [Work("w", Noon, """{"text":"hello"}""")] }, Stop);

        Assert.Empty(await Due(Noon - Duration.FromTicks(1)));
        var row = Assert.Single(await Due(Noon));
        Assert.Equal((Org, "w", "post", "C1", Noon, """{"text":"hello"}""", 0), (row.Organisation, row.Key, row.Kind, row.Queue, row.Due, row.Body, row.Tries));
        Assert.Equal(Noon, await Store.NextWorkAsync(Instant.MinValue, Stop));
    }

    [Fact]
    public async Task Work_of_a_kind_is_forgotten_whether_it_waits_was_begun_or_was_set_aside()
    {
        await Queue(Work("a", Noon, queue: "a") with { Kind = "tell" }, Work("b", Noon, queue: "b") with { Kind = "tell" }, Work("c", Noon, queue: "c"));
        var (a, b) = ((await Due(Noon)).Single(row => row.Key == "a"), (await Due(Noon)).Single(row => row.Key == "b"));
        await Store.ParkAsync(b with { Tries = 5 }, "gone", Stop);

        Assert.Equal(2, await Store.ForgetWorkAsync(Org, ["tell", "say"], Stop));

        Assert.Equal("c", Assert.Single(await Due(Noon)).Key);
        Assert.Empty(await Store.ParkedAsync(Org, Stop));
        await Store.DoneAsync(a, [], Stop);
        await Queue(Work("a", Noon, queue: "a") with { Kind = "tell" });
        Assert.Equal(["a", "c"], (await Due(Noon)).Select(row => row.Key).Order());
        Assert.Equal(0, await Store.ForgetWorkAsync("globex", ["tell"], Stop));
    }

    [Fact]
    public async Task Without_work_there_is_no_next() => Assert.Null(await Store.NextWorkAsync(Instant.MinValue, Stop));

    [Fact]
    public async Task Bringing_work_wakes_whoever_listens_and_other_appends_do_not()
    {
        var woken = 0;
        Store.WorkBrought += () => woken++;

        await Append("r1", Onto(A, 0, Title("a")));
        Assert.Equal(0, woken);
        await Queue(Work("w", Noon));
        Assert.Equal(1, woken);
        await Store.AppendAsync(Wish("r2", Onto(A, 0, Title("late"))) with { Work = [Work("w", Noon)] }, Stop);
        Assert.Equal(1, woken);
    }

    [Fact]
    public async Task Newer_work_under_a_key_replaces_what_waits_and_keeps_its_place_in_line()
    {
        await Queue(Work("card", Noon, "1"), Work("other", Noon));
        await Queue(Work("card", Noon + Minute, "2"));

        Assert.Equal("other", Assert.Single(await Due(Noon)).Key);
        var row = Assert.Single(await Due(Noon + Minute));
        Assert.Equal(("card", "2"), (row.Key, row.Body));
    }

    [Fact]
    public async Task Done_removes_only_the_version_that_was_read()
    {
        await Queue(Work("card", Noon, "1"));
        var first = Assert.Single(await Due(Noon));
        await Queue(Work("card", Noon, "2"));

        await Store.DoneAsync(first, [], Stop);
        var second = Assert.Single(await Due(Noon));
        Assert.Equal("2", second.Body);

        await Store.DoneAsync(second, [], Stop);
        Assert.Empty(await Due(Noon));

        await Queue(Work("card", Noon, "3"));
        await Store.DoneAsync(second, [], Stop);
        Assert.Equal("3", Assert.Single(await Due(Noon)).Body);
    }

    [Fact]
    public async Task Done_writes_what_the_work_brought()
    {
        await Queue(Work("w", Noon));
        await Store.DoneAsync(Assert.Single(await Due(Noon)), [new RowPut("posted/w", "\"1730635200.1\"")], Stop);

        Assert.Equal("\"1730635200.1\"", (await Store.RowAsync(Org, "posted/w", Stop))!.Body);
        Assert.Empty(await Due(Noon));
    }

    [Fact]
    public async Task Each_queue_shows_its_first_in_line_only_and_the_longest_due_comes_first()
    {
        await Queue(Work("a1", Noon, queue: "a"), Work("a2", Noon - Minute, queue: "a"), Work("b1", Noon - Minute, queue: "b"));

        Assert.Equal(["b1", "a1"], (await Due(Noon)).Select(row => row.Key));
        Assert.Equal(["b1"], (await Store.DueWorkAsync(Noon, 1, Stop)).Select(row => row.Key));
    }

    [Fact]
    public async Task Queues_of_one_name_in_two_organisations_are_two()
    {
        await Queue(Work("w", Noon));
        await Store.AppendAsync(new Append("another", "r", []) { Work = [Work("w", Noon)] }, Stop);

        Assert.Equal([Org, "another"], (await Due(Noon)).Select(row => row.Organisation));
        Assert.Equal([Org, "another"], await Store.OrganisationsAsync(Stop));
    }

    [Fact]
    public async Task A_retry_holds_its_queue_and_no_other()
    {
        await Queue(Work("a1", Noon, queue: "a"), Work("a2", Noon, queue: "a"), Work("b1", Noon, queue: "b"));
        var first = (await Due(Noon)).Single(row => row.Key == "a1");

        await Store.PostponeAsync(first with { Tries = 1 }, Noon + Minute, "timeout", true, Stop);

        var b = Assert.Single(await Due(Noon));
        Assert.Equal("b1", b.Key);
        await Store.DoneAsync(b, [], Stop);
        Assert.Empty(await Due(Noon + Minute - Duration.FromTicks(1)));
        Assert.Equal(Noon + Minute, await Store.NextWorkAsync(Instant.MinValue, Stop));
        var again = Assert.Single(await Due(Noon + Minute));
        Assert.Equal(("a1", 1), (again.Key, again.Tries));
    }

    [Fact]
    public async Task Work_postponed_for_its_own_pace_lets_its_queue_go_on()
    {
        await Queue(Work("a1", Noon), Work("a2", Noon));

        await Store.PostponeAsync(Assert.Single(await Due(Noon)), Noon + Minute, "", false, Stop);

        Assert.Equal("a2", Assert.Single(await Due(Noon)).Key);
        Assert.Equal(Noon, await Store.NextWorkAsync(Instant.MinValue, Stop));
    }

    [Fact]
    public async Task Newer_work_keeps_the_pace_of_what_it_replaces_and_the_next_one_is_free()
    {
        await Queue(Work("a1", Noon, "1"));
        await Store.PostponeAsync(Assert.Single(await Due(Noon)), Noon + Minute, "", false, Stop, keepsPace: true);

        await Queue(Work("a1", Noon, "2"));

        Assert.Empty(await Due(Noon + Minute - Duration.FromTicks(1)));
        var row = Assert.Single(await Due(Noon + Minute));
        Assert.Equal("2", row.Body);
        await Store.DoneAsync(row, [], Stop);
        await Queue(Work("a1", Noon, "3"));
        Assert.Equal("3", Assert.Single(await Due(Noon)).Body);
    }

    [Fact]
    public async Task Newer_work_does_not_wait_for_what_was_only_put_off()
    {
        await Queue(Work("a1", Noon, "1"));
        await Store.PostponeAsync(Assert.Single(await Due(Noon)), Noon + Minute, "", false, Stop);

        await Queue(Work("a1", Noon, "2"));

        Assert.Equal("2", Assert.Single(await Due(Noon)).Body);
    }

    [Fact]
    public async Task Newer_work_is_not_hurried_past_a_retry()
    {
        await Queue(Work("a1", Noon, "1"));
        await Store.PostponeAsync(Assert.Single(await Due(Noon)) with { Tries = 2 }, Noon + Minute, "429", true, Stop);

        await Queue(Work("a1", Noon, "2"), Work("a0", Noon));

        Assert.Empty(await Due(Noon));
        var row = Assert.Single(await Due(Noon + Minute));
        Assert.Equal(("a1", "2", 2), (row.Key, row.Body, row.Tries));
    }

    [Fact]
    public async Task Newer_work_that_came_while_the_older_failed_waits_too()
    {
        await Queue(Work("a1", Noon, "1"));
        var first = Assert.Single(await Due(Noon));
        await Queue(Work("a1", Noon, "2"));

        await Store.PostponeAsync(first with { Tries = 1 }, Noon + Minute, "429", true, Stop);

        Assert.Empty(await Due(Noon));
        Assert.Equal("2", Assert.Single(await Due(Noon + Minute)).Body);
    }

    [Fact]
    public async Task Parked_work_is_out_of_the_way_until_newer_work_comes_under_its_key()
    {
        await Queue(Work("a1", Noon, "1"), Work("a2", Noon));
        await Store.ParkAsync(Assert.Single(await Due(Noon)) with { Tries = 5 }, "channel_not_found", Stop);

        Assert.Equal("a2", Assert.Single(await Due(Noon)).Key);
        Assert.Equal(("a1", 5), Assert.Single((await Store.ParkedAsync(Org, Stop)).Select(row => (row.Key, row.Tries))));
        Assert.Empty(await Store.ParkedAsync("another", Stop));

        await Queue(Work("a1", Noon, "2"));
        Assert.Empty(await Store.ParkedAsync(Org, Stop));
        await Store.DoneAsync(Assert.Single(await Due(Noon)), [], Stop);
        var renewed = Assert.Single(await Due(Noon));
        Assert.Equal(("a1", "2", 0), (renewed.Key, renewed.Body, renewed.Tries));
    }

    [Fact]
    public async Task Rows_are_written_when_they_are_as_they_were_read()
    {
        Assert.True(await Store.PutAsync(Org, [new RowPut("person/1", "a", 0)], Stop));
        Assert.False(await Store.PutAsync(Org, [new RowPut("person/1", "b", 0)], Stop));

        var row = (await Store.RowAsync(Org, "person/1", Stop))!;
        Assert.Equal("a", row.Body);
        Assert.True(await Store.PutAsync(Org, [new RowPut("person/1", "b", row.Version)], Stop));
        Assert.False(await Store.PutAsync(Org, [new RowPut("person/1", "c", row.Version)], Stop));
        Assert.True(await Store.PutAsync(Org, [new RowPut("person/1", "d")], Stop));
        Assert.Equal("d", (await Store.RowAsync(Org, "person/1", Stop))!.Body);
        Assert.Null(await Store.RowAsync("another", "person/1", Stop));
    }

    [Fact]
    public async Task Of_several_rows_one_that_changed_drops_all()
    {
        await Store.PutAsync(Org, [new RowPut("a", "1")], Stop);

        Assert.False(await Store.PutAsync(Org, [new RowPut("b", "1", 0), new RowPut("a", "2", 0)], Stop));

        Assert.Null(await Store.RowAsync(Org, "b", Stop));
        Assert.Equal("1", (await Store.RowAsync(Org, "a", Stop))!.Body);
    }

    [Fact]
    public async Task A_row_deleted_and_written_again_is_not_the_one_that_was_read()
    {
        await Store.PutAsync(Org, [new RowPut("a", "1")], Stop);
        var read = (await Store.RowAsync(Org, "a", Stop))!;

        await Store.PutAsync(Org, [new RowPut("a", null, read.Version)], Stop);
        Assert.Null(await Store.RowAsync(Org, "a", Stop));
        await Store.PutAsync(Org, [new RowPut("a", "2", 0)], Stop);

        Assert.False(await Store.PutAsync(Org, [new RowPut("a", "3", read.Version)], Stop));
    }

    [Fact]
    public async Task Rows_are_found_by_the_beginning_of_their_key()
    {
        await Store.PutAsync(Org, [new RowPut("b/1", "1"), new RowPut("a/2", "2"), new RowPut("a/1", "1"), new RowPut("a", "0"), new RowPut("A/1", "x"), new RowPut("a/%", "3")], Stop);

        Assert.Equal(["a/%", "a/1", "a/2"], (await Store.RowsAsync(Org, "a/", Stop)).Select(row => row.Key));
        Assert.Equal(6, (await Store.RowsAsync(Org, "", Stop)).Count);
        Assert.Empty(await Store.RowsAsync(Org, "c", Stop));
    }

    [Fact]
    public async Task A_counter_never_gives_a_number_twice()
    {
        for (var number = 1; number <= 3; number++) Assert.Equal(number, await Store.NextNumberAsync(Org, "incident", Stop));
        Assert.Equal(1, await Store.NextNumberAsync(Org, "other", Stop));
        Assert.Equal(1, await Store.NextNumberAsync("another", "incident", Stop));

        var numbers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => Store.NextNumberAsync(Org, "incident", Stop))));
        Assert.Equal(Enumerable.Range(4, 50).Select(number => (long)number), numbers.Order());
    }
}

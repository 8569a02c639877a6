using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Tests.Storage;

public abstract partial class StoreContract
{
    [Fact]
    public async Task Two_copies_with_100_first_marks_each_at_one_place_make_one_stream_with_all_marks()
    {
        var second = await OpenAsync();
        using var gate = new SemaphoreSlim(1);
        using var secondGate = new SemaphoreSlim(1);
        var marks = Enumerable.Range(0, 200).Select(number => Task.Run(() => number % 2 == 0 ? FirstMark(Store, gate, number) : FirstMark(second, secondGate, number)));

        await Task.WhenAll(marks);

        var stream = Assert.Single(await Store.StreamsAsync(Org, Stop));
        Assert.Equal(stream, await second.AtPlaceAsync(Org, Incident, Stop));
        Assert.Equal(Enumerable.Range(0, 200).Select(number => $"mark {number}").Order(), (await Titles(stream)).Order());
    }

    [Fact]
    public async Task Twenty_writers_with_500_appends_each_leave_a_sequence_without_gaps()
    {
        var streams = Enumerable.Range(0, 4).Select(number => new PostMortemId($"01STREAM{number}")).ToList();
        var conflicts = 0;
        var writers = Enumerable.Range(0, 20).Select(writer => Task.Run(async () =>
        {
            for (var number = 0; number < 500; number++) conflicts += await AppendUntilKept(streams[writer % 4], $"{writer}/{number}");
        }));

        await Task.WhenAll(writers);

        foreach (var (stream, index) in streams.Select((stream, index) => (stream, index)))
        {
            var titles = await Titles(stream);
            var expected = Enumerable.Range(0, 20).Where(writer => writer % 4 == index).SelectMany(writer => Enumerable.Range(0, 500).Select(number => $"{writer}/{number}"));
            Assert.Equal(expected.Order(), titles.Order());
            foreach (var writer in titles.GroupBy(title => title.Split('/')[0])) Assert.Equal(Enumerable.Range(0, 500).Select(number => $"{writer.Key}/{number}"), writer);
        }

        Assert.Equal([2500, 2500, 2500, 2500], (await Store.ListAsync(Org, Stop)).Select(row => row.Version));
        Assert.True(conflicts > 0, "The writers were meant to meet each other.");
    }

    /// <summary>They share commits, and what is refused after it wrote something makes all of a commit begin anew.</summary>
    [Fact]
    public async Task Numbers_are_taken_once_also_beside_changes_that_are_refused()
    {
        var taking = Enumerable.Range(0, 50).Select(_ => Task.Run(() => Store.NextNumberAsync(Org, "incident", Stop))).ToList();
        var refusing = Enumerable.Range(0, 50).Select(number => Task.Run(() => Store.PutAsync(Org, [new RowPut($"first/{number}", "{}"), new RowPut("absent", "{}", Expected: 9)], Stop))).ToList();
        var writing = Enumerable.Range(0, 50).Select(number => Task.Run(() => Store.PutAsync(Org, [new RowPut($"kept/{number}", "{}")], Stop))).ToList();

        Assert.Equal(Enumerable.Range(1, 50).Select(number => (long)number), (await Task.WhenAll(taking)).Order());
        Assert.All(await Task.WhenAll(refusing), Assert.False);
        Assert.All(await Task.WhenAll(writing), Assert.True);
        Assert.Empty(await Store.RowsAsync(Org, "first/", Stop));
        Assert.Equal(50, (await Store.RowsAsync(Org, "kept/", Stop)).Select(row => row.Version).Distinct().Count());
        Assert.Equal(51, await Store.NextNumberAsync(Org, "incident", Stop));
    }

    /// <summary>Else it would be done on what stood there before, and ended.</summary>
    [Fact]
    public async Task Whoever_sees_work_finds_the_facts_that_brought_it()
    {
        const int rounds = 60;
        var streams = Enumerable.Range(0, 60).Select(number => new PostMortemId($"01STREAM{number:00}")).ToList();
        var looking = Task.Run(async () =>
        {
            var known = streams.ToDictionary(stream => stream.Value, _ => 0L);
            while (known.Values.Any(version => version < rounds))
            {
                foreach (var row in await Store.DueWorkAsync(Noon, 100, Stop))
                {
                    var (stream, brought) = (row.Queue, long.Parse(row.Body, System.Globalization.CultureInfo.InvariantCulture));
                    known[stream] += (await Store.ReadAsync(Org, new(stream), known[stream], Stop)).Count;
                    Assert.True(known[stream] >= brought, $"The work that fact {brought} brought was seen, and the facts only to {known[stream]}.");
                    await Store.DoneAsync(row, [], Stop);
                }
            }
        }, Stop);
        for (var round = 1; round <= rounds && !looking.IsCompleted; round++)
        {
            var body = round.ToString(System.Globalization.CultureInfo.InvariantCulture);
            await Task.WhenAll(streams.Select(stream => Store.AppendAsync(Wish($"{stream}/{body}", Onto(stream, round - 1, Title(body))) with { Work = [Work($"{stream}/{body}", Noon, body, stream.Value)] }, Stop)));
        }

        await looking;
    }

    [Fact]
    public async Task What_was_decided_on_an_append_that_was_not_stored_is_a_conflict_although_the_version_fits()
    {
        await Append("other", Onto(A, 0, Title("by another copy")));
        Assert.Equal(new AppendResult.Conflict(A), await Append("r1", Onto(A, 0, Title("one"))));

        Assert.Equal(new AppendResult.Conflict(A), await Append("r2", Onto(A, 1, Title("two")) with { After = "r1" }));
        Assert.IsType<AppendResult.Appended>(await Append("r2", Onto(A, 1, Title("two")) with { After = "other" }));

        Assert.Equal(["by another copy", "two"], await Titles(A));
    }

    [Fact]
    public async Task What_was_acknowledged_is_there_after_a_restart()
    {
        await Store.AppendAsync(Wish("r1", Onto(A, 0, Title("a")) with { Binds = [Incident], IncidentIds = ["INC-1001"] }) with { Work = [Work("w", Noon)], Rows = [new RowPut("k", "1")] }, Stop);
        await Store.NextNumberAsync(Org, "incident", Stop);
        await ((IAsyncDisposable)Store).DisposeAsync();

        Store = await OpenAsync();

        Assert.Equal(["a"], await Titles(A));
        Assert.Equal(A, await Store.AtPlaceAsync(Org, Incident, Stop));
        Assert.Equal(A, await Store.ByIncidentIdAsync(Org, "INC-1001", Stop));
        Assert.Equal("w", Assert.Single(await Store.DueWorkAsync(Noon, 10, Stop)).Key);
        Assert.Equal("1", (await Store.RowAsync(Org, "k", Stop))!.Body);
        Assert.Equal(2, await Store.NextNumberAsync(Org, "incident", Stop));
        Assert.IsType<AppendResult.Before>(await Append("r1", Onto(A, 0, Title("a"))));
    }

    /// <summary>As a mark does it: one at a time in its copy, to the stream that is open at the place, else to a new one that binds it; whoever loses loads again.</summary>
    private static async Task FirstMark(IPostMortemStore store, SemaphoreSlim gate, int number)
    {
        await gate.WaitAsync(Stop);
        try
        {
            while (!await TryMark(store, number))
            {
                // The other copy was faster: load again.
            }
        }
        finally
        {
            gate.Release();
        }
    }

    private static async Task<bool> TryMark(IPostMortemStore store, int number)
    {
        var open = await store.AtPlaceAsync(Org, Incident, Stop);
        var stream = open ?? new PostMortemId($"01NEW{number}");
        var version = (await store.ReadAsync(Org, stream, 0, Stop)).Count;
        var append = Onto(stream, version, Title($"mark {number}")) with { Binds = open is null ? [Incident] : [] };
        return await store.AppendAsync(Wish($"r{number}", append), Stop) is AppendResult.Appended;
    }

    private async Task<int> AppendUntilKept(PostMortemId stream, string title)
    {
        for (var conflicts = 0; ; conflicts++)
        {
            var version = (await Store.ListAsync(Org, Stop)).FirstOrDefault(row => row.Id == stream)?.Version ?? 0;
            if (await Append(title, Onto(stream, version, Title(title))) is AppendResult.Appended) return conflicts;
        }
    }
}

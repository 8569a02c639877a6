using PostMortemBot.Kill;
using PostMortemBot.Storage;

namespace PostMortemBot.Tests.Storage;

/// <summary>The short form of <c>tests/kill/run.sh</c>, and a proof that its look at a file sees what it is meant to see.</summary>
public sealed class KillTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Twenty_kills_while_marking_lose_nothing_and_double_nothing()
    {
        // A busy machine may acknowledge little between two kills: kill on until enough was at stake.
        var (acked, kills) = (0, 0);
        for (var round = 1; acked <= 20; round++)
        {
            Assert.True(round <= 5, $"{kills} kills, and only {acked} marks were acknowledged.");
            var found = await Killing.RunAsync(20, seed: 20 * round, Directory.CreateDirectory(Path.Combine(folder.Path, $"{round}")).FullName, TestContext.Current.CancellationToken);

            Assert.True(found.Holds, found.ToString());
            Assert.Equal(20, found.Kills);
            (acked, kills) = (acked + found.Sum.Acked, kills + found.Kills);
        }
    }

    [Theory]
    [InlineData("A 7\n", "", "lost")]
    [InlineData("", "DELETE FROM work WHERE key = 'post/1'", "without work")]
    [InlineData("", "INSERT INTO work SELECT organisation, 'post/9', kind, queue, due, body, tries, holds, parked, error, version, line FROM work WHERE key = 'post/1'", "without work")]
    [InlineData("", "UPDATE heads SET version = 1", "gaps")]
    [InlineData("", "UPDATE heads SET version = 3", "gaps")]
    [InlineData("", "DELETE FROM facts WHERE version = 2", "gaps")]
    [InlineData("no notes", "", "unexpected")]
    [InlineData("", "", "nothing")]
    public async Task The_look_after_a_kill_finds(string notes, string tampering, string finding)
    {
        var (file, notesFile) = (folder.File("1.db"), folder.File("1.notes"));
        await using (var store = SqliteStore.Open(file, new NodaTime.Testing.FakeClock(default)))
        {
            await store.AppendAsync(Marking.Mark(new("01S"), 0, "1"), TestContext.Current.CancellationToken);
            await store.AppendAsync(Marking.Mark(new("01S"), 1, "2"), TestContext.Current.CancellationToken);
        }

        await File.WriteAllTextAsync(notesFile, notes == "no notes" ? "" : "I 1\nA 1\nI 2\n" + notes + "I cut off", TestContext.Current.CancellationToken);
        if (tampering.Length > 0)
        {
            using var link = SqliteLink.ToWrite(file);
            link.Run(tampering);
        }

        var look = Looking.At(file, notesFile);

        // What a damaged stream holds is not read, so its marks are lost as well; the gap is the cause.
        var found = new[] { (look.Gaps, "gaps"), (look.Lost, "lost"), (look.WithoutWork, "without work"), (look.Unexpected, "unexpected"), (look.Doubled, "doubled") };
        Assert.Equal(finding, found.FirstOrDefault(one => one.Item1 > 0, (0, "nothing")).Item2);
    }

    [Fact]
    public async Task The_look_counts_a_mark_that_was_stored_and_never_acknowledged_as_recovered()
    {
        var (file, notesFile) = (folder.File("1.db"), folder.File("1.notes"));
        await using (var store = SqliteStore.Open(file, new NodaTime.Testing.FakeClock(default)))
        {
            await store.AppendAsync(Marking.Mark(new("01S"), 0, "1"), TestContext.Current.CancellationToken);
        }

        await File.WriteAllTextAsync(notesFile, "I 1\n", TestContext.Current.CancellationToken);

        Assert.Equal(new Look { Stored = 1, Recovered = 1 }, Looking.At(file, notesFile));
    }
}

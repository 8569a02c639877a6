using System.Text.Json;
using PostMortemBot.Import;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Domain;

public sealed class BackfillTests
{
    [Fact]
    public void Of_the_recorded_exports_the_unpinned_rows_are_proposed_and_little_else()
    {
        var folder = Path.Combine(TestFolders.Tests, "Import", "Exports");
        var all = Directory.GetFiles(folder, "*.zip").Order(StringComparer.Ordinal).Select(Recorded).ToList();

        Check(BackfillFigures.Sum("recorded exports", all));
    }

    [Theory]
    [InlineData("channel-payments.dev.txt")]
    [InlineData("channel-dns.dev.txt")]
    [InlineData("channel-database.heldout.txt")]
    [InlineData("channel-games.heldout.txt")]
    [InlineData("channel-storage.heldout.txt")]
    public void Of_other_incidents_too(string file) => Check(BackfillFigures.OfCorpus(file));

    private static void Check(BackfillFigures figures)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(figures.ToString());
        Assert.True(figures is { Recall: >= 0.85, Precision: >= 0.70 }, figures.ToString());
    }

    private static BackfillFigures Recorded(string zip)
    {
        using var file = File.OpenRead(zip);
        using var key = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(zip, ".key.json")));
        var channel = Assert.IsType<ExportRead.Read>(SlackExport.Read(file, new ExportWanted())).Channel;
        var unpinned = channel.Messages.Where(message => message.ReactedWith("pushpin").Count == 0).Select(message => message.Message).ToList();
        var rows = key.RootElement.GetProperty("events").EnumerateArray()
            .Where(row => !row.GetProperty("pinned").GetBoolean()).Select(row => row.GetProperty("ts").GetString()!).ToHashSet();
        return BackfillFigures.Of(Path.GetFileNameWithoutExtension(zip), unpinned, rows);
    }
}

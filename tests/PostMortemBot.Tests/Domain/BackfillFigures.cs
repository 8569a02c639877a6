using System.Globalization;
using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Tests.Domain;

/// <summary>How many rows are proposed, and how many of the proposed are rows. A repeated alert that was taken into its first counts as found.</summary>
internal sealed record BackfillFigures(string Name, int Rows, int Found, int Proposed, int Right, IReadOnlyList<string> Missed, IReadOnlyList<string> Wrong)
{
    public double Recall => (double)Found / Rows;

    public double Precision => (double)Right / Proposed;

    public static BackfillFigures Of(string name, IReadOnlyList<ChannelMessage> messages, IReadOnlySet<string> rows)
    {
        var proposals = Backfill.Propose(messages);
        var covered = proposals.SelectMany(proposal => proposal.Repeats.Append(proposal.Message.Id)).ToHashSet();
        return new BackfillFigures(
            name,
            rows.Count,
            rows.Count(covered.Contains),
            proposals.Count,
            proposals.Count(proposal => rows.Contains(proposal.Message.Id)),
            [.. messages.Where(message => rows.Contains(message.Id) && !covered.Contains(message.Id)).Select(message => message.Text)],
            [.. proposals.Where(proposal => !rows.Contains(proposal.Message.Id)).Select(proposal => $"{proposal.Message.Text}  ({proposal.Sureness:0.00}: {proposal.Reason})")]);
    }

    public static BackfillFigures Sum(string name, IReadOnlyList<BackfillFigures> all) => new(
        name, all.Sum(one => one.Rows), all.Sum(one => one.Found), all.Sum(one => one.Proposed), all.Sum(one => one.Right),
        [.. all.SelectMany(one => one.Missed)], [.. all.SelectMany(one => one.Wrong)]);

    /// <summary>A channel of the corpora as messages half a minute apart.</summary>
    public static BackfillFigures OfCorpus(string file)
    {
        var lines = Corpus.Read(file);
        var messages = lines.Select(Message).ToList();
        return Of(file, messages, lines.Index().Where(line => line.Item[0] == "R").Select(line => Id(line.Index)).ToHashSet());
    }

    public override string ToString() =>
        $"{Name}: recall {Recall:0.000} ({Found} of {Rows}), precision {Precision:0.000} ({Right} of {Proposed})\n  missed:\n    {string.Join("\n    ", Missed)}\n  wrong:\n    {string.Join("\n    ", Wrong)}";

    private static ChannelMessage Message(string[] fields, int number)
    {
        var bot = fields[1].StartsWith("bot:", StringComparison.Ordinal);
        var who = bot ? fields[1][4..] : fields[1];
        var extras = fields.Length > 3 ? fields[3] : "";
        var reactions = extras.Split('{', '}').Where(part => part.Contains(':', StringComparison.Ordinal)).Select(part => part.Split(':')).Select(part => (part[0], int.Parse(part[1], CultureInfo.InvariantCulture)));
        return new ChannelMessage(
            Id(number), Instant.FromUtc(2026, 11, 24, 9, 0).Plus(Duration.FromSeconds(30 * number)), who, bot, bot ? who : null, fields[2],
            extras.Contains("thread", StringComparison.Ordinal) ? Id(0) : null, [.. reactions], extras.Contains("edited", StringComparison.Ordinal), who == "system");
    }

    private static string Id(int number) => number.ToString("0000", CultureInfo.InvariantCulture);
}

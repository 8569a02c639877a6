namespace PostMortemBot.Domain;

/// <summary>A message that looks like a timeline event.</summary>
/// <param name="Message">The message; of a repeated alert the first.</param>
/// <param name="Sureness">From 0.5 (just proposed) to 1; only for ordering and for "looks certain", it is no probability.</param>
/// <param name="Reason">Why, in words: <c>alert bot Alertmanager; says "unhealthy"</c>. Always positive.</param>
/// <param name="Repeats">Ids of the same alert again, oldest first; empty for everything else.</param>
public sealed record Proposal(ChannelMessage Message, double Sureness, string Reason, IReadOnlyList<string> Repeats)
{
    /// <summary>From here on the card counts a proposal as certain.</summary>
    public const double Certain = 0.9;

    /// <summary>How many messages it stands for.</summary>
    public int Count => Repeats.Count + 1;
}

/// <summary>
/// Finds what looks like timeline events in a channel's history: statements that something was seen, done, decided or changed, rather than questions,
/// greetings, opinions, offers and talk about the talk. Each sign has a weight (<see cref="BackfillWords"/>); those that speak for it make the reason.
/// </summary>
public static class Backfill
{
    private const double Needed = 0;

    /// <summary>A deployment of something that nobody and no alert speaks of in this channel.</summary>
    private const double Unrelated = -3.5;

    /// <summary>Proposals, surest first, equals in order of time. Leave out what is on the timeline already before calling.</summary>
    public static IReadOnlyList<Proposal> Propose(IEnumerable<ChannelMessage> messages) =>
    [
        .. OneOfEachAlert(Judged([.. messages.Where(message => !message.System).OrderBy(message => message.At)]))
            .OrderByDescending(proposal => proposal.Sureness)
            .ThenBy(proposal => proposal.Message.At),
    ];

    private static IEnumerable<Proposal> Judged(IReadOnlyList<ChannelMessage> messages)
    {
        var talk = new TalkedOf(messages.Where(message => !IsDeployment(message)), messages.Select(message => message.AuthorName));
        return messages.Select(message => Judged(message, talk)).OfType<Proposal>();
    }

    private static Proposal? Judged(ChannelMessage message, TalkedOf talk)
    {
        var words = Bare(message.Text);
        var signs = Signs(message, words, talk).ToList();
        var score = BackfillWords.Start + signs.Sum(sign => sign.Weight);
        var reasons = signs.Where(sign => sign is { Weight: > 0, Reason: not null }).OrderByDescending(sign => sign.Weight).Select(sign => sign.Reason!).Distinct().Take(3).ToList();
        return score < Needed || reasons.Count == 0
            ? null
            : new Proposal(message, Math.Round(1 / (1 + Math.Exp(-score)), 3), string.Join("; ", reasons), []);
    }

    private static IEnumerable<(double Weight, string? Reason)> Signs(ChannelMessage message, string words, TalkedOf talk)
    {
        foreach (var sign in BackfillWords.Signs)
        {
            if (sign.Pattern.In(words) is { } found && !(message.FromBot && sign.OfPeople))
            {
                yield return (sign.Weight, sign.Reason is null ? null : sign.Reason.Replace("{0}", Quoted(words.Substring(found.Index, found.Length)), StringComparison.Ordinal));
            }
        }

        if (message.FromBot)
        {
            yield return IsDeployment(message)
                ? (talk.Names(words) ? 2.5 : Unrelated, $"deployment by {message.AuthorName}")
                : BackfillWords.AlertBot.IsIn(message.BotName ?? message.AuthorName) || BackfillWords.AlertText.IsIn(words)
                    ? (2.5, $"alert by {message.AuthorName}")
                    : (1.0, $"posted by {message.AuthorName}");
        }

        if (!message.FromBot && Phases.Suggest(message.Text) is { } guess)
        {
            yield return (1.0, $"says \"{Quoted(guess.Words)}\" ({guess.Phase.DisplayName()})");
        }

        var given = message.Reactions.Sum(reaction => reaction.Count);
        yield return (given >= 2 ? 0.6 : 0, given >= 2 ? $"{given} reactions" : null);
        yield return (Length(words), null);
    }

    /// <summary>Two words seldom tell what happened; a dozen usually tell something.</summary>
    private static double Length(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length switch
    {
        0 => -9,
        1 => -1.5,
        2 => -0.6,
        3 => -0.2,
        <= 5 => 0,
        <= 8 => 0.4,
        _ => 0.7,
    };

    private static List<Proposal> OneOfEachAlert(IEnumerable<Proposal> inOrder)
    {
        var kept = new List<Proposal>();
        foreach (var proposal in inOrder)
        {
            var same = kept.FindLastIndex(earlier => IsAgain(proposal.Message, earlier.Message));
            if (same < 0)
            {
                kept.Add(proposal);
            }
            else
            {
                kept[same] = kept[same] with { Repeats = [.. kept[same].Repeats, proposal.Message.Id] };
            }
        }

        return [.. kept.Select(proposal => proposal.Count == 1 ? proposal : proposal with { Reason = $"{proposal.Reason}; {proposal.Count} times" })];
    }

    private static bool IsAgain(ChannelMessage message, ChannelMessage earlier) =>
        message.FromBot && earlier.FromBot && RepeatedAlert.IsAgain(message.BotName ?? "", message.Text, message.At, earlier.BotName ?? "", earlier.Text, earlier.At);

    private static bool IsDeployment(ChannelMessage message) =>
        message.FromBot && (BackfillWords.DeployBot.IsIn(message.BotName ?? message.AuthorName) || BackfillWords.DeployText.IsIn(message.Text));

    private static string Quoted(string words) => words.Trim() is { Length: > 40 } longer ? longer[..40] + "…" : words.Trim();

    /// <summary>Without the marks of emphasis and links, on one line.</summary>
    private static string Bare(string text) => BackfillWords.Bare(text);
}

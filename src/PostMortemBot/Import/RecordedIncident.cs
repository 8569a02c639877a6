using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Import;

/// <summary>
/// An incident from a recorded channel, by the same facts and rules as a live one: what carries a capturing sign or is pinned becomes an event at its own time;
/// everything else is at most proposed, with the reason.
/// </summary>
/// <param name="P">The incident as folded.</param>
/// <param name="Pinned">How many events came from signs.</param>
/// <param name="Taken">How many proposals were taken besides.</param>
/// <param name="Proposals">What was left as a proposal, in order of time.</param>
internal sealed record RecordedIncident(PostMortem P, int Pinned, int Taken, IReadOnlyList<Proposal> Proposals)
{
    private const string Stream = "recorded";

    /// <summary>The signs of the shipped lists, and the other pin, as they are typed on a phone.</summary>
    private static readonly Dictionary<string, string> Characters = new(StringComparer.Ordinal)
    {
        ["pushpin"] = "📌",
        ["round_pushpin"] = "📍",
        ["paperclip"] = "📎",
        ["clipboard"] = "📋",
    };

    /// <param name="all">Takes the proposals too.</param>
    public static RecordedIncident From(ExportedChannel channel, Policy policy, bool all)
    {
        var place = new Place("slack", "export", channel.Id);
        var pinned = channel.Messages.Where(message => IsPinned(message, policy) && !message.Deleted && message.Message.Text.Trim().Length > 0).ToList();
        var rest = channel.Messages.Except(pinned).Where(message => !message.Deleted).Select(message => message.Message);
        var proposals = Backfill.Propose(rest).OrderBy(proposal => proposal.Message.At).ToList();
        var byId = channel.Messages.ToLookup(message => message.Message.Id);
        var taken = all ? proposals.SelectMany(proposal => byId[proposal.Message.Id].Take(1)).ToList() : [];

        var start = channel.Messages.Count > 0 ? channel.Messages[0].Message.At : Instant.MinValue;
        var p = Evolve.Apply(new PostMortem(new(Stream)), new IncidentStarted(start, PersonId.Bot, place, 1, TitleOf(channel)));
        p = pinned.Aggregate(p, (state, message) => Evolve.Apply(state, Marked(message, place, MarkKind.Import)));
        p = taken.Aggregate(p, (state, message) => Evolve.Apply(state, Marked(message, place, MarkKind.Backfill)));
        p = Kept(channel, policy, place).Aggregate(p, Evolve.Apply);
        if (p.Events.LastOrDefault(e => e.Phase == Phase.Resolution) is { } end) p = Evolve.Apply(p, new IncidentResolved(end.When, PersonId.Bot, end.When));
        return new(p, pinned.Count, taken.Count, all ? [] : proposals);
    }

    /// <summary>A capturing sign, or pinned to the channel by Slack's own pin.</summary>
    private static bool IsPinned(ExportedMessage message, Policy policy) => Signed(message, policy.Emoji.Timeline) || (message.Pinned && !message.Message.System);

    /// <summary>A capturing reaction, or the sign at the start of the message.</summary>
    private static bool Signed(ExportedMessage message, IReadOnlyList<string> emoji) =>
        !message.Message.System && emoji.Any(one => message.ReactedWith(one).Count > 0 || SignOf(message.Message.Text, one) is not null);

    /// <summary>The sign at the start of a text, by its name or as the character itself; null when it does not stand there.</summary>
    private static string? SignOf(string text, string emoji)
    {
        string[] signs = Characters.TryGetValue(emoji, out var character) ? [$":{emoji}:", character] : [$":{emoji}:"];
        return signs.FirstOrDefault(sign => text.TrimStart().StartsWith(sign, StringComparison.Ordinal));
    }

    private static TimelineEventMarked Marked(ExportedMessage message, Place place, MarkKind kind)
    {
        var text = Unsigned(message.Message.Text);
        var phase = Phases.Read(ref text);
        var masked = Secrets.Mask(text.Trim()).Text;
        var guess = phase is null ? Phases.Suggest(masked)?.Phase : null;
        var writer = message.Message.FromBot || message.AuthorId.Length == 0 ? (PersonId?)null : new PersonId(message.AuthorId);
        var source = new MessageRef(message.Message.ThreadOf is { } thread ? place with { Thread = thread } : place, message.Message.Id);
        return new(message.Message.At, writer ?? PersonId.Bot, new(message.Message.Id), message.Message.At, masked, phase ?? guess, phase is null && guess is not null, null, source, writer, message.Message.AuthorName, new MarkReason(kind, writer ?? PersonId.Bot));
    }

    /// <summary>Files of captured messages, and messages with the sign for evidence.</summary>
    private static IEnumerable<PostMortemEvent> Kept(ExportedChannel channel, Policy policy, Place place)
    {
        foreach (var message in channel.Messages.Where(message => !message.Deleted))
        {
            var source = new MessageRef(place, message.Message.Id);
            if (Signed(message, policy.Emoji.Evidence)) yield return new EvidenceKept(message.Message.At, PersonId.Bot, new("m" + message.Message.Id), EvidenceKind.Message, Secrets.Mask(message.Message.Text).Text, "", null, source, null);
            if (!IsPinned(message, policy) && !Signed(message, policy.Emoji.Evidence)) continue;
            foreach (var file in message.Files) yield return new EvidenceKept(message.Message.At, PersonId.Bot, new("f" + file.Id), EvidenceKind.File, Secrets.Mask(file.Name).Text, Secrets.Mask(Web(file.Address)).Text, null, source, null);
        }
    }

    /// <summary>An address that a browser opens as a page; anything else is not kept as a link.</summary>
    private static string Web(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme is "http" or "https") ? uri.AbsoluteUri : "";

    private static string Unsigned(string text)
    {
        var trimmed = text.TrimStart();
        if (Characters.Values.FirstOrDefault(sign => trimmed.StartsWith(sign, StringComparison.Ordinal)) is { } character) return trimmed[character.Length..];
        var end = trimmed.StartsWith(':') ? trimmed.IndexOf(':', 1) : -1;
        return end > 0 && trimmed[1..end].All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '+') ? trimmed[(end + 1)..] : text;
    }

    private static string TitleOf(ExportedChannel channel)
    {
        var title = new[] { channel.Topic, channel.Purpose, channel.Name }.FirstOrDefault(text => !string.IsNullOrWhiteSpace(text)) ?? "Incident";
        title = Secrets.Mask(title).Text;
        return title.Length <= Incidents.MostTitle ? title : title[..Incidents.MostTitle];
    }
}

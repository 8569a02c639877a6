using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Chat;

/// <summary>An alert that another program sent: one line in each of its texts, what looks like a secret masked, its time within bounds.</summary>
/// <param name="Key">Names this delivery: sent again it changes nothing.</param>
/// <param name="Title">What is wrong; never empty.</param>
/// <param name="Source">Which program noticed it: <c>Splunk</c>.</param>
/// <param name="Service">Empty when it names none.</param>
/// <param name="Severity">As that program says it; empty when it says none.</param>
/// <param name="Link">Its page there, http or https.</param>
/// <param name="Incident">The number of the incident it is part of, as written there.</param>
/// <param name="Channel">Where that incident is spoken of.</param>
internal sealed record AlertCame(string Organisation, string Key, Instant At, string Title, string Source, string Service, string Severity, string? Link, string? Incident, ChannelNamed? Channel)
{
    /// <summary>The alert as a message of a conversation of its own: what became of it is found by this.</summary>
    public MessageRef Message => new(new Place("hook", Organisation, "generic"), Key, Link);
}

/// <summary>A channel by platform and id: <c>slack:C0123ABCD</c>, <c>web:inc-gateway</c>.</summary>
internal sealed record ChannelNamed(string Platform, string Id);

internal enum AlertFate
{
    /// <summary>It stands on a timeline or on the card of its kind, or stood there already.</summary>
    Taken,

    /// <summary>There is nowhere to put it.</summary>
    NoPlace,

    /// <summary>Nothing was stored; sent again it may be.</summary>
    Busy,
}

/// <summary>What became of an alert, in a sentence for whoever set up the program that sent it.</summary>
internal sealed record AlertTaken(AlertFate Fate, string Sentence);

/// <summary>Takes an alert: <c>Routes.TakeAlert</c>.</summary>
internal delegate Task<AlertTaken> TakeAlert(AlertCame alert, CancellationToken stop);

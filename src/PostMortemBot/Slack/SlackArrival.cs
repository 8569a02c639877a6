using System.Text.Json;
using PostMortemBot.Chat;
using PostMortemBot.Domain;

namespace PostMortemBot.Slack;

/// <summary>One thing that Slack brought, in neutral words, and the ways in which it can be answered.</summary>
/// <param name="Line">What the person typed, given back when it fails; empty for a press.</param>
internal sealed record SlackArrival(Incoming Incoming, SlackWays Ways, string Line = "")
{
    /// <summary>It says itself that whoever acts is of another organisation.</summary>
    public bool Foreign { get; init; }
}

/// <summary>How the answer to one arrival reaches the person.</summary>
internal sealed record SlackWays(SlackAsked Asked, Place Where, string User)
{
    /// <summary>Opens one dialog within three seconds, once; empty where there is none.</summary>
    public string Trigger { get; init; } = "";

    /// <summary>Five answers within 30 minutes, also where the bot is not; empty where there is none.</summary>
    public string ResponseUrl { get; init; } = "";

    /// <summary>The open modal it was pressed or saved in; null elsewhere.</summary>
    public SlackView? View { get; init; }

    /// <summary>On the Home tab: there is no conversation to answer in.</summary>
    public bool Home { get; init; }

    /// <summary>A form that carries nothing acts on a conversation, and it was opened in none: it asks for one.</summary>
    public bool AsksChannel { get; init; }

    /// <summary>Seen by one person alone: only its <see cref="ResponseUrl"/> can change it.</summary>
    public bool Ephemeral { get; init; }

    /// <summary>The message it was said in; null for what is no message.</summary>
    public MessageRef? Message { get; init; }

    public string Workspace => Where.Workspace;

    public bool Direct => Home || Where.Channel is ['D' or 'U' or 'W', ..];
}

internal enum SlackAsked
{
    /// <summary>A slash command: the answer to the request itself is shown.</summary>
    Command,

    /// <summary>A message, mention or reaction: the request wants nothing but 200.</summary>
    Event,

    /// <summary>A press, an entry of a message's menu, a shortcut.</summary>
    Press,

    /// <summary>A modal saved: the answer to the request says what becomes of it.</summary>
    Submit,

    /// <summary>A field of a modal left.</summary>
    Field,
}

/// <summary>An open modal.</summary>
/// <param name="Hash">Changes with each update: one that came late is refused.</param>
/// <param name="State">What stands in its fields.</param>
internal sealed record SlackView(string Id, string Hash, JsonElement State);

using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;

namespace PostMortemBot.Teams;

/// <summary>One thing that Teams brought, in neutral words, and the ways in which it can be answered.</summary>
/// <param name="Line">What the person typed, given back when it fails; empty for a press.</param>
internal sealed record TeamsArrival(Incoming Incoming, TeamsWays Ways, string Line = "");

/// <summary>How the answer to one arrival reaches the person.</summary>
/// <param name="User">The account's user: where they are written to.</param>
internal sealed record TeamsWays(TeamsAsked Asked, Place Where, string User)
{
    /// <summary>The message it was said in; null for what is no message.</summary>
    public MessageRef? Message { get; init; }

    /// <summary>What this drawing of a form was called: a form that comes back is another drawing.</summary>
    public string Operation { get; init; } = "";

    /// <summary>The conversation that the card says it acts on; believed only of whoever is in it (<see cref="TeamsElsewhere"/>).</summary>
    public string At { get; init; } = "";

    /// <summary>The card pressed is one person's own, and stands for all in another shape: only theirs changes at once.</summary>
    public string Own { get; init; } = "";

    public bool Direct => TeamsIds.IsPersonal(Where.Channel);

    public Account Account => new(TeamsIds.Platform, Where.Workspace, User);
}

internal enum TeamsAsked
{
    /// <summary>Overheard: nobody waits for an answer.</summary>
    Heard,

    /// <summary>A message to the bot, or a button of an old client: answered by a message.</summary>
    Message,

    /// <summary>A button of a card (<c>adaptiveCard/action</c>): the answer to the request is shown at the card.</summary>
    Press,

    /// <summary>A dialog is opened or saved, or an entry of a message's menu chosen: the answer to the request is the next dialog, a sentence, or nothing.</summary>
    Dialog,
}

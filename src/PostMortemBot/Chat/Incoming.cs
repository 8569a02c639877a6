using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Screens;

namespace PostMortemBot.Chat;

/// <summary>
/// One thing that a platform brings us, in neutral words. Adapters (Slack, Teams, WebChat) make these; features take them through the router.
/// </summary>
/// <param name="Who">Who did it, from the verified envelope, never from what a card carries.</param>
/// <param name="Where">The conversation it happened in.</param>
/// <param name="At">The platform's own time of it.</param>
/// <param name="Receipt">Makes a repeated delivery harmless (decisions.md 6).</param>
internal abstract record Incoming(Account Who, Place Where, Instant At, string Receipt)
{
    /// <summary>The name the platform shows for the person, when it came along.</summary>
    public string? ShownName { get; init; }

    /// <summary>The person's own zone, when it came along.</summary>
    public DateTimeZone? ShownZone { get; init; }

    /// <summary>The person's mail address as the platform verified it, when it came along: it links accounts.</summary>
    public string? ShownEmail { get; init; }

    /// <summary>A guest, or a member of another organisation in a shared channel.</summary>
    public bool ByGuest { get; init; }

    /// <summary>True in the direct conversation between the person and the bot.</summary>
    public bool Direct { get; init; }
}

/// <summary>Words meant for the bot: a slash command, a mention, or a line in the direct message.</summary>
/// <param name="Words">Without the command's name or the mention.</param>
internal sealed record CommandTyped(Account Who, Place Where, Instant At, string Receipt, string Words) : Incoming(Who, Where, At, Receipt)
{
    /// <summary>The platform lets the answer open a dialog at once (a Slack command does, a mention or typed Teams text does not).</summary>
    public bool MayOpen { get; init; }

    /// <summary>The message that carried the words, where there is one (a mention, a line in the direct message).</summary>
    public MessageRef? Message { get; init; }

    /// <summary>The message it replies to, for <c>@PostMortem mark</c> in a reply.</summary>
    public MessageRef? RepliesTo { get; init; }

    public IReadOnlyList<IncomingFile> Files { get; init; } = [];
}

/// <summary>An ordinary message in a conversation the bot sees. Only one that begins with the pushpin is acted on; it is never answered otherwise.</summary>
/// <param name="Text">As prose (the platform's markup already turned into ours).</param>
internal sealed record MessagePosted(Account Who, Place Where, Instant At, string Receipt, MessageRef Message, string Text) : Incoming(Who, Where, At, Receipt)
{
    public bool FromBot { get; init; }

    public IReadOnlyList<IncomingFile> Files { get; init; } = [];
}

internal sealed record MessageEdited(Account Who, Place Where, Instant At, string Receipt, MessageRef Message, string Text) : Incoming(Who, Where, At, Receipt);

internal sealed record MessageDeleted(Account Who, Place Where, Instant At, string Receipt, MessageRef Message) : Incoming(Who, Where, At, Receipt);

/// <summary>A reaction put on a message. It carries no text: the message is read afterwards.</summary>
/// <param name="Emoji">The name without colons: <c>pushpin</c>.</param>
internal sealed record ReactionAdded(Account Who, Place Where, Instant At, string Receipt, MessageRef Message, string Emoji) : Incoming(Who, Where, At, Receipt);

internal sealed record ReactionRemoved(Account Who, Place Where, Instant At, string Receipt, MessageRef Message, string Emoji) : Incoming(Who, Where, At, Receipt);

/// <summary>An entry of a message's menu chosen (<em>Add to timeline</em>): the message comes along.</summary>
/// <param name="Id">The entry's id, as in <c>Routes</c>: <c>menu.timeline</c>, <c>menu.evidence</c>, <c>menu.action</c>.</param>
internal sealed record MenuChosen(Account Who, Place Where, Instant At, string Receipt, string Id, SeenMessage Message) : Incoming(Who, Where, At, Receipt)
{
    public bool MayOpen { get; init; } = true;
}

/// <summary>A button pressed, or an entry of a picker chosen.</summary>
/// <param name="Id">The button's id.</param>
/// <param name="Value">What the button carries: ids, authorised again by the handler.</param>
internal sealed record ButtonPressed(Account Who, Place Where, Instant At, string Receipt, string Id, string Value) : Incoming(Who, Where, At, Receipt)
{
    /// <summary>What was picked, when it was a picker.</summary>
    public string Chosen { get; init; } = "";

    /// <summary>The card it stands on; null inside a form.</summary>
    public MessageRef? Card { get; init; }

    /// <summary>The form it stands in, with what was typed there so far.</summary>
    public FormSubmitted? Form { get; init; }
}

/// <summary>A form saved.</summary>
/// <param name="Id">The form's id.</param>
/// <param name="Carry">What the form carries: ids, authorised again by the handler.</param>
internal sealed record FormSubmitted(Account Who, Place Where, Instant At, string Receipt, string Id, string Carry, FormValues Values) : Incoming(Who, Where, At, Receipt);

/// <summary>One field of an open form left, on platforms that report it: saved without a word.</summary>
internal sealed record FieldLeft(Account Who, Place Where, Instant At, string Receipt, string FormId, string Carry, string Field, FormValues Values) : Incoming(Who, Where, At, Receipt);

/// <summary>The bot acts of its own: a rule carried out, a message read. Never made by an adapter.</summary>
internal sealed record BotActs(Account Who, Place Where, Instant At, string Receipt) : Incoming(Who, Where, At, Receipt);

/// <summary>A file that came with a message; read only from the platform's own file host.</summary>
/// <param name="Bytes">As the platform says, before it is read; 0 when it does not.</param>
/// <param name="Read">Null when the platform does not give it (a missing right, deleted meanwhile); throws when it may work later.</param>
internal sealed record IncomingFile(string Name, string ContentType, long Bytes, Func<CancellationToken, Task<byte[]?>> Read)
{
    /// <summary>The platform's own page of the file, kept when the file is not; null: the message's link serves.</summary>
    public string? Link { get; init; }
}

/// <summary>A message as a platform shows it to us: for capture and back-fill. Kept in memory only.</summary>
/// <param name="Author">Who wrote it; null for a bot.</param>
/// <param name="AuthorName">The name shown with it.</param>
/// <param name="Text">As prose.</param>
internal sealed record SeenMessage(MessageRef Message, Instant At, Account? Author, string AuthorName, string Text)
{
    public bool FromBot { get; init; }

    /// <summary>The bot's own message.</summary>
    public bool FromUs { get; init; }

    /// <summary>Joins, topic changes and other lines the platform writes.</summary>
    public bool FromPlatform { get; init; }

    public bool Edited { get; init; }

    public IReadOnlyList<(string Emoji, int Count)> Reactions { get; init; } = [];

    public IReadOnlyList<IncomingFile> Files { get; init; } = [];
}

using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Screens;

namespace PostMortemBot.Chat;

/// <summary>
/// What the bot does on a platform of its own accord. One implementation a platform; only the dispatcher (posts, edits, receipts) and the readers of messages use it.
/// What the platform refuses for good comes as <see cref="ChatRefused"/>; everything else that fails is tried again.
/// </summary>
internal interface IChat
{
    /// <summary><c>slack</c>, <c>teams</c> or <c>web</c>.</summary>
    string Platform { get; }

    /// <summary>The bot's word for a command in this place: <c>/pm mark …</c>, <c>@PostMortem mark …</c> or <c>mark …</c>.</summary>
    string Typed(string command, bool direct);

    /// <summary>The least time between two edits of one message (an edit a minute where edits are scarce, none in the built-in chat).</summary>
    Duration EditPace { get; }

    /// <summary>Every post of a channel begins a thread of its own, so that a thread says nothing of which incident is meant.</summary>
    bool BeginsThreads => false;

    /// <summary>Each reader of one message can be shown another card: <see cref="Card.Own"/>.</summary>
    bool ShowsEachTheirOwn => false;

    /// <summary>A form that acts in a channel asks for one where it was opened in none: <see cref="Screens.Form.InChannel"/>.</summary>
    bool AsksForChannel => false;

    /// <summary>Posts a message. <paramref name="workId"/> goes into its metadata, so that a post whose answer was lost is found again.</summary>
    Task<MessageRef> PostAsync(Place place, Card card, string workId, CancellationToken stop);

    /// <summary>
    /// The message that was posted with this <paramref name="workId"/> in this conversation lately; null when there is none, or where the platform cannot say.
    /// Asked before a post is sent again whose first answer was lost.
    /// </summary>
    Task<MessageRef?> FindPostedAsync(Place place, string workId, CancellationToken stop);

    /// <summary>The conversation of the bot with this person, opened when needed.</summary>
    Task<Place> DirectAsync(Account person, CancellationToken stop);

    /// <summary>An address that opens the bot for whoever follows it, in one of the organisation's workspaces; null where none is known.</summary>
    Task<string?> LinkAsync(string workspace, CancellationToken stop) => Task.FromResult<string?>(null);

    /// <summary>The account with this mail address in a workspace of the organisation, linked to its person; null when there is none, or where the platform may not look.</summary>
    Task<Account?> FindAsync(string organisation, string email, CancellationToken stop) => Task.FromResult<Account?>(null);

    /// <summary>Whether the place is the conversation of the bot with one person, whose words nobody else may be shown.</summary>
    bool IsDirect(Place place);

    /// <summary>Whether this person is in the conversation, as the platform tells it. What it cannot tell is no: rights hang on it.</summary>
    Task<bool> IsInAsync(Place place, Account person, CancellationToken stop);

    /// <summary>Writes a private line into a conversation: seen by one person alone.</summary>
    Task PostPrivateAsync(Place place, Account person, Card card, CancellationToken stop);

    Task EditAsync(MessageRef message, Card card, CancellationToken stop);

    /// <summary>Puts the bot's receipt on a message, or takes it off.</summary>
    Task MarkReceiptAsync(MessageRef message, bool on, CancellationToken stop);

    /// <summary>The message with its text; null when it is gone or may not be read.</summary>
    Task<SeenMessage?> ReadAsync(MessageRef message, CancellationToken stop);

    /// <summary>
    /// Covers what the bot itself said to single persons and that holds one of these texts, which were redacted. A platform whose private lines vanish by themselves has
    /// nothing to do; standing cards are drawn anew by the dispatcher; what people wrote is theirs to delete.
    /// </summary>
    Task RedactAsync(IReadOnlyList<string> texts, CancellationToken stop) => Task.CompletedTask;

    /// <summary>The kinds of work in which words wait that were drawn when they were decided. A redaction drops it all: whoever waits asks again.</summary>
    IReadOnlyList<string> HoldingWords => [];

    /// <summary>As many messages of a conversation are read at most; of more, the newest.</summary>
    public const int MostHistory = 10_000;

    /// <summary>What of a conversation's history cannot be read; null: all of it can. Asked before it is read, and told.</summary>
    Task<HistoryBound?> HistoryBoundAsync(Place place, CancellationToken stop) => Task.FromResult<HistoryBound?>(null);

    /// <summary>The conversation's messages since an instant, oldest first, threads included; never more than <see cref="MostHistory"/>.</summary>
    IAsyncEnumerable<SeenMessage> HistoryAsync(Place place, Instant since, CancellationToken stop);
}

/// <summary>That a platform gives no history: the bot knows what it was told.</summary>
/// <param name="Since">The first of it; null: nothing yet.</param>
internal sealed record HistoryBound(Instant? Since);

/// <summary>The platform said no for good (not in the channel, gone, archived): trying again is useless; the person concerned is told.</summary>
internal class ChatRefused(string sentence) : Exception(sentence)
{
    /// <summary>What it was about is there no more: somebody deleted it.</summary>
    public virtual bool IsGone => false;
}

/// <summary>The platform is away, or said nothing that can be understood: the same again later.</summary>
internal class ChatFailed(string sentence, Exception? cause = null) : Exception(sentence, cause);

/// <summary>The platform asks for patience: the same again from this instant on, and all that stands behind it in the queue waits, unless <see cref="OthersGoOn"/>.</summary>
internal sealed class ChatBusy(Instant until) : Exception("The platform asks for patience.")
{
    public Instant Until => until;

    /// <summary>One method has to wait: what calls another goes on, and what calls the same is told to wait in its turn. So its own order stays.</summary>
    public bool OthersGoOn { get; init; }
}

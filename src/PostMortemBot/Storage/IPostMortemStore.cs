using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Storage;

/// <summary>
/// Where post-mortems are kept: one stream of facts each, and beside the streams the rows that are written in the same transaction
/// (receipts, places, incident numbers, list, work, due). One partition per organisation. An append is acknowledged only after its commit is durable.
/// </summary>
internal interface IPostMortemStore
{
    /// <summary>Raised after a commit of this process that brought work. Handlers only wake somebody.</summary>
    event Action? WorkBrought;

    /// <summary>The facts after <paramref name="afterVersion"/>, in order; empty for an unknown stream.</summary>
    Task<IReadOnlyList<PostMortemEvent>> ReadAsync(string organisation, PostMortemId stream, long afterVersion, CancellationToken stop);

    /// <summary>
    /// Appends to one or several streams in one transaction: all or nothing. It stands in line when the call returns its task, so that the next may be decided on what it
    /// will bring: appends are taken in the order of the calls.
    /// </summary>
    Task<AppendResult> AppendAsync(Append append, CancellationToken stop);

    /// <summary>The one exception to append-only: overwrites stored facts (same kinds, same versions) and appends the fact that records it.</summary>
    Task<AppendResult> RedactAsync(Append append, IReadOnlyDictionary<long, PostMortemEvent> overwritten, CancellationToken stop);

    /// <summary>What this receipt brought about, or null. Kept 30 days.</summary>
    Task<Receipt?> ReceiptAsync(string organisation, string receipt, CancellationToken stop);

    /// <summary>Forgets receipts of appends before an instant (30 days ago); how many.</summary>
    Task<int> ForgetReceiptsAsync(Instant before, CancellationToken stop);

    /// <summary>The stream that is open at this place, or null.</summary>
    Task<PostMortemId?> AtPlaceAsync(string organisation, Place place, CancellationToken stop);

    /// <summary>The stream that has, or had, this incident number; null when none.</summary>
    Task<PostMortemId?> ByIncidentIdAsync(string organisation, string incidentId, CancellationToken stop);

    /// <summary>The stream that captured this message, or null.</summary>
    Task<PostMortemId?> ByMessageAsync(string organisation, string messageKey, CancellationToken stop);

    /// <summary>One line a post-mortem, newest first: what the archive, the pickers and the schedule read.</summary>
    Task<IReadOnlyList<ListRow>> ListAsync(string organisation, CancellationToken stop);

    /// <summary>
    /// Work that is due, oldest first: of each queue the first in line only, and nothing of a queue that waits for a retry. So a queue stays in order and a full one starves no other.
    /// </summary>
    Task<IReadOnlyList<WorkRow>> DueWorkAsync(Instant now, int most, CancellationToken stop);

    /// <summary>True when work under this key is known to wait: the same work put again costs nothing, so nobody need find out whether it is needed. False says nothing.</summary>
    bool Waits(string organisation, string key);

    /// <summary>
    /// The first moment after <paramref name="after"/> at which a queue may go on that may not yet, or null when there is none. What may be done by <paramref name="after"/> is
    /// <see cref="DueWorkAsync"/>'s to say: whoever asked it for that moment and sleeps until this one misses nothing, however long the two questions took.
    /// </summary>
    Task<Instant?> NextWorkAsync(Instant after, CancellationToken stop);

    /// <summary>Ends a piece of work (only the version that was read: newer work under the same key stays), writing what it brought about in the same transaction.</summary>
    Task DoneAsync(WorkRow work, IReadOnlyList<RowPut> brought, CancellationToken stop);

    /// <summary>Tries again later, with the tries that <paramref name="work"/> carries. Newer work under the same key waits too.</summary>
    /// <param name="keepsPace">True when newer work under the key is not to hurry it: the pace of one message. A retry is never hurried.</param>
    /// <param name="holdsQueue">True when all that stands in the same queue waits for it: a retry, or a platform's <c>Retry-After</c>.</param>
    Task PostponeAsync(WorkRow work, Instant due, string error, bool holdsQueue, CancellationToken stop, bool keepsPace = false);

    /// <summary>Set aside after too many tries, until newer work comes under its key; others go on. Newer work that is there already stays.</summary>
    Task ParkAsync(WorkRow work, string error, CancellationToken stop);

    /// <summary>Removes what waits of these kinds, also what was begun or set aside; how many.</summary>
    Task<int> ForgetWorkAsync(string organisation, IReadOnlyList<string> kinds, CancellationToken stop);

    Task<IReadOnlyList<WorkRow>> ParkedAsync(string organisation, CancellationToken stop);

    /// <summary>A small row by its key (people, accounts, posted messages, remembered choices); null when absent.</summary>
    Task<Row?> RowAsync(string organisation, string key, CancellationToken stop);

    Task<IReadOnlyList<Row>> RowsAsync(string organisation, string prefix, CancellationToken stop);

    /// <summary>Writes small rows in one transaction; false when one has changed since (nothing is written).</summary>
    Task<bool> PutAsync(string organisation, IReadOnlyList<RowPut> rows, CancellationToken stop);

    /// <summary>The next number of a counter that never goes back (<em>Incident 17</em>); gaps may occur.</summary>
    Task<long> NextNumberAsync(string organisation, string counter, CancellationToken stop);

    /// <summary>Records a refusal by authorisation.</summary>
    Task AuditAsync(string organisation, Instant at, PersonId who, string act, string target, string reason, CancellationToken stop);

    /// <summary>The last refusals by authorisation, newest first.</summary>
    Task<IReadOnlyList<AuditRow>> AuditedAsync(string organisation, int most, CancellationToken stop);

    /// <summary>Every organisation that has a stream, a row or waiting work.</summary>
    Task<IReadOnlyList<string>> OrganisationsAsync(CancellationToken stop);

    Task<IReadOnlyList<PostMortemId>> StreamsAsync(string organisation, CancellationToken stop);
}

/// <summary>One transaction's wish.</summary>
/// <param name="Receipt">The key that makes a repeated delivery harmless.</param>
internal sealed record Append(string Organisation, string Receipt, IReadOnlyList<StreamAppend> Streams)
{
    public IReadOnlyList<WorkPut> Work { get; init; } = [];

    public IReadOnlyList<RowPut> Rows { get; init; } = [];

    /// <summary>Called once it is stored, before anybody is answered: what is known of it in memory. Does little, and never throws.</summary>
    public Action? OnceStored { get; init; }
}

/// <summary>What is appended to one stream.</summary>
/// <param name="Expected">The version that was decided on; 0 for a new stream.</param>
/// <param name="Summary">The list row as it stands after these facts.</param>
internal sealed record StreamAppend(PostMortemId Stream, long Expected, IReadOnlyList<PostMortemEvent> Facts, ListRow Summary)
{
    /// <summary>
    /// The receipt of the append that it was decided on before that was stored; null when it rests on what is stored. Where that one was not stored after all, this is a
    /// <see cref="AppendResult.Conflict"/>: the version alone does not tell, because another copy may have brought as many facts.
    /// </summary>
    public string? After { get; init; }

    /// <summary>Places that name this stream from now on (insert if absent: the loser gets <see cref="AppendResult.PlaceTaken"/>).</summary>
    public IReadOnlyList<Place> Binds { get; init; } = [];

    /// <summary>Places that no longer name this stream.</summary>
    public IReadOnlyList<Place> Frees { get; init; } = [];

    /// <summary>Incident numbers that lead to this stream from now on.</summary>
    public IReadOnlyList<string> IncidentIds { get; init; } = [];

    /// <summary>Messages (by key) that this stream captured.</summary>
    public IReadOnlyList<string> Messages { get; init; } = [];
}

internal abstract record AppendResult
{
    private AppendResult()
    {
    }

    public sealed record Appended : AppendResult;

    /// <summary>Somebody else appended in between, or changed a row that was expected otherwise: load and decide again.</summary>
    public sealed record Conflict(PostMortemId Stream) : AppendResult;

    /// <summary>This receipt was here before: nothing was stored now; this is what it brought about then.</summary>
    public sealed record Before(Receipt Receipt) : AppendResult;

    /// <summary>The place names another open stream.</summary>
    public sealed record PlaceTaken(Place Place, PostMortemId By) : AppendResult;

    /// <summary>The number belongs to another incident.</summary>
    public sealed record IncidentIdTaken(string IncidentId, PostMortemId By) : AppendResult;
}

/// <summary>What a receipt brought about: these versions of this stream (the first of the transaction).</summary>
/// <param name="From">The version before.</param>
/// <param name="To">The version after.</param>
internal sealed record Receipt(string Key, PostMortemId Stream, long From, long To);

/// <summary>Work to be done after the commit: post, update, react, read, publish, webhook.</summary>
/// <param name="Key">Work with the same key replaces what is still waiting: a card edited thrice is sent once.</param>
/// <param name="Kind">Which doer takes it.</param>
/// <param name="Body">Its JSON.</param>
/// <param name="Queue">Work of one queue (a channel) is done in order, one at a time.</param>
internal sealed record WorkPut(string Key, string Kind, string Queue, Instant Due, string Body);

internal sealed record WorkRow(string Organisation, string Key, string Kind, string Queue, Instant Due, string Body, int Tries, long Version)
{
    /// <summary>The number of the commit in which it was read, given back when it is done.</summary>
    public long AsOf { get; init; }
}

/// <summary>A refusal by authorisation: who tried which act on what, and what was said.</summary>
internal sealed record AuditRow(Instant At, PersonId Who, string Act, string Target, string Reason);

/// <summary>A small row: its JSON and the version it was read at.</summary>
internal sealed record Row(string Key, string Body, long Version);

/// <summary>Writes a small row; a null body deletes it.</summary>
/// <param name="Expected">The version it was read at, 0 for "must be absent", null for "whatever is there".</param>
internal sealed record RowPut(string Key, string? Body, long? Expected = null);

/// <summary>One post-mortem in a line: enough for lists, pickers, search by field and the schedule, without folding its stream.</summary>
internal sealed record ListRow
{
    private readonly Func<string> draw;
    private string? body;

    /// <param name="draw">Its JSON, made when it is read first: of many appends to one stream in a commit only the last row is written.</param>
    public ListRow(PostMortemId id, long version, Func<string> draw) => (Id, Version, this.draw) = (id, version, draw);

    public ListRow(PostMortemId id, long version, string body)
        : this(id, version, () => body)
    {
    }

    public PostMortemId Id { get; }

    public long Version { get; init; }

    public string Body => body ??= draw();

    /// <summary>For order: the start of the incident.</summary>
    public Instant Began { get; init; }

    public string Life { get; init; } = "";

    public bool Equals(ListRow? other) => other is not null && (Id, Version, Body, Began, Life) == (other.Id, other.Version, other.Body, other.Began, other.Life);

    public override int GetHashCode() => HashCode.Combine(Id, Version);
}

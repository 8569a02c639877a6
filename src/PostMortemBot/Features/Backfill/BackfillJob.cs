using System.Text.Json;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Storage;

namespace PostMortemBot.Features;

/// <summary>
/// One look through a channel's history for one person: what is asked, how far the reading is, and what may be events. A small row, kept 24 h at most; what is not picked
/// is stored nowhere else.
/// </summary>
/// <param name="Id">A newer look of the same person at the same incident replaces this one.</param>
/// <param name="Asked">Where the answer goes.</param>
/// <param name="AskedAt">When, in ticks since 1970, as all times here.</param>
internal sealed record BackfillJob(string Id, string Stream, string Person, Account Asker, Place Asked, bool Direct, long AskedAt, long Since, IReadOnlyList<Place> Places)
{
    public static readonly Duration Kept = Duration.FromHours(24);

    /// <summary>Which of the places is being read.</summary>
    public int At { get; init; }

    /// <summary>The time of the last message read there.</summary>
    public long? Cursor { get; init; }

    /// <summary>The messages of that very instant that were read, so that none is read twice.</summary>
    public IReadOnlyList<string> AtCursor { get; init; } = [];

    public int Read { get; init; }

    /// <summary>Messages of the place that is being read, of whatever kind; see <see cref="IChat.MostHistory"/>.</summary>
    public int Seen { get; init; }

    /// <summary>A place held more than is read of one: the oldest were left out.</summary>
    public bool IsCut { get; init; }

    /// <summary>The asker was told that it takes long: the answer comes as a direct message.</summary>
    public bool IsSlow { get; init; }

    public bool IsDone { get; init; }

    public IReadOnlyList<HeardMessage> Heard { get; init; } = [];

    /// <summary>The ticked ones, by number; null until somebody ticked: then the certain ones are.</summary>
    public IReadOnlyList<int>? Ticked { get; init; }

    public Instant SinceAt => Instant.FromUnixTimeTicks(Since);

    public Instant Expires => Instant.FromUnixTimeTicks(AskedAt) + Kept;

    /// <summary>What looks like events, surest first.</summary>
    public IReadOnlyList<Proposal> Proposals => Backfill.Propose(Heard.Select(message => message.AsChannelMessage()));

    public HeardMessage Of(string messageId) => Heard.First(message => message.Message.Key == messageId);

    public static string KeyOf(string person, string stream) => $"backfill/{person}/{stream}";

    public static BackfillJob? From(Row? row) => row is null ? null : JsonSerializer.Deserialize(row.Body, BackfillJson.Default.BackfillJob);

    /// <param name="expected">The version of the row that is replaced; null: whatever is there.</param>
    public RowPut Put(long? expected = null) => new(KeyOf(Person, Stream), JsonSerializer.Serialize(this, BackfillJson.Default.BackfillJob), expected);

    public RowPut Gone() => new(KeyOf(Person, Stream), null);

    /// <summary>The work of reading; the same work comes back after 24 h and throws away what is left.</summary>
    public WorkPut Work(Instant now) => new(KeyOf(Person, Stream), BackfillWork.Kind, KeyOf(Person, Stream), now, JsonSerializer.Serialize(new BackfillWork(Person, Stream, Id), BackfillJson.Default.BackfillWork));
}

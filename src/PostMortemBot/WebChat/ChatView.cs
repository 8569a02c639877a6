using System.Globalization;
using NodaTime;
using PostMortemBot.Screens;

namespace PostMortemBot.WebChat;

/// <summary>
/// What one browser tab looks at: who it speaks as, which channel and thread, the open dialog. One to each circuit; the components draw it and call its acts.
/// </summary>
internal sealed partial class ChatView(ChatRoom room, ChatDoor door, SamplePlayer player, WebChatSettings settings, WebChatBack back) : IDisposable
{
    private readonly CancellationTokenSource closed = new();
    private readonly Dictionary<string, int> busy = [];

    /// <summary>The page is to be drawn anew.</summary>
    public event Action? Changed;

    public ChatRoom Room => room;

    public WebChatSettings Settings => settings;

    /// <summary>False until the circuit is up: buttons are off so that no click is lost.</summary>
    public bool Live { get; set; }

    public ChatPerson Me { get; private set; } = room.People[0];

    /// <summary>What a person picker gives back for each person.</summary>
    public IReadOnlyDictionary<string, string> PersonKeys { get; private set; } = new Dictionary<string, string>();

    public ChatChannel Channel { get; private set; } = room.Channels[0];

    public string? Thread { get; private set; }

    /// <summary>The message that a link asked for.</summary>
    public string? Goal { get; private set; }

    public ChatDialog? Dialog { get; private set; }

    /// <summary>A question before an act that cannot be taken back.</summary>
    public Question? Asking { get; private set; }

    /// <summary>The message whose words are being changed.</summary>
    public string? Editing { get; private set; }

    /// <summary>Something of the page itself failed; a sentence for its top.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Messages shown before <em>Show earlier</em>.</summary>
    public int Most { get; private set; } = PageOf;

    private const int PageOf = 120;

    /// <summary>Takes over what the address says; unknown names fall back to the first.</summary>
    public void Look(string? person, string? channel, string? thread, string? goal)
    {
        Me = room.Person(person ?? "") ?? room.People[0];
        var found = room.Channel(channel ?? "") ?? (channel == "bot" ? room.Direct(Me.Id) : room.Channels[0]);
        found = found.With is { } other && other != Me.Id ? room.Direct(Me.Id) : found;
        (Most, Editing) = found.Id == Channel.Id ? (Most, Editing) : (PageOf, null);
        Channel = found;
        Goal = goal;
        Thread = thread is not null && room.Find(Channel.Id, thread) is not null ? thread : goal is null ? null : room.Find(Channel.Id, goal)?.Thread;
        Seen();
    }

    /// <summary>Somebody started over: the channel or the person is no longer there.</summary>
    public bool Gone => room.Channel(Channel.Id) is null || room.Person(Me.Id) is null;

    /// <summary>The address of a view: survives a reload, and two tabs may be two people.</summary>
    public string Address(string? person = null, string? channel = null, string? thread = null)
    {
        var address = $"/?as={Uri.EscapeDataString(person ?? Me.Id)}&in={Uri.EscapeDataString(channel ?? (Channel.Direct ? "bot" : Channel.Id))}";
        return thread is null ? address : $"{address}&thread={Uri.EscapeDataString(thread)}";
    }

    /// <summary>What the channel shows this person: no replies, no private lines of others, no deleted message without replies.</summary>
    public IReadOnlyList<ShownMessage> Shown()
    {
        var all = room.All(Channel.Id);
        var replies = all.Where(message => message.Thread is not null && message.SeenBy(Me.Id) && !message.Deleted).ToLookup(message => message.Thread!);
        return [.. all.Where(message => message.Thread is null && message.SeenBy(Me.Id))
            .Select(message => new ShownMessage(message, replies[message.Id].Count(), replies[message.Id].LastOrDefault()?.At))
            .Where(shown => !shown.Message.Deleted || shown.Replies > 0)];
    }

    /// <summary>The open thread: its root, then its replies; empty when none is open.</summary>
    public IReadOnlyList<ShownMessage> ShownThread() => Thread is null ? [] :
        [.. room.All(Channel.Id).Where(message => (message.Id == Thread || message.Thread == Thread) && message.SeenBy(Me.Id) && (!message.Deleted || message.Id == Thread)).Select(message => new ShownMessage(message, 0, null))];

    public int UnreadIn(string channel) => room.Unread(Me.Id, channel);

    public int UnreadOf(ChatPerson person) => room.Unread(person.Id, room.Direct(person.Id).Id);

    public Spot SpotIn(string? thread) => new(Me.Id, Channel.Id, thread);

    public bool Busy(string key) => busy.GetValueOrDefault(key) > 0;

    /// <summary><c>14:05</c> in the process zone.</summary>
    public string Clock(Instant at) => at.InZone(settings.Zone).ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary><c>Mon 23 Nov 2026, 14:05 EST</c> in the process zone.</summary>
    public string Moment(Instant at) => $"{at.InZone(settings.Zone).ToString("ddd d MMM uuuu, HH:mm", CultureInfo.InvariantCulture)} {settings.Zone.GetZoneInterval(at).Name}";

    public LocalDate Day(Instant at) => at.InZone(settings.Zone).Date;

    /// <summary><c>Today</c>, <c>Yesterday</c> or <c>Monday 23 November</c>; the year only when it is not this one.</summary>
    public string DayName(LocalDate day)
    {
        var today = Day(room.Now);
        return day == today ? "Today" : day == today.PlusDays(-1) ? "Yesterday"
            : day.ToString(day.Year == today.Year ? "dddd d MMMM" : "dddd d MMMM uuuu", CultureInfo.InvariantCulture);
    }

    /// <summary>The same moment for this person, when their clock shows another time: <c>12:44 for you</c>.</summary>
    public string? Yours(Span.Moment moment)
    {
        var at = moment.At;
        if (moment.Printed.Contains("for you", StringComparison.Ordinal))
        {
            return null;
        }

        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(Me.Zone);
        return zone is null || zone.GetUtcOffset(at) == settings.Zone.GetUtcOffset(at) ? null : $"{at.InZone(zone).ToString("HH:mm", CultureInfo.InvariantCulture)} for you";
    }

    /// <summary>The whole page is looked at: what stands in the channel counts as seen.</summary>
    public void Seen()
    {
        if (Live)
        {
            room.MarkRead(Me.Id, Channel.Id);
        }
    }

    public void Watch() => room.Changed += OnRoom;

    public void Dispose()
    {
        room.Changed -= OnRoom;
        closed.Cancel();
        closed.Dispose();
    }

    private void OnRoom(string channel)
    {
        if (channel.Length == 0 || channel == Channel.Id || Gone || room.Channel(channel) is { Direct: true } || UnreadIn(channel) > 0)
        {
            Changed?.Invoke();
        }
    }

    private void Draw() => Changed?.Invoke();
}

/// <summary>A message with what the channel says about its thread.</summary>
internal sealed record ShownMessage(ChatMessage Message, int Replies, Instant? LastReply);

/// <summary>A question before an act.</summary>
internal sealed record Question(string Sentence, string Label, Func<Task> Act);

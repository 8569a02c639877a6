using System.Runtime.CompilerServices;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Screens;

namespace PostMortemBot.Tests.World;

/// <summary>One message of the tests' own chat.</summary>
/// <param name="Card">What the bot posted; null for a person's message.</param>
/// <param name="PrivateTo">Seen by this user alone; null for all.</param>
internal sealed record TestMessage(MessageRef Ref, Instant At, string Writer, string Text, Card? Card = null, string? PrivateTo = null)
{
    public bool Receipt { get; init; }

    public int Edits { get; init; }

    public string WorkId { get; init; } = "";

    public IReadOnlyList<IncomingFile> Files { get; init; } = [];
}

/// <summary>A chat platform in memory: what the bot posts, edits and marks is there to look at.</summary>
internal sealed class TestChat(Func<Instant> now) : IChat
{
    private readonly Lock gate = new();
    private readonly List<TestMessage> messages = [];

    public const string Workspace = "local";

    public string Platform => "web";

    public Duration EditPace { get; set; } = Duration.Zero;

    public bool BeginsThreads { get; set; }

    /// <summary>Channels in which the bot is not: posting there is refused.</summary>
    public HashSet<string> NotIn { get; } = [];

    /// <summary>Who is not in which channel: everybody else is in all of them.</summary>
    public HashSet<(string User, string Channel)> Outside { get; } = [];

    /// <summary>Messages that may not be read, by id.</summary>
    public HashSet<string> Unreadable { get; } = [];

    /// <summary>The next post arrives, and its answer does not.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>Editing fails with this.</summary>
    public Exception? FailsToEdit { get; set; }

    /// <summary>How often an earlier post was looked for.</summary>
    public int Searches { get; private set; }

    /// <summary>A history lets wait for this before its first message.</summary>
    public Task HistoryComes { get; set; } = Task.CompletedTask;

    /// <summary>Called for each message of a history that is read: lets time pass.</summary>
    public Action OnHistory { get; set; } = () => { };

    public IReadOnlyList<TestMessage> Messages
    {
        get
        {
            lock (gate) return [.. messages];
        }
    }

    /// <summary>What the bot posted for all to see in a conversation, in order: <c>#inc</c>, or <c>@rana</c> for direct messages.</summary>
    public IReadOnlyList<TestMessage> PostedIn(string channel) => [.. Messages.Where(message => message.Ref.Place.Channel == channel && message is { Card: not null, PrivateTo: null })];

    public static Place PlaceOf(string channel) => channel.Split('>') is [var root, var thread] ? new("web", Workspace, root, thread) : new("web", Workspace, channel);

    public string Typed(string command, bool direct) => direct ? command : "/pm " + command;

    /// <summary>A person's message.</summary>
    public MessageRef Say(string writer, Place place, string text, params IReadOnlyList<IncomingFile> files)
    {
        var said = Add(place, writer, text, null, null);
        Change(said, message => message with { Files = files });
        return said;
    }

    public Task<MessageRef> PostAsync(Place place, Card card, string workId, CancellationToken stop)
    {
        if (NotIn.Contains(place.Channel)) throw new ChatRefused("I am not in that channel.");
        var posted = Add(place, "bot", "", card, null);
        Change(posted, message => message with { WorkId = workId });
        if (!LosesAnswers) return Task.FromResult(posted);
        LosesAnswers = false;
        throw new HttpRequestException("The answer was lost.");
    }

    public Task<MessageRef?> FindPostedAsync(Place place, string workId, CancellationToken stop)
    {
        Searches++;
        return Task.FromResult(Messages.FirstOrDefault(message => message.WorkId == workId && message.Ref.Place == place)?.Ref);
    }

    public Task<Place> DirectAsync(Account person, CancellationToken stop) => Task.FromResult(PlaceOf("@" + person.User));

    public Task<string?> LinkAsync(string workspace, CancellationToken stop) => Task.FromResult<string?>("https://chat.example.com/to-the-bot");

    public bool IsDirect(Place place) => place.Channel.StartsWith('@');

    public Task<bool> IsInAsync(Place place, Account person, CancellationToken stop) =>
        Task.FromResult(IsDirect(place) ? place.Channel == "@" + person.User : !Outside.Contains((person.User, place.Channel)));

    public Task PostPrivateAsync(Place place, Account person, Card card, CancellationToken stop)
    {
        Add(place, "bot", "", card, person.User);
        return Task.CompletedTask;
    }

    public Task EditAsync(MessageRef message, Card card, CancellationToken stop)
    {
        if (NotIn.Contains(message.Place.Channel)) throw new ChatRefused("I am not in that channel.");
        if (FailsToEdit is { } failed) throw failed;
        Change(message, shown => shown with { Card = card, Edits = shown.Edits + 1 });
        return Task.CompletedTask;
    }

    public Task MarkReceiptAsync(MessageRef message, bool on, CancellationToken stop)
    {
        Change(message, shown => shown with { Receipt = on });
        return Task.CompletedTask;
    }

    public Task<SeenMessage?> ReadAsync(MessageRef message, CancellationToken stop) => Unreadable.Contains(message.Id)
        ? throw new ChatRefused("I may not read there.")
        : Task.FromResult(Messages.FirstOrDefault(one => one.Ref.Key == message.Key) is { } found ? Seen(found) : null);

    public async IAsyncEnumerable<SeenMessage> HistoryAsync(Place place, Instant since, [EnumeratorCancellation] CancellationToken stop)
    {
        await HistoryComes.WaitAsync(stop);
        if (NotIn.Contains(place.Channel)) throw new ChatRefused("I am not in that channel.");
        foreach (var message in Messages.Where(one => one.At >= since && one.PrivateTo is null && one.Ref.Place.Channel == place.Channel))
        {
            OnHistory();
            yield return Seen(message);
        }
    }

    internal MessageRef Add(Place place, string writer, string text, Card? card, string? privateTo)
    {
        lock (gate)
        {
            var added = new MessageRef(place, $"m{messages.Count + 1}");
            messages.Add(new(added, now(), writer, text, card, privateTo));
            return added;
        }
    }

    private void Change(MessageRef message, Func<TestMessage, TestMessage> change)
    {
        lock (gate)
        {
            var at = messages.FindIndex(one => one.Ref.Key == message.Key);
            if (at < 0) throw new ChatRefused("That message is gone.");
            messages[at] = change(messages[at]);
        }
    }

    /// <summary>The bot itself is <c>bot</c>; another bot is written <c>bot:Splunk</c>.</summary>
    private static SeenMessage Seen(TestMessage message)
    {
        var bot = message.Writer == "bot" || message.Writer.StartsWith("bot:", StringComparison.Ordinal);
        return new(message.Ref, message.At, bot ? null : new("web", Workspace, message.Writer), message.Writer.Split(':')[^1], message.Text) { FromBot = bot, FromUs = message.Writer == "bot", Files = message.Files };
    }
}

using System.Globalization;
using System.Security.Cryptography;
using NodaTime;
using PostMortemBot.Screens;

namespace PostMortemBot.WebChat;

/// <summary>
/// The chat itself: channels, people, messages, and who is told when something changes. It knows nothing of incidents; what is said to the bot goes through
/// <see cref="ChatDoor"/>. Everything is in memory and written through to <see cref="ChatStore"/> before anybody sees it.
/// </summary>
internal sealed partial class ChatRoom
{
    private readonly ChatStore store;
    private readonly TimeProvider time;
    private readonly WebChatSettings settings;
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<ChatMessage>> messages = [];
    private readonly HashSet<string> coming = new(StringComparer.Ordinal);
    private long sequence;

    public ChatRoom(ChatStore store, TimeProvider time, WebChatSettings settings)
    {
        this.store = store;
        this.time = time;
        this.settings = settings;
        Load();
    }

    /// <summary>Told with the channel's id after each change (an empty id: people or channels changed). Handlers must be quick.</summary>
    public event Action<string>? Changed;

    public Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <summary>True from the seeding of an empty file until the first message.</summary>
    public bool Untouched
    {
        get
        {
            lock (gate)
            {
                return messages.Values.All(list => list.Count == 0);
            }
        }
    }

    public ChatMessage? Find(string channel, string id)
    {
        lock (gate)
        {
            return messages.GetValueOrDefault(channel)?.FirstOrDefault(message => message.Id == id);
        }
    }

    /// <summary>Every message of a channel with its threads, oldest first.</summary>
    public IReadOnlyList<ChatMessage> All(string channel)
    {
        lock (gate)
        {
            return messages.TryGetValue(channel, out var list) ? [.. list] : [];
        }
    }

    /// <summary>Everything the bot said, in every conversation.</summary>
    public IReadOnlyList<ChatMessage> SaidByTheBot()
    {
        lock (gate)
        {
            return [.. messages.Values.SelectMany(list => list).Where(message => message.Card is not null)];
        }
    }

    /// <summary>A new id that nobody else gets: milliseconds of the instant, then a sequence number.</summary>
    public string NewId(Instant at)
    {
        var number = Interlocked.Increment(ref sequence);
        return string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeMilliseconds():D13}.{number:D6}");
    }

    /// <summary>Adds a message; its files must have been kept before.</summary>
    public ChatMessage Post(ChatMessage message)
    {
        lock (gate)
        {
            if (!channels.ContainsKey(message.Channel))
            {
                throw new ArgumentException($"There is no channel {message.Channel}.", nameof(message));
            }

            KeepCardFiles(message.Card);
            store.Put("message", message.Id, ChatRows.Write(message));
            Insert(message);
            coming.ExceptWith(FileIdsOf(message));
        }

        Tell(message.Channel);
        return message;
    }

    /// <summary>Changes one message; null when it is gone or <paramref name="change"/> gives it back unchanged.</summary>
    public ChatMessage? Change(string channel, string id, Func<ChatMessage, ChatMessage> change)
    {
        ChatMessage changed;
        lock (gate)
        {
            var at = messages.GetValueOrDefault(channel)?.FindIndex(message => message.Id == id) ?? -1;
            if (at < 0)
            {
                return null;
            }

            var before = messages[channel][at];
            changed = change(before);
            if (ReferenceEquals(changed, before))
            {
                return null;
            }

            changed = changed with { Revision = before.Revision + 1 };
            KeepCardFiles(changed.Card);
            store.Put("message", id, ChatRows.Write(changed));
            messages[channel][at] = changed;
        }

        Tell(channel);
        return changed;
    }

    /// <summary>Takes a message away without a trace (a private line dismissed).</summary>
    public void Remove(string channel, string id)
    {
        lock (gate)
        {
            store.Remove("message", id);
            messages.GetValueOrDefault(channel)?.RemoveAll(message => message.Id == id);
        }

        Tell(channel);
    }

    /// <summary>Keeps a file's bytes.</summary>
    public ChatFile Keep(string name, string contentType, byte[] bytes)
    {
        var file = new ChatFile(FileId(bytes), name, contentType, bytes.LongLength);
        lock (gate)
        {
            coming.Add(file.Id);
            store.PutFile(file, bytes);
        }

        return file;
    }

    /// <summary>Deletes the bytes of files that no message holds and none is about to.</summary>
    public void DropUnheldFiles()
    {
        lock (gate)
        {
            var held = messages.Values.SelectMany(list => list).SelectMany(FileIdsOf).Concat(coming).ToHashSet(StringComparer.Ordinal);
            foreach (var id in store.FileIds().Where(id => !held.Contains(id)))
            {
                store.RemoveFile(id);
            }
        }
    }

    public static string FileId(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public (ChatFile File, byte[] Bytes)? File(string id) => store.ReadFile(id);

    /// <summary><em>Start over</em>: everything said goes, the first people and channels are there again.</summary>
    public void Empty()
    {
        lock (gate)
        {
            store.Empty();
            people.Clear();
            channels.Clear();
            messages.Clear();
            read.Clear();
            Seed();
        }

        Tell("");
    }

    private void Load()
    {
        LoadMembers();
        foreach (var message in store.All("message").Select(ChatRows.Read<ChatMessage>))
        {
            Insert(message);
            sequence = Math.Max(sequence, long.Parse(message.Id[(message.Id.IndexOf('.', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture));
        }

        if (people.Count == 0)
        {
            Seed();
        }
    }

    private void Seed()
    {
        foreach (var channel in settings.Channels)
        {
            AddChannel(channel);
        }

        foreach (var person in settings.People)
        {
            Add(person);
        }
    }

    /// <summary>By instant: a replayed message stands where its own time puts it.</summary>
    private void Insert(ChatMessage message)
    {
        var list = messages[message.Channel];
        var at = list.Count;
        while (at > 0 && string.CompareOrdinal(list[at - 1].Id, message.Id) > 0)
        {
            at--;
        }

        list.Insert(at, message);
    }

    private void KeepCardFiles(Card? card)
    {
        foreach (var file in card is null ? [] : CardFiles(card))
        {
            store.PutFile(new(FileId(file.Bytes), file.Name, file.ContentType, file.Bytes.LongLength), file.Bytes);
        }
    }

    private static IEnumerable<string> FileIdsOf(ChatMessage message) =>
        message.Files.Select(file => file.Id).Concat(message.Card is null ? [] : CardFiles(message.Card).Select(file => FileId(file.Bytes)));

    private static IEnumerable<SentFile> CardFiles(Card card) =>
        card.Elements.OfType<Element.Picture>().Select(picture => picture.File).Concat(card.File is null ? [] : [card.File]);

    private void Tell(string channel) => Changed?.Invoke(channel);
}

using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Screens;

namespace PostMortemBot.WebChat;

/// <summary>The built-in chat as one more platform: what the bot does of its own accord.</summary>
internal sealed class WebChatPlatform(ChatRoom room, ChatAnswers answers, WebChatSettings settings) : IChat
{
    public string Platform => Messages.Platform;

    public Duration EditPace => Duration.Zero;

    public string Typed(string command, bool direct) => direct ? command : $"{Addressed.Slash} {command}";

    public Task<MessageRef> PostAsync(Place place, Card card, string workId, CancellationToken stop)
    {
        Known(place);
        return Task.FromResult(Messages.Reference(answers.Post(new(ChatMessage.Bot, place.Channel, place.Thread), card, null, workId), settings));
    }

    public Task<MessageRef?> FindPostedAsync(Place place, string workId, CancellationToken stop)
    {
        Known(place);
        var posted = room.All(place.Channel).FirstOrDefault(message => message.WorkId == workId && message.Thread == place.Thread && !message.Deleted);
        return Task.FromResult(posted is null ? null : Messages.Reference(posted, settings));
    }

    public Task<Place> DirectAsync(Account person, CancellationToken stop) => room.Person(person.User) is null
        ? throw new ChatRefused($"There is nobody called {person.User} in the built-in chat.")
        : Task.FromResult(Messages.Place(room.Direct(person.User).Id, null));

    public Task<string?> LinkAsync(string workspace, CancellationToken stop) => Task.FromResult<string?>(settings.BaseUrl + "/");

    public bool IsDirect(Place place) => room.Channel(place.Channel)?.Direct == true;

    /// <summary>Its channels are open to all of its people.</summary>
    public Task<bool> IsInAsync(Place place, Account person, CancellationToken stop) =>
        Task.FromResult(room.Person(person.User) is not null && room.Channel(place.Channel) is { } channel && (channel.With ?? person.User) == person.User);

    public Task PostPrivateAsync(Place place, Account person, Card card, CancellationToken stop)
    {
        Known(place);
        answers.Tell(new(person.User, place.Channel, place.Thread), card);
        return Task.CompletedTask;
    }

    public Task EditAsync(MessageRef message, Card card, CancellationToken stop)
    {
        if (room.Change(message.Place.Channel, message.Id, shown => shown with { Card = card }) is null)
        {
            throw new ChatRefused("That message is gone.");
        }

        return Task.CompletedTask;
    }

    public Task MarkReceiptAsync(MessageRef message, bool on, CancellationToken stop)
    {
        answers.Receipt(message.Place.Channel, message.Id, on);
        return Task.CompletedTask;
    }

    public Task<SeenMessage?> ReadAsync(MessageRef message, CancellationToken stop) => Task.FromResult(
        room.Find(message.Place.Channel, message.Id) is { Deleted: false } found ? Messages.Seen(found, room, settings) : null);

    /// <summary>
    /// The bot's private lines stay in this chat until they are dismissed, so they are covered; short ones by the words they begin with. A file that holds the text, a document
    /// read or exported, goes from every message; then the bytes of all files that no message holds any more.
    /// </summary>
    public Task RedactAsync(IReadOnlyList<string> texts, CancellationToken stop)
    {
        var probes = texts.Select(Folded).Where(text => text.Length >= 4).Select(text => text[..Math.Min(60, text.Length)]).ToList();
        foreach (var said in room.SaidByTheBot())
        {
            var inFile = said.Card?.File is { } file && Holds(probes, Unescaped(Encoding.UTF8.GetString(file.Bytes)));
            var forOne = said.PrivateTo is not null || room.Channel(said.Channel)?.Direct == true;
            if (forOne && (inFile || Holds(probes, CardText.Of(said.Card)))) room.Change(said.Channel, said.Id, message => message with { Card = Card.OneLine(Redaction.Cover) });
            else if (inFile) room.Change(said.Channel, said.Id, message => message with { Card = message.Card! with { File = null } });
        }

        room.DropUnheldFiles();
        return Task.CompletedTask;
    }

    private static bool Holds(IReadOnlyList<string> probes, string text)
    {
        var words = Folded(text);
        return probes.Any(probe => words.Contains(probe, StringComparison.Ordinal));
    }

    /// <summary>A document's Markdown with its escapes undone, as <see cref="Folded"/> undoes them in what is looked for.</summary>
    private static string Unescaped(string markdown) => WebUtility.HtmlDecode(markdown.Replace("<br>", " ", StringComparison.Ordinal));

    /// <summary>Words apart by one space, and without the strokes that a document writes before signs.</summary>
    private static string Folded(string text) => string.Join(' ', text.Replace("\\", "", StringComparison.Ordinal).Split((char[])[' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));

    public async IAsyncEnumerable<SeenMessage> HistoryAsync(Place place, Instant since, [EnumeratorCancellation] CancellationToken stop)
    {
        await Task.CompletedTask;
        foreach (var message in room.All(place.Channel).Where(message => message.At >= since && !message.Deleted && message.PrivateTo is null))
        {
            stop.ThrowIfCancellationRequested();
            if (place.Thread is null || message.Thread == place.Thread || message.Id == place.Thread)
            {
                yield return Messages.Seen(message, room, settings);
            }
        }
    }

    private void Known(Place place)
    {
        if (room.Channel(place.Channel) is null)
        {
            throw new ChatRefused($"There is no channel {place.Channel} in the built-in chat.");
        }
    }
}

using System.Collections.Concurrent;
using System.Security.Cryptography;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Screens;

namespace PostMortemBot.Slack;

/// <summary>
/// The pictures of a card that is posted: each is given to Slack before, in no conversation, and shown by the id it has there. Slack looks at a new file for a while, and refuses a message that
/// shows it meanwhile (<c>invalid_blocks</c>): then the post waits. Where Slack takes no file, or refuses it for good, the numbers stand there as text.
/// </summary>
internal sealed class SlackPictures(SlackApi api, IClock clock)
{
    private const int MostKept = 64;
    private static readonly Duration Pause = Duration.FromSeconds(3);

    /// <summary>How long Slack may look at a picture. By the clock, for the same one may be refused to several channels at once.</summary>
    private static readonly Duration Patience = Duration.FromSeconds(15);
    private readonly ConcurrentDictionary<(string Workspace, string Picture), Given> given = new();

    /// <summary>Gives Slack what it does not have yet.</summary>
    public async Task<Shown> GiveAsync(string workspace, Card card, CancellationToken stop)
    {
        var shown = new Dictionary<SentFile, Given>();
        foreach (var picture in card.Elements.OfType<Element.Picture>().Select(element => element.File)) shown[picture] = await GivenAsync(workspace, picture, stop);
        return new Shown(shown);
    }

    /// <summary>Slack would not show them: the post is to wait, and after a while goes without.</summary>
    public ChatBusy Refused(Shown shown)
    {
        var now = clock.GetCurrentInstant();
        foreach (var picture in shown.All)
        {
            if (now - picture.Since >= Patience) picture.Id = null;
        }

        return new ChatBusy(now + Pause) { OthersGoOn = true };
    }

    private async Task<Given> GivenAsync(string workspace, SentFile picture, CancellationToken stop)
    {
        var key = (workspace, Convert.ToHexStringLower(SHA256.HashData(picture.Bytes)));
        if (given.TryGetValue(key, out var known)) return known;
        if (given.Count >= MostKept) given.Clear();
        return given[key] = new Given(clock.GetCurrentInstant()) { Id = await IdOfAsync(workspace, picture, stop) };
    }

    private async Task<string?> IdOfAsync(string workspace, SentFile picture, CancellationToken stop)
    {
        try
        {
            return await api.UploadAsync(workspace, picture, null, null, stop);
        }
        catch (SlackRefused)
        {
            // Without the scope for files: what the picture shows stands there in words.
            return null;
        }
    }

    /// <summary>A picture as Slack has it.</summary>
    /// <param name="since">When it was given.</param>
    internal sealed class Given(Instant since)
    {
        public Instant Since => since;

        /// <summary>Null: it is not shown.</summary>
        public string? Id { get; set; }
    }

    /// <summary>The pictures of one card.</summary>
    internal sealed class Shown(IReadOnlyDictionary<SentFile, Given> pictures)
    {
        public IEnumerable<Given> All => pictures.Values;

        public bool IsAny => pictures.Values.Any(picture => picture.Id is not null);

        public string? IdOf(SentFile picture) => pictures.TryGetValue(picture, out var known) ? known.Id : null;
    }
}

using System.Net;
using System.Text.Json.Nodes;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Screens;

namespace PostMortemBot.Teams;

/// <summary>
/// What the bot does in Teams of its own accord: posts, edits, private lines, its reaction as receipt. A bot cannot read what stands in a conversation: what it was told lately is all
/// there is, and where it was granted what Microsoft Graph tells.
/// </summary>
internal sealed class TeamsChat(TeamsSettings settings, TeamsApi api, TeamsRooms rooms, TeamsPeople people, TeamsHeard heard, TeamsHistory history, TeamsFiles files, TeamsForms forms, LastChanges changes, TimeProvider time) : IChat
{
    private const string Receipt = "1f4dd_memo";
    private const string CardType = "application/vnd.microsoft.card.adaptive";

    /// <summary>The person waits for an answer, and Teams for it within three seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    public string Platform => TeamsIds.Platform;

    public IReadOnlyList<string> HoldingWords => [TeamsTell.Kind, TeamsSay.Kind];

    public bool BeginsThreads => true;

    public bool ShowsEachTheirOwn => true;

    public Duration EditPace => Duration.FromMinutes(1);

    public string Typed(string command, bool direct) => new TeamsLook { Direct = direct }.Typed(new Span.Typed(command));

    public Task<MessageRef> PostAsync(Place place, Card card, string workId, CancellationToken stop) => PostAsync(place, card, stop, work: workId);

    /// <param name="answers">Somebody waits for it.</param>
    /// <param name="about">The conversation that its buttons act on, where it is another one.</param>
    /// <param name="work">What it is posted for, so that it can be found again; empty for what is not looked for.</param>
    public async Task<MessageRef> PostAsync(Place place, Card card, CancellationToken stop, bool answers = false, Place? about = null, string work = "")
    {
        var activity = Activity(AdaptiveCards.Message(card, Marked(Look(place, about), work)), card);
        if (place.Thread is not null || !TeamsIds.IsChannel(place.Channel)) return await SentAsync(place, activity, answers, stop);

        // In a channel every post begins a thread.
        var (conversation, id) = await api.CreateAsync(place, new JsonObject
        {
            ["isGroup"] = true,
            ["tenantId"] = place.Workspace,
            ["bot"] = new JsonObject { ["id"] = rooms.Of(place.Workspace, place.Channel).Bot },
            ["channelData"] = new JsonObject { ["channel"] = new JsonObject { ["id"] = place.Channel }, ["tenant"] = new JsonObject { ["id"] = place.Workspace } },
            ["activity"] = activity,
        }, stop);
        return TeamsIds.MessageOf(place, id.Length > 0 ? id : TeamsIds.PlaceOf(place.Workspace, conversation).Thread ?? "", settings.ClientHost);
    }

    /// <summary>A person's own conversation that is there no more is begun again, once.</summary>
    private async Task<MessageRef> SentAsync(Place place, JsonObject activity, bool answers, CancellationToken stop)
    {
        try
        {
            return TeamsIds.MessageOf(place, await api.SendAsync(place, activity, stop, answers), settings.ClientHost);
        }
        catch (TeamsRefused refused) when (refused.IsGone)
        {
            if (people.In(place) is not { } person) throw;
            await people.RoomAsync(person.Workspace, person.User, "", stop);
            var anew = await DirectAsync(person, stop);
            return TeamsIds.MessageOf(anew, await api.SendAsync(anew, activity, stop, answers), settings.ClientHost);
        }
    }

    /// <summary>The Connector gives no bot its messages back. Microsoft Graph does where it was granted, but for personal chats: there nothing can be looked for.</summary>
    public Task<MessageRef?> FindPostedAsync(Place place, string workId, CancellationToken stop) => history.FindAsync(place, TeamsHistory.MarkOf(workId), stop);

    public async Task<Place> DirectAsync(Account person, CancellationToken stop)
    {
        var known = await people.KnownAsync(person.Workspace, person.User, stop);
        if (known is { Room.Length: > 0 } met) return new(Platform, person.Workspace, met.Room);
        var near = new Place(Platform, person.Workspace, "");
        var (conversation, _) = await api.CreateAsync(near, new JsonObject
        {
            ["isGroup"] = false,
            ["tenantId"] = person.Workspace,
            ["bot"] = new JsonObject { ["id"] = rooms.Of(person.Workspace, "").Bot },
            ["members"] = new JsonArray(new JsonObject { ["id"] = known is { Member.Length: > 0 } ? known.Member : person.User }),
            ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = person.Workspace } },
        }, stop);
        if (conversation.Length == 0) throw new TeamsFailed("Teams opened a conversation without a name.");
        await people.RoomAsync(person.Workspace, person.User, conversation, stop);
        return new(Platform, person.Workspace, conversation);
    }

    public async Task<Account?> FindAsync(string organisation, string email, CancellationToken stop) =>
        await people.WithEmailAsync(organisation, email, stop) is { } found ? new(Platform, found.Tenant, found.User) : null;

    /// <summary>https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams</summary>
    public Task<string?> LinkAsync(string workspace, CancellationToken stop) =>
        Task.FromResult<string?>($"https://{settings.ClientHost}/l/chat/0/0?tenantId={Uri.EscapeDataString(workspace)}&users={Uri.EscapeDataString(rooms.Of(workspace, "").Bot)}");

    public bool IsDirect(Place place) => TeamsIds.IsPersonal(place.Channel);

    public async Task<bool> IsInAsync(Place place, Account person, CancellationToken stop)
    {
        if (IsDirect(place)) return false;
        using var enough = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, enough.Token);
        try
        {
            var known = await people.KnownAsync(person.Workspace, person.User, either.Token);
            return await api.MemberAsync(place, known is { Member.Length: > 0 } ? known.Member : person.User, either.Token) is not null;
        }
        catch (Exception untold) when (untold is TeamsRefused or TeamsFailed or ChatBusy || (untold is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return false;
        }
    }

    public async Task PostPrivateAsync(Place place, Account person, Card card, CancellationToken stop)
    {
        foreach (var tell in Told(place, person, card)) await TellAsync(tell, stop);
    }

    /// <summary>What one person is told, in the messages that it takes. A file stands where it can be found again: in the personal chat.</summary>
    /// <param name="place">Where they acted: its buttons act on it.</param>
    public IReadOnlyList<TeamsTell> Told(Place place, Account person, Card card)
    {
        var look = people.Look(place.Workspace, direct: true) with { At = IsDirect(place) ? "" : TeamsIds.ConversationOf(place) };
        var pages = TeamsPages.Of(card).Select(page => new TeamsTell(place, person.User, Drawn.Text(Activity(page, look)))).ToList();
        if (card.File is { } file) return TeamsPages.IsOffered(file) ? [.. pages, new(place, person.User, "") { File = file }] : pages;
        return settings.TargetsMessages && IsOthersToo(place) ? [pages[0] with { Only = Drawn.Text(Activity(card, Look(place) with { Own = TeamsLook.Private })) }] : pages;
    }

    /// <summary>A card changed in its place, for all who see it.</summary>
    /// <param name="about">As in <see cref="PostAsync(Place, Card, CancellationToken, bool, Place, string)"/>.</param>
    public TeamsTell Changed(MessageRef message, string user, Card card, Place? about = null) => new(message.Place, user, Drawn.Text(MessageOf(message.Place, card, about: about))) { Edits = message };

    public async Task TellAsync(TeamsTell tell, CancellationToken stop)
    {
        if (tell.Edits is { } stands)
        {
            await changes.DecidedAsync(stands, tell.At, () => api.UpdateAsync(Standing(stands), stands.Id, Parsed(tell.Message), stop), stop);
            return;
        }

        var (place, person) = (tell.Where, new Account(Platform, tell.Where.Workspace, tell.User));
        if (await ToOneAsync(tell, stop)) return;
        try
        {
            var direct = IsDirect(place) ? place : await DirectAsync(person, stop);
            if (tell.File is { } file) await files.OfferAsync(direct, person, file, stop);
            else await SentAsync(direct, Parsed(tell.Message), answers: true, stop);
        }
        catch (TeamsRefused refused) when (refused.Status == HttpStatusCode.Forbidden && IsOthersToo(place))
        {
            if (!await people.IsNewlyUnreachedAsync(person.Workspace, person.User, stop)) throw;
            await PostAsync(place, people.Unreached(person), stop, answers: true);
        }
    }

    /// <summary>Seen in the conversation by this person alone, where that is switched on and Teams lets it.</summary>
    private async Task<bool> ToOneAsync(TeamsTell tell, CancellationToken stop)
    {
        if (tell.Only.Length == 0 || await people.KnownAsync(tell.Where.Workspace, tell.User, stop) is not { Member.Length: > 0 } member) return false;
        try
        {
            await api.SendToOneAsync(tell.Where, member.Member, Parsed(tell.Only), stop);
            return true;
        }
        catch (TeamsRefused)
        {
            return false;
        }
    }

    /// <summary>A group chat, or a thread: what is posted there begins nothing.</summary>
    private static bool IsOthersToo(Place place) => !TeamsIds.IsPersonal(place.Channel) && (place.Thread is not null || !TeamsIds.IsChannel(place.Channel));

    public Task EditAsync(MessageRef message, Card card, CancellationToken stop) =>
        changes.NowAsync(message, () => api.UpdateAsync(Standing(message), message.Id, MessageOf(message.Place, card), stop), stop);

    /// <summary>The bot's own reaction; where Teams takes none, the writer is told in the personal chat.</summary>
    public async Task MarkReceiptAsync(MessageRef message, bool on, CancellationToken stop)
    {
        try
        {
            await api.ReactAsync(Standing(message), message.Id, Receipt, on, stop);
        }
        catch (TeamsRefused) when (on && heard.Find(message) is { Author: { } writer })
        {
            await PostPrivateAsync(message.Place, writer, Card.OneLine("Your message is on the timeline."), stop);
        }
        catch (TeamsRefused)
        {
            // Nothing to take off, or nobody to tell.
        }
    }

    public Task<SeenMessage?> ReadAsync(MessageRef message, CancellationToken stop) => Task.FromResult(heard.Find(message));

    public IAsyncEnumerable<SeenMessage> HistoryAsync(Place place, Instant since, CancellationToken stop) => history.ReadAsync(place, since, stop);

    public Task<HistoryBound?> HistoryBoundAsync(Place place, CancellationToken stop) => history.BoundAsync(place, time, stop);

    /// <summary>A message of one card and nothing beside it: text and card together would be split, and never be changed again.</summary>
    /// <param name="work">As in <see cref="PostAsync(Place, Card, CancellationToken, bool, Place, string)"/>, as <paramref name="about"/> is.</param>
    public JsonObject MessageOf(Place place, Card card, string work = "", Place? about = null) => Activity(AdaptiveCards.Message(card, Marked(Look(place, about), work)), card);

    /// <summary>How screens are drawn for a place; read elsewhere, their buttons say what they are about.</summary>
    public TeamsLook Look(Place place, Place? about = null) =>
        people.Look(place.Workspace, IsDirect(place)) with { At = about is null || about == place || IsDirect(about) ? "" : TeamsIds.ConversationOf(about) };

    private static TeamsLook Marked(TeamsLook look, string work) => work.Length == 0 ? look : look with { Mark = TeamsHistory.MarkOf(work) };

    public static JsonObject Activity(Card card, TeamsLook look) => Activity(AdaptiveCards.Message(card, look), card);

    public Task RedactAsync(IReadOnlyList<string> texts, CancellationToken stop)
    {
        forms.Forget();
        return files.ForgetAllAsync(stop);
    }

    private static JsonObject Activity(Drawn drawn, Card card) => new()
    {
        ["type"] = "message",
        ["summary"] = VisibleText.Shorten(VisibleText.Clean(card.Plain(new TeamsLook().Typed)), 300),
        ["attachments"] = new JsonArray(new JsonObject { ["contentType"] = CardType, ["content"] = drawn.Json }),
    };

    private static JsonObject Parsed(string activity) => JsonNode.Parse(activity)!.AsObject();

    /// <summary>A message that stands in a channel itself is the root of its thread.</summary>
    private static Place Standing(MessageRef message) =>
        message.Place.Thread is null && TeamsIds.IsChannel(message.Place.Channel) ? message.Place with { Thread = message.Id } : message.Place;
}

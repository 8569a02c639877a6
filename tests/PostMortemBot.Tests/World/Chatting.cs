using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Extensions;
using NodaTime.Text;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Screens;
using PostMortemBot.Storage;
using PostMortemBot.Templates;
using PostMortemBot.Tests.Storage;
using PostMortemBot.Wiki;

namespace PostMortemBot.Tests.World;

/// <summary>
/// People talking with the bot: the real router, routes, rules and SQLite store, a clock of the test's own, and <see cref="TestChat"/>. Conversations are named
/// <c>#inc</c>, <c>#inc>m3</c> (a thread under message m3) and <c>@rana</c> (Rana's direct message). Each act does the work it left behind before it returns.
/// </summary>
internal sealed class Chatting : IAsyncDisposable
{
    public const string Organisation = "try";
    private readonly TemporaryFolder folder = new();
    private readonly SqliteStore store;
    private readonly Dispatcher dispatcher;
    private readonly Dictionary<string, Said> last = [];
    private int ids;
    private int receipts;

    private Chatting(Instant start, Policy policy)
    {
        Time = new(start.ToDateTimeOffset());
        store = SqliteStore.Open(folder.File("store.db"), Time.ToClock());
        Chat = new(() => Now);
        Bot = new(policy, new(store), new(store, policy, NewId), new(store, BuiltInTemplate.Read(), []), new(Time, _ => NewId())) { StandingCards = Routes.StandingCards, Notices = Routes.Notices, Attachments = new(Folder, store) };
        Bot.Chats[Chat.Platform] = Chat;
        Bot.WikiOf = _ => Wiki;
        Wiki = new FolderWiki(folder.File("wiki"), new("https://wiki.example.com/pm"));
        Router = new(Bot, Routes.Table);
        Doers = new(Routes.Doers(Bot));
        dispatcher = new(store, Doers, new(3, Duration.FromSeconds(1), Duration.FromSeconds(4), () => 0), Time, NullLogger<Dispatcher>.Instance) { OnParked = Routes.SetAsideOf(Bot) };
    }

    public TestChat Chat { get; }

    public Bot Bot { get; }

    /// <summary>Where documents are published; a folder until a test puts another.</summary>
    public IWiki Wiki { get; set; }

    public Router Router { get; }

    /// <summary>Who does which kind of work; a platform under test adds its own.</summary>
    public Dictionary<string, Doer> Doers { get; }

    public IPostMortemStore Store => store;

    public FakeTimeProvider Time { get; }

    public Instant Now => Bot.Now;

    /// <summary>How often somebody clicked, picked or sent a line; forms opened; fields a person filled: the interaction budget.</summary>
    public Dictionary<string, Spent> Budget { get; } = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A new world at this moment, given as <c>2026-11-24 02:57</c> in New York.</summary>
    public static Chatting At(string newYork, Policy? policy = null) => new(InNewYork(newYork), policy ?? Shipped.Policy);

    public static Instant InNewYork(string local) =>
        DateTimeZoneProviders.Tzdb["America/New_York"].AtStrictly(LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm").Parse(local).Value).ToInstant();

    /// <summary>Says a command: <c>Type("rana", "#inc", "/pm start gateway slow p1")</c>.</summary>
    public Task<Said> Type(string who, string where, string words, params IReadOnlyList<IncomingFile> files)
    {
        Spend(who, spent => spent with { Interactions = spent.Interactions + 1 });
        return HandleAsync(who, new CommandTyped(Account(who), TestChat.PlaceOf(where), Now, NewReceipt(), words) { Direct = where.StartsWith('@'), MayOpen = true, Files = files });
    }

    /// <summary>
    /// Presses the button with this label: on what this person was shown last (answer or form), else on the newest card of the conversation that has it.
    /// <paramref name="value"/> picks one entry when the label is that of a picker.
    /// </summary>
    public Task<Said> Press(string who, string label, string? on = null, string? value = null)
    {
        Spend(who, spent => spent with { Interactions = spent.Interactions + 1 });
        var (screen, where, card) = Found(who, label, on);
        var form = screen is Form shown ? new FormSubmitted(Account(who), where, Now, NewReceipt(), shown.Id, shown.Carry, Said.ValuesOf(shown)) : null;
        if (Said.ButtonsOf(screen).FirstOrDefault(button => button.Label == label) is { } found)
        {
            return HandleAsync(who, new ButtonPressed(Account(who), where, Now, NewReceipt(), found.Id, found.Value) { Direct = where.Channel.StartsWith('@'), Card = card, Form = form });
        }

        var picker = ((Card)screen).Elements.OfType<Element.Picker>().First(one => one.Label == label);
        var choice = picker.Choices.First(one => one.Label == value || one.Value == value);
        return HandleAsync(who, new ButtonPressed(Account(who), where, Now, NewReceipt(), picker.Id, picker.Value) { Chosen = choice.Value, Direct = where.Channel.StartsWith('@'), Card = card });
    }

    /// <summary>The form this person has open.</summary>
    public Form LastOf(string who) => last[who].Form;

    /// <summary>Saves the form this person has open, with these fields changed; several values are separated by <c>|</c>.</summary>
    public Task<Said> Submit(string who, params IReadOnlyList<(string Field, string Value)> changed)
    {
        var said = last[who];
        var form = said.Answer.Opens as Form ?? throw new InvalidOperationException($"{who} has no form open. Shown last:\n{said.Text}");
        foreach (var (field, _) in changed) Assert.Contains(form.Fields, one => one.Name == field);
        Spend(who, spent => spent with { Interactions = spent.Interactions + 1, Typed = spent.Typed + changed.Count(pair => form.Fields.Any(one => one.Name == pair.Field && one.Input is FieldInput.Short or FieldInput.Long)) });
        return HandleAsync(who, new FormSubmitted(Account(who), said.Where, Now, NewReceipt(), form.Id, form.Carry, Said.ValuesOf(form, changed)) { Direct = said.Where.Channel.StartsWith('@') });
    }

    /// <summary>Writes an ordinary message and lets the bot hear it.</summary>
    public async Task<(MessageRef Message, Said Said)> Say(string who, string where, string text, params IReadOnlyList<IncomingFile> files)
    {
        var message = Chat.Say(who, TestChat.PlaceOf(where), text, files);
        return (message, await HandleAsync(who, new MessagePosted(Account(who), message.Place, Now, NewReceipt(), message, text) { Files = files }));
    }

    public Task<Said> React(string who, MessageRef message, string emoji = "pushpin")
    {
        Spend(who, spent => spent with { Interactions = spent.Interactions + 1 });
        return HandleAsync(who, new ReactionAdded(Account(who), message.Place, Now, NewReceipt(), message, emoji));
    }

    public Task<Said> Unreact(string who, MessageRef message, string emoji = "pushpin") =>
        HandleAsync(who, new ReactionRemoved(Account(who), message.Place, Now, NewReceipt(), message, emoji));

    public Task<Said> Choose(string who, MessageRef message, string menuId)
    {
        Spend(who, spent => spent with { Interactions = spent.Interactions + 1 });
        var seen = Chat.Messages.First(one => one.Ref == message);
        var bot = seen.Writer.StartsWith("bot:", StringComparison.Ordinal);
        return HandleAsync(who, new MenuChosen(Account(who), message.Place, Now, NewReceipt(), menuId, new(seen.Ref, seen.At, bot ? null : Account(seen.Writer), seen.Writer.Split(':')[^1], seen.Text) { FromBot = bot, Files = seen.Files }));
    }

    /// <summary>Any other incoming thing, or the same delivered twice.</summary>
    public async Task<Said> HandleAsync(string who, Incoming incoming)
    {
        var answer = await Router.HandleAsync(incoming, Stop);
        if (answer.Public is { } all) Chat.Add(incoming.Where, "bot", "", all, null);
        if (answer.Private is { } told) Chat.Add(incoming.Where, "bot", "", told, incoming.Who.User);
        if (answer.Opens is not null) Spend(who, spent => spent with { Forms = spent.Forms + (incoming is FormSubmitted ? 0 : 1) });
        await DrainAsync();
        return last[who] = new(answer, incoming.Where, answer.Replaces is not null && incoming is ButtonPressed { Card: { } card } ? card : null);
    }

    /// <summary>Does all the work that is due.</summary>
    public Task DrainAsync() => dispatcher.DrainAsync(Stop);

    public async Task Advance(Duration by)
    {
        Time.Advance(by.ToTimeSpan());
        await DrainAsync();
    }

    /// <summary>Another copy of the bot on the same store and chat, started now.</summary>
    public Bot Another()
    {
        var other = new Bot(Bot.Policy, new(store), new(store, Bot.Policy, NewId), new(store, BuiltInTemplate.Read(), []), Bot.Clock) { StandingCards = Routes.StandingCards, Notices = Routes.Notices, Attachments = Bot.Attachments };
        other.Chats[Chat.Platform] = Chat;
        return other;
    }

    /// <summary>What the program does every minute, at this moment; and all the work it leaves.</summary>
    public async Task Tick()
    {
        await Routes.Tick(Bot)(Stop);
        await DrainAsync();
    }

    /// <summary>The person's id, as facts hold it.</summary>
    public async Task<PersonId> IdOf(string who) => (await Bot.People.OfAsync(Organisation, Account(who), null, null, false, Stop)).Id;

    /// <summary>The post-mortem that has this number, or is bound to this place.</summary>
    public async Task<PostMortem> Of(string idOrPlace)
    {
        var id = idOrPlace is ['#' or '@', ..]
            ? await store.AtPlaceAsync(Organisation, TestChat.PlaceOf(idOrPlace), Stop)
            : await store.ByIncidentIdAsync(Organisation, idOrPlace, Stop);
        return id is { } found ? await Bot.PostMortems.LoadAsync(Organisation, found, Stop) : throw new InvalidOperationException($"Nothing is known by {idOrPlace}.");
    }

    public async Task<PostMortem> Of(PostMortemId id) => await Bot.PostMortems.LoadAsync(Organisation, id, Stop);

    /// <summary>Every stored post-mortem, oldest first.</summary>
    public async Task<IReadOnlyList<PostMortem>> All()
    {
        List<PostMortem> all = [];
        foreach (var id in await store.StreamsAsync(Organisation, Stop)) all.Add(await Of(id));
        return [.. all.OrderBy(p => p.Id.Value, StringComparer.Ordinal)];
    }

    /// <summary>Every stored fact of a post-mortem.</summary>
    public Task<IReadOnlyList<PostMortemEvent>> History(PostMortem p) => Bot.PostMortems.HistoryAsync(Organisation, p.Id, Stop);

    /// <summary>The texts of the cards that stand in a conversation now.</summary>
    public IReadOnlyList<string> Standing(string where) => [.. Chat.PostedIn(where).Select(message => CardText.Of(message.Card))];

    /// <summary>Where kept files lie.</summary>
    public string Folder => folder.File("attachments");

    /// <summary>The SQLite file and its log, as they lie on the disk.</summary>
    public IReadOnlyList<string> StoreFiles => [.. System.IO.Directory.GetFiles(folder.Path, "store.db*")];

    public static Account Account(string who) => new("web", TestChat.Workspace, who);

    public string NewReceipt() => $"receipt-{++receipts}";

    public async ValueTask DisposeAsync()
    {
        dispatcher.Dispose();
        await store.DisposeAsync();
        folder.Dispose();
    }

    private string NewId() => "ID" + Interlocked.Increment(ref ids).ToString("00000", CultureInfo.InvariantCulture);

    private void Spend(string who, Func<Spent, Spent> spend) => Budget[who] = spend(Budget.GetValueOrDefault(who, new(0, 0, 0)));

    private (Screen Screen, Place Where, MessageRef? Card) Found(string who, string label, string? on)
    {
        if (on is null && last.TryGetValue(who, out var said) && said.Screens.FirstOrDefault(screen => Said.Has(screen, label)) is { } shown) return (shown, said.Where, null);
        var card = Chat.Messages.LastOrDefault(message => message.Card is { } one && Said.Has(one, label) && (message.PrivateTo is null || message.PrivateTo == who) && (on is null || message.Ref.Place.Channel == on))
            ?? throw new InvalidOperationException($"{who} sees no button {label}. Shown last:\n{last.GetValueOrDefault(who)?.Text}\nStanding:\n{string.Join("\n\n", Chat.Messages.Select(message => CardText.Of(message.Card)))}");
        return (card.Card!, card.Ref.Place, card.Ref);
    }
}

/// <summary>What somebody spent: clicks, picks and lines; typed fields of forms; forms opened.</summary>
internal sealed record Spent(int Interactions, int Typed, int Forms);

/// <summary>What the bot said back to one act.</summary>
internal sealed record Said(Answer Answer, Place Where, MessageRef? Replaced)
{
    /// <summary>Everything that was shown, as text; buttons as <c>[Edit] [Undo]</c>.</summary>
    public string Text => string.Join("\n", Screens.Select(TextOf));

    public IReadOnlyList<Screen> Screens => [.. new Screen?[] { Answer.Opens, Answer.Private, Answer.Replaces, Answer.Public }.OfType<Screen>()];

    public IReadOnlyList<string> Buttons => [.. Screens.SelectMany(ButtonsOf).Select(button => button.Label)];

    public Form Form => Assert.IsType<Form>(Answer.Opens);

    /// <summary>The message at a field of the open form.</summary>
    public string? ErrorAt(string field) => Form.Fields.First(one => one.Name == field).Error;

    public static bool Has(Screen screen, string label) =>
        ButtonsOf(screen).Any(button => button.Label == label) || (screen is Card card && card.Elements.OfType<Element.Picker>().Any(picker => picker.Label == label));

    public static IEnumerable<Button> ButtonsOf(Screen screen) => screen switch
    {
        Card card => card.Shown.Concat(card.Behind),
        Form form => form.Elements.OfType<FormElement.Acts>().SelectMany(acts => acts.Buttons),
        Rows rows => rows.Items.SelectMany(item => item.Acts).Concat(rows.Buttons).Concat(rows.Add is { } add ? [add] : []),
        _ => [],
    };

    /// <summary>What a platform sends for a form: every field as it stood, with some changed.</summary>
    public static FormValues ValuesOf(Form form, params IReadOnlyList<(string Field, string Value)> changed)
    {
        var values = form.Fields.ToDictionary(field => field.Name, field => Held(field.Input));
        foreach (var (field, value) in changed) values[field] = value.Length == 0 ? [] : value.Split('|');
        return new(values);
    }

    private static IReadOnlyList<string> Held(FieldInput input) => input switch
    {
        FieldInput.Short text => [text.Value],
        FieldInput.Long text => [text.Value],
        FieldInput.PickOne one => one.Value.Length == 0 ? [] : [one.Value],
        FieldInput.PickMany many => many.Values,
        FieldInput.Tick tick => tick.On ? ["yes"] : [],
        FieldInput.PickPerson person => person.Value.Length == 0 ? [] : [person.Value],
        FieldInput.Day day => [day.Value],
        FieldInput.Number number => [number.Value],
        _ => [],
    };

    private static string TextOf(Screen screen) => screen switch
    {
        Card card => CardText.Of(card),
        Form form => $"{form.Title}: {string.Join(" · ", form.Fields.Select(field => field.Error is { } error ? $"{field.Label} ({error})" : field.Label))} [{form.Submit}]",
        Rows rows => $"{rows.Title}\n{rows.Lead.Plain()}\n{string.Join("\n", rows.Items.Select(item => item.Text.Plain()))}",
        _ => "",
    };
}

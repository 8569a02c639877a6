using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Templates;

namespace PostMortemBot.Tests.World;

/// <summary>Incidents in every state, each with one word in all that is told of them: whoever may not read sees it nowhere.</summary>
internal static class Canaries
{
    public const string Word = "quokka";

    /// <summary>Name, place and how far each one is.</summary>
    public static readonly (string Name, string Place, Life Life)[] Stages =
    [
        ("INC-009101", "#open", Life.Capturing), ("INC-009102", "#over", Life.Capturing), ("INC-009103", "#draft", Life.Draft), ("INC-009104", "#offered", Life.Offered),
        ("INC-009105", "#cancelled", Life.Cancelled), ("INC-009106", "#joined", Life.Draft), ("INC-009107", "#taken", Life.Merged),
    ];

    /// <summary>The same, each of them private: read by Sam, who did it all, and the SRE team.</summary>
    public static async Task<IReadOnlyList<PostMortem>> StorePrivate(Chatting chat) => await Store(chat, isPrivate: true);

    public static async Task<IReadOnlyList<PostMortem>> Store(Chatting chat, bool isPrivate = false)
    {
        var all = await Store(chat.Bot, Chatting.Organisation, TestChat.PlaceOf, await chat.IdOf("sam"), await chat.IdOf("dana"), isPrivate);
        await chat.DrainAsync();
        return all;
    }

    /// <summary>In any store, each in the place that is made of its own; all done by one person, who asked the other.</summary>
    public static async Task<IReadOnlyList<PostMortem>> Store(Bot bot, string organisation, Func<string, Place> placeOf, PersonId sam, PersonId dana, bool isPrivate = false)
    {
        List<PostMortem> all = [];
        await bot.Templates.PinAsync(organisation, BuiltInTemplate.Read(), TestContext.Current.CancellationToken);
        var ids = Stages.ToDictionary(stage => stage.Name, _ => new PostMortemId(bot.NewId()));
        foreach (var (name, place, life) in Stages)
        {
            var from = name == "INC-009106" ? ids["INC-009107"] : (PostMortemId?)null;
            var facts = Told(bot.Now - Duration.FromMinutes(20), sam, dana, name, placeOf(place), from).Concat(EndOf(bot.Now, sam, life, name == "INC-009102", ids["INC-009106"])).Concat(isPrivate ? [new ReadersSet(bot.Now, sam, true, [])] : []).ToList();
            var turn = Turn.OfBot(bot, organisation, placeOf(place), "seed-" + name, TestContext.Current.CancellationToken);
            Assert.IsType<Outcome.Done>(await turn.DecideAsync(ids[name], _ => Decision.Accept(facts)));
            all.Add(await bot.PostMortems.LoadAsync(organisation, ids[name], TestContext.Current.CancellationToken));
        }

        Assert.Equal(Stages.Select(stage => stage.Life), all.Select(p => p.Life));
        return all;
    }

    /// <summary>All that a screen says or carries.</summary>
    public static string Everything(Answer answer) => string.Join('\n', new Screen?[] { answer.Opens, answer.Private, answer.Replaces, answer.Public }.OfType<Screen>().Select(Everything));

    private static string Everything(Screen screen) => screen switch
    {
        Card card => string.Join('\n', [CardText.Of(card), card.PlainText, .. card.Shown.Concat(card.Behind).Select(Of), .. card.Elements.OfType<Element.Picker>().SelectMany(picker => picker.Choices.Select(choice => choice.Label + choice.Value)), card.File is { } file ? System.Text.Encoding.UTF8.GetString(file.Bytes) : ""]),
        Form form => string.Join('\n', [form.Title, form.Carry, .. form.Elements.Select(Of)]),
        Rows rows => string.Join('\n', [rows.Title, rows.Lead.Plain(), .. rows.Items.SelectMany(item => item.Acts.Select(Of).Prepend(item.Text.Plain())), .. rows.Buttons.Select(Of)]),
        _ => throw new InvalidOperationException(screen.GetType().Name),
    };

    private static string Of(Button button) => $"{button.Label} {button.Value} {button.Url}";

    private static string Of(FormElement element) => element switch
    {
        FormElement.Note note => note.Line.Plain(),
        FormElement.Heading heading => heading.Words,
        FormElement.Acts acts => string.Join('\n', acts.Buttons.Select(Of)),
        FormElement.Asks { Field: var field } => $"{field.Label} {field.Hint} {field.Error} {Of(field.Input)}",
        _ => throw new InvalidOperationException(element.GetType().Name),
    };

    private static string Of(FieldInput input) => input switch
    {
        FieldInput.Short one => one.Value,
        FieldInput.Long one => one.Value,
        FieldInput.PickOne one => string.Join('\n', one.Choices.Select(choice => choice.Label)) + one.Value,
        FieldInput.PickMany many => string.Join('\n', many.Choices.Select(choice => choice.Label).Concat(many.Values)),
        FieldInput.Number one => one.Value,
        FieldInput.Day one => one.Value,
        FieldInput.PickPerson one => one.Value,
        FieldInput.Tick or FieldInput.Files => "",
        _ => throw new InvalidOperationException(input.GetType().Name),
    };

    private static IEnumerable<PostMortemEvent> Told(Instant at, PersonId sam, PersonId dana, string name, Place place, PostMortemId? from)
    {
        yield return new IncidentStarted(at, sam, place, 1, $"{Word} slow");
        yield return new IncidentIdSet(at, sam, name);
        yield return new ServicesSet(at, sam, [$"{Word}-gateway"]);
        yield return new OwnerSet(at, sam, sam);
        if (from is { } other) yield return new MergedFrom(at, sam, other, "INC-009107");
        yield return new TimelineEventMarked(at, sam, new("E1"), at, $"{Word} alert", Phase.Detection, false, null, new MessageRef(place, "m-" + name), sam, "Sam", new(MarkKind.Menu, sam), false, from);
        yield return new TimelineEventCorrected(at, sam, new("E1"), null, $"{Word} alert, corrected", null, null);
        yield return new SourceEdited(at, sam, new("E1"), $"{Word} alert, edited");
        yield return new TimelineEventMarked(at, sam, new("E2"), at, $"{Word} pool exhausted", Phase.RootCauseDiscovery, false, null, null, null, "", new(MarkKind.Command, sam));
        yield return new TimelineEventMarked(at, sam, new("E3"), at, $"{Word} removed", null, false, null, null, null, "", new(MarkKind.Command, sam));
        yield return new TimelineEventRemoved(at, sam, new("E3"));
        yield return new EvidenceKept(at, sam, new("V1"), EvidenceKind.Log, $"{Word} in the log", "", null, null, null);
        yield return new ActionItemAdded(at, sam, new("A1"), $"Alert on {Word}", null, null, Horizon.Immediate, ActionKind.Alert, null);
        yield return new QuestionAsked(at, sam, new("Q1"), dana, new("root cause analysis"), $"Why the {Word}?");
        yield return new QuestionAsked(at, sam, new("Q2"), dana, new("root cause analysis"), $"Which {Word}?");
        yield return new QuestionAnswered(at, dana, new("Q2"), [$"The grey {Word}"], true);
        yield return new FieldAnswered(at, sam, new("root cause analysis / why it happened"), new FieldValue.Words($"Maybe the {Word}"));
        yield return new FieldAnswered(at, sam, new("lessons learned / knowledge sharing / training needs"), new FieldValue.Words($"Read about the {Word}"));
        yield return new FieldAnswered(at, sam, new("related incidents / previous similar incidents"), new FieldValue.Rows([new Dictionary<string, string> { ["id"] = "INC-1", ["date"] = "2026-01-01", ["text"] = $"Another {Word}" }]));
    }

    private static IEnumerable<PostMortemEvent> EndOf(Instant at, PersonId sam, Life life, bool resolved, PostMortemId into)
    {
        if (resolved || life is Life.Draft or Life.Offered) yield return new IncidentResolved(at, sam, at);
        if (life == Life.Draft) yield return new PostMortemBegun(at, sam, sam, BuiltInTemplate.Read().Hash);
        if (life == Life.Offered) yield return new VerdictReached(at, sam, VerdictKind.Optional, [$"{Word} learned"]);
        if (life == Life.Cancelled) yield return new IncidentCancelled(at, sam, $"{Word} was a test");
        if (life == Life.Merged) yield return new MergedInto(at, sam, into, "INC-009106");
    }
}

using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Tests.Screens;

/// <summary>One screen for each element, field and span there is, in four strengths.</summary>
internal sealed class ScreenSamples : IShowsScreens
{
    public static readonly Instant At = Instant.FromUtc(2026, 11, 24, 7, 14);

    private static readonly byte[] Dot = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    public static SentFile Chart { get; } = new("chart.png", "image/png", Dot);

    public void Show()
    {
        Gallery.Add("card-empty", new Card("", []));
        Gallery.Add("card-typical", Typical);
        Gallery.Add("card-elements", Elements("the words", 3));
        Gallery.Add("card-maximal", Maximal);
        Gallery.Add("card-hostile", Elements(Hostile.All, 3));
        Gallery.Add("card-long-words", Elements(Hostile.LongWord, 2));
        Gallery.Add("one-line", Card.OneLine(["Not here: ", new Span.Typed("start what is wrong"), " opens an incident."], Button.Does("timeline.undo", "Undo", "01J")));
        Gallery.Add("buttons-more", Buttons(9));
        Gallery.Add("buttons-few-more", Buttons(6));
        Gallery.Add("form-empty", new Form("sample.empty", "Nothing to fill in", [], "Save", ""));
        Gallery.Add("form-typical", Fields("pool size halved by a configuration change", null));
        Gallery.Add("form-refused", Fields("better monitoring", "\"Better monitoring\" is not checkable yet. What will exist when it is done?"));
        Gallery.Add("form-maximal", FormMaximal);
        Gallery.Add("form-hostile", Fields(Hostile.All, Hostile.Texts[0]));
        Gallery.Add("form-long-words", Fields(Hostile.LongWord, Hostile.LongWord));
        Gallery.Add("rows-empty", new Rows("sample.rows", "Action items", "None yet.", [], 1, 1, "01J|4") { Add = Button.Opens("rows.add", "Add one") });
        Gallery.Add("rows-typical", RowsOf(3, "Alert on pool saturation"));
        Gallery.Add("rows-maximal", RowsOf(10, new string('x', 400)));
        Gallery.Add("rows-hostile", RowsOf(2, Hostile.All));
    }

    public static Card Typical => new(
        "INC-004211 · Degraded response times on API gateway",
        [
            new Element.Text(["P1 · PROD · gateway · since ", new Span.Moment(At, "02:10 EST")]),
            new Element.Text("7 events. Last: 02:38 rolled back gateway 4.12"),
            new Element.Small(["To add one: react 📌 to a message, or ", new Span.Typed("mark what happened")]),
        ],
        [
            Button.Opens("timeline.mark", "Mark an event", "01JD") with { Primary = true },
            Button.Does("timeline.show", "Timeline", "01JD"),
            Button.Opens("incident.change", "Change details", "01JD"),
            Button.Does("incident.resolve", "Resolve", "01JD"),
        ],
        [Button.Does("incident.cancel", "Not an incident", "01JD"), Button.Opens("incident.merge", "Merge with another", "01JD"), Button.Does("incident.private", "Keep private", "01JD") with { Confirm = "Twelve people lose sight of it." }])
    {
        PlainText = "P1 incident INC-004211, degraded response times on API gateway, since 02:10 EST.",
    };

    /// <summary>A card with one of everything, the words in each place a person's words can stand.</summary>
    public static Card Elements(string words, int choices) => new(words, [.. OfEach(words, choices)], [Button.Does("one", "Do " + words, "v"), Button.Goes("Go " + words, "https://wiki.example/a?b=c&d=e")]) { PlainText = words };

    public static IEnumerable<Element> OfEach(string words, int choices) =>
    [
        new Element.Text(new Line([.. SpanOfEach(words)])),
        new Element.Small(new Line([.. SpanOfEach(words)])),
        new Element.Small(words),
        new Element.Heading(words),
        new Element.Bullets([words, new Line([.. SpanOfEach(words)])]),
        new Element.Quote(words),
        new Element.CodeBlock(words),
        new Element.Divider(),
        new Element.Picker("sample.pick", words, [.. Choices(words, choices)], "01JD"),
        new Element.Picture(Chart, words),
    ];

    public static IEnumerable<Span> SpanOfEach(string words) =>
    [
        new Span.Text(words),
        Span.Bold(words),
        Span.Italic(words),
        new Span.Code(words),
        new Span.Named(new PersonId("01JP"), words),
        new Span.Moment(At, "02:14 EST"),
        new Span.Link("https://wiki.example/page", words),
        new Span.Link("javascript:alert(1)", words),
        new Span.Typed("mark " + words),
        new Span.Manner("by reaction: " + words, "by menu: " + words),
    ];

    public static IEnumerable<FieldInput> InputOfEach(string words, int choices) =>
    [
        new FieldInput.Short(words),
        new FieldInput.Long(words),
        new FieldInput.PickOne([.. Choices(words, choices)], "c1"),
        new FieldInput.PickOne([], ""),
        new FieldInput.PickMany([.. Choices(words, choices)], ["c0", "c1"]),
        new FieldInput.PickMany([.. Choices(words, choices * 6)], ["c1"]),
        new FieldInput.Tick(words),
        new FieldInput.Tick(words, On: true),
        new FieldInput.PickPerson("01JP"),
        new FieldInput.PickPerson(),
        new FieldInput.Day("2026-11-24"),
        new FieldInput.Day(words),
        new FieldInput.Number("812", "failed requests"),
        new FieldInput.Number(words, "ms"),
        new FieldInput.Files(3),
    ];

    public static Form Fields(string words, string? error) => new("sample.form", words.Length > 200 ? words[..200] : words, [.. FormOfEach(words, error)], "Save and next", "01JD|cause|4") { SavesAsLeft = true };

    public static IEnumerable<FormElement> FormOfEach(string words, string? error) =>
    [
        new FormElement.Note(["Step 3 of 7. Filled from 3 events. ", new Span.Text(words)]),
        new FormElement.Heading(words),
        .. InputOfEach(words, 4).Select((input, at) => new FormElement.Asks(new Field($"field.{at}", $"{input.GetType().Name}: {words}", input) { Hint = at % 2 == 0 ? words : null, Error = at < 2 ? error : null, Required = at == 0 })),
        new FormElement.Acts([Button.Opens("answer.message", "Answer by message", "01JD|cause"), Button.Does("rows.open", "Action items", "01JD") with { Confirm = words }, Button.Goes("On the page", "https://wiki.example/")]),
    ];

    private static IEnumerable<Choice> Choices(string words, int count) => Enumerable.Range(0, count).Select(at => new Choice($"c{at}", $"{at} {words}"));

    private static Card Buttons(int count) => new("Many buttons", [], [.. Enumerable.Range(1, 5).Select(at => Button.Does("pick.it", $"Shown {at}", $"v{at}"))], [.. Enumerable.Range(1, count - 5).Select(at => Button.Does($"behind.{at}", $"Behind {at}", $"w{at}")), Button.Goes("Open page", "https://wiki.example/")]);

    private static Card Maximal => new(
        new string('T', 400),
        [
            .. Enumerable.Range(1, 80).Select(at => new Element.Text($"{at} " + new string('a', 900))),
            new Element.Bullets([.. Enumerable.Range(1, 60).Select(at => (Line)$"item {at}")]),
            new Element.Picker("sample.pick", "Edit an event", [.. Enumerable.Range(1, 350).Select(at => new Choice($"e{at}", $"Event {at} " + new string('b', 90)))], new string('v', 200)),
        ],
        [.. Enumerable.Range(1, 4).Select(at => Button.Does($"act.{at}", $"A button number {at} !!"[..18], new string('v', 1900)))],
        [.. Enumerable.Range(1, 12).Select(at => Button.Does($"more.{at}", $"More number {at}", new string('v', 120)))]);

    private static Form FormMaximal => new(
        "sample.maximal",
        "Communication Assessment and Related Incidents of the whole document",
        [
            .. Enumerable.Range(1, 30).Select(at => new FormElement.Asks(new Field("n" + at + new string('n', 195), new string('L', 300), new FieldInput.Long(new string('v', 2900))) { Hint = new string('h', 500) })),
            new FormElement.Asks(new Field("many", "Many", new FieldInput.PickMany([.. Enumerable.Range(1, 350).Select(at => new Choice($"e{at}" + new string('k', 140), $"Service {at}"))], ["e350" + new string('k', 140)]))),
        ],
        "Save and go to the next part",
        new string('c', 2500));

    private static Rows RowsOf(int count, string words) => new("sample.rows", "Action items of the post-mortem", ["Page one of ", Span.Bold("three")], [.. Enumerable.Range(1, count).Select(at => new RowItem([$"{at} ", Span.Bold(words)], [Button.Opens("rows.edit", "Edit", $"r{at}"), Button.Does("rows.remove", "Remove", $"r{at}") with { Confirm = "Remove it for good?" }]))], 1, 3, "01JD|4")
    {
        Add = Button.Opens("rows.add", "Add one", "01JD"),
        Buttons = [Button.Opens("rows.page", "Next 10", "2"), Button.Opens("rows.back", "Back", "")],
    };
}

using System.Collections.Concurrent;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Screens;
using Said = PostMortemBot.Chat.Answer;

namespace PostMortemBot.Tests.WebChat;

/// <summary>Stands in for the router: takes down what came, and answers with a screen of each kind.</summary>
internal sealed class DemoBot
{
    private readonly ConcurrentQueue<Incoming> came = new();

    public IReadOnlyList<Incoming> Came => [.. came];

    /// <summary>While set, the storage is away.</summary>
    public bool Away { get; set; }

    /// <summary>While set, <c>slow</c> waits for it.</summary>
    public TaskCompletionSource? Slow { get; set; }

    public async Task<Said> HandleAsync(Incoming incoming, CancellationToken stop)
    {
        came.Enqueue(incoming);
        if (Away)
        {
            throw new IOException("The storage is away.");
        }

        if (incoming is CommandTyped { Words: "slow" } && Slow is { } gate)
        {
            await gate.Task.WaitAsync(stop);
        }

        return AnswerTo(incoming);
    }

    private static Said AnswerTo(Incoming incoming) => incoming switch
    {
        CommandTyped { Words: "status" } => new() { Public = IncidentCard("7 events. Last: 02:38 rolled back gateway 4.12") },
        CommandTyped { Words: "write" } => Said.Open(SectionForm()),
        CommandTyped { Words: "rows" } => Said.Open(ActionRows(2)),
        CommandTyped { Words: "everything" } => new() { Public = Everything() },
        CommandTyped { Words: var words } => Said.Tell(Marked(words)),
        ReactionAdded { Emoji: "pushpin" } or MenuChosen => Said.Receipt,
        MessagePosted { Text: var text } when text.StartsWith("📌", StringComparison.Ordinal) => Said.Receipt,
        FieldLeft left when left.Values.Text(left.Field) == "taken meanwhile" => Said.Unstored,
        ButtonPressed { Id: "status.change" } => Said.Replace(IncidentCard("8 events. Last: changed by a press")),
        ButtonPressed { Id: "section.edit" } => Said.Open(SectionForm()),
        ButtonPressed { Id: "row.remove" } => Said.Open(ActionRows(1)),
        ButtonPressed { Id: "row.add", Form: not null } => Said.Open(SectionForm()),
        ButtonPressed { Id: "pick.event" } pressed => Said.Say($"You picked {pressed.Chosen}."),
        FormSubmitted { Id: "section.edit" } form when form.Values.Text("cause").Length == 0 => Said.Open(SectionForm("A sentence is needed here. What made it possible?")),
        FormSubmitted { Id: "section.edit" } form => Said.Say($"Saved: {form.Values.Text("cause")}"),
        _ => Said.Silent,
    };

    public static Card IncidentCard(string events) => new("INC-004211 · Degraded response times on API gateway",
    [
        new Element.Text("P1 · PROD · gateway · since 02:10 EST"),
        new Element.Text(events),
        new Element.Small(["To add one: react 📌 to a message, or ", new Span.Typed("mark what happened")]),
    ],
    [
        Button.Opens("section.edit", "Mark an event") with { Primary = true }, Button.Does("status.change", "Timeline"), Button.Opens("section.edit", "Change details"), Button.Does("status.none", "Resolve"),
    ],
    [
        Button.Does("status.none", "Not an incident", "1") with { Confirm = "Close it as no incident? Twelve people are told." }, Button.Does("status.none", "Merge with another", "2"), Button.Does("status.none", "Keep private", "3"),
    ]);

    public static Card Everything() => new("Every element there is",
    [
        new Element.Text(["Plain, ", Span.Bold("strong"), ", ", Span.Italic("soft"), ", ", new Span.Code("kubectl get pods"), ", ", new Span.Named(new("priya"), "Priya"), " and ", new Span.Link("https://example.org/runbook", "a link"), "."]),
        new Element.Text(["Taken at ", new Span.Moment(Instant.FromUtc(2026, 11, 23, 19, 5), "14:05 EST"), "; hostile: <script>alert(1)</script> ", new Span.Link("javascript:alert(1)", "no link")]),
        new Element.Heading("Investigation"),
        new Element.Bullets(["02:19 pool wait time rising since 01:55 · App Dev", "02:38 rolled back gateway 4.12 · App Dev"]),
        new Element.Quote("Support counted 5 calls, not 2."),
        new Element.CodeBlock("2026-11-24T07:10:02Z gateway-7c9 WARN pool exhausted: active=10 idle=0 waiting=143"),
        new Element.Divider(),
        new Element.Picker("pick.event", "Edit an event", [new("e1", "02:19 pool wait time rising"), new("e2", "02:38 rolled back gateway")]),
        new Element.Picture(new("trend.png", "image/png", Pixel), "Open actions: 9, past due 3"),
        new Element.Small("Worth a look: no event yet for when it began"),
    ], [Button.Goes("Open page", "https://example.org/")])
    {
        File = new("INC-004211.md", "text/markdown", "# Post-mortem"u8.ToArray()),
    };

    public static Form SectionForm(string? error = null) => new("section.edit", "Root Cause Analysis",
    [
        new FormElement.Note("Step 3 of 7. Filled from 3 events; change what is wrong."),
        new FormElement.Asks(new("cause", "Root cause in one sentence", new FieldInput.Short()) { Hint = "What made it possible, not who", Error = error, Required = true }),
        new FormElement.Asks(new("what", "What happened", new FieldInput.Long("Gateway 4.12 set max_pool to 10."))),
        new FormElement.Acts([Button.Does("answer.message", "Answer by message")]),
        new FormElement.Heading("Numbers and people"),
        new FormElement.Asks(new("severity", "Severity", new FieldInput.PickOne([Choice.Of("P1"), Choice.Of("P2"), Choice.Of("P3")], "P1"))),
        new FormElement.Asks(new("env", "Environments", new FieldInput.PickMany([Choice.Of("LAB"), Choice.Of("QA"), Choice.Of("PROD")], ["PROD"]))),
        new FormElement.Asks(new("owner", "Owner", new FieldInput.PickPerson("sam"))),
        new FormElement.Asks(new("due", "Due", new FieldInput.Day("2026-12-24"))),
        new FormElement.Asks(new("peak", "Peak response time", new FieldInput.Number("4200", "ms"))),
        new FormElement.Asks(new("proof", "Evidence", new FieldInput.Files())),
        new FormElement.Asks(new("na", "N/A", new FieldInput.Tick("Mark what I leave empty as N/A"))),
    ], "Save and next", "INC-004211|cause|7")
    { SavesAsLeft = true };

    public static Rows ActionRows(int count) => new("action.rows", "Action items", "What will exist when it is done, by whom, until when.",
        [.. Enumerable.Range(1, count).Select(number => new RowItem($"Alert on pool saturation {number} · Sam · Thu 24 Dec", [Button.Opens("section.edit", "Edit", $"{number}"), Button.Does("row.remove", "Remove", $"{number}")]))], 1, 1, "INC-004211")
    {
        Add = Button.Opens("row.add", "Add an action item"),
        Buttons = [Button.Opens("section.edit", "Back")],
    };

    public static Card Marked(string words) => Card.OneLine([new Span.Moment(Instant.FromUtc(2026, 11, 23, 19, 5), "14:05 EST"), " · Detection (guess) · ", words], Button.Opens("section.edit", "Edit"), Button.Does("mark.undo", "Undo"));

    private static readonly byte[] Pixel = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");
}

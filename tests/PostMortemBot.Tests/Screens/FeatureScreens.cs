using System.Globalization;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Features;
using PostMortemBot.Screens;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Screens;

/// <summary>
/// Every screen that the features show, by one story told in four strengths: with nothing said, as usual, with the most there can be, and with hostile words wherever a person types.
/// The real router, rules and store draw them; <see cref="GalleryTests"/> looks at each on both platforms.
/// </summary>
internal sealed class FeatureScreens : IShowsScreens
{
    public void Show()
    {
        // The gallery is theory data, which nobody awaits.
        foreach (var words in StoryWords.All) new Story(words).TellAsync().GetAwaiter().GetResult();
    }
}

/// <summary>What the people of the story type.</summary>
/// <param name="Strength">The end of the screens' names.</param>
/// <param name="Line">One line: a title, an event.</param>
/// <param name="Text">Several lines: an answer.</param>
internal sealed record StoryWords(string Strength, string Line, string Text, int Marks)
{
    public static IReadOnlyList<StoryWords> All { get; } =
    [
        new("empty", "", "", 0),
        new("typical", "connection pool exhausted", "The pool was halved by change 4711.\n\n- no load test\n- no alert on waiting", 6),
        new("maximal", string.Concat(Enumerable.Repeat("the connection pool of the gateway is exhausted again ", 7)).TrimEnd(), string.Concat(Enumerable.Repeat("The pool was halved by change 4711 and nobody saw it wait. ", 48)).TrimEnd(), 60),
        new("hostile", string.Join(' ', Hostile.Texts.Select(text => text.ReplaceLineEndings(" ").Replace('\u2028', ' '))), Hostile.All, 3),
    ];

    public bool Says => Line.Length > 0;
}

/// <summary>One telling.</summary>
internal sealed partial class Story(StoryWords words)
{
    private const string Inc = "#inc";
    private const int MostTitle = 150;
    private readonly HashSet<string> seen = [];

    public async Task TellAsync()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        await CaptureAsync(chat);
        await CorrectAsync(chat);
        await ResolveAsync(chat);
        await WalkAsync(chat);
        await SectionsAsync(chat);
        await RowsAsync(chat);
        await ReadAsync(chat);
        if (words.Says) await BehindAsync(chat);
        await AsideAsync();
        await KeepingAsync();
        await AlertsAsync();
        await PrivateAsync();
        await new ActionStory(words, Keep).TellAsync();
        await new NudgeStory(words, Keep).TellAsync();
        await new AskingStory(words, Keep).TellAsync();
        await ReviewAsync();
        await PublishAsync();
    }

    /// <summary>What is missing, what is told when it is published, and what when it cannot be.</summary>
    private async Task PublishAsync()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        var p = await Drafted.WellMarked(chat);
        if (words.Says) await chat.Type("sam", Inc, "set title " + Cut(words.Line, MostTitle));
        Keep("publish-missing", await chat.Type("sam", Inc, "publish"));
        chat.Bot.PostMortems.Keep(Chatting.Organisation, await chat.Of(p.Id) with { Life = Life.Final });
        var wiki = chat.Wiki;
        chat.Wiki = new RefusingWiki();
        Keep("publish-again", await chat.Type("sam", Inc, "publish"));
        Keep("publish-failed", chat.Chat.PostedIn("@sam")[^1].Card!);
        chat.Wiki = wiki;
        await chat.Press("sam", "Publish again", on: "@sam");
        Keep("published", chat.Chat.PostedIn("distribution")[^1].Card!);
        Keep("published-author", chat.Chat.PostedIn("@sam")[^1].Card!);
    }

    private async Task CaptureAsync(Chatting chat)
    {
        Keep("help-newcomer", await chat.Type("rana", Inc, ""));
        Keep("help-process", await chat.Type("rana", Inc, "help process"));
        Keep("start-form", await chat.Type("rana", Inc, "start"));
        if (words.Says) Keep("mark-waiting", await chat.Type("rana", Inc, "mark " + words.Line));
        Keep("start", await chat.Type("rana", Inc, $"start INC-004211 p1 env:PROD svc:gateway owner:@sam {Cut(words.Line, MostTitle)}"));
        if (words.Says) Keep("earlier-marks", await chat.Press("rana", "Look"));
        Keep("start-twice", await chat.Type("lee", Inc, "start " + words.Line));
        Keep("mark-none", await chat.Type("rana", Inc, "mark"));
        for (var minute = 0; minute < words.Marks; minute++)
        {
            Keep("mark", await chat.Type("rana", Inc, string.Create(CultureInfo.InvariantCulture, $"mark 09:{minute:00} #{Phases[minute % Phases.Length]} {minute} {words.Line}")));
        }

        Keep("mark-refused", await chat.Type("rana", Inc, "mark 29:61 " + words.Line));
        Keep("incident-card", chat.Chat.PostedIn(Inc)[0].Card!);
        Keep("status-open", await chat.Type("rana", Inc, "status"));
        Keep("timeline-answer", await chat.Type("rana", Inc, "timeline"));
    }

    private static string[] Phases { get; } = ["begin", "detection", "response", "investigation", "cause", "fix"];

    private async Task CorrectAsync(Chatting chat)
    {
        if (words.Says)
        {
            var picker = chat.Chat.Messages.Last(message => message.PrivateTo == "rana").Card!.Elements.OfType<Element.Picker>().First();
            Keep("event-form", await chat.Press("rana", picker.Label, value: picker.Choices[0].Value));
            Keep("event-refused", await chat.Submit("rana", ("when", "29:61")));
        }

        foreach (var (name, label) in new[] { ("mark-form", "Mark an event"), ("details-form", "Change details"), ("cancel-form", "Not an incident"), ("merge-form", "Merge with another") })
        {
            Keep(name, await chat.Press("rana", label, Inc));
        }

        Keep("handover", await chat.Type("rana", Inc, "handover @sam " + words.Line));
        Keep("set-refused", await chat.Type("rana", Inc, "set nonsense " + words.Line));
        if (words.Says) foreach (var kept in new[] { "index=apiconnect " + words.Line, "01:58:12 ERROR " + words.Text, "https://dash.example.org/d/pool" }) await chat.Type("rana", Inc, "evidence " + kept);
        if (words.Says) Keep("shift-form", await chat.Press("rana", "Shift times"));
        Keep("slo", await chat.Type("rana", Inc, "slo latency bad 23m"));
    }

    private async Task ResolveAsync(Chatting chat)
    {
        Keep("resolve", await chat.Type("rana", Inc, "resolve 09:58"));
        Keep("verdict-card", chat.Chat.PostedIn(Inc).Last(message => message.Card!.Behind.Any(button => button.Label == "Why")).Card!);
        foreach (var (name, label) in new[] { ("why", "Why"), ("override-form", "Override"), ("resolve-time-form", "Change time"), ("author-form", "Another author") })
        {
            Keep(name, await chat.Press("marta", label, Inc));
        }

        Keep("progress-card", chat.Chat.PostedIn("@sam")[0].Card!);
    }

    private async Task WalkAsync(Chatting chat)
    {
        Keep("key-times", await chat.Press("sam", "Key times", "@sam"));
        Keep("sections", await chat.Press("sam", "Choose a section", "@sam"));
        var said = await chat.Press("sam", "Continue", "@sam");
        for (var step = 1; said.Answer.Opens is Form form; step++)
        {
            Keep($"walk-{step}", said);
            said = await chat.Submit("sam", words.Says ? Filled(form) : []);
        }

        Keep("walked", said);
        Keep("hints", await chat.Press("sam", "Wording hints", "@sam"));
        Keep("numbers", await chat.Press("sam", "Explain the numbers", "@sam"));
    }

    private async Task SectionsAsync(Chatting chat)
    {
        Keep("sections-unknown", await chat.Type("sam", "@sam", "INC-004211 write nonsense " + words.Line));
        var draft = Draft.Of(await chat.Of("INC-004211"), chat.Bot.ViewFor(Chatting.Organisation))!;
        foreach (var part in draft.Template.Parts)
        {
            Keep("section-" + Slug(part.Name), await chat.Type("sam", "@sam", "INC-004211 write " + part.Name));
        }
    }

    private async Task RowsAsync(Chatting chat)
    {
        await chat.Type("sam", "@sam", "INC-004211 write related incidents");
        Keep("related-rows", await chat.Press("sam", "Rows: Previous Simila…"));
        Keep("related-row-form", await chat.Press("sam", "Add a row"));
        Keep("related-row-added", await chat.Submit("sam", ("c:id", "INC-004100"), ("c:date", "2026-08-12"), ("c:text", words.Line)));
        await chat.Type("sam", "@sam", "INC-004211 write action items");
        Keep("actions", await chat.Press("sam", "All action items"));
        Keep("progress-walked", chat.Chat.PostedIn("@sam")[^1].Card!);
        if (words.Says) await OfferedAsync(chat);
        await chat.Type("sam", "@sam", "INC-004211 write root cause");
        var asked = await chat.Press("sam", "Answer by message");
        Keep("answer-by-message", asked);
        if (asked.Screens.OfType<Card>().SelectMany(card => card.Elements.OfType<Element.Picker>()).FirstOrDefault() is { } which)
        {
            asked = await chat.Press("sam", which.Label, value: which.Choices[0].Value);
            Keep("answer-waits", asked);
        }

        if (words.Says && asked.Text.Contains("Your next message", StringComparison.Ordinal)) Keep("answer-or-command", await SaidToTheBotAsync(chat, "cancel " + words.Line));
        if (words.Says) Keep("answer-saved", await chat.Type("sam", "@sam", words.Text));
        Keep("action-form", await ActionFormAsync(chat));
        await ConflictAsync(chat);
    }

    /// <summary>Lines of the document that are no action items yet.</summary>
    private async Task OfferedAsync(Chatting chat)
    {
        Keep("actions-taken", await chat.Press("sam", "Make an action item"));
        var listed = await chat.Type("sam", "@sam", "INC-004211 actions");
        Keep("actions-offered", listed);
        var offered = listed.Screens.OfType<Card>().SelectMany(card => card.Elements.OfType<Element.Picker>()).FirstOrDefault(picker => picker.Id == OfferActions.MakeId);
        if (offered is not null) Keep("action-made", await chat.Press("sam", offered.Label, value: offered.Choices[0].Value));
    }

    /// <summary>An ordinary line in the direct conversation: a message, which might be meant as an answer.</summary>
    private static Task<Said> SaidToTheBotAsync(Chatting chat, string line)
    {
        var message = chat.Chat.Say("sam", TestChat.PlaceOf("@sam"), line);
        return chat.HandleAsync("sam", new CommandTyped(Chatting.Account("sam"), message.Place, chat.Now, chat.NewReceipt(), line) { Direct = true, Message = message });
    }

    private static async Task<Said> ActionFormAsync(Chatting chat)
    {
        var said = await chat.Type("sam", "@sam", "INC-004211 write action items");
        if (!said.Buttons.Contains("Add an action item")) await chat.Press("sam", "All action items");
        return await chat.Press("sam", "Add an action item");
    }

    /// <summary>Two write the same field at once.</summary>
    private async Task ConflictAsync(Chatting chat)
    {
        const string Why = "f:root cause analysis / why it happened";
        await chat.Type("sam", "@sam", "INC-004211 write root cause");
        await chat.Type("marta", Inc, "INC-004211 write root cause");
        await chat.Submit("marta", (Why, "The review did not show the pool size."));
        Keep("conflict-form", await chat.Submit("sam", (Why, words.Says ? Cut(words.Text.Replace('|', '/'), 2900) : "Another text.")));
    }

    private async Task ReadAsync(Chatting chat)
    {
        Keep("preview", await chat.Type("sam", Inc, "preview"));
        Keep("export", await chat.Type("sam", Inc, "export json"));
        Keep("help-here", await chat.Type("lee", Inc, "help"));
        Keep("help-all", await chat.Press("lee", "All commands"));
        Keep("typo", await chat.Type("lee", Inc, "tmieline " + words.Line));
        Keep("not-the-author", await chat.Type("lee", Inc, "write"));
    }

    /// <summary>Evidence behind what the document says.</summary>
    private async Task BehindAsync(Chatting chat)
    {
        var form = await chat.Press("sam", "Back with evidence", "@sam");
        Keep("evidence-behind-form", form);
        var asked = form.Form.Fields.First();
        Keep("evidence-behind", await chat.Submit("sam", (asked.Name, ((FieldInput.PickMany)asked.Input).Choices[0].Value)));
        await chat.Type("sam", "@sam", "INC-004211 evidence");
        Keep("evidence-shows-form", await chat.Press("sam", "Edit"));
    }

    /// <summary>What needs another incident.</summary>
    private async Task AsideAsync()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        Keep("nearmiss", await chat.Type("rana", "#near", "nearmiss " + words.Line));
        Keep("nothing-here", await chat.Type("lee", "#other", "timeline"));
        await chat.Type("rana", "#two", $"start INC-004300 p3 env:LAB {Cut(words.Line, MostTitle)}");
        Keep("question", await chat.Type("rana", "#two", "resolve"));
        Keep("undecided-card", chat.Chat.PostedIn("#two").Last(message => message.Card!.Shown.Any(button => button.Label == "Answer")).Card!);
        Keep("question-again", await chat.Press("rana", "Answer", "#two"));
        Keep("which-one", await chat.Type("lee", "#other", "timeline"));
        await chat.Type("rana", "#open", $"start INC-004301 p2 env:QA {Cut(words.Line, MostTitle)}");
        if (words.Says) Keep("mark-elsewhere", await chat.Type("rana", "#nowhere", "mark " + words.Line));
        await DetailsConflictAsync(chat);
        await UnreachableAsync();
        if (words.Says) await LeftOutAsync(chat);
    }

    /// <summary>The one who is to write cannot be written to.</summary>
    private async Task UnreachableAsync()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        await chat.IdOf("noor");
        chat.Chat.NotIn.Add("@noor");
        await chat.Type("rana", "#far", $"start INC-004302 p1 owner:@noor {Cut(words.Line, MostTitle)}");
        await chat.Type("rana", "#far", "resolve");
        Keep("unreachable", chat.Chat.PostedIn("@rana")[^1].Card!);
        Keep("unreachable-link", await chat.Press("rana", "Copy a link", "@rana"));
    }

    /// <summary>Two change the same fact at once.</summary>
    private async Task DetailsConflictAsync(Chatting chat)
    {
        await chat.Press("rana", "Change details", "#open");
        await chat.Press("lee", "Change details", "#open");
        await chat.Submit("lee", ("title", "Login slow"), ("severity", "P1"));
        Keep("details-conflict-form", await chat.Submit("rana", ("title", words.Says ? Cut(words.Line.Replace('|', '/'), MostTitle) : "Tokens slow"), ("severity", "P3")));
    }

    /// <summary>A start where one mark is too old for it and another is not.</summary>
    private async Task LeftOutAsync(Chatting chat)
    {
        await chat.Type("lee", "#late", "mark " + words.Line);
        await chat.Advance(Duration.FromHours(25));
        await chat.Type("rana", "#late", "mark " + words.Line);
        Keep("start-left-out", await chat.Type("rana", "#late", $"start INC-004302 p2 env:QA {Cut(words.Line, MostTitle)}"));
        Keep("marks-left-out", chat.Chat.PostedIn("@lee")[^1].Card!);
    }

    /// <summary>Evidence, actions, what is taken back and what is overwritten.</summary>
    /// <summary>Kept to its own people, with a page that stands already, and opened again.</summary>
    private async Task PrivateAsync()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        await chat.Type("sam", Inc, $"start INC-004216 p2 env:QA owner:@sam {Cut(words.Line, MostTitle)}");
        Keep("private", await chat.Type("sam", Inc, "private"));
        Keep("private-card", chat.Chat.PostedIn(Inc)[0].Card!);
        Keep("private-others", await chat.Type("iris", "#other", "INC-004216 timeline"));
        if (!words.Says) return;
        Keep("private-added", await chat.Type("sam", Inc, "private @lee @dana"));
        Keep("public", await chat.Press("sam", "Make public"));
        var p = await chat.Of("INC-004216");
        chat.Bot.PostMortems.Keep(Chatting.Organisation, p with { Life = Life.Final, Page = new("INC-004216", "INC-004216", "", chat.Now, chat.Now) });
        Keep("private-published", await chat.Type("sam", Inc, "private"));
    }

    /// <summary>An alert for which no incident is open, as it comes, comes again and is taken up.</summary>
    private async Task AlertsAsync()
    {
        if (!words.Says) return;
        await using var chat = Chatting.At("2026-11-24 10:00");
        var place = TestChat.PlaceOf("#alerts");
        chat.Bot.AlertsOf = _ => place;
        AlertCame Alert(string key) => new(Chatting.Organisation, key, chat.Now, Cut(words.Line, 300), "Splunk", Cut(words.Line, 100), Cut(words.Line, 100), "https://splunk.example.com/a/1", null, null);
        await Routes.TakeAlert(chat.Bot)(Alert("1"), TestContext.Current.CancellationToken);
        await chat.DrainAsync();
        Keep("alert", chat.Chat.PostedIn("#alerts")[^1].Card!);
        await chat.Advance(Duration.FromMinutes(5));
        await Routes.TakeAlert(chat.Bot)(Alert("2"), TestContext.Current.CancellationToken);
        await chat.DrainAsync();
        Keep("alert-again", chat.Chat.PostedIn("#alerts")[^1].Card!);
        Keep("alert-started", await chat.Press("dana", "Start here", on: "#alerts"));
        Keep("alert-taken", chat.Chat.PostedIn("#alerts").First(message => message.Card!.Title.StartsWith("Alert", StringComparison.Ordinal)).Card!);
    }

    private async Task KeepingAsync()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        await chat.Type("rana", Inc, $"start INC-004212 p2 env:QA {Cut(words.Line, MostTitle)}");
        Keep("evidence-none", await chat.Type("rana", Inc, "evidence"));
        Keep("evidence-form", await chat.Press("rana", "Add evidence"));
        if (!words.Says) return;
        Keep("evidence", await chat.Type("rana", Inc, "evidence " + words.Text));
        Keep("evidence-link", await chat.Type("rana", Inc, "evidence https://dash.example.org/d/pool"));
        Keep("evidence-by-mention", await chat.HandleAsync("rana", new CommandTyped(Chatting.Account("rana"), TestChat.PlaceOf(Inc), chat.Now, chat.NewReceipt(), "evidence")));
        Keep("evidence-rows", await chat.Type("rana", Inc, "evidence"));
        Keep("evidence-edit-form", await chat.Press("rana", "Edit"));
        await chat.Type("rana", Inc, "evidence");
        Keep("evidence-removed", await chat.Press("rana", "Remove"));
        await chat.Type("rana", Inc, "evidence 01:59 ERROR " + words.Line);
        Keep("evidence-undone", await chat.Press("rana", "Undo"));
        await chat.Type("rana", Inc, "mark 09:10 " + words.Line);
        Keep("mark-undone", await chat.Press("rana", "Undo"));
        await SourceEditedAsync(chat);
        var (message, _) = await chat.Say("lee", Inc, words.Text);
        Keep("reaction-first", await chat.React("lee", message));
        Keep("menu-action", await chat.Choose("rana", message, ActionOfMessage.MenuId));
        Keep("menu-evidence", await chat.Choose("rana", message, KeepEvidence.MenuId));
        Keep("undo", await chat.Type("rana", Inc, "undo"));
        Keep("undo-nothing", await chat.Type("noor", Inc, "undo"));
        var redact = await chat.Type("rana", Inc, "redact");
        Keep("redact-choose", redact);
        var texts = redact.Screens.OfType<Card>().SelectMany(card => card.Elements.OfType<Element.Picker>()).First();
        Keep("redact-form", await chat.Press("rana", texts.Label, value: texts.Choices[0].Value));
        Keep("similar", await chat.Type("rana", Inc, "similar"));
        await chat.Say("lee", Inc, "rolled back gateway 4.12 in PROD " + words.Line);
        Keep("backfill-started", await chat.Type("rana", Inc, "backfill"));
        await chat.Advance(Duration.FromHours(25));
        Keep("backfill-expired", await chat.Press("rana", "Choose", Inc));
        await chat.Type("rana", "#other", $"start INC-004213 p2 env:QA {Cut(words.Line, MostTitle)}");
        Keep("merge-choose-form", await chat.Type("dana", Inc, "merge"));
        Keep("merged", await chat.Type("dana", Inc, "merge INC-004213"));
        Keep("merged-card", chat.Chat.PostedIn("#other")[0].Card!);
        Keep("cancelled", await chat.Type("dana", Inc, "cancel " + words.Line));
        Keep("cancelled-card", chat.Chat.PostedIn(Inc)[0].Card!);
    }

    /// <summary>A captured message is edited after a person corrected its event.</summary>
    private async Task SourceEditedAsync(Chatting chat)
    {
        var (message, _) = await chat.Say("lee", Inc, "📌 " + words.Line);
        await chat.Type("rana", Inc, "timeline");
        var picker = chat.Chat.Messages.Last(one => one.PrivateTo == "rana").Card!.Elements.OfType<Element.Picker>().First();
        var last = picker.Choices[^1].Value;
        await chat.Press("rana", picker.Label, value: last);
        await chat.Submit("rana", ("text", "Corrected by hand"));
        await chat.HandleAsync("lee", new MessageEdited(Chatting.Account("lee"), message.Place, chat.Now, chat.NewReceipt(), message, "📌 edited " + words.Line));
        await chat.Type("rana", Inc, "timeline");
        Keep("source-edited-form", await chat.Press("rana", picker.Label, value: last));
    }

    /// <summary>What is typed into each empty text of a form; picks and ticks are taken.</summary>
    private IReadOnlyList<(string Field, string Value)> Filled(Form form) =>
    [
        .. form.Fields.Select(field => (field.Name, Value: field.Input switch
        {
            FieldInput.Short { Value: "" } text => Cut(words.Line, text.Most),
            FieldInput.Long { Value: "" } text => Cut(words.Text, text.Most),
            FieldInput.PickOne { Value: "" } pick => pick.Choices.Count > 0 ? pick.Choices[0].Value : "",
            FieldInput.Tick => "yes",
            _ => "",
        })).Where(one => one.Value.Length > 0 && one.Name != SectionForm.EmptyField),
    ];

    private void Keep(string name, Said said)
    {
        foreach (var screen in said.Screens) Keep(said.Screens.Count > 1 ? $"{name}-{screen.GetType().Name.ToLowerInvariant()}" : name, screen);
    }

    private void Keep(string name, Screen screen)
    {
        if (seen.Add(name)) Gallery.Add($"{name}-{words.Strength}", screen);
    }

    private static string Slug(string name) => string.Concat(name.ToLowerInvariant().Select(letter => char.IsAsciiLetter(letter) ? letter : '-'));

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];
}

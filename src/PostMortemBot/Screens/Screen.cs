using PostMortemBot.Domain;

namespace PostMortemBot.Screens;

/// <summary>What is shown, never how: each platform's renderer (Slack/BlockKit, Teams/AdaptiveCards, WebChat) is a total switch over these.</summary>
internal abstract record Screen
{
    private protected Screen()
    {
    }
}

/// <summary>A message of the bot: in a channel, a thread, a direct message, or seen by one person alone.</summary>
/// <param name="Title">The first, strong line; empty for a one-line answer.</param>
/// <param name="Elements">In the order of importance.</param>
/// <param name="Buttons">At most four, the likely one first.</param>
/// <param name="More">What stands behind <em>More</em>.</param>
internal sealed record Card(string Title, IReadOnlyList<Element> Elements, IReadOnlyList<Button>? Buttons = null, IReadOnlyList<Button>? More = null) : Screen
{
    /// <summary>The notification and what a screen reader says first; where not given, title and first line.</summary>
    public string? PlainText { get; init; }

    /// <summary>A file that goes with the card (the document as Markdown), where the platform takes files; its link elsewhere.</summary>
    public SentFile? File { get; init; }

    /// <summary>Who sees a card of their own in its place, where the platform shows each reader another one.</summary>
    public OwnViews? Own { get; init; }

    public IReadOnlyList<Button> Shown => Buttons ?? [];

    public IReadOnlyList<Button> Behind => More ?? [];

    /// <summary>A one-line answer with its buttons.</summary>
    public static Card OneLine(Line line, params IReadOnlyList<Button> buttons) => new("", [new Element.Text(line)], buttons);

    /// <summary>What a notification says. <paramref name="typed"/> prints a command as this reader types it.</summary>
    public string Plain(Func<Span.Typed, string>? typed = null) => PlainText ?? Then(Title, Elements.OfType<Element.Text>().FirstOrDefault()?.Line.Plain(typed) ?? "");

    /// <summary>Two sentences, one after the other; what ends a sentence itself gets no further stop.</summary>
    public static string Then(string first, string second) =>
        first.Length == 0 || second.Length == 0 ? first + second : first[^1] is '.' or '?' or '!' or ':' or '…' ? $"{first} {second}" : $"{first}. {second}";
}

/// <summary>That some readers of a card are shown another one, which their client asks for.</summary>
/// <param name="Of">Names the card and what it is about: what is asked for comes back with it, and is authorised again.</param>
/// <param name="People">At most 60.</param>
/// <param name="Looks">Differs when one of theirs looks different.</param>
internal sealed record OwnViews(string Of, IReadOnlyList<PersonId> People, string Looks);

/// <summary>A file the bot sends.</summary>
/// <param name="Name">With its ending.</param>
internal sealed record SentFile(string Name, string ContentType, byte[] Bytes);

/// <summary>A dialog with fields. One form is one step; <em>Save and next</em> answers with the following form.</summary>
/// <param name="Id">Which handler takes it (a constant beside that handler; lives for ever in posted messages).</param>
/// <param name="Title">Whole; a platform that shows fewer characters shortens it and repeats it in the first line.</param>
/// <param name="Submit">The label of the button that saves; verb first.</param>
/// <param name="Carry">Ids that come back with the answer (post-mortem, section, revision): at most 2,500 characters, never trusted for rights.</param>
internal sealed record Form(string Id, string Title, IReadOnlyList<FormElement> Elements, string Submit, string Carry) : Screen
{
    /// <summary>What the button that leaves without saving says.</summary>
    public string Close { get; init; } = "Close";

    /// <summary>It acts in a channel: opened in none, it asks for one, where the platform can (<c>IChat.AsksForChannel</c>).</summary>
    public bool InChannel { get; init; }

    /// <summary>Each field is saved as it is left, where the platform reports that.</summary>
    public bool SavesAsLeft { get; init; }

    /// <summary>The same form with what was typed and picked in it: nothing is lost when it comes back. Fields that did not come back stay as they are.</summary>
    public Form Holding(FormValues typed) => WithFields(field => typed.Has(field.Name) ? field with { Input = field.Input.Holding(typed.Many(field.Name)) } : field);

    /// <summary>The same form with the sentence at the first of these fields that it asks, else on top.</summary>
    public Form Refused(IReadOnlyList<string> names, string sentence)
    {
        var wrong = names.FirstOrDefault(name => Fields.Any(field => field.Name == name));
        return wrong is null ? this with { Elements = [new FormElement.Note(sentence), .. Elements] } : WithFields(field => field.Name == wrong ? field with { Error = sentence } : field);
    }

    private Form WithFields(Func<Field, Field> change) => this with { Elements = [.. Elements.Select(element => element is FormElement.Asks { Field: var field } ? new FormElement.Asks(change(field)) : element)] };

    public IEnumerable<Field> Fields => Elements.OfType<FormElement.Asks>().Select(asks => asks.Field);
}

/// <summary>A dialog of rows: a table's or a list's entries, ten a page, each with its own acts, and a way to add one.</summary>
/// <param name="Carry">As in <see cref="Form"/>.</param>
internal sealed record Rows(string Id, string Title, Line Lead, IReadOnlyList<RowItem> Items, int Page, int Pages, string Carry) : Screen
{
    public const int PageSize = 10;

    /// <summary>Adds a row (opens a form).</summary>
    public Button? Add { get; init; }

    /// <summary>Back to the form it came from, next and former pages.</summary>
    public IReadOnlyList<Button> Buttons { get; init; } = [];
}

/// <summary>One row with its acts (Edit, Remove).</summary>
internal sealed record RowItem(Line Text, IReadOnlyList<Button> Acts);

/// <summary>A button. Ids are constants beside their handler; the value carries ids only, and the handler authorises them again.</summary>
/// <param name="Id">For example <c>timeline.edit</c>.</param>
/// <param name="Label">What will happen, verb first, at most 22 characters, unique on its screen.</param>
/// <param name="Value">At most 1,900 characters.</param>
internal sealed record Button(string Id, string Label, string Value = "", ButtonKind Kind = ButtonKind.Does)
{
    /// <summary>The one likely button, drawn stronger.</summary>
    public bool Primary { get; init; }

    /// <summary>Asked before acting; only for what cannot be taken back, or tells more than ten people.</summary>
    public string? Confirm { get; init; }

    /// <summary>For <see cref="ButtonKind.Goes"/>: the address.</summary>
    public string? Url { get; init; }

    public static Button Opens(string id, string label, string value = "") => new(id, label, value, ButtonKind.Opens);

    public static Button Does(string id, string label, string value = "") => new(id, label, value);

    public static Button Goes(string label, string url) => new("link", label, "", ButtonKind.Goes) { Url = url };
}

/// <summary>What a press leads to: an act, a dialog, or an address.</summary>
internal enum ButtonKind
{
    Does,
    Opens,
    Goes,
}

using System.Globalization;
using System.Text.Json.Nodes;
using NodaTime.Text;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Teams;

/// <summary>How much of a dialog fits: tried from roomy to narrow until the card keeps its budget.</summary>
/// <param name="Words">Characters of one line or note.</param>
/// <param name="Typed">Bytes of one filled input; longer ones are shown only, and do not come back: nothing is cut by saving.</param>
/// <param name="Choices">Entries of one list; what is picked always stays.</param>
internal sealed record Fit(int Words, int Typed, int Choices)
{
    /// <summary>Large pictures travel in the card. They go before a word does: what they show stands there as text.</summary>
    public bool Pictures { get; init; }

    public static IReadOnlyList<Fit> Narrowing { get; } = [new(3000, 24_000, 500) { Pictures = true }, new(3000, 24_000, 500), new(1500, 6000, 200), new(600, 2000, 100), new(300, 600, 40), new(150, 200, 15), new(80, 80, 8)];
}

/// <summary>A form's fields as inputs, each with its label, the message of a refused submit above it and its hint below.</summary>
internal static class TeamsInputs
{
    /// <summary>Names of the lists in our data that say how a field is read back.</summary>
    public static readonly IReadOnlyList<string> Kinds = ["choices", "ticks", "people"];

    /// <summary>Name of the list of the inputs that stand in the drawn dialog: a client leaves out of its answer what is empty.</summary>
    public const string Asked = "asked";
    private const int Excerpt = 300;

    /// <summary>Stands for the empty value, which a list cannot hold.</summary>
    private const string Nothing = "%";

    public static IEnumerable<JsonObject> Elements(Field field, bool blocks, TeamsLook look, Fit fit)
    {
        if (field.Error is { Length: > 0 } error)
        {
            foreach (var line in TeamsText.Blocks(error, look, new TextStyle { Bold = true, Warns = true }, fit.Words))
            {
                yield return line;
            }
        }

        foreach (var element in Input(field, look, fit) is { } input ? [Labelled(input, field, blocks, fit)] : Shown(field, look, fit))
        {
            yield return element;
        }

        foreach (var line in TeamsText.Blocks(field.Hint ?? "", look, new TextStyle { Quiet = true, Size = "Small", Close = true }, fit.Words))
        {
            yield return line;
        }
    }

    /// <summary>What must be read back in its own way: lists hold several values, ticks a yes, people an account.</summary>
    public static void Describe(IEnumerable<Field> fields, TeamsLook look, JsonObject ours)
    {
        foreach (var group in fields.Select(field => (field.Name, Kind: Kind(field.Input, look))).Where(field => field.Kind is not null).GroupBy(field => field.Kind!))
        {
            ours[group.Key] = new JsonArray([.. group.Select(field => (JsonNode)field.Name)]);
        }
    }

    /// <summary>Writes into each of our buttons which inputs the drawn dialog has: one that was emptied is told from one that had no room.</summary>
    public static void NoteAsked(JsonObject dialog)
    {
        var names = Within(dialog).Where(element => ((string?)element["type"])?.StartsWith("Input.", StringComparison.Ordinal) == true).Select(input => (string)input["id"]!).ToList();
        if (names.Count == 0) return;
        foreach (var ours in Within(dialog).Select(element => element["data"]?[TeamsActions.Ours]).OfType<JsonObject>().ToList()) ours[Asked] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]);
    }

    private static IEnumerable<JsonObject> Within(JsonNode? node) => node switch
    {
        JsonObject one => one.SelectMany(property => Within(property.Value)).Prepend(one),
        JsonArray many => many.SelectMany(Within),
        _ => [],
    };

    /// <summary>A choice's value on the wire: several are joined by commas, so a comma inside one is written apart.</summary>
    public static string Option(string value) => value.Length == 0 ? Nothing : value.Replace("%", "%25", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    public static string OptionValue(string option) =>
        option == Nothing ? "" : option.Replace("%2C", ",", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);

    public static JsonArray Choices(IEnumerable<Choice> choices) =>
        new([.. choices.Select(choice => new JsonObject { ["title"] = Title(choice.Label), ["value"] = Option(choice.Value) })]);

    private static string Title(string label) => TeamsText.Inert(label, 75) is var title && title.Trim().Length == 0 ? "–" : title;

    private static string? Kind(FieldInput input, TeamsLook look) => input switch
    {
        FieldInput.PickOne or FieldInput.PickMany => "choices",
        FieldInput.Tick => "ticks",
        FieldInput.PickPerson person => Dataset(person, look) ? "people" : "choices",
        _ => null,
    };

    private static JsonObject Labelled(JsonObject input, Field field, bool blocks, Fit fit)
    {
        input["id"] = field.Name;
        input["label"] = VisibleText.Shorten(VisibleText.Clean(Label(field)).Replace("{{", "{ {", StringComparison.Ordinal), Math.Min(fit.Words, 500)) + (field.Required && !blocks ? " (needed)" : "");
        if (field.Required && blocks)
        {
            input["isRequired"] = true;
            input["errorMessage"] = "This one is needed.";
        }

        return input;
    }

    private static string Label(Field field) => (field.Label.Trim().Length == 0 ? field.Name : field.Label) + (field.Input is FieldInput.Number { Unit.Length: > 0 } number ? $" ({number.Unit})" : "");

    /// <summary>The input, or null where the value can only be shown.</summary>
    private static JsonObject? Input(Field field, TeamsLook look, Fit fit) => field.Input switch
    {
        FieldInput.Short input => Text(input.Value, input.Most, input.Value.AsSpan().IndexOfAny('\r', '\n') >= 0, fit),
        FieldInput.Long input => Text(input.Value, input.Most, true, fit),
        FieldInput.PickOne input => One(input, field.Required, fit),
        FieldInput.PickMany input => Many(input, fit),
        FieldInput.Tick input => new JsonObject { ["type"] = "Input.Toggle", ["title"] = TeamsText.Inert(input.Words, fit.Words), ["value"] = input.On ? "true" : "false", ["wrap"] = true },
        FieldInput.PickPerson input => Person(input, field.Required, look, fit),
        FieldInput.Day input => LocalDatePattern.Iso.Parse(input.Value).Success || input.Value.Length == 0 ? Valued("Input.Date", input.Value) : Text(input.Value, 500, false, fit),
        FieldInput.Number input => Number(input) ?? Text(input.Value, 500, false, fit),
        FieldInput.Files => null,
        _ => throw new InvalidOperationException($"Teams has no input for {field.Input.GetType().Name}."),
    };

    private static JsonObject Valued(string type, string value)
    {
        var input = new JsonObject { ["type"] = type };
        if (value.Length > 0)
        {
            input["value"] = value;
        }

        return input;
    }

    private static JsonObject? Text(string value, int most, bool multiline, Fit fit)
    {
        var held = VisibleText.Clean(value);
        if (Drawn.Bytes(held) > fit.Typed)
        {
            return null;
        }

        var input = Valued("Input.Text", held);
        input["maxLength"] = Math.Max(Math.Max(most, held.Length), 1);
        if (multiline)
        {
            input["isMultiline"] = true;
        }

        return input;
    }

    private static JsonObject? One(FieldInput.PickOne input, bool required, Fit fit)
    {
        if (input.Choices.Count == 0 && input.Value.Length == 0)
        {
            return null;
        }

        // A list cannot be emptied again: the way back is one of its entries.
        var choices = required || input.Choices.Any(choice => choice.Value.Length == 0) ? input.Choices : [.. input.Choices, new Choice("", "(leave empty)")];
        var list = List(Offered(choices, fit, input.Value), input.Value.Length == 0 ? "" : Option(input.Value));
        list["style"] = "compact";
        list["placeholder"] = "Choose";
        return list;
    }

    private static JsonObject? Many(FieldInput.PickMany input, Fit fit)
    {
        var offered = Offered(input.Choices, fit, [.. input.Values]);
        if (offered.Count == 0)
        {
            return null;
        }

        var list = List(offered, string.Join(',', input.Values.Select(Option)));
        list["isMultiSelect"] = true;
        list["style"] = offered.Count <= 10 ? "expanded" : "compact";
        return list;
    }

    private static JsonObject List(IReadOnlyList<Choice> choices, string value)
    {
        var list = Valued("Input.ChoiceSet", value);
        list["choices"] = Choices(choices);
        list["wrap"] = true;
        return list;
    }

    private static IReadOnlyList<Choice> Offered(IReadOnlyList<Choice> choices, Fit fit, params string[] picked)
    {
        var all = choices.Concat(picked.Where(value => value.Length > 0).Select(Choice.Of)).DistinctBy(choice => choice.Value).ToList();
        return all.Count <= fit.Choices ? all : [.. all.Where((choice, at) => at < fit.Choices || choice.Value.Length == 0 || picked.Contains(choice.Value))];
    }

    /// <summary>The tenant's people where it can show who is chosen now; else the list of people we know.</summary>
    private static JsonObject? Person(FieldInput.PickPerson input, bool required, TeamsLook look, Fit fit)
    {
        if (!Dataset(input, look))
        {
            var known = input.Value.Length == 0 || look.People.Any(choice => choice.Value == input.Value);
            return One(new FieldInput.PickOne(known ? look.People : [.. look.People, new Choice(input.Value, "who is chosen now")], input.Value), required, fit);
        }

        var user = input.Value.Length == 0 ? "" : look.UserOf!(new PersonId(input.Value))!;
        var name = look.People.FirstOrDefault(choice => choice.Value == input.Value)?.Label ?? "who is chosen now";
        var list = List(user.Length == 0 ? [] : [new Choice(user, name)], user);
        list["choices.data"] = new JsonObject { ["type"] = "Data.Query", ["dataset"] = "graph.microsoft.com/users" };
        return list;
    }

    private static bool Dataset(FieldInput.PickPerson input, TeamsLook look) =>
        look.UserOf is { } userOf && (input.Value.Length == 0 || userOf(new PersonId(input.Value)) is not null);

    /// <summary>A number input where it would show exactly what was typed; else null.</summary>
    private static JsonObject? Number(FieldInput.Number input)
    {
        if (input.Value.Length == 0)
        {
            return new JsonObject { ["type"] = "Input.Number" };
        }

        var same = decimal.TryParse(input.Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number.ToString(CultureInfo.InvariantCulture) == input.Value && !input.Value.EndsWith(".0", StringComparison.Ordinal) && input.Value.Length <= 15;
        return same ? new JsonObject { ["type"] = "Input.Number", ["value"] = number } : null;
    }

    private static IEnumerable<JsonObject> Shown(Field field, TeamsLook look, Fit fit)
    {
        var value = field.Input switch { FieldInput.Short text => text.Value, FieldInput.Long text => text.Value, FieldInput.Day text => text.Value, FieldInput.Number text => text.Value, _ => "" };
        var lines = TeamsText.Blocks([Span.Bold(Label(field))], look, new TextStyle(), fit.Words);
        if (value.Length > 0)
        {
            lines = lines.Concat(TeamsText.Blocks(value, look, new TextStyle { Close = true }, Math.Min(Excerpt, fit.Words)));
        }

        return lines.Concat(TeamsText.Blocks(Why(field, value, look), look, new TextStyle { Quiet = true, Size = "Small", Close = true }, 400));
    }

    private static Line Why(Field field, string value, TeamsLook look) => field.Input switch
    {
        FieldInput.Files => ["Teams takes no files in a dialog. Send them in a message and use ", new Span.Typed("evidence"), "."],
        _ when value.Length == 0 => "Nothing to choose from yet.",
        _ when look.Page is { } page => ["Too long to change here. Change it by message or ", new Span.Link(page, "on the page"), "."],
        _ => "Too long to change here. Change it by message.",
    };
}

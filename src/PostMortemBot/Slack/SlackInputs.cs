using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NodaTime.Text;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Slack;

/// <summary>A form's fields as input blocks. What cannot be edited whole in Slack is shown, and does not come back: nothing is cut by saving.</summary>
internal static partial class SlackInputs
{
    private const int Fewest = 10;
    private const int Excerpt = 600;

    public static IEnumerable<JsonObject> Blocks(Form form, Field field, SlackLook look)
    {
        if (field.Error is { Length: > 0 } error)
        {
            yield return SlackLines.Context([Span.Bold(error)], look);
        }

        if (field.Input is FieldInput.Tick { Words.Length: > 75 } tick)
        {
            yield return SlackLines.Context(tick.Words, look);
        }

        if (Element(field, look) is { } element)
        {
            yield return Input(form, field, element);
            yield break;
        }

        foreach (var block in Shown(field, look))
        {
            yield return block;
        }
    }

    private static JsonObject Input(Form form, Field field, JsonObject element)
    {
        element["action_id"] = SlackIds.Field;
        var input = new JsonObject
        {
            ["type"] = "input",
            ["block_id"] = SlackIds.FieldBlock(form, field),
            ["label"] = SlackWords.Plain(Label(field), 2000),
            ["optional"] = !field.Required,
            ["element"] = element,
        };
        if (field.Hint is { Length: > 0 } hint)
        {
            input["hint"] = SlackWords.Plain(hint, 2000);
        }

        // A file input cannot report what it holds before it is submitted.
        if (form.SavesAsLeft && field.Input is not FieldInput.Files)
        {
            input["dispatch_action"] = true;
        }

        // Enter is not how people leave a field on a phone: what was typed is reported as it grows, and the adapter keeps the last of a quick row.
        if (form.SavesAsLeft && element["type"]!.GetValue<string>() is "plain_text_input" or "number_input")
        {
            element["dispatch_action_config"] = new JsonObject { ["trigger_actions_on"] = new JsonArray("on_character_entered") };
        }

        return input;
    }

    private static string Label(Field field) => (field.Label.Trim().Length == 0 ? field.Name : field.Label) + (field.Input is FieldInput.Number { Unit.Length: > 0 } number ? $" ({number.Unit})" : "");

    /// <summary>The element, or null where the value can only be shown.</summary>
    private static JsonObject? Element(Field field, SlackLook look) => field.Input switch
    {
        FieldInput.Short input => Text(input.Value, input.Most, input.Value.AsSpan().IndexOfAny('\r', '\n') >= 0),
        FieldInput.Long input => Text(input.Value, input.Most, true),
        FieldInput.PickOne input => One(input, field.Required),
        FieldInput.PickMany input => Many(input),
        FieldInput.Tick input => Ticks(input),
        FieldInput.PickPerson input => Person(input, field.Required, look),
        FieldInput.Day input => Day(input),
        FieldInput.Number input => Number(input),
        FieldInput.Files input => new JsonObject { ["type"] = "file_input", ["max_files"] = Math.Clamp(input.Most, 1, 10) },
        _ => throw new InvalidOperationException($"Slack has no input for {field.Input.GetType().Name}."),
    };

    private static JsonObject? Text(string value, int most, bool multiline)
    {
        var held = VisibleText.Clean(value);
        if (held.Length > SlackWords.Most)
        {
            return null;
        }

        var input = new JsonObject { ["type"] = "plain_text_input", ["multiline"] = multiline, ["max_length"] = Math.Clamp(Math.Max(most, held.Length), 1, SlackWords.Most) };
        if (held.Length > 0)
        {
            input["initial_value"] = held;
        }

        return input;
    }

    private static JsonObject? One(FieldInput.PickOne input, bool required)
    {
        if (input.Choices.Count == 0 && input.Value.Length == 0)
        {
            return null;
        }

        // Slack's list cannot be emptied again: the way back is one of its entries.
        var choices = required || input.Choices.Any(choice => choice.Value.Length == 0) ? input.Choices : [.. input.Choices, new Choice("", "(leave empty)")];
        var select = new JsonObject { ["type"] = "static_select", ["placeholder"] = SlackWords.Plain("Choose", 150) };
        SlackChoices.Into(select, choices, input.Value);
        if (SlackChoices.Offered(choices, input.Value).FirstOrDefault(choice => choice.Value == input.Value && input.Value.Length > 0) is { } held)
        {
            select["initial_option"] = SlackChoices.Option(held);
        }

        return select;
    }

    private static JsonObject? Many(FieldInput.PickMany input)
    {
        var offered = SlackChoices.Offered(input.Choices, input.Values);
        if (offered.Count == 0)
        {
            return null;
        }

        var many = new JsonObject { ["type"] = offered.Count <= Fewest ? "checkboxes" : "multi_static_select" };
        if (offered.Count > Fewest)
        {
            many["placeholder"] = SlackWords.Plain("Choose any", 150);
        }

        SlackChoices.Into(many, offered, input.Values);
        if (offered.Where(choice => input.Values.Contains(choice.Value)).ToList() is { Count: > 0 } held)
        {
            many["initial_options"] = SlackChoices.Options(held);
        }

        return many;
    }

    private static JsonObject Ticks(FieldInput.Tick input)
    {
        var option = new Choice("yes", input.Words);
        var box = new JsonObject { ["type"] = "checkboxes", ["options"] = SlackChoices.Options([option]) };
        if (input.On)
        {
            box["initial_options"] = SlackChoices.Options([option]);
        }

        return box;
    }

    /// <summary>Slack's own picker where it can show who is chosen now; else the list of people we know.</summary>
    private static JsonObject? Person(FieldInput.PickPerson input, bool required, SlackLook look)
    {
        var user = input.Value.Length > 0 ? look.UserOf?.Invoke(new PersonId(input.Value)) : null;
        if (look.UserOf is null || (input.Value.Length > 0 && user is null))
        {
            var people = look.People();
            var known = input.Value.Length == 0 || people.Any(choice => choice.Value == input.Value);
            return One(new FieldInput.PickOne(known ? people : [.. people, new Choice(input.Value, "who is chosen now")], input.Value), required);
        }

        var select = new JsonObject { ["type"] = "users_select", ["placeholder"] = SlackWords.Plain("Choose a person", 150) };
        if (user is not null)
        {
            select["initial_user"] = user;
        }

        return select;
    }

    private static JsonObject? Day(FieldInput.Day input)
    {
        var known = LocalDatePattern.Iso.Parse(input.Value).Success;
        if (input.Value.Length > 0 && !known)
        {
            return Text(input.Value, 500, false);
        }

        var picker = new JsonObject { ["type"] = "datepicker" };
        if (known)
        {
            picker["initial_date"] = input.Value;
        }

        return picker;
    }

    private static JsonObject? Number(FieldInput.Number input)
    {
        if (input.Value.Length > 0 && !Plain().IsMatch(input.Value))
        {
            return Text(input.Value, 500, false);
        }

        var number = new JsonObject { ["type"] = "number_input", ["is_decimal_allowed"] = true };
        if (input.Value.Length > 0)
        {
            number["initial_value"] = input.Value;
        }

        return number;
    }

    private static IEnumerable<JsonObject> Shown(Field field, SlackLook look)
    {
        yield return SlackLines.RichText(SlackLines.Section(SlackLines.Pieces([Span.Bold(Label(field))], look).First()));
        var value = field.Input switch { FieldInput.Short text => text.Value, FieldInput.Long text => text.Value, FieldInput.Day text => text.Value, FieldInput.Number text => text.Value, _ => "" };
        if (value.Length == 0)
        {
            yield return SlackLines.Context("Nothing to choose from yet.", look);
            yield break;
        }

        yield return SlackLines.RichText(new JsonObject { ["type"] = "rich_text_quote", ["elements"] = SlackLines.Pieces(VisibleText.Shorten(value, Excerpt), look).First() });
        var count = value.Length.ToString("N0", CultureInfo.InvariantCulture);
        yield return SlackLines.Context(look.Page is { } page
            ? [$"{count} characters are too long to change here. Change it by message or ", new Span.Link(page, "on the page"), "."]
            : $"{count} characters are too long to change here. Change it by message.", look);
    }

    [GeneratedRegex(@"^-?[0-9]{1,20}(\.[0-9]{1,20})?\z", RegexOptions.None, Patterns.Patience)]
    private static partial Regex Plain();
}

using System.Text.Json;
using PostMortemBot.Chat;
using PostMortemBot.Screens;

namespace PostMortemBot.Teams;

/// <summary>A button of ours pressed, read from the <c>data</c> of an action (or the <c>value</c> of a message that Action.Submit sent).</summary>
/// <param name="Id">The button's id; empty when a form was saved.</param>
/// <param name="Chosen">What was picked, when it was a picker; else empty.</param>
/// <param name="Operation">Of the drawing it stood on: the same press delivered twice carries it twice.</param>
/// <param name="Form">The form it stood in, or empty.</param>
internal sealed record TeamsPress(string Id, string Value, string Chosen, string Operation, string Form, string Carry)
{
    /// <summary>The conversation that it acts on, as its card says; empty: the one it stands in.</summary>
    public string At { get; init; } = "";

    /// <summary>Whose own card it stands on; empty: everybody's.</summary>
    public string Own { get; init; } = "";

    /// <summary>The press, or null when the data is none of ours.</summary>
    public static TeamsPress? Read(JsonElement data)
    {
        if (Wire.Property(data, TeamsActions.Ours) is not { ValueKind: JsonValueKind.Object } ours)
        {
            return null;
        }

        var pick = Wire.Text(ours, "pick");
        var chosen = pick.Length == 0 ? "" : TeamsInputs.OptionValue(Wire.Text(data, pick));
        return new TeamsPress(Wire.Text(ours, "id"), Wire.Text(ours, "value"), chosen, Wire.Text(ours, "op"), Wire.Text(ours, "form"), Wire.Text(ours, "carry")) { At = Wire.Text(ours, "at"), Own = Wire.Text(ours, "own") };
    }
}

/// <summary>Reads back what <see cref="AdaptiveCards.Dialog"/> asked for, from the <c>data</c> of <c>task/submit</c>.</summary>
internal static class TeamsValues
{
    /// <param name="personOf">The person of an Entra object id; null or no answer leaves the id.</param>
    public static FormValues Read(JsonElement data, Func<string, string?>? personOf = null)
    {
        var ours = Wire.Property(data, TeamsActions.Ours) ?? default;
        var kinds = TeamsInputs.Kinds
            .SelectMany(kind => Wire.Array(ours, kind).Select(name => (Name: Wire.Text(name), Kind: kind)))
            .DistinctBy(entry => entry.Name)
            .ToDictionary(entry => entry.Name, entry => entry.Kind, StringComparer.Ordinal);
        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var input in Wire.Properties(data).Where(input => input.Name != TeamsActions.Ours && input.Name != "msteams"))
        {
            values[input.Name] = Values(Wire.Text(input.Value), kinds.GetValueOrDefault(input.Name), personOf);
        }

        // What is empty does not come back: emptied, then, and not left alone.
        foreach (var emptied in Wire.Array(ours, TeamsInputs.Asked).Select(Wire.Text)) values.TryAdd(emptied, []);
        return new FormValues(values);
    }

    private static IReadOnlyList<string> Values(string text, string? kind, Func<string, string?>? personOf) => kind switch
    {
        _ when text.Length == 0 => [],
        "choices" => [.. text.Split(',').Select(TeamsInputs.OptionValue).Where(value => value.Length > 0)],
        "ticks" => text is "true" ? ["yes"] : [],
        "people" => [.. text.Split(',').Select(user => personOf?.Invoke(user) ?? user)],
        _ => [text],
    };
}

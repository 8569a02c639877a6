using System.Text.Json;
using NodaTime;

namespace PostMortemBot.Chat;

/// <summary>Reads what a platform sent without trusting its shape: what is missing or of another kind is empty, never an exception.</summary>
internal static class Wire
{
    /// <summary>The text of a property; a number or a boolean as it was written; empty when missing.</summary>
    public static string Text(JsonElement value, string name) => Property(value, name) is { } found ? Text(found) : "";

    public static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => "",
    };

    public static IEnumerable<JsonElement> Array(JsonElement value, string name) =>
        Property(value, name) is { ValueKind: JsonValueKind.Array } found ? found.EnumerateArray() : [];

    public static IEnumerable<JsonProperty> Properties(JsonElement value) => value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : [];

    /// <summary>The moment that a button carries in ticks since 1970, where it is one before <paramref name="now"/>; else <paramref name="now"/>.</summary>
    public static Instant Before(Instant now, JsonElement value, string name) =>
        Property(value, name) is { ValueKind: JsonValueKind.Number } found && found.TryGetInt64(out var ticks) && ticks > 0 && ticks < now.ToUnixTimeTicks() ? Instant.FromUnixTimeTicks(ticks) : now;

    public static JsonElement? Property(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var found) ? found : null;
}

using System.Text.Json;
using PostMortemBot.Chat;
using PostMortemBot.Screens;

namespace PostMortemBot.Slack;

/// <summary>A button or list entry pressed, read from one entry of <c>actions</c>.</summary>
/// <param name="Chosen">What was picked, when it was a picker; else empty.</param>
internal sealed record SlackPress(string Id, string Value, string Chosen)
{
    /// <summary>The press, or null when the action is a field that reports its value (see <see cref="SlackValues.FieldLeft"/>).</summary>
    public static SlackPress? Read(JsonElement action)
    {
        var id = Wire.Text(action, "action_id");
        if (id == SlackIds.Field)
        {
            return null;
        }

        var option = Wire.Property(action, "selected_option") is { } selected ? Wire.Text(selected, "value") : "";
        if (id == SlackButtons.More)
        {
            var (folded, value) = SlackIds.Unfolded(option);
            return new SlackPress(folded, value, "");
        }

        return SlackIds.PickerValue(Wire.Text(action, "block_id")) is { } carried
            ? new SlackPress(SlackIds.PressedId(id), carried, SlackIds.OptionValue(option))
            : new SlackPress(SlackIds.PressedId(id), Wire.Text(action, "value"), "");
    }
}

/// <summary>A file put into a form: its bytes are fetched from <paramref name="Url"/> with the bot's token.</summary>
internal sealed record SlackFile(string Field, string Id, string Name, string ContentType, string Url);

/// <summary>Reads back what <see cref="BlockKit.View"/> asked for, from <c>view.state</c> (or its <c>values</c>).</summary>
internal static class SlackValues
{
    /// <param name="personOf">The person of a Slack user id; null or no answer leaves the Slack id.</param>
    /// <param name="files">The files of <see cref="Files"/>, fetched, by field.</param>
    public static FormValues Read(JsonElement state, Func<string, string?>? personOf = null, IReadOnlyDictionary<string, IReadOnlyList<SentFile>>? files = null)
    {
        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (name, input) in Inputs(state))
        {
            values[name] = [.. Values(input, personOf)];
        }

        return new FormValues(values, files);
    }

    public static IReadOnlyList<SlackFile> Files(JsonElement state) =>
        [.. Inputs(state).SelectMany(entry => Wire.Array(entry.Input, "files").Select(file =>
            new SlackFile(entry.Name, Wire.Text(file, "id"), Wire.Text(file, "name"), Wire.Text(file, "mimetype"), Wire.Text(file, "url_private"))))];

    /// <summary>The Slack users picked in it.</summary>
    public static IReadOnlyList<string> Users(JsonElement state) => [.. Inputs(state).Select(entry => Wire.Text(entry.Input, "selected_user")).Where(user => user.Length > 0).Distinct()];

    /// <summary>The channel picked where a form asks for one; else empty.</summary>
    public static string Channel(JsonElement state) =>
        Wire.Property(Unwrapped(state), SlackPayloads.ChannelBlock) is { } block && Wire.Property(block, SlackPayloads.ChannelBlock) is { } input ? Wire.Text(input, "selected_conversation") : "";

    /// <summary>The field whose value an action reports, or null when it is a button's.</summary>
    public static string? FieldLeft(JsonElement action) =>
        Wire.Text(action, "action_id") == SlackIds.Field ? SlackIds.FieldName(Wire.Text(action, "block_id")) : null;

    /// <summary>The blocks of the submitted view, for <see cref="BlockKit.Errors"/>.</summary>
    public static IReadOnlyList<string> BlockIds(JsonElement state) => [.. Wire.Properties(Unwrapped(state)).Select(block => block.Name)];

    private static IEnumerable<(string Name, JsonElement Input)> Inputs(JsonElement state) =>
        from block in Wire.Properties(Unwrapped(state))
        from input in Wire.Properties(block.Value)
        where input.Name == SlackIds.Field
        select (SlackIds.FieldName(block.Name), input.Value);

    private static JsonElement Unwrapped(JsonElement state) =>
        Wire.Property(state, "values") ?? state;

    private static IEnumerable<string> Values(JsonElement input, Func<string, string?>? personOf) => Wire.Text(input, "type") switch
    {
        "plain_text_input" or "number_input" => Filled(Wire.Text(input, "value")),
        "datepicker" => Filled(Wire.Text(input, "selected_date")),
        "users_select" => Filled(Wire.Text(input, "selected_user")).Select(user => personOf?.Invoke(user) ?? user),
        "static_select" => Wire.Property(input, "selected_option") is { } one ? Filled(SlackIds.OptionValue(Wire.Text(one, "value"))) : [],
        "checkboxes" or "multi_static_select" => Wire.Array(input, "selected_options").Select(option => SlackIds.OptionValue(Wire.Text(option, "value"))),
        _ => [],
    };

    private static string[] Filled(string value) => value.Length == 0 ? [] : [value];
}

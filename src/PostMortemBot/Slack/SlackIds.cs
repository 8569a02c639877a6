using System.Security.Cryptography;
using System.Text;
using PostMortemBot.Screens;

namespace PostMortemBot.Slack;

/// <summary>How our ids and values travel in Slack's <c>block_id</c>, <c>action_id</c> and option values, and come back.</summary>
internal static class SlackIds
{
    /// <summary>The <c>action_id</c> of every field; its name stands in the block's id.</summary>
    public const string Field = "field";

    /// <summary>An option cannot be empty; this one stands for the empty value.</summary>
    private const string Empty = "~";
    private const string PickerMark = "pick:";
    private const int Longest = 255;

    /// <summary>A button's id; the second of the same id on a screen becomes <c>id#2</c>.</summary>
    public static string Press(string id, int number) => number == 1 ? id : $"{id}#{number}";

    public static string PressedId(string actionId) => actionId.Split('#')[0];

    /// <summary>
    /// A field's block. Slack keeps what was typed while the id stays, so it changes with the form, what it carries and the value it opens with:
    /// a value of ours is then shown, and the next form does not inherit what was typed in the last one.
    /// </summary>
    public static string FieldBlock(Form form, Field field)
    {
        var seen = Encoding.UTF8.GetBytes(string.Join('\u001F', form.Id, form.Carry, field.Input.ToString(), string.Join('\u001F', Held(field.Input))));
        return Within($"{field.Name}~{Convert.ToHexStringLower(SHA256.HashData(seen))[..8]}", Longest, $"The name of {field.Label}");
    }

    public static string FieldName(string blockId) => blockId.LastIndexOf('~') is var at and >= 0 ? blockId[..at] : blockId;

    public static string PickerBlock(string value, int number) => Within($"{PickerMark}{number}:{value}", Longest, "What a picker carries");

    /// <summary>What a picker carries, or null where the block is no picker's.</summary>
    public static string? PickerValue(string blockId) =>
        blockId.StartsWith(PickerMark, StringComparison.Ordinal) && blockId.IndexOf(':', PickerMark.Length) is var at and >= 0 ? blockId[(at + 1)..] : null;

    /// <summary>A button as an option of <em>More</em>.</summary>
    public static string Folded(Button button) => $"{button.Id}|{button.Value}";

    public static (string Id, string Value) Unfolded(string option) =>
        option.IndexOf('|') is var at and >= 0 ? (option[..at], option[(at + 1)..]) : (option, "");

    public static string Option(string value) => value.StartsWith(Empty, StringComparison.Ordinal) || value.Length == 0 ? Empty + value : value;

    public static string OptionValue(string option) => option.StartsWith(Empty, StringComparison.Ordinal) ? option[Empty.Length..] : option;

    /// <summary>An id cannot be shortened: one that is too long is a bug of ours.</summary>
    public static string Within(string id, int most, string what) =>
        id.Length <= most ? id : throw new InvalidOperationException($"{what} has {id.Length} characters; Slack takes {most}.");

    private static IEnumerable<string> Held(FieldInput input) => input is FieldInput.PickMany many ? many.Values : [];
}

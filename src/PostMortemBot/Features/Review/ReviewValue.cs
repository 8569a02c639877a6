using System.Globalization;
using PostMortemBot.Domain;

namespace PostMortemBot.Features;

/// <summary>What a button or form of a review carries: the post-mortem, the role, and the hash of the text that was seen. Never trusted for rights.</summary>
internal sealed record ReviewValue(PostMortemId Id, string Role, string Seen = "")
{
    public override string ToString() => string.Join('|', Id.Value, Uri.EscapeDataString(Role), Seen);

    public static ReviewValue Read(string value)
    {
        var parts = value.Split('|');
        return new(new(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "", parts.Length > 2 ? parts[2] : "");
    }

    /// <summary>The card of one asking: <c>Business/2</c>.</summary>
    public static string TopicOf(string role, int asking) => string.Create(CultureInfo.InvariantCulture, $"{Uri.EscapeDataString(role)}/{asking}");

    public static (string Role, int Asking) ReadTopic(string topic) =>
        topic.Split('/') is [var role, var asking] && int.TryParse(asking, CultureInfo.InvariantCulture, out var number) ? (Uri.UnescapeDataString(role), number) : ("", 0);
}

using System.Text.Json;
using NodaTime;
using PostMortemBot.Chat;

namespace PostMortemBot.Slack;

/// <summary>What Slack says of a user.</summary>
/// <param name="Zone">A zone of the tz database, or empty.</param>
/// <param name="Email">Empty without the scope.</param>
/// <param name="IsGuest">A guest, or of another workspace: never more than a reader.</param>
internal sealed record SlackPerson(string Name, string Zone, string Email, bool IsGuest, bool IsBot, long Asked)
{
    /// <param name="self">The bot where this is said: of which workspace and enterprise it is.</param>
    public static SlackPerson Read(SlackSelf self, JsonElement user, Instant now)
    {
        var profile = Wire.Property(user, "profile") ?? default;
        var name = new[] { Wire.Text(profile, "display_name"), Wire.Text(profile, "real_name"), Wire.Text(user, "real_name"), Wire.Text(user, "name") }.FirstOrDefault(one => one.Trim().Length > 0) ?? "";
        var team = Wire.Text(user, "team_id");
        var guest = Yes(user, "is_restricted") || Yes(user, "is_ultra_restricted") || Yes(user, "is_stranger") || (team.Length > 0 && team != self.Workspace && !OfEnterprise(user, self));
        var email = Yes(user, "is_email_confirmed") || Wire.Property(user, "is_email_confirmed") is null ? Wire.Text(profile, "email") : "";
        return new(name.Trim(), Wire.Text(user, "tz"), email, guest, Yes(user, "is_bot"), now.ToUnixTimeMilliseconds());
    }

    private static bool OfEnterprise(JsonElement user, SlackSelf self) => Wire.Property(user, "enterprise_user") is { } member
        && ((self.Enterprise.Length > 0 && Wire.Text(member, "enterprise_id") == self.Enterprise) || Wire.Array(member, "teams").Any(team => Wire.Text(team) == self.Workspace));

    private static bool Yes(JsonElement value, string name) => Wire.Property(value, name) is { ValueKind: JsonValueKind.True };
}

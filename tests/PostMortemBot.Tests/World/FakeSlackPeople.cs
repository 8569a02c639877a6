using System.Text.Json.Nodes;

namespace PostMortemBot.Tests.World;

/// <summary><c>auth.test</c>, <c>users.*</c>, <c>usergroups.*</c>.</summary>
internal sealed class FakeSlackPeople(FakeSlack slack)
{
    public IEnumerable<KeyValuePair<string, Func<JsonObject, JsonObject>>> Methods =>
    [
        new("auth.test", _ => new JsonObject { ["url"] = "https://acme.slack.example/", ["team"] = "Acme", ["team_id"] = FakeSlack.Team, ["user"] = "postmortem", ["user_id"] = FakeSlack.BotUser, ["bot_id"] = FakeSlack.BotId, ["is_enterprise_install"] = false }),
        new("bots.info", args => FakeSlack.Text(args, "bot") == FakeSlack.BotId ? new JsonObject { ["bot"] = new JsonObject { ["id"] = FakeSlack.BotId, ["deleted"] = false, ["name"] = "PostMortem", ["user_id"] = FakeSlack.BotUser, ["app_id"] = FakeSlack.App } } : throw new ApiRefused("bot_not_found")),
        new("users.info", args => new JsonObject { ["user"] = Json(Known(FakeSlack.Text(args, "user"))) }),
        new("users.list", args => FakeSlack.Page(args, "members", [.. slack.Users.Values.Select(Json)])),
        new("users.lookupByEmail", ByEmail),
        new("usergroups.list", Groups),
        new("usergroups.users.list", args => slack.Groups.TryGetValue(FakeSlack.Text(args, "usergroup"), out var group) ? new JsonObject { ["users"] = Ids(group.Members) } : throw new ApiRefused("no_such_subteam")),
    ];

    /// <summary>People of another workspace in a shared channel are unknown here.</summary>
    private FakeUser Known(string id) => slack.Users.TryGetValue(id, out var user) && user.StrangerOf is null ? user : throw new ApiRefused("user_not_found");

    private JsonObject ByEmail(JsonObject args)
    {
        var email = FakeSlack.Text(args, "email");
        return new JsonObject { ["user"] = Json(slack.Users.Values.FirstOrDefault(user => user.Email == email) ?? throw new ApiRefused("users_not_found")) };
    }

    private JsonObject Groups(JsonObject args) => new()
    {
        ["usergroups"] = new JsonArray([.. slack.Groups.Select(group => new JsonObject
        {
            ["id"] = group.Key,
            ["team_id"] = FakeSlack.Team,
            ["handle"] = group.Value.Handle,
            ["name"] = group.Value.Handle,
            ["users"] = args["include_users"]?.ToString() is "true" or "1" ? Ids(group.Value.Members) : null,
        })]),
    };

    private JsonObject Json(FakeUser user)
    {
        var profile = new JsonObject { ["real_name"] = user.RealName, ["display_name"] = user.Handle, ["status_emoji"] = user.Status.Sign, ["status_text"] = user.Status.Words, ["status_expiration"] = user.Status.Ends };
        if (user.Email is { } email && slack.Scopes.Contains("users:read.email")) profile["email"] = email;
        return new JsonObject
        {
            ["id"] = user.Id,
            ["team_id"] = FakeSlack.Team,
            ["name"] = user.Handle,
            ["real_name"] = user.RealName,
            ["deleted"] = user.Deleted,
            ["tz"] = user.Zone,
            ["is_bot"] = user.IsBot,
            ["is_restricted"] = user.IsGuest,
            ["is_ultra_restricted"] = false,
            ["is_email_confirmed"] = true,
            ["profile"] = profile,
        };
    }

    private static JsonArray Ids(IEnumerable<string> ids) => new([.. ids.Select(id => JsonValue.Create(id))]);
}

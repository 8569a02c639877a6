using System.Text.Json.Nodes;
using PostMortemBot.Slack;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Slack;

/// <summary>The manifests against what the adapter handles and what Slack allows.</summary>
public sealed class ManifestTests
{
    public static TheoryData<string> Files { get; } = ["slack.json", "slack.socket.json"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Its_names_are_within_Slacks_limits(string file)
    {
        var manifest = Read(file);
        var shown = manifest["display_information"]!;

        Assert.InRange(((string)shown["name"]!).Length, 1, 35);
        Assert.InRange(((string)shown["description"]!).Length, 1, 140);
        Assert.InRange(((string)shown["long_description"]!).Length, 174, 4000);
        Assert.All(manifest["features"]!["shortcuts"]!.AsArray(), shortcut => Assert.InRange(((string)shortcut!["description"]!).Length, 1, 150));
        var command = Assert.Single(manifest["features"]!["slash_commands"]!.AsArray())!;
        Assert.Equal(new SlackSettings().Command, (string?)command["command"]);
        Assert.True((bool)command["should_escape"]!);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_shortcut_has_its_function(string file)
    {
        var shortcuts = Read(file)["features"]!["shortcuts"]!.AsArray();

        Assert.Equal(Routes.Table.Menu.Select(entry => (entry.Id, entry.Label)), shortcuts.Where(one => (string?)one!["type"] == "message").Select(one => ((string)one!["callback_id"]!, (string)one["name"]!)));
        Assert.All(shortcuts.Where(one => (string?)one!["type"] == "global"), one => Assert.Contains((string)one!["callback_id"]!, Routes.Table.Buttons.Keys));
    }

    /// <summary>Written down from Slack's pages: which scope an event needs.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Every_event_has_its_scope(string file)
    {
        var manifest = Read(file);
        var scopes = manifest["oauth_config"]!["scopes"]!.AsObject().SelectMany(kind => kind.Value!.AsArray().Select(scope => (string)scope!)).ToList();
        var needed = new Dictionary<string, string>
        {
            ["app_mention"] = "app_mentions:read",
            ["channel_archive"] = "channels:read",
            ["channel_left"] = "channels:read",
            ["channel_rename"] = "channels:read",
            ["user_change"] = "users:read",
            ["group_archive"] = "groups:read",
            ["group_left"] = "groups:read",
            ["group_rename"] = "groups:read",
            ["member_joined_channel"] = "channels:read",
            ["message.channels"] = "channels:history",
            ["message.groups"] = "groups:history",
            ["message.im"] = "im:history",
            ["reaction_added"] = "reactions:read",
            ["reaction_removed"] = "reactions:read",
        };

        foreach (var said in manifest["settings"]!["event_subscriptions"]!["bot_events"]!.AsArray().Select(one => (string)one!))
        {
            if (needed.TryGetValue(said, out var scope)) Assert.Contains(scope, scopes);
            else Assert.Contains(said, new[] { "app_home_opened", "app_uninstalled", "tokens_revoked" });
        }

        Assert.Equal(scopes.Distinct(), scopes);
    }

    [Fact]
    public void By_socket_nothing_names_an_address()
    {
        Assert.DoesNotContain("https://", Read("slack.socket.json").ToJsonString(), StringComparison.Ordinal);
        Assert.True((bool)Read("slack.socket.json")["settings"]!["socket_mode_enabled"]!);
        Assert.False((bool)Read("slack.json")["settings"]!["socket_mode_enabled"]!);
        foreach (var address in new[] { "/slack/commands", "/slack/events", "/slack/interactions", "/slack/options" }) Assert.Contains(address, Read("slack.json").ToJsonString(), StringComparison.Ordinal);
    }

    private static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Shipped.Root, "manifest", file)))!;
}

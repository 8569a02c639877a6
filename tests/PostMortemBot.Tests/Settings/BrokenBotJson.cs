using System.Text.Json.Nodes;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Settings;

/// <summary>Ways in which a <c>bot.json</c> is wrong: the shipped one with one change each, with or without a wiki's token in the environment. Their sentences are approved one by one.</summary>
internal static class BrokenBotJson
{
    public static IReadOnlyList<(string What, string Json, bool Token)> All { get; } =
    [
        ("cut off in the middle", Shipped.BotJson[..900], false),
        ("a comma is missing", Shipped.BotJson.Replace("\"dataFolder\": \"data\",", "\"dataFolder\": \"data\"", StringComparison.Ordinal), false),
        ("a comment", Shipped.BotJson.Replace("\"dataFolder\"", "// mine\n  \"dataFolder\"", StringComparison.Ordinal), false),
        ("a key twice", Shipped.BotJson.Replace("\"dataFolder\": \"data\",", "\"dataFolder\": \"data\",\n  \"dataFolder\": \"other\",", StringComparison.Ordinal), false),
        ("a list instead of a section", "[]", false),
        ("nothing at all", "", false),
        With("a mistyped key of the top level", root => root["enviroments"] = new JsonArray("QA")),
        With("a mistyped key below", root => root["deadlines"]!["draftDays"] = 4),
        With("a key that nothing resembles", root => root["workingHours"]!["lunch"] = "12:00"),
        With("a secret in the file", root => root["platforms"]!["slack"]!["botToken"] = "xoxb-1"),
        With("null", root => root["publicUrl"] = null),
        With("null in a list", root => root["environments"]![0] = null),
        With("null under a name", root => root["holidays"]!["Asia/Kolkata"] = null),
        With("no time zone", root => root.Remove("timeZone")),
        With("a time zone mistyped", root => root["timeZone"] = "America/NewYork"),
        With("a city alone", root => root["timeZone"] = "Kolkata"),
        With("a zone that never changes its clocks", root => root["timeZone"] = "EST"),
        With("a zone of nowhere", root => root["people"]![4]!["timeZone"] = "Mars/Olympus"),
        With("a share over 1", root => root["slos"]![1]!["target"] = 99.9),
        With("a share that leaves no budget", root => root["slos"]![1]!["target"] = 1),
        With("a share that is no number", root => root["slos"]![1]!["target"] = "three nines"),
        With("a share over all", root => root["slos"]![0]!["otherConsumed"] = "120 %"),
        With("a negative share", root => root["triggers"]!["budgetOver"] = -0.1),
        With("an SLO of an unknown kind", root => root["slos"]![2]!["kind"] = "request"),
        With("an SLO without a name", root => root["slos"]![2]!.AsObject().Remove("name")),
        With("two SLOs of one name", root => root["slos"]![2]!["name"] = "API Availability"),
        With("a text where a list belongs", root => root["environments"] = "QA, PROD"),
        With("an environment of two words", root => root["environments"]![0] = "LAB 1"),
        With("an environment twice", root => root["environments"]![0] = "prod"),
        With("no environment", root => root["environments"] = new JsonArray()),
        With("a text where a number belongs", root => root["deadlines"]!["draftDay"] = "five"),
        With("half a day", root => root["deadlines"]!["draftDay"] = 4.5),
        With("a day that never comes", root => root["deadlines"]!["reviewsDay"] = 400),
        With("reviews before the draft", root => root["deadlines"]!["reviewsDay"] = 3),
        With("a discussion that ends before it begins", root => root["deadlines"]!["discussionLastDay"] = 7),
        With("a week from an unknown day", root => root["deadlines"]!["weekFrom"] = "resolution"),
        With("a number where yes or no belongs", root => root["triggers"]!["complaints"] = 1),
        With("an unknown severity", root => root["triggers"]!["severities"]![0] = "SEV1"),
        With("one environment is many", root => root["triggers"]!["environmentsAtLeast"] = 1),
        With("work that ends before it begins", root => root["workingHours"]!["to"] = "08:00"),
        With("no time of day", root => root["workingHours"]!["from"] = "9 am"),
        With("no working day", root => root["workingHours"]!["days"] = new JsonArray()),
        With("an unknown weekday", root => root["workingHours"]!["days"]![0] = "Mo"),
        With("a holiday that does not exist", root => root["holidays"]!["Europe/London"]![0] = "02-30"),
        With("holidays of an unknown zone", root => root["holidays"]!["Europe/Lundon"] = new JsonArray("12-25")),
        With("an unknown team", root => root["people"]![0]!["team"] = "@sre"),
        With("an unknown role", root => root["people"]![2]!["roles"]![0] = "@appdev-lead"),
        With("a handle taken twice", root => root["people"]![1]!["handle"] = "dana"),
        With("a handle with a space", root => root["people"]![1]!["handle"] = "lee chang"),
        With("no mail address", root => root["people"]![1]!["email"] = "lee at example.com"),
        With("one mail address for two", root => root["people"]![1]!["email"] = "Dana@example.com"),
        With("a service twice", root => root["services"]![1]!["name"] = "Gateway"),
        With("a service of two words", root => root["services"]![1]!["name"] = "developer portal"),
        With("a service of an unknown owner", root => root["services"]![1]!["owner"] = "@irs"),
        With("no role of the review", root => root["review"]!["roles"] = new JsonArray()),
        With("a reviewer whom nobody knows", root => root["review"]!["roles"]![0]!["reviewers"]![0] = "@senior-sree"),
        With("reviewers of an unknown service", root => root["review"]!["roles"]![0]!["perService"] = JsonNode.Parse("""{ "gatewy": { "reviewers": ["@noor"] } }""")),
        With("two roles of one name", root => root["review"]!["roles"]![1]!["name"] = "technical"),
        With("an optional recipient without a condition", root => root["distribution"]!["optional"]![0]!.AsObject().Remove("when")),
        With("an unknown condition", root => root["distribution"]!["optional"]![0]!["when"]![0] = "p0"),
        With("an address without a platform", root => root["distribution"]!["required"]![0]!["where"]![0] = "#sre"),
        With("an emoji in two lists", root => root["emoji"]!["action"]![0] = "pushpin"),
        With("the bot's own receipt", root => root["emoji"]!["evidence"]![0] = "memo"),
        With("an emoji with colons", root => root["emoji"]!["evidence"]![0] = ":paperclip:"),
        With("an emoji list left out that another took", root => root["emoji"] = JsonNode.Parse("""{ "timeline": ["clipboard"] }""")),
        With("a pattern that is none", root => root["incidentId"] = "INC-[0-9"),
        With("a pattern that looks ahead", root => root["incidentId"] = "INC-(?=1)[0-9]+"),
        With("a pattern that takes other words", root => root["incidentId"] = "[A-Z0-9]+"),
        With("a link that is none", root => root["relatedDocuments"]![0]!["link"] = "javascript:alert(1)"),
        With("a contact whom nobody knows", root => root["contacts"]![0]!["handle"] = "@nobody-at-all"),
        With("an address of other machines for the built-in chat", root => root["url"] = "http://0.0.0.0:3978"),
        With("an address that is none", root => root["url"] = "localhost:3978"),
        With("an address with a path", root => root["url"] = "http://localhost:3978/pm"),
        With("an unknown store", root => root["storage"]!["kind"] = "sqlite3"),
        With("an unknown wiki", root => root["wiki"]!["kind"] = "sharepoint"),
        With("a Git wiki without its repository", root => root["wiki"] = JsonNode.Parse("""{ "kind": "git" }""")),
        With("a Git wiki without its token", root => root["wiki"] = JsonNode.Parse("""{ "kind": "git", "remote": "https://git.example.com/wiki.git" }""")),
        With("a Git wiki by SSH", root => root["wiki"] = JsonNode.Parse("""{ "kind": "git", "remote": "git@git.example.com:team/wiki.git" }""")),
        With("a token in the address of a Git wiki", root => root["wiki"] = JsonNode.Parse("""{ "kind": "git", "remote": "http://bot:canary@localhost/wiki.git" }"""), token: true),
        With("a branch that is none", root => root["wiki"] = JsonNode.Parse("""{ "kind": "git", "remote": "wiki.git", "branch": "a..b" }""")),
        With("a folder outside the repository", root => root["wiki"] = JsonNode.Parse("""{ "kind": "git", "remote": "wiki.git", "folder": "../x" }""")),
        With("Confluence without a space", root => root["wiki"] = JsonNode.Parse("""{ "kind": "confluence", "url": "https://example.atlassian.net/wiki" }"""), token: true),
        With("Confluence in the open", root => root["wiki"] = JsonNode.Parse("""{ "kind": "confluence", "url": "http://wiki.example.com", "space": "SRE" }"""), token: true),
        With("the address of a page of Confluence", root => root["wiki"] = JsonNode.Parse("""{ "kind": "confluence", "url": "https://wiki.example.com/pages?id=1", "space": "SRE" }"""), token: true),
        With("a parent by its title", root => root["wiki"] = JsonNode.Parse("""{ "kind": "confluence", "url": "https://wiki.example.com", "space": "SRE", "parent": "Home" }"""), token: true),
        With("a label of two words", root => root["wiki"] = JsonNode.Parse("""{ "kind": "confluence", "url": "https://wiki.example.com", "space": "SRE", "labels": ["Post Mortem"] }"""), token: true),
        With("a key of another kind of wiki", root => root["wiki"]!["remote"] = "https://git.example.com/wiki.git"),
        With("pages at no address", root => root["wiki"]!["url"] = "wiki.example.com/{page}"),
        With("a mail server without a sender", root => root["mail"] = JsonNode.Parse("""{ "host": "smtp.example.com" }""")),
        With("letters in the open", root => root["mail"] = JsonNode.Parse("""{ "host": "smtp.example.com", "from": "pm@example.com", "security": "none" }""")),
        With("a mail password that is not set", root => root["mail"] = JsonNode.Parse("""{ "host": "smtp.example.com", "from": "pm@example.com", "user": "pm" }""")),
        With("a mail server by its address", root => root["mail"] = JsonNode.Parse("""{ "host": "smtp://smtp.example.com", "from": "pm@example.com" }""")),
        With("a platform that is not there yet", root => root["platforms"]!["teams"]!["on"] = true),
        With("Slack by an unknown way", root => root["platforms"]!["slack"]!["mode"] = "sockets"),
        With("a slash command without its slash", root => root["platforms"]!["slack"]!["command"] = "pm"),
        With("a host that is an address", root => root["platforms"]!["slack"]!["allowedHosts"] = new JsonArray("https://hooks.example.com/x")),
        With("more sockets than Slack gives", root => root["platforms"]!["slack"]!["connections"] = 11),
        With("a template outside its folder", root => root["templates"]!["choose"] = JsonNode.Parse("""[ { "file": "../secret.md" } ]""")),
        With("one workspace in two organisations", root => root["organisations"] = JsonNode.Parse("""[ { "name": "A", "slackWorkspaces": ["T1"] }, { "name": "B", "slackWorkspaces": ["T1"] } ]""")),
        With("three mistakes at once", root =>
        {
            root["timeZone"] = "EDT";
            root["slos"]![1]!["target"] = 99.9;
            root["wikki"] = new JsonObject();
        }),
    ];

    private static (string What, string Json, bool Token) With(string what, Action<JsonObject> change, bool token = false)
    {
        var root = JsonNode.Parse(Shipped.BotJson)!.AsObject();
        change(root);
        return (what, root.ToJsonString(), token);
    }
}

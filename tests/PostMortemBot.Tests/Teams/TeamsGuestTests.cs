using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Features;
using PostMortemBot.People;
using PostMortemBot.Teams;
using PostMortemBot.Tests.Features;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Teams;

/// <summary>
/// Every entry of the table as a guest's client sends it: pressed, opened, saved, typed, chosen in a message's menu; with the ids of other people's incidents, and with whose card it is and
/// where it acts forged. Who it is stands in the envelope. The same by a member of the SRE team is answered otherwise, or these payloads do not reach the entry.
/// </summary>
public sealed class TeamsGuestTests
{
    private const string Channel = "#inc-gateway";

    /// <summary>What they tell everybody concerns no post-mortem.</summary>
    private static readonly string[] ForEverybody = [Help.AllId, AnswerByMessage.CancelId, "help"];

    private int made;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_guest_is_told_nothing_and_changes_nothing_whatever_their_client_sends()
    {
        await using var acme = await TeamsProgram.StartAsync();
        acme.Teams.AddUser("gus", "Gus Guest", "America/New_York").IsGuest = true;
        acme.Teams.Rooms["@gus"].HasBot = true;
        acme.Teams.Rooms[Channel].Members.Add("gus");
        var (bot, room) = (acme.App.Services.GetRequiredService<Bot>(), acme.Teams.Rooms[Channel]);
        var (sam, dana) = (await IdOf("sam"), await IdOf("dana"));
        var threads = Canaries.Stages.Select((stage, at) => (stage.Place, Thread: $"179550429{at:0000}")).ToDictionary();
        var all = await Canaries.Store(bot, TeamsProgram.Organisation, place => new(TeamsIds.Platform, FakeTeams.Tenant, room.Id, threads[place]), sam, dana);
        await acme["gus"].Type("@gus", "help");
        await acme["dana"].Type("@dana", "help");
        var versions = await VersionsAsync(acme);
        var inChannel = room.Messages.Count;
        List<string> wrong = [];
        Dictionary<string, List<string>> told = [];
        foreach (var entry in Entries)
        {
            foreach (var act in Acts(acme["gus"], entry, all, room, dana)) told.TryAdd(entry, []);
            foreach (var act in Acts(acme["gus"], entry, all, room, dana)) told[entry].Add(await SaidAsync(acme, "gus", act, wrong));
            if (told[entry].Any(text => text.Contains(Canaries.Word, StringComparison.OrdinalIgnoreCase))) wrong.Add($"{entry} tells a guest of an incident.");
        }

        Assert.Equal([], wrong);
        Assert.Equal(versions, await VersionsAsync(acme));
        Assert.Equal(inChannel, room.Messages.Count);
        Assert.DoesNotContain(Canaries.Word, string.Join('\n', acme.Teams.Rooms["@gus"].Messages.Select(message => message.Card?.ToJsonString())), StringComparison.OrdinalIgnoreCase);

        // The same by somebody who may.
        List<string> same = [];
        foreach (var entry in Entries)
        {
            var before = await VersionsAsync(acme);
            var differs = false;
            foreach (var (act, guest) in Acts(acme["dana"], entry, all, room, sam).Zip(told[entry]))
            {
                differs = await SaidAsync(acme, "dana", act, wrong) != guest || !before.SequenceEqual(await VersionsAsync(acme));
                if (differs) break;
            }

            if (!differs && !ForEverybody.Contains(entry[(entry.IndexOf(':', StringComparison.Ordinal) + 1)..])) same.Add(entry);
        }

        Assert.Equal([], same);
        Assert.Equal([], wrong);
        Assert.DoesNotContain(acme.Teams.Wrongs, sentence => !sentence.StartsWith("A message of", StringComparison.Ordinal));

        async Task<PersonId> IdOf(string handle)
        {
            var user = acme.Teams.Users.Values.First(one => one.Handle == handle);
            return (await bot.People.OfAsync(TeamsProgram.Organisation, new Account(TeamsIds.Platform, FakeTeams.Tenant, user.Id), user.Name, null, false, Stop)).Id;
        }
    }

    private static IReadOnlyList<string> Entries { get; } =
    [
        .. Routes.Commands.Select(command => "command:" + command.Word),
        .. Routes.Table.Buttons.Keys.Select(id => "button:" + id),
        .. Routes.Table.Forms.Keys.Select(id => "form:" + id),
        .. Routes.Table.Menu.Select(entry => "menu:" + entry.Id),
        "button:" + TeamsOwn.Id,
    ];

    /// <summary>Sends it, lets the bot finish where the answer comes later, and gives all that this person was told.</summary>
    private static async Task<string> SaidAsync(TeamsProgram acme, string who, JsonObject activity, List<string> wrong)
    {
        // Teams' pace for one conversation: 60 in half a minute.
        acme.Clock.Advance(TimeSpan.FromMilliseconds(600));
        var own = acme.Teams.Rooms["@" + who].Messages;
        var before = own.Count;
        var (status, answer) = await acme[who].SendAsync(activity);
        if (status != HttpStatusCode.OK) wrong.Add($"{status} to {activity["name"] ?? activity["text"]}");
        await acme.SettledAsync();
        return Bare(string.Join('\n', own.Skip(before).Select(message => message.Card).Prepend(answer).Select(json => json?.ToJsonString())));
    }

    /// <summary>Each drawing has an operation of its own.</summary>
    private static string Bare(string json) => System.Text.RegularExpressions.Regex.Replace(json, "\"op\":\"[^\"]*\"", "");

    private IEnumerable<JsonObject> Acts(FakeTeammate who, string entry, IReadOnlyList<PostMortem> all, FakeTeamsRoom room, PersonId other)
    {
        var id = entry[(entry.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var draft = all[2];
        switch (entry.Split(':')[0])
        {
            case "command":
                foreach (var words in GuestTests.Typed[id])
                {
                    yield return who.Message(new("@" + who.User.Handle, "a:1" + who.User.Handle, "personal", []), $"{draft.IncidentId} {id} {words}", "a:1" + who.User.Handle);
                    yield return who.Message(room, $"@PostMortem {id} {words}", ConversationOf(draft));
                }

                break;
            case "button" when id == TeamsOwn.Id:
                foreach (var p in all) yield return Invoke(who, room, p, "adaptiveCard/action", Ours(id, "incident|" + p.Id.Value, other));
                break;
            case "button":
                foreach (var value in GuestTests.Values(draft, all).Concat(all.Select(p => p.Id.Value)).Distinct()) yield return Invoke(who, room, draft, "adaptiveCard/action", Ours(id, value, other));
                foreach (var chosen in GuestTests.Picked(draft, all)) yield return Invoke(who, room, draft, "adaptiveCard/action", Ours(id, draft.Id.Value, other, chosen));
                yield return Invoke(who, room, draft, "task/fetch", Ours(id, draft.Id.Value, null));
                yield return OnAnOldClient(who, room, draft, Ours(id, draft.Id.Value, null));
                break;
            case "form":
                foreach (var carry in GuestTests.Values(draft, all).Append(GuestTests.Carry(draft)).Append(all[0].Id.Value).Distinct()) yield return Invoke(who, room, draft, "task/submit", Saved(id, carry, all));
                break;
            default:
                yield return Menu(who, room, draft, id);
                break;
        }
    }

    private string NewId() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"66666666-0000-0000-0000-{++made:000000000000}");

    private static string ConversationOf(PostMortem p) => TeamsIds.ConversationOf(p.Places[0]);

    /// <param name="forged">Whose own card it says to stand on.</param>
    private JsonObject Ours(string id, string value, PersonId? forged, string chosen = "")
    {
        var ours = new JsonObject { ["id"] = id, ["value"] = value, ["op"] = NewId() };
        if (forged is { } own) (ours["own"], ours["at"], ours["person"], ours["aadObjectId"]) = ("incident|" + value, "19:elsewhere@thread.tacv2", own.Value, own.Value);
        var data = new JsonObject { [TeamsActions.Ours] = ours };
        if (chosen.Length > 0) (ours["pick"], data["picked"]) = ("picked", chosen);
        return data;
    }

    private JsonObject Saved(string form, string carry, IReadOnlyList<PostMortem> all)
    {
        var data = new JsonObject { [TeamsActions.Ours] = new JsonObject { ["form"] = form, ["carry"] = carry, ["op"] = NewId() } };
        foreach (var (name, values) in GuestTests.Filled(all).All) data[name] = values.Count > 0 ? values[0] : "";
        return data;
    }

    private JsonObject Invoke(FakeTeammate who, FakeTeamsRoom room, PostMortem p, string name, JsonObject data)
    {
        var invoke = who.Activity("invoke", room, ConversationOf(p), NewId());
        (invoke["name"], invoke["replyToId"]) = (name, p.Places[0].Thread);
        invoke["value"] = name == "adaptiveCard/action" ? new JsonObject { ["action"] = new JsonObject { ["type"] = "Action.Execute", ["verb"] = "any", ["data"] = data }, ["trigger"] = "manual" } : new JsonObject { ["data"] = data, ["context"] = new JsonObject { ["theme"] = "default" } };
        return invoke;
    }

    /// <summary>A client that knows no <c>Action.Execute</c> sends a message without words.</summary>
    private JsonObject OnAnOldClient(FakeTeammate who, FakeTeamsRoom room, PostMortem p, JsonObject data)
    {
        var message = who.Activity("message", room, ConversationOf(p), NewId());
        (message["value"], message["replyToId"]) = (data, p.Places[0].Thread);
        return message;
    }

    private JsonObject Menu(FakeTeammate who, FakeTeamsRoom room, PostMortem p, string command)
    {
        var invoke = who.Activity("invoke", room, room.Id, NewId());
        invoke["name"] = "composeExtension/fetchTask";
        invoke["value"] = new JsonObject
        {
            ["commandId"] = command,
            ["commandContext"] = "message",
            ["messagePayload"] = new JsonObject
            {
                ["id"] = "1795504299999",
                ["replyToId"] = p.Places[0].Thread,
                ["createdDateTime"] = "2026-11-24T07:11:00Z",
                ["from"] = new JsonObject { ["user"] = new JsonObject { ["userIdentityType"] = "aadUser", ["id"] = who.User.Id, ["displayName"] = "Sam" } },
                ["body"] = new JsonObject { ["contentType"] = "html", ["content"] = "<p>restarted</p>" },
            },
        };
        return invoke;
    }

    private static async Task<IReadOnlyList<(string, long)>> VersionsAsync(TeamsProgram acme) => [.. (await acme.All()).Select(p => (p.Id.Value, p.Version)).Order()];
}

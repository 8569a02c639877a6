using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Features;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>
/// Every entry of the table by everybody who reads no private incident, in a conversation that is not its own: nothing of it is told and nothing changes. The same by a member of the SRE team must
/// differ, or these payloads do not reach the entry.
/// </summary>
internal static class PrivateEverywhere
{
    /// <summary>An uninvolved member, the process reviewer, who may do most elsewhere, and a person of another organisation.</summary>
    public static readonly string[] Others = ["iris", "kim", Stranger];

    public const string Stranger = "stranger";
    public const string Elsewhere = "#elsewhere";

    /// <summary>What concerns no post-mortem, or one's own things alone.</summary>
    private static readonly string[] OfNoIncident =
    [
        Help.AllId, Help.RunId, AnswerByMessage.CancelId, AnswerByMessage.ItIsId, StartIncident.OpenId, StartIncident.FormId, StartHere.StartId, "help", "away", "undo", "nearmiss", "start", BackfillTimeline.CancelId,
    ];

    /// <summary>The process reviewer decides who reads it (trust.md), without reading it.</summary>
    private static readonly string[] OfReaders = ["private", "public", KeepPrivate.KeepId, KeepPrivate.OpenId, KeepPrivate.WithoutId];

    /// <summary>Every entry of the table, as its kind and what it is called by.</summary>
    public static IReadOnlyList<string> Entries { get; } =
    [
        .. Routes.Commands.Select(command => "command:" + command.Word),
        .. Routes.Table.Buttons.Keys.Select(id => "button:" + id),
        .. Routes.Table.Forms.Keys.Select(id => "form:" + id),
        .. Routes.Table.Fields.Keys.Select(id => "field:" + id),
        .. Routes.Table.Menu.Select(entry => "menu:" + entry.Id),
    ];

    public static TheoryData<string> Of(params string[] kinds) => [.. Entries.Where(entry => kinds.Contains(entry.Split(':')[0]))];

    public static async Task NothingIsToldOrChangedAsync(string entry)
    {
        var id = entry[(entry.IndexOf(':', StringComparison.Ordinal) + 1)..];
        await using var chat = Chatting.At("2026-11-24 10:30");
        var organisationOf = chat.Bot.OrganisationOf;
        chat.Bot.OrganisationOf = (platform, workspace) => workspace == Stranger ? Stranger : organisationOf(platform, workspace);
        var all = await Canaries.StorePrivate(chat);
        foreach (var (who, place) in Others.SelectMany(who => Canaries.Stages.Select(stage => (who, stage.Place)))) chat.Chat.Outside.Add((who, place));
        var versions = await VersionsAsync(chat);
        var messages = chat.Chat.Messages.Count;
        List<string> told = [];
        foreach (var who in Others.Where(who => who != "kim" || !OfReaders.Contains(id)))
        {
            // All of it by one of them, and every fourth of it by each other one.
            foreach (var act in Acts(entry, chat, all, who).Where((_, place) => who == Others[0] || place % 4 == 0))
            {
                var incoming = who == Stranger ? act with { Who = act.Who with { Workspace = Stranger }, Where = act.Where with { Workspace = Stranger } } : act;
                var said = await chat.HandleAsync(who, incoming);
                var text = Canaries.Everything(said.Answer);
                Assert.DoesNotContain(Canaries.Word, text, StringComparison.OrdinalIgnoreCase);
                if (who == Others[0]) told.Add(text);
            }
        }

        Assert.Equal(versions, (await VersionsAsync(chat)).Where(one => versions.Any(before => before.Id == one.Id)));
        Assert.DoesNotContain(chat.Chat.Messages.Skip(messages), message => message.Card is { } card && CardText.Of(card).Contains(Canaries.Word, StringComparison.OrdinalIgnoreCase));
        if (!OfNoIncident.Contains(id)) Assert.True(await DiffersAsync(chat, told, Acts(entry, chat, all, "dana")), $"{entry} tells a reader the same as anybody: these payloads do not reach it.");
    }

    public static IEnumerable<Incoming> Acts(string entry, Chatting chat, IReadOnlyList<PostMortem> whole, string who)
    {
        var all = whole.Where(p => p.Life is Life.Capturing or Life.Draft or Life.Offered).ToList();
        var (kind, id) = (entry.Split(':')[0], entry[(entry.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        var (account, place) = (Chatting.Account(who), TestChat.PlaceOf(Elsewhere));
        return kind switch
        {
            "command" =>
                from stage in Canaries.Stages.Where(stage => stage.Life is Life.Capturing or Life.Draft)
                from words in GuestTests.Typed[id]
                from named in new[] { stage.Name + " ", "" }
                from spot in new[] { Elsewhere, "@" + who }
                select new CommandTyped(account, TestChat.PlaceOf(spot), chat.Now, chat.NewReceipt(), $"{named}{id} {words}".Trim()) { Direct = spot[0] == '@', MayOpen = true },
            "button" =>
                from p in all
                from one in GuestTests.Values(p, whole).Select(value => (Value: value, Chosen: "")).Concat(GuestTests.Picked(p, whole).Select(chosen => (Value: p.Id.Value, Chosen: chosen)))
                select new ButtonPressed(account, place, chat.Now, chat.NewReceipt(), id, one.Value) { Chosen = one.Chosen, Form = GuestTests.Section(chat, p, who) },
            "form" =>
                from p in all
                from carry in GuestTests.Values(p, whole).Append(GuestTests.Carry(p))
                select new FormSubmitted(account, place, chat.Now, chat.NewReceipt(), id, carry, GuestTests.Filled(whole)),
            // A message of the incident's own conversation, and any other.
            "menu" =>
                from p in whole
                from message in new[] { new MessageRef(p.Places[0], "m-" + p.Name), new MessageRef(place, "m7") }
                select new MenuChosen(account, place, chat.Now, chat.NewReceipt(), id, new(message, chat.Now, Chatting.Account("sam"), "Sam", "restarted")),
            _ =>
                from p in all
                select new FieldLeft(account, place, chat.Now, chat.NewReceipt(), id, GuestTests.Carry(p), GuestTests.Why, GuestTests.Filled(whole)),
        };
    }

    private static async Task<bool> DiffersAsync(Chatting chat, List<string> told, IEnumerable<Incoming> acts)
    {
        var versions = await VersionsAsync(chat);
        foreach (var (other, act) in told.Zip(acts))
        {
            var said = await chat.HandleAsync("dana", act);
            if (Canaries.Everything(said.Answer) != other || !versions.SequenceEqual(await VersionsAsync(chat))) return true;
        }

        return false;
    }

    public static async Task<IReadOnlyList<(string Id, long Version)>> VersionsAsync(Chatting chat) => [.. (await chat.All()).Select(p => (p.Id.Value, p.Version))];
}

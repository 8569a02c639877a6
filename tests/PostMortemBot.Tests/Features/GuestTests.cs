using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Features;
using PostMortemBot.Screens;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>
/// Every entry of the table, pressed, typed and submitted by a guest: they see nothing of any post-mortem and change nothing. The same is then done by a member of the
/// SRE team, for whom something must differ: an entry that these tests do not reach, or that asks nobody's rights, fails.
/// </summary>
public sealed class GuestTests
{
    /// <summary>What they tell everybody concerns no post-mortem.</summary>
    private static readonly string[] ForEverybody = [Help.AllId, AnswerByMessage.CancelId, "help"];

    /// <summary>What is typed after each command; a command that is not listed fails.</summary>
    internal static readonly Dictionary<string, string[]> Typed = new()
    {
        ["start"] = ["", "slow p2"],
        ["set"] = ["", "p2"],
        ["mark"] = ["", "restarted"],
        ["timeline"] = [""],
        ["evidence"] = ["", "restarted in the log"],
        ["preview"] = [""],
        ["export"] = ["md", "html", "json", "csv"],
        ["write"] = ["", "root cause"],
        ["status"] = [""],
        ["handover"] = ["@lee to you"],
        ["author"] = ["", "@lee"],
        ["resolve"] = [""],
        ["reopen"] = [""],
        ["private"] = ["", "@lee"],
        ["public"] = [""],
        ["cancel"] = ["a test"],
        ["merge"] = ["", "INC-009104"],
        ["undo"] = [""],
        ["backfill"] = [""],
        ["similar"] = ["", "INC-009103"],
        ["redact"] = ["", "pool"],
        ["nearmiss"] = ["wrong cluster"],
        ["action"] = ["", "\"alert on pool wait time\" @lee friday"],
        ["actions"] = ["", "mine", "overdue", "all"],
        ["debt"] = [""],
        ["away"] = ["", "until friday"],
        ["slo"] = ["availability bad 23m"],
        ["override"] = ["", "required customers noticed"],
        ["stop"] = ["not worth it"],
        ["review"] = [""],
        ["interview"] = ["", "@lee"],
        ["lesson"] = ["", "test alerts after each rename"],
        ["meeting"] = ["", "2026-12-04 15:00"],
        ["publish"] = [""],
        ["help"] = [""],
    };

    public static TheoryData<string> Commands => [.. Routes.Commands.Select(command => command.Word)];

    public static TheoryData<string> Buttons => [.. Routes.Table.Buttons.Keys];

    public static TheoryData<string> Forms => [.. Routes.Table.Forms.Keys];

    public static TheoryData<string> Fields => [.. Routes.Table.Fields.Keys];

    public static TheoryData<string> Menu => [.. Routes.Table.Menu.Select(entry => entry.Id)];

    [Theory]
    [MemberData(nameof(Commands))]
    public Task A_command_tells_a_guest_nothing(string word) => Nothing(word, (chat, all, who) =>
        from stage in Canaries.Stages
        from words in Typed[word]
        from named in new[] { stage.Name + " ", "" }
        from spot in named.Length > 0 ? ["@" + who] : stage.Life == Life.Draft ? new[] { stage.Place, stage.Place + ">m1", "#elsewhere", "@" + who } : [stage.Place]
        select (Incoming)new CommandTyped(Chatting.Account(who), TestChat.PlaceOf(spot), chat.Now, chat.NewReceipt(), $"{named}{word} {words}".Trim()) { Direct = spot[0] == '@', MayOpen = true });

    [Theory]
    [MemberData(nameof(Buttons))]
    public Task A_button_tells_a_guest_nothing(string id) => Nothing(id, (chat, all, who) =>
        from p in all
        from one in Values(p, all).Select(value => (Value: value, Chosen: "")).Concat(Picked(p, all).Select(chosen => (p.Id.Value, Chosen: chosen)))
        let value = one.Value
        let chosen = one.Chosen
        select (Incoming)new ButtonPressed(Chatting.Account(who), p.Places[0], chat.Now, chat.NewReceipt(), id, value) { Chosen = chosen, Form = Section(chat, p, who) });

    [Theory]
    [MemberData(nameof(Forms))]
    public Task A_form_tells_a_guest_nothing(string id) => Nothing(id, (chat, all, who) =>
        from p in all
        from carry in Values(p, all).Append(Carry(p))
        select (Incoming)new FormSubmitted(Chatting.Account(who), p.Places[0], chat.Now, chat.NewReceipt(), id, carry, Filled(all)));

    [Theory]
    [MemberData(nameof(Fields))]
    public Task A_field_that_is_left_tells_a_guest_nothing(string formId) => Nothing(formId, (chat, all, who) =>
        from p in all
        select (Incoming)new FieldLeft(Chatting.Account(who), p.Places[0], chat.Now, chat.NewReceipt(), formId, Carry(p), Why, Filled(all)));

    [Theory]
    [MemberData(nameof(Menu))]
    public Task The_menu_of_a_message_tells_a_guest_nothing(string id) => Nothing(id, (chat, all, who) =>
        from p in all
        select (Incoming)new MenuChosen(Chatting.Account(who), p.Places[0], chat.Now, chat.NewReceipt(), id, new(new(p.Places[0], "m7"), chat.Now, Chatting.Account("sam"), "Sam", "restarted")));

    [Fact]
    public Task What_is_heard_of_a_guest_stays_where_it_was_said() => Nothing("heard", (chat, all, who) =>
        from p in all
        let message = new MessageRef(p.Places[0], "m8")
        from heard in new Incoming[]
        {
            new ReactionAdded(Chatting.Account(who), p.Places[0], chat.Now, chat.NewReceipt(), message, "pushpin"),
            new MessagePosted(Chatting.Account(who), p.Places[0], chat.Now, chat.NewReceipt(), message, "📌 restarted"),
        }
        select heard);

    [Fact]
    public async Task The_own_page_of_a_guest_shows_nothing_of_any_post_mortem()
    {
        await using var chat = Chatting.At("2026-11-24 10:30");
        await Canaries.Store(chat);
        var sam = await chat.Bot.People.OfAsync(Chatting.Organisation, Chatting.Account("sam"), null, null, false, TestContext.Current.CancellationToken);

        Assert.Contains(Canaries.Word, CardText.Of(await HomeCard.OfAsync(chat.Bot, Chatting.Organisation, sam, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        Assert.DoesNotContain(Canaries.Word, CardText.Of(await HomeCard.OfAsync(chat.Bot, Chatting.Organisation, sam with { IsGuest = true }, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_command_has_its_words_here() => Assert.Equal(Routes.Commands.Select(command => command.Word).Order(), Typed.Keys.Order());

    internal const string Why = "f:root cause analysis / why it happened";

    private static async Task Nothing(string entry, Func<Chatting, IReadOnlyList<PostMortem>, string, IEnumerable<Incoming>> acts)
    {
        await using var chat = Chatting.At("2026-11-24 10:30");
        var all = await Canaries.Store(chat);
        await chat.IdOf("lee");
        var (versions, messages) = (await VersionsAsync(chat), chat.Chat.Messages.Count(message => message.PrivateTo is null));
        List<string> told = [];
        foreach (var act in acts(chat, all, "gus"))
        {
            var said = await chat.HandleAsync("gus", act with { ByGuest = true });
            told.Add(Canaries.Everything(said.Answer));
            Assert.DoesNotContain(Canaries.Word, told[^1], StringComparison.OrdinalIgnoreCase);
            Assert.Null(said.Answer.Public);
        }

        Assert.Equal(versions, await VersionsAsync(chat));
        Assert.Equal(messages, chat.Chat.Messages.Count(message => message.PrivateTo is null));
        if (!ForEverybody.Contains(entry)) Assert.True(await DiffersAsync(chat, told, acts(chat, all, "dana")), $"{entry} tells a member the same as a guest: it asks no rights, or these payloads do not reach it.");
    }

    private static async Task<bool> DiffersAsync(Chatting chat, List<string> told, IEnumerable<Incoming> acts)
    {
        var versions = await VersionsAsync(chat);
        foreach (var (guest, act) in told.Zip(acts))
        {
            var said = await chat.HandleAsync("dana", act);
            if (Canaries.Everything(said.Answer) != guest || !versions.SequenceEqual(await VersionsAsync(chat))) return true;
        }

        return false;
    }

    private static async Task<IReadOnlyList<(string, long)>> VersionsAsync(Chatting chat) => [.. (await chat.All()).Select(p => (p.Id.Value, p.Version))];

    /// <summary>Everything that a button or form of ours carries, for this post-mortem.</summary>
    internal static IEnumerable<string> Values(PostMortem p, IReadOnlyList<PostMortem> all) =>
    [
        p.Id.Value, $"{p.Id.Value}|E1", $"{p.Id.Value}|A1", $"{p.Id.Value}|A1|1", $"{p.Id.Value}|A1|30:Held", $"{AnswerAction.DoneId}{DayCard.Between}{p.Id.Value}|A1", $"{p.Id.Value}|{RowsPlace}|0", $"{p.Id.Value}|Q1", $"{p.Id.Value}|Q2|0", .. OfferedActions.Of(p, PostMortemBot.Templates.BuiltInTemplate.Read()).Select(line => $"{p.Id.Value}|{line.Mark}"),
        .. p.Id != all[2].Id ? Array.Empty<string>() : [$"{p.Id.Value}|E3", $"{p.Id.Value}|V1", $"{p.Id.Value}|E1,E2", $"{p.Id.Value}|event:E1", $"{p.Id.Value}|0", $"{p.Id.Value}|{RowsPlace}", $"{p.Id.Value}|root cause analysis", $"{p.Id.Value}|timeline", $"{all[1].Id.Value}|SeverityOrEscalation:0:P1", $"{all[5].Id.Value}|{all[6].Id.Value}", "INC-009103 timeline", "gateway slow"],
    ];

    /// <summary>Entries of pickers; of the open incident and of the draft, the only ones that offer them.</summary>
    internal static string[] Picked(PostMortem p, IReadOnlyList<PostMortem> all) => p.Id == all[0].Id || p.Id == all[2].Id ? ["E1", "root cause analysis", "17"] : [];

    private static readonly string RowsPlace = PlaceOf("related incidents / previous similar incidents");

    private static string PlaceOf(string path)
    {
        var template = PostMortemBot.Templates.BuiltInTemplate.Read();
        return SectionForm.PlaceOf(template, template.Find(new(path))!).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    internal static string Carry(PostMortem p) => new SectionCarry(p.Id, p.Version, false, 0, 1, [int.Parse(PlaceOf(Why[2..]), System.Globalization.CultureInfo.InvariantCulture)]).ToString();

    internal static FormSubmitted Section(Chatting chat, PostMortem p, string who) => new(Chatting.Account(who), p.Places[0], chat.Now, "", SectionForm.FormId, Carry(p), Filled([p]));

    internal static FormValues Filled(IReadOnlyList<PostMortem> all) => new(new Dictionary<string, IReadOnlyList<string>>
    {
        ["title"] = ["gateway slow"],
        ["severity"] = ["P1"],
        ["environments"] = ["PROD"],
        ["reason"] = ["a test"],
        ["other"] = [all[^1].Id.Value],
        ["author"] = [all[0].Owner!.Value.Value],
        ["verdict"] = ["Required"],
        ["when"] = ["09:50"],
        ["text"] = ["restarted"],
        ["action"] = ["Alert on pool wait time"],
        ["word"] = ["waiting for vendor"],
        ["owner"] = [all[0].StartedBy.Value],
        ["proof"] = ["https://example.com/alert"],
        ["c:text"] = ["Same pool"],
        ["s:" + PlaceOf(Why[2..])] = ["V1"],
        ["m:" + Why[2..]] = ["No load test"],
        ["c:" + Why[2..]] = ["mine"],
        [Why] = ["No load test"],
    });
}

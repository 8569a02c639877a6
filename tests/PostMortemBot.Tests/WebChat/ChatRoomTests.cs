using Microsoft.Extensions.Time.Testing;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Screens;
using PostMortemBot.WebChat;
using Directory = System.IO.Directory;

namespace PostMortemBot.Tests.WebChat;

public sealed class ChatRoomTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("chatroom-").FullName;
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 23, 19, 5, 0, TimeSpan.Zero));
    private readonly List<IDisposable> opened = [];
    private readonly DemoBot bot = new();
    private readonly WebChatSettings settings;

    public ChatRoomTests() => settings = new(Path.Combine(folder, "chat.db"), DateTimeZoneProviders.Tzdb["America/New_York"]);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_restart_keeps_people_channels_messages_cards_reactions_files_and_what_was_read()
    {
        var (room, door, _) = Open();
        room.Add(new ChatPerson("zoe", "Zoë", "Intern", "SRE", "Europe/Paris"));
        room.Add(new ChatChannel("inc-db", "inc-db", "Database"));
        await door.SayAsync(new("lee", "inc-db"), "disk full", [new("df.txt", "text/plain", "100%"u8.ToArray())], Stop);
        await door.ReactAsync(new("zoe", "inc-db"), room.All("inc-db")[0].Id, "eyes", Stop);
        await door.SayAsync(new("lee", "inc-db"), "/pm everything", [], Stop);
        room.MarkRead("zoe", "inc-db");
        var before = room.All("inc-db");

        var (again, _, _) = Reopen();
        Assert.Equal("Zoë", again.People[^1].Name);
        Assert.Equal(["inc-gateway", "general", "distribution", "inc-db"], again.Channels.Select(channel => channel.Id));
        Assert.Equal(before.Select(ChatRows.Write), again.All("inc-db").Select(ChatRows.Write));
        Assert.Equal("100%"u8.ToArray(), again.File(again.All("inc-db")[0].Files[0].Id)!.Value.Bytes);
        Assert.Equal(DemoBot.Everything().Plain(), again.All("inc-db")[1].Card!.Plain());
        Assert.Equal((0, 1), (again.Unread("zoe", "inc-db"), again.Unread("lee", "inc-db")));
        Assert.NotEqual(before[^1].Id, again.NewId(again.Now));
    }

    [Fact]
    public void Every_kind_of_span_and_element_can_be_kept()
    {
        var kinds = new[] { typeof(Span), typeof(Element) }.SelectMany(all => all.GetNestedTypes().Where(one => one.IsSubclassOf(all)));

        Assert.Equal(kinds.OrderBy(kind => kind.FullName, StringComparer.Ordinal), ChatRows.Kinds.OrderBy(kind => kind.FullName, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Start_over_leaves_the_first_people_and_channels_and_no_word()
    {
        var (room, door, _) = Open();
        await door.SayAsync(new("lee", "general"), "hello", [], Stop);
        room.Add(new ChatChannel("inc-db", "inc-db", ""));
        room.Empty();
        Assert.True(room.Untouched);
        Assert.Equal(3, room.Channels.Count);
        Assert.True(Reopen().Room.Untouched);
    }

    [Fact]
    public async Task A_field_that_the_bot_did_not_store_is_not_saved()
    {
        var (_, door, _) = Open();
        Task<ActEnded> LeaveAsync(string text) => door.LeaveFieldAsync(new("lee", "general"), DemoBot.SectionForm(), "what", new(new Dictionary<string, IReadOnlyList<string>> { ["what"] = [text] }), Stop);

        Assert.True((await LeaveAsync("taken meanwhile")).Unsaved);
        Assert.False((await LeaveAsync("max_pool was 10")).Unsaved);
    }

    [Fact]
    public async Task Redacting_takes_the_documents_that_hold_the_text_and_the_bytes_that_nothing_holds_any_more()
    {
        var (room, _, chat) = Open();
        SentFile document = new("INC-004211.md", "text/markdown", "# Post-mortem\n\n- 14:05 pool\\_size &lt;10&gt;\n  was halved"u8.ToArray());
        SentFile other = new("INC-004212.md", "text/markdown", "# Another"u8.ToArray());
        SentFile dismissed = new("old.md", "text/markdown", "pool_size <10> was halved, dismissed"u8.ToArray());
        Card Read(SentFile file) => Card.OneLine("The document as it stands now") with { File = file };
        var (lee, general) = (Messages.Place("dm-lee", null), Messages.Place("general", null));
        var direct = await chat.PostAsync(lee, Read(document), "w1", Stop);
        var shown = await chat.PostAsync(general, Read(document), "w2", Stop);
        var kept = await chat.PostAsync(general, Read(other), "w3", Stop);
        room.Remove("general", (await chat.PostAsync(general, Read(dismissed), "w4", Stop)).Id);
        var coming = room.Keep("coming.txt", "text/plain", "on its way"u8.ToArray());
        Assert.NotNull(room.File(ChatRoom.FileId(dismissed.Bytes)));

        await chat.RedactAsync(["pool_size <10> was halved"], Stop);

        Assert.Equal(Redaction.Cover, CardText.Of(room.Find("dm-lee", direct.Id)!.Card));
        Assert.Equal("The document as it stands now", CardText.Of(room.Find("general", shown.Id)!.Card));
        Assert.Equal("The document as it stands now\nFile: INC-004212.md", CardText.Of(room.Find("general", kept.Id)!.Card));
        Assert.Null(room.File(ChatRoom.FileId(document.Bytes)));
        Assert.Null(room.File(ChatRoom.FileId(dismissed.Bytes)));
        Assert.NotNull(room.File(ChatRoom.FileId(other.Bytes)));
        Assert.NotNull(room.File(coming.Id));
    }

    [Theory]
    [InlineData("general", "/pm mark it broke", "mark it broke", false)]
    [InlineData("general", "/PM   status", "status", false)]
    [InlineData("general", "@PostMortem: status", "status", true)]
    [InlineData("dm-lee", "status", "status", true)]
    [InlineData("dm-lee", "/pm status", "status", true)]
    public async Task Words_for_the_bot_are_a_command(string channel, string typed, string words, bool stands)
    {
        var (room, door, _) = Open();
        await door.SayAsync(new("lee", channel), typed, [], Stop);
        var command = Assert.IsType<CommandTyped>(Assert.Single(bot.Came));
        Assert.Equal((words, true, stands, channel == "dm-lee"), (command.Words, command.MayOpen, command.Message is not null, command.Direct));
        Assert.Equal(stands, room.All(channel).Any(message => message.Text == typed));
        Assert.Equal((new Account("web", "try", "lee"), "Lee Chang"), (command.Who, command.ShownName));
    }

    [Theory]
    [InlineData("/pmx mark")]
    [InlineData("see /pm mark")]
    [InlineData("@PostMortems are long")]
    [InlineData("postmortem of last week")]
    public async Task Other_words_are_an_ordinary_message(string typed)
    {
        var (room, door, _) = Open();
        await door.SayAsync(new("lee", "general"), typed, [], Stop);
        Assert.Equal(typed, Assert.IsType<MessagePosted>(Assert.Single(bot.Came)).Text);
        Assert.Equal(typed, Assert.Single(room.All("general")).Text);
    }

    [Fact]
    public async Task Nobody_edits_or_deletes_another_ones_message_and_an_edit_without_a_change_tells_nothing()
    {
        var (room, door, _) = Open();
        await door.SayAsync(new("lee", "general"), "mine", [], Stop);
        var id = room.All("general")[0].Id;
        await door.EditAsync(new("sam", "general"), id, "yours", Stop);
        await door.DeleteAsync(new("sam", "general"), id, Stop);
        await door.EditAsync(new("lee", "general"), id, "mine", Stop);
        await door.SayAsync(new("lee", "general"), "   ", [], Stop);
        Assert.Single(bot.Came);
        Assert.Equal(("mine", false), (room.All("general")[0].Text, room.All("general")[0].Edited));
        await door.DeleteAsync(new("lee", "general"), id, Stop);
        await door.DeleteAsync(new("lee", "general"), id, Stop);
        Assert.Single(bot.Came.OfType<MessageDeleted>());
        Assert.Equal("", room.All("general")[0].Text);
    }

    [Fact]
    public async Task A_private_card_is_not_pressed_by_somebody_else()
    {
        var (room, door, _) = Open();
        await door.SayAsync(new("lee", "general"), "/pm mark x", [], Stop);
        var card = room.All("general")[0];
        await door.PressAsync(new("sam", "general"), card.Id, Button.Does("mark.undo", "Undo"), "", Stop);
        Assert.Empty(bot.Came.OfType<ButtonPressed>());
        await door.PressAsync(new("lee", "general"), card.Id, Button.Does("mark.undo", "Undo"), "", Stop);
        Assert.Single(bot.Came.OfType<ButtonPressed>());
    }

    [Fact]
    public async Task A_post_whose_work_is_known_is_found_again_and_an_edit_draws_it_anew()
    {
        var (room, _, chat) = Open();
        var place = new Place("web", "try", "distribution");
        var first = await chat.PostAsync(place, Card.OneLine("in review"), "work-7", Stop);
        Assert.Equal(first, await chat.FindPostedAsync(place, "work-7", Stop));
        Assert.Null(await chat.FindPostedAsync(place, "work-8", Stop));
        Assert.Null(await chat.FindPostedAsync(place with { Thread = "1.000001" }, "work-7", Stop));
        Assert.NotEqual(first, await chat.PostAsync(place, Card.OneLine("in review"), "work-8", Stop));
        await chat.EditAsync(first, Card.OneLine("approved"), Stop);
        await chat.MarkReceiptAsync(first, true, Stop);
        await chat.MarkReceiptAsync(first, true, Stop);
        Assert.Equal(["approved", "in review"], room.All("distribution").Select(message => message.Card!.Plain()));
        Assert.Equal([new("memo", "bot")], room.All("distribution")[0].Reactions);
        await chat.MarkReceiptAsync(first, false, Stop);
        Assert.Empty(room.All("distribution")[0].Reactions);
        await Assert.ThrowsAsync<ChatRefused>(() => chat.PostAsync(new("web", "try", "nowhere"), Card.OneLine("x"), "work-9", Stop));
        await Assert.ThrowsAsync<ChatRefused>(() => chat.EditAsync(new(place, "1.000001"), Card.OneLine("x"), Stop));
        await Assert.ThrowsAsync<ChatRefused>(() => chat.DirectAsync(new("web", "try", "nobody"), Stop));
        Assert.Equal(("mark x", "/pm mark x"), (chat.Typed("mark x", true), chat.Typed("mark x", false)));
    }

    [Fact]
    public async Task History_is_read_oldest_first_with_threads_and_without_private_or_deleted_lines()
    {
        var (room, door, chat) = Open();
        await door.SayAsync(new("lee", "general"), "one", [], Stop);
        var root = room.All("general")[0];
        clock.Advance(TimeSpan.FromMinutes(1));
        await door.SayAsync(new("sam", "general", root.Id), "reply", [], Stop);
        await door.SayAsync(new("sam", "general"), "/pm mark private answer", [], Stop);
        await door.SayAsync(new("sam", "general"), "gone", [], Stop);
        await door.DeleteAsync(new("sam", "general"), room.All("general")[^1].Id, Stop);
        async Task<string> Read(Place place, Instant since) => string.Join(", ", await chat.HistoryAsync(place, since, Stop).Select(message => $"{message.AuthorName}: {message.Text}").ToListAsync(Stop));
        var start = root.At;
        Assert.Equal("Lee Chang: one, Sam Ortiz: reply", await Read(new("web", "try", "general"), start));
        Assert.Equal("Sam Ortiz: reply", await Read(new("web", "try", "general"), start + Duration.FromSeconds(1)));
        Assert.Equal("Lee Chang: one, Sam Ortiz: reply", await Read(new("web", "try", "general", root.Id), start));
        Assert.Null(await chat.ReadAsync(Messages.Reference(room.All("general")[^1], settings), Stop));
        Assert.Equal("http://localhost:3978/?in=general&m=" + root.Id, (await chat.ReadAsync(Messages.Reference(root, settings), Stop))!.Message.Link);
    }

    [Fact]
    public async Task The_sample_is_played_at_its_own_instants_the_last_one_now()
    {
        var (room, door, _) = Open();
        await new SamplePlayer(room, door, clock).PlayAsync("inc-gateway", SampleIncident.Steps, TimeSpan.Zero, Stop);
        var said = room.All("inc-gateway").Where(message => !message.FromBot).ToList();
        Assert.Equal(Instant.FromUtc(2026, 11, 23, 18, 12), said[0].At);
        Assert.Equal(said.OrderBy(message => message.At), said);
        Assert.Equal(Instant.FromUtc(2026, 11, 23, 19, 5), bot.Came.OfType<CommandTyped>().Last().At);
        Assert.Contains(said, message => message.Text.StartsWith("Found it", StringComparison.Ordinal) && message.Reactions.Contains(new("pushpin", "dana")));
        Assert.Equal("Database itself is fine, 22 of 200 sessions used. So it is our side of the pool.", room.Find("inc-gateway", said.Single(message => message.Thread is not null).Thread!)!.Text);
        Assert.All(SampleIncident.Steps.Where(step => step.OnStep is not null), step => Assert.NotEqual("", SampleIncident.Steps[step.OnStep!.Value].Text));
    }

    [Fact]
    public async Task A_hundred_people_at_once_lose_no_message_and_share_no_id()
    {
        var (room, door, _) = Open();
        var told = 0;
        room.Changed += _ => Interlocked.Increment(ref told);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(number => Task.Run(() => door.SayAsync(new("lee", "general"), $"line {number}", [], Stop))));
        Assert.Equal((100, 100, 100), (room.All("general").Count, room.All("general").Select(message => message.Id).Distinct().Count(), told));
        Assert.Equal(100, Reopen().Room.All("general").Count);
    }

    [Theory]
    [InlineData("a *bold* word", "Text:a |Strong:bold|Text: word")]
    [InlineData("**bold** _soft_ `co*de*`", "Strong:bold|Text: |Emphasis:soft|Text: |Code:co*de*")]
    [InlineData("see https://example.org/a_b_c?x=1, then", "Text:see |Link:https://example.org/a_b_c?x=1|Text:, then")]
    [InlineData("max_pool_size is 5 * 3 * 2", "Text:max_pool_size is 5 * 3 * 2")]
    [InlineData("<b>javascript:alert(1)</b> :pushpin: :nope:", "Text:<b>javascript:alert(1)</b> 📌 :nope:")]
    public void Prose_knows_bold_soft_code_and_web_links_and_nothing_else(string typed, string drawn) =>
        Assert.Equal(drawn, string.Join('|', TypedText.Spans(typed).Select(span => $"{span.GetType().Name}:{new Line([span]).Plain()}")));

    [Fact]
    public void A_fence_is_code_and_an_open_fence_is_words()
    {
        Assert.Equal([("before", false), ("x = *1*", true), ("after", false)], TypedText.Blocks("before\n```\nx = *1*\n```\nafter"));
        Assert.Equal([("a ", false), ("```b", false)], TypedText.Blocks("a ```b"));
    }

    public void Dispose()
    {
        opened.ForEach(one => one.Dispose());
        Directory.Delete(folder, recursive: true);
    }

    private (ChatRoom Room, ChatDoor Door, WebChatPlatform Chat) Open()
    {
        var store = new ChatStore(settings.Database);
        opened.Add(store);
        var room = new ChatRoom(store, clock, settings);
        var answers = new ChatAnswers(room, bot.HandleAsync, Microsoft.Extensions.Logging.Abstractions.NullLogger<ChatAnswers>.Instance);
        return (room, new(room, answers, settings), new(room, answers, settings));
    }

    private (ChatRoom Room, ChatDoor Door, WebChatPlatform Chat) Reopen()
    {
        opened.ForEach(one => one.Dispose());
        opened.Clear();
        return Open();
    }
}

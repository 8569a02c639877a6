using Markdig;
using NodaTime;
using NodaTime.Testing;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Features;
using PostMortemBot.Tests.World;
using PostMortemBot.Wiki;

namespace PostMortemBot.Tests.Features;

public sealed class PublishTests
{
    private const string Name = "Post-Mortem-2026-11-24-Degraded-response-times-on-API-gateway";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_final_document_is_published_as_the_preview_shows_it_with_archive_and_list()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        var p = await FinalAsync(chat);

        var page = await chat.Wiki.ReadAsync(Name, Stop);

        Assert.Equal(await Preview.TextAsync(chat.Bot, Chatting.Organisation, p, Stop), page);
        Assert.Contains($"https://wiki.example.com/pm/{Name}", page, StringComparison.Ordinal);
        Assert.DoesNotContain("to be written", page, StringComparison.Ordinal);
        Assert.Equal((Name, $"https://wiki.example.com/pm/{Name}"), (p.Page!.Name, p.Page.Location));
        await chat.Advance(Duration.FromSeconds(3));
        Assert.Contains($"- 2026-11-24 [Degraded response times on API gateway](<https://wiki.example.com/pm/{Name}>) (INC-004211, P1)", await chat.Wiki.ReadAsync(PageName.Archive, Stop), StringComparison.Ordinal);
        Assert.StartsWith("Post-mortem published: INC-004211 · Degraded response times on API gateway", Assert.Single(chat.Standing("distribution")), StringComparison.Ordinal);
        Assert.Contains("Still to be told by you: Executive Leadership.", chat.Standing("@sam")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_later_change_publishes_again_under_the_same_name_and_tells_nobody_again()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        var p = await FinalAsync(chat);

        await TellAsync(chat, p, new ActionItemAdded(chat.Now, await chat.IdOf("sam"), new("A1"), "Alert on pool wait", null, new LocalDate(2026, 12, 1), Horizon.Immediate, ActionKind.Alert, null), new TitleSet(chat.Now, PersonId.Bot, "Another title"));

        var now = await chat.Of(p.Id);
        Assert.Equal(Name, now.Page!.Name);
        Assert.Equal(await Preview.TextAsync(chat.Bot, Chatting.Organisation, now, Stop), await chat.Wiki.ReadAsync(Name, Stop));
        Assert.Equal(2, (await chat.History(p)).OfType<Published>().Count());
        Assert.Single(chat.Standing("distribution"));
    }

    [Fact]
    public async Task Two_incidents_of_a_day_and_title_and_a_page_of_somebody_else_keep_their_own()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        await chat.Wiki.PutAsync(new(Name, "theirs\n", [], ""), Stop);
        var first = await FinalAsync(chat);

        Assert.Equal(Name + "-2", first.Page!.Name);
        Assert.Equal("theirs\n", await chat.Wiki.ReadAsync(Name, Stop));
        Assert.Equal(Name + "-2", await PageNames.TakeAsync(chat.Bot, Chatting.Organisation, chat.Wiki, first with { Page = null, Title = "Else" }, Stop));
        Assert.Equal(Name + "-3", await PageNames.TakeAsync(chat.Bot, Chatting.Organisation, chat.Wiki, first with { Id = new("OTHER"), Page = null }, Stop));
        Assert.Equal("Post-Mortem-2026-11-24-Pool", await PageNames.TakeAsync(chat.Bot, Chatting.Organisation, chat.Wiki, first with { Id = new("THIRD"), Page = null, Title = "Pool" }, Stop));
        Assert.Equal("Post-Mortem-2026-11-24-POOL-2", await PageNames.TakeAsync(chat.Bot, Chatting.Organisation, chat.Wiki, first with { Id = new("FOURTH"), Page = null, Title = "POOL" }, Stop));
    }

    [Fact]
    public async Task What_the_wiki_refuses_is_told_to_the_author_and_publish_repeats_it()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        var folder = chat.Wiki;
        chat.Wiki = new RefusingWiki();
        var p = await FinalAsync(chat);

        Assert.Equal(RefusingWiki.Sentence, p.PublishingFailure);
        Assert.Null(p.Page);
        Assert.Equal($"I cannot publish the post-mortem of INC-004211. {RefusingWiki.Sentence}\nNothing of it is lost. When that is mended, publish it again.\n[Publish again]", chat.Standing("@sam")[^1]);
        Assert.Empty(chat.Standing("distribution"));

        chat.Wiki = folder;
        Assert.Contains("Last time it failed: " + RefusingWiki.Sentence, (await chat.Press("sam", "Publish again", on: "@sam")).Text, StringComparison.Ordinal);
        Assert.NotNull((await chat.Of(p.Id)).Page);
        Assert.Null((await chat.Of(p.Id)).PublishingFailure);
        Assert.Single(chat.Standing("distribution"));
    }

    [Fact]
    public async Task A_wiki_that_asks_for_patience_gets_it()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        var busy = new RefusingWiki(() => new WikiBusy(Duration.FromSeconds(90)));
        chat.Wiki = busy;
        var p = await FinalAsync(chat);

        await chat.Advance(Duration.FromSeconds(89));
        Assert.Equal(1, busy.Asked);
        await chat.Advance(Duration.FromSeconds(2));
        Assert.Equal(2, busy.Asked);
        Assert.Null((await chat.Of(p.Id)).PublishingFailure);
    }

    [Fact]
    public async Task A_draft_says_what_is_missing_and_nothing_is_written()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        await Drafted.WellMarked(chat);

        var said = await chat.Type("sam", "#inc", "publish");

        Assert.Contains("blanks of its document are still to be filled.", said.Text, StringComparison.Ordinal);
        Assert.Null(await chat.Wiki.ReadAsync(Name, Stop));
    }

    [Fact]
    public async Task Somebody_who_only_took_part_may_not_publish_again()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        var p = await FinalAsync(chat);

        Assert.Contains("is published again by its author", (await chat.Type("lee", "#inc", "publish")).Text, StringComparison.Ordinal);
        Assert.Single((await chat.History(p)).OfType<Published>());
        Assert.Contains((await chat.Store.AuditedAsync(Chatting.Organisation, 5, Stop)), row => row.Act == nameof(Act.Publish));
    }

    [Fact]
    public async Task An_optional_recipient_is_told_when_the_author_says_so_once()
    {
        await using var chat = Chatting.At("2026-11-24 10:00", Shipped.Policy with
        {
            Distribution = Shipped.Policy.Distribution with { Optional = [new(new("Writers", null, [new("web", "writers"), new("mail", "w@example.com")]), [DistributionCondition.Ask], "Writers")] },
        });
        var p = await FinalAsync(chat);
        Assert.Empty(chat.Standing("writers"));

        Assert.Contains("Writers is told.", (await chat.Press("sam", "Tell Writers", on: "@sam")).Text, StringComparison.Ordinal);
        await chat.Press("sam", "Tell Writers", on: "@sam");

        Assert.Single(chat.Standing("writers"));
        Assert.Single((await chat.History(p)).OfType<RecipientAsked>());
    }

    [Fact]
    public async Task A_private_one_is_never_published_and_one_that_became_private_is_withdrawn()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        var p = await FinalAsync(chat);
        chat.Bot.PostMortems.Keep(Chatting.Organisation, p with { IsPrivate = true });
        await TellAsync(chat, p, new ComplaintsSet(chat.Now, await chat.IdOf("sam"), false));
        await chat.Advance(Duration.FromSeconds(3));

        Assert.Equal($"# {Name}\n\nThis page was withdrawn. It is kept to those who took part.\n", await chat.Wiki.ReadAsync(Name, Stop));
        Assert.True((await chat.Of(p.Id)).Page!.Withdrawn);
        Assert.DoesNotContain("INC-004211", await chat.Wiki.ReadAsync(PageName.Archive, Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_it_is_open_again_the_page_stays_as_it_was_final_without_what_is_redacted()
    {
        const string Said = "Database latency normal";
        await using var chat = Chatting.At("2026-11-24 10:00");
        var p = await Drafted.WellMarked(chat);
        var sam = p.Author!.Value;
        await TellAsync(chat, p, new ReviewRequested(chat.Now, sam, [], "told"), new MeetingSet(chat.Now, sam, chat.Now, 60), new PostMortemFinished(chat.Now, sam));
        await TellAsync(chat, p, new FinalReopened(chat.Now, sam, "two customers more"));
        await TellAsync(chat, p, new FieldAnswered(chat.Now, sam, new("root cause analysis / why it happened"), new FieldValue.Words("half a sentence")));
        Assert.Contains(Said, await chat.Wiki.ReadAsync(Name, Stop), StringComparison.Ordinal);
        var mark = (await chat.Of(p.Id)).Events.First(e => e.Text == Said).Id;

        await chat.HandleAsync("sam", new FormSubmitted(Chatting.Account("sam"), p.Places[0], chat.Now, chat.NewReceipt(), RedactText.FormId, $"{p.Id.Value}|event:{mark.Value}", new(new Dictionary<string, IReadOnlyList<string>> { ["sure"] = ["yes"] })));

        var page = await chat.Wiki.ReadAsync(Name, Stop);
        Assert.DoesNotContain(Said, page, StringComparison.Ordinal);
        Assert.DoesNotContain("half a sentence", page, StringComparison.Ordinal);
        Assert.Contains("**Status**: Final", page, StringComparison.Ordinal);
        Assert.Equal(Life.UnderReview, (await chat.Of(p.Id)).Life);
    }

    [Fact]
    public async Task Files_stand_beside_the_page_and_the_document_links_to_them()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        var draft = await Drafted.WellMarked(chat);
        var file = await chat.Bot.Attachments.KeepAsync(Chatting.Organisation, new("pool.log", "text/plain", "pool exhausted\n"u8.ToArray(), []), Stop);
        await TellAsync(chat, draft, new EvidenceKept(chat.Now, await chat.IdOf("sam"), new("V9"), EvidenceKind.File, "", "", file, null, null));
        var p = await FinalAsync(chat, draft);

        Assert.Contains($"https://wiki.example.com/pm/files/{Name}/{AttachedName.Of(file)}", await chat.Wiki.ReadAsync(Name, Stop), StringComparison.Ordinal);
        Assert.Equal(await Preview.TextAsync(chat.Bot, Chatting.Organisation, p, Stop), await chat.Wiki.ReadAsync(Name, Stop));
    }

    [Fact]
    public async Task In_Confluence_it_reads_as_the_preview()
    {
        await using var fake = await FakeConfluence.StartAsync();
        await using var chat = Chatting.At("2026-11-24 10:00");
        var settings = new ConfluenceSettings(fake.Url, FakeConfluence.Space, "", [], "", FakeConfluence.Token);
        chat.Wiki = new ConfluenceWiki(settings, new ConfluenceApi(settings, new FakeClock(chat.Now)));
        var p = await FinalAsync(chat);
        await chat.Advance(Duration.FromSeconds(3));

        var preview = System.Xml.Linq.XElement.Parse("<body>" + Markdown.ToHtml(await Preview.TextAsync(chat.Bot, Chatting.Organisation, p, Stop), new MarkdownPipelineBuilder().UsePipeTables().UseTaskLists().DisableHtml().Build()) + "</body>").Value;
        Assert.Equal(StorageXml.Folded(preview), StorageXml.Text(fake.Pages.Single(page => page.Title == Name).Body));
        Assert.Equal(2, fake.Pages.Count);
        Assert.All(fake.Pages, page => Assert.Equal(1, page.Version));
    }

    /// <summary>The draft as if its last approval had come, published.</summary>
    private static async Task<PostMortem> FinalAsync(Chatting chat, PostMortem? draft = null)
    {
        var p = draft ?? await Drafted.WellMarked(chat);
        chat.Bot.PostMortems.Keep(Chatting.Organisation, await chat.Of(p.Id) with { Life = Life.Final });
        await TellAsync(chat, p, new EscalationSet(chat.Now, await chat.IdOf("sam"), true));
        return await chat.Of(p.Id);
    }

    private static async Task TellAsync(Chatting chat, PostMortem p, params IReadOnlyList<PostMortemEvent> facts)
    {
        var turn = Turn.OfBot(chat.Bot, Chatting.Organisation, p.Places[0], chat.NewReceipt(), Stop);
        Assert.IsType<Outcome.Done>(await turn.DecideAsync(p.Id, _ => Decision.Accept(facts)));
        await chat.DrainAsync();
    }
}

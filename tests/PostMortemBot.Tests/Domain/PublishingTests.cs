using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Templates;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Domain;

public sealed class PublishingTests
{
    private static readonly Instant At = Instant.FromUtc(2026, 11, 24, 7, 0);
    private static readonly PersonId Sam = new("SAM");
    private static readonly Publication Page = new("Post-Mortem-2026-11-24-X", "https://wiki/X", "h", At, At);
    private static readonly PostMortem Draft = new(new("P1")) { Life = Life.Draft, Author = Sam, Title = "Gateway slow", IncidentId = "INC-004211" };
    private static readonly PostMortem Final = Draft with { Life = Life.Final };

    [Fact]
    public void Becoming_final_publishes() => Assert.True(Publishing.IsDue(Draft with { Life = Life.UnderReview }, Final, [new TitleSet(At, Sam, "x")]));

    [Fact]
    public void A_change_of_a_final_one_publishes_again_and_what_the_wiki_brought_does_not()
    {
        Assert.True(Publishing.IsDue(Final, Final, [new ActionItemRemoved(At, Sam, new("A1"))]));
        Assert.False(Publishing.IsDue(Final, Final, [new Published(At, Sam, "a", "b", "c"), new PublishingFailed(At, Sam, "no"), new RecipientAsked(At, Sam, "x")]));
    }

    [Theory]
    [InlineData(Life.Draft)]
    [InlineData(Life.UnderReview)]
    [InlineData(Life.Declined)]
    public void Nothing_else_publishes(Life life) => Assert.False(Publishing.IsDue(Final with { Page = Page }, Final with { Page = Page, Life = life }, [new TitleSet(At, Sam, "x")]));

    [Fact]
    public void A_private_one_is_never_published_and_one_that_becomes_private_is_withdrawn()
    {
        Assert.False(Publishing.IsDue(Draft, Final with { IsPrivate = true }, [new TitleSet(At, Sam, "x")]));
        Assert.True(Publishing.IsDue(Final with { Page = Page }, Final with { Page = Page, IsPrivate = true }, [new TitleSet(At, Sam, "x")]));
        Assert.False(Publishing.IsDue(Final, Final with { Page = Page with { Withdrawn = true }, IsPrivate = true }, [new TitleSet(At, Sam, "x")]));
        Assert.Single(Publishing.Missing(Final with { IsPrivate = true }, 0));
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        Assert.Empty(Publishing.Missing(Final, 0));
        Assert.Equal("3 blanks of its document are still to be filled.", Publishing.Missing(Draft, 3)[0]);
        Assert.Equal("1 blank of its document is still to be filled.", Publishing.Missing(Draft, 1)[0]);
        Assert.All(Enum.GetValues<Life>().Except([Life.Final]), life => Assert.NotEmpty(Publishing.Missing(Draft with { Life = life }, 0)));
    }

    [Fact]
    public void The_fold_keeps_name_first_time_and_last_hash()
    {
        var once = Evolve.Apply(Final, new Published(At, Sam, "N", "https://w/N", "h1"));
        var failed = Evolve.Apply(once, new PublishingFailed(At, Sam, "no room"));
        var twice = Evolve.Apply(failed, new Published(At + Duration.FromHours(1), Sam, "N", "https://w/N", "h2"));

        Assert.Equal("no room", failed.PublishingFailure);
        Assert.Null(twice.PublishingFailure);
        Assert.Equal(new Publication("N", "https://w/N", "h2", At, At + Duration.FromHours(1)), twice.Page);
        Assert.True(Evolve.Apply(twice, new PublicationWithdrawn(At, Sam, "N", "private")).Page!.Withdrawn);
    }

    [Fact]
    public void Optional_recipients_are_told_under_their_condition()
    {
        var template = BuiltInTemplate.Read();
        var users = template.Fields.Single(field => field.Binding == "impact.users").Path;

        Assert.Equal([], Optional(Final));
        Assert.Equal(["Executive Leadership"], Optional(Final with { Severity = Severity.P1 }));
        Assert.Equal(["Customer Support Team"], Optional(Final with { Complained = true }));
        Assert.Equal(["Customer Support Team"], Optional(Final with { Answers = Final.Answers.Add(users, new(new FieldValue.Words("4,200 users"), Sam, At, 1)) }));
        Assert.Equal([], Optional(Final with { Answers = Final.Answers.Add(users, new(new FieldValue.Words("4,200 users"), Sam, At, 1)), NotApplicable = Final.NotApplicable.Add(users, new("none", Sam, At, 2)) }));
        Assert.Equal(["Technical Writing Team"], Optional(Final with { AllActions = [new(new("A"), "Mend the runbook", null, null, Horizon.Immediate, ActionKind.Runbook, ActionStatus.Open, Sam, At)] }));
        Assert.Equal(["Technical Writing Team"], Optional(Final with { RecipientsAsked = Final.RecipientsAsked.Add("technical writing team") }));

        IEnumerable<string> Optional(PostMortem p) => Recipients.Of(p, Shipped.Policy.Distribution, template).Skip(4).Select(one => one.Name);
    }

    [Fact]
    public void Only_the_author_the_SRE_team_and_the_process_reviewer_say_whom_else_to_tell()
    {
        Assert.Equal([new RecipientAsked(At, Sam, "Technical Writing Team")], Assert.IsType<Decision.Accepted>(Ask(new Actor(Sam))).Facts);
        Assert.True(Assert.IsType<Decision.Refused>(Ask(new Actor(new("LEE"), InPlace: true))).Forbidden);
        Assert.True(Assert.IsType<Decision.Refused>(Ask(new Actor(Sam) { IsGuest = true })).Forbidden);
        Assert.False(Assert.IsType<Decision.Refused>(Ask(new Actor(Sam), "Executive Leadership")).Forbidden);

        static Decision Ask(Actor by, string name = "Technical Writing Team") => Recipients.Ask(Final, Shipped.Policy.Distribution, BuiltInTemplate.Read(), name, by, At);
    }

    [Fact]
    public void The_archive_lists_the_newest_first_by_quarter_with_documents_and_contacts()
    {
        List<ArchiveEntry> entries = [.. Enumerable.Range(1, 22).Select(number => new ArchiveEntry($"INC-{number:0000}", $"Incident | {number}", number % 2 == 0 ? Severity.P1 : null, new LocalDate(2026, 9, 20).PlusDays(number), new LocalDate(2026, 9, 20).PlusDays(number), $"./N{number}.md"))];

        var page = Archive.Write(entries, Shipped.Policy, link => link, handle => handle == "sre-lead" ? "Marta Silva" : "");

        Approved.Match("archive.md", page);
        Assert.Equal(page, Archive.Write(entries.AsEnumerable().Reverse(), Shipped.Policy, link => link, handle => handle == "sre-lead" ? "Marta Silva" : ""));
    }

    [Fact]
    public void Hostile_titles_are_text_in_the_archive()
    {
        var page = Archive.Write([new("INC-1](javascript:x)", "](https://evil) <script> `x` **y**\n# z", null, new(2026, 11, 24), new(2026, 11, 24), "javascript:alert(1)")], Shipped.Policy with { RelatedDocuments = [], Contacts = [] }, link => link, _ => "");
        var html = PostMortemBot.Pages.MarkdownHtml.Render(page);

        Assert.DoesNotContain("<a ", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<strong>y", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Equal(4, html.Split("<h2").Length - 1);
    }
}

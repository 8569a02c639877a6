using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>What to read and whom to ask: on request, and on the first progress card.</summary>
public sealed class HelpProcessTests
{
    [Fact]
    public async Task The_documents_and_contacts_of_the_process_are_shown_with_who_holds_a_role()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");

        var said = await chat.Type("dana", "#inc", "help process");

        foreach (var document in Shipped.Policy.RelatedDocuments) Assert.Contains($"• {document.Title}", said.Text, StringComparison.Ordinal);
        Assert.Contains("• Technical Questions: Senior SRE (Noor Haddad), Architecture Team", said.Text, StringComparison.Ordinal);
        Assert.Equal("https://wiki.example.com/pm/Incident-Response-Process", said.Screens.OfType<PostMortemBot.Screens.Card>().SelectMany(card => card.Elements).OfType<PostMortemBot.Screens.Element.Bullets>()
            .SelectMany(list => list.Lines).SelectMany(line => line.Spans).OfType<PostMortemBot.Screens.Span.Link>().First(link => link.Label == "Incident Response Process").Url);
    }

    [Fact]
    public async Task With_none_named_it_says_where_to_name_them()
    {
        await using var chat = Chatting.At("2026-11-24 10:00", Shipped.Policy with { RelatedDocuments = [], Contacts = [] });

        Assert.Contains("No document and no contact is named in bot.json", (await chat.Type("dana", "#inc", "help process")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_progress_card_names_them_and_later_ones_do_not()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        await chat.IdOf("sam");
        await Drafted.SparselyMarked(chat);
        Assert.Contains("To read: SRE Runbook: Degraded Response Times · ", chat.Standing("@sam")[^1], StringComparison.Ordinal);
        Assert.Contains("To ask: Post-Mortem Process Questions: SRE Team Lead (", chat.Standing("@sam")[^1], StringComparison.Ordinal);

        await chat.Press("sam", "Continue", "@sam");
        var form = chat.LastOf("sam");
        await chat.Submit("sam", (form.Fields.First(field => field.Input is PostMortemBot.Screens.FieldInput.Long or PostMortemBot.Screens.FieldInput.Short && field.Name.StartsWith('f')).Name, "Two customers called"));

        Assert.DoesNotContain("To read:", chat.Standing("@sam")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_section_form_shows_the_guideline_and_the_mistake_that_belong_to_it()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        await chat.IdOf("sam");
        await Drafted.SparselyMarked(chat);

        var form = (await chat.Type("sam", "@sam", "INC-004211 write root cause")).Form;

        Assert.Contains(form.Elements.OfType<PostMortemBot.Screens.FormElement.Note>(), note => note.Line.ToString() == "Focus on systems: emphasize system failures, not individual mistakes. A common mistake is assigning blame: focus on process and system improvements, not fault.");
        var parts = chat.Bot.Templates.Known(await chat.Of("INC-004211"))!.Parts;
        Assert.Equal(15, parts.Count(part => Guidelines.Of(part.Path) is not null));
    }

    internal const string Contact = "To ask: SRE Team Lead (Marta Silva), Platform Manager (Kim Larsen).";

    [Theory]
    [InlineData("lee", "#inc", "INC-004211 override required it was loud", "The SRE team or the process reviewer can override the verdict.")]
    [InlineData("lee", "#inc", "INC-004211 stop not worth it", "The SRE team or the process reviewer can stop a post-mortem.")]
    [InlineData("lee", "#inc", "INC-004211 review", "The author requests the review, or the SRE team.")]
    [InlineData("lee", "#inc", "INC-004211 meeting 2026-12-04 15:00", "The author schedules the discussion, or the SRE team.")]
    public async Task A_refusal_that_needs_a_person_says_whom_to_ask(string who, string where, string typed, string refused)
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        await Drafted.SparselyMarked(chat);

        var said = await chat.Type(who, where, typed);

        Assert.Contains(refused, said.Text, StringComparison.Ordinal);
        Assert.Contains(Contact, said.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_comes_back_for_want_of_rights_says_it_at_its_field()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        await Drafted.SparselyMarked(chat);
        await chat.Press("lee", "Override", "#inc");

        var back = await chat.Submit("lee", ("reason", "it was loud"));

        Assert.EndsWith("Ask one of them. " + Contact, back.ErrorAt("reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_refusals_guests_and_the_SRE_team_itself_hear_no_names()
    {
        await using var chat = Chatting.At("2026-11-24 10:00");
        var p = await Drafted.SparselyMarked(chat);
        await chat.Type("sam", "#inc", "INC-004211 private");

        Assert.DoesNotContain("To ask:", (await chat.Type("lee", "#inc", "mark 29:61 x")).Text, StringComparison.Ordinal);
        Assert.Contains("private. Its author or the SRE team can let you read it.\n" + Contact, (await chat.Type("iris", "#other", "INC-004211 timeline")).Text, StringComparison.Ordinal);
        var guest = await chat.HandleAsync("gus", new PostMortemBot.Chat.CommandTyped(Chatting.Account("gus"), TestChat.PlaceOf("#inc"), chat.Now, chat.NewReceipt(), "INC-004211 timeline") { ByGuest = true });
        Assert.DoesNotContain("Marta", guest.Text, StringComparison.Ordinal);
        chat.Bot.PostMortems.Keep(Chatting.Organisation, await chat.Of(p.Id) with { Life = Life.Final });
        Assert.DoesNotContain("To ask:", (await chat.Type("dana", "#inc", "INC-004211 write root cause")).Text, StringComparison.Ordinal);
    }
}

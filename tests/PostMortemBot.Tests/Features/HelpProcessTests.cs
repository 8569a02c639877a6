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
}

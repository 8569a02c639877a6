using System.Text;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>preview</c> and <em>Read it</em>: the document as it stands, as a Markdown file and, where pages can be reached, as a page.</summary>
internal static class Preview
{
    public const string ReadId = "document.read";

    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var (p, ask) = await Which.FindAsync(turn, "preview");
        return ask ?? await ShowAsync(turn, p!);
    }

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed) => await ShowAsync(turn, await turn.LoadAsync(new(pressed.Value)));

    /// <summary>The document as Markdown.</summary>
    public static async Task<string> TextAsync(Bot bot, string organisation, PostMortem p, CancellationToken stop)
    {
        var template = await bot.Templates.OfAsync(organisation, p, stop);
        return Document.Write(template, ContentOf(bot, organisation, template, p));
    }

    public static DocumentContent ContentOf(Bot bot, string organisation, Template template, PostMortem p)
    {
        var view = bot.ViewFor(organisation);
        return Filling.Of(template, p, bot.Policy, new FillNames(view.NameOf, view.TeamOf) { FileUrl = file => FileUrl(bot, organisation, p, file, view) }, bot.Now, p.Life == Life.Final, view.EarlierOf(p));
    }

    /// <summary>Once published, files are those beside the page.</summary>
    private static string? FileUrl(Bot bot, string organisation, PostMortem p, Attachment file, View view) =>
        p.Page is { Withdrawn: false } page && file.IsKept ? bot.WikiOf(organisation)?.AddressOf(page.Name, AttachedName.Of(file)) : view.FileUrl(p, file);

    private static async Task<Answer> ShowAsync(Turn turn, PostMortem p)
    {
        if (await Readers.RefusedAsync(turn, p) is { } no) return no;
        if (!p.Exists) return Answer.Say("That incident is gone.");
        if (p.Life is Life.Waiting) return Answer.Say(["There is no incident here yet. Start one: ", new Span.Typed("start what is wrong")]);
        var template = await turn.Bot.Templates.OfAsync(turn.Organisation, p, turn.Stop);
        var content = ContentOf(turn.Bot, turn.Organisation, template, p);
        var text = Document.Write(template, content);
        var blanks = Document.Blanks(template, content).Count;
        var name = PageName.Of(p, turn.Policy.ProcessZone) + ".md";
        List<Element> elements = [new Element.Text(blanks == 0 ? "No blank is left." : $"{Moments.Count(blanks, "blank")} left to fill. The document as it stands now:")];
        List<Button> buttons = turn.View.PageUrl is { } url && !p.IsPrivate ? [Button.Goes("Open page", $"{url}/post-mortems/{p.Id.Value}")] : [];
        if (blanks == 0 && p.Life == Life.Draft && Rights.May(turn.Actor, Act.RequestReview, p)) buttons.Insert(0, Button.Opens(RequestReview.AskId, "Request review", p.Id.Value));
        return Answer.Tell(new Card(IncidentCard.TitleOf(p), elements, buttons) { File = new SentFile(name, "text/markdown", Encoding.UTF8.GetBytes(text)) });
    }
}

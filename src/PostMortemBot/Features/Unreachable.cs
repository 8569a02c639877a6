using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>
/// Somebody who cannot be written to, told to the one who needs them: with a link to hand on, and with the way to choose somebody else. No chat lets a bot fill the clipboard: the
/// link stands as text to copy.
/// </summary>
internal static class Unreachable
{
    public const string LinkId = "unreachable.link";

    public static Card Draw(PostMortem p, PersonId person, string why, View view)
    {
        List<Element> elements = [new Element.Text(["I cannot write to ", view.Named(person), " about ", Span.Bold(p.Name), ". ", why])];
        if (p.IsOpen && p.Owner == person) elements.Add(new Element.Small(["Another owner: ", new Span.Typed("handover @person")]));
        var link = Button.Does(LinkId, "Copy a link", CarriedPair.Of(p.Id.Value, person.Value));
        return new Card("", elements, [link, Another(p, person) ?? Button.Does(IncidentCard.TimelineId, "Timeline", p.Id.Value)]);
    }

    public static async Task<Answer> Linked(Turn turn, ButtonPressed pressed)
    {
        var (stream, id) = CarriedPair.Read(pressed.Value);
        var (_, no) = await Readers.LoadAsync(turn, stream);
        if (no is not null) return no;
        var person = new PersonId(id);
        if (await LinkAsync(turn, person) is not { } link) return Answer.Say(["I know no link to me. Tell ", turn.View.Named(person), " to look for PostMortem among the apps, and to say hello."]);
        return Answer.Tell(new Card(
            "",
            [
                new Element.Text(["Copy this link and send it to ", turn.View.Named(person), ":"]),
                new Element.CodeBlock(link),
                new Element.Small("It opens a chat with me. Once they say something there, I can write to them."),
            ]));
    }

    /// <summary>Where they have an account; else where the link is asked for.</summary>
    private static async Task<string?> LinkAsync(Turn turn, PersonId person)
    {
        var bot = turn.Bot;
        var account = bot.People.AccountsOf(turn.Organisation, person).FirstOrDefault(one => bot.Chats.ContainsKey(one.Platform) && bot.OrganisationOf(one.Platform, one.Workspace) == turn.Organisation);
        return bot.Chats.TryGetValue(account?.Platform ?? turn.Where.Platform, out var chat) ? await chat.LinkAsync(account?.Workspace ?? turn.Where.Workspace, turn.Stop) : null;
    }

    /// <summary>Who else could do what this person is needed for; null when they are needed for nothing that another could be given.</summary>
    private static Button? Another(PostMortem p, PersonId person)
    {
        const string label = "Choose another";
        if (p.Life is Life.Draft or Life.UnderReview && Rights.AuthorOf(p) == person) return Button.Opens(VerdictCard.AuthorId, label, p.Id.Value);
        if (p.Life == Life.UnderReview && p.Review?.Roles.FirstOrDefault(role => role.Reviewer == person) is { } asked) return Button.Opens(NameReviewer.OpenId, label, CarriedPair.Of(p.Id.Value, asked.Role));
        if (p.Questions.LastOrDefault(question => question.IsOpen && question.Person == person) is { IsAccount: false } question) return Button.Opens(AskSomeone.OpenId, label, CarriedPair.Of(p.Id.Value, question.Section!.Value.Value));
        return p.Actions.FirstOrDefault(action => action.IsOpen && action.Owner?.Person == person) is { } action ? Button.Opens(ActionForms.HandId, label, CarriedPair.Of(p.Id.Value, action.Id.Value)) : null;
    }
}

using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Features;

/// <summary><c>publish</c> and <em>Publish again</em>: says what is missing for publishing, or repeats it. A document goes to the wiki by itself when it becomes final.</summary>
internal static class Publish
{
    public const string AgainId = "publish.again";
    public const string TellId = "publish.tell";

    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var (p, ask) = await Which.FindAsync(turn, "publish");
        return ask ?? await ShowAsync(turn, p!);
    }

    public static async Task<Answer> Again(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        return no ?? await ShowAsync(turn, p);
    }

    public static async Task<Answer> Tell(Turn turn, ButtonPressed pressed)
    {
        var (id, name) = CarriedPair.Read(pressed.Value);
        var (p, no) = await Readers.LoadAsync(turn, id);
        if (no is not null) return no;
        var outcome = await turn.DecideAsync(p.Id, state => Recipients.Ask(state, turn.Policy.Distribution, turn.Bot.Templates.Known(state), name, turn.Actor, turn.Now));
        if (outcome is not Outcome.Done { After: var after }) return await Refusal.OfAsync(turn, outcome, "publish");
        return Answer.Say(after.Page is null ? $"{name} is told once {after.Name} is published." : $"{name} is told.");
    }

    private static async Task<Answer> ShowAsync(Turn turn, PostMortem p)
    {
        var template = await turn.Bot.Templates.OfAsync(turn.Organisation, p, turn.Stop);
        var blanks = p.Life == Life.Draft ? Document.Blanks(template, Preview.ContentOf(turn.Bot, turn.Organisation, template, p)).Count : 0;
        var missing = Publishing.Missing(p, blanks);
        if (missing.Count > 0) return Answer.Tell(new Card("", [new Element.Text([Span.Bold("Not published: "), missing[0]]), .. missing.Skip(1).Select(sentence => new Element.Text(sentence))], [.. PublishedCard.ToAsk(p, turn.View)]));
        if (!await turn.MayAsync(Act.Publish, p, Forbidden(p))) return Refusal.Say(turn, Forbidden(p));

        // The same work that becoming final brings: in its own transaction, once for each receipt.
        await turn.Bot.Store.AppendAsync(new Append(turn.Organisation, turn.Incoming.Receipt, []) { Work = [PublishWork.Put(p.Id, turn.Now, again: true)] }, turn.Stop);
        List<Element> elements = [new Element.Text($"{p.Name} is being written to the wiki again.")];
        if (p.PublishingFailure is { } why) elements.Add(new Element.Text([Span.Bold("Last time it failed: "), why]));
        return Answer.Tell(new Card("", elements, [.. p.Page is { } page && PublishedCard.LinkOf(p, page, turn.View) is { } link ? new[] { Button.Goes("Read it", link) } : [], .. PublishedCard.ToAsk(p, turn.View)]));
    }

    private static string Forbidden(PostMortem p) => $"{p.Name} is published again by its author, the SRE team or the process reviewer.";
}

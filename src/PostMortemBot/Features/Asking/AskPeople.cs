using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>interview [@person…]</c> and <em>Ask people</em>: those who took part are asked for their account, with three open questions; each once.</summary>
internal static class AskPeople
{
    public const string AskId = "ask.people";

    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var line = ("interview " + words).Trim();
        var (p, ask) = await Which.FindAsync(turn, line);
        if (ask is not null) return ask;
        List<Person> named = [];
        foreach (var word in words.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            if (await turn.Bot.People.NamedAsync(turn.Organisation, turn.Incoming.Who, word, turn.Stop) is not { } person) return Refusal.Of($"I do not know {Mentions.Plain(word)}. Name them as @handle.", line);
            named.Add(person);
        }

        return await AskAsync(turn, p!, named, line);
    }

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        return no ?? await AskAsync(turn, p, [], "");
    }

    /// <param name="named">Nobody: all who took part.</param>
    private static async Task<Answer> AskAsync(Turn turn, PostMortem p, IReadOnlyList<Person> named, string line)
    {
        var people = named.Count > 0 ? named : [.. Questions.ToAsk(p).Where(id => id != turn.Who.Id).Select(id => turn.Bot.People.Of(turn.Organisation, id))];
        var asked = people.Select(person => (new QuestionId(turn.NewId()), person)).ToList();
        var outcome = await turn.DecideAsync(p.Id, state => Questions.AskAccounts(state, [.. asked.Select(one => (one.Item1, one.person.Id, AskSomeone.MayRead(turn, state, one.person)))], turn.Actor, turn.Now));
        if (outcome is not Outcome.Done done) return await Refusal.OfAsync(turn, outcome, line);
        var told = done.Facts.OfType<QuestionAsked>().Select(fact => fact.Person).ToList();
        if (told.Count == 0) return Answer.Say(people.Count == 0 ? $"Nobody else took part in {p.Name}. To ask somebody: interview @lee." : "They were asked already, or may not read it. Nobody is asked twice.");
        return Answer.Say(["Asked for their account of ", Span.Bold(p.Name), ": ", .. Texts.Listed([.. told.Select(turn.View.Named)]), ". They are written to in their working hours, and reminded once."], UndoAct.Button(done));
    }
}

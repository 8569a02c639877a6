using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>What was wrong, what was typed, and a button that repeats it: nothing typed is lost.</summary>
internal static class Refusal
{
    public const int MostCarried = 1900;

    public static Answer Of(string sentence, string typed) => typed.Length is > 0 and <= MostCarried
        ? Answer.Say([sentence, " You typed: ", Span.Italic(Mentions.Plain(typed))], Button.Does(Help.RunId, "Try again", typed))
        : Answer.Say([sentence, typed.Length > 0 ? " You typed: " + Mentions.Plain(typed) : ""]);

    /// <summary>An outcome that is no <see cref="Outcome.Done"/>, told to whoever typed.</summary>
    public static async Task<Answer> OfAsync(Turn turn, Outcome outcome, string typed) => outcome switch
    {
        Outcome.Refused refused => Of(refused.Sentence, typed),
        Outcome.IdTaken taken => Of($"{taken.IncidentId} belongs to another incident: {await NamedAsync(turn, taken.By)}. Merge the two, or take another number.", typed),
        Outcome.PlaceTaken taken => Of($"Another incident is open here: {await NamedAsync(turn, taken.By)}. Resolve or merge it first.", typed),
        _ => Answer.Silent,
    };

    /// <summary>With its title for whoever may read it.</summary>
    private static async Task<string> NamedAsync(Turn turn, PostMortemId id)
    {
        var p = await turn.LoadAsync(id);
        return Rights.May(turn.Actor, Act.Read, p) ? IncidentCard.TitleOf(p) : p.Name;
    }
}

using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>What was wrong, what was typed, and a button that repeats it: nothing typed is lost. Where somebody of the SRE team has to help, whom the process names for that.</summary>
internal static class Refusal
{
    public const int MostCarried = 1900;

    /// <summary>The group that rules name where the person cannot go on alone.</summary>
    private const string Helpers = "SRE team";

    /// <summary>A sentence that refuses, with the contact where a person is needed.</summary>
    public static Answer Say(Turn turn, string sentence, params IReadOnlyList<Button> buttons) => WithContact(turn, sentence, Answer.Say(sentence, buttons));

    /// <summary>The same within a form, at its field.</summary>
    public static string At(Turn turn, string sentence) => ContactOf(turn, sentence) is { } contact ? $"{sentence} {contact}" : sentence;

    public static Answer Of(string sentence, string typed) => typed.Length is > 0 and <= MostCarried
        ? Answer.Say([sentence, " You typed: ", Span.Italic(Mentions.Plain(typed))], Button.Does(Help.RunId, "Try again", typed))
        : Answer.Say([sentence, typed.Length > 0 ? " You typed: " + Mentions.Plain(typed) : ""]);

    /// <summary>An outcome that is no <see cref="Outcome.Done"/>, told to whoever typed.</summary>
    public static async Task<Answer> OfAsync(Turn turn, Outcome outcome, string typed) => outcome switch
    {
        Outcome.Refused refused => WithContact(turn, refused.Sentence, Of(refused.Sentence, typed)),
        Outcome.IdTaken taken => Of($"{taken.IncidentId} belongs to another incident: {await NamedAsync(turn, taken.By)}. Merge the two, or take another number.", typed),
        Outcome.PlaceTaken taken => Of($"Another incident is open here: {await NamedAsync(turn, taken.By)}. Resolve or merge it first.", typed),
        _ => Answer.Silent,
    };

    private static Answer WithContact(Turn turn, string sentence, Answer answer) =>
        ContactOf(turn, sentence) is { } contact && answer.Private is { } card ? answer with { Private = card with { Elements = [.. card.Elements, new Element.Small(contact)] } } : answer;

    /// <summary>Nobody of the SRE team itself is told to ask it, and guests are told nobody's name.</summary>
    private static string? ContactOf(Turn turn, string sentence) =>
        turn.Actor is { IsSre: false, IsGuest: false } && sentence.Contains(Helpers, StringComparison.Ordinal) && HelpProcess.OfProcess(turn.Policy) is { } contact ? $"To ask: {contact}." : null;

    /// <summary>With its title for whoever may read it.</summary>
    private static async Task<string> NamedAsync(Turn turn, PostMortemId id)
    {
        var p = await turn.LoadAsync(id);
        return Rights.May(turn.Actor, Act.Read, p) ? IncidentCard.TitleOf(p) : p.Name;
    }
}

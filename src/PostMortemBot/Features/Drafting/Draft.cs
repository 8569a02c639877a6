using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>A post-mortem with its template and all that is known for it: what cards, forms and the document are drawn from.</summary>
internal sealed record Draft(PostMortem P, Template Template, DocumentContent Content)
{
    private Walk? walk;

    public Walk Walk => walk ??= new(P, Template, Content);

    /// <summary>For whoever was asked to write something and writes nothing else: what that is. Null: the whole document is looked at as its writer.</summary>
    public IReadOnlyList<FieldPath>? Handed { get; init; }

    /// <summary>One section as this person writes it: what of it was handed to them.</summary>
    public IReadOnlyList<WalkStep> Open(TemplatePart part) => Walk.Open(part, path => Handed is null || Handed.Any(path.IsWithin));

    public static DocumentContent Fill(Template template, PostMortem p, View view) =>
        Filling.Of(template, p, view.Policy, new(view.NameOf, view.TeamOf) { FileUrl = file => view.FileUrl(p, file) }, view.Now, p.Life == Life.Final, view.EarlierOf(p));

    /// <summary>Null while the template is not at hand.</summary>
    public static Draft? Of(PostMortem p, View view) => view.TemplateOf(p) is { } template ? new(p, template, Fill(template, p, view)) : null;

    public static async Task<Draft> LoadAsync(Turn turn, PostMortemId id)
    {
        var p = await turn.LoadAsync(id);
        var template = await turn.Bot.Templates.OfAsync(turn.Organisation, p, turn.Stop);
        return new(p, template, Fill(template, p, turn.View)) { Handed = Rights.May(turn.Actor, Act.EditSection, p) ? null : Questions.HandedTo(p, turn.Who.Id) };
    }

    /// <summary>Why this post-mortem cannot be written now, as an answer; null when it can.</summary>
    public Answer? Closed(Turn turn) => P.Life switch
    {
        _ when !P.Exists => Answer.Say("That incident is gone."),
        Life.Draft or Life.UnderReview => null,
        Life.Final => Answer.Say($"{P.Name} is final. Reopen it with a reason to change its text."),
        Life.Capturing when P.IsOpen => Answer.Say([$"{P.Name} is still open. Its document begins when it is over: ", new Span.Typed("resolve")]),
        _ => Refusal.Say(turn, $"{P.Name} has no document: none was required. The SRE team can ask for one."),
    };

    /// <summary>Wording hints on what people wrote, and on action items.</summary>
    public IReadOnlyList<(string Where, Hint Hint)> Hints(View view)
    {
        var people = P.Participants.Select(view.NameOf).ToList();
        var answers = P.Answers
            .Where(entry => Template.Find(entry.Key) is not { Kind: FieldKind.Code })
            .SelectMany(entry => TextsOf(entry.Value.Value).SelectMany(text => PlainWords.Check(text, WordingKind.Prose, people)).Select(hint => (Template.Find(entry.Key)?.Label ?? entry.Key.Value, hint)));
        var actions = P.Actions.SelectMany(action => PlainWords.Check(action.Text, WordingKind.Action, people).Select(hint => ("Action: " + Texts.OneLine(action.Text, 60), hint)));
        return [.. answers.OrderBy(one => one.Item1, StringComparer.Ordinal), .. actions];
    }

    public static IEnumerable<string> TextsOf(FieldValue value) => value switch
    {
        FieldValue.Words words => [words.Text],
        FieldValue.Items items => items.Entries,
        FieldValue.Choice choice => [choice.Remark],
        FieldValue.Tick tick => [tick.Remark],
        FieldValue.Rows rows => rows.Entries.SelectMany(row => row.Values),
        _ => [],
    };
}

using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>
/// Evidence behind what the document says. It can stand behind any text that a person wrote; what was written on root cause and impact is counted while nothing stands behind it. What the
/// bot drafted stands on the events it was drafted from, and is not counted.
/// </summary>
public static class Statements
{
    private static readonly string[] Counted = ["root cause", "impact"];

    /// <summary>Every text of a person's, those on root cause and impact first.</summary>
    public static IReadOnlyList<TemplateField> Of(PostMortem p, Template template) => [.. template.Fields.Where(field => IsStated(p, field)).OrderByDescending(IsCounted)];

    /// <summary>Those on root cause and impact that have no evidence behind them.</summary>
    public static IReadOnlyList<TemplateField> Without(PostMortem p, Template template)
    {
        var behind = p.Evidence.SelectMany(e => e.Supports).ToHashSet();
        return [.. template.Fields.Where(field => IsCounted(field) && IsStated(p, field) && !behind.Contains(field.Path))];
    }

    /// <summary>Puts pieces of evidence behind statements, beside what they stand behind already; a piece that is gone is left out.</summary>
    public static Decision Back(PostMortem p, IReadOnlyList<(FieldPath Statement, EvidenceId Piece)> pairs, Actor who, Instant now)
    {
        List<PostMortemEvent> facts = [];
        foreach (var put in pairs.GroupBy(pair => pair.Piece, pair => pair.Statement))
        {
            if (p.Evidence.FirstOrDefault(one => one.Id == put.Key) is not { } e) continue;
            if (!Keeping.MayCorrect(p, e, who)) return Keeping.WhoCorrects(p);
            facts.AddRange(Keeping.Behind(e, [.. e.Supports.Union(put)], who, now));
        }

        return Decision.Accept(facts);
    }

    private static bool IsStated(PostMortem p, TemplateField field) => field.Kind is FieldKind.Line or FieldKind.Prose or FieldKind.List
        && p.Answers.TryGetValue(field.Path, out var answer) && Document.SaysSomething(answer.Value) && !p.NotApplicable.Keys.Any(field.Path.IsWithin);

    /// <summary>By the words of the process's template, in its sections and labels; a computed number is no statement.</summary>
    private static bool IsCounted(TemplateField field) => Filling.IsWritten(field.Binding) && Counted.Any(word => field.Path.Value.Contains(word, StringComparison.Ordinal));
}

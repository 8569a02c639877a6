namespace PostMortemBot.Domain;

/// <summary>How a form asks.</summary>
public enum AskKind
{
    /// <summary>The key times: one box to tick.</summary>
    Times,

    /// <summary>Something typed: a line, prose, a list of lines, code.</summary>
    Text,

    /// <summary>A day.</summary>
    Day,

    /// <summary>One or several of the template's alternatives, perhaps with a remark.</summary>
    Pick,

    /// <summary>All boxes of a group, as one list to tick.</summary>
    Ticks,

    /// <summary>A question about how well something worked: <see cref="WalkAsk.Worked"/>, with a remark where one is wanted.</summary>
    Question,

    /// <summary>A new action item of a horizon: text, owner, kind. Its day follows from the horizon.</summary>
    Action,

    /// <summary>Rows, each in a small form of its own.</summary>
    Rows,

    /// <summary>Nothing asked: made from action items or from the timeline, or N/A with the rest.</summary>
    Covered,
}

/// <summary>One thing to ask: a field, or several that are asked as one.</summary>
/// <param name="Things">What it counts towards a form's ten.</param>
/// <param name="Typed">What it counts towards the five typed.</param>
public sealed record WalkAsk(AskKind Kind, string Label, IReadOnlyList<TemplateField> Fields, int Things, int Typed)
{
    /// <summary>The answers of a <see cref="AskKind.Question"/>; the last one marks it N/A.</summary>
    public static IReadOnlyList<string> Worked { get; } = ["Worked", "Partly", "Did not", "N/A"];

    public static WalkAsk Times { get; } = new(AskKind.Times, "Key times", [], 1, 0);

    /// <summary>The field it is about; the first of several.</summary>
    public TemplateField Field => Fields[0];

    /// <summary>What a part asks, in the template's order.</summary>
    /// <param name="which">The fields to ask.</param>
    /// <param name="asked">The blanks of the whole walk: Prevention Measures are then only covered; null when the section itself was opened.</param>
    internal static IEnumerable<WalkAsk> Of(TemplatePart part, Func<TemplateField, bool> which, IReadOnlySet<FieldPath>? asked)
    {
        var questions = AsksQuestions(part);
        foreach (var group in part.Groups)
        {
            var ticks = group.Fields.Where(field => field.Kind == FieldKind.Tick).ToList();
            if (ticks.Any(which)) yield return new(AskKind.Ticks, group.Name?.Trim() ?? part.Name, ticks, 1, 0);
            foreach (var field in group.Fields.Where(field => field.Kind != FieldKind.Tick && which(field))) yield return OfField(field, questions, asked is not null);
        }
    }

    /// <summary>True when every text of a part answers a question, so that picking an answer says most of it.</summary>
    public static bool AsksQuestions(TemplatePart part)
    {
        var fields = part.Fields.ToList();
        return fields.Count > 1 && fields.All(field => field is { Kind: FieldKind.Prose, Prompts: [var prompt] } && (field.Binding is null || FilledComms.Fills(field.Binding)) && prompt.TrimEnd().EndsWith('?'));
    }

    private static WalkAsk OfField(TemplateField field, bool questions, bool walking) => field switch
    {
        { MayBeTyped: false } => new(AskKind.Covered, field.Label, [field], 0, 0),
        { Binding: { } name } when walking && name.StartsWith("prevention.", StringComparison.Ordinal) => new(AskKind.Covered, field.Label, [field], 0, 0),
        { Kind: FieldKind.Table, Binding: { } name } when name.StartsWith("actions.", StringComparison.Ordinal) => new(AskKind.Action, field.Label, [field], 3, 1),
        { Kind: FieldKind.Table or FieldKind.Repeat } => new(AskKind.Rows, field.Label, [field], 1, 0),
        { Kind: FieldKind.Choice, Remark: true } => new(AskKind.Pick, field.Label, [field], 2, 1),
        { Kind: FieldKind.Choice } => new(AskKind.Pick, field.Label, [field], 1, 0),
        { Kind: FieldKind.Date } => new(AskKind.Day, field.Label, [field], 1, 0),
        { Kind: FieldKind.Prose } when questions => new(AskKind.Question, field.Label, [field], 1, 0),
        _ => new(AskKind.Text, field.Label, [field], 1, 1),
    };
}

namespace PostMortemBot.Domain;

/// <summary>The document: a template with its blanks filled. Pure: the same template and content give the same text.</summary>
public static class Document
{
    /// <summary>
    /// The document as Markdown. Read again by the template reader it has the template's parts, headings and table headers in order, whatever people typed. A blank that nobody answered
    /// says <c>*(to be written: label)*</c>; in a finished document <c>N/A</c>.
    /// </summary>
    public static string Write(Template template, DocumentContent content) => new DocumentWriter(template, content).Write();

    /// <summary>One part or group alone, as it stands in the document: for reviewers, and for the hash of what they approve. Empty when the template has no such path.</summary>
    public static string WriteSection(Template template, DocumentContent content, FieldPath partOrGroup) => new DocumentWriter(template, content).WriteOnly(partOrGroup);

    /// <summary>
    /// The fields that are still to be answered, in the template's order: drives progress, forms and the checklist. Optional blocks and the prompts of timeline phases are never among them,
    /// nor what is N/A or has a fixed text of its own. A choice that asks for a remark counts until it has one.
    /// </summary>
    public static IReadOnlyList<FieldPath> Blanks(Template template, DocumentContent content)
    {
        var answers = new Answers(content, template);
        return [.. template.Fields.Where(field => !field.Optional && field.Phase is null && answers.IsBlank(field)).Select(field => field.Path)];
    }

    /// <summary>What fills a field: the binding's value, else the person's answer; null when neither is there. Says nothing of N/A.</summary>
    public static FieldValue? ValueOf(TemplateField field, DocumentContent content)
    {
        if (field.Binding is { } name && content.Bound.TryGetValue(name, out var bound) && SaysSomething(bound)) return bound;
        return content.Answers.TryGetValue(field.Path, out var answer) && SaysSomething(answer) ? answer : null;
    }

    /// <summary>False also for text of nothing but spaces and hidden marks.</summary>
    internal static bool SaysSomething(FieldValue value) => value switch
    {
        FieldValue.Words words => LineText.Plain(words.Text).Length > 0,
        FieldValue.Items items => items.Entries.Any(entry => LineText.Plain(entry).Length > 0),
        _ => !value.IsEmpty,
    };

    /// <summary>Why this field, group or part is N/A (perhaps an empty text): said of itself or of what it is in; null when it is not N/A.</summary>
    public static string? NotApplicable(Template template, DocumentContent content, FieldPath path) => new Answers(content, template).NotApplicable(path);
}

/// <summary>Looks up what is known of a field.</summary>
internal sealed class Answers(DocumentContent content, Template template)
{
    private const string NearMiss = "near miss";

    private readonly IReadOnlyList<FieldPath> notForNearMisses = !content.NearMiss ? [] :
    [
        .. template.Parts.Where(part => part.Notes.NotForNearMisses).Select(part => part.Path),
        .. template.Parts.SelectMany(part => part.Groups).Where(group => group.Notes.NotForNearMisses).Select(group => group.Path),
    ];

    public string? NotApplicable(FieldPath path)
    {
        foreach (var (said, reason) in content.NotApplicable)
        {
            if (path.IsWithin(said)) return reason;
        }

        return notForNearMisses.Any(path.IsWithin) ? NearMiss : null;
    }

    public FieldValue? Of(TemplateField field) => Document.ValueOf(field, content);

    /// <summary>True when a person's answer, not the bot's, fills it.</summary>
    public bool IsTyped(TemplateField field) => !(field.Binding is { } name && content.Bound.TryGetValue(name, out var bound) && Document.SaysSomething(bound));

    public bool IsBlank(TemplateField field)
    {
        if (NotApplicable(field.Path) is not null) return false;
        if (field.Kind == FieldKind.Days) return content.Timeline.Count == 0;
        var value = Of(field);
        if (value is null) return !HasOwnText(field);
        return value is FieldValue.Choice choice && field.RemarkRequiredWith is { } first && choice.Picked.Contains(first) && string.IsNullOrWhiteSpace(choice.Remark);
    }

    /// <summary>A bound list without a blank (the distribution list): the template's own items stand when the bot knows none.</summary>
    private static bool HasOwnText(TemplateField field) => field.Kind == FieldKind.List && field.Blanks == 0 && field.Phase is null;
}

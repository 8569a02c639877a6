using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>A line of the document that says what is to be done, while no action item does.</summary>
/// <param name="Field">Where it was answered: <em>Training Needs</em>.</param>
/// <param name="Text">The line on one line, without its list mark; at most as long as an action item.</param>
/// <param name="Horizon">How soon such things are due, as the process's tables of action items have them.</param>
public sealed record OfferedAction(TemplateField Field, string Text, Horizon Horizon, ActionKind? Kind)
{
    /// <summary>Twelve characters that tell it from any other line of the document.</summary>
    public string Mark { get; } = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Field.Path.Value + "\n" + Text)))[..12];
}

/// <summary>
/// The answered lines of <em>Prevention Measures</em> (<em>Runbook Updates</em> among them), <em>Documentation Updates</em> and <em>Training Needs</em> for which there is no action item:
/// each is offered as one, until one says it or was made of it. One that was removed again leaves its line offered; one that is not needed does not.
/// </summary>
public static partial class OfferedActions
{
    /// <summary>By the binding of the field.</summary>
    private static readonly Dictionary<string, (Horizon Horizon, ActionKind? Kind)> Fields = new()
    {
        ["prevention.alerts"] = (Horizon.Immediate, ActionKind.Alert),
        ["prevention.slo"] = (Horizon.Immediate, ActionKind.Slo),
        ["prevention.dashboards"] = (Horizon.Immediate, ActionKind.Dashboard),
        ["prevention.runbooks"] = (Horizon.Immediate, ActionKind.Runbook),
        ["prevention.testing"] = (Horizon.ShortTerm, ActionKind.Testing),
        ["prevention.change"] = (Horizon.ShortTerm, ActionKind.Change),
        ["prevention.architecture"] = (Horizon.LongTerm, ActionKind.Architecture),
        ["prevention.automation"] = (Horizon.ShortTerm, ActionKind.Automation),
        ["prevention.resilience"] = (Horizon.LongTerm, ActionKind.Resilience),
        ["lessons.documentation"] = (Horizon.Immediate, null),
        ["lessons.training"] = (Horizon.ShortTerm, null),
    };

    /// <summary>What is offered now, in the order of the document; each line once.</summary>
    public static IReadOnlyList<OfferedAction> Of(PostMortem p, Template template)
    {
        if (p.Answers.IsEmpty || p.Life is Life.Cancelled or Life.Merged) return [];
        var known = p.Actions.SelectMany(action => new[] { action.Text, action.FirstText }).Select(Compared).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. template.Fields.SelectMany(field => LinesOf(p, field)).Where(line => known.Add(Compared(line.Text)))];
    }

    /// <summary>Makes an action item of an offered line; made by somebody else meanwhile, it changes nothing.</summary>
    /// <param name="today">In the zone of the process: the due date follows from the horizon.</param>
    public static Decision Take(PostMortem p, Template template, string mark, ActionItemId id, LocalDate today, DeadlinePolicy dates, Actor who, Instant now)
    {
        if (Of(p, template).FirstOrDefault(one => one.Mark == mark) is { } line) return ActionItems.Add(p, new(id, line.Text, null, Deadlines.ActionDue(today, line.Horizon, dates), line.Horizon, line.Kind), who, now);
        return Rights.May(who, Act.CreateAction, p) ? Decision.Nothing : Rights.Outside(p, "add action items to it");
    }

    private static IEnumerable<OfferedAction> LinesOf(PostMortem p, TemplateField field)
    {
        if (field.Binding is not { } name || !Fields.TryGetValue(name, out var kept) || !p.Answers.TryGetValue(field.Path, out var answer) || p.NotApplicable.Keys.Any(field.Path.IsWithin)) return [];
        var lines = answer.Value switch
        {
            FieldValue.Words words => words.Text.ReplaceLineEndings("\n").Split('\n'),
            FieldValue.Items items => items.Entries,
            _ => [],
        };
        return lines.Select(line => Mark().Replace(LineText.Plain(line), "").Trim()).Where(line => line.Any(char.IsLetterOrDigit) && line != Redaction.Cover && !Nothing().IsMatch(line)).Select(line => new OfferedAction(field, Shortened(line), kept.Horizon, kept.Kind));
    }

    private static string Shortened(string line) => line.Length <= ActionItems.MostCharacters ? line : line[..(char.IsHighSurrogate(line[ActionItems.MostCharacters - 2]) ? ActionItems.MostCharacters - 2 : ActionItems.MostCharacters - 1)] + "…";

    private static string Compared(string text) => Spaces().Replace(LineText.Plain(text), " ").TrimEnd('.');

    [GeneratedRegex(@"\A(?:(?:[-*+•]|[0-9]{1,3}[.)])\s+)?(?:\[[ xX]\]\s+)?", RegexOptions.CultureInvariant, Patterns.Patience)]
    private static partial Regex Mark();

    /// <summary>A line that says that nothing is to be done.</summary>
    [GeneratedRegex(@"\A(?:n/?a|none|no|nothing|not (?:applicable|needed)|(?:none|nothing|no \w+) (?:\w+ )?(?:needed|required)|nothing to \w+)\.?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patterns.Patience)]
    private static partial Regex Nothing();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, Patterns.Patience)]
    private static partial Regex Spaces();
}

using System.Globalization;
using System.Text.RegularExpressions;
using PostMortemBot.Domain;

namespace PostMortemBot.Templates;

/// <summary>Where a blank stands, as far as its kind depends on it (T5).</summary>
/// <param name="AloneAtTheEnd">No other blank and no further text on its line: only then there is room for several paragraphs.</param>
/// <param name="InList">It stands in a list item, where "Brief" does not shorten it.</param>
/// <param name="Label">The label before it; null when it has none.</param>
internal sealed record Surroundings(bool AloneAtTheEnd, bool InList, string? Label);

/// <summary>Decides what a blank takes (T5, T6): by its binding, by a comment, by its fill-in, by its alternatives, by its words, by where it stands.</summary>
internal static partial class FieldKinds
{
    /// <summary>The field this blank makes; null when a comment says <c>field: none</c>.</summary>
    public static TemplateField? Of(Mark mark, int line, Surroundings around, Directives said)
    {
        if (said.Field is "none") return null;
        var plain = new TemplateField(default, FieldKind.Line, "", line) { Prompts = [mark.Hint], Blanks = mark.FillIn is null ? 1 : 0 };
        var binding = said.Bind is null ? null : Bindings.Named(said.Bind);
        var field = BySaying(plain, said.Field) ?? ByFillIn(plain, mark) ?? ByAlternatives(plain, mark.Hint) ?? ByWords(plain, mark.Hint) ?? ByPlace(plain, mark.Hint, around);
        if (binding is null) return field;
        return (binding.Kind is { } kind ? As(field, Fitting(kind)) : field) with { Binding = binding.Name };
    }

    /// <summary>What <c>field:</c> says; null when it says nothing that is known.</summary>
    private static TemplateField? BySaying(TemplateField plain, string? said)
    {
        if (said is null) return null;
        var space = said.IndexOf(' ', StringComparison.Ordinal);
        var (word, rest) = space < 0 ? (said, "") : (said[..space], said[(space + 1)..].Trim());
        return word switch
        {
            "text" => plain with { Kind = FieldKind.Prose },
            "line" => plain with { Kind = FieldKind.Line },
            "choice" => OfChoices(plain, rest),
            "date" => plain with { Kind = FieldKind.Date },
            "time" => plain with { Kind = FieldKind.Time },
            "person" => plain with { Kind = FieldKind.Person },
            "link" => plain with { Kind = FieldKind.Link },
            "list" => plain with { Kind = FieldKind.List },
            "number" => plain with { Kind = FieldKind.Number, Unit = rest.Length == 0 ? null : rest is "%" or "ms" ? rest : " " + rest },
            _ => null,
        };
    }

    private static TemplateField OfChoices(TemplateField plain, string said)
    {
        var words = said.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var several = words.Length > 0 && words[^1] == "many";
        return plain with { Kind = FieldKind.Choice, Choices = several ? words[..^1] : words, Several = several };
    }

    private static TemplateField? ByFillIn(TemplateField plain, Mark mark)
    {
        var fillIn = mark.FillIn ?? FillIns.In(mark.Hint, wholeCell: false).FirstOrDefault(one => one.Length == mark.Hint.Length);
        return fillIn is null ? null : plain with { Kind = fillIn.Kind, Unit = fillIn.Unit, Choices = fillIn.Choices };
    }

    private static TemplateField? ByAlternatives(TemplateField plain, string hint)
    {
        var dash = hint.IndexOf(" - ", StringComparison.Ordinal);
        var (before, after) = dash < 0 ? (hint, "") : (hint[..dash], hint[(dash + 3)..]);
        if (FillIns.Alternatives(before) is not { } choices) return null;
        var asksMore = after.Contains("if yes", StringComparison.OrdinalIgnoreCase);
        return plain with
        {
            Kind = FieldKind.Choice,
            Choices = choices,
            Several = after.Split([' ', ',', ';', '.']).Contains("all", StringComparer.OrdinalIgnoreCase),
            Remark = asksMore,
            RemarkRequiredWith = asksMore ? choices[0] : null,
        };
    }

    private static TemplateField? ByWords(TemplateField plain, string hint)
    {
        if (hint.StartsWith("Link to ", StringComparison.OrdinalIgnoreCase)) return plain with { Kind = FieldKind.Link };
        var top = ListTop().Match(hint);
        return top.Success && int.TryParse(top.Groups["most"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var most)
            ? plain with { Kind = FieldKind.List, AtMost = Math.Max(most, 1) }
            : null;
    }

    private static TemplateField ByPlace(TemplateField plain, string hint, Surroundings around)
    {
        var isShort = !around.InList && around.Label is not null && Brief().IsMatch(around.Label + " " + hint);
        return plain with { Kind = around.AloneAtTheEnd && !isShort ? FieldKind.Prose : FieldKind.Line };
    }

    /// <summary>What the blank looked like is forgotten when its binding says what it is.</summary>
    private static TemplateField As(TemplateField field, FieldKind kind) =>
        field.Kind == kind ? field : field with { Kind = kind, Choices = [], Several = false, Remark = false, RemarkRequiredWith = null };

    /// <summary>A blank in a line cannot hold a table or a timeline, whatever it is bound to.</summary>
    private static FieldKind Fitting(FieldKind kind) => kind is FieldKind.Table or FieldKind.Repeat or FieldKind.Days or FieldKind.Code ? FieldKind.Prose : kind;

    [GeneratedRegex(@"\blist top (?<most>[0-9]{1,3})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patterns.Patience)]
    private static partial Regex ListTop();

    [GeneratedRegex(@"\b(One-line|Single sentence|Brief)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patterns.Patience)]
    private static partial Regex Brief();
}

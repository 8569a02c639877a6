using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>Reads a section form back: only what differs from what the form showed is an answer, so that looking at a form changes nothing. What was saved as it was left, the form still open, differs from that.</summary>
internal static class SectionValues
{
    /// <param name="seen">The post-mortem as it stood when the form was opened.</param>
    /// <param name="now">The post-mortem as it stands.</param>
    /// <param name="one">The one field that was left, on a save while typing; null for a whole form.</param>
    public static SectionSave Read(Turn turn, Draft seen, Draft now, SectionCarry carry, FormValues values, string? one = null)
    {
        var fields = carry.In(seen.Template);
        Draft Shown(TemplateField field) => one is not null || LeftHere(turn, now.P, field.Path, carry) ? now : seen;
        List<TypedAnswer> answers = [];
        List<FieldPath> notApplicable = [];
        foreach (var field in fields.Where(field => field.Kind != FieldKind.Tick)) ReadField(Shown(field), field, values, one, answers, notApplicable);
        foreach (var group in fields.Where(field => field.Kind == FieldKind.Tick).GroupBy(SectionForm.TicksName).Where(group => one is null || one == group.Key)) answers.AddRange(TicksOf(Shown, [.. group], values.Many(group.Key)));
        return new SectionSave(carry.Version)
        {
            Answers = answers,
            AsLeft = one is not null,
            NotApplicable = notApplicable,
            Covers = [.. fields.Select(field => field.Path)],
            MarkEmpty = one is null && values.Ticked(SectionForm.EmptyField),
            Reason = one is null ? Clean(values.Text(SectionForm.ReasonField)) : "",
            Actions = one is null ? ActionsOf(turn, carry, fields, values) : [],
            ConfirmsTimes = one is null && carry.AsksTimes && values.Ticked(SectionForm.TimesField),
            Seen = one is null ? [.. fields.Select(field => seen.Template.PartOf(field.Path)!.Path).Distinct()] : [],
        };
    }

    /// <summary>What stands there was saved from this form as the field was left.</summary>
    private static bool LeftHere(Turn turn, PostMortem now, FieldPath path, SectionCarry carry) =>
        now.Answers.TryGetValue(path, out var given) && given.By == turn.Who.Id && given.LeftAt == carry.Version;

    /// <summary>The pick and the remark of a question's answer: <c>Partly. The mail came late.</c></summary>
    public static (string Picked, string Remark) Answered(string text)
    {
        var picked = WalkAsk.Worked.FirstOrDefault(answer => text == answer || text.StartsWith(answer + ". ", StringComparison.Ordinal)) ?? "";
        return picked.Length == 0 ? ("", text) : (picked, text.Length > picked.Length ? text[(picked.Length + 2)..] : "");
    }

    private static void ReadField(Draft seen, TemplateField field, FormValues values, string? one, List<TypedAnswer> answers, List<FieldPath> notApplicable)
    {
        var (name, remark) = (SectionForm.Name("f", field), SectionForm.RemarkName(field));
        if (one is not null && one != name && one != remark) return;
        if (!values.Has(name) && !values.Has(remark)) return;
        var shown = SectionForm.ValueOf(seen, field);
        var isQuestion = field.Kind == FieldKind.Prose && WalkAsk.AsksQuestions(seen.Template.PartOf(field.Path)!);
        if (isQuestion && values.Text(name) == WalkAsk.Worked[^1])
        {
            notApplicable.Add(field.Path);
            return;
        }

        var typed = field.Kind switch
        {
            FieldKind.Choice => new FieldValue.Choice(values.Many(name), Clean(values.Text(remark))),
            _ when isQuestion => Question(seen, field, values, name, remark),
            _ => FieldText.Read(field, Clean(Raw(values, name))),
        };
        if (Same(field, typed, shown)) return;
        answers.Add(new(field.Path, typed));
    }

    /// <summary>In the walk only the pick is asked: a remark written before stays with it.</summary>
    private static FieldValue.Words Question(Draft seen, TemplateField field, FormValues values, string name, string remark)
    {
        var picked = values.Text(name);
        var said = values.Has(remark) ? Clean(values.Text(remark)) : Answered(SectionForm.TextOf(seen, field)).Remark;
        return new(picked.Length == 0 ? said : said.Length == 0 ? picked : $"{picked}. {said}");
    }

    private static bool Same(TemplateField field, FieldValue typed, FieldValue? shown)
    {
        if (shown is null) return typed.IsEmpty;
        if (typed == shown) return true;
        return field.Kind != FieldKind.Choice && FieldText.Of(field, typed) == FieldText.Of(field, FieldText.Read(field, FieldText.Of(field, shown)));
    }

    private static IEnumerable<TypedAnswer> TicksOf(Func<TemplateField, Draft> seen, IReadOnlyList<TemplateField> fields, IReadOnlyList<string> picked)
    {
        foreach (var field in fields)
        {
            var shown = SectionForm.ValueOf(seen(field), field) as FieldValue.Tick;
            var typed = new FieldValue.Tick(picked.Contains(SectionForm.Cut(field.Label)), shown?.Remark ?? "");
            if (typed != shown) yield return new(field.Path, typed);
        }
    }

    private static List<NewAction> ActionsOf(Turn turn, SectionCarry carry, IReadOnlyList<TemplateField> fields, FormValues values)
    {
        var today = turn.Now.InZone(turn.Policy.ProcessZone).Date;
        List<NewAction> actions = [];
        foreach (var field in fields.Where(field => field.Kind == FieldKind.Table && values.Text(SectionForm.Name("a", field)).Length > 0))
        {
            var text = values.Text(SectionForm.Name("a", field));
            var horizon = SectionForm.HorizonOf(field);
            var owner = values.Text(SectionForm.Name("o", field)) is { Length: > 0 } person ? EventOwner.OfPerson(new(person)) : null;
            ActionKind? kind = Enum.TryParse<ActionKind>(values.Text(SectionForm.Name("k", field)), out var picked) ? picked : null;
            actions.Add(new(IdOf(turn, carry, field, text), Clean(text), owner, Deadlines.ActionDue(today, horizon, turn.Policy.Deadlines), horizon, kind));
        }

        return actions;
    }

    /// <summary>The same form submitted twice by the same person is one action item, whatever the receipts say.</summary>
    private static ActionItemId IdOf(Turn turn, SectionCarry carry, TemplateField field, string text) => new(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(
        System.Text.Encoding.UTF8.GetBytes(string.Join('\n', carry.ToString(), turn.Who.Id.Value, field.Path.Value, text))))[..26]);

    /// <summary>Text as typed: spaces at a line's start mean something in code and in a list's entries.</summary>
    private static string Raw(FormValues values, string name) => values.Many(name) is [var text, ..] ? text : "";

    private static string Clean(string text) => Secrets.Mask(text).Text;
}

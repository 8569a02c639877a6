using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>override required|optional|not required reason</c>, <em>Override</em>, and <c>stop reason</c> of a draft: the SRE team or the process reviewer decides otherwise.</summary>
internal static class OverrideVerdict
{
    public const string FormId = "verdict.override.form";
    private static readonly (string Words, VerdictKind Verdict)[] Kinds = [("not required", VerdictKind.NotRequired), ("required", VerdictKind.Required), ("optional", VerdictKind.Optional)];

    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var line = ("override " + words).Trim();
        var (p, ask) = await Which.FindAsync(turn, line);
        if (ask is not null) return ask;
        if (words.Length == 0 && typed.MayOpen) return Answer.Open(FormOf(p!, "", "", null, null));
        var kind = Kinds.FirstOrDefault(one => words.StartsWith(one.Words, StringComparison.OrdinalIgnoreCase));
        if (kind.Words is null) return Refusal.Of("Say what it is to be, and why: override required customers noticed.", line);
        var outcome = await OverrideAsync(turn, p!.Id, kind.Verdict, words[kind.Words.Length..].Trim(' ', ':', ',', '-'));
        return outcome is Outcome.Done done ? Told(turn, done.After) : await Refusal.OfAsync(turn, outcome, line);
    }

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        return no ?? Answer.Open(FormOf(p, p.Verdict?.ToString() ?? "", "", null, null));
    }

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        var (p, no) = await Readers.LoadAsync(turn, form.Carry);
        if (no is not null) return no;
        var (picked, reason) = (form.Values.Text("verdict"), form.Values.Text("reason"));
        if (!Enum.TryParse<VerdictKind>(picked, out var verdict)) return Answer.Open(FormOf(p, "", reason, "verdict", "Choose what it is to be."));
        var outcome = await OverrideAsync(turn, p.Id, verdict, reason);
        if (outcome is Outcome.Refused refused) return Answer.Open(FormOf(p, picked, reason, refused.Field ?? "reason", Refusal.At(turn, refused.Sentence)));
        return outcome is Outcome.Done done ? Told(turn, done.After) : Answer.Silent;
    }

    public static async Task<Answer> StopTyped(Turn turn, CommandTyped typed, string words)
    {
        var line = ("stop " + words).Trim();
        var (p, ask) = await Which.FindAsync(turn, line);
        if (ask is not null) return ask;
        var reason = Secrets.Mask(words);
        var outcome = await turn.DecideAsync(p!.Id, state => Incidents.Stop(state, reason.Text, turn.Actor, turn.Now));
        return outcome is Outcome.Done done
            ? Answer.Tell(Masked.Under(Card.OneLine(["The post-mortem of ", Span.Bold(done.After.Name), " is stopped. What was written is kept."], Button.Does(VerdictCard.WriteUpId, "Write one anyway", done.After.Id.Value)), reason))
            : await Refusal.OfAsync(turn, outcome, line);
    }

    private static Task<Outcome> OverrideAsync(Turn turn, PostMortemId id, VerdictKind verdict, string reason) =>
        turn.DecideAsync(id, p => Incidents.Override(p, verdict, Secrets.Mask(reason).Text, turn.TemplateHashOf(p), turn.Actor, turn.Now));

    private static Answer Told(Turn turn, PostMortem p) => Answer.Tell(new Card("", [new Element.Text(Verdict.Sentence(p, turn.View))], VerdictCard.Choices(p)));

    private static Form FormOf(PostMortem p, string verdict, string reason, string? wrong, string? sentence)
    {
        Field[] fields =
        [
            new("verdict", "A post-mortem is", new FieldInput.PickOne([new(nameof(VerdictKind.Required), "Required"), new(nameof(VerdictKind.Optional), "Optional"), new(nameof(VerdictKind.NotRequired), "Not required")], verdict)),
            new("reason", "Reason", new FieldInput.Short(reason, 500)) { Hint = "It is kept with the verdict and shown." },
        ];
        return new Form(FormId, "Override", [.. fields.Select(field => new FormElement.Asks(field.Name == wrong ? field with { Error = sentence } : field))], "Override", p.Id.Value);
    }
}

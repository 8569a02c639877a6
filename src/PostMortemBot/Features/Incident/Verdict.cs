using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>
/// The verdict in words, and the questions that can still change it: one at a time, private, with a button per answer, at most two at a resolve.
/// That it runs again with each fact is the turn's business (<see cref="Verdicts.Following"/>).
/// </summary>
internal static class Verdict
{
    public const string AnswerId = "verdict.answer";
    public const string AskId = "verdict.ask";
    public const string WhyId = "verdict.why";
    private const int MostAsked = 2;

    /// <summary>More subsets than this are not listed: they are typed.</summary>
    private const int MostListed = 5;

    /// <summary>Asks the owner in working hours, an hour after the resolution at the earliest, when nobody has decided it by then.</summary>
    public static StandingCard Undecided { get; } = new("undecided", UndecidedFor, (p, view) => IsUndecided(p) ? Question(p, view, int.MinValue, IncidentCard.TitleOf(p)) : null) { Former = ProgressCard.Former };

    /// <summary><c>Post-mortem required: P1 · 47 min (over 30).</c>, as it was told; with who decided otherwise, or what came late.</summary>
    public static Line Sentence(PostMortem p, View view)
    {
        if (p is { OverrideReason: { } reason, OverrideBy: { } by }) return [$"Post-mortem {Named(p.Verdict)}, decided by ", view.Named(by), $": {reason.TrimEnd('.')}."];
        if (!IsLate(p)) return TriggerFindings.Say(p.Verdict, p.VerdictBecause);
        var day = p.DatesFrom!.Value.InZone(view.Zone).Date;
        return
        [
            $"Now required: {string.Join(" · ", p.VerdictBecause)} (added {Moments.Day(day, view.Today)} by ", view.Named(p.VerdictBy!.Value),
            $"). Dates run from {(day == view.Today ? "today" : Moments.Day(day, view.Today))}.",
        ];
    }

    /// <summary>The next question, or the verdict when there is none.</summary>
    /// <param name="asked">How many were answered in this conversation already.</param>
    public static Card Next(PostMortem p, View view, int asked, string lead)
    {
        if (p is { IsNearMiss: true } or { Restored: null }) return Card.OneLine(lead);
        if (!IsUndecided(p)) return new("", [new Element.Text([lead, lead.Length > 0 ? " " : "", .. Sentence(p, view).Spans])], VerdictCard.Choices(p));
        return asked < MostAsked ? Question(p, view, asked, lead) : Enough(p, view, lead);
    }

    public static async Task<Answer> Asked(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        return no ?? Answer.Tell(Next(p, turn.View, int.MinValue, ""));
    }

    public static async Task<Answer> Answered(Turn turn, ButtonPressed pressed)
    {
        var (stream, rest) = CarriedPair.Read(pressed.Value);
        if (rest.Split(':') is not [var ruleName, var asked, ..] parts || !Enum.TryParse<TriggerRule>(ruleName, out var rule)) return Answer.Say("This question is from an earlier version. Type: status.");
        var answer = pressed.Chosen.Length > 0 ? pressed.Chosen : parts.ElementAtOrDefault(2) ?? "";
        var outcome = await turn.DecideAsync(new(stream), p => Take(p, rule, answer, turn));
        if (outcome is not Outcome.Done done) return await Refusal.OfAsync(turn, outcome, "");
        return Answer.Replace(Next(done.After, turn.View, int.TryParse(asked, out var count) && count >= 0 ? count + 1 : int.MinValue, "Kept."));
    }

    /// <summary>Every rule: held, not held or not known yet, with its numbers.</summary>
    public static async Task<Answer> Why(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        if (no is not null) return no;
        List<Element> elements = [new Element.Text(Sentence(p, turn.View)), new Element.Bullets([.. Verdicts.Of(p, turn.Policy).Why.Select(line => (Line)line)])];
        return Answer.Tell(new Card($"Why · {p.Name}", elements, [Button.Opens(IncidentCard.DetailsId, "Add a fact", p.Id.Value)]));
    }

    public static string Named(VerdictKind? verdict) => verdict switch { VerdictKind.Required => "required", VerdictKind.Optional => "optional", VerdictKind.NotRequired => "not required", _ => "not decided" };

    public static bool IsUndecided(PostMortem p) => p is { Restored: not null, Verdict: null, Life: Life.Capturing };

    private static bool IsLate(PostMortem p) => p is { Verdict: VerdictKind.Required, DatesFrom: { } from } && from == p.VerdictAt;

    private static IEnumerable<CardTarget> UndecidedFor(PostMortem p, View view) => IsUndecided(p) && (p.Owner ?? p.ResolvedBy) is { } owner
        ? [new CardTarget(null, owner, view.Policy.WorkingHours.Next(p.ResolvedAt!.Value + NodaTime.Duration.FromHours(1), view.ZoneOf(owner)))]
        : [];

    private static Decision Take(PostMortem p, TriggerRule rule, string answer, Turn turn)
    {
        Details? details = (rule, answer) switch
        {
            (TriggerRule.SeverityOrEscalation, OpenQuestion.Yes or OpenQuestion.No) => new() { Escalated = answer == OpenQuestion.Yes },
            (TriggerRule.SeverityOrEscalation, _) when Severities.Read(answer) is { } severity => new() { Severity = severity },
            (TriggerRule.Complaints, OpenQuestion.Yes or OpenQuestion.No) => new() { Complained = answer == OpenQuestion.Yes },
            (TriggerRule.Environments, not OpenQuestion.NotKnown) => new() { Environments = [.. turn.Policy.Environments.Where(answer.Split('+').Contains)] },
            _ => null,
        };
        if (details is not null) return Incidents.Set(p, details, turn.Policy, turn.Actor, turn.Now);
        bool? said = rule == TriggerRule.ErrorBudget && answer is OpenQuestion.Yes or OpenQuestion.No ? answer == OpenQuestion.Yes : null;
        return Incidents.AnswerTrigger(p, rule, said, turn.Actor, turn.Now);
    }

    private static Card Question(PostMortem p, View view, int asked, string lead)
    {
        if (Verdicts.Of(p, view.Policy).Open is not [var question, ..]) return Card.OneLine(lead.Length > 0 ? lead : "Nothing is open.");
        var carried = CarriedPair.Of(p.Id.Value, $"{question.Rule}:{asked}");
        List<Element> elements = [new Element.Text([lead, lead.Length > 0 ? " " : "", question.Text])];
        IReadOnlyList<string> answers = question.Answers.Count > 0 ? question.Answers : [OpenQuestion.NotKnown];
        if (question.Rule == TriggerRule.Environments) elements.Add(new Element.Picker(AnswerId, "Environments", Subsets(view.Policy.Environments), carried));
        if (question.Rule == TriggerRule.Lasted) elements.Add(new Element.Small(["Add when it began: ", new Span.Typed("mark 14:05 begin: what happened")]));
        return new Card("", elements, [.. answers.Select(answer => Button.Does(AnswerId, answer, $"{carried}:{answer}"))]);
    }

    private static Card Enough(PostMortem p, View view, string lead) => Card.OneLine(
        [lead, " ", .. p.Owner is { } owner ? new Span[] { "What is left is asked of ", view.Named(owner), " in working hours." } : ["What is left can wait for working hours."]],
        Button.Does(AskId, "Answer now", p.Id.Value));

    /// <summary>One pick says which: each environment, then pairs, and so on.</summary>
    private static Choice[] Subsets(IReadOnlyList<string> environments)
    {
        if (environments.Count > MostListed) return [.. environments.Select(Choice.Of)];
        var subsets = Enumerable.Range(1, (1 << environments.Count) - 1).Select(bits => environments.Where((_, at) => (bits & (1 << at)) != 0).ToList());
        return [.. subsets.OrderBy(subset => subset.Count).Select(subset => new Choice(string.Join('+', subset), string.Join(", ", subset)))];
    }
}

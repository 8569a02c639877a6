using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Tests.Domain;

public sealed class TriggersTests
{
    private static readonly TriggerPolicy Process = new();
    private static readonly Instant Began = Instant.FromUtc(2026, 11, 24, 7, 10);

    /// <summary>P3, 12 minutes, 2 % of the budget, LAB only, not escalated, nobody complained.</summary>
    private static readonly TriggerFacts Small = new()
    {
        Severity = Severity.P3,
        Escalated = false,
        Began = Began,
        Restored = Began + Duration.FromMinutes(12),
        BudgetShare = 0.02m,
        Complaints = false,
        Environments = ["LAB"],
    };

    [Fact]
    public void Nothing_held_requires_nothing()
    {
        var findings = Triggers.Judge(Small, Process);
        Assert.Equal(VerdictKind.NotRequired, findings.Verdict);
        Assert.Equal("Not required: P3, 12 min, 2 % of budget, LAB only.", findings.Sentence);
        Assert.Empty(findings.Open);
    }

    [Fact]
    public void A_P1_is_decided_although_all_else_is_unknown()
    {
        var findings = Triggers.Judge(new TriggerFacts { Severity = Severity.P1, Began = Began, Restored = Began + Duration.FromMinutes(47) }, Process);
        Assert.Equal(VerdictKind.Required, findings.Verdict);
        Assert.Equal("Post-mortem required: P1 · 47 min (over 30).", findings.Sentence);
        Assert.Empty(findings.Open);
        Assert.Equal(
            [
                "P1 or escalated: held, P1",
                "Lasting over 30 min: held, 47 min (over 30)",
                "Error budget over 10 %: not known, cannot change the verdict",
                "Customer complaints: not known, cannot change the verdict",
                "More than one environment: not known, cannot change the verdict",
                "Near miss: not held, nobody said so",
                "Process failure: not held, nobody said so",
                "Much was learned: not held, nobody said so",
            ],
            findings.Why);
    }

    [Theory]
    [InlineData(Severity.P1, false, "P1")]
    [InlineData(Severity.P1, null, "P1")]
    [InlineData(Severity.P1, true, "P1, escalated")]
    [InlineData(Severity.P3, true, "P3, escalated")]
    [InlineData(null, true, "escalated")]
    public void P1_or_escalated_requires_one_whatever_the_severity(Severity? severity, bool? escalated, string because)
    {
        var findings = Triggers.Judge(Small with { Severity = severity, Escalated = escalated }, Process);
        Assert.Equal(VerdictKind.Required, findings.Verdict);
        Assert.Equal([because], findings.Because);
    }

    [Theory]
    [InlineData(Severity.P2)]
    [InlineData(Severity.P3)]
    public void P2_and_P3_that_were_not_escalated_do_not(Severity severity) =>
        Assert.Equal(VerdictKind.NotRequired, Triggers.Judge(Small with { Severity = severity }, Process).Verdict);

    [Theory]
    [InlineData(1800, VerdictKind.NotRequired, "30 min")]
    [InlineData(1799, VerdictKind.NotRequired, "30 min")]
    [InlineData(1801, VerdictKind.Required, "30 min 1 s (over 30)")]
    [InlineData(1820, VerdictKind.Required, "30 min 20 s (over 30)")]
    [InlineData(1830, VerdictKind.Required, "31 min (over 30)")]
    [InlineData(7500, VerdictKind.Required, "2 h 05 min (over 30)")]
    public void Lasting_is_strictly_over_thirty_minutes_by_its_seconds(int seconds, VerdictKind verdict, string words)
    {
        var findings = Triggers.Judge(Small with { Restored = Began + Duration.FromSeconds(seconds) }, Process);
        Assert.Equal(verdict, findings.Verdict);
        Assert.Contains(words, findings.Because);
    }

    [Theory]
    [InlineData(0.14, VerdictKind.Required, "14 % of the monthly budget (over 10)")]
    [InlineData(0.10, VerdictKind.NotRequired, "10 % of budget")]
    [InlineData(0.1000001, VerdictKind.Required, "just over 10 % of the monthly budget (over 10)")]
    [InlineData(0.1004, VerdictKind.Required, "10.04 % of the monthly budget (over 10)")]
    [InlineData(0.0996, VerdictKind.NotRequired, "9.96 % of budget")]
    [InlineData(0.0, VerdictKind.NotRequired, "0 % of budget")]
    public void Budget_is_strictly_over_ten_percent(double share, VerdictKind verdict, string words)
    {
        var findings = Triggers.Judge(Small with { BudgetShare = (decimal)share }, Process);
        Assert.Equal(verdict, findings.Verdict);
        Assert.Contains(words, findings.Because);
    }

    [Fact]
    public void Complaints_and_several_environments_each_require_one()
    {
        Assert.Equal("Post-mortem required: customers complained.", Triggers.Judge(Small with { Complaints = true }, Process).Sentence);
        Assert.Equal("Post-mortem required: PROD and QA.", Triggers.Judge(Small with { Environments = ["PROD", "QA"] }, Process).Sentence);
        Assert.Equal("Post-mortem required: LAB, INT and QA.", Triggers.Judge(Small with { Environments = ["LAB", "INT", "QA"] }, Process).Sentence);
        Assert.Equal(VerdictKind.NotRequired, Triggers.Judge(Small with { Environments = ["PROD", "prod"] }, Process).Verdict);
    }

    [Theory]
    [InlineData(OptionalReason.NearMiss, "Post-mortem optional: near miss.")]
    [InlineData(OptionalReason.ProcessFailure, "Post-mortem optional: process failure.")]
    [InlineData(OptionalReason.Learning, "Post-mortem optional: much was learned.")]
    public void An_optional_reason_makes_it_optional(OptionalReason reason, string sentence)
    {
        var findings = Triggers.Judge(Small with { Reasons = new HashSet<OptionalReason> { reason } }, Process);
        Assert.Equal(VerdictKind.Optional, findings.Verdict);
        Assert.Equal(sentence, findings.Sentence);
        Assert.Equal(VerdictKind.Required, Triggers.Judge(Small with { Reasons = new HashSet<OptionalReason> { reason }, Complaints = true }, Process).Verdict);
    }

    [Fact]
    public void One_open_answer_is_asked_as_the_one_that_decides()
    {
        var findings = Triggers.Judge(Small with { Complaints = null }, Process);
        Assert.Null(findings.Verdict);
        Assert.Equal("Not decided yet.", findings.Sentence);
        var question = Assert.Single(findings.Open);
        Assert.Equal("One answer decides it: did a customer complain?", question.Text);
        Assert.Equal(["Yes", "No", "Not known"], question.Answers);
        Assert.Contains("Customer complaints: not known, can change the verdict", findings.Why);
    }

    [Fact]
    public void Several_open_answers_are_asked_one_at_a_time_what_people_know_best_first()
    {
        var findings = Triggers.Judge(new TriggerFacts { Began = Began, Restored = Began + Duration.FromMinutes(12) }, Process);
        Assert.Equal(
            [
                "How severe was it?", "Did a customer complain?", "Which environments were affected?",
                "Did an SLO lose more than 10 % of its monthly budget?",
            ],
            findings.Open.Select(question => question.Text));
        Assert.Equal(["P1", "P2", "P3", "Not known"], findings.Open[0].Answers);
    }

    [Fact]
    public void A_known_severity_asks_for_the_escalation_and_an_unknown_beginning_for_its_time()
    {
        var findings = Triggers.Judge(Small with { Escalated = null, Began = null }, Process);
        Assert.Equal(["Was it escalated?", "When did it begin?"], findings.Open.Select(question => question.Text));
        Assert.Equal("P1 or escalated: P3, escalation not known, can change the verdict", findings.Why[0]);
    }

    [Fact]
    public void Not_known_ends_the_asking_and_decides_nothing()
    {
        var facts = Small with { Complaints = null, NotKnowable = new HashSet<TriggerRule> { TriggerRule.Complaints } };
        var findings = Triggers.Judge(facts, Process);
        Assert.Equal(VerdictKind.NotRequired, findings.Verdict);
        Assert.Empty(findings.Open);
        Assert.Contains("Customer complaints: not known", findings.Why);
        Assert.Null(Triggers.Judge(facts with { BudgetShare = null }, Process).Verdict);
    }

    [Fact]
    public void A_person_may_say_that_the_budget_is_over_without_the_number()
    {
        Assert.Equal("Post-mortem required: more than 10 % of the monthly budget.", Triggers.Judge(Small with { BudgetShare = null, OverBudget = true }, Process).Sentence);
        Assert.Equal(VerdictKind.NotRequired, Triggers.Judge(Small with { BudgetShare = null, OverBudget = false }, Process).Verdict);
        Assert.Equal(VerdictKind.NotRequired, Triggers.Judge(Small with { OverBudget = true }, Process).Verdict);
    }

    [Fact]
    public void While_it_is_open_its_length_is_not_asked_for()
    {
        var findings = Triggers.Judge(Small with { Restored = null }, Process);
        Assert.Null(findings.Verdict);
        Assert.Empty(findings.Open);
        Assert.Contains("Lasting over 30 min: not resolved yet", findings.Why);
    }

    [Fact]
    public void A_late_fact_changes_the_verdict()
    {
        Assert.Equal(VerdictKind.NotRequired, Triggers.Judge(Small, Process).Verdict);
        Assert.Equal(VerdictKind.Required, Triggers.Judge(Small with { Complaints = true }, Process).Verdict);
    }

    [Fact]
    public void Another_policy_has_other_limits_and_says_them()
    {
        var strict = new TriggerPolicy { RequiredSeverities = [Severity.P1, Severity.P2], Escalation = false, LongerThan = Duration.FromMinutes(10), BudgetOver = 0.015, Complaints = false, EnvironmentsAtLeast = 3 };
        var findings = Triggers.Judge(Small with { Severity = Severity.P2, Escalated = true, Complaints = true, Environments = ["INT", "QA"] }, strict);
        Assert.Equal("Post-mortem required: P2 · 12 min (over 10) · 2 % of the monthly budget (over 1.5).", findings.Sentence);
        Assert.Equal(
            ["P1 or P2: held, P2", "Customer complaints: not held, not a rule here", "3 environments or more: not held, INT and QA only"],
            [findings.Why[0], findings.Why[3], findings.Why[4]]);
    }
}

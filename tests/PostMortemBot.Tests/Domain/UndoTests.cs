using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Domain;

/// <summary>Given a history, what does taking back the newest own act put back, or why not.</summary>
public sealed class UndoTests
{
    private static readonly Instant Start = Chatting.InNewYork("2026-11-24 02:00");
    private static readonly Place Inc = new("web", "local", "#inc");
    private static readonly PersonId Rana = new("rana");
    private static readonly PersonId Lee = new("lee");
    private static readonly TimelineEventId One = new("e1");
    private static readonly TimelineEventId Two = new("e2");
    private static readonly FieldPath Cause = new("root cause / why");
    private static readonly MarkReason Typed = new(MarkKind.Command, Rana);
    private static readonly MarkReason Pin = new(MarkKind.Reaction, Rana, "pushpin");

    private static readonly IReadOnlyList<PostMortemEvent> Begun =
    [
        new IncidentStarted(Start, Lee, Inc, 1, "slow"),
        new SeveritySet(Start, Lee, Severity.P3),
        new OwnerSet(Start, Lee, Lee),
        new TimelineEventMarked(At(1), Lee, One, At(1), "alert", Phase.Detection, true, null, null, null, "", new(MarkKind.Command, Lee)),
        new TimelineEventMarked(At(2), Lee, Two, At(2), "alert fired", null, false, null, null, null, "", new(MarkKind.Command, Lee)),
        new EvidenceKept(At(2), Lee, new("v1"), EvidenceKind.Log, "line", "", null, null, null),
        new ActionItemAdded(At(2), Lee, new("a1"), "Alert on pool", null, null, Horizon.ShortTerm, null, null),
        new SloMeasured(At(2), Lee, "Availability", Duration.FromMinutes(5), null, null, ""),
        new FieldAnswered(At(2), Lee, Cause, new FieldValue.Words("pool")),
        new MarkedNotApplicable(At(2), Lee, new("other"), "none"),
    ];

    public static TheoryData<string, PostMortemEvent[]> Undoable { get; } = new()
    {
        { "mark", [new TimelineEventMarked(At(3), Rana, new("e3"), At(3), "rolled back", null, false, null, null, null, "", Typed)] },
        { "a reaction more", [new MarkReasonGiven(At(3), Rana, One, Pin)] },
        { "remove", [new TimelineEventRemoved(At(3), Rana, One)] },
        { "edit", [new TimelineEventCorrected(At(3), Rana, One, At(0), "Splunk alert", Phase.Investigation, EventOwner.OfTeam("SRE"))] },
        { "shift", [new TimelineShifted(At(3), Rana, [One, Two], Duration.FromHours(-1))] },
        { "join", [new TimelineEventsJoined(At(3), Rana, One, Two, At(1), false), new TimelineEventCorrected(At(3), Rana, One, null, "alert fired", null, null)] },
        { "a repeated alert out of order", [new TimelineEventsJoined(At(3), Rana, Two, One, At(1), true)] },
        { "evidence", [new EvidenceKept(At(3), Rana, new("v2"), EvidenceKind.Log, "line 2", "", null, null, null)] },
        { "what evidence shows", [new EvidenceSupportSet(At(3), Rana, new("v1"), [Cause])] },
        { "evidence removed", [new EvidenceRemoved(At(3), Rana, new("v1"))] },
        { "action item", [new ActionItemAdded(At(3), Rana, new("a2"), "Test pool", null, null, Horizon.Immediate, null, null)] },
        { "action item changed", [new ActionItemChanged(At(3), Rana, new("a1"), "Alert on pool size", EventOwner.OfPerson(Rana), new LocalDate(2026, 12, 1), Horizon.Immediate, ActionKind.Alert, ActionStatus.Done)] },
        { "action item removed", [new ActionItemRemoved(At(3), Rana, new("a1"))] },
        { "title", [new TitleSet(At(3), Rana, "gateway slow")] },
        { "severity", [new SeveritySet(At(3), Rana, Severity.P1)] },
        { "environments and services", [new EnvironmentsSet(At(3), Rana, ["PROD"]), new ServicesSet(At(3), Rana, ["gateway"])] },
        { "owner", [new OwnerSet(At(3), Rana, Rana)] },
        { "commander", [new CommanderSet(At(3), Rana, Rana)] },
        { "author", [new AuthorSet(At(3), Rana, Rana)] },
        { "escalated", [new EscalationSet(At(3), Rana, true)] },
        { "complaints", [new ComplaintsSet(At(3), Rana, true)] },
        { "optional reason", [new OptionalReasonSet(At(3), Rana, OptionalReason.Learning, true)] },
        { "SLO anew", [new SloMeasured(At(3), Rana, "Availability", Duration.FromMinutes(9), null, null, "9 %")] },
        { "SLO first", [new SloMeasured(At(3), Rana, "Errors", null, 8, 100, "")] },
        { "hand-over", [new HandedOver(At(3), Rana, Lee, Rana, ""), new TimelineEventMarked(At(3), Rana, new("e3"), At(3), "Handed over", null, false, null, null, null, "", new(MarkKind.Act, Rana))] },
        { "answer of the verdict", [new TriggerAnswered(At(3), Rana, TriggerRule.ErrorBudget, true)] },
        { "answer", [new FieldAnswered(At(3), Rana, Cause, new FieldValue.Words("pool size"))] },
        { "first answer", [new FieldAnswered(At(3), Rana, new("impact / users"), new FieldValue.Words("all"))] },
        { "N/A", [new MarkedNotApplicable(At(3), Rana, Cause, "")] },
        { "N/A taken back", [new NotApplicableTakenBack(At(3), Rana, new("other"))] },
        { "cancel", [new IncidentCancelled(At(3), Rana, "mistake")] },
    };

    [Theory]
    [MemberData(nameof(Undoable))]
    public void What_was_done_is_put_back(string what, PostMortemEvent[] act)
    {
        var before = Evolve.Fold(new("P"), Begun);
        IReadOnlyList<PostMortemEvent> history = [.. Begun, .. act];

        var facts = Accepted(Undo.Of(new("P"), history, Begun.Count, new(Rana, true), At(4)));

        Assert.Equal(new ActTakenBack(At(4), Rana, Begun.Count, history.Count), facts[0]);
        Assert.NotEqual(Looks(before), Looks(Evolve.Fold(new("P"), history)));
        Assert.True(Looks(before) == Looks(Evolve.Fold(new("P"), [.. history, .. facts])), $"{what}:\n{Looks(before)}\n{Looks(Evolve.Fold(new("P"), [.. history, .. facts]))}");
    }

    [Fact]
    public void A_resolution_is_taken_back_to_open_and_a_corrected_one_to_the_former_time()
    {
        IReadOnlyList<PostMortemEvent> first = [.. Begun, new IncidentResolved(At(3), Rana, At(3)), new VerdictReached(At(3), Rana, VerdictKind.Required, ["P1"]), new PostMortemBegun(At(3), Rana, Rana, "t")];
        var open = Fold(first, Accepted(Undo.Of(new("P"), first, Begun.Count, new(Rana, true), At(4))));
        Assert.Equal((true, Life.Capturing, null), (open.IsOpen, open.Life, open.Verdict));

        IReadOnlyList<PostMortemEvent> second = [.. first, new IncidentResolved(At(5), Rana, At(2))];
        Assert.Equal(At(3), Fold(second, Accepted(Undo.Of(new("P"), second, first.Count, new(Rana, true), At(6)))).Restored);
    }

    [Fact]
    public void A_near_miss_taken_back_is_cancelled()
    {
        IReadOnlyList<PostMortemEvent> history = [new NearMissNoted(At(0), Rana, Inc, 1, "almost")];

        Assert.Equal(Life.Cancelled, Fold(history, Accepted(Undo.Of(new("P"), history, 0, new(Rana, true), At(1)))).Life);
    }

    [Fact]
    public void Key_times_taken_back_are_confirmed_no_more()
    {
        IReadOnlyList<PostMortemEvent> history = [.. Begun, new KeyTimesConfirmed(At(3), Rana, Drafting.Listed(Evolve.Fold(new("P"), Begun).KeyTimes))];
        Assert.True(Drafting.TimesAreConfirmed(Evolve.Fold(new("P"), history)));

        Assert.False(Drafting.TimesAreConfirmed(Fold(history, Accepted(Undo.Of(new("P"), history, Begun.Count, new(Rana, true), At(4))))));
    }

    [Theory]
    [MemberData(nameof(Final))]
    public void What_cannot_be_taken_back_says_what_to_do(string words, PostMortemEvent[] act)
    {
        IReadOnlyList<PostMortemEvent> history = [.. Begun, .. act];

        Assert.Contains(words, Refused(Undo.Of(new("P"), history, Begun.Count, new(Rana, true), At(4))).Sentence, StringComparison.Ordinal);
    }

    public static TheoryData<string, PostMortemEvent[]> Final { get; } = new()
    {
        { "type: cancel", [new IncidentStarted(At(3), Rana, Inc, 2, "x")] },
        { "set id", [new IncidentIdSet(At(3), Rana, "INC-004211")] },
        { "start one in a thread", [new PlaceJoined(At(3), Rana, new("web", "local", "#other"))] },
        { "resolve 02:57", [new IncidentReopened(At(3), Rana)] },
        { "its own Undo", [new MergedFrom(At(3), Rana, new("Q"), "Incident 2"), new EvidenceKept(At(3), Lee, new("v9"), EvidenceKind.Log, "x", "", null, null, null, new("Q"))] },
        { "override", [new VerdictOverridden(At(3), Rana, VerdictKind.Required, "because")] },
        { "the SRE team stops the draft", [new SeveritySet(At(3), Rana, Severity.P1), new PostMortemBegun(At(3), Rana, Rana, "t")] },
        { "the text is gone", [new TextRedacted(At(3), Rana, "event", 1)] },
    };

    [Fact]
    public void Only_own_acts_of_ten_minutes_are_meant()
    {
        IReadOnlyList<PostMortemEvent> history = [.. Begun, new TitleSet(At(3), Rana, "gateway")];

        Assert.Equal([Begun.Count], Undo.Mine(history, Rana, At(13)).Select(act => act.From));
        Assert.Empty(Undo.Mine(history, Rana, At(13) + Duration.FromSeconds(1)));
        Assert.Empty(Undo.Mine(history, new("sam"), At(4)));
        Assert.Contains("more than 10 minutes", Refused(Undo.Of(new("P"), history, Begun.Count, new(Rana, true), At(14))).Sentence, StringComparison.Ordinal);
        Assert.True(Refused(Undo.Of(new("P"), history, Begun.Count, new(Lee, true), At(4))).Forbidden);
        Assert.True(Refused(Undo.Of(new("P"), history, Begun.Count, new Actor(Rana, true) { IsGuest = true }, At(4))).Forbidden);
    }

    [Fact]
    public void A_second_undo_takes_the_act_before_and_nothing_is_taken_twice()
    {
        IReadOnlyList<PostMortemEvent> history = [.. Begun, new TitleSet(At(3), Rana, "b"), new SeveritySet(At(4), Rana, Severity.P1)];
        history = [.. history, .. Accepted(Undo.Of(new("P"), history, Undo.Mine(history, Rana, At(5))[0].From, new(Rana, true), At(5)))];
        Assert.Equal((Severity.P3, "b"), (Evolve.Fold(new("P"), history).Severity!.Value, Evolve.Fold(new("P"), history).Title));
        Assert.Empty(Accepted(Undo.Of(new("P"), history, Begun.Count + 1, new(Rana, true), At(6))));

        history = [.. history, .. Accepted(Undo.Of(new("P"), history, Undo.Mine(history, Rana, At(6))[0].From, new(Rana, true), At(6)))];
        Assert.Equal("slow", Evolve.Fold(new("P"), history).Title);
        Assert.Empty(Undo.Mine(history, Rana, At(6)));
    }

    [Fact]
    public void What_was_changed_since_stays_and_other_things_do_not_matter()
    {
        IReadOnlyList<PostMortemEvent> mine = [.. Begun, new TitleSet(At(3), Rana, "b")];

        Assert.Contains("changed again since", Refused(Undo.Of(new("P"), [.. mine, new TitleSet(At(4), Lee, "c")], Begun.Count, new(Rana, true), At(5))).Sentence, StringComparison.Ordinal);
        Assert.Equal("slow", Fold([.. mine, new SeveritySet(At(4), Lee, Severity.P2)], Accepted(Undo.Of(new("P"), [.. mine, new SeveritySet(At(4), Lee, Severity.P2)], Begun.Count, new(Rana, true), At(5)))).Title);
    }

    [Fact]
    public void An_event_that_another_captured_too_loses_one_reason_and_stays()
    {
        IReadOnlyList<PostMortemEvent> history =
        [
            .. Begun,
            new TimelineEventMarked(At(3), Rana, new("e3"), At(3), "x", null, false, null, new(Inc, "m1"), null, "", Pin),
            new MarkReasonGiven(At(3) + Duration.FromSeconds(1), Lee, new("e3"), new(MarkKind.Menu, Lee)),
        ];

        var after = Fold(history, Accepted(Undo.Of(new("P"), history, Begun.Count, new(Rana, true), At(4))));

        Assert.Equal((false, 1), (after.AllEvents[new("e3")].Removed, after.AllEvents[new("e3")].Reasons.Count));
    }

    [Fact]
    public void After_review_was_requested_marks_stay()
    {
        var inReview = Evolve.Fold(new("P"), Begun) with { Life = Life.UnderReview };
        var act = new ToldAct(0, [new TimelineEventRemoved(At(3), Rana, One)]);

        Assert.Contains("review", NotUndoable.Why(act.Facts[0], act, inReview), StringComparison.Ordinal);
        Assert.Null(NotUndoable.Why(act.Facts[0], act, Evolve.Fold(new("P"), Begun)));
    }

    [Fact]
    public void An_act_in_part_taken_back_is_taken_back_in_the_rest()
    {
        IReadOnlyList<PostMortemEvent> history =
        [
            .. Begun,
            new TimelineEventMarked(At(3), Rana, new("e3"), At(3), "x", null, false, null, null, null, "", Typed),
            new TimelineEventMarked(At(3), Rana, new("e4"), At(3), "y", null, false, null, null, null, "", Typed),
        ];
        history = [.. history, .. Accepted(Timeline.UndoMark(Evolve.Fold(new("P"), history), new("e3"), new(Rana, true), At(4)))];
        Assert.Equal([Begun.Count], Undo.Mine(history, Rana, At(5)).Select(act => act.From));

        var facts = Accepted(Undo.Of(new("P"), history, Begun.Count, new(Rana, true), At(5)));

        Assert.Equal([new TimelineEventRemoved(At(5), Rana, new("e4"))], facts.Skip(1));
    }

    private static PostMortem Fold(IReadOnlyList<PostMortemEvent> history, IReadOnlyList<PostMortemEvent> more) => Evolve.Fold(new("P"), [.. history, .. more]);

    /// <summary>What people see of a post-mortem.</summary>
    private static string Looks(PostMortem p) => string.Join('\n',
    [
        $"{p.Life} {p.Title} {p.Severity} {p.Owner} {p.Commander} {p.Author} {p.Escalated} {p.Complained} {p.ComplaintsAsked} {string.Join(',', p.Environments)} {string.Join(',', p.Services)} {string.Join(',', p.OptionalReasons.Order())}",
        string.Join('\n', p.Slos.Values.OrderBy(slo => slo.Slo, StringComparer.Ordinal)),
        string.Join('\n', p.TriggerAnswers),
        string.Join('\n', p.Events.Select(e => $"{e.Id} {e.When} {e.Text} {e.Phase} {e.PhaseGuessed} {e.Owner} {e.TextBy} {e.Touched} {e.Times} {e.Reasons.Count}")),
        string.Join('\n', p.Evidence.Select(e => $"{e.Id} {e.Text} {string.Join(',', e.Supports)}")),
        string.Join('\n', p.Actions.Select(a => $"{a.Text} {a.Owner} {a.Due} {a.Horizon} {a.Kind} {a.Status}")),
        string.Join('\n', p.Answers.OrderBy(one => one.Key.Value, StringComparer.Ordinal).Select(one => $"{one.Key.Value} {one.Value.Value}")),
        string.Join('\n', p.NotApplicable.OrderBy(one => one.Key.Value, StringComparer.Ordinal).Select(one => $"{one.Key.Value} {one.Value.Reason}")),
    ]);

    private static Instant At(int minutes) => Start + Duration.FromMinutes(minutes);

    private static IReadOnlyList<PostMortemEvent> Accepted(Decision decision) => Assert.IsType<Decision.Accepted>(decision).Facts;

    private static Decision.Refused Refused(Decision decision) => Assert.IsType<Decision.Refused>(decision);
}

using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Domain;

/// <summary>The table of reminders, row by row. Resolved on Tue 24 Nov 2026 at 02:57 in New York; Thu 26 Nov is a day off there.</summary>
public sealed class NudgesTests
{
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];
    private static readonly Dictionary<string, string[]> Roles = new() { ["sre-team"] = ["dana", "marta"], ["sre-lead"] = ["marta"], ["platform-manager"] = ["kim"] };
    private readonly Dictionary<PersonId, Absence> away = [];
    private readonly Reviewed made = new();

    [Theory]
    [InlineData("2026-11-26 12:00", "")]
    [InlineData("2026-11-27 08:59", "")]
    [InlineData("2026-11-27 09:00", "Writing sam")] // day 3
    [InlineData("2026-11-28 12:00", "Writing sam")]
    [InlineData("2026-11-30 09:00", "Writing sam, Meeting sam")] // day 6
    [InlineData("2026-12-01 09:00", "Writing sam, Meeting sam, Action A1 sam")]
    [InlineData("2026-12-02 09:00", "Writing sam, Writing marta, Meeting sam, Meeting dana, Meeting marta, Action A1 sam")] // day 8
    public void A_draft_is_asked_for_on_the_days_of_the_table(string at, string told) => Assert.Equal(told, Told(made.P, at));

    [Fact]
    public void A_day_off_takes_the_reminder_to_the_working_day_before_when_the_deadline_would_pass()
    {
        // Day 5, the draft's own, is a Sunday: its reminder comes on the Friday, which is also day 3's, and the occasion is the later one.
        var nudge = Assert.Single(Nudges.Due(made.P, Reviewed.Rules, Reviewed.BuiltIn, People(), Chatting.InNewYork("2026-11-27 09:00")));

        Assert.Equal(("Writing//2026-11-29/2026-11-29/sam", new LocalDate(2026, 11, 29)), (nudge.Key, nudge.By));
    }

    [Fact]
    public void The_day_that_the_author_is_promised_is_the_one_on_which_the_reminder_comes()
    {
        LocalDate? Promised(int day) => Nudges.NextOfDraft(made.P, Reviewed.Rules, NewYork, new LocalDate(2026, 11, day));

        Assert.Equal(new LocalDate(2026, 11, 27), Promised(24));
        Assert.Equal(new LocalDate(2026, 11, 27), Promised(26));
        Assert.Equal(["", "Writing sam"], new[] { "2026-11-26 23:59", "2026-11-27 09:00" }.Select(at => Told(made.P, at)));
        Assert.Null(Promised(27));
    }

    [Fact]
    public void Overdue_comes_daily_until_day_14_and_weekly_afterwards()
    {
        var days = new List<int>();
        for (var day = 6; day <= 45; day++)
        {
            var now = Chatting.InNewYork("2026-11-24 12:00") + Duration.FromDays(day);
            if (Due(now).FirstOrDefault(nudge => nudge.Topic == NudgeTopic.Writing && nudge.To.Value == "sam") is not { } nudge) continue;
            days.Add(day);
            made.Tell(new NudgeQueued(now, PersonId.Bot, nudge.To, nudge.Topic, nudge.Key));
        }

        Assert.Equal([6, 7, 8, 9, 10, 13, 14, 21, 28, 35, 42], days);
    }

    [Fact]
    public void What_was_missed_while_the_program_was_down_comes_once_and_only_the_latest()
    {
        var due = Due(Chatting.InNewYork("2026-12-10 12:00")).Where(nudge => nudge.To.Value == "sam").ToList();

        Assert.Equal(["Action", "Meeting", "Writing"], due.Select(nudge => nudge.Topic.ToString()).Order());
        made.Tell([.. due.Select(nudge => new NudgeQueued(Reviewed.Noon, PersonId.Bot, nudge.To, nudge.Topic, nudge.Key))]);
        Assert.DoesNotContain(Due(Chatting.InNewYork("2026-12-10 12:30")), nudge => nudge.To.Value == "sam");
    }

    [Theory]
    [InlineData("2026-11-24 22:00", "")]
    [InlineData("2026-11-25 09:00", "Verdict verdict marta, Verdict verdict dana")]
    public void A_verdict_that_nobody_reached_is_told_to_the_sre_team(string at, string told)
    {
        var p = Evolve.Fold(new("Q"), [new IncidentStarted(Reviewed.Resolved, Reviewed.Author.Id, new("web", "local", "#q"), 2, "slow"), new IncidentResolved(Reviewed.Resolved, Reviewed.Author.Id, Reviewed.Resolved)]);

        Assert.Equal(told, Told(p, at));
    }

    [Theory]
    [InlineData(Severity.P1, 2)]
    [InlineData(Severity.P2, 6)]
    [InlineData(Severity.P3, 14)]
    public void An_open_incident_that_goes_quiet_asks_its_owner_once_a_day(Severity severity, int hours)
    {
        var start = Chatting.InNewYork("2026-11-24 02:00");
        var p = Evolve.Fold(new("Q"), [new IncidentStarted(start, Reviewed.Author.Id, new("web", "local", "#q"), 2, "slow"), new SeveritySet(start, Reviewed.Author.Id, severity)]);
        var quiet = Instant.Max(start + Duration.FromHours(hours), Chatting.InNewYork("2026-11-24 09:00"));

        Assert.DoesNotContain(Nudges.Due(p, Reviewed.Rules, null, People(), Instant.Max(start, start + Duration.FromHours(hours) - Duration.FromMinutes(1))), nudge => nudge.Topic == NudgeTopic.Quiet);
        var nudge = Assert.Single(Nudges.Due(p, Reviewed.Rules, null, People(), quiet));
        p = Evolve.Apply(p, new NudgeQueued(quiet, PersonId.Bot, nudge.To, nudge.Topic, nudge.Key));
        Assert.Empty(Nudges.Due(p, Reviewed.Rules, null, People(), quiet + Duration.FromMinutes(30)));
        Assert.Single(Nudges.Due(p, Reviewed.Rules, null, People(), Chatting.InNewYork("2026-11-25 09:00")));
        p = Evolve.Apply(p, new IncidentStillGoing(Chatting.InNewYork("2026-11-25 08:30"), Reviewed.Author.Id));
        Assert.Empty(Nudges.Due(p, Reviewed.Rules, null, People(), Chatting.InNewYork("2026-11-25 09:00")));
    }

    [Fact]
    public void A_waiting_reviewer_is_asked_and_from_the_day_after_with_the_platform_manager_or_the_sre_lead()
    {
        made.Take(made.Request());
        made.Take(made.Approve("Technical", Reviewed.Noor));

        Assert.Equal("", Told(made.P, "2026-11-27 16:00"));
        Assert.Equal("Review Process kim, Review Business priya", Told(made.P, "2026-11-30 12:00"));
        Assert.Equal("Review Process kim, Review Process marta, Review Business priya, Review Business kim", Told(made.P, "2026-12-02 12:00", NudgeTopic.Review));
        made.Take(made.Approve("Business", Reviewed.Priya));
        Assert.Equal("Review Process kim, Review Process marta", Told(made.P, "2026-12-02 12:00", NudgeTopic.Review));
    }

    [Theory]
    [InlineData("2026-11-30 12:00", "")]
    [InlineData("2026-12-01 09:00", "A1 sam")] // two days before
    [InlineData("2026-12-10 09:00", "A1 sam, A1 marta")] // a week late: sam is the author too, so the SRE lead helps
    public void An_action_item_is_told_to_its_owner_and_later_to_who_can_help(string at, string told) =>
        Assert.Equal(told, Told(Reviewed.Finished().P, at, NudgeTopic.Action).Replace("Action ", "", StringComparison.Ordinal));

    [Theory]
    [InlineData("2026-12-03 16:59", false)]
    [InlineData("2026-12-04 09:00", true)] // due Monday 7 December: two days ahead is Saturday, and Monday would be the day itself
    [InlineData("2026-12-06 12:00", true)]
    public void Two_days_ahead_of_a_monday_is_friday(string at, bool told)
    {
        var p = Evolve.Apply(Reviewed.Finished().P, new ActionItemChanged(Reviewed.Noon, Reviewed.Author.Id, new("A1"), null, null, new LocalDate(2026, 12, 7), null, null, null));

        Assert.Equal(told ? "Action A1 sam" : "", Told(p, at, NudgeTopic.Action));
        var nudge = Nudges.Due(p, Reviewed.Rules, Reviewed.BuiltIn, People(), Chatting.InNewYork("2026-12-04 09:00")).First(one => one.Topic == NudgeTopic.Action);
        p = Evolve.Apply(p, new NudgeQueued(Chatting.InNewYork("2026-12-04 09:00"), PersonId.Bot, nudge.To, nudge.Topic, nudge.Key));
        Assert.Equal("", Told(p, "2026-12-04 16:00", NudgeTopic.Action));
        Assert.Equal("Action A1 sam", Told(p, "2026-12-07 09:00", NudgeTopic.Action));
    }

    [Fact]
    public void What_is_done_not_needed_or_snoozed_is_told_to_nobody()
    {
        var p = Reviewed.Finished().P;
        var at = Chatting.InNewYork("2026-12-03 12:00");
        foreach (var fact in new PostMortemEvent[]
        {
            new ActionItemChanged(at, Reviewed.Author.Id, new("A1"), null, null, null, null, null, ActionStatus.Done),
            new ActionItemDropped(at, Reviewed.Author.Id, new("A1"), "gone"),
            new ActionItemRemoved(at, Reviewed.Author.Id, new("A1")),
            new ActionSnoozed(at, Reviewed.Author.Id, new("A1"), new LocalDate(2026, 12, 7)),
        })
        {
            Assert.Equal("", Told(Evolve.Apply(p, fact), "2026-12-03 12:00", NudgeTopic.Action));
        }

        Assert.Equal("Action A1 sam", Told(Evolve.Apply(p, new ActionSnoozed(at, Reviewed.Author.Id, new("A1"), new LocalDate(2026, 12, 7))), "2026-12-07 09:00", NudgeTopic.Action));
    }

    [Fact]
    public void Whether_it_held_is_asked_after_30_and_90_days_and_not_again_when_it_came_back()
    {
        var p = Evolve.Apply(Reviewed.Finished().P, new ActionItemChanged(Reviewed.Noon, Reviewed.Author.Id, new("A1"), null, null, null, null, null, ActionStatus.Done));

        Assert.Equal("", Told(p, "2026-12-24 16:00", NudgeTopic.Effect));
        Assert.Equal("Effect A1:30 sam", Told(p, "2026-12-28 09:00", NudgeTopic.Effect)); // day 30 is a Sunday
        Assert.Equal("Effect A1:90 sam", Told(p, "2027-02-25 09:00", NudgeTopic.Effect));
        Assert.Equal("", Told(Evolve.Apply(p, new ActionEffectTold(Reviewed.Noon, Reviewed.Author.Id, new("A1"), 30, ActionEffect.CameBack)), "2027-02-25 09:00", NudgeTopic.Effect));
    }

    [Fact]
    public void The_follow_up_review_is_told_two_days_before_and_on_its_day_until_it_was_held()
    {
        var p = Reviewed.Finished().P; // discussed on 3 Dec, so followed up on Mon 4 Jan

        Assert.Equal("", Told(p, "2026-12-30 16:00", NudgeTopic.FollowUp));
        Assert.Equal("FollowUp sam", Told(p, "2026-12-31 09:00", NudgeTopic.FollowUp)); // two days before is a Saturday, and Friday a holiday
        Assert.Equal("FollowUp sam", Told(p, "2027-01-04 09:00", NudgeTopic.FollowUp));
        Assert.Equal("", Told(Evolve.Apply(p, new FollowUpHeld(Reviewed.Noon, Reviewed.Author.Id, "", "")), "2027-01-04 09:00", NudgeTopic.FollowUp));
    }

    [Fact]
    public void Whoever_is_away_hears_nothing_and_after_two_working_days_somebody_stands_in()
    {
        away[Reviewed.Author.Id] = new(new(2026, 11, 27), new(2026, 12, 4));

        Assert.Equal("", Told(made.P, "2026-11-27 12:00"));
        Assert.Equal("", Told(made.P, "2026-11-30 12:00"));
        Assert.Equal("Writing marta, Meeting marta, Action A1 marta", Told(made.P, "2026-12-01 09:00"));
        Assert.Equal("Writing sam, Writing marta", Told(made.P, "2026-12-07 09:00", NudgeTopic.Writing));
    }

    private IReadOnlyList<Nudge> Due(Instant now) => Nudges.Due(made.P, Reviewed.Rules, Reviewed.BuiltIn, People(), now);

    private string Told(PostMortem p, string at, NudgeTopic? only = null) => string.Join(", ", Nudges.Due(p, Reviewed.Rules, Reviewed.BuiltIn, People(), Chatting.InNewYork(at))
        .Where(nudge => only is null || nudge.Topic == only)
        .Select(nudge => string.Join(' ', new[] { nudge.Topic.ToString(), nudge.About, nudge.To.Value }.Where(word => word.Length > 0))));

    private NudgePeople People() => new(role => [.. Roles.GetValueOrDefault(role, []).Select(name => new PersonId(name))], _ => NewYork) { AwayOf = person => away.GetValueOrDefault(person) };
}

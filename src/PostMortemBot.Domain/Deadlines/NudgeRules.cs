using NodaTime;
using NodaTime.Text;

namespace PostMortemBot.Domain;

/// <summary>The rows of the table, each a method: when its reason stands, whom it goes to, on which days.</summary>
internal sealed class NudgeRules(PostMortem p, Policy policy, Template? template, NudgePeople people, Instant now)
{
    /// <summary>The first reminder of the draft, in days before it is due.</summary>
    public const int DraftAhead = 2;

    private const int DailyUntil = 14;
    private static readonly Duration BeforeStart = Duration.FromHours(4);

    private readonly Deadlines? dates = Deadlines.Of(p, policy);
    private readonly PersonId? author = Rights.AuthorOf(p);

    private LocalDate Today => now.InZone(policy.ProcessZone).Date;

    public IEnumerable<Nudge> All() => [.. Quiet(), .. Undecided(), .. Writing(), .. Reviews(), .. Meeting(), .. Actions(), .. Effects(), .. FollowUp(), .. Asked()];

    /// <summary>An open incident that goes quiet: P1 2 h, P2 6 h, P3 14 h; once a day.</summary>
    private IEnumerable<Nudge> Quiet()
    {
        if (!p.IsOpen || now - p.ChangedAt < QuietFor(p.Severity)) return [];
        return On(NudgeTopic.Quiet, "", p.Owner ?? p.StartedBy, Today, [Today]);
    }

    public static Duration QuietFor(Severity? severity) => severity switch { Severity.P1 => Duration.FromHours(2), Severity.P3 => Duration.FromHours(14), _ => Duration.FromHours(6) };

    /// <summary>4 h before the start is due the SRE team, then its lead once more.</summary>
    private IEnumerable<Nudge> Undecided()
    {
        var undecided = p is { Restored: not null, Verdict: null, Life: Life.Capturing };
        if (dates is null || !(undecided || (p.Life == Life.Draft && author is null))) return [];
        var by = dates.StartBy.InZone(policy.ProcessZone).Date;
        var about = undecided ? "verdict" : "author";
        return [.. At(NudgeTopic.Verdict, about, people.SreLead, by, dates.StartBy - BeforeStart, dates.StartBy), .. people.SreTeam.SelectMany(member => At(NudgeTopic.Verdict, about, member, by, dates.StartBy - BeforeStart))];
    }

    /// <summary>The author two days before the draft is due and on the day, then daily, weekly after two weeks; the SRE lead too once the reviews are late.</summary>
    private IEnumerable<Nudge> Writing()
    {
        if (dates is null || p.Life != Life.Draft || author is null) return [];
        var late = Late(dates.Draft.PlusDays(1)).ToList();
        return [.. On(NudgeTopic.Writing, "", author, dates.Draft, [Ahead(dates.Draft, DraftAhead, author), dates.Draft, .. late]), .. OnOf(NudgeTopic.Writing, "", people.SreLead, author, dates.Draft, late.Where(day => day > dates.Reviews))];
    }

    /// <summary>The reviewer on the day before and on the day; from the day after every two working days, with the platform manager.</summary>
    private IEnumerable<Nudge> Reviews()
    {
        if (dates is null || p.Life != Life.UnderReview || p.Review is not { } review || template is null || Today < dates.Reviews.PlusDays(-3)) return [];
        var text = new ReviewedText(template, policy);
        return review.Roles.Where(role => Waits(role, text)).SelectMany(role =>
        {
            var asked = role.AskedAt.InZone(policy.ProcessZone).Date;
            var zone = people.ZoneOf(role.Reviewer);
            var due = LocalDate.Max(dates.Reviews, policy.WorkingHours.PlusWorkingDays(asked, 2, zone));
            var late = EveryTwoWorkingDays(due.PlusDays(1), zone).ToList();
            var manager = people.Holders("platform-manager").Contains(role.Reviewer) ? people.SreLead : people.PlatformManager;
            return On(NudgeTopic.Review, role.Role, role.Reviewer, due, new[] { policy.WorkingHours.Ahead(due, 1, zone), due }.Where(day => day > asked).Concat(late)).Concat(OnOf(NudgeTopic.Review, role.Role, manager, role.Reviewer, due, late));
        });
    }

    /// <summary>A role that was asked and owes its word.</summary>
    private bool Waits(RoleReview role, ReviewedText text) =>
        policy.Review.Roles.FirstOrDefault(one => ReviewState.Same(one.Name, role.Role)) is { } known && text.StandingOf(p, known) is RoleStanding.Waiting or RoleStanding.TextChanged;

    private IEnumerable<Nudge> Meeting()
    {
        if (dates is null || p.Life is not (Life.Draft or Life.UnderReview or Life.Final) || p.IsNearMiss || p.Meeting is { Cancelled: false }) return [];
        var first = On(NudgeTopic.Meeting, "", author, dates.DiscussionTo, [Ahead(dates.Reviews, 1, author), dates.Reviews]);
        return [.. first, .. people.SreTeam.Where(member => member != author).SelectMany(member => OnOf(NudgeTopic.Meeting, "", member, author, dates.DiscussionTo, [dates.DiscussionFrom]))];
    }

    /// <summary>The owner two days before, on the day and weekly; after a week who can help, after four the SRE lead.</summary>
    private IEnumerable<Nudge> Actions() => p.Actions.Where(action => action is { IsOpen: true, Due: not null, TextPending: false }).SelectMany(action =>
    {
        var (due, owner, added) = (action.Due!.Value, action.Owner?.Person, action.AddedAt.InZone(policy.ProcessZone).Date);
        var late = Weekly(due.PlusDays(7)).ToList();
        var ahead = Ahead(due, 2, owner ?? author);
        LocalDate[] snoozed = action.SnoozedUntil is { } until && until > ahead ? [until] : [];
        var own = new[] { ahead, due }.Where(day => day > added || day == due).Concat(late).Concat(snoozed).Where(day => !(action.SnoozedUntil > day)).Where(_ => !(action.SnoozedUntil > Today));
        var helps = author is null || author == owner ? people.SreLead : author;
        return On(NudgeTopic.Action, action.Id.Value, owner ?? author, due, own)
            .Concat(owner is null ? [] : OnOf(NudgeTopic.Action, action.Id.Value, helps, owner, due, late))
            .Concat(helps == people.SreLead ? [] : OnOf(NudgeTopic.Action, action.Id.Value, people.SreLead, owner ?? author, due, late.Where(day => day >= due.PlusDays(28))));
    });

    /// <summary>30 and 90 days after it was done its owner is asked whether it held; one that came back is not asked about again.</summary>
    private IEnumerable<Nudge> Effects() => p.Actions.Where(action => action is { Dropped: null, DoneAt: not null }).SelectMany(action =>
    {
        var done = action.DoneAt!.Value.InZone(policy.ProcessZone).Date;
        var asked = ActionAnswers.EffectAsked.Where(days => done.PlusDays(days) <= Today).ToList();
        if (asked.Count == 0 || action.Effects.ContainsKey(asked[^1]) || action.Effects.ContainsValue(ActionEffect.CameBack)) return [];
        var day = done.PlusDays(asked[^1]);
        return On(NudgeTopic.Effect, $"{action.Id}:{asked[^1]}", action.Owner?.Person ?? author, day.PlusDays(7), [day]);
    });

    /// <summary>Author and owners, two days before and on the day.</summary>
    private IEnumerable<Nudge> FollowUp()
    {
        if (p.Life != Life.Final || p.FollowUpHeldAt is not null || p.Meeting is not { Cancelled: false } meeting) return [];
        var day = Deadlines.FollowUp(meeting.Start.InZone(policy.ProcessZone).Date, policy);
        if (Today > day.PlusDays(7)) return [];
        return p.Actions.Where(action => action.Dropped is null).Select(action => action.Owner?.Person).Append(author).Distinct().SelectMany(person => On(NudgeTopic.FollowUp, "", person, day, [Ahead(day, 2, person), day]));
    }

    /// <summary>Whoever was asked, once, two working days later: then there is silence.</summary>
    private IEnumerable<Nudge> Asked() => p.Life is not (Life.Draft or Life.UnderReview) ? [] : p.Questions.Where(question => question.IsOpen).SelectMany(question =>
    {
        var (zone, asked) = (people.ZoneOf(question.Person), question.At.InZone(people.ZoneOf(question.Person)).Date);
        return On(NudgeTopic.Question, question.Id.Value, question.Person, Questions.Due(question, policy, zone), [policy.WorkingHours.PlusWorkingDays(asked, 2, zone)]).Where(nudge => nudge.To == question.Person);
    });

    /// <summary>Every day until two weeks after day 0, then every week.</summary>
    private IEnumerable<LocalDate> Late(LocalDate from)
    {
        var last = dates!.DayZero.PlusDays(DailyUntil);
        for (var day = from; day <= last && day <= Today.PlusDays(1); day = day.PlusDays(1)) yield return day;
        foreach (var day in Weekly(LocalDate.Max(from, last.PlusDays(7)))) yield return day;
    }

    private IEnumerable<LocalDate> Weekly(LocalDate from)
    {
        for (var day = from; day <= Today.PlusDays(1); day = day.PlusDays(7)) yield return day;
    }

    /// <summary>The reminder before the day itself, on a day on which this person works.</summary>
    private LocalDate Ahead(LocalDate due, int days, PersonId? whose) => policy.WorkingHours.Ahead(due, days, whose is { } person ? people.ZoneOf(person) : policy.ProcessZone);

    private IEnumerable<LocalDate> EveryTwoWorkingDays(LocalDate from, DateTimeZone zone)
    {
        for (var day = policy.WorkingHours.OnOrAfter(from, zone) ?? from; day <= Today.PlusDays(1); day = policy.WorkingHours.PlusWorkingDays(day, 2, zone)) yield return day;
    }

    /// <summary>To somebody else than whose it is; nothing when both are one person, or nobody holds the role.</summary>
    private IEnumerable<Nudge> OnOf(NudgeTopic topic, string about, PersonId? to, PersonId? whose, LocalDate by, IEnumerable<LocalDate> days) =>
        to == whose ? [] : On(topic, about, to, by, days).Select(nudge => nudge with { With = nudge.With ?? whose });

    /// <summary>The latest of these days that has come for this person.</summary>
    private IEnumerable<Nudge> On(NudgeTopic topic, string about, PersonId? whose, LocalDate by, IEnumerable<LocalDate> days)
    {
        if (Reached(whose) is not { } to) return [];
        var zone = people.ZoneOf(to);
        var come = days.Where(day => Come(zone.AtLeniently(day + policy.WorkingHours.From).ToInstant(), by, zone) <= now).Select(day => (LocalDate?)day).Max();
        return come is { } latest ? [Told(topic, about, to, whose, by, LocalDatePattern.Iso.Format(latest))] : [];
    }

    /// <summary>The latest of these moments, in their order, that has come for this person.</summary>
    private IEnumerable<Nudge> At(NudgeTopic topic, string about, PersonId? whose, LocalDate by, params Instant[] moments) =>
        Reached(whose) is { } to && moments.LastOrDefault(moment => Come(moment, by, people.ZoneOf(to)) <= now) is var latest && latest != default ? [Told(topic, about, to, whose, by, InstantPattern.General.Format(latest))] : [];

    private static Nudge Told(NudgeTopic topic, string about, PersonId to, PersonId? whose, LocalDate by, string occasion) =>
        new(topic, to, $"{Nudge.SubjectOf(topic, about)}{LocalDatePattern.Iso.Format(by)}/{occasion}/{to}", about, by) { With = to == whose ? null : whose };

    /// <summary>In working hours; on the working day before, from its first minute, when the deadline would pass meanwhile. What is late already waits for the next working day.</summary>
    private Instant Come(Instant wanted, LocalDate by, DateTimeZone zone)
    {
        if (wanted.InZone(zone).Date > by) return policy.WorkingHours.Next(wanted, zone);
        var moved = policy.WorkingHours.Move(wanted, by, zone);
        return moved >= wanted ? moved : zone.AtLeniently(moved.InZone(zone).Date + policy.WorkingHours.From).ToInstant();
    }

    /// <summary>Whoever is away hears nothing; after two working days somebody stands in: the author, the SRE lead, the platform manager, the first who is there.</summary>
    private PersonId? Reached(PersonId? whose)
    {
        if (whose is not { } person || AwayNow(person) is not { } away) return whose;
        var zone = people.ZoneOf(person);
        if (now.InZone(zone).Date < policy.WorkingHours.PlusWorkingDays(away.From, 2, zone)) return null;
        return new[] { author, people.SreLead, people.PlatformManager }.FirstOrDefault(one => one is { } other && other != person && AwayNow(other) is null);
    }

    private Absence? AwayNow(PersonId person) =>
        people.AwayOf(person) is { } away && now.InZone(people.ZoneOf(person)).Date is var day && day >= away.From && day <= away.Until ? away : null;
}

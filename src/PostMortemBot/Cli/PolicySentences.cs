using System.Globalization;
using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Cli;

/// <summary>The rules of <c>bot.json</c> as somebody would tell them, for the one who has just changed the file.</summary>
internal static class PolicySentences
{
    public static IEnumerable<string> Of(Policy policy) =>
    [
        .. Incidents(policy),
        "",
        .. Triggers(policy.Triggers),
        "",
        .. Dates(policy),
        "",
        .. Review(policy),
        "",
        .. Slos(policy),
        "",
        .. People(policy),
    ];

    private static IEnumerable<string> Incidents(Policy policy)
    {
        var pattern = policy.IncidentIdPattern.ToString();
        yield return $"Times without a zone are in {policy.ProcessZone.Id}. An incident number looks like {pattern[@"\A(?:".Length..^@")\z".Length]}.";
        yield return $"Environments: {string.Join(", ", policy.Environments)}.";
        if (policy.Services.Count > 0) yield return $"Services: {string.Join(", ", policy.Services.Select(service => Service(policy, service)))}.";
        yield return $"A message becomes an event by {Emoji(policy.Emoji.Timeline)}, evidence by {Emoji(policy.Emoji.Evidence)}, an action item by {Emoji(policy.Emoji.Action)}.";
    }

    private static string Service(Policy policy, ServiceEntry service)
    {
        string?[] who = [service.Owner is { } owner ? "@" + owner : null, service.Team is { } team ? policy.TeamNamed(team)?.PrintedAs : null];
        var told = string.Join(", ", who.OfType<string>());
        return told.Length == 0 ? service.Name : $"{service.Name} ({told})";
    }

    private static string Emoji(IReadOnlyList<string> names) => names.Count == 0 ? "no emoji" : string.Join(" or ", names.Select(name => $":{name}:"));

    private static IEnumerable<string> Triggers(TriggerPolicy triggers)
    {
        yield return "A post-mortem is required when one of these holds:";
        if (triggers.RequiredSeverities.Count > 0) yield return $"  the severity is {string.Join(" or ", triggers.RequiredSeverities)}";
        if (triggers.Escalation) yield return "  it was escalated";
        yield return $"  it lasted over {Moments.Length(triggers.LongerThan)}";
        yield return $"  it took over {Percent(triggers.BudgetOver)} of an SLO's budget";
        if (triggers.Complaints) yield return "  customers complained";
        yield return $"  it struck {Number(triggers.EnvironmentsAtLeast)} environments or more";
    }

    private static IEnumerable<string> Dates(Policy policy)
    {
        var dates = policy.Deadlines;
        var from = dates.WeekFrom == WeekFrom.Began ? "began" : "was resolved";
        yield return $"It is started within {Number((int)dates.StartWithin.TotalHours)} h of resolution. The draft is due on day {Number(dates.DraftDay)} and the reviews on day {Number(dates.ReviewsDay)} after it.";
        yield return $"It is complete {Days(dates.CompleteDays)} after the incident {from}. The discussion is held on day {Number(dates.DiscussionFirstDay)} to {Number(dates.DiscussionLastDay)}.";
        yield return $"Actions are due after {Days(dates.ImmediateDays)}, {Months(dates.ShortTermMonths)} or {Months(dates.LongTermMonths)}. The follow-up review comes {Months(dates.FollowUpMonths)} after the discussion.";
        var hours = policy.WorkingHours;
        yield return $"Nobody is written to unasked outside {Clock(hours.From)} to {Clock(hours.To)}, {string.Join(" ", hours.Days.Select(day => day.ToString()[..3]))}, in their own zone.";
        if (hours.Holidays.Count > 0) yield return $"Days off are known for {string.Join(", ", hours.Holidays.Keys.Order(StringComparer.Ordinal))}.";
    }

    private static IEnumerable<string> Review(Policy policy)
    {
        foreach (var role in policy.Review.Roles)
        {
            yield return $"{role.Name} ({role.Title}) is reviewed by {Asked(policy, role.Asked)}.";
            foreach (var (service, own) in role.PerService) yield return $"  for {service}: by {Asked(policy, own)}";
        }

        yield return policy.Review.Distinct ? "All approvers are different persons, and none is the author." : "One person may hold several roles; the author holds none.";
    }

    private static string Asked(Policy policy, ReviewersAsked asked)
    {
        var reviewers = string.Join(", ", asked.Reviewers.Select(handle => Handle(policy, handle)));
        return asked.StandIns.Count == 0 ? $"{reviewers}; nobody stands in" : $"{reviewers}; {string.Join(", ", asked.StandIns.Select(handle => Handle(policy, handle)))} stands in";
    }

    private static string Handle(Policy policy, string handle)
    {
        if (policy.PersonNamed(handle) is { } person) return $"{person.Name} (@{handle})";
        var holders = policy.Holders(handle);
        return holders.Count == 0 ? $"@{handle} (nobody)" : $"@{handle} ({string.Join(", ", holders.Select(one => one.Name))})";
    }

    private static IEnumerable<string> Slos(Policy policy) => policy.Slos.Select(slo =>
    {
        var window = slo.Window == SloWindow.Month ? "a calendar month" : "30 days";
        var other = slo.OtherConsumed > 0 ? $", {Percent(slo.OtherConsumed)} of it spent elsewhere" : "";
        return $"SLO {slo.Name}, printed {slo.Printed}: {Percent(slo.Target)} of {(slo.Kind == SloKind.Time ? "minutes" : "requests")} good in {window}{other}.";
    });

    private static IEnumerable<string> People(Policy policy)
    {
        yield return $"{Moments.Count(policy.People.Count, "person", "people")} in {Moments.Count(policy.Teams.Count, "team")} are known.";
        yield return $"Always told: {Names(policy.Distribution.Required)}.";
        foreach (var optional in policy.Distribution.Optional) yield return $"Told on condition: {optional.Recipient.Name} ({string.Join(" or ", optional.When.Select(Condition))}).";
        yield return $"Contacts: {(policy.Contacts.Count == 0 ? "none" : string.Join(", ", policy.Contacts.Select(contact => $"{contact.Name} {Handle(policy, contact.Handle)}")))}.";
        yield return $"Related documents: {(policy.RelatedDocuments.Count == 0 ? "none" : string.Join(", ", policy.RelatedDocuments.Select(document => document.Title)))}.";
    }

    private static string Names(IReadOnlyList<Recipient> recipients) => recipients.Count == 0 ? "nobody" : string.Join(", ", recipients.Select(one => one.Name));

    private static string Condition(DistributionCondition condition) => condition switch
    {
        DistributionCondition.P1 => "P1",
        DistributionCondition.CustomerImpact => "customer impact",
        DistributionCondition.RunbookChanges => "runbook changes",
        DistributionCondition.Ask => "when the author says so",
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, "A condition without words."),
    };

    private static string Days(int days) => Moments.Count(days, "day");

    private static string Months(int months) => Moments.Count(months, "month");

    private static string Clock(LocalTime time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Percent(double share) => ((decimal)share * 100).ToString("0.####", CultureInfo.InvariantCulture) + " %";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

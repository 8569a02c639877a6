using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>One incident in the account of the error budgets: when it was, and what its SLOs lost.</summary>
public sealed record BudgetEntry(PostMortemId Id, Instant Began, Instant Restored, IReadOnlyList<SloMeasurement> Slos);

/// <summary>What earlier post-mortems took from the budgets of an incident: Remaining = 100 % − this − earlier − other (decisions.md 7).</summary>
public static class Earlier
{
    public static IReadOnlyDictionary<string, IReadOnlyCollection<SpentEarlier>> None { get; } = new Dictionary<string, IReadOnlyCollection<SpentEarlier>>();

    /// <summary>By the SLO's name. Of two incidents that began at the same instant the one that was opened first is the earlier.</summary>
    /// <param name="all">Every incident that is over, <paramref name="p"/> itself too.</param>
    public static IReadOnlyDictionary<string, IReadOnlyCollection<SpentEarlier>> Of(PostMortem p, IEnumerable<BudgetEntry> all, Policy policy)
    {
        var before = all.Where(one => one.Id != p.Id && one.Restored >= one.Began && IsBefore(one, p)).ToList();
        return policy.Slos.ToDictionary(slo => slo.Name, slo => (IReadOnlyCollection<SpentEarlier>)[.. before.SelectMany(one => Spent(one, slo, policy))]);
    }

    private static bool IsBefore(BudgetEntry one, PostMortem p) => one.Began < p.Began || (one.Began == p.Began && string.CompareOrdinal(one.Id.Value, p.Id.Value) < 0);

    private static IEnumerable<SpentEarlier> Spent(BudgetEntry one, Slo slo, Policy policy)
    {
        if (one.Slos.FirstOrDefault(told => policy.SloNamed(told.Slo)?.Name == slo.Name) is not { } told || SloLoss.From(told) is not { } loss || ErrorBudget.Mismatch(slo, loss) is not null) return [];
        var zone = policy.ProcessZone;
        return ErrorBudget.Reckon(slo, loss, new Interval(one.Began, one.Restored), zone).Select(row => new SpentEarlier(In(row.Window, one, zone), row.Consumed));
    }

    /// <summary>An instant of the incident within the window that the share was taken from.</summary>
    private static Instant In(BudgetWindow window, BudgetEntry one, DateTimeZone zone) =>
        window.Month is { } month ? Instant.Max(one.Began, month.OnDayOfMonth(1).AtStartOfDayInZone(zone).ToInstant()) : one.Restored;
}

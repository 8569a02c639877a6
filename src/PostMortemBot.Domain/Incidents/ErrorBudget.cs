using System.Globalization;
using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>What an incident cost one SLO, as measured: <see cref="BadTime"/> or <see cref="FailedRequests"/>.</summary>
public abstract record SloLoss
{
    private SloLoss()
    {
    }

    /// <summary>The loss in what was told of an SLO; null when only a peak was told, or nothing that can be reckoned with.</summary>
    public static SloLoss? From(SloMeasurement told) => told switch
    {
        { Bad: { } bad } => new BadTime(bad),
        { Failed: { } failed, Total: > 0 } => new FailedRequests(failed, told.Total.Value),
        _ => null,
    };

    /// <summary>How long it was bad.</summary>
    public sealed record BadTime(Duration Length) : SloLoss;

    /// <summary>How many requests failed, of how many in the window of the SLO (the month, or 30 days): the budget is a share of these.</summary>
    public sealed record FailedRequests(long Failed, long Total) : SloLoss;
}

/// <summary>What an earlier post-mortem consumed of the same SLO: its instant decides the month.</summary>
public readonly record struct SpentEarlier(Instant At, decimal Share);

/// <summary>
/// The error budget, by <c>decisions.md</c> 7. Budget = (1 − target) × window: minutes of the month (its days × 1,440; an hour that a change of clocks
/// adds or takes is not counted) or requests. Consumed = bad ÷ budget.
/// </summary>
public static class ErrorBudget
{
    /// <summary>
    /// One row per month that the incident touched (one row for 30 days), each with its share of what was bad: in proportion to the incident's
    /// minutes in that month. Refuses (throws) a target outside 0 to 1 and a loss of the other kind: check with <see cref="Mismatch"/> first.
    /// </summary>
    public static IReadOnlyList<BudgetSpent> Reckon(Slo slo, SloLoss loss, Interval incident, DateTimeZone zone, IReadOnlyCollection<SpentEarlier>? earlier = null)
    {
        if (slo.Target is <= 0 or >= 1) throw new ArgumentOutOfRangeException(nameof(slo), slo.Target, "The target is a share between 0 and 1.");
        if (Mismatch(slo, loss) is { } mismatch) throw new ArgumentException(mismatch, nameof(loss));
        var spent = earlier ?? [];
        if (slo.Window == SloWindow.ThirtyDays)
        {
            var from = incident.End - Duration.FromDays(30);
            return [Row(slo, loss, incident, 1, BudgetWindow.ThirtyDays, spent.Where(one => one.At > from && one.At <= incident.End))];
        }

        return [.. BudgetWindow.Months(incident, zone).Select(part => Row(
            slo, loss, incident, part.Share, part.Window, spent.Where(one => one.At.InZone(zone).Date.ToYearMonth() == part.Window.Month)))];
    }

    /// <summary>The trigger takes the largest consumption of any SLO in any month; null when nothing is measured.</summary>
    public static BudgetSpent? Largest(IEnumerable<BudgetSpent> rows) => rows.MaxBy(row => row.Consumed);

    /// <summary>A sentence when this loss cannot be of this SLO; else null.</summary>
    public static string? Mismatch(Slo slo, SloLoss loss) => (slo.Kind, loss) switch
    {
        (SloKind.Time, SloLoss.FailedRequests) => $"{slo.Name} counts minutes. Type how long it was bad: slo {slo.Name} bad 23m.",
        (SloKind.Requests, SloLoss.BadTime) => $"{slo.Name} counts requests. Type how many failed: slo {slo.Name} failed 812/120000.",
        _ => null,
    };

    private static BudgetSpent Row(Slo slo, SloLoss loss, Interval incident, decimal part, BudgetWindow window, IEnumerable<SpentEarlier> earlier)
    {
        var (bad, whole) = loss switch
        {
            SloLoss.BadTime time => (Moments.ExactMinutes(time.Length), window.Minutes),
            SloLoss.FailedRequests requests => ((decimal)requests.Failed, requests.Total),
            _ => throw new ArgumentOutOfRangeException(nameof(loss), loss, "A loss that is not known."),
        };
        return new BudgetSpent(slo, window, bad * part, whole, earlier.Sum(one => one.Share), Moments.ExactMinutes(incident.Duration) * part);
    }
}

/// <summary>The span one row is reckoned for.</summary>
/// <param name="Name"><c>November 2026</c> or <c>30 days</c>.</param>
/// <param name="Month">The month; null for 30 days.</param>
/// <param name="Minutes">Its length in minutes, as budgets count them.</param>
/// <param name="MinutesLeft">Minutes from the end of the incident to the end of the window; for a month that is over by then 0.</param>
public sealed record BudgetWindow(string Name, YearMonth? Month, decimal Minutes, decimal MinutesLeft)
{
    /// <summary>30 days always lie ahead: what is bad today counts for 30 days.</summary>
    public static BudgetWindow ThirtyDays { get; } = new("30 days", null, 43_200, 43_200);

    /// <summary>The months of an incident, each with the share of the incident's time that fell in it.</summary>
    internal static IEnumerable<(BudgetWindow Window, decimal Share)> Months(Interval incident, DateTimeZone zone)
    {
        var month = incident.Start.InZone(zone).Date.ToYearMonth();
        var length = Moments.ExactMinutes(incident.Duration);
        for (var start = incident.Start; ; month = month.PlusMonths(1))
        {
            var next = month.PlusMonths(1).OnDayOfMonth(1).AtStartOfDayInZone(zone).ToInstant();
            var end = Instant.Min(incident.End, next);
            var share = length == 0 ? 1 : Moments.ExactMinutes(end - start) / length;
            yield return (Of(month, Moments.ExactMinutes(next - end)), share);
            // An incident that ends at midnight has no minute in the next month.
            if (incident.End <= next) yield break;
            start = next;
        }
    }

    private static BudgetWindow Of(YearMonth month, decimal left) => new(
        month.ToString("MMMM uuuu", CultureInfo.InvariantCulture), month, CalendarSystem.Iso.GetDaysInMonth(month.Year, month.Month) * 1_440m, left);
}

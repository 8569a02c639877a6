using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>Durations and error budget as the document prints them. Everything is computed from events and measurements; what is not known stays a blank.</summary>
internal static class FilledNumbers
{
    public static void Into(Dictionary<string, FieldValue> bound, PostMortem p, Policy policy, IReadOnlyDictionary<string, IReadOnlyCollection<SpentEarlier>> earlier)
    {
        if (p.Restored is not null && p.Events.Count > 0) Times(bound, p.KeyTimes);
        var spent = Spent(p, policy, earlier);
        if (p.Slos.Count == 0) return;
        bound["slo.table"] = new FieldValue.Rows([.. policy.Slos.Select(slo => Row(slo, p))]);
        var breached = policy.Slos.Where(slo => p.Slos.TryGetValue(slo.Name, out var told) && IsBad(told)).ToList();
        bound["slo.breach"] = breached.Count == 0
            ? new FieldValue.Choice(["No"])
            : new FieldValue.Choice(["Yes"], string.Join("; ", breached.Select(slo => $"{slo.Name}: {Impact(p.Slos[slo.Name])}")));
        Peak(bound, p, policy, SloMeasure.ResponseTime, "slo.responseTime", "Peak degradation", "metrics.peakResponseTime", "ms");
        Peak(bound, p, policy, SloMeasure.ErrorRate, "slo.errorRate", "Peak error rate", "metrics.peakErrorRate", "%");
        if (p.Slos.Values.Select(told => told.Failed).FirstOrDefault(failed => failed is not null) is { } number) Words(bound, "metrics.failedRequests", Shares.Number(number));
        if (ErrorBudget.Largest(spent) is not { } largest) return;
        Words(bound, "budget.consumed", largest.ConsumedText);
        Words(bound, "budget.remaining", largest.RemainingText);
        Words(bound, "budget.burnRate", largest.BurnRateText);
        Words(bound, "budget.recovery", largest.RecoveryText);
    }

    /// <summary>What this incident took from each budget that was measured; none before it was resolved.</summary>
    public static IReadOnlyList<BudgetSpent> Spent(PostMortem p, Policy policy, IReadOnlyDictionary<string, IReadOnlyCollection<SpentEarlier>> earlier)
    {
        if (p.Restored is not { } restored || restored < p.Began) return [];
        var incident = new Interval(p.Began, restored);
        return [.. policy.Slos
            .Select(slo => (slo, loss: p.Slos.TryGetValue(slo.Name, out var told) ? SloLoss.From(told) : null))
            .Where(one => one.loss is not null && ErrorBudget.Mismatch(one.slo, one.loss) is null)
            .SelectMany(one => ErrorBudget.Reckon(one.slo, one.loss!, incident, policy.ProcessZone, earlier.GetValueOrDefault(one.slo.Name)))];
    }

    private static void Times(Dictionary<string, FieldValue> bound, KeyTimes times)
    {
        Words(bound, "incident.duration", Durations.Total(times).Printed);
        Minutes("metrics.timeToDetection", Durations.TimeToDetection(times));
        Minutes("metrics.timeToResolution", Durations.TimeToResolution(times));
        Minutes("metrics.timeToFirstFix", Durations.TimeToFirstFix(times));
        Minutes("metrics.timeToSuccessfulResolution", Durations.TimeToSuccessfulResolution(times));
        Minutes("metrics.timeToFullRestoration", Durations.TimeToFullRestoration(times));

        void Minutes(string name, TimeBetween between) => Words(bound, name, between.Minutes is { } minutes ? Shares.Number(minutes) : between.Printed);
    }

    private static void Peak(Dictionary<string, FieldValue> bound, PostMortem p, Policy policy, SloMeasure measure, string name, string label, string metric, string unit)
    {
        if (policy.Slos.FirstOrDefault(slo => slo.Measure == measure) is not { } slo || !p.Slos.TryGetValue(slo.Name, out var told) || told.Peak.Length == 0) return;
        Words(bound, name, PeakText(label, told.Peak, slo.Printed));
        Words(bound, metric, told.Peak.Replace(unit, "", StringComparison.OrdinalIgnoreCase).Trim());
    }

    /// <param name="target">The objective as printed; null where no SLO measures it.</param>
    public static string PeakText(string label, string peak, string? target) => target is null ? $"{label}: {peak}" : $"{label}: {peak} vs target {target}";

    private static IReadOnlyDictionary<string, string> Row(Slo slo, PostMortem p)
    {
        var told = p.Slos.GetValueOrDefault(slo.Name);
        return new Dictionary<string, string>
        {
            ["slo"] = slo.Name,
            ["target"] = slo.Printed,
            ["actual"] = told is null ? "N/A" : told.Peak.Length > 0 ? told.Peak : Actual(told),
            ["impact"] = told is null ? "N/A" : Impact(told),
        };
    }

    private static string Actual(SloMeasurement told) => told switch
    {
        { Failed: { } failed, Total: > 0 and var total } => Shares.Percent((decimal)failed / total),
        { Bad: { } bad } => $"{Moments.Length(bad)} bad",
        _ => "N/A",
    };

    private static string Impact(SloMeasurement told) => told switch
    {
        { Bad: { } bad } when bad > Duration.Zero => $"Breached for {Moments.WholeMinutes(bad)}min",
        { Failed: > 0 and var failed } => $"Breached: {Shares.Number(failed)} of {Shares.Number(told.Total ?? 0)} requests failed",
        _ => "Within target",
    };

    private static bool IsBad(SloMeasurement told) => told.Bad > Duration.Zero || told.Failed > 0;

    private static void Words(Dictionary<string, FieldValue> bound, string name, string text) => bound[name] = new FieldValue.Words(text);
}

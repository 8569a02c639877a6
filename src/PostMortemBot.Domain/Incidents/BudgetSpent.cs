using System.Globalization;
using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>
/// What one incident took from one SLO's budget in one window, with every number and its inputs as people read them. Shares are of the budget: 0.532 is 53.2 %.
/// </summary>
/// <param name="Slo">The SLO.</param>
/// <param name="Window">The month, or 30 days.</param>
/// <param name="Bad">Bad minutes, or failed requests, in this window.</param>
/// <param name="Whole">Minutes, or requests, of the window.</param>
/// <param name="Earlier">The share that earlier post-mortems of this SLO and window consumed.</param>
/// <param name="IncidentMinutes">Minutes of the incident in this window.</param>
public sealed record BudgetSpent(Slo Slo, BudgetWindow Window, decimal Bad, decimal Whole, decimal Earlier, decimal IncidentMinutes)
{
    private readonly decimal _target = (decimal)Slo.Target;
    private readonly decimal _other = (decimal)Slo.OtherConsumed;

    /// <summary>(1 − target) × window: how many minutes may be bad, or requests fail.</summary>
    public decimal Budget => (1 - _target) * Whole;

    /// <summary>Bad ÷ budget. Nothing bad consumes nothing, even of nothing.</summary>
    public decimal Consumed => Bad == 0 ? 0 : Bad / Budget;

    /// <summary>1 − this − earlier − other; negative when more is gone than there was.</summary>
    public decimal Remaining => 1 - Consumed - Earlier - _other;

    /// <summary>
    /// How many times faster than allowed: (bad ÷ minutes of the incident) ÷ (1 − target). For requests the same, with the share of the budget per
    /// share of the window: consumed ÷ (incident minutes ÷ window minutes), which is equal for minutes and takes requests as evenly spread.
    /// Null for an incident without length.
    /// </summary>
    public decimal? BurnRate => IncidentMinutes == 0 ? null : Consumed * Window.Minutes / IncidentMinutes;

    /// <summary>
    /// Minutes without further harm until the remaining budget suffices at the allowed rate: minutes left in the window − remaining × window minutes,
    /// at least 0, at most what is left of the window.
    /// </summary>
    public decimal RecoveryMinutes => Math.Clamp(Window.MinutesLeft - (Remaining * Window.Minutes), 0, Window.MinutesLeft);

    /// <summary><c>53.2 % of the monthly budget (23 of 43.2 min; 99.9 % of 43,200 min)</c>.</summary>
    public string ConsumedText => $"{Shares.Percent(Consumed)} of the {BudgetName} ({Inputs})";

    /// <summary><c>46.8 % (100 % − 53.2 % here)</c>, with <c>− 10 % earlier</c> and <c>− 6 % other</c> where there are such.</summary>
    public string RemainingText => Remaining < 0
        ? $"none, {Shares.Percent(-Remaining)} over ({RemainingInputs})"
        : $"{Shares.Percent(Remaining)} ({RemainingInputs})";

    /// <summary><c>1,000 times the allowed rate (23 bad of 23 min; allowed 0.1 %)</c>.</summary>
    public string BurnRateText => BurnRate is not { } rate
        ? "N/A (the incident has no length)"
        : $"{Shares.Number(rate)} times the allowed rate ({BurnInputs})";

    /// <summary>
    /// <c>2 d 8 h (23,760 min left in November 2026 − 46.8 % × 43,200 min)</c>; <c>none needed (…)</c> when the rest suffices already.
    /// </summary>
    public string RecoveryText
    {
        get
        {
            var left = Window.Month is null ? "min of 30 days" : $"min left in {Window.Name}";
            var formula = $"{Shares.Number(Window.MinutesLeft)} {left} − {Shares.Percent(Math.Max(Remaining, 0))} × {Shares.Number(Window.Minutes)} min";
            return RecoveryMinutes == 0 ? $"none needed ({formula})" : $"{Moments.Length(Duration.FromSeconds((double)(RecoveryMinutes * 60)))} ({formula})";
        }
    }

    /// <summary>When more was bad than the incident is long: somebody has to look. Else null.</summary>
    public string? Hint => Slo.Kind == SloKind.Time && Bad > IncidentMinutes
        ? $"{Slo.Name}: {Shares.Number(Bad)} bad minutes are more than the incident's {Shares.Number(IncidentMinutes)}."
        : null;

    private string BudgetName => Window.Month is null ? "30-day budget" : "monthly budget";

    private string Unit => Slo.Kind == SloKind.Time ? "min" : "requests";

    private string Inputs => $"{Shares.Number(Bad)} of {Shares.Number(Budget)} {Unit}; {Shares.Percent(_target)} of {Shares.Number(Whole)} {Unit}";

    private string RemainingInputs =>
        $"100 % − {Shares.Percent(Consumed)} here"
        + (Earlier == 0 ? "" : $" − {Shares.Percent(Earlier)} earlier")
        + (_other == 0 ? "" : $" − {Shares.Percent(_other)} other");

    private string BurnInputs => Slo.Kind == SloKind.Time
        ? $"{Shares.Number(Bad)} bad of {Shares.Number(IncidentMinutes)} min; allowed {Shares.Percent(1 - _target)}"
        : $"{Shares.Percent(Consumed)} of the budget in {Shares.Number(IncidentMinutes)} of {Shares.Number(Window.Minutes)} min";
}

/// <summary>Shares and amounts as people read them.</summary>
public static class Shares
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    /// <summary><c>53.2 %</c>, <c>14 %</c>, <c>1,353.3 %</c>; one decimal, half up; further ones only where that would hide all or nothing: <c>99.95 %</c>, <c>0.02 %</c>.</summary>
    public static string Percent(decimal share)
    {
        var percent = share * 100;
        var places = 1;
        while (places < 4 && Hides(Rounded(percent, places), percent)) places++;
        return Rounded(percent, places).ToString("#,0.####", Plain) + " %";
    }

    /// <summary>
    /// As <see cref="Percent"/>, with as many decimals (at most four) as show on which side of <paramref name="threshold"/> it lies: 10.04 % beside 10 %;
    /// where those do not suffice <c>just over 10 %</c>.
    /// </summary>
    public static string PercentBeside(decimal share, decimal threshold)
    {
        if (share == threshold) return Percent(share);
        for (var places = 1; places <= 4; places++)
        {
            var rounded = Rounded(share * 100, places);
            if (rounded != threshold * 100) return places == 1 ? Percent(share) : rounded.ToString("#,0.####", Plain) + " %";
        }

        return $"just {(share > threshold ? "over" : "under")} {Percent(threshold)}";
    }

    /// <summary><c>43.2</c>, <c>23</c>, <c>43,200</c>: one decimal, half up; an amount under 1 keeps two more.</summary>
    public static string Number(decimal number) => Rounded(number, Math.Abs(number) < 1 ? 3 : 1).ToString("#,0.###", Plain);

    private static bool Hides(decimal rounded, decimal exact) => rounded != exact && rounded is 0 or 100;

    private static decimal Rounded(decimal number, int places) => Math.Round(number, places, MidpointRounding.AwayFromZero);
}

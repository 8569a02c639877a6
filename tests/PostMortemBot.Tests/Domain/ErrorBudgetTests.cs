using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Domain;

/// <summary>Every expected number is reckoned by hand; the working stands beside it.</summary>
public sealed class ErrorBudgetTests
{
    private static readonly DateTimeZone NewYork = DateTimeZoneProviders.Tzdb["America/New_York"];
    private static readonly DateTimeZone Kolkata = DateTimeZoneProviders.Tzdb["Asia/Kolkata"];
    private static readonly Slo Availability = new("API Availability", SloKind.Time, 0.999, "99.9%");
    private static readonly Slo Errors = new("Error Rate", SloKind.Requests, 0.999, "<0.1%");

    // 24 Nov 2026 02:10 EST.
    private static readonly Instant Began = Instant.FromUtc(2026, 11, 24, 7, 10);

    [Fact]
    public void The_worked_example_of_the_decisions()
    {
        foreach (var culture in Culture.Three)
        {
            using var scope = Culture.Of(culture);
            // November: 30 × 1,440 = 43,200 min; 0.1 % of that = 43.2 min; 23 ÷ 43.2 = 0.53240…; burn rate (23 ÷ 23) ÷ 0.001 = 1000.
            var row = Time(Availability, 23, 23);
            Assert.Equal("53.2 % of the monthly budget (23 of 43.2 min; 99.9 % of 43,200 min)", row.ConsumedText);
            Assert.Equal("1,000 times the allowed rate (23 bad of 23 min; allowed 0.1 %)", row.BurnRateText);
            Assert.Equal(43.2m, row.Budget);
            Assert.Equal(1000m, Math.Round(row.BurnRate!.Value, 6));
            // 100 − 53.24 = 46.76
            Assert.Equal("46.8 % (100 % − 53.2 % here)", row.RemainingText);
        }
    }

    [Theory]
    // February 2026: 28 × 1,440 = 40,320; 0.1 % = 40.32 → 40.3; 10 ÷ 40.32 = 24.80 %
    [InlineData(2026, 2, 10, "24.8 % of the monthly budget (10 of 40.3 min; 99.9 % of 40,320 min)")]
    // February 2028, a leap year: 29 × 1,440 = 41,760; 41.76 → 41.8; 10 ÷ 41.76 = 23.946 %
    [InlineData(2028, 2, 10, "23.9 % of the monthly budget (10 of 41.8 min; 99.9 % of 41,760 min)")]
    // December: 31 × 1,440 = 44,640; 44.64 → 44.6; 44.64 ÷ 44.64 would be 100; 45 ÷ 44.64 = 100.806 %
    [InlineData(2026, 12, 45, "100.8 % of the monthly budget (45 of 44.6 min; 99.9 % of 44,640 min)")]
    // March, in which an hour is missing in New York: still 31 × 1,440; 4.464 ÷ 44.64 = 10 %; 4 ÷ 44.64 = 8.9606 %
    [InlineData(2026, 3, 4, "9 % of the monthly budget (4 of 44.6 min; 99.9 % of 44,640 min)")]
    public void A_month_has_the_minutes_of_its_days(int year, int month, int bad, string text)
    {
        var start = new LocalDateTime(year, month, 10, 2, 0).InZoneLeniently(NewYork).ToInstant();
        var row = Assert.Single(ErrorBudget.Reckon(Availability, Bad(bad), new Interval(start, start + Duration.FromMinutes(60)), NewYork));
        Assert.Equal(text, row.ConsumedText);
    }

    [Theory]
    // 99.5 % of November: 0.5 % of 43,200 = 216; 23 ÷ 216 = 10.648 %; burn (23 ÷ 46) ÷ 0.005 = 100
    [InlineData(0.995, 23, 46, "10.6 % of the monthly budget (23 of 216 min; 99.5 % of 43,200 min)", "100 times the allowed rate (23 bad of 46 min; allowed 0.5 %)")]
    // 99.99 %: 0.01 % of 43,200 = 4.32; 23 ÷ 4.32 = 532.407 %; burn (23 ÷ 46) ÷ 0.0001 = 5000
    [InlineData(0.9999, 23, 46, "532.4 % of the monthly budget (23 of 4.3 min; 99.99 % of 43,200 min)", "5,000 times the allowed rate (23 bad of 46 min; allowed 0.01 %)")]
    // 95 % (a latency SLO): 5 % of 43,200 = 2,160; 54 ÷ 2,160 = 2.5 %; burn (54 ÷ 60) ÷ 0.05 = 18
    [InlineData(0.95, 54, 60, "2.5 % of the monthly budget (54 of 2,160 min; 95 % of 43,200 min)", "18 times the allowed rate (54 bad of 60 min; allowed 5 %)")]
    // nothing bad: 0 of 43.2
    [InlineData(0.999, 0, 60, "0 % of the monthly budget (0 of 43.2 min; 99.9 % of 43,200 min)", "0 times the allowed rate (0 bad of 60 min; allowed 0.1 %)")]
    public void Target_and_length_decide_share_and_burn_rate(double target, int bad, int length, string consumed, string burn)
    {
        var row = Time(Availability with { Target = target }, bad, length);
        Assert.Equal(consumed, row.ConsumedText);
        Assert.Equal(burn, row.BurnRateText);
    }

    [Fact]
    public void Requests_have_a_budget_of_requests()
    {
        // 0.1 % of 120,000 = 120; 812 ÷ 120 = 676.667 %. Burn: 6.76667 ÷ (47 ÷ 43,200) = 6.76667 × 919.1489 = 6,219.57.
        var row = Assert.Single(ErrorBudget.Reckon(Errors, new SloLoss.FailedRequests(812, 120_000), Lasting(47), NewYork));
        Assert.Equal("676.7 % of the monthly budget (812 of 120 requests; 99.9 % of 120,000 requests)", row.ConsumedText);
        Assert.Equal("none, 576.7 % over (100 % − 676.7 % here)", row.RemainingText);
        Assert.Equal("6,219.6 times the allowed rate (676.7 % of the budget in 47 of 43,200 min)", row.BurnRateText);
    }

    [Fact]
    public void Requests_of_a_busy_month()
    {
        // 0.1 % of 52,000,000 = 52,000; 2,300 ÷ 52,000 = 4.423 %.
        var row = Assert.Single(ErrorBudget.Reckon(Errors, new SloLoss.FailedRequests(2_300, 52_000_000), Lasting(47), NewYork));
        Assert.Equal("4.4 % of the monthly budget (2,300 of 52,000 requests; 99.9 % of 52,000,000 requests)", row.ConsumedText);
    }

    [Fact]
    public void Over_a_months_end_each_month_gets_its_share()
    {
        // 30 Nov 23:40 to 1 Dec 00:20 EST: 20 of 40 minutes each; 30 bad minutes: 15 each.
        // November 15 ÷ 43.2 = 34.722 %; December 15 ÷ 44.64 = 33.602 %. Burn in each: (15 ÷ 20) ÷ 0.001 = 750.
        var start = Instant.FromUtc(2026, 12, 1, 4, 40);
        var rows = ErrorBudget.Reckon(Availability, Bad(30), new Interval(start, start + Duration.FromMinutes(40)), NewYork);
        Assert.Equal(
            [
                "34.7 % of the monthly budget (15 of 43.2 min; 99.9 % of 43,200 min)",
                "33.6 % of the monthly budget (15 of 44.6 min; 99.9 % of 44,640 min)",
            ],
            rows.Select(row => row.ConsumedText));
        Assert.Equal(["November 2026", "December 2026"], rows.Select(row => row.Window.Name));
        Assert.All(rows, row => Assert.Equal(750m, Math.Round(row.BurnRate!.Value, 6)));
        Assert.Equal("November 2026", ErrorBudget.Largest(rows)!.Window.Name);
    }

    [Fact]
    public void The_months_end_is_that_of_the_process_zone()
    {
        // The same 40 minutes are 10:10 to 10:50 on 1 December in Kolkata: all 30 bad minutes in December. 30 ÷ 44.64 = 67.204 %.
        var start = Instant.FromUtc(2026, 12, 1, 4, 40);
        var row = Assert.Single(ErrorBudget.Reckon(Availability, Bad(30), new Interval(start, start + Duration.FromMinutes(40)), Kolkata));
        Assert.Equal("67.2 % of the monthly budget (30 of 44.6 min; 99.9 % of 44,640 min)", row.ConsumedText);
    }

    [Fact]
    public void Ending_at_midnight_belongs_to_the_month_that_ends()
    {
        var midnight = Instant.FromUtc(2026, 12, 1, 5, 0);
        Assert.Equal("November 2026", Assert.Single(ErrorBudget.Reckon(Availability, Bad(5), new Interval(midnight - Duration.FromMinutes(10), midnight), NewYork)).Window.Name);
        Assert.Equal("December 2026", Assert.Single(ErrorBudget.Reckon(Availability, Bad(5), new Interval(midnight, midnight + Duration.FromMinutes(10)), NewYork)).Window.Name);
    }

    [Fact]
    public void Three_months_are_three_rows_whose_shares_add_up()
    {
        // 30 Nov 00:00 to 2 Jan 00:00 EST: 1 + 31 + 1 = 33 days; 330 bad minutes: 10, 310, 10.
        var rows = ErrorBudget.Reckon(Availability, Bad(330), new Interval(Instant.FromUtc(2026, 11, 30, 5, 0), Instant.FromUtc(2027, 1, 2, 5, 0)), NewYork);
        Assert.Equal([10m, 310m, 10m], rows.Select(row => Math.Round(row.Bad, 6)));
    }

    [Fact]
    public void What_went_before_and_elsewhere_is_taken_off()
    {
        // 100 − 53.24 − 10 (12 Nov) − 6 = 30.76; October and December of other incidents do not count.
        SpentEarlier[] earlier =
        [
            new(Instant.FromUtc(2026, 11, 12, 12, 0), 0.10m),
            new(Instant.FromUtc(2026, 10, 31, 12, 0), 0.5m),
            new(Instant.FromUtc(2026, 12, 1, 12, 0), 0.5m),
        ];
        var row = Assert.Single(ErrorBudget.Reckon(Availability with { OtherConsumed = 0.06 }, Bad(23), Lasting(23), NewYork, earlier));
        Assert.Equal("30.8 % (100 % − 53.2 % here − 10 % earlier − 6 % other)", row.RemainingText);
    }

    [Fact]
    public void Recovery_is_the_time_until_the_rest_suffices_at_the_allowed_rate()
    {
        // Restored 3 Nov 12:00 EST; to 1 Dec 00:00: 27 d 12 h = 39,600 min. 23 bad of 43.2: 46.759 % remain = 20,200 min at the allowed rate.
        // 39,600 − 20,200 = 19,400 min = 13 d 11 h 20 min.
        var end = Instant.FromUtc(2026, 11, 3, 17, 0);
        var row = Assert.Single(ErrorBudget.Reckon(Availability, Bad(23), new Interval(end - Duration.FromMinutes(23), end), NewYork));
        Assert.Equal(19_400m, Math.Round(row.RecoveryMinutes, 6));
        Assert.Equal("13 d 11 h (39,600 min left in November 2026 − 46.8 % × 43,200 min)", row.RecoveryText);
    }

    [Fact]
    public void Late_in_the_month_the_rest_suffices_already()
    {
        // Restored 24 Nov 02:33 EST: 6 d 21 h 27 min = 9,927 min left, fewer than 20,200.
        Assert.Equal("none needed (9,927 min left in November 2026 − 46.8 % × 43,200 min)", Time(Availability, 23, 23).RecoveryText);
    }

    [Fact]
    public void An_overspent_budget_recovers_when_the_month_ends()
    {
        // 60 ÷ 43.2 = 138.889 %; 24 Nov 03:10 to 1 Dec 00:00 EST: 6 d 20 h 50 min = 9,890 min, shown to the hour: 6 d 21 h.
        var row = Time(Availability, 60, 60);
        Assert.Equal("none, 38.9 % over (100 % − 138.9 % here)", row.RemainingText);
        Assert.Equal("6 d 21 h (9,890 min left in November 2026 − 0 % × 43,200 min)", row.RecoveryText);
    }

    [Fact]
    public void Thirty_days_are_one_row_without_a_months_end()
    {
        // 30 d × 1,440 = 43,200; 21.6 ÷ 43.2 = 50 %; recovery 43,200 − 0.4 × 43,200 = 25,920 min = 18 d 0 h, with 10 % spent 29 days before.
        var start = Instant.FromUtc(2026, 12, 1, 4, 40);
        var incident = new Interval(start, start + Duration.FromMinutes(40));
        SpentEarlier[] earlier = [new(incident.End - Duration.FromDays(29), 0.1m), new(incident.End - Duration.FromDays(31), 0.3m)];
        var row = Assert.Single(ErrorBudget.Reckon(Availability with { Window = SloWindow.ThirtyDays }, new SloLoss.BadTime(Duration.FromSeconds(1296)), incident, NewYork, earlier));
        Assert.Equal("50 % of the 30-day budget (21.6 of 43.2 min; 99.9 % of 43,200 min)", row.ConsumedText);
        Assert.Equal("40 % (100 % − 50 % here − 10 % earlier)", row.RemainingText);
        Assert.Equal("18 d 0 h (43,200 min of 30 days − 40 % × 43,200 min)", row.RecoveryText);
    }

    [Fact]
    public void Seconds_are_kept()
    {
        // 4 min 20 s = 4.3333 min ÷ 43.2 = 10.0309 %: over 10 %, which 4 whole minutes (9.26 %) would hide.
        var row = Assert.Single(ErrorBudget.Reckon(Availability, new SloLoss.BadTime(Duration.FromSeconds(260)), Lasting(60), NewYork));
        Assert.Equal(0.10030864m, Math.Round(row.Consumed, 8));
    }

    [Fact]
    public void An_incident_without_length_has_no_burn_rate()
    {
        var row = Assert.Single(ErrorBudget.Reckon(Availability, Bad(5), Lasting(0), NewYork));
        Assert.Equal("N/A (the incident has no length)", row.BurnRateText);
        Assert.Equal(5m, row.Bad);
    }

    [Fact]
    public void More_bad_minutes_than_the_incident_has_are_a_hint()
    {
        Assert.Equal("API Availability: 48 bad minutes are more than the incident's 47.", Time(Availability, 48, 47).Hint);
        Assert.Null(Time(Availability, 47, 47).Hint);
    }

    [Fact]
    public void The_largest_consumption_of_all_is_taken()
    {
        var rows = new[] { Time(Availability, 4, 47), Time(Availability with { Name = "Latency" }, 5, 47) };
        Assert.Equal("Latency", ErrorBudget.Largest(rows)!.Slo.Name);
        Assert.Null(ErrorBudget.Largest([]));
    }

    [Fact]
    public void A_loss_of_the_other_kind_and_a_target_of_all_or_nothing_are_refused()
    {
        Assert.Equal("API Availability counts minutes. Type how long it was bad: slo API Availability bad 23m.", ErrorBudget.Mismatch(Availability, new SloLoss.FailedRequests(1, 2)));
        Assert.Equal("Error Rate counts requests. Type how many failed: slo Error Rate failed 812/120000.", ErrorBudget.Mismatch(Errors, Bad(1)));
        Assert.Null(ErrorBudget.Mismatch(Availability, Bad(1)));
        Assert.Throws<ArgumentException>(() => ErrorBudget.Reckon(Errors, Bad(1), Lasting(1), NewYork));
        Assert.Throws<ArgumentOutOfRangeException>(() => ErrorBudget.Reckon(Availability with { Target = 1 }, Bad(1), Lasting(1), NewYork));
    }

    [Fact]
    public void What_was_told_of_an_SLO_is_its_loss()
    {
        Assert.Equal(new SloLoss.BadTime(Duration.FromMinutes(23)), SloLoss.From(new SloMeasurement("a", Duration.FromMinutes(23), null, null, "")));
        Assert.Equal(new SloLoss.FailedRequests(812, 120_000), SloLoss.From(new SloMeasurement("a", null, 812, 120_000, "")));
        Assert.Null(SloLoss.From(new SloMeasurement("a", null, 812, null, "")));
        Assert.Null(SloLoss.From(new SloMeasurement("a", null, null, null, "4,200 ms")));
    }

    [Theory]
    [InlineData("availability bad 23m", "availability", 23)]
    [InlineData("API Availability bad 1h 5m", "API Availability", 65)]
    [InlineData("\u201CAPI Availability\u201D Bad 23 min.", "API Availability", 23)]
    [InlineData("availability bad 23", "availability", 23)]
    public void Bad_minutes_are_read(string words, string name, int minutes) =>
        Assert.Equal(new SloReading.Told(name, new SloLoss.BadTime(Duration.FromMinutes(minutes))), SloWords.Read(words));

    [Theory]
    [InlineData("errors failed 812/120000", 812, 120_000)]
    [InlineData("errors FAILED 812 / 120,000", 812, 120_000)]
    [InlineData("errors failed 2,300 of 52,000,000 requests", 2_300, 52_000_000)]
    [InlineData("errors failed 0/10", 0, 10)]
    public void Failed_requests_are_read(string words, long failed, long total) =>
        Assert.Equal(new SloReading.Told("errors", new SloLoss.FailedRequests(failed, total)), SloWords.Read(words));

    [Theory]
    [InlineData("availability", "\"availability\" has no number I can read. Type slo NAME bad 23m, or slo NAME failed 812/120000.")]
    [InlineData("bad 23m", "\"bad 23m\" has no number I can read. Type slo NAME bad 23m, or slo NAME failed 812/120000.")]
    [InlineData("availability bad 23 parsecs", "\"23 parsecs\" is not a length of time. Type slo NAME bad 23m, or slo NAME failed 812/120000.")]
    [InlineData("availability bad 99999d 99999d", "\"99999d 99999d\" is not a length of time. Type slo NAME bad 23m, or slo NAME failed 812/120000.")]
    [InlineData("errors failed 12/0", "The number behind the slash is all requests of the month. It is not 0.")]
    [InlineData("errors failed 120000/812", "120,000 of 812 cannot be. Failed requests come first: failed 812/120000.")]
    [InlineData("errors failed 1/99999999999999999999", "That is more than I can count. Type slo NAME bad 23m, or slo NAME failed 812/120000.")]
    [InlineData("", "\"\" has no number I can read. Type slo NAME bad 23m, or slo NAME failed 812/120000.")]
    public void Other_words_are_refused_with_what_to_type(string words, string sentence) =>
        Assert.Equal(new SloReading.Refused(sentence), SloWords.Read(words));

    [Theory]
    [InlineData(0.532407, "53.2 %")]
    [InlineData(0.14, "14 %")]
    [InlineData(0.00021, "0.02 %")]
    [InlineData(0.9996, "99.96 %")]
    [InlineData(0.0005, "0.1 %")]
    [InlineData(12.5, "1,250 %")]
    [InlineData(0, "0 %")]
    [InlineData(1, "100 %")]
    public void Percent_keeps_one_decimal_unless_that_would_hide_all_or_nothing(double share, string text) =>
        Assert.Equal(text, Shares.Percent((decimal)share));

    private static BudgetSpent Time(Slo slo, int bad, int length) => Assert.Single(ErrorBudget.Reckon(slo, Bad(bad), Lasting(length), NewYork));

    private static SloLoss.BadTime Bad(int minutes) => new SloLoss.BadTime(Duration.FromMinutes(minutes));

    private static Interval Lasting(int minutes) => new(Began, Began + Duration.FromMinutes(minutes));
}

using System.Globalization;
using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Features;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Journey;

/// <summary>Quarters in simulated time, through the real router, store and dispatcher: who is told what and when is an approved file.</summary>
public sealed class QuarterTests
{
    private static Instant At(string newYork) => Chatting.InNewYork(newYork);

    [Fact]
    public async Task A_quarter_of_three_incidents_with_everything_going_well()
    {
        await using var chat = Chatting.At("2026-10-05 08:00");
        var quarter = new Quarter(chat);
        await quarter.GoAsync(At("2027-01-11 09:00"),
        [
            (At("2026-10-05 10:00"), () => quarter.IncidentAsync("dana", "INC-001001", "#one", "gateway slow p1 env:PROD svc:gateway owner:@sam", 47, "\"Alert on pool saturation\" @lee in 7 days", "\"Rehearse the failover\" @dana in 4 weeks")),
            (At("2026-10-07 11:00"), () => quarter.RequestAsync("INC-001001", At("2026-10-14 10:00"))),
            (At("2026-10-08 04:00"), () => quarter.ApproveAsync("INC-001001", "Business", "priya")),
            (At("2026-10-08 10:00"), () => quarter.ApproveAsync("INC-001001", "Technical", "noor")),
            (At("2026-10-08 15:00"), () => quarter.ApproveAsync("INC-001001", "Process", "kim")),
            (At("2026-10-09 10:00"), () => quarter.PressAsync("lee", "INC-001001", "saturation", AnswerAction.DoneId)),
            (At("2026-10-27 10:00"), () => quarter.PressAsync("dana", "INC-001001", "failover", AnswerAction.DoneId)),
            (At("2026-11-10 10:00"), () => quarter.PressAsync("lee", "INC-001001", "saturation", AnswerAction.EffectId, "|30:Held")),
            (At("2026-11-16 11:00"), () => quarter.FollowUpAsync("INC-001001")),
            (At("2026-11-27 10:00"), () => quarter.PressAsync("dana", "INC-001001", "failover", AnswerAction.EffectId, "|30:Helped")),
            (At("2026-11-09 15:00"), () => quarter.IncidentAsync("noor", "INC-001002", "#two", "portal down p1 env:PROD,QA svc:portal owner:@iris", 35, "\"Check certificates nightly\" @iris in 10 days")),
            (At("2026-11-11 10:00"), () => quarter.RequestAsync("INC-001002", At("2026-11-18 10:00"))),
            (At("2026-11-12 05:00"), () => quarter.ApproveAsync("INC-001002", "Business", "priya")),
            (At("2026-11-12 06:00"), () => quarter.ApproveAsync("INC-001002", "Technical", "noor")),
            (At("2026-11-12 11:00"), () => quarter.ApproveAsync("INC-001002", "Process", "kim")),
            (At("2026-11-16 12:00"), () => quarter.PressAsync("iris", "INC-001002", "certificates", AnswerAction.DoneId)),
            (At("2026-12-07 13:00"), () => quarter.IncidentAsync("dana", "INC-001003", "#three", "manager errors p1 env:PROD svc:manager owner:@iris", 40)),
            (At("2026-12-09 10:00"), () => quarter.RequestAsync("INC-001003", At("2026-12-16 10:00"))),
            (At("2026-12-10 05:00"), () => quarter.ApproveAsync("INC-001003", "Business", "priya")),
            (At("2026-12-10 06:00"), () => quarter.ApproveAsync("INC-001003", "Technical", "noor")),
            (At("2026-12-10 11:00"), () => quarter.ApproveAsync("INC-001003", "Process", "kim")),
        ]);

        quarter.IsQuietEnough();
        Assert.All(new[] { "INC-001001", "INC-001002", "INC-001003" }, id => Assert.Equal(Life.Final, chat.Of(id).Result.Life));
        Assert.DoesNotContain(quarter.Days, told => told.Text.Contains("May need your help", StringComparison.Ordinal) || told.Text.Contains("as due ", StringComparison.Ordinal));
        Approved.Match("quarter-going-well.txt", quarter.Transcript());
    }

    [Fact]
    public async Task A_quarter_of_three_incidents_with_everything_late()
    {
        await using var chat = Chatting.At("2026-10-05 08:00");
        var quarter = new Quarter(chat);
        await quarter.GoAsync(At("2027-01-11 09:00"),
        [
            // Nobody begins to write before day 16, the process review waits until day 30, and the actions slip.
            (At("2026-10-05 10:00"), () => quarter.IncidentAsync("dana", "INC-001001", "#one", "gateway slow p1 env:PROD svc:gateway owner:@sam", 47, "\"Alert on pool saturation\" @lee in 7 days", "\"Rehearse the failover\" @dana in 4 weeks")),
            (At("2026-10-21 11:00"), () => quarter.RequestAsync("INC-001001", At("2026-10-28 10:00"))),
            (At("2026-10-22 04:00"), () => quarter.ApproveAsync("INC-001001", "Business", "priya")),
            (At("2026-10-22 10:00"), () => quarter.ApproveAsync("INC-001001", "Technical", "noor")),
            (At("2026-11-04 15:00"), () => quarter.ApproveAsync("INC-001001", "Process", "kim")),
            (At("2026-11-25 10:00"), () => quarter.PressAsync("lee", "INC-001001", "saturation", AnswerAction.DoneId)),

            // Nobody says whether anybody complained, and nobody writes at all.
            (At("2026-11-09 15:00"), () => quarter.IncidentAsync("noor", "INC-001002", "#two", "portal slow p3 env:LAB svc:portal owner:@iris", 12)),

            // Nobody resolves it for two days.
            (At("2026-12-07 13:00"), async () => await chat.Type("dana", "#three", "start INC-001003 manager errors p2 env:PROD svc:manager owner:@iris")),
            (At("2026-12-09 13:00"), async () => await chat.Type("dana", "#three", "resolve")),
        ]);

        quarter.IsQuietEnough();
        Approved.Match("quarter-everything-late.txt", quarter.Transcript());
        Gone(quarter, "INC-001001", "your draft", At("2026-10-21 11:00"));
        Gone(quarter, "INC-001001", "Business review", At("2026-10-22 04:00"));
        Gone(quarter, "INC-001001", "Process review", At("2026-11-04 15:00"));
        Gone(quarter, "INC-001001", "days ago): Alert on pool", At("2026-11-25 10:00"));
        Gone(quarter, "INC-001003", "has been quiet", At("2026-12-09 13:00"));
    }

    /// <summary>40 incidents, 30 people, some prompt and some late: a message or two a week for most.</summary>
    [Fact]
    public async Task A_quarter_of_forty_incidents_and_thirty_people_stays_quiet()
    {
        var policy = Shipped.Policy with { People = [.. Shipped.Policy.People, .. Enumerable.Range(1, 20).Select(number => new KnownPerson(Name(number), Name(number), Shipped.Policy.ProcessZone, "app-teams", []))] };
        await using var chat = Chatting.At("2026-10-05 08:00", policy);
        var quarter = new Quarter(chat);
        var script = Enumerable.Range(0, 40).SelectMany(number => Script(quarter, number)).ToList();
        await quarter.GoAsync(At("2027-02-05 09:00"), script);

        quarter.IsQuietEnough();
        Assert.All(Enumerable.Range(0, 40), number => Assert.Equal(Life.Final, chat.Of(Id(number)).Result.Life));

        // Weeks in which a person got none are left out: they would make any crowd look quiet.
        var counts = quarter.Days.GroupBy(told => (told.Who, Week: Period.DaysBetween(new LocalDate(2026, 10, 5), quarter.In(told).Date) / 7)).Select(week => week.Count()).Order().ToList();
        Assert.NotEmpty(counts);
        Assert.InRange(counts[counts.Count / 2], 1, 2);
        Assert.InRange(counts[counts.Count * 9 / 10], 1, 3);
        Assert.InRange(counts[^1], 1, 5);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{quarter.Days.Count} messages; median {counts[counts.Count / 2]}, 90th percentile {counts[counts.Count * 9 / 10]}, most {counts[^1]} a person and week with any, of {counts.Count}."));
    }

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"INC-{2000 + number:000000}");

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"p{number:00}");

    /// <summary>Every third author is prompt, every third two days late, every third nine; owners of actions likewise.</summary>
    private static IEnumerable<(Instant At, Func<Task> Act)> Script(Quarter quarter, int number)
    {
        var id = Id(number);
        var start = At("2026-10-05 10:00") + Duration.FromDays(number * 2);
        var (owner, actor) = (Name((number % 20) + 1), Name(((number + 7) % 20) + 1));
        var late = number % 3 switch { 0 => 0, 1 => 4, _ => 11 };
        yield return (start, () => quarter.IncidentAsync("dana", id, "#" + id, $"thing {number} broke p1 env:PROD owner:@{owner}", 40, $"\"mend {number}\" @{actor} in 7 days", $"\"prevent {number}\" @{owner} in 4 weeks"));
        yield return (start + Duration.FromDays(2 + late), () => quarter.RequestAsync(id, start + Duration.FromDays(20)));
        yield return (start + Duration.FromDays(3 + late), () => quarter.ApproveAsync(id, "Business", "priya"));
        yield return (start + Duration.FromDays(3 + late), () => quarter.ApproveAsync(id, "Technical", "noor"));
        yield return (start + Duration.FromDays(4 + late), () => quarter.ApproveAsync(id, "Process", "kim"));
        yield return (start + Duration.FromDays(5 + late), () => quarter.PressAsync(actor, id, "mend", AnswerAction.DoneId));
        yield return (start + Duration.FromDays(25 + late), () => quarter.PressAsync(owner, id, "prevent", AnswerAction.DoneId));
    }

    /// <summary>No message after this moment says so of this incident.</summary>
    private static void Gone(Quarter quarter, string id, string words, Instant since)
    {
        var said = quarter.Days.Where(told => Quarter.Lines(told.Card).Any(line => line.Contains(id, StringComparison.Ordinal) && line.Contains(words, StringComparison.Ordinal))).ToList();
        Assert.NotEmpty(said);
        Assert.DoesNotContain(said, told => told.At > since);
    }
}

using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;
using PostMortemBot.Domain;

namespace PostMortemBot.Settings;

/// <summary>Reads <c>deadlines</c>.</summary>
internal static class DeadlineSettings
{
    public static DeadlinePolicy Read(Setting section)
    {
        var shipped = new DeadlinePolicy();
        if (!section.IsSection()) return shipped;
        var read = new DeadlinePolicy
        {
            StartWithin = section.Key("startWithinHours").Whole(1, 336, "hours") is { } hours ? Duration.FromHours(hours) : shipped.StartWithin,
            DraftDay = section.Key("draftDay").Whole(1, 90, "days") ?? shipped.DraftDay,
            ReviewsDay = section.Key("reviewsDay").Whole(1, 90, "days") ?? shipped.ReviewsDay,
            CompleteDays = section.Key("completeDays").Whole(1, 90, "days") ?? shipped.CompleteDays,
            WeekFrom = section.Key("weekFrom").OneOf(("began", WeekFrom.Began), ("resolved", WeekFrom.Resolved)) ?? shipped.WeekFrom,
            DiscussionFirstDay = section.Key("discussionFirstDay").Whole(1, 90, "days") ?? shipped.DiscussionFirstDay,
            DiscussionLastDay = section.Key("discussionLastDay").Whole(1, 90, "days") ?? shipped.DiscussionLastDay,
            ImmediateDays = section.Key("immediateActionDays").Whole(1, 90, "days") ?? shipped.ImmediateDays,
            ShortTermMonths = section.Key("shortTermActionMonths").Whole(1, 12, "months") ?? shipped.ShortTermMonths,
            LongTermMonths = section.Key("longTermActionMonths").Whole(1, 24, "months") ?? shipped.LongTermMonths,
            FollowUpMonths = section.Key("followUpMonths").Whole(1, 12, "months") ?? shipped.FollowUpMonths,
        };
        if (read.ReviewsDay < read.DraftDay) section.Key("reviewsDay").Refuse($"day {read.ReviewsDay} lies before draftDay {read.DraftDay}; reviews follow the draft.");
        if (read.DiscussionLastDay < read.DiscussionFirstDay) section.Key("discussionLastDay").Refuse($"day {read.DiscussionLastDay} lies before discussionFirstDay {read.DiscussionFirstDay}; write a later day.");
        if (read.LongTermMonths < read.ShortTermMonths) section.Key("longTermActionMonths").Refuse($"{read.LongTermMonths} is less than shortTermActionMonths {read.ShortTermMonths}; long-term comes last.");
        return read;
    }
}

/// <summary>Reads <c>workingHours</c> and <c>holidays</c>.</summary>
internal static partial class WorkingHoursSettings
{
    private static readonly (string Word, IsoDayOfWeek Day)[] Weekdays =
        [("Mon", IsoDayOfWeek.Monday), ("Tue", IsoDayOfWeek.Tuesday), ("Wed", IsoDayOfWeek.Wednesday), ("Thu", IsoDayOfWeek.Thursday), ("Fri", IsoDayOfWeek.Friday), ("Sat", IsoDayOfWeek.Saturday), ("Sun", IsoDayOfWeek.Sunday)];

    public static WorkingHours Read(Setting section, Setting holidays)
    {
        var shipped = new WorkingHours();
        if (!section.IsSection()) return shipped;
        var days = section.Key("days");
        var from = section.Key("from").TimeOfDay() ?? shipped.From;
        var to = section.Key("to").TimeOfDay() ?? shipped.To;
        if (to <= from) section.Key("to").Refuse("work ends before it begins; write a time after workingHours.from.");
        if (days.IsEmptyList) days.Refuse("no working day is named; write for example [\"Mon\", \"Tue\"].");
        return shipped with
        {
            From = from,
            To = to,
            Days = days.IsThere ? [.. days.Items().Select(day => day.OneOf(Weekdays)).OfType<IsoDayOfWeek>().Distinct()] : shipped.Days,
            Holidays = Holidays(holidays),
        };
    }

    private static Dictionary<string, Holidays> Holidays(Setting section)
    {
        var zones = new Dictionary<string, Holidays>(StringComparer.Ordinal);
        foreach (var (name, days) in section.Entries())
        {
            var zone = SettingValues.ZoneNamed(days, name);
            var read = Days(days);
            if (zone is not null) zones[zone.Id] = read;
        }

        return zones;
    }

    private static Holidays Days(Setting list)
    {
        var once = new HashSet<LocalDate>();
        var yearly = new HashSet<AnnualDate>();
        foreach (var item in list.Items())
        {
            if (item.Text() is not { } text) continue;
            if (LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var date }) once.Add(date);
            else if (EveryYear().IsMatch(text) && AnnualDatePattern.Iso.Parse(text) is { Success: true, Value: var annual }) yearly.Add(annual);
            else item.Refuse($"\"{text}\" is no day; write \"2026-11-26\", or \"12-25\" for every year.");
        }

        return new Holidays(once, yearly);
    }

    [GeneratedRegex(@"\A[0-9]{2}-[0-9]{2}\z", RegexOptions.None, Patterns.Patience)]
    private static partial Regex EveryYear();
}

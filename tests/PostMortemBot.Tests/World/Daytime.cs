using System.Text.Json.Nodes;
using NodaTime;

namespace PostMortemBot.Tests.World;

/// <summary>For tests by the real clock: everybody lives where it is day now, and works at any hour of any day. Nothing waits for a morning, and no day ends meanwhile.</summary>
internal static class Daytime
{
    /// <summary>New York, or while it is night there a place half a day ahead.</summary>
    public static DateTimeZone Zone { get; } = In(DateTimeZoneProviders.Tzdb["America/New_York"]).Hour is >= 4 and < 20 ? DateTimeZoneProviders.Tzdb["America/New_York"] : DateTimeZoneProviders.Tzdb["Asia/Tokyo"];

    public static LocalDate Today => In(Zone).Date;

    public static void Set(JsonObject bot)
    {
        bot["timeZone"] = Zone.Id;
        bot["workingHours"] = new JsonObject { ["from"] = "00:00", ["to"] = "23:59", ["days"] = new JsonArray("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun") };
        bot["holidays"] = new JsonObject();
        foreach (var person in bot["people"]!.AsArray()) person!["timeZone"] = Zone.Id;
    }

    private static ZonedDateTime In(DateTimeZone zone) => Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()).InZone(zone);
}

using NodaTime;

namespace PostMortemBot.WebChat;

/// <summary>The recorded channel that comes with the program: a slow API gateway, 53 minutes, written for this purpose.</summary>
internal static class SampleIncident
{
    public const string Sentence = "A sample incident, half way. React 📌 to a message, or type /pm mark and what happened. Press Timeline on the card to see it all.";

    public static IReadOnlyList<SampleStep> Steps { get; } =
    [
        Say(0, "ines", "Two customers on the phone: the order page takes half a minute to open."),
        Say(1, "dana", "Looking. Dashboard says p95 is 4.2 s on the API gateway, normally 180 ms."),
        Say(1, "dana", "/pm start INC-004211 Degraded response times on API gateway p1 env:PROD svc:gateway"),
        Say(2, "dana", "I am declaring an incident. I lead, Lee please look at the gateway, Ines answers customers."),
        On(3, "dana", 3, "pushpin"),
        Say(4, "lee", "Gateway 4.12 went out at about a quarter to. Nothing else was deployed today."),
        On(5, "dana", 5, "pushpin"),
        Say(7, "lee", "CPU and memory are flat. Requests wait for a database connection."),
        Say(9, "dana", "/pm mark #investigation connection pool wait time rising since the 4.12 deployment"),
        Say(10, "ines", "Support counts five calls now. The status page says: investigating."),
        On(11, "tomas", 9, "eyes"),
        Say(12, "tomas", "Database itself is fine, 22 of 200 sessions used. So it is our side of the pool."),
        Reply(13, "lee", 11, "Agreed. max_pool is 10 in the running pods, I expected 40."),
        Say(15, "lee", "Found it: the 4.12 chart sets max_pool to 10. The default moved into a file that PROD does not load."),
        On(16, "dana", 13, "pushpin"),
        Say(17, "sam", "Roll back gateway to 4.11 first, we fix the chart in the morning."),
        Say(19, "lee", "Rolling back gateway 4.12 to 4.11 in PROD."),
        On(19, "dana", 16, "pushpin"),
        Say(26, "lee", "Rollback done on 6 of 6 pods."),
        Say(29, "dana", "p95 back to 210 ms. Error rate is going down."),
        On(30, "tomas", 19, "pushpin"),
        Say(33, "ines", "The two customers confirm it works again."),
        Say(36, "tomas", "I keep watching for 15 minutes."),
        Say(42, "sam", "Action for us: an alert on pool saturation, we would have seen this ten minutes earlier."),
        On(43, "sam", 23, "clipboard"),
        Say(51, "tomas", "Stable for 15 minutes, p95 185 ms."),
        On(51, "dana", 25, "pushpin"),
        Say(53, "dana", "/pm resolve"),
    ];

    /// <summary>Up to the cause: what a newcomer finds.</summary>
    public const int HalfWay = 15;

    private static SampleStep Say(int minute, string person, string text) => new(Duration.FromMinutes(minute), person, text);

    private static SampleStep Reply(int minute, string person, int step, string text) => Say(minute, person, text) with { OnStep = step, InThread = true };

    private static SampleStep On(int minute, string person, int step, string emoji) => Say(minute, person, "") with { OnStep = step, Reaction = emoji };
}

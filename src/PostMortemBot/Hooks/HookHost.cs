using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Trackers;

namespace PostMortemBot.Hooks;

/// <summary>Puts the doors for other programs into the host.</summary>
internal static class HookHost
{
    /// <param name="organisations">Those that an alert may name; the one it means where it names none, when there is one alone.</param>
    public static void MapAlerts(this WebApplication app, AlertSettings settings, IReadOnlyList<string> organisations, TakeAlert take, IClock clock) =>
        app.Map(AlertDoor.Path, new AlertDoor(settings, new AlertJson(organisations), new AlertPace(clock), take, clock).TakeAsync);

    public static void MapTracker(this WebApplication app, TrackerSettings settings, TrackerTold told) => app.Map(TrackerDoor.PathOf(settings), new TrackerDoor(settings, told).TakeAsync);
}

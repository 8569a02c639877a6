using NodaTime;
using PostMortemBot.Chat;

namespace PostMortemBot.Hooks;

/// <summary>Puts the door for alerts into the host.</summary>
internal static class AlertHost
{
    /// <param name="organisations">Those that an alert may name; the one it means where it names none, when there is one alone.</param>
    public static void MapAlerts(this WebApplication app, AlertSettings settings, IReadOnlyList<string> organisations, TakeAlert take, IClock clock) =>
        app.Map(AlertDoor.Path, new AlertDoor(settings, new AlertJson(organisations), new AlertPace(clock), take, clock).TakeAsync);
}

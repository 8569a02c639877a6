using System.Globalization;
using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Features;

/// <summary>A message's own time from its id, where the id says it: seconds since 1970 with a fraction (Slack, the built-in chat), or milliseconds (Teams).</summary>
internal static class MessageTimes
{
    public static Instant? Of(MessageRef message)
    {
        var parts = message.Id.Split('.');
        if (parts.Length == 2 && parts[0].Length == 10 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && long.TryParse(parts[1].PadRight(6, '0')[..6], NumberStyles.None, CultureInfo.InvariantCulture, out var micros))
        {
            return Instant.FromUnixTimeSeconds(seconds).PlusTicks(micros * 10);
        }

        return parts.Length == 1 && parts[0].Length == 13 && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) ? Instant.FromUnixTimeMilliseconds(milliseconds) : null;
    }
}

using PostMortemBot.Chat;
using PostMortemBot.Domain;

namespace PostMortemBot.Features;

/// <summary>A message that somebody named by replying to it.</summary>
internal static class NamedMessage
{
    /// <summary>The message as the platform gives it now.</summary>
    /// <returns>Later: the platform does not give it now (no right to read, too busy, away). It is captured without its text, which the work of the store reads.</returns>
    public static async Task<(SeenMessage? Seen, bool Later)> ReadAsync(Turn turn, MessageRef message)
    {
        if (!turn.Bot.Chats.TryGetValue(message.Place.Platform, out var chat)) return (null, false);
        try
        {
            return (await chat.ReadAsync(message, turn.Stop), false);
        }
        catch (Exception away) when (away is ChatRefused or ChatFailed or ChatBusy)
        {
            return (null, true);
        }
    }
}

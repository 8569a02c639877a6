using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;

namespace PostMortemBot.Teams;

/// <summary>
/// The last messages that came from each conversation, at most 500 and 24 hours of them, in memory alone: a bot cannot read what was said in Teams, only remember what it was told.
/// </summary>
internal sealed class TeamsHeard(IClock clock)
{
    private const int MostOfRoom = 500;
    private const int MostRooms = 200;
    private const int MostText = 4000;
    private static readonly Duration Kept = Duration.FromHours(24);
    private readonly Dictionary<(string Tenant, string Channel), LinkedList<SeenMessage>> rooms = [];
    private readonly Lock gate = new();

    public void Hear(SeenMessage message)
    {
        if (message.Text.Length > MostText) return;
        lock (gate)
        {
            var key = KeyOf(message.Message.Place);
            if (!rooms.TryGetValue(key, out var said))
            {
                if (rooms.Count >= MostRooms) rooms.Remove(rooms.MinBy(entry => entry.Value.Last?.Value.At ?? Instant.MinValue).Key);
                rooms[key] = said = new();
            }

            said.AddLast(message);
            while (said.Count > MostOfRoom || (said.First is { } first && first.Value.At + Kept < clock.GetCurrentInstant())) said.RemoveFirst();
        }
    }

    public SeenMessage? Find(MessageRef message)
    {
        lock (gate) return rooms.TryGetValue(KeyOf(message.Place), out var said) ? said.LastOrDefault(one => one.Message.Id == message.Id) : null;
    }

    /// <summary>The message as it reads now; null: it is gone.</summary>
    public void Change(MessageRef message, string? text)
    {
        lock (gate)
        {
            if (!rooms.TryGetValue(KeyOf(message.Place), out var said) || said.LastOrDefault(one => one.Message.Id == message.Id) is not { } old) return;
            var at = said.FindLast(old)!;
            if (text is null) said.Remove(at);
            else at.Value = old with { Text = text, Edited = true };
        }
    }

    /// <summary>What was said in a conversation, or one thread of it, oldest first.</summary>
    public IReadOnlyList<SeenMessage> Since(Place place, Instant since)
    {
        lock (gate) return rooms.TryGetValue(KeyOf(place), out var said) ? [.. said.Where(one => one.At >= since && (place.Thread is null || one.Message.Place.Thread == place.Thread))] : [];
    }

    /// <summary>Nothing is remembered of a conversation the bot has left.</summary>
    public void Leave(string tenant, string channel)
    {
        lock (gate) rooms.Remove((tenant, channel));
    }

    private static (string Tenant, string Channel) KeyOf(Place place) => (place.Workspace, place.Channel);
}

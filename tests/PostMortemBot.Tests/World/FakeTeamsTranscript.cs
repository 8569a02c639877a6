namespace PostMortemBot.Tests.World;

/// <summary>Everything that somebody saw, in order.</summary>
internal sealed class TeamsTranscript
{
    private readonly Lock gate = new();
    private readonly List<Seen> all = [];

    public int Length
    {
        get
        {
            lock (gate) return all.Count;
        }
    }

    public string Text => Since(0, _ => true);

    public void Did(FakeTeamsUser who, string what) => Add(new(0, "", null, $"\n{who.Handle} {what}"));

    public void Heading(string words) => Add(new(0, "", null, $"\n\n## {words}"));

    public void Message(FakeTeamsMessage message, bool edited) => Add(new(3, message.Room.Name, message.Room, $"{Where(message)}{(edited ? ", edited in place" : "")}:\n{Indented(FakeTeamsWords.Card(message.Card!))}"));

    public void Reaction(FakeTeamsMessage message, string type, bool on) => Add(new(2, message.Room.Name, message.Room, $"{message.Room.Name}: PostMortem {(on ? "puts" : "takes off")} {type} {(on ? "on" : "from")} \"{message.Text}\""));

    /// <summary>Shown to the one who acted, at the card or as a dialog.</summary>
    public void Shown(FakeTeamsUser who, string what, string words) => Add(new(1, who.Handle, null, $"{who.Handle} sees {what}:\n{Indented(words)}", who));

    /// <summary>What this person has seen since a mark.</summary>
    public string For(FakeTeamsUser who, int since) => Since(since, seen => seen.Only == who || seen.Room?.Members.Contains(who.Handle) == true);

    /// <summary>Between two acts of people the bot works on several things side by side: each room keeps its own order, and among them the name decides.</summary>
    private string Since(int since, Func<Seen, bool> filter)
    {
        lock (gate)
        {
            var act = 0;
            var settled = all.Skip(since).Where(filter).Select(one => (Act: one.Kind == 0 ? ++act : act, One: one)).OrderBy(pair => pair.Act).ThenBy(pair => pair.One.Kind).ThenBy(pair => pair.One.Name, StringComparer.Ordinal);
            return string.Join('\n', settled.Select(pair => pair.One.Text)).Trim() + "\n";
        }
    }

    private static string Where(FakeTeamsMessage message)
    {
        if (message.Root is null || message.Root == message.Id) return message.Room.Name;
        var root = message.Room.Messages.FirstOrDefault(one => one.Id == message.Root);
        return $"{message.Room.Name} (thread of \"{(root?.Text is { Length: > 0 } text ? text : "a card")}\")";
    }

    private void Add(Seen seen)
    {
        lock (gate) all.Add(seen);
    }

    private static string Indented(string text) => "    " + text.Replace("\n", "\n    ", StringComparison.Ordinal);

    private sealed record Seen(int Kind, string Name, FakeTeamsRoom? Room, string Text, FakeTeamsUser? Only = null);
}

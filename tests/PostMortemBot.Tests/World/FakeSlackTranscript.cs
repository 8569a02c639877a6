namespace PostMortemBot.Tests.World;

/// <summary>Everything that somebody saw, in order. A line is seen by one person, or by all who are in the channel.</summary>
internal sealed class SlackTranscript
{
    private readonly Lock gate = new();
    private readonly List<Seen> all = [];

    /// <summary>How many things have been seen so far: a mark to look from.</summary>
    public int Length
    {
        get
        {
            lock (gate) return all.Count;
        }
    }

    public string Text => Since(0, _ => true);

    /// <summary>What somebody did; in the transcript it stands as <c>dana types …</c>.</summary>
    public void Did(FakeUser who, string what) => Add(new(null, null, $"\n{who.Handle} {what}"));

    /// <summary>A heading of the story that the test tells.</summary>
    public void Heading(string words) => Add(new(null, null, $"\n\n## {words}"));

    public void Message(FakeMessage message, Func<string, string> shown, bool edited)
    {
        if (!message.ByBot) return;
        var where = message.Channel.Shown + (message.Thread is null ? "" : " (thread)");
        var head = message.Only is { } only ? $"{where}, only {shown(only)} sees" : where;
        Add(new(message.Channel, message.Only, $"{head}{(edited ? ", edited in place" : "")}:\n{Indented(new FakeSlackWords(null, shown).Message(message))}"));
    }

    public void Gone(FakeMessage message, Func<string, string> shown) =>
        Add(new(message.Channel, message.Only, $"{message.Channel.Shown}: a message of PostMortem is gone ({FirstLine(new FakeSlackWords(null, shown).Message(message))})"));

    public void Reaction(FakeMessage message, string emoji, bool on, Func<string, string> shown) =>
        Add(new(message.Channel, null, $"{message.Channel.Shown}: PostMortem {(on ? "puts" : "takes off")} :{emoji}: {(on ? "on" : "from")} \"{FirstLine(new FakeSlackWords(null, shown).Message(message))}\""));

    public void View(FakeView view, FakeUser user, Func<string, string> shown) =>
        Add(new(null, user.Id, $"{user.Handle}'s {((string?)view.View["type"] == "home" ? "Home tab" : "form")}:\n{Indented(new FakeSlackWords(user.Zone, shown).View(view))}"));

    public void Note(string user, string words) => Add(new(null, user, words));

    /// <summary>What this person has seen since a mark.</summary>
    public string For(FakeUser user, int since) => Since(since, seen => seen.Only == user.Id || (seen.Only is null && seen.Where?.Members.Contains(user.Id) == true));

    private string Since(int since, Func<Seen, bool> filter)
    {
        lock (gate) return string.Join('\n', all.Skip(since).Where(filter).Select(seen => seen.Text)).Trim() + "\n";
    }

    private void Add(Seen seen)
    {
        lock (gate) all.Add(seen);
    }

    private static string Indented(string text) => "    " + text.Replace("\n", "\n    ", StringComparison.Ordinal);

    private static string FirstLine(string text) => text.Split('\n')[0];

    private sealed record Seen(FakeChannel? Where, string? Only, string Text);
}

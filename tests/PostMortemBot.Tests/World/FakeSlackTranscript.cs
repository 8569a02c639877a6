namespace PostMortemBot.Tests.World;

/// <summary>Everything that somebody saw, in order. A line is seen by one person, or by all who are in the channel.</summary>
/// <param name="slack">Knows who is called what, and who reads where.</param>
internal sealed class SlackTranscript(FakeSlack slack)
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

    public void Message(FakeMessage message, bool edited)
    {
        if (!message.ByBot) return;
        var where = message.Channel.Shown + (message.Thread is null ? "" : " (thread)");
        var head = message.Only is { } only ? $"{where}, only {slack.Shown(only)} sees" : where;
        Add(new(message.Channel, message.Only, $"{head}{(edited ? ", edited in place" : "")}:\n{Indented(Read(message))}"));
    }

    public void Gone(FakeMessage message) =>
        Add(new(message.Channel, message.Only, $"{message.Channel.Shown}: a message of PostMortem is gone ({FirstLine(Read(message))})"));

    public void Reaction(FakeMessage message, string emoji, bool on) =>
        Add(new(message.Channel, null, $"{message.Channel.Shown}: PostMortem {(on ? "puts" : "takes off")} :{emoji}: {(on ? "on" : "from")} \"{FirstLine(Read(message))}\"", Receipt: true));

    public void View(FakeView view, FakeUser user) =>
        Add(new(null, user.Id, $"{user.Handle}'s {((string?)view.View["type"] == "home" ? "Home tab" : "form")}:\n{Indented(new FakeSlackWords(user.Zone, slack.Shown).View(view))}"));

    public void Note(string user, string words) => Add(new(null, user, words));

    /// <summary>What this person has seen since a mark.</summary>
    public string For(FakeUser user, int since) => Since(since, seen => seen.Only == user.Id || (seen.Only is null && seen.Where?.Members.Contains(user.Id) == true));

    /// <summary>What one person reads is read in that person's zone; what all read, as the notification has it.</summary>
    private string Read(FakeMessage message) =>
        new FakeSlackWords((message.Only ?? message.Channel.DirectWith) is { } reader ? slack.Users[reader].Zone : null, slack.Shown).Message(message);

    private string Since(int since, Func<Seen, bool> filter)
    {
        lock (gate) return string.Join('\n', Settled(all.Skip(since).Where(filter)).Select(seen => seen.Text)).Trim() + "\n";
    }

    /// <summary>
    /// Between two acts of people the bot works on several things side by side: what comes first there is chance. Each person and channel keeps its own order; among them the doer
    /// comes first, then receipts, then what stands in channels.
    /// </summary>
    private static IEnumerable<Seen> Settled(IEnumerable<Seen> seen)
    {
        var act = 0;
        return seen.Select(one => (Act: one.Where is null && one.Only is null ? ++act : act, One: one))
            .OrderBy(pair => pair.Act).ThenBy(pair => pair.One.Where is null && pair.One.Only is null ? 0 : pair.One.Only is not null ? 1 : pair.One.Receipt ? 2 : 3)
            .ThenBy(pair => pair.One.Only ?? pair.One.Where?.Shown, StringComparer.Ordinal)
            .Select(pair => pair.One);
    }

    private void Add(Seen seen)
    {
        lock (gate) all.Add(seen);
    }

    private static string Indented(string text) => "    " + text.Replace("\n", "\n    ", StringComparison.Ordinal);

    private static string FirstLine(string text) => text.Split('\n')[0];

    private sealed record Seen(FakeChannel? Where, string? Only, string Text, bool Receipt = false);
}

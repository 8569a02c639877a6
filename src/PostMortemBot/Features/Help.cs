using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>Message 13: help for here and now in six lines at most, all commands behind it, and what to say to words that are no command.</summary>
internal static class Help
{
    public const string AllId = "help.all";
    public const string RunId = "help.run";

    public static async Task<Answer> Typed(Turn turn, string words, IReadOnlyList<Command> commands)
    {
        if (words.Trim().Equals("process", StringComparison.OrdinalIgnoreCase)) return await Readers.GuestAsync(turn) ?? Answer.Tell(HelpProcess.Draw(turn.Policy, name => PageOf(turn, name)));
        if (words.Length > 0 && commands.FirstOrDefault(command => command.Words.Contains(words.Trim(), StringComparer.OrdinalIgnoreCase)) is { } one) return Answer.Say([new Span.Typed(one.Usage), ": ", one.Does]);
        return Answer.Tell(await HereAsync(turn));
    }

    /// <summary>Where a page of the wiki is read; null without a wiki, for a name that none takes, and where pages have no address.</summary>
    private static string? PageOf(Turn turn, string name) =>
        name.Contains('/', StringComparison.Ordinal) || name.Contains('.', StringComparison.Ordinal) ? null : turn.Bot.WikiOf(turn.Organisation)?.AddressOf(name);

    /// <summary>The bot's name alone, thanks, a typo, or words that are no command.</summary>
    public static async Task<Answer> Otherwise(Turn turn, CommandTyped typed, IReadOnlyList<Command> commands)
    {
        var (word, rest) = CommandWords.First(typed.Words);
        if (word.Length == 0) return Answer.Tell(await HomeCard.WaitingAsync(turn.Bot, turn.Organisation, turn.Who, turn.Stop) ?? await HereAsync(turn));
        if (IsThanks(typed.Words)) return turn.Incoming.Direct ? WhenNeeded() : Answer.Silent;
        if (rest.Length > 0 && turn.Policy.ReadIncidentId(word) is { } number) return Numbered(number, rest, commands);
        if (Closest(word, commands) is { } command) return Meant(word, command, rest.Length > 0 ? $"{command.Word} {rest}" : command.Word);

        if (turn.Incoming.Direct) return WhenNeeded();
        var here = await HereAsync(turn);
        return Answer.Tell(here with { Elements = [new Element.Text([$"I don't know “{Texts.OneLine(typed.Words, 120)}”. To put it on the timeline: ", new Span.Typed("mark " + Texts.OneLine(typed.Words, 60))]), .. here.Elements] });
    }

    /// <summary>An incident's number, and behind it no command; or a command, and no such incident.</summary>
    private static Answer Numbered(string number, string rest, IReadOnlyList<Command> commands)
    {
        var (word, after) = CommandWords.First(rest);
        if (commands.Any(known => known.Words.Contains(word, StringComparer.OrdinalIgnoreCase))) return Refusal.Of($"I know no incident {number}. Look at the number, then send it again.", $"{number} {rest}");
        return Closest(word, commands) is { } command
            ? Meant(word, command, after.Length > 0 ? $"{number} {command.Word} {after}" : $"{number} {command.Word}")
            : Answer.Say([$"I don't know “{Texts.OneLine(rest, 120)}”. Behind an incident's number comes a command: ", new Span.Typed($"{number} mark {Texts.OneLine(rest, 60)}")], Button.Does(AllId, "All commands"));
    }

    private static Answer Meant(string word, Command command, string meant) =>
        Answer.Say([$"I don't know “{Texts.OneLine(word, 60)}”."], Button.Does(RunId, Labels.Short(meant), meant.Length <= 1900 ? meant : command.Word));

    public static Task<Answer> Run(Turn turn, ButtonPressed pressed) =>
        turn.Run(turn, new CommandTyped(turn.Incoming.Who, turn.Where, turn.Incoming.At, turn.Incoming.Receipt, pressed.Value) { Direct = turn.Incoming.Direct, MayOpen = true });

    public static Task<Answer> All(IReadOnlyList<Command> commands) => Task.FromResult(Answer.Tell(new Card(
        "All commands",
        [new Element.Bullets([.. commands.Select(command => Line.Create([new Span.Typed(command.Usage), " · " + command.Does]))])])));

    /// <summary>To thanks or a chat in a direct message. The button is the bot's name alone: what waits, else help.</summary>
    private static Answer WhenNeeded() =>
        Answer.Say(["Here when you need me. ", new Span.Typed("help"), " shows what I do."], Button.Does(RunId, "What waits for me"), Button.Does(AllId, "All commands"));

    private static async Task<Card> HereAsync(Turn turn)
    {
        var p = turn.Incoming.Direct || turn.Actor.IsGuest ? null : await Which.HereAsync(turn);
        if (p is not null && !Rights.May(turn.Actor, Act.Read, p)) p = null;
        var more = new[] { Button.Does(AllId, "All commands") };
        return p switch
        {
            { IsOpen: true } => new Card(
                $"Here: {p.Name}, open since {turn.View.At(p.Began)}",
                [new Element.Bullets([
                    [new Span.Typed("mark what happened"), " adds an event, now or ", new Span.Typed("mark 14:05 …"), ", ", new Span.Typed("mark 10m ago …")],
                    [new Span.Typed("timeline"), " shows and corrects · ", new Span.Typed("evidence"), " keeps a log, link or file · ", new Span.Typed("resolve"), " when it is over"],
                    [new Span.Manner("Or react 📌 to any message; 📎 keeps it as evidence, 📋 makes it an action item.", "Or ⋯ on any message → Add to timeline, Add as evidence, or Make an action item.")]])],
                [Button.Opens(IncidentCard.MarkId, "Mark an event", p.Id.Value), Button.Does(IncidentCard.TimelineId, "Timeline", p.Id.Value), Button.Does(IncidentCard.ResolveId, "Resolve", p.Id.Value)],
                more),
            { Restored: not null, Life: not (Life.Cancelled or Life.Merged) } => new Card(
                $"Here: {p.Name}, resolved {turn.View.WhenText(p.Restored.Value)}",
                [new Element.Bullets([
                    [new Span.Typed("write"), " goes on with the document · ", new Span.Typed("preview"), " reads it"],
                    [new Span.Typed("timeline"), " shows and corrects · ", new Span.Typed("mark 14:05 …"), " adds what was forgotten"],
                    [new Span.Typed("start what is wrong"), " opens a new incident here"]])],
                [Button.Does(IncidentCard.TimelineId, "Timeline", p.Id.Value)],
                more),
            _ => new Card(
                "When something breaks",
                [new Element.Bullets([
                    turn.Incoming.Direct ? [Span.TypedInChannel("start what is wrong"), " in a channel opens an incident there"] : [new Span.Typed("start what is wrong"), " opens an incident here"],
                    [new Span.Typed("mark what happened"), ", or ", new Span.Manner("react 📌 to the messages that matter", "⋯ → Add to timeline on the messages that matter")],
                    [new Span.Typed("nearmiss what nearly happened"), " notes a near miss in one line"]])],
                turn.Incoming.Direct ? [] : [Button.Opens(StartIncident.OpenId, "Start an incident")],
                more),
        };
    }

    private static bool IsThanks(string words) =>
        words.Trim().TrimEnd('!', '.').ToLowerInvariant() is "thanks" or "thank you" or "thx" or "ty" or "danke" or "merci" or "cheers" or "ok" or "okay";

    /// <summary>The command whose word is nearest, at most two letters away (one for short words), or that begins with it.</summary>
    private static Command? Closest(string word, IReadOnlyList<Command> commands)
    {
        var typed = word.ToLowerInvariant();
        if (typed.Length < 3) return null;
        var most = typed.Length <= 4 ? 1 : 2;
        var near = commands.SelectMany(command => command.Words.Select(name => (command, distance: name.StartsWith(typed, StringComparison.Ordinal) ? 0 : Distance(typed, name))))
            .Where(pair => pair.distance <= most)
            .OrderBy(pair => pair.distance)
            .ToList();
        return near.Count == 0 ? null : near[0].command;
    }

    /// <summary>Letters to add, drop, change or swap with the neighbour (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }

        return d[a.Length, b.Length];
    }
}

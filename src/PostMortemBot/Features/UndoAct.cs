using System.Globalization;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>undo</c>: takes back what the person did last in this place, up to ten minutes ago, and says exactly what. A second one takes the act before; buttons name one act.</summary>
internal static class UndoAct
{
    public const string ActId = "undo.act";

    /// <summary>Another copy may tell a fact between the reading and the deciding.</summary>
    private const int MostTries = 5;

    /// <summary>The button that takes back what was just done.</summary>
    public static Button Button(Outcome.Done done, string label = "Undo") => ButtonOf(done.After.Id, done.Before.Version, label);

    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        if (await Readers.GuestAsync(turn) is { } guest) return guest;
        var mine = await MineAsync(turn);
        return mine.Count == 0
            ? Answer.Say("There is nothing of yours from the last 10 minutes here. What is older is changed by hand.", Screens.Button.Does(Help.AllId, "All commands"))
            : await TakeBackAsync(turn, mine[0].Id, mine[0].Act.From);
    }

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        var (stream, from) = CarriedPair.Read(pressed.Value);
        if ((await Readers.LoadAsync(turn, stream)).No is { } no) return no;
        return await TakeBackAsync(turn, new(stream), long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1);
    }

    private static async Task<Answer> TakeBackAsync(Turn turn, PostMortemId id, long from)
    {
        for (var attempt = 1; ; attempt++)
        {
            var history = await turn.Bot.PostMortems.HistoryAsync(turn.Organisation, id, turn.Stop);
            var stale = false;
            var outcome = await turn.DecideAsync(id, p => (stale = p.Version != history.Count) ? Decision.Nothing : Undo.Of(id, history, from, turn.Actor, turn.Now));
            if (!stale) return await ToldAsync(turn, outcome, id, from);
            if (attempt >= MostTries) return Answer.Say("Many people are changing this at once. Nothing was taken back; try again.", ButtonOf(id, from, "Try again"));
        }
    }

    private static async Task<Answer> ToldAsync(Turn turn, Outcome outcome, PostMortemId id, long from)
    {
        if (outcome is Outcome.Refused refused) return Refusal.Say(turn, refused.Sentence, [.. await BeforeAsync(turn, id, from) is { } before ? new[] { ButtonOf(before.Id, before.Act.From, "Undo the one before") } : []]);
        if (outcome is not Outcome.Done done) return await Refusal.OfAsync(turn, outcome, "");
        if (done.The<ActTakenBack>() is not { } back) return Answer.Say("That was taken back already.");
        var history = await turn.Bot.PostMortems.HistoryAsync(turn.Organisation, id, turn.Stop);
        var taken = history.Skip((int)back.From).Take((int)(back.To - back.From)).ToList();
        var lines = UndoWords.Of(taken, done.Before, done.After, turn.View);
        List<Element> elements = [lines.Count == 1 ? new Element.Text(["Taken back. ", .. lines[0].Spans]) : new Element.Bullets(lines)];
        if (done.The<VerdictReached>() is not null) elements.Add(new Element.Text(Verdict.Sentence(done.After, turn.View)));
        List<Button> buttons = [];
        if (taken.OfType<TimelineEventMarked>().ToList() is [var mark] && done.After.AllEvents[mark.Id].Removed) buttons.Add(Screens.Button.Does(UndoMark.PutBackId, "Put back", CarriedPair.Of(id.Value, mark.Id.Value)));
        if ((await MineAsync(turn)) is [var next, ..]) buttons.Add(ButtonOf(next.Id, next.Act.From, "Undo one more"));
        return Answer.Tell(new Card(lines.Count == 1 ? "" : "Taken back", elements, buttons));
    }

    private static async Task<(PostMortemId Id, ToldAct Act)?> BeforeAsync(Turn turn, PostMortemId id, long from)
    {
        var mine = await MineAsync(turn);
        var at = mine.ToList().FindIndex(one => one.Id == id && one.Act.From == from);
        return at >= 0 && at + 1 < mine.Count ? mine[at + 1] : null;
    }

    /// <summary>The person's own acts that can be meant here, newest first.</summary>
    private static async Task<IReadOnlyList<(PostMortemId Id, ToldAct Act)>> MineAsync(Turn turn)
    {
        List<(PostMortemId Id, ToldAct Act)> mine = [];
        foreach (var id in await StreamsAsync(turn))
        {
            var history = await turn.Bot.PostMortems.HistoryAsync(turn.Organisation, id, turn.Stop);
            mine.AddRange(Undo.Mine(history, turn.Who.Id, turn.Now).Select(act => (id, act)));
        }

        return [.. mine.OrderByDescending(one => one.Act.At)];
    }

    /// <summary>The incident named; else the thread's own, else all spoken of in this channel, a cancelled one or a near miss too; in a direct message all.</summary>
    private static async Task<IReadOnlyList<PostMortemId>> StreamsAsync(Turn turn)
    {
        if (turn.Named is { } named) return [named];
        var since = (turn.Now - Undo.Within).ToUnixTimeMilliseconds();
        List<PostMortem> changed = [];
        foreach (var row in (await turn.Bot.Store.ListAsync(turn.Organisation, turn.Stop)).Where(row => Summary.Of(row).Changed >= since)) changed.Add(await turn.LoadAsync(row.Id));
        var ofThread = turn.Where.Thread is null ? [] : changed.Where(p => p.Places.Contains(turn.Where)).ToList();
        var here = ofThread.Count > 0 ? ofThread : changed.Where(p => turn.Incoming.Direct || p.Places.Any(place => place.WithoutThread == turn.Where.WithoutThread));
        return [.. here.Select(p => p.Id)];
    }

    private static Button ButtonOf(PostMortemId id, long from, string label) => Screens.Button.Does(ActId, label, CarriedPair.Of(id.Value, from.ToString(CultureInfo.InvariantCulture)));
}

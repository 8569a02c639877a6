using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Features;

/// <summary>
/// Which incident is meant (decisions.md 1): the one named; else the place's; else, in a direct message, the one in which the person has something to do;
/// else one question with at most five to pick, remembered for an hour, and what was typed is carried along.
/// </summary>
internal static class Which
{
    public const string PickId = "which.pick";
    private static readonly Duration Remembered = Duration.FromHours(1);

    /// <summary>Beside the incident's id, which a button carries as well.</summary>
    private const int MostCarried = 1800;

    /// <summary>A list carries less than a button: in Slack what stands in the id of its block.</summary>
    private const int MostOfList = 200;

    /// <summary>The incident, or the answer that asks for it.</summary>
    /// <param name="words">The whole command, to be run again once one is picked.</param>
    public static async Task<(PostMortem? Found, Answer? Ask)> FindAsync(Turn turn, string words)
    {
        if (await Readers.GuestAsync(turn) is { } guest) return (null, guest);
        if (turn.Named is { } named) return await ReadAsync(turn, await FollowedAsync(turn, await turn.LoadAsync(named)));
        if (await HereAsync(turn) is { } here) return await ReadAsync(turn, here);
        if (await RememberedAsync(turn, turn.Where.WithoutThread) is { Life: not (Life.Cancelled or Life.Merged) } remembered) return await ReadAsync(turn, remembered);
        var candidates = await CandidatesAsync(turn);
        if (candidates.Count == 0) return (null, NoneYet(words));
        if (turn.Incoming.Direct && candidates.Count(c => c.Mine) == 1) return await ReadAsync(turn, await turn.LoadAsync(candidates.First(c => c.Mine).Id));
        return (null, AskAmong(turn, candidates, words));
    }

    private static async Task<(PostMortem? Found, Answer? Ask)> ReadAsync(Turn turn, PostMortem p) =>
        await Readers.RefusedAsync(turn, p) is { } no ? (null, no) : (p, null);

    /// <summary>A merged incident answers with the one it is part of.</summary>
    public static async Task<PostMortem> FollowedAsync(Turn turn, PostMortem p)
    {
        for (var steps = 0; p is { Life: Life.Merged, MergedIntoId: { } into } && steps < 20; steps++) p = await turn.LoadAsync(into);
        return p;
    }

    /// <summary>
    /// The incident of this place: the thread's, else the channel's, else, where every post begins a thread, the only one that is open elsewhere in the channel; null when there is none.
    /// </summary>
    public static async Task<PostMortem?> HereAsync(Turn turn)
    {
        if (turn.Where.Thread is not null && await AtAsync(turn, turn.Where) is { } inThread) return inThread;
        var channel = turn.Where.WithoutThread;
        return await ChosenHereAsync(turn, channel) ?? await AtAsync(turn, channel) ?? (SaysNothing(turn) && await OpenInAsync(turn, channel) is [var only] ? only : null);
    }

    /// <summary>Whether several incidents are open in this channel, so that a mark at channel level has to ask.</summary>
    public static async Task<IReadOnlyList<PostMortem>> OpenHereAsync(Turn turn)
    {
        if (turn.Named is not null || turn.Incoming.Direct) return [];
        var channel = turn.Where.WithoutThread;
        if (!SaysNothing(turn) && await turn.Bot.Store.RowAsync(turn.Organisation, SeveralKey(channel), turn.Stop) is null) return [];
        if (turn.Where.Thread is not null && await AtAsync(turn, turn.Where) is not null) return [];
        if (await ChosenHereAsync(turn, channel) is not null) return [];
        return await OpenInAsync(turn, channel) is { Count: > 1 } open ? open : [];
    }

    /// <summary>In a thread that only its first post made.</summary>
    private static bool SaysNothing(Turn turn) => turn.Where.Thread is not null && turn.Bot.Chats.TryGetValue(turn.Where.Platform, out var chat) && chat.BeginsThreads;

    /// <summary>The one picked for this hour: it counts only while it is one of several that are open here, else a mark would go astray.</summary>
    private static async Task<PostMortem?> ChosenHereAsync(Turn turn, Place channel)
    {
        if (await RememberedAsync(turn, channel) is not { IsOpen: true } remembered) return null;
        return await OpenInAsync(turn, channel) is { Count: > 1 } open ? open.FirstOrDefault(p => p.Id == remembered.Id) : null;
    }

    /// <summary>Those that are open in the channel and that this person may know of.</summary>
    private static async Task<IReadOnlyList<PostMortem>> OpenInAsync(Turn turn, Place channel)
    {
        var open = new List<PostMortem>();
        foreach (var row in (await turn.Bot.Store.ListAsync(turn.Organisation, turn.Stop)).Where(row => Summary.IsOpen(row) && Summary.Of(row).IsFor(turn.Actor)))
        {
            var p = await turn.LoadAsync(row.Id);
            if (p.IsOpen && p.Places.Any(place => place.WithoutThread == channel)) open.Add(p);
        }

        return open;
    }

    /// <summary>From now on this channel may hold several open incidents.</summary>
    public static Task SeveralAsync(Turn turn, Place channel) =>
        turn.Bot.Store.PutAsync(turn.Organisation, [new RowPut(SeveralKey(channel.WithoutThread), "{}")], turn.Stop);

    public static Answer AskAmong(Turn turn, IReadOnlyList<PostMortem> open, string words) =>
        AskAmong(turn, [.. open.Select(p => new Candidate(p.Id, p.Name, p.Title, p.Life.ToString(), false))], words);

    /// <summary>One was picked: it is remembered for an hour in this conversation, and the words run.</summary>
    public static async Task<Answer> Picked(Turn turn, ButtonPressed pressed)
    {
        var (id, words) = CarriedPair.Read(pressed.Chosen.Length > 0 ? pressed.Chosen + "|" + pressed.Value : pressed.Value);
        var (p, no) = await Readers.LoadAsync(turn, id);
        if (no is not null) return no;
        var until = (turn.Now + Remembered).ToUnixTimeMilliseconds();
        await turn.Bot.Store.PutAsync(turn.Organisation, [new RowPut(ChoiceKey(turn, turn.Where.WithoutThread), $"{until}|{id}")], turn.Stop);
        turn.Named = p.Id;
        return words.Length == 0
            ? Answer.Say([$"{p.Name}: for the next hour I take it as the one you mean here."])
            : await turn.Run(turn, new CommandTyped(turn.Incoming.Who, turn.Where, turn.Incoming.At, turn.Incoming.Receipt, words) { Direct = turn.Incoming.Direct, MayOpen = true });
    }

    /// <summary>A command alone is typed again quickly; what stood behind it is given back.</summary>
    private static Answer NoneYet(string words) => words.Contains(' ', StringComparison.Ordinal)
        ? Refusal.Of("There is no incident yet. Start one: start what is wrong.", words)
        : Answer.Say(["There is no incident yet. Start one: ", new Span.Typed("start what is wrong")]);

    /// <summary>What is too long for a button is given back whole, to be sent again once one is picked.</summary>
    private static Answer AskAmong(Turn turn, IReadOnlyList<Candidate> candidates, string words)
    {
        if (words.Length > MostCarried && AskAmong(turn, candidates, "") is { Private: { } card } ask)
        {
            return ask with { Private = card with { Elements = [.. card.Elements, new Element.Text("That is too long for a button. Pick one, then send it again. You typed: " + Mentions.Plain(words))] } };
        }

        var shown = candidates.OrderByDescending(c => c.Mine).Take(5).ToList();
        var lines = shown.Select(c => Line.Create([Span.Bold(c.Name), $" · {c.Title} · {c.StateInWords}"])).ToList();
        if (shown.Count > 4 && words.Length <= MostOfList)
        {
            return Answer.Tell(new Card("Which one?", [new Element.Bullets(lines), new Element.Picker(PickId, "Incident", [.. shown.Select(c => new Choice(c.Id.Value, c.Name))], words)]));
        }

        return Answer.Tell(new Card("Which one?", [new Element.Bullets(lines)], [.. shown.Select(c => Button.Does(PickId, Labels.Short(c.Name), CarriedPair.Of(c.Id.Value, words)))]));
    }

    private static async Task<IReadOnlyList<Candidate>> CandidatesAsync(Turn turn)
    {
        var rows = await turn.Bot.Store.ListAsync(turn.Organisation, turn.Stop);
        return [.. rows.Select(row => (row.Id, Row: Summary.Of(row)))
            .Where(one => one.Row.IsFor(turn.Actor) && one.Row.Life is not (nameof(Life.Cancelled) or nameof(Life.Merged) or nameof(Life.Waiting)))
            .Select(one => new Candidate(one.Id, one.Row.Name, one.Row.Title, one.Row.Life, HasToDo(one.Row, turn.Who.Id)))
            .Take(50)];
    }

    private static bool HasToDo(Summary row, PersonId who) =>
        row.Life is not nameof(Life.Final) && (row.Author ?? row.Owner) == who.Value;

    private static async Task<PostMortem?> AtAsync(Turn turn, Place place) =>
        await turn.Bot.Store.AtPlaceAsync(turn.Organisation, place, turn.Stop) is { } id ? await turn.LoadAsync(id) : null;

    private static async Task<PostMortem?> RememberedAsync(Turn turn, Place channel)
    {
        if (await turn.Bot.Store.RowAsync(turn.Organisation, ChoiceKey(turn, channel), turn.Stop) is not { } row) return null;
        var (until, id) = CarriedPair.Read(row.Body);
        return long.TryParse(until, out var at) && at > turn.Now.ToUnixTimeMilliseconds() ? await turn.LoadAsync(new(id)) : null;
    }

    private static string SeveralKey(Place channel) => "several/" + channel.Key;

    private static string ChoiceKey(Turn turn, Place channel) => $"choice/{turn.Who.Id.Value}/{channel.Key}";

    private sealed record Candidate(PostMortemId Id, string Name, string Title, string State, bool Mine)
    {
        public string StateInWords => State switch
        {
            nameof(Life.Capturing) => "open",
            nameof(Life.Draft) => Mine ? "your draft" : "draft",
            nameof(Life.UnderReview) => "in review",
            nameof(Life.Final) => "final",
            nameof(Life.Noted) => "near miss",
            _ => "resolved",
        };
    }
}

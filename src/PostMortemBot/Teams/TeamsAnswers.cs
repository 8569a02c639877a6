using System.Text.Json.Nodes;
using PostMortemBot.Chat;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Teams;

/// <summary>
/// Gives an answer in Teams' manner (decisions.md 5): at the card or as the next dialog where the request itself is answered, else in the personal chat, and never as a reply in a
/// channel. All that is posted goes out after the request was answered, and is work of the store until then.
/// </summary>
internal sealed class TeamsAnswers(Bot bot, TeamsChat chat, TeamsOwn own, TeamsForms forms, TeamsTelling telling)
{
    /// <summary>The answer's body names the kind of what it brings.</summary>
    private const string CardType = "application/vnd.microsoft.card.adaptive";
    private const string SentenceType = "application/vnd.microsoft.activity.message";
    private const int MostSentence = 400;

    public async Task<Reply> GiveAsync(Answer answer, TeamsArrival arrival, CancellationToken stop)
    {
        if (answer.Public is { } all) await SayAsync(all, arrival, stop);
        List<TeamsTell> later = [.. Changed(answer, arrival)];
        var reply = arrival.Ways.Asked switch
        {
            TeamsAsked.Press => await PressAsync(answer, arrival, later, stop),
            TeamsAsked.Dialog => Dialog(answer, arrival, later),
            _ => Said(answer, arrival, later),
        };
        await telling.KeepAsync(arrival.Incoming.Receipt, later);
        return reply;
    }

    /// <summary>After the request was answered by the promise that it is told when it is saved.</summary>
    public async Task GiveLateAsync(Answer answer, TeamsArrival arrival)
    {
        var promised = arrival.Ways.Asked != TeamsAsked.Heard && answer.Public is null ? Card.OneLine("Saved.") : null;
        var told = answer.Private ?? Unopened(answer, arrival) ?? promised;
        await telling.KeepAsync(arrival.Incoming.Receipt, [.. Changed(answer, arrival), .. told is null ? [] : Told(arrival.Ways, told)]);
        if (answer.Public is { } all) await SayAsync(all, arrival, CancellationToken.None);
    }

    /// <summary>The dialog once more, with what was typed in it and a sentence on top; null where nothing was typed, or the dialog is known no more.</summary>
    public Reply? Again(TeamsArrival arrival, string sentence) =>
        TeamsAgain.FormOf(arrival.Incoming) is { } typed && forms.Find(arrival.Ways) is { } form ? Continue(form.Holding(typed.Values).Refused([], sentence), arrival.Ways, arrival.Ways.Operation) : null;

    /// <summary>The pressed card in its place, for all who see it; its buttons go on acting on the conversation that it is about.</summary>
    private IReadOnlyList<TeamsTell> Changed(Answer answer, TeamsArrival arrival) =>
        answer.Replaces is { } card && arrival is { Incoming: ButtonPressed { Card: { } pressed }, Ways.Own.Length: 0 } ? [chat.Changed(pressed, arrival.Ways.User, card, arrival.Ways.Where)] : [];

    /// <summary>A card for one person while the store is away.</summary>
    public void Tell(TeamsWays ways, Card card) => telling.Tell(Told(ways, card));

    /// <summary>A sentence at the card, or in the dialog.</summary>
    public static Reply Sentence(TeamsAsked asked, string words) => asked switch
    {
        TeamsAsked.Press => Invoked(SentenceType, VisibleText.Shorten(VisibleText.Clean(words), MostSentence)),
        TeamsAsked.Dialog => Json(new JsonObject { ["task"] = new JsonObject { ["type"] = "message", ["value"] = VisibleText.Shorten(VisibleText.Clean(words), MostSentence) } }),
        _ => Reply.Taken,
    };

    /// <summary>Another card in the place of the pressed one, for whoever pressed.</summary>
    public static Reply Shown(Drawn card) => Invoked(CardType, card.Json);

    /// <summary>Said to the bot: what it says goes to the personal chat. The reaction is its receipt, which the append leaves as work.</summary>
    private Reply Said(Answer answer, TeamsArrival arrival, List<TeamsTell> later)
    {
        var told = answer.Private ?? Unopened(answer, arrival);
        if (told is not null && !(answer.Quiet && !arrival.Ways.Direct && IsReceipt(told))) later.AddRange(Told(arrival.Ways, told));
        return Reply.Taken;
    }

    /// <summary>It says no more than that the event was taken: the reaction says the same.</summary>
    private static bool IsReceipt(Card card) => card is { Title.Length: 0, Elements.Count: 1 };

    /// <summary>Whoever pressed sees the changed card, or a sentence below it, at once; what has more to it stands in the personal chat.</summary>
    private async Task<Reply> PressAsync(Answer answer, TeamsArrival arrival, List<TeamsTell> later, CancellationToken stop)
    {
        var told = answer.Private ?? Unopened(answer, arrival);
        if (answer.Replaces is { } card)
        {
            if (told is not null) later.AddRange(Told(arrival.Ways, told));
            return Shown(arrival.Ways.Own.Length == 0 ? AdaptiveCards.Message(card, Look(arrival.Ways)) : await own.DrawnAsync(card, arrival.Ways, stop));
        }

        if (told is null) return Sentence(TeamsAsked.Press, "Done.");
        var whole = told is { Title.Length: 0, Elements: [Element.Text], Shown.Count: 0, Behind.Count: 0, File: null };
        if (!whole) later.AddRange(Told(arrival.Ways, told));
        var words = told.Plain(chat.Look(arrival.Ways.Where).Typed);
        return Sentence(TeamsAsked.Press, whole || arrival.Ways.Direct ? words : Card.Then(words, "More in our chat."));
    }

    /// <summary>The next dialog; a line that is left over goes to the personal chat where the dialog was opened there, else it is the dialog's last word.</summary>
    private Reply Dialog(Answer answer, TeamsArrival arrival, List<TeamsTell> later)
    {
        if (answer.Opens is { } next)
        {
            if (answer.Private is { } beside) later.AddRange(Told(arrival.Ways, beside));
            return Continue(next, arrival.Ways);
        }

        if (answer.Private is not { } told) return arrival.Incoming is FormSubmitted or ButtonPressed { Form: not null } ? Reply.Taken : Sentence(TeamsAsked.Dialog, "Done.");
        if (!arrival.Ways.Direct) return Continue(told with { File = null }, arrival.Ways);
        later.AddRange(Told(arrival.Ways, told));
        return arrival.Incoming is FormSubmitted or ButtonPressed { Form: not null } ? Reply.Taken : Sentence(TeamsAsked.Dialog, told.Plain(new TeamsLook { Direct = true }.Typed));
    }

    /// <param name="operation">Of the drawing that it comes back from: saved once more unchanged it is the same save. Left out, it is another one.</param>
    private Reply Continue(Screen screen, TeamsWays ways, string? operation = null)
    {
        var look = Look(ways);
        if (operation is not null) look = look with { Operation = operation };
        else if (screen is Form shown) forms.Keep(ways, look.Operation, shown);
        var title = screen switch { Form form => form.Title, Rows rows => rows.Title, Card { Title.Length: > 0 } card => card.Title, _ => "PostMortem" };
        var drawn = AdaptiveCards.Dialog(screen, look);
        var height = screen is Card ? "small" : "large";
        return Json(new JsonObject
        {
            ["task"] = new JsonObject
            {
                ["type"] = "continue",
                ["value"] = new JsonObject
                {
                    ["title"] = VisibleText.Shorten(VisibleText.Clean(title), 100),
                    ["height"] = height,
                    ["width"] = "medium",
                    ["card"] = new JsonObject { ["contentType"] = CardType, ["content"] = drawn.Json },
                },
            },
        });
    }

    /// <summary>Drawn where it is pressed; what it is about goes along.</summary>
    private TeamsLook Look(TeamsWays ways) => chat.Look(ways.Where) with { At = ways.Direct ? "" : TeamsIds.ConversationOf(ways.Where) };

    /// <summary>In place of a form that only a button opens.</summary>
    private static Card? Unopened(Answer answer, TeamsArrival arrival) => answer.Opens switch
    {
        Card card => card,
        Form form => TeamsAgain.Opening(form.Title, arrival),
        Rows rows => TeamsAgain.Opening(rows.Title, arrival),
        _ => null,
    };

    /// <summary>A message to all is work of the store: it goes out also when the process ends now.</summary>
    private Task SayAsync(Card card, TeamsArrival arrival, CancellationToken stop)
    {
        var where = arrival.Ways.Where;
        if (bot.OrganisationOf(TeamsIds.Platform, where.Workspace) is not { } organisation) return Task.CompletedTask;
        var work = TeamsSay.Put(where, arrival.Incoming.Receipt, chat.MessageOf(where, card, TeamsSay.KeyOf(arrival.Incoming.Receipt)), bot.Now);
        return bot.Store.AppendAsync(new Append(organisation, "say/" + arrival.Incoming.Receipt, []) { Work = [work] }, stop);
    }

    private IReadOnlyList<TeamsTell> Told(TeamsWays ways, Card card) => chat.Told(ways.Where, ways.Account, card);

    private static Reply Invoked(string type, JsonNode value) => Json(new JsonObject { ["statusCode"] = StatusCodes.Status200OK, ["type"] = type, ["value"] = value });

    private static Reply Json(JsonObject body) => new(StatusCodes.Status200OK, WireJson.Bytes(body));
}

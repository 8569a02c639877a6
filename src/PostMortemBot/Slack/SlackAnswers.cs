using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Slack;

/// <summary>
/// Gives an answer in Slack's manner (decisions.md 5): in the answer to the request itself where Slack takes it there, else by a modal, the <c>response_url</c>, a private
/// line or the direct conversation. Modals open before the request is answered, all else goes out after it.
/// </summary>
internal sealed class SlackAnswers(SlackSettings settings, Bot bot, SlackApi api, SlackPeople people, SlackChannels channels, SlackTelling telling)
{
    public async Task<Reply> GiveAsync(Answer answer, SlackArrival arrival, CancellationToken stop)
    {
        if (answer.Public is { } all) await SayAsync(all, arrival, stop);
        return arrival.Ways.Asked switch
        {
            SlackAsked.Command => await CommandAsync(answer, arrival, stop),
            SlackAsked.Submit => await SubmitAsync(answer, arrival),
            SlackAsked.Press => await PressAsync(answer, arrival, stop),
            SlackAsked.Event => await EventAsync(answer, arrival),
            _ => Reply.Taken,
        };
    }

    /// <summary>After the request was answered otherwise: by the <c>response_url</c>, or a private line.</summary>
    public async Task GiveLateAsync(Answer answer, SlackArrival arrival)
    {
        IReadOnlyList<SlackTell> changed = answer.Replaces is { } card && arrival.Incoming is ButtonPressed ? [Replacing(arrival, card)] : [];
        await telling.KeepAsync(ReceiptOf(arrival), [.. changed, .. (answer.Private ?? Unopened(answer, arrival)) is { } told ? AllOf(arrival.Ways, told) : []]);
        if (answer.Public is { } all) await SayAsync(all, arrival, CancellationToken.None);
    }

    /// <summary>A card for one person, after the request was answered and while nothing can be stored.</summary>
    public void Tell(SlackWays ways, Card card) => telling.Tell(Told(ways, card));

    /// <summary>A card for one person who asked for nothing.</summary>
    /// <param name="where">A conversation in which they alone see it, or their own.</param>
    /// <param name="receipt">Of what brought it about.</param>
    /// <param name="rows">As in <see cref="Afterwards.BringAsync"/>.</param>
    public Task TellAsync(Place where, string user, Card card, string receipt, params IReadOnlyList<RowPut> rows) => telling.KeepAsync(receipt, [Told(new SlackWays(SlackAsked.Event, where, user), card)], rows);

    /// <summary>The body of a command's answer: seen by the one who typed it.</summary>
    public Reply InBody(SlackWays ways, Card? card)
    {
        if (card is null) return Reply.Taken;
        var message = Message(ways, card);
        message["response_type"] = "ephemeral";
        return new(StatusCodes.Status200OK, WireJson.Bytes(message));
    }

    private async Task<Reply> CommandAsync(Answer answer, SlackArrival arrival, CancellationToken stop)
    {
        var opened = answer.Opens is null || await OpenAsync(answer.Opens, arrival, stop);
        var card = opened ? answer.Private : Unopened(answer, arrival);
        if (card?.File is { } file) await telling.KeepAsync(ReceiptOf(arrival), [Told(arrival.Ways, file)]);
        return InBody(arrival.Ways, Present(card, arrival.Ways));
    }

    /// <summary>A command works where the bot is not, and is kept; what cannot be done there is said (message 14).</summary>
    private Card? Present(Card? card, SlackWays ways)
    {
        var absent = channels.IsAbsent(ways.Workspace, ways.Where.Channel, () => Tell(ways, new Card("", [Absent])));
        return absent && card is not null ? card with { Elements = [.. card.Elements, Absent] } : card;
    }

    private static Element Absent { get; } = new Element.Small(["I am not in this channel, so I cannot post or see 📌. To bring me in: ", new Span.Code("/invite @PostMortem")]);

    /// <summary>The reaction is its receipt, which the append leaves as work.</summary>
    private async Task<Reply> EventAsync(Answer answer, SlackArrival arrival)
    {
        await GiveLateAsync(answer with { Public = null }, arrival);
        return Reply.Taken;
    }

    private async Task<Reply> PressAsync(Answer answer, SlackArrival arrival, CancellationToken stop)
    {
        var ways = arrival.Ways;
        if (ways.View is { } view)
        {
            if ((answer.Opens ?? answer.Replaces ?? answer.Private ?? DoneOf(answer)) is { } shown) await UpdateAsync(view, shown, ways, stop);
            if (answer is { Opens: null, Replaces: not null, Private: { } beside }) await TellAsync(arrival, beside);
            return Reply.Taken;
        }

        var opened = answer.Opens is null || await OpenAsync(answer.Opens, arrival, stop);
        var told = opened ? answer.Private : Unopened(answer, arrival);
        List<SlackTell> tells = [.. answer.Replaces is { } card ? [Replacing(arrival, card)] : Array.Empty<SlackTell>(), .. told is null ? [] : AllOf(ways, told)];
        await telling.KeepAsync(ReceiptOf(arrival), tells);
        return Reply.Taken;
    }

    /// <summary>Something was done of which a modal has nothing to show: it says so, that nobody presses again.</summary>
    private static Card? DoneOf(Answer answer) => answer == Answer.Silent ? null : Card.OneLine("Done.");

    /// <summary>The answer to a saved form: errors at its fields, the form anew, or nothing, which closes it.</summary>
    private async Task<Reply> SubmitAsync(Answer answer, SlackArrival arrival)
    {
        var ways = arrival.Ways;
        if (answer.Private is { } card && (answer.Opens is null || answer.Opens is Form)) await TellAsync(arrival, card);
        if (answer.Opens is not { } next) return Reply.Taken;
        var errors = next is Form form && form.Id == ((FormSubmitted)arrival.Incoming).Id ? BlockKit.Errors(form, SlackValues.BlockIds(ways.View!.State)) : null;
        return new(StatusCodes.Status200OK, WireJson.Bytes(errors ?? new JsonObject { ["response_action"] = "update", ["view"] = View(next, ways) }));
    }

    /// <summary>False when Slack would not open it: the trigger came too late, or Slack is away.</summary>
    private async Task<bool> OpenAsync(Screen screen, SlackArrival arrival, CancellationToken stop)
    {
        if (arrival.Ways.Trigger.Length == 0) return false;
        try
        {
            await api.CallAsync(arrival.Ways.Workspace, "views.open", new JsonObject { ["trigger_id"] = arrival.Ways.Trigger, ["view"] = View(screen, arrival.Ways) }, stop);
            return true;
        }
        catch (Exception refused) when (refused is SlackFailed or ChatBusy || (refused is SlackRefused wrong && SlackErrors.TriggerGone(wrong.Error)))
        {
            return false;
        }
    }

    private async Task UpdateAsync(SlackView view, Screen screen, SlackWays ways, CancellationToken stop)
    {
        try
        {
            await api.CallAsync(ways.Workspace, "views.update", new JsonObject { ["view_id"] = view.Id, ["hash"] = view.Hash, ["view"] = View(screen, ways) }, stop);
        }
        catch (SlackRefused stale) when (stale.Error is "hash_conflict" or "not_found")
        {
            // A newer update stands there, or the modal was closed meanwhile.
        }
    }

    /// <summary>In place of a form that could not be opened: a card whose button opens it.</summary>
    private static Card? Unopened(Answer answer, SlackArrival arrival) => answer.Opens switch
    {
        null => null,
        Card card => card,
        Form form => SlackAgain.Opening(form.Title, arrival),
        Rows rows => SlackAgain.Opening(rows.Title, arrival),
        _ => null,
    };

    private JsonObject View(Screen screen, SlackWays ways)
    {
        var view = BlockKit.View(screen, people.Look(ways.Workspace, settings, ways.Direct, forOne: true)).Json;
        var carried = screen switch { Form form => form.Carry, Rows rows => rows.Carry, _ => "" };
        var home = ways.Home || ways.Where.Channel == ways.User;
        new SlackCarry(carried, home ? "" : ways.Where.Channel, ways.Where.Thread ?? "", ways.ResponseUrl).Into(view);
        if (screen is Form { SavesAsLeft: true }) view["notify_on_close"] = true;
        if ((ways.AsksChannel || ways.Direct) && screen is Form { InChannel: true }) view["blocks"]!.AsArray().Add((JsonNode)ChannelBlock());
        return view;
    }

    /// <summary>A form that was opened in no conversation asks in which one it acts.</summary>
    private static JsonObject ChannelBlock() => new()
    {
        ["type"] = "input",
        ["block_id"] = SlackPayloads.ChannelBlock,
        ["label"] = SlackWords.Plain("Channel", 2000),
        ["hint"] = SlackWords.Plain("Where people speak about it. I have to be in it: /invite @PostMortem", 2000),
        ["element"] = new JsonObject
        {
            ["type"] = "conversations_select",
            ["action_id"] = SlackPayloads.ChannelBlock,
            ["placeholder"] = SlackWords.Plain("Choose a channel", 150),
            ["default_to_current_conversation"] = true,
            ["response_url_enabled"] = true,
            ["filter"] = new JsonObject { ["include"] = new JsonArray("public", "private"), ["exclude_bot_users"] = true },
        },
    };

    private Task TellAsync(SlackArrival arrival, Card card) => telling.KeepAsync(ReceiptOf(arrival), AllOf(arrival.Ways, card));

    /// <summary>Brought once more by a button, the same thing has its own answer.</summary>
    private static string ReceiptOf(SlackArrival arrival) =>
        arrival.Ways.ResponseUrl is { Length: > 0 } url ? $"{arrival.Incoming.Receipt}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url)))[..12]}" : arrival.Incoming.Receipt;

    /// <summary>Apart: an answer that has to be tried again does not send its file again.</summary>
    private IReadOnlyList<SlackTell> AllOf(SlackWays ways, Card card) => card.File is { } file ? [Told(ways, card), Told(ways, file)] : [Told(ways, card)];

    private SlackTell Told(SlackWays ways, Card card, bool forOne = true) => new(ways.Where, ways.User, ways.Direct, ways.ResponseUrl, Drawn.Text(Message(ways, card, forOne)));

    private static SlackTell Told(SlackWays ways, SentFile file) => new(ways.Where, ways.User, ways.Direct, "", "") { File = file };

    private SlackTell Replacing(SlackArrival arrival, Card card) =>
        !arrival.Ways.Ephemeral && arrival.Incoming is ButtonPressed { Card: { } pressed } ? Told(arrival.Ways, card, forOne: arrival.Ways.Direct) with { Edits = pressed } : Told(arrival.Ways, card) with { Replaces = true };

    /// <summary>A message to all is work of the store: it goes out also when the process ends now.</summary>
    private Task SayAsync(Card card, SlackArrival arrival, CancellationToken stop)
    {
        var ways = arrival.Ways;
        if (bot.OrganisationOf(SlackPayloads.Platform, ways.Workspace) is not { } organisation) return Task.CompletedTask;
        var work = SlackSay.Put(ways.Where, ways.User, arrival.Incoming.Receipt, Message(ways, card, forOne: ways.Direct), bot.Now);
        return bot.Store.AppendAsync(new Append(organisation, "say/" + arrival.Incoming.Receipt, []) { Work = [work] }, stop);
    }

    private JsonObject Message(SlackWays ways, Card card, bool forOne = true) => BlockKit.Message(card, people.Look(ways.Workspace, settings, ways.Direct, forOne)).Json;
}

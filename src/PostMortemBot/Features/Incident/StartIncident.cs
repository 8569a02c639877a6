using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>Opens an incident here, or joins this conversation to one that is open under its number.</summary>
internal static class StartIncident
{
    public const string OpenId = "incident.start";
    public const string FormId = "incident.start.form";
    public const string AnotherId = "incident.start.another";
    public const string AsEventId = "incident.start.asevent";

    /// <summary>Leaves room for the id that <em>Add as event</em> carries too.</summary>
    private const int MostCarried = 1800;

    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        if (await Readers.GuestAsync(turn) is { } guest) return guest;
        return words.Length == 0 ? Opened(turn, "") : await StartAsync(turn, words, turn.Where);
    }

    /// <summary>A button opens the form; what was typed goes along in it.</summary>
    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed) => await Readers.GuestAsync(turn) ?? Opened(turn, pressed.Value);

    private static Answer Opened(Turn turn, string words)
    {
        if (turn.Incoming.Direct && !AsksForChannel(turn)) return InChannel(turn, words);
        var read = FactWords.Read(words, turn.Policy);
        return Answer.Open(read.Wrong is null ? FormOf(turn, words, read, read.IncidentId ?? "") : FormOf(turn, words, new FactWords(), ""));
    }

    /// <summary>It was not said in which channel; where none can be asked for, how it is typed there.</summary>
    private static Answer InChannel(Turn turn, string words) => AsksForChannel(turn) && words.Length <= MostCarried
        ? Answer.Say("An incident lives in a channel, so that everybody sees it. Say in which.", Button.Opens(OpenId, "Choose the channel", words))
        : Answer.Say(["An incident lives in a channel, so that everybody sees it. Type it there: ", Span.TypedInChannel("start " + (words.Length > 0 ? Mentions.Plain(words) : "what is wrong"))]);

    private static bool AsksForChannel(Turn turn) => turn.Bot.Chats.TryGetValue(turn.Where.Platform, out var chat) && chat.AsksForChannel;

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        if (await Readers.GuestAsync(turn) is { } guest) return guest;
        var values = form.Values;
        var typed = new FactWords
        {
            Title = values.Text("title"),
            Severity = Severities.Read(values.Text("severity")),
            Environments = [.. turn.Policy.Environments.Where(values.Many("environments").Contains)],
            Services = [.. values.Many("services"), .. values.Text("other").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
        };
        if (typed.Title.Length == 0) return Answer.Open(FormOf(turn, form.Carry, typed, "").Holding(values).Refused(["title"], "Say in a few words what is wrong. It can be changed later."));
        if (typed.Title.Length > Incidents.MostTitle) return Answer.Open(FormOf(turn, form.Carry, typed, "").Holding(values).Refused(["title"], $"A title holds at most {Incidents.MostTitle} characters; this has {typed.Title.Length}."));
        var owner = values.Text("owner") is { Length: > 0 } person ? new PersonId(person) : (PersonId?)null;
        var before = FactWords.Read(form.Carry, turn.Policy);
        if (owner is null && before.Owner is { } named) typed = typed with { Owner = named };
        typed = typed with { Services = [.. typed.Services.Union(before.Services.Where(name => turn.Policy.ServiceNamed(name) is null))] }; // The form offers only those that are known.
        if (values.Text("id") is { Length: > 0 } id)
        {
            if (turn.Policy.ReadIncidentId(id) is not { } read) return Answer.Open(FormOf(turn, form.Carry, typed, id).Holding(values).Refused(["id"], "This is no incident number. Write it like INC-004211, or leave it empty."));
            typed = typed with { IncidentId = read };
        }

        return await StartAsync(turn, typed, turn.Where, owner);
    }

    /// <summary><em>Start another</em>: its place is a thread of its own under the card of the one that is open.</summary>
    public static async Task<Answer> Another(Turn turn, ButtonPressed pressed)
    {
        if (await Readers.GuestAsync(turn) is { } guest) return guest;
        if (!turn.Bot.Chats.TryGetValue(turn.Where.Platform, out var chat)) return Answer.Say("A second incident cannot be opened from here. Start it in its channel.");
        var words = FactWords.Read(pressed.Value, turn.Policy);
        if (words.Wrong is { } wrong) return Refusal.Of(wrong, "start " + pressed.Value);
        var channel = turn.Where.WithoutThread;
        if (!await FirstPressAsync(turn, channel, pressed.Value)) return Answer.Say("It is being opened already, in a thread of its own here.");
        await Which.SeveralAsync(turn, channel);
        MessageRef card;
        try
        {
            card = await chat.PostAsync(channel, Card.OneLine(["Starting another incident", words.Title.Length > 0 ? $": {words.Title}" : "", "."]), "start/" + turn.Incoming.Receipt, turn.Stop);
        }
        catch (Exception no) when (no is ChatRefused or ChatBusy)
        {
            await ForgetPressAsync(turn, channel);
            return Refusal.Of(no is ChatRefused ? $"It is not open: I cannot begin its thread here. {no.Message}" : "It is not open yet: I may not post here at this moment. Try again in a moment.", "start " + pressed.Value);
        }

        return await StartAsync(turn, words, channel with { Thread = card.Id }, null, card);
    }

    private static string PressKey(Turn turn, Place channel) => $"another/{turn.Who.Id.Value}/{channel.Key}";

    /// <summary>Nothing came of it: the next press is a first one again.</summary>
    private static Task ForgetPressAsync(Turn turn, Place channel) => turn.Bot.Store.PutAsync(turn.Organisation, [new Storage.RowPut(PressKey(turn, channel), null)], turn.Stop);

    /// <summary>The thread is posted before anything is stored, so a second press (or delivery) within a minute is told apart here.</summary>
    private static async Task<bool> FirstPressAsync(Turn turn, Place channel, string words)
    {
        var key = PressKey(turn, channel);
        var row = await turn.Bot.Store.RowAsync(turn.Organisation, key, turn.Stop);
        var (at, before) = CarriedPair.Read(row?.Body ?? "0");
        if (before == words && long.TryParse(at, out var then) && turn.Now.ToUnixTimeMilliseconds() - then < 60_000) return false;
        return await turn.Bot.Store.PutAsync(turn.Organisation, [new Storage.RowPut(key, CarriedPair.Of(turn.Now.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture), words), row?.Version ?? 0)], turn.Stop);
    }

    private static Task<Answer> StartAsync(Turn turn, string words, Place place)
    {
        var read = FactWords.Read(words, turn.Policy);
        return read.Wrong is { } wrong
            ? Task.FromResult(Refusal.Of(wrong, "start " + words))
            : StartAsync(turn, read, place, null);
    }

    public static async Task<Answer> StartAsync(Turn turn, FactWords words, Place place, PersonId? owner, MessageRef? card = null)
    {
        var masked = Secrets.Mask(words.Title);
        words = words with { Title = masked.Text };
        words = OwnedBy(turn, words, owner);
        if (turn.Incoming.Direct) return InChannel(turn, words.AsStart);
        if (words.IncidentId is { } named && await turn.Bot.Store.ByIncidentIdAsync(turn.Organisation, named, turn.Stop) is { } there) return await JoinAsync(turn, there, named, place, words);
        owner ??= await OwnerAsync(turn, words);
        if (words.Owner is not null && owner is null) return Refusal.Of($"I do not know {words.Owner}. Name them as @handle, or leave the owner out and set it later.", "start " + words.AsStart);

        var bound = await turn.Bot.Store.AtPlaceAsync(turn.Organisation, place, turn.Stop);
        var here = bound is { } id ? await turn.LoadAsync(id) : null;
        if (here is { IsOpen: true }) return AlreadyOpen(here, words);
        var stream = here is { Life: Life.Waiting } ? here.Id : new PostMortemId(turn.NewId());
        var number = await turn.Bot.Store.NextNumberAsync(turn.Organisation, "incident", turn.Stop);
        var tooOld = here is { Life: Life.Waiting } waiting ? waiting.Events.Where(e => turn.SaidAt - e.MarkedAt > NodaTime.Duration.FromHours(24)).Select(e => e.Id).ToList() : [];
        var opening = new Opening(place, number, words.Title)
        {
            IncidentId = words.IncidentId,
            Severity = words.Severity,
            Environments = words.Environments,
            Services = words.Services,
            Owner = owner,
            LeaveOut = tooOld,
        };
        if (card is not null) await Postman.StandsAsync(turn.Bot, turn.Organisation, stream, IncidentCard.Standing.Key, place, card, turn.Stop);
        Decision Rule(PostMortem p) => Incidents.Start(p, opening, turn.Actor, turn.SaidAt);
        var outcome = here is { Life: not Life.Waiting } ? await turn.DecideAsync(stream, Rule, here.Id, place) : await turn.DecideAsync(stream, Rule);
        return outcome switch
        {
            Outcome.Done done => await StartedAsync(turn, done, here, tooOld, masked),
            Outcome.PlaceTaken taken => AlreadyOpen(await turn.LoadAsync(taken.By), words),
            Outcome.IdTaken taken => await JoinAsync(turn, taken.By, taken.IncidentId, place, words),
            Outcome.Refused refused => Refusal.Of(refused.Sentence, "start " + words.AsStart),
            _ => Answer.Silent,
        };
    }

    private static async Task<PersonId?> OwnerAsync(Turn turn, FactWords words)
    {
        var typed = words.Owner ?? words.Services.Select(name => turn.Policy.ServiceNamed(name)?.Owner).FirstOrDefault(owner => owner is not null);
        return typed is null ? null : (await turn.Bot.People.NamedAsync(turn.Organisation, turn.Incoming.Who, typed, turn.Stop))?.Id;
    }

    private static async Task<Answer> StartedAsync(Turn turn, Outcome.Done done, PostMortem? before, IReadOnlyList<TimelineEventId> leftOut, MaskedText masked)
    {
        var p = done.After;
        await EarlierMarks.TellAsync(turn, p, leftOut);
        var view = turn.View;
        List<Element> elements = [new Element.Text([Span.Bold(p.Name), $" is open{(p.Severity is { } s ? $" as {s}" : "")}, since ", view.Moment(p.Began), "."])];
        if (before is { Life: Life.Waiting }) elements.Add(new Element.Text($"{Moments.Count(p.Events.Count, "earlier event")} taken in."));
        if (leftOut.Count > 0) elements.Add(new Element.Small($"{Moments.Count(leftOut.Count, "mark")} older than 24 h left out. Whoever marked them can put them back, and so can you."));
        elements.Add(new Element.Small(["Add what happens: ", new Span.Typed("mark what happened"), ", or ", Adding.OfMessage, "."]));
        List<Button> buttons = [Button.Opens(IncidentCard.DetailsId, "Change details", p.Id.Value), Button.Opens(IncidentCard.CancelId, "Not an incident", p.Id.Value)];
        if (before is { Life: Life.Waiting } && p.Events.Count > 0) buttons.Add(Button.Does(IncidentCard.TimelineId, "Look", CarriedPair.Of(p.Id.Value, EarlierMarks.Earlier)));
        if (leftOut.Count > 0) buttons.Add(EarlierMarks.PutBack(p, leftOut));
        return Answer.Tell(Masked.Under(new Card("", elements, buttons), masked));
    }

    /// <summary>All that was typed goes along: the title becomes an event, or the whole line opens another. What is too long for a button is given back to be shortened.</summary>
    private static Answer AlreadyOpen(PostMortem p, FactWords words)
    {
        var line = words.AsStart;
        if (line.Length > MostCarried) return Answer.Say(["Already open here: ", Span.Bold(IncidentCard.TitleOf(p)), $". A title holds at most {Incidents.MostTitle} characters. Shorten yours to start another: “{Mentions.Plain(line)}”"]);
        return Answer.Say(
            ["Already open here: ", Span.Bold(IncidentCard.TitleOf(p)), ". Your words were not lost: ", line.Length > 0 ? $"“{Mentions.Plain(line)}”" : "choose what to do."],
            Button.Does(AsEventId, "Add as event", CarriedPair.Of(p.Id.Value, words.Title)),
            Button.Does(AnotherId, "Start another", line));
    }

    /// <summary>The owner picked in the form, as it is typed: by handle, else by name.</summary>
    private static FactWords OwnedBy(Turn turn, FactWords words, PersonId? owner) =>
        owner is { } id && words.Owner is null && turn.Bot.People.Of(turn.Organisation, id) is var known ? words with { Owner = known.Handle.Length > 0 ? "@" + known.Handle : known.Name } : words;

    /// <summary>Joins this conversation to the incident of that number, or to the one that it is part of by now. Facts typed with it are given back, for they may be stale.</summary>
    private static async Task<Answer> JoinAsync(Turn turn, PostMortemId id, string named, Place place, FactWords words)
    {
        var target = await Which.FollowedAsync(turn, await turn.LoadAsync(id));
        if (await Readers.RefusedAsync(turn, target) is { } no) return no;
        var typed = "start " + words.AsStart;
        if (target.Life == Life.Cancelled) return Answer.Say([$"{named} was cancelled. Reopen it, then start again. You typed: ", Span.Italic(Mentions.Plain(typed))], Button.Does(IncidentCard.ReopenId, "Reopen", target.Id.Value), Button.Does(Help.RunId, "Try again", typed));
        var outcome = await turn.DecideAsync(target.Id, p => Incidents.Join(p, place, turn.Actor, turn.Now));
        return outcome switch
        {
            Outcome.Done done => Joined(turn, done, named, words),
            Outcome.PlaceTaken taken => Refusal.Of($"Another incident is open here: {(await turn.LoadAsync(taken.By)).Name}. Join {named} from a thread, or merge the two: merge {named}", typed),
            _ => await Refusal.OfAsync(turn, outcome, typed),
        };
    }

    private static Answer Joined(Turn turn, Outcome.Done done, string named, FactWords words)
    {
        var p = done.After;
        List<Span> said = p.Name == named ? [] : [$"{named} is part of {p.Name}. "];
        said.AddRange(done.Changed ? [Span.Bold(p.Name), " is known already: this conversation belongs to it from now on. Marks made here go to its timeline."] : [Span.Bold(p.Name), " is known here already."]);
        if (p.Restored is { } restored) said.AddRange([" It was resolved ", turn.View.When(restored), "."]);
        List<Button> buttons = [Button.Does(IncidentCard.TimelineId, "Timeline", p.Id.Value)];
        if (words.AsSet is { Length: > 0 } facts)
        {
            said.AddRange([" Not set yet: ", Span.Italic(Mentions.Plain(facts)), "."]);
            buttons.Add(Button.Does(Help.RunId, "Set these facts", p.IncidentId is { } number ? $"{number} set {facts}" : "set " + facts));
        }

        return Answer.Say(new(said), [.. buttons]);
    }

    private static Form FormOf(Turn turn, string carry, FactWords typed, string id)
    {
        Field[] fields =
        [
            new("title", "What is wrong", new FieldInput.Short(typed.Title.Length > 0 ? typed.Title : carry, Incidents.MostTitle)) { Hint = "A few words. It can be changed later." },
            new("severity", "Severity", new FieldInput.PickOne([.. Enum.GetNames<Severity>().Select(Choice.Of)], typed.Severity?.ToString() ?? "")),
            new("environments", "Environments", new FieldInput.PickMany([.. turn.Policy.Environments.Select(Choice.Of)], typed.Environments)),
            new("services", "Services", new FieldInput.PickMany([.. turn.Policy.Services.Select(service => Choice.Of(service.Name))], [.. typed.Services.Where(name => turn.Policy.ServiceNamed(name) is not null)])),
            new("id", "Incident number", new FieldInput.Short(id, 20)) { Hint = "Like INC-004211. Can be added later." },
            new("owner", "Owner", new FieldInput.PickPerson()) { Hint = typed.Owner is { } owner ? $"Left empty: {owner}, as you typed." : "Left empty: the service's owner, or set later." },
        ];
        var elements = fields.Where(field => field.Input is not FieldInput.PickMany { Choices.Count: 0 }).Select(field => (FormElement)new FormElement.Asks(field));
        return new Form(FormId, "Start an incident", [.. elements], "Start", carry) { InChannel = true };
    }
}

using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>mark [time] [#phase] text</c>: one line in, one line back. Several lines are several events.</summary>
internal static class MarkEvent
{
    public const string FormId = "timeline.mark.form";

    /// <summary>What is kept where no incident is open.</summary>
    public const string Waits = "No incident is open here. It waits 24 h for a start.";

    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        if (await Readers.GuestAsync(turn) is { } guest) return guest;
        if (words.Length == 0 && typed.RepliesTo is { } replied) return await CaptureMessage.ByReferenceAsync(turn, replied, MarkKind.Command, "");
        if (words.Length == 0 && typed.MayOpen) return Answer.Open(FormOf(turn, CarryOf(turn, (await Which.HereAsync(turn))?.Id.Value ?? ""), FormValuesOf("", "", "")));
        if (words.Length == 0) return Answer.Say(["Say what happened: ", new Span.Typed("mark Splunk alert fired"), " or ", new Span.Typed("mark 14:05 rolled back gateway")]);
        if (await Which.OpenHereAsync(turn) is { Count: > 1 } open) return Which.AskAmong(turn, open, "mark " + words);
        var (p, ask) = await HereOrNewAsync(turn, "mark " + words);
        return ask ?? await KeepEvidence.BesideAsync(turn, await MarkAsync(turn, p!, words, typed.Message), typed.Files, typed.Message, MarkKind.Command);
    }

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        return no ?? Answer.Open(FormOf(turn, CarryOf(turn, p.Id.Value), FormValuesOf("", "", "")));
    }

    /// <summary><em>Add as event</em>: what was typed as a second start becomes an event of the open incident.</summary>
    public static async Task<Answer> AsEvent(Turn turn, ButtonPressed pressed)
    {
        var (stream, words) = CarriedPair.Read(pressed.Value);
        var (p, no) = await Readers.LoadAsync(turn, stream);
        if (no is not null) return no;
        return words.Length == 0 ? Answer.Open(FormOf(turn, CarryOf(turn, stream), FormValuesOf("", "", ""))) : await MarkAsync(turn, p, words, null);
    }

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        if (await Readers.GuestAsync(turn) is { } guest) return guest;
        var (when, phase, text) = (form.Values.Text("when"), form.Values.Text("phase"), form.Values.Text("text"));
        if (text.Length == 0) return Answer.Open(FormOf(turn, form.Carry, form.Values, "text", "Say what happened."));
        var (stream, id) = CarriedPair.Read(form.Carry);
        var p = stream.Length > 0 ? await turn.LoadAsync(new(stream)) : (await HereOrNewAsync(turn, "mark " + text)).Found!;
        var at = turn.SaidAt;
        string? said = null;
        if (when.Length > 0)
        {
            switch (When.ReadWhole(when, new WhenContext(turn.SaidAt, turn.Policy.ProcessZone, turn.Who.Zone, p.Exists ? p.Began : null)))
            {
                case WhenReading.Refused refused:
                    return Answer.Open(FormOf(turn, form.Carry, form.Values, "when", refused.Sentence));
                case WhenReading.At read:
                    (at, said) = (read.Instant, read.OwnZone?.Sentence);
                    break;
                default:
                    break;
            }
        }

        var masked = Secrets.Mask(text);
        var given = PhaseNames.FromDisplayName(phase);
        var guess = given is null ? Phases.Suggest(masked.Text)?.Phase : null;
        return await StoreAsync(turn, p, [new MarkWords(at, masked.Text, given ?? guess, given is null && guess is not null, said, masked.Kinds, null) { Raw = text }], null, [], id);
    }

    /// <summary>The form carries the id of its event: saved twice it is one.</summary>
    private static string CarryOf(Turn turn, string stream) => CarriedPair.Of(stream, turn.NewId());

    /// <summary>The incident of the place; where none is open, the place's Waiting stream or a new one. In a direct message the person is asked.</summary>
    public static async Task<(PostMortem? Found, Answer? Ask)> HereOrNewAsync(Turn turn, string words)
    {
        if (turn.Named is not null || turn.Incoming.Direct) return await Which.FindAsync(turn, words);
        if (await Which.HereAsync(turn) is { TakesMarks: true } here) return (here, null);
        return (new PostMortem(new(turn.NewId())), null);
    }

    private static Task<Answer> MarkAsync(Turn turn, PostMortem p, string words, MessageRef? message)
    {
        var lines = words.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(line => MarkWords.Read(line, turn, p)).ToList();
        var understood = lines.Where(line => line.Refused is null).ToList();
        if (understood.Count == 0) return Task.FromResult(NotStored(lines));
        return StoreAsync(turn, p, understood, lines.Count == 1 ? message : null, [.. lines.Where(line => line.Refused is not null)]);
    }

    /// <summary>Stores the lines that the rule takes; one that it refuses is given back and does not hold up the others.</summary>
    private static async Task<Answer> StoreAsync(Turn turn, PostMortem p, IReadOnlyList<MarkWords> lines, MessageRef? message, IReadOnlyList<MarkWords> refused, string id = "")
    {
        List<MarkWords> wrong = [];
        var reason = new MarkReason(MarkKind.Command, turn.Who.Id);
        var ids = lines.Select(_ => new TimelineEventId(id.Length > 0 ? id : turn.NewId())).ToList();
        Decision Rule(PostMortem state)
        {
            List<PostMortemEvent> facts = [];
            wrong.Clear();
            foreach (var (line, id) in lines.Zip(ids))
            {
                var marking = new Marking(id, line.When, line.Text, reason) { Phase = line.Phase, PhaseGuessed = line.PhaseGuessed, Source = message };
                var decision = Timeline.Mark(state, marking, turn.Actor, turn.Where.WithoutThread, turn.SaidAt);
                if (decision is Decision.Refused { Field: not null } no && lines.Count > 1) wrong.Add(line with { Refused = no.Sentence });
                else if (decision is not Decision.Accepted accepted) return decision;
                else
                {
                    if (lines.Count > 1) state = accepted.Facts.Aggregate(state, Evolve.Apply);
                    facts.AddRange(accepted.Facts);
                }
            }

            return wrong.Count < lines.Count ? new Decision.Accepted(facts) : Decision.Refuse(wrong[0].Refused!);
        }

        var outcome = await turn.DecideAsync(p.Id, Rule);
        if (outcome is Outcome.PlaceTaken taken) outcome = await turn.DecideAsync(taken.By, Rule);
        return outcome switch
        {
            Outcome.Done done => await ToldAsync(turn, done, [.. lines.Where(line => !wrong.Any(one => one.Raw == line.Raw))], [.. refused, .. wrong]),
            Outcome.Refused no => Refusal.Of(no.Sentence, Again([.. lines, .. refused])),
            _ => Answer.Silent,
        };
    }

    private static async Task<Answer> ToldAsync(Turn turn, Outcome.Done done, IReadOnlyList<MarkWords> lines, IReadOnlyList<MarkWords> refused)
    {
        var p = done.After;
        var marked = done.Facts.OfType<TimelineEventMarked>().Select(fact => p.AllEvents[fact.Id]).ToList();
        if (marked.Count == 0) return Answer.Receipt;
        var said = string.Join(" ", lines.Select(line => line.Said).Concat([MaskedLine(lines)]).Where(text => !string.IsNullOrEmpty(text)));
        var card = marked.Count == 1 ? EventLine.Marked(p, marked[0], turn.View, said.Length > 0 ? said : null) : Several(p, marked, turn.View, said);
        if (refused.Count > 0) card = WithRefused(card, refused);
        if (p.Life == Life.Waiting) card = Waiting(card, await MoveMark.OfferedAsync(turn, p, marked));
        else if (!p.IsOpen) card = Over(turn, p, card);
        return new Answer { Quiet = true, Private = card };
    }

    private static Card Several(PostMortem p, IReadOnlyList<TimelineEvent> marked, View view, string said) => new(
        $"{Moments.Count(marked.Count, "event")} added",
        [new Element.Bullets([.. marked.Select(e => EventLine.Of(e, view))]), .. said.Length > 0 ? new[] { new Element.Small(said) } : []],
        [Button.Does(IncidentCard.TimelineId, "Timeline", p.Id.Value), Button.Does(UndoMark.UndoId, "Undo all", CarriedPair.Of(p.Id.Value, string.Join(',', marked.Select(e => e.Id.Value))))]);

    /// <summary>No incident is open here: the mark is kept for the one that is started within 24 hours.</summary>
    private static Card Waiting(Card card, Button? elsewhere)
    {
        Button[] buttons = [Button.Opens(StartIncident.OpenId, "Start one"), .. elsewhere is null ? [] : new[] { elsewhere }, .. card.Shown];
        return card with
        {
            Elements = [new Element.Text(["Kept: ", .. card.Elements.OfType<Element.Text>().FirstOrDefault()?.Line.Spans ?? []]), .. card.Elements.Skip(1), new Element.Small(Waits)],
            Buttons = buttons[..Math.Min(4, buttons.Length)],
            More = [.. buttons.Skip(4), .. card.Behind],
        };
    }

    /// <summary>The incident it went to is over: it is named, for a new one may be meant.</summary>
    public static Card Over(Turn turn, PostMortem p, Card card) => card with
    {
        Elements = [.. card.Elements, new Element.Small($"Added to {p.Name}, which is over. Is it a new incident? Then start one.")],
        Buttons = turn.Incoming.Direct ? card.Shown : [.. card.Shown, Button.Opens(StartIncident.OpenId, "Start one")],
    };

    private static Card WithRefused(Card card, IReadOnlyList<MarkWords> refused)
    {
        var again = Again(refused);
        return card with
        {
            Elements = [.. card.Elements, .. refused.Select(line => new Element.Small($"Not stored: “{line.Raw}”. {line.Refused}"))],
            Buttons = again.Length <= Refusal.MostCarried ? [.. card.Shown, Button.Does(Help.RunId, "Try again", again)] : card.Shown,
        };
    }

    private static Answer NotStored(IReadOnlyList<MarkWords> lines) => Refusal.Of(lines[0].Refused!, Again(lines));

    private static string Again(IReadOnlyList<MarkWords> lines) => "mark " + string.Join('\n', lines.Select(line => line.Raw));

    private static string? MaskedLine(IReadOnlyList<MarkWords> lines) => Masked.Sentence(lines.SelectMany(line => line.Masked));

    private static FormValues FormValuesOf(string when, string phase, string text) =>
        new(new Dictionary<string, IReadOnlyList<string>> { ["when"] = [when], ["phase"] = [phase], ["text"] = [text] });

    private static Form FormOf(Turn turn, string carry, FormValues values, string? wrong = null, string? sentence = null)
    {
        Field[] fields =
        [
            new("text", "What happened", new FieldInput.Long(values.Text("text"), Timeline.MostCharacters)),
            new("when", "When", new FieldInput.Short(values.Text("when"), 60)) { Hint = "Empty means now. Or 14:05, -10m, yesterday 23:50." },
            new("phase", "Phase", new FieldInput.PickOne([.. PhaseNames.All.Select(phase => Choice.Of(phase.DisplayName()))], values.Text("phase"))) { Hint = "Empty: I suggest one." },
        ];
        return new Form(FormId, "Mark an event", [.. fields.Select(field => new FormElement.Asks(field.Name == wrong ? field with { Error = sentence } : field))], "Add to timeline", carry);
    }
}

using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>redact</c>, and <em>Redact</em> behind <em>Edit</em> of an event or of evidence: overwrites a text for good. It asks first, because it cannot be taken back.</summary>
internal static class RedactText
{
    public const string OpenId = "redact.open";
    public const string FormId = "redact.form";

    /// <summary>A list to pick from holds a hundred on every platform; words behind the command narrow it.</summary>
    private const int MostOffered = 100;

    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var (found, ask) = await Which.FindAsync(turn, words.Length > 0 ? "redact " + words : "redact");
        if (found is not { } p) return ask!;
        var history = await turn.Bot.PostMortems.HistoryAsync(turn.Organisation, p.Id, turn.Stop);
        var offered = Redaction.Offered(p, history, turn.Actor).Where(one => one.Text.Contains(words, StringComparison.OrdinalIgnoreCase)).ToList();
        if (offered.Count == 0) return Answer.Say([$"Nothing {(words.Length > 0 ? "with these words " : "")}in {p.Name} is yours to redact. Its author and the SRE team may redact everything."]);
        List<Element> elements =
        [
            new Element.Text("Choose what to overwrite for good. I show it once more before I do it."),
            new Element.Picker(OpenId, "Choose a text", [.. offered.Take(MostOffered).Select(one => new Choice(one.Target.Carried(p), Texts.OneLine($"{Kind(one.Target)}: {one.Text}", 75)))], p.Id.Value, ButtonKind.Opens),
        ];
        if (offered.Count > MostOffered) elements.Add(new Element.Small(["The newest 100 of each kind. Narrow it with words: ", new Span.Typed("redact words of it")]));
        return Answer.Tell(new Card($"Redact · {p.Name}", elements));
    }

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        var (stream, carried) = CarriedPair.Read(pressed.Chosen.Length > 0 ? CarriedPair.Of(pressed.Value, pressed.Chosen) : pressed.Value);
        return await AskAsync(turn, new(stream), carried, null);
    }

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        var (stream, carried) = CarriedPair.Read(form.Carry);
        var (p, no) = await Readers.LoadAsync(turn, stream);
        if (no is not null) return no;
        if (!form.Values.Ticked("sure")) return await AskAsync(turn, new(stream), carried, "Tick this to go on. It cannot be taken back.");
        if (RedactTarget.Read(p, carried) is not { } target) return Gone(stream);
        var what = What(p, target, turn.View);
        var redacted = await Redacting.RunAsync(turn, p.Id, target, what);
        if (redacted.Outcome is Outcome.Refused refused) return Refusal.Say(turn, refused.Sentence);
        if (redacted.Facts == 0) return Gone(stream);
        var file = redacted.Files > 0 ? $" {Moments.Count(redacted.Files, "file")} deleted." : "";
        return Answer.Tell(new Card("", [
            new Element.Text($"Redacted in {p.Name}: {what}. Overwritten in {Moments.Count(redacted.Facts, "stored fact")}.{file}"),
            new Element.Small("The message in the chat is not mine to change: delete it there too.")]));
    }

    /// <summary>The button on the form of a thing, for those who may; null for everybody else.</summary>
    public static Button? For(PostMortem p, RedactTarget target, PersonId owner, Turn turn) =>
        Redaction.May(p, owner, turn.Actor) ? Button.Opens(OpenId, "Redact", CarriedPair.Of(p.Id.Value, target.Carried(p))) : null;

    private static async Task<Answer> AskAsync(Turn turn, PostMortemId stream, string carried, string? wrong)
    {
        var (p, no) = await Readers.LoadAsync(turn, stream.Value);
        if (no is not null) return no;
        var history = await turn.Bot.PostMortems.HistoryAsync(turn.Organisation, stream, turn.Stop);
        var target = RedactTarget.Read(p, carried);
        if (Redaction.Offered(p, history, Actor.Bot).FirstOrDefault(one => one.Target == target) is not { } offered) return Gone(stream.Value);
        var wish = Redaction.Redact(p, history, offered.Target, "", turn.Actor, turn.Now);
        if (await turn.DecideAsync(stream, _ => wish.Decision as Decision.Refused ?? Decision.Nothing) is Outcome.Refused refused) return Refusal.Say(turn, refused.Sentence);
        List<FormElement> elements =
        [
            new FormElement.Note([$"{Capital(What(p, offered.Target, turn.View))}: ", Span.Italic(Texts.OneLine(offered.Text, 600))]),
            new FormElement.Note($"Overwritten in {Moments.Count(wish.Facts.Count, "stored fact")}, the document, the list and the cards. Attached files go with it. It cannot be taken back."),
            new FormElement.Asks(new("sure", "Sure", new FieldInput.Tick("Overwrite it for good")) { Error = wrong }),
        ];
        return Answer.Open(new Form(FormId, "Redact a text", elements, "Overwrite", CarriedPair.Of(stream.Value, carried)));
    }

    private static Answer Gone(string stream) => Answer.Say("There is no such text any more: it was changed or redacted meanwhile.", Button.Does(IncidentCard.TimelineId, "Timeline", stream));

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];

    /// <summary>In words without the text: it is stored.</summary>
    private static string What(PostMortem p, RedactTarget target, View view) => target switch
    {
        RedactTarget.OfEvent one when p.AllEvents.TryGetValue(one.Id, out var e) => $"timeline event of {Moments.At(e.When, view.Zone, view.Now, null)}",
        RedactTarget.OfEvidence one when p.AllEvidence.FirstOrDefault(e => e.Id == one.Id) is { } e => $"evidence ({e.Kind.Word()}) kept {Moments.When(e.KeptAt, view.Zone, view.Now, null)}",
        RedactTarget.OfAnswer one => $"answer to {one.Path.Value}",
        _ => Kind(target),
    };

    private static string Kind(RedactTarget target) => target switch
    {
        RedactTarget.OfEvent => "event",
        RedactTarget.OfEvidence => "evidence",
        RedactTarget.OfAction => "action item",
        RedactTarget.OfAnswer => "answer",
        RedactTarget.OfNote => "note",
        _ => "title",
    };
}

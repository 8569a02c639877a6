using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>The form of one piece of evidence: what it is, its text or caption; and the form that adds one, with files.</summary>
internal static class EditEvidence
{
    public const string OpenId = "evidence.edit";
    public const string FormId = "evidence.edit.form";
    public const string AddId = "evidence.add";
    public const string AddFormId = "evidence.add.form";

    private static readonly IReadOnlyList<Choice> Kinds = [.. Enum.GetValues<EvidenceKind>().Select(kind => new Choice(kind.ToString(), kind.Word()))];

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        var (stream, id) = CarriedPair.Read(pressed.Value);
        var (p, no) = await Readers.LoadAsync(turn, stream);
        if (no is not null) return no;
        var draft = await Draft.LoadAsync(turn, p.Id);
        return p.Evidence.FirstOrDefault(e => e.Id.Value == id) is { } found
            ? Answer.Open(FormOf(turn, draft, found))
            : Answer.Say("This evidence is no longer kept.", Button.Opens(EvidenceRows.OpenId, "Evidence", CarriedPair.Of(stream)));
    }

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        var (stream, id) = CarriedPair.Read(form.Carry);
        var (p, no) = await Readers.LoadAsync(turn, stream);
        if (no is not null) return no;
        if (p.Evidence.FirstOrDefault(one => one.Id.Value == id) is not { } e) return Answer.Say("This evidence is no longer kept. What you typed: " + form.Values.Text("text"));
        EvidenceKind? kind = Enum.TryParse<EvidenceKind>(form.Values.Text("kind"), out var picked) ? picked : null;
        var masked = Secrets.Mask(form.Values.Text("text"));
        var draft = await Draft.LoadAsync(turn, p.Id);
        var outcome = await turn.DecideAsync(p.Id, state => Keeping.Correct(state, e.Id, kind, masked.Text, BackStatements.Picked(e, draft, form.Values), turn.Actor, turn.Now));
        return outcome switch
        {
            Outcome.Refused refused => Answer.Open(FormOf(turn, draft, e, form.Values, Refusal.At(turn, refused.Sentence))),
            Outcome.Done done => Answer.Tell(EvidenceLine.Kept(done.After, [.. done.After.Evidence.Where(one => one.Id == e.Id)], turn.View, null, Masked.Sentence(masked.Kinds) is { } told ? [told] : [])),
            _ => Answer.Silent,
        };
    }

    public static async Task<Answer> Adding(Turn turn, ButtonPressed pressed) => (await Readers.LoadAsync(turn, pressed.Value)).No ?? Answer.Open(AddForm(pressed.Value, ""));

    public static async Task<Answer> Added(Turn turn, FormSubmitted form)
    {
        var (p, no) = await Readers.LoadAsync(turn, form.Carry);
        if (no is not null) return no;
        var files = form.Values.Files("files").Select(file => new IncomingFile(file.Name, file.ContentType, file.Bytes.LongLength, _ => Task.FromResult<byte[]?>(file.Bytes))).ToList();
        var text = form.Values.Text("text");
        if (text.Length == 0 && files.Count == 0) return Answer.Open(AddForm(form.Carry, "Write a text or link, or choose a file."));
        return await KeepEvidence.FromFormAsync(turn, p, text, files);
    }

    private static Form FormOf(Turn turn, Draft draft, Evidence e, FormValues? typed = null, string? wrong = null)
    {
        var p = draft.P;
        var carry = CarriedPair.Of(p.Id.Value, e.Id.Value);
        List<FormElement> elements =
        [
            new FormElement.Asks(new("kind", "What it is", new FieldInput.PickOne(Kinds, typed?.Text("kind") ?? e.Kind.ToString()))),
            new FormElement.Asks(new("text", e.Attachment is null && e.Link.Length == 0 ? "Text" : "Caption", new FieldInput.Long(typed?.Text("text") ?? e.Text, Keeping.MostCharacters)) { Error = wrong }),
        ];
        if (BackStatements.AskedOf(e, draft) is { } shows) elements.Add(new FormElement.Asks(shows));
        if (e.Unreadable is { } why && e.Text.Length == 0) elements.Insert(0, new FormElement.Note($"The message could not be read: {why}. Write here what it showed."));
        if (EvidenceLine.AddressOf(p, e, turn.View) is { } address) elements.Add(new FormElement.Note(["Kept: ", new Span.Link(address, e.Attachment?.Name ?? (e.Link.Length > 0 ? e.Link : "the message"))]));
        List<Button> acts = [Button.Does(EvidenceRows.RemoveId, "Remove", carry)];
        if (RedactText.For(p, new RedactTarget.OfEvidence(e.Id), e.KeptBy, turn) is { } redact) acts.Add(redact);
        elements.Add(new FormElement.Acts(acts));
        return new Form(FormId, "Edit evidence", elements, "Save", carry);
    }

    public static Form AddForm(string carry, string wrong)
    {
        Field[] fields =
        [
            new("text", "Log lines, query, link or caption", new FieldInput.Long("", Keeping.MostCharacters)) { Error = wrong.Length > 0 ? wrong : null },
            new("files", "Files", new FieldInput.Files(5)) { Hint = "png jpg gif webp txt log csv json pdf, 10 MB each." },
        ];
        return new Form(AddFormId, "Add evidence", [.. fields.Select(field => new FormElement.Asks(field))], "Keep", carry);
    }
}

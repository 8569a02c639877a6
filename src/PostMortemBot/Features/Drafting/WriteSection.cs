using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>Writing: <em>Continue</em>, <em>Choose a section</em>, <c>write [section]</c>, and what a section form brings back.</summary>
internal static class WriteSection
{
    public const string OpenId = "draft.open";

    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var (p, ask) = await Which.FindAsync(turn, "write " + words);
        if (p is null) return ask!;
        var draft = await Draft.LoadAsync(turn, p.Id);
        var named = words.Length > 0 ? Named(draft.Template, words) : HandedPart(draft);
        if (await MayNotAsync(turn, draft, named?.Path) is { } no) return no;
        if (words.Length == 0 && named is null) return typed.MayOpen ? Next(turn, draft) : Answer.Tell(ProgressCard.Of(draft, turn.View));
        if (named is not { } part) return Answer.Tell(Sections(draft) with { Title = $"There is no section “{Texts.OneLine(words, 60)}”" });
        return typed.MayOpen ? Section(turn, draft, part, 0) : Answer.Say([Span.Bold(part.Name), " is open to be written."], Button.Opens(OpenId, Labels.Short("Write " + part.Name), CarriedPair.Of(p.Id.Value, part.Path.Value)));
    }

    public static async Task<Answer> Continue(Turn turn, ButtonPressed pressed)
    {
        var draft = await Draft.LoadAsync(turn, new(pressed.Value));
        var handed = HandedPart(draft);
        return await MayNotAsync(turn, draft, handed?.Path) ?? (handed is null ? Next(turn, draft) : Section(turn, draft, handed, 0));
    }

    public static async Task<Answer> Choose(Turn turn, ButtonPressed pressed)
    {
        var draft = await Draft.LoadAsync(turn, new(pressed.Value));
        return await MayNotAsync(turn, draft) ?? Answer.Tell(Sections(draft));
    }

    /// <summary>A section picked from the list, or its button.</summary>
    public static async Task<Answer> Opened(Turn turn, ButtonPressed pressed)
    {
        var (id, path) = CarriedPair.Read(pressed.Chosen.Length > 0 ? CarriedPair.Of(pressed.Value, pressed.Chosen) : pressed.Value);
        var draft = await Draft.LoadAsync(turn, new(id));
        var part = draft.Template.Parts.FirstOrDefault(one => Key(one) == path || one.Path.Value == path);
        if (await MayNotAsync(turn, draft, part?.Path) is { } no) return no;
        return part is null ? Answer.Tell(Sections(draft)) : Section(turn, draft, part, 0);
    }

    /// <summary>What whoever was asked has to write, from their own card.</summary>
    public static Answer Handed(Turn turn, Draft draft, FieldPath path) => draft.Template.PartOf(path) is { } part ? Section(turn, draft, part, 0) : Answer.Say("That section is gone from the template.");

    /// <summary>A form saved: stored in one decision, then the following form.</summary>
    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        if (SectionCarry.Read(form.Carry) is not { } carry) return Answer.Say("This form is from an earlier version. Open it anew: write.");
        var saved = await SaveAsync(turn, carry, form.Values);
        if (await NotSavedAsync(turn, carry, form, saved) is { } back) return back;
        var draft = await Draft.LoadAsync(turn, carry.Id);
        return Following(turn, draft, carry, Said(turn, draft, saved, Masked.Sentence(form.Values)));
    }

    /// <summary>A button that may be pressed inside a section form: what was typed there is saved first, and what was masked in it is told with the answer. Not saved: the form comes back instead.</summary>
    public static async Task<Answer> KeptAsync(Turn turn, ButtonPressed pressed, Func<Task<Answer>> act)
    {
        if (pressed.Form is not { Id: SectionForm.FormId } form || SectionCarry.Read(form.Carry) is not { } carry) return await act();
        return await NotSavedAsync(turn, carry, form, await SaveAsync(turn, carry, form.Values)) ?? Masked.With(await act(), Masked.Sentence(form.Values));
    }

    /// <summary>One field left: saved without a word. What is refused, or was changed by somebody else meanwhile, waits for the whole form, and the page says so.</summary>
    public static async Task<Answer> Left(Turn turn, FieldLeft left)
    {
        if (SectionCarry.Read(left.Carry) is not { } carry) return Answer.Unstored;
        var (outcome, conflicts) = await SaveAsync(turn, carry, left.Values, left.Field);
        return outcome is Outcome.Done && conflicts.Count == 0 ? Answer.Silent : Answer.Unstored;
    }

    /// <summary>What comes after a saved form: the next step of the walk, the next form of a long section, or how far it is.</summary>
    public static Answer Following(Turn turn, Draft draft, SectionCarry carry, Line? said)
    {
        if (carry.Walking)
        {
            return draft.Walk.After(carry.Last) is { } step
                ? Answer.Open(SectionForm.OfWalk(draft, step, carry.Number + 1, turn.View, said))
                : Answer.Tell(ProgressCard.LineOf(draft, said, turn.View));
        }

        var part = draft.Template.PartOf(carry.In(draft.Template)[0].Path)!;
        if (draft.Open(part).Count > carry.Number) return Section(turn, draft, part, carry.Number, said);
        return Answer.Tell(draft.Handed is null ? ProgressCard.LineOf(draft, said, turn.View) : QuestionCard.LineOf(draft, part, said, turn.View));
    }

    public static async Task<(Outcome Outcome, IReadOnlyList<AnswerConflict> Conflicts)> SaveAsync(Turn turn, SectionCarry carry, FormValues values, string? one = null)
    {
        var now = await Draft.LoadAsync(turn, carry.Id);
        if (!now.P.Exists) return (new Outcome.Refused("That incident is gone."), []);
        var save = SectionValues.Read(turn, await SeenAsync(turn, now, carry.Version), now, carry, values, one);
        IReadOnlyList<AnswerConflict> conflicts = [];
        var outcome = await turn.DecideAsync(carry.Id, p =>
        {
            conflicts = Drafting.Conflicts(p, save.Answers, save.Version, turn.Actor);
            var saved = Drafting.Save(p, save, now.Template, turn.Policy, state => Draft.Fill(now.Template, state, turn.View), turn.Actor, turn.Now);
            return one is null ? Questions.Written(p, saved, turn.Actor, turn.Now) : saved;
        });
        return (outcome, conflicts);
    }

    /// <summary>Why this person does not write this document now, as an answer: it may not be read, it is closed, or somebody else writes it. Null when they do.</summary>
    /// <param name="path">The section or field that is meant: whoever was asked for it, or for something in it, writes that.</param>
    public static async Task<Answer?> MayNotAsync(Turn turn, Draft draft, FieldPath? path = null)
    {
        var p = draft.P;
        if ((await Readers.RefusedAsync(turn, p) ?? draft.Closed(turn)) is { } no) return no;
        if (path is { } meant && draft.Handed?.Any(handed => meant.IsWithin(handed) || handed.IsWithin(meant)) == true) return null;
        var author = (p.Author ?? p.Owner) is { } id ? turn.View.NameOf(id) : null;
        var sentence = author is null ? $"Nobody writes {p.Name} yet. The SRE team names its author." : $"{author} writes {p.Name}. Tell them what should change.";
        return await turn.MayAsync(Act.EditSection, p, sentence) ? null : Refusal.Say(turn, sentence, Button.Does(Preview.ReadId, "Read it", p.Id.Value));
    }

    private static Answer Next(Turn turn, Draft draft) => draft.Walk.Steps is [var first, ..]
        ? Answer.Open(SectionForm.OfWalk(draft, first, 1, turn.View))
        : Answer.Tell(ProgressCard.Of(draft, turn.View));

    private static Answer Section(Turn turn, Draft draft, TemplatePart part, int after, Line? said = null)
    {
        var steps = draft.Open(part);
        return steps.Count == 0 ? Filled(draft, part) : Answer.Open(SectionForm.OfSection(draft, steps[after], after + 1, steps.Count, turn.View, said));
    }

    /// <summary>Of what a person was asked to write, what has a blank left, else the first; null when they write it all, or nothing.</summary>
    private static TemplatePart? HandedPart(Draft draft) => draft.Handed is not { Count: > 0 } handed ? null : draft.Template.PartOf(handed.FirstOrDefault(path => draft.Walk.Blanks.Any(blank => blank.IsWithin(path)), handed[0]));

    /// <summary>Nothing of it is written here: where what it is made of is changed.</summary>
    private static Answer Filled(Draft draft, TemplatePart part)
    {
        var read = Button.Does(Preview.ReadId, "Read it", draft.P.Id.Value);
        bool MadeOf(string names) => part.Fields.Any(field => field.Binding?.StartsWith(names, StringComparison.Ordinal) == true);
        if (MadeOf("actions.") || MadeOf("prevention.")) return Answer.Say([Span.Bold(part.Name), " is made from the action items."], Button.Opens(EditActions.OpenId, "All action items", draft.P.Id.Value), read);
        if (MadeOf("evidence.")) return Answer.Say([Span.Bold(part.Name), " is made from the evidence."], Button.Opens(EvidenceRows.OpenId, "Edit the list", CarriedPair.Of(draft.P.Id.Value)), read);
        return Answer.Say([Span.Bold(part.Name), " is filled from the incident. Wrong facts are mended there: ", new Span.Typed("set"), " or ", new Span.Typed("timeline"), "."], read);
    }

    private static Card Sections(Draft draft) => new(
        "Which section?",
        [
            new Element.Bullets([.. draft.Walk.Sections.Select(section => Line.Create([Span.Bold(section.Part.Name), $" · {InWords(section)}"]))]),
            new Element.Picker(OpenId, "Section", [.. draft.Walk.Sections.Select(section => new Choice(Key(section.Part), SectionForm.Cut(section.Part.Name)))], draft.P.Id.Value, ButtonKind.Opens),
        ]);

    private static string InWords(WalkSection section) => section.State switch
    {
        SectionState.Filled => "filled",
        SectionState.Done => "done",
        SectionState.Begun => $"begun, {section.Blanks.Count} to answer",
        SectionState.Empty => $"empty, {section.Blanks.Count} to answer",
        _ => "N/A",
    };

    /// <summary>The section whose name begins so, else holds all the words.</summary>
    private static TemplatePart? Named(Template template, string words)
    {
        var typed = words.Trim().ToLowerInvariant();
        return template.Parts.FirstOrDefault(part => part.Path.Value.StartsWith(typed, StringComparison.Ordinal))
            ?? template.Parts.FirstOrDefault(part => typed.Split(' ').All(word => part.Path.Value.Contains(word, StringComparison.Ordinal)));
    }

    private static string Key(TemplatePart part) => part.Path.Value.Length <= 150 ? part.Path.Value : part.Path.Value[..150];

    private static async Task<Draft> SeenAsync(Turn turn, Draft now, long version)
    {
        if (now.P.Version <= version) return now;
        var then = await Readers.ThenAsync(turn, now.P, version);
        return new(then, now.Template, Draft.Fill(now.Template, then, turn.View));
    }

    /// <summary>Refused: the same form comes back with all that was typed and picked, and the sentence. Written by two: both texts. Null when all was saved.</summary>
    private static async Task<Answer?> NotSavedAsync(Turn turn, SectionCarry carry, FormSubmitted form, (Outcome Outcome, IReadOnlyList<AnswerConflict> Conflicts) saved)
    {
        if (saved.Outcome is not Outcome.Refused && saved.Conflicts.Count == 0) return null;
        var draft = await Draft.LoadAsync(turn, carry.Id);
        if (await Readers.RefusedAsync(turn, draft.P) is { } no) return no;
        if (saved.Outcome is not Outcome.Refused refused) return Answer.Open(ConflictForm.Of(turn, draft, saved.Conflicts, carry));
        var same = SectionForm.Again(await SeenAsync(turn, draft, carry.Version), carry, turn.View) with { Carry = form.Carry };
        return Answer.Open(same.Holding(form.Values).Refused(SectionForm.NamesOf(refused.Field), Refusal.At(turn, refused.Sentence)));
    }

    /// <summary>What was saved, with what was masked in it and the first wording hint where one rose: a hint, saved all the same. What was saved as it was left is told with the form too.</summary>
    private static Line? Said(Turn turn, Draft draft, (Outcome Outcome, IReadOnlyList<AnswerConflict> Conflicts) saved, string? masked)
    {
        if (saved.Outcome is not Outcome.Done { Changed: true } done) return masked is null ? null : (Line)masked;
        var written = done.Facts.OfType<FieldAnswered>().Select(fact => draft.Template.Find(fact.Path)?.Label).ToHashSet();
        var hints = draft.Hints(turn.View).Where(one => written.Contains(one.Where) || (one.Where.StartsWith("Action: ", StringComparison.Ordinal) && done.Facts.OfType<ActionItemAdded>().Any())).ToList();
        var lead = masked ?? "Saved.";
        return hints.Count == 0 ? lead : [$"{lead} {Moments.Count(hints.Count, "wording hint")}. {hints[0].Where}: ", Span.Italic(hints[0].Hint.Sentence)];
    }
}

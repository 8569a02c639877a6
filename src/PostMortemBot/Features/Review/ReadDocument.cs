using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><em>Read it all</em>: the document in pages inside a dialog, the role's sections first, with its approval at the end of each page.</summary>
internal static class ReadDocument
{
    public const string PageId = "review.page";
    public const string FormId = "review.pages";

    /// <summary>What a phone shows without tiring, and well inside what a dialog holds.</summary>
    private const int MostOfPage = 6000;

    private const int MostOfNote = 2800;

    public static Task<Answer> Pressed(Turn turn, ButtonPressed pressed) => PageAsync(turn, ReviewValue.Read(pressed.Value), 0);

    public static Task<Answer> Paged(Turn turn, ButtonPressed pressed)
    {
        var (page, value) = CarriedPair.Read(pressed.Value);
        return PageAsync(turn, ReviewValue.Read(value), int.TryParse(page, out var number) ? number : 0);
    }

    /// <summary>The text that was read is approved.</summary>
    public static Task<Answer> Submitted(Turn turn, FormSubmitted form) => ReviewActs.ApproveAsync(turn, ReviewValue.Read(form.Carry));

    private static async Task<Answer> PageAsync(Turn turn, ReviewValue value, int page)
    {
        var (p, no) = await Readers.LoadAsync(turn, value.Id.Value);
        if (no is not null) return no;
        var draft = await Draft.LoadAsync(turn, p.Id);
        if (turn.Policy.Review.Roles.FirstOrDefault(one => ReviewState.Same(one.Name, value.Role)) is not { } role || p.Review?.Of(role.Name) is null) return Answer.Say($"{p.Name} is not in review.");
        var text = new ReviewedText(draft.Template, turn.Policy);
        var pages = Pages(draft, text.SectionsOf(role));
        var seen = value with { Seen = text.HashOf(draft.P, role) };
        var changed = page > 0 && value.Seen != seen.Seen;
        var at = changed ? 0 : Math.Clamp(page, 0, pages.Count - 1);
        List<FormElement> elements = [new FormElement.Note($"Page {at + 1} of {pages.Count}. {(at == 0 ? $"The sections of the {role.Name} review come first." : "")}".Trim())];
        if (changed) elements.Insert(0, new FormElement.Note("The text changed while you read. It begins anew."));
        elements.AddRange(pages[at].Select(note => new FormElement.Note(note)));
        List<Button> turns = [];
        if (at + 1 < pages.Count) turns.Add(Button.Opens(PageId, "Next page", CarriedPair.Of($"{at + 1}", seen.ToString())));
        if (at > 0) turns.Add(Button.Opens(PageId, "Page before", CarriedPair.Of($"{at - 1}", seen.ToString())));
        if (turns.Count > 0) elements.Add(new FormElement.Acts(turns));
        return Answer.Open(new Form(FormId, IncidentCard.TitleOf(p), elements, Labels.Short("Approve as " + role.Name), seen.ToString()));
    }

    private static List<List<string>> Pages(Draft draft, IReadOnlyList<FieldPath> own)
    {
        var first = own.Select(path => Document.WriteSection(draft.Template, draft.Content, path));
        var rest = draft.Template.Parts.Where(part => !own.Contains(part.Path)).Select(part => Document.WriteSection(draft.Template, draft.Content, part.Path));
        List<List<string>> pages = [[]];
        foreach (var note in first.Concat(rest).SelectMany(Notes))
        {
            if (pages[^1].Count > 0 && pages[^1].Sum(one => one.Length) + note.Length > MostOfPage) pages.Add([]);
            pages[^1].Add(note);
        }

        return pages;
    }

    /// <summary>A section as plain text in pieces that a dialog takes, cut between lines where it can be.</summary>
    private static IEnumerable<string> Notes(string section)
    {
        var note = "";
        foreach (var line in section.Split('\n').SelectMany(Cut))
        {
            if (note.Length + line.Length + 1 > MostOfNote)
            {
                yield return note.Trim();
                note = "";
            }

            note += line + "\n";
        }

        if (note.Trim().Length > 0) yield return note.Trim();
    }

    private static IEnumerable<string> Cut(string line)
    {
        for (var rest = line; ;)
        {
            var most = VisibleText.WholeLetters(rest, MostOfNote - 1);
            yield return rest[..most];
            if (most >= rest.Length) yield break;
            rest = rest[most..];
        }
    }
}

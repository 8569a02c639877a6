using System.Globalization;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>evidence</c> alone: what is kept, newest first, ten a page, each with <em>Edit</em>, <em>Open</em> and <em>Remove</em>.</summary>
internal static class EvidenceRows
{
    public const string OpenId = "evidence.list";
    public const string RemoveId = "evidence.remove";
    public const string BackId = "evidence.back";

    public static async Task<Answer> Opened(Turn turn, ButtonPressed pressed)
    {
        var (id, page) = CarriedPair.Read(pressed.Value);
        var (p, no) = await Readers.LoadAsync(turn, id);
        return no ?? Answer.Open(Shown(p, turn.View, int.TryParse(page, CultureInfo.InvariantCulture, out var at) ? at : 0));
    }

    /// <summary>The list as a dialog; where none may be opened, its newest lines as a card with a button to it.</summary>
    public static Answer Answered(PostMortem p, View view, bool mayOpen)
    {
        if (mayOpen) return Answer.Open(Shown(p, view, 0));
        List<Element> elements = [new Element.Text(Lead(p))];
        if (p.Evidence.Count > 0) elements.Add(new Element.Bullets([.. p.Evidence.Reverse().Take(Rows.PageSize).Select(e => EvidenceLine.Of(p, e, view))]));
        return Answer.Tell(new Card($"Evidence · {p.Name}", elements, [Button.Opens(OpenId, "Edit the list", CarriedPair.Of(p.Id.Value)), Button.Opens(EditEvidence.AddId, "Add one", p.Id.Value)]));
    }

    public static async Task<Answer> Remove(Turn turn, ButtonPressed pressed)
    {
        var (id, piece) = CarriedPair.Read(pressed.Value);
        if ((await Readers.LoadAsync(turn, id)).No is { } no) return no;
        var outcome = await turn.DecideAsync(new(id), p => Keeping.Remove(p, new(piece), turn.Actor, turn.Now));
        if (outcome is not Outcome.Done done) return await Refusal.OfAsync(turn, outcome, "");
        if (done.After.AllEvidence.FirstOrDefault(e => e.Id.Value == piece) is not { } gone) return Answer.Open(Shown(done.After, turn.View, 0));
        return Answer.Open(Shown(done.After, turn.View, 0, ["Removed: ", Texts.OneLine(EvidenceLine.Words(gone), 120)], Button.Does(BackId, "Put back", pressed.Value)));
    }

    /// <summary><em>Put back</em> in the list, after a removal there.</summary>
    public static async Task<Answer> Back(Turn turn, ButtonPressed pressed)
    {
        var (id, piece) = CarriedPair.Read(pressed.Value);
        if ((await Readers.LoadAsync(turn, id)).No is { } no) return no;
        var outcome = await turn.DecideAsync(new(id), p => Keeping.Restore(p, new(piece), turn.Actor, turn.Now));
        return outcome is Outcome.Done done ? Answer.Open(Shown(done.After, turn.View, 0)) : await Refusal.OfAsync(turn, outcome, "");
    }

    public static Rows Shown(PostMortem p, View view, int page, Line? said = null, Button? reverse = null)
    {
        var kept = p.Evidence.Reverse().ToList();
        var pages = Math.Max(1, (kept.Count + Rows.PageSize - 1) / Rows.PageSize);
        page = Math.Clamp(page, 0, pages - 1);
        List<Button> buttons = [];
        if (reverse is not null) buttons.Add(reverse);
        if (page > 0) buttons.Add(Button.Does(OpenId, "Former 10", Carry(p, page - 1)));
        if (page < pages - 1) buttons.Add(Button.Does(OpenId, "Next 10", Carry(p, page + 1)));
        return new Rows(OpenId, $"Evidence · {p.Name}", said ?? Lead(p), [.. kept.Skip(page * Rows.PageSize).Take(Rows.PageSize).Select(e => Row(p, e, view))], page + 1, pages, p.Id.Value)
        {
            Add = Button.Opens(EditEvidence.AddId, "Add evidence", p.Id.Value),
            Buttons = buttons,
        };
    }

    private static RowItem Row(PostMortem p, Evidence e, View view)
    {
        var carry = CarriedPair.Of(p.Id.Value, e.Id.Value);
        List<Button> acts = [Button.Opens(EditEvidence.OpenId, "Edit", carry)];
        if (EvidenceLine.AddressOf(p, e, view) is { } address) acts.Add(Button.Goes("Open", address));
        acts.Add(Button.Does(RemoveId, "Remove", carry));
        List<Span> line = [$"{e.Kind.Word()} · {Texts.OneLine(EvidenceLine.Words(e), 160)}"];
        if (e.Attachment is { } file && e.Text.Length > 0) line.Add($" · {Texts.OneLine(file.Name, 60)}");
        if (e.Attachment is { IsKept: false }) line.Add(" (file not kept)");
        line.AddRange([" · ", view.Named(e.KeptBy), BackStatements.Shows(p, e, view)]);
        return new(new(line), acts);
    }

    private static Line Lead(PostMortem p) => p.Evidence.Count == 0
        ? ["Nothing is kept yet. Send a log line, link or file with ", new Span.Typed("evidence"), ", or react 📎 to a message."]
        : [$"{Moments.Count(p.Evidence.Count, "piece")} of evidence kept."];

    private static string Carry(PostMortem p, int page) => CarriedPair.Of(p.Id.Value, page.ToString(CultureInfo.InvariantCulture));
}

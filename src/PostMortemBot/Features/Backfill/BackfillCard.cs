using System.Globalization;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>What a look through the history found, and the form to choose among it: ten a page, surest first, each with its reason.</summary>
internal static class BackfillCard
{
    public const int PageSize = 10;
    private const int MostText = 200;

    /// <summary><c>I found 23 likely events in 412 messages since 13:30; 12 look certain.</c></summary>
    public static Card Found(BackfillJob job, View view)
    {
        var card = Whole(job, view);
        return job.IsCut ? card with { Elements = [.. card.Elements, new Element.Small($"I read the last {IChat.MostHistory.ToString("N0", CultureInfo.InvariantCulture)} messages; older ones are not among them. Ask for a shorter time, or mark those by hand.")] } : card;
    }

    private static Card Whole(BackfillJob job, View view)
    {
        var proposals = job.Proposals;
        var read = $"{Moments.Count(job.Read, "message")} since {view.At(job.SinceAt)}";
        if (proposals.Count == 0) return Card.OneLine(job.Read == 0 ? $"Nothing was said here since {view.At(job.SinceAt)}." : $"I found nothing that looks like an event in {read}.", Button.Opens(IncidentCard.MarkId, "Mark an event", job.Stream));
        var certain = proposals.Count(proposal => proposal.Sureness >= Proposal.Certain);
        var sure = certain == 0 ? "none looks certain" : certain == 1 ? "1 looks certain" : $"{certain} look certain";
        return Card.OneLine($"I found {Moments.Count(proposals.Count, "likely event")} in {read}; {sure}.", Buttons(job, certain));
    }

    /// <summary>The form to tick in, on this page.</summary>
    public static Form Choosing(BackfillJob job, View view, int page, string? wrong = null)
    {
        var proposals = job.Proposals;
        var pages = Math.Max(1, (proposals.Count + PageSize - 1) / PageSize);
        page = Math.Clamp(page, 0, pages - 1);
        var ticked = TickedIn(job);
        List<FormElement> elements = [new FormElement.Note(wrong ?? $"{Moments.Count(proposals.Count, "likely event")}, surest first, {ticked.Count} ticked. What is not ticked is not stored.")];
        elements.AddRange(proposals.Skip(page * PageSize).Take(PageSize).Select(proposal => (FormElement)new FormElement.Asks(FieldOf(job, proposal, ticked, view))));
        List<Button> acts = [];
        if (page > 0) acts.Add(Button.Opens(BackfillTimeline.ChooseId, $"Former {PageSize}", Carry(job, page - 1)));
        if (page + 1 < pages) acts.Add(Button.Opens(BackfillTimeline.ChooseId, $"Next {Math.Min(PageSize, proposals.Count - (page + 1) * PageSize)}", Carry(job, page + 1)));
        if (acts.Count > 0) elements.Add(new FormElement.Acts(acts));
        return new Form(BackfillTimeline.FormId, "Choose likely events", elements, "Keep the ticked", Carry(job, page));
    }

    /// <summary>The numbers that are ticked: what the person ticked, else the certain ones.</summary>
    public static IReadOnlySet<int> TickedIn(BackfillJob job) =>
        (job.Ticked ?? job.Proposals.Where(proposal => proposal.Sureness >= Proposal.Certain).Select(proposal => job.Of(proposal.Message.Id).Number)).ToHashSet();

    public static string NameOf(int number) => "m" + number.ToString(CultureInfo.InvariantCulture);

    public static IReadOnlyList<Button> Buttons(BackfillJob job, int certain)
    {
        List<Button> buttons = [Button.Opens(BackfillTimeline.ChooseId, "Choose", Carry(job, 0))];
        if (certain > 0) buttons.Insert(0, Button.Does(BackfillTimeline.KeepId, certain == 1 ? "Keep the certain one" : $"Keep the {certain}", CarriedPair.Of(job.Stream, job.Id)));
        return buttons;
    }

    private static Field FieldOf(BackfillJob job, Proposal proposal, IReadOnlySet<int> ticked, View view)
    {
        var message = job.Of(proposal.Message.Id);
        return new Field(NameOf(message.Number), $"{view.At(message.When)} · {message.AuthorName}", new FieldInput.Tick(Texts.OneLine(message.Text, MostText), ticked.Contains(message.Number))) { Hint = Texts.OneLine(proposal.Reason, MostText) };
    }

    private static string Carry(BackfillJob job, int page) => $"{job.Stream}|{job.Id}|{page.ToString(CultureInfo.InvariantCulture)}";
}

using NodaTime;
using NodaTime.Text;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>The team's discussion: one post in the incident's channel, edited when it moves; <c>meeting [date time]</c>, <em>Move it</em>, <em>Cancel it</em>.</summary>
internal static class MeetingCard
{
    public const string MoveId = "meeting.move";
    public const string CancelId = "meeting.cancel";
    public const string CalendarId = "meeting.calendar";
    public const string FormId = "meeting.form";
    private const string SlotField = "slot";
    private const string WhenField = "when";

    public static StandingCard Standing { get; } = new("meeting", (p, _) => p.Meeting is null ? [] : p.Places.Select(place => new CardTarget(place, null)), Draw);

    private static Card? Draw(PostMortem p, View view)
    {
        if (p.Meeting is not { } meeting) return null;
        if (meeting.Cancelled) return Card.OneLine([Span.Bold(p.Name), ": the discussion is cancelled."], Button.Does(CalendarId, "Calendar file", p.Id.Value));
        return new Card(
            $"Discussion of {IncidentCard.TitleOf(p)}",
            [new Element.Text([view.Moment(meeting.Start), $", {meeting.Length.TotalMinutes:0} min. What was learned, and what we change."])],
            [Button.Does(CalendarId, "Calendar file", p.Id.Value), Button.Opens(MoveId, "Move it", p.Id.Value), Button.Does(CancelId, "Cancel it", p.Id.Value), Button.Does(Preview.ReadId, "Read it", p.Id.Value)]);
    }

    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var line = ("meeting " + words).Trim();
        var (p, ask) = await Which.FindAsync(turn, line);
        if (ask is not null) return ask;
        if (words.Length == 0) return typed.MayOpen && Rights.May(turn.Actor, Act.EditSection, p!) ? Answer.Open(FormOf(turn, p!)) : Answer.Tell(Shown(p!, turn.View));
        if (Read(words, turn) is not { } start) return Refusal.Of("Give day and time: meeting 2026-12-03 14:00.", line);
        var outcome = await turn.DecideAsync(p!.Id, state => Discussion.Set(state, start, turn.Actor, turn.Now));
        return outcome is Outcome.Done done ? Answer.Tell(Shown(done.After, turn.View)) : await Refusal.OfAsync(turn, outcome, line);
    }

    public static async Task<Answer> MovePressed(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        if (no is not null) return no;
        const string Sentence = "The author schedules the discussion, or the SRE team. Ask one of them.";
        return await turn.MayAsync(Act.EditSection, p, Sentence) ? Answer.Open(FormOf(turn, p)) : Refusal.Say(turn, Sentence);
    }

    /// <summary>Each who wants it gets the file for themselves; a later one replaces it in their calendar.</summary>
    public static async Task<Answer> Calendar(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        if (no is not null) return no;
        if (p.Meeting is not { } meeting) return Answer.Say($"{p.Name}: no discussion is scheduled.");
        Line line = meeting.Cancelled ? "This takes the discussion out of your calendar." : ["The discussion for your calendar: ", turn.View.Moment(meeting.Start), ". After a move, take the file again."];
        return Answer.Tell(Card.OneLine(line) with { File = CalendarFile.Of(p, meeting, InvitedTo(turn, p), turn.Now) });
    }

    /// <summary>Those of the discussion with their mail addresses from <c>bot.json</c>, the author first; none when one is missing.</summary>
    private static IReadOnlyList<Invited> InvitedTo(Turn turn, PostMortem p)
    {
        var people = RequestReview.AttendeesOf(turn.Bot, turn.Organisation, p).Select(one => turn.Bot.People.Of(turn.Organisation, one.Person)).OrderByDescending(person => person.Id == Rights.AuthorOf(p)).ToList();
        var invited = people.Select(person => MailOf(turn.Policy, person) is { } mail ? new Invited(person.Name, mail) : null).OfType<Invited>().ToList();
        return invited.Count == people.Count && people is [var first, ..] && first.Id == Rights.AuthorOf(p) ? invited : [];
    }

    private static Uri? MailOf(Policy policy, Person person) =>
        policy.People.FirstOrDefault(known => known.Handle == person.Handle)?.Email is { } mail && Uri.TryCreate("mailto:" + mail, UriKind.Absolute, out var address) ? address : null;

    public static async Task<Answer> Cancelled(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        if (no is not null) return no;
        var outcome = await turn.DecideAsync(p.Id, state => Discussion.Cancel(state, turn.Actor, turn.Now));
        return outcome is Outcome.Refused refused ? Refusal.Say(turn, refused.Sentence) : Answer.Say(["The discussion of ", Span.Bold(p.Name), " is cancelled."], Button.Opens(MoveId, "Set a new time", p.Id.Value));
    }

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        var (p, no) = await Readers.LoadAsync(turn, form.Carry);
        if (no is not null) return no;
        var (typed, picked) = (form.Values.Text(WhenField), form.Values.Text(SlotField));
        var start = typed.Length > 0 ? Read(typed, turn) : InstantPattern.ExtendedIso.Parse(picked) is { Success: true } read ? read.Value : (Instant?)null;
        if (start is not { } at) return Answer.Open(FormOf(turn, p).Holding(form.Values).Refused([WhenField], typed.Length > 0 ? "Give day and time: 2026-12-03 14:00." : "Pick a time, or give one."));
        var outcome = await turn.DecideAsync(p.Id, state => Discussion.Set(state, at, turn.Actor, turn.Now));
        if (outcome is Outcome.Refused refused) return Answer.Open(FormOf(turn, p).Holding(form.Values).Refused([typed.Length > 0 ? WhenField : SlotField], Refusal.At(turn, refused.Sentence)));
        return Answer.Tell(Shown(((Outcome.Done)outcome).After, turn.View));
    }

    private static Card Shown(PostMortem p, View view) => p.Meeting is { Cancelled: false } meeting
        ? Card.OneLine(["Discussion of ", Span.Bold(p.Name), ": ", view.Moment(meeting.Start), "."], Button.Opens(MoveId, "Move it", p.Id.Value), Button.Does(CancelId, "Cancel it", p.Id.Value))
        : Card.OneLine([Span.Bold(p.Name), ": no discussion is scheduled."], Button.Opens(MoveId, "Set a time", p.Id.Value));

    private static Form FormOf(Turn turn, PostMortem p)
    {
        var view = turn.View;
        var slots = RequestReview.SlotsOf(turn.Bot, turn.Organisation, p, turn.Now);
        return new Form(FormId, "The discussion", [
            new FormElement.Asks(new(SlotField, "60 minutes", new FieldInput.PickOne([.. slots.Select(slot => new Choice(InstantPattern.ExtendedIso.Format(slot.Start), SectionForm.Cut(view.At(slot.Start) + RequestReview.Outside(slot, view))))]))),
            new FormElement.Asks(new(WhenField, "Or another time", new FieldInput.Short("", 40)) { Hint = "2026-12-03 14:00, in the process's zone" }),
        ], "Set the time", p.Id.Value);
    }

    /// <summary>A day and a time, in the process's zone; null when it is none. An hour that the clocks leave out is moved behind the gap.</summary>
    private static Instant? Read(string words, Turn turn)
    {
        var typed = words.Trim().Replace('T', ' ');
        foreach (var pattern in new[] { "uuuu-MM-dd HH:mm", "uuuu-MM-dd H:mm", "uuuu-MM-dd HHmm" })
        {
            if (LocalDateTimePattern.CreateWithInvariantCulture(pattern).Parse(typed) is { Success: true } read) return turn.Policy.ProcessZone.AtLeniently(read.Value).ToInstant();
        }

        return null;
    }
}

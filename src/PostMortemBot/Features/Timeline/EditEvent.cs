using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>The form of one event: when, phase, text, owner, <em>Remove</em>, and <em>Take over</em> when its source was edited.</summary>
internal static class EditEvent
{
    public const string OpenId = "timeline.edit";
    public const string FormId = "timeline.edit.form";
    public const string TakeOverId = "timeline.takeover";

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        var (stream, id) = CarriedPair.Read(pressed.Chosen.Length > 0 ? CarriedPair.Of(pressed.Value, pressed.Chosen) : pressed.Value);
        var (p, no) = await Readers.LoadAsync(turn, stream);
        if (no is not null) return no;
        return p.AllEvents.TryGetValue(new(id), out var e) && !e.Removed
            ? Answer.Open(FormOf(turn, p, p.Told(e.Id)))
            : Answer.Say("This event is no longer on the timeline.", Button.Does(IncidentCard.TimelineId, "Timeline", stream));
    }

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        var (stream, id) = CarriedPair.Read(form.Carry);
        var (p, no) = await Readers.LoadAsync(turn, stream);
        if (no is not null) return no;
        if (!p.AllEvents.TryGetValue(new(id), out var e)) return Answer.Say("This event is no longer on the timeline. What you typed: " + form.Values.Text("text"));
        var typed = form.Values.Text("when");
        var when = e.When;
        if (typed != Printed(turn, e.When))
        {
            switch (When.ReadWhole(typed, new WhenContext(turn.Now, turn.Policy.ProcessZone, turn.Who.Zone, p.Began)))
            {
                case WhenReading.At at:
                    when = at.Instant;
                    break;
                case WhenReading.Refused refused:
                    return Answer.Open(FormOf(turn, p, e, form.Values, "when", refused.Sentence));
                default:
                    return Answer.Open(FormOf(turn, p, e, form.Values, "when", "Write a time, for example 14:05 or 2026-11-24 02:10."));
            }
        }

        var owner = form.Values.Text("owner") is { Length: > 0 } name && name != turn.View.OwnerOf(e) ? await OwnerAsync(turn, name) : null;
        var text = Secrets.Mask(form.Values.Text("text")).Text;
        var outcome = await turn.DecideAsync(p.Id, state => Timeline.Correct(state, e.Id, when, text, PhaseNames.FromDisplayName(form.Values.Text("phase")), owner, turn.Actor, turn.Now));
        return outcome switch
        {
            Outcome.Refused refused => Answer.Open(FormOf(turn, p, e, form.Values, refused.Field ?? "text", refused.Sentence)),
            Outcome.Done done => new Answer { Private = EventLine.Marked(done.After, done.After.Told(e.Id), turn.View) },
            _ => Answer.Silent,
        };
    }

    /// <summary>The edited message's text becomes the event's.</summary>
    public static async Task<Answer> TakenOver(Turn turn, ButtonPressed pressed)
    {
        var (stream, id) = CarriedPair.Read(pressed.Value);
        var outcome = await turn.DecideAsync(new(stream), p => Timeline.TakeOver(p, new(id), turn.Actor, turn.Now));
        return outcome switch
        {
            Outcome.Refused refused => Answer.Say(refused.Sentence),
            Outcome.Done done => Answer.Tell(EventLine.Marked(done.After, done.After.AllEvents[new(id)], turn.View, "Taken over from the edited message.")),
            _ => Answer.Silent,
        };
    }

    public static async Task<EventOwner> OwnerAsync(Turn turn, string name)
    {
        if (turn.Policy.TeamNamed(name) is { } team) return EventOwner.OfTeam(team.PrintedAs);
        return await turn.Bot.People.NamedAsync(turn.Organisation, turn.Incoming.Who, name, turn.Stop) is { } person ? EventOwner.OfPerson(person.Id) : EventOwner.OfTeam(name);
    }

    private static Form FormOf(Turn turn, PostMortem p, TimelineEvent e, FormValues? typed = null, string? wrong = null, string? sentence = null)
    {
        Field[] fields =
        [
            new("text", "What happened", new FieldInput.Long(typed?.Text("text") ?? e.Text, Timeline.MostCharacters)),
            new("when", "When", new FieldInput.Short(typed?.Text("when") ?? Printed(turn, e.When), 60)) { Hint = $"In {Moments.ZoneLetters(e.When, turn.Policy.ProcessZone)}. Or -10m, yesterday 23:50." },
            new("phase", "Phase", new FieldInput.PickOne([.. PhaseNames.All.Select(phase => Choice.Of(phase.DisplayName()))], typed?.Text("phase") ?? e.Phase?.DisplayName() ?? "")) { Hint = e.PhaseGuessed ? "A guess. Saving it confirms it." : null },
            new("owner", "Owner", new FieldInput.Short(typed?.Text("owner") ?? turn.View.OwnerOf(e), 100)) { Hint = "A team or a person, as the document prints it." },
        ];
        List<FormElement> elements = [.. fields.Select(field => new FormElement.Asks(field.Name == wrong ? field with { Error = sentence } : field))];
        if (e.SourceNow is { } now) elements.Insert(0, new FormElement.Note(["Source edited. It now says: ", Span.Italic(Texts.OneLine(now, 200))]));
        if (e.SourceGone) elements.Insert(0, new FormElement.Note("The message it came from was deleted. The event stays."));
        List<Button> acts = [Button.Does(UndoMark.RemoveId, "Remove", CarriedPair.Of(p.Id.Value, e.Id.Value))];
        if (e.SourceNow is not null) acts.Insert(0, Button.Does(TakeOverId, "Take over", CarriedPair.Of(p.Id.Value, e.Id.Value)));
        if (RedactText.For(p, new RedactTarget.OfEvent(e.Id), e.MarkedBy, turn) is { } redact) acts.Add(redact);
        elements.Add(new FormElement.Acts(acts));
        return new Form(FormId, "Edit an event", elements, "Save", CarriedPair.Of(p.Id.Value, e.Id.Value));
    }

    /// <summary>A moment as the form shows it: day and clock of the process zone, with seconds only where they are not zero.</summary>
    private static string Printed(Turn turn, Instant at)
    {
        var local = at.InZone(turn.Policy.ProcessZone);
        return NodaTime.Text.LocalDatePattern.Iso.Format(local.Date) + " " + Moments.PreciseClock(at, turn.Policy.ProcessZone);
    }
}

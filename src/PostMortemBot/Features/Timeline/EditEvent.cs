using System.Globalization;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>
/// The form of one event: when, phase, text, owner, <em>Remove</em>, and <em>Take over</em> when its source was edited. Only what differs from what the form showed is corrected,
/// so that two people who have it open do not take each other's corrections back.
/// </summary>
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
        var (stream, rest) = CarriedPair.Read(form.Carry);
        var (id, version) = CarriedPair.Read(rest);
        var (p, no) = await Readers.LoadAsync(turn, stream);
        if (no is not null) return no;
        var values = form.Values;
        var seenP = await Readers.ThenAsync(turn, p, long.TryParse(version, CultureInfo.InvariantCulture, out var shown) ? shown : p.Version);
        if (!p.AllEvents.ContainsKey(new(id)) || !seenP.AllEvents.TryGetValue(new(id), out var seen)) return Answer.Say("This event is no longer on the timeline. What you typed: " + values.Text("text"));
        var changed = Held(turn, seen).Where(field => values.Has(field.Key) && values.Text(field.Key) != field.Value).Select(field => field.Key).ToList();
        var when = changed.Contains("when") ? When.ReadWhole(values.Text("when"), new WhenContext(turn.Now, turn.Policy.ProcessZone, turn.Who.Zone, p.Began)) : null;
        if (when is not (null or WhenReading.At)) return Back("when", when is WhenReading.Refused wrong ? wrong.Sentence : "Write a time, for example 14:05 or 2026-11-24 02:10.");
        if (changed.Contains("owner") && values.Text("owner").Length == 0) return Back("owner", "An event has an owner. Name a team or a person.");

        var owner = changed.Contains("owner") ? await OwnerAsync(turn, values.Text("owner")) : null;
        IReadOnlyList<string> conflicts = [];
        var outcome = await turn.DecideAsync(p.Id, state =>
        {
            var now = state.AllEvents.GetValueOrDefault(seen.Id, seen);
            conflicts = [.. changed.Where(name => Held(turn, now)[name] != Held(turn, seen)[name] && Held(turn, now)[name] != values.Text(name))];
            T? Mine<T>(string name, T? value) => changed.Contains(name) && !conflicts.Contains(name) ? value : default;
            var phase = PhaseNames.FromDisplayName(values.Text("phase"));
            return Timeline.Correct(
                state,
                seen.Id,
                Mine("when", (when as WhenReading.At)?.Instant),
                Mine("text", Secrets.Mask(values.Text("text")).Text),
                now.PhaseGuessed && now.Phase == phase ? phase : Mine("phase", phase),
                Mine("owner", owner),
                turn.Actor,
                turn.Now);
        });
        return outcome switch
        {
            Outcome.Refused refused => Back(refused.Field ?? "text", Refusal.At(turn, refused.Sentence)),
            Outcome.Done done when conflicts.Count > 0 => Answer.Open(ChangedMeanwhile.Of(FormOf(turn, done.After, done.After.AllEvents[seen.Id]), "the same event", conflicts.ToDictionary(name => name, name => Held(turn, done.After.AllEvents[seen.Id])[name]), values)),
            Outcome.Done done => new Answer { Private = EventLine.Marked(done.After, done.After.Told(seen.Id), turn.View) },
            _ => Answer.Silent,
        };

        // The same form as it was filled in, still compared with what it showed at first.
        Answer Back(string field, string sentence) => Answer.Open(FormOf(turn, seenP, seen).Holding(values).Refused([field], sentence));
    }

    /// <summary>The edited message's text becomes the event's.</summary>
    public static async Task<Answer> TakenOver(Turn turn, ButtonPressed pressed)
    {
        var (stream, id) = CarriedPair.Read(pressed.Value);
        var outcome = await turn.DecideAsync(new(stream), p => Timeline.TakeOver(p, new(id), turn.Actor, turn.Now));
        return outcome switch
        {
            Outcome.Refused refused => Refusal.Say(turn, refused.Sentence),
            Outcome.Done done => Answer.Tell(EventLine.Marked(done.After, done.After.AllEvents[new(id)], turn.View, "Taken over from the edited message.")),
            _ => Answer.Silent,
        };
    }

    public static async Task<EventOwner> OwnerAsync(Turn turn, string name)
    {
        if (turn.Policy.TeamNamed(name) is { } team) return EventOwner.OfTeam(team.PrintedAs);
        return await turn.Bot.People.NamedAsync(turn.Organisation, turn.Incoming.Who, name, turn.Stop) is { } person ? EventOwner.OfPerson(person.Id) : EventOwner.OfTeam(name);
    }

    /// <summary>What the form shows of an event, by field.</summary>
    private static Dictionary<string, string> Held(Turn turn, TimelineEvent e) => new()
    {
        ["text"] = e.Text.Trim(),
        ["when"] = Printed(turn, e.When),
        ["phase"] = e.Phase?.DisplayName() ?? "",
        ["owner"] = turn.View.OwnerOf(e),
    };

    private static Form FormOf(Turn turn, PostMortem p, TimelineEvent e)
    {
        var held = Held(turn, e);
        Field[] fields =
        [
            new("text", "What happened", new FieldInput.Long(held["text"], Timeline.MostCharacters)),
            new("when", "When", new FieldInput.Short(held["when"], 60)) { Hint = $"In {Moments.ZoneLetters(e.When, turn.Policy.ProcessZone)}. Or -10m, yesterday 23:50." },
            new("phase", "Phase", new FieldInput.PickOne([.. PhaseNames.All.Select(phase => Choice.Of(phase.DisplayName()))], held["phase"])) { Hint = e.PhaseGuessed ? "A guess. Saving it confirms it." : null },
            new("owner", "Owner", new FieldInput.Short(held["owner"], 100)) { Hint = "A team or a person, as the document prints it." },
        ];
        List<FormElement> elements = [.. fields.Select(field => new FormElement.Asks(field))];
        if (e.SourceNow is { } now) elements.Insert(0, new FormElement.Note(["Source edited. It now says: ", Span.Italic(Texts.OneLine(now, 200))]));
        if (e.SourceGone) elements.Insert(0, new FormElement.Note("The message it came from was deleted. The event stays."));
        List<Button> acts = [Button.Does(UndoMark.RemoveId, "Remove", CarriedPair.Of(p.Id.Value, e.Id.Value))];
        if (e.SourceNow is not null) acts.Insert(0, Button.Does(TakeOverId, "Take over", CarriedPair.Of(p.Id.Value, e.Id.Value)));
        if (RedactText.For(p, new RedactTarget.OfEvent(e.Id), e.MarkedBy, turn) is { } redact) acts.Add(redact);
        elements.Add(new FormElement.Acts(acts));
        return new Form(FormId, "Edit an event", elements, "Save", CarriedPair.Of(p.Id.Value, CarriedPair.Of(e.Id.Value, p.Version.ToString(CultureInfo.InvariantCulture))));
    }

    /// <summary>A moment as the form shows it: day and clock of the process zone, with seconds only where they are not zero.</summary>
    private static string Printed(Turn turn, Instant at)
    {
        var local = at.InZone(turn.Policy.ProcessZone);
        return NodaTime.Text.LocalDatePattern.Iso.Format(local.Date) + " " + Moments.PreciseClock(at, turn.Policy.ProcessZone);
    }
}

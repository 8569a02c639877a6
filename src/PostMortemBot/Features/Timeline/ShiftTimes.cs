using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><em>Shift times</em>: moves many events at once after a zone mistake, by a length or to another zone's clock. Applied at once, shown, and undone with one button.</summary>
internal static class ShiftTimes
{
    public const string OpenId = "timeline.shift";
    public const string FormId = "timeline.shift.form";
    private const string All = "all";
    private const string Mine = "mine";
    private const string Between = "between";
    private const int MostShown = 5;

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        return no ?? Answer.Open(FormOf(turn, p, FormValues.None));
    }

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        var (p, unread) = await Readers.LoadAsync(turn, form.Carry);
        if (unread is not null) return unread;
        var (which, wrong) = Chosen(turn, p, form.Values);
        if (wrong is { } at) return Answer.Open(FormOf(turn, p, form.Values, at.Field, at.Sentence));
        var zones = turn.Policy.People.Select(person => person.Zone).Append(turn.Who.Zone).Prepend(turn.Policy.ProcessZone);
        var read = ShiftWords.Read(form.Values.Text("by"), zones, turn.Now);
        if (read is ShiftReading.Refused no) return Answer.Open(FormOf(turn, p, form.Values, "by", no.Sentence));
        var outcome = await turn.DecideAsync(p.Id, state => read switch
        {
            ShiftReading.By by => Timeline.Shift(state, Ids(state), by.Length, turn.Actor, turn.Now),
            ShiftReading.Zone zone => Timeline.Retime(state, Ids(state), zone.Meant, turn.Policy.ProcessZone, turn.Actor, turn.Now),
            _ => throw new InvalidOperationException("A shift that was neither read nor refused."),
        });
        return outcome switch
        {
            Outcome.Refused refused => Answer.Open(FormOf(turn, p, form.Values, refused.Field is "by" ? "by" : "which", Refusal.At(turn, refused.Sentence))),
            Outcome.Done done => Answer.Tell(Moved(turn, done)),
            _ => Answer.Silent,
        };

        IReadOnlyList<TimelineEventId> Ids(PostMortem state) => [.. state.Events.Where(which!).Select(e => e.Id)];
    }

    /// <summary>Which events are meant, or the field that is wrong.</summary>
    private static (Func<TimelineEvent, bool>? Which, (string Field, string Sentence)? Wrong) Chosen(Turn turn, PostMortem p, FormValues values)
    {
        var picked = values.Text("which");
        if (picked is All or "") return (_ => true, null);
        if (picked == Mine) return (e => e.MarkedBy == turn.Who.Id, null);
        if (picked != Between) return (e => e.Phase?.DisplayName() == picked, null);
        var context = new WhenContext(turn.Now, turn.Policy.ProcessZone, turn.Who.Zone, p.Began);
        if (When.ReadWhole(values.Text("from"), context) is not WhenReading.At from) return (null, ("from", "Write the first time as the timeline shows it, for example 02:10."));
        if (When.ReadWhole(values.Text("to"), context) is not WhenReading.At to) return (null, ("to", "Write the last time as the timeline shows it, for example 02:57."));
        var minute = Duration.FromMinutes(1);
        return to.Instant < from.Instant ? (null, ("to", "That lies before the first time. Change one of the two.")) : (e => e.When >= from.Instant && e.When < to.Instant + minute, null);
    }

    private static Card Moved(Turn turn, Outcome.Done done)
    {
        var ids = done.Facts.OfType<TimelineShifted>().SelectMany(fact => fact.Ids).ToHashSet();
        var moved = done.After.Events.Where(e => ids.Contains(e.Id)).ToList();
        List<Line> lines = [.. moved.Take(MostShown).Select(e => Line.Create([$"{Moments.At(done.Before.AllEvents[e.Id].When, turn.View.Zone, turn.Now)} → ", turn.View.Moment(e.When), $" {EventLine.TextOf(e)}"]))];
        if (moved.Count > MostShown) lines.Add($"and {moved.Count - MostShown} more");
        return new Card($"{Moments.Count(moved.Count, "event")} moved", [new Element.Bullets(lines)], [Button.Does(IncidentCard.TimelineId, "Timeline", done.After.Id.Value), UndoAct.Button(done)]);
    }

    private static Form FormOf(Turn turn, PostMortem p, FormValues values, string? wrong = null, string? sentence = null)
    {
        var events = p.Events;
        var mine = events.Count(e => e.MarkedBy == turn.Who.Id);
        List<Choice> choices = [new(All, $"All {Moments.Count(events.Count, "event")}")];
        if (mine > 0) choices.Add(new(Mine, $"The {Moments.Count(mine, "event")} I marked"));
        choices.AddRange(events.Where(e => e.Phase is not null).GroupBy(e => e.Phase!.Value).OrderBy(group => group.Key).Select(group => new Choice(group.Key.DisplayName(), $"{group.Key.DisplayName()}: {Moments.Count(group.Count(), "event")}")));
        choices.Add(new(Between, "Those between two times"));
        Field[] fields =
        [
            new("which", "Which events", new FieldInput.PickOne(choices, values.Text("which") is { Length: > 0 } picked ? picked : All)),
            new("by", "By how much", new FieldInput.Short(values.Text("by"), 60)) { Hint = "-1h, +30m, +5h30m. Or the zone they were typed in: Europe/Berlin, UTC." },
            new("from", "From", new FieldInput.Short(values.Text("from"), 60)) { Hint = "For two times only: the first, as the timeline shows it." },
            new("to", "To", new FieldInput.Short(values.Text("to"), 60)) { Hint = "For two times only: the last." },
        ];
        return new Form(FormId, "Shift times", [.. fields.Select(field => new FormElement.Asks(field.Name == wrong ? field with { Error = sentence } : field))], "Shift times", p.Id.Value);
    }
}

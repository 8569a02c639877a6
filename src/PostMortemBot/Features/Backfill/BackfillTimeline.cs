using System.Globalization;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Features;

/// <summary>
/// <c>backfill [since time]</c>: what was said is read as work of its own and what looks like events is proposed to the one who asked. Kept ones become events at the message's own
/// time, by its writer; all else is thrown away after 24 h.
/// </summary>
internal static class BackfillTimeline
{
    public const string KeepId = "backfill.keep";
    public const string ChooseId = "backfill.choose";
    public const string FormId = "backfill.form";
    public const string CancelId = "backfill.cancel";
    public const string AgainId = "backfill.again";

    /// <summary>So many messages are stored at once.</summary>
    private const int AtOnce = 40;

    private static readonly Duration FarBack = Duration.FromHours(24);

    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var line = ("backfill " + words).Trim();
        var (p, ask) = await Which.FindAsync(turn, line);
        if (p is null) return ask!;
        var (first, rest) = CommandWords.First(words);
        var since = string.Equals(first, "since", StringComparison.OrdinalIgnoreCase) ? rest : words;
        if (since.Length == 0) return await LookAsync(turn, p, p.Life == Life.Waiting ? turn.Now - FarBack : Instant.Min(p.Began, p.StartedAt), line);
        return When.ReadWhole(since, new WhenContext(turn.Now, turn.Policy.ProcessZone, turn.Who.Zone)) switch
        {
            WhenReading.At at => await LookAsync(turn, p, at.Instant, line),
            WhenReading.Refused refused => Refusal.Of(refused.Sentence, line),
            _ => Refusal.Of("I read no time there. Type: backfill since 13:30.", line),
        };
    }

    /// <summary><em>Look again</em>, from where the old one began.</summary>
    public static async Task<Answer> Again(Turn turn, ButtonPressed pressed)
    {
        var (stream, since) = CarriedPair.Read(pressed.Value);
        var (p, no) = await Readers.LoadAsync(turn, stream);
        if (no is not null) return no;
        return await LookAsync(turn, p, long.TryParse(since, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) ? Instant.FromUnixTimeTicks(ticks) : Instant.Min(p.Began, p.StartedAt), "backfill");
    }

    public static async Task<Answer> Cancelled(Turn turn, ButtonPressed pressed)
    {
        var (job, gone) = await JobAsync(turn, pressed.Value);
        if (job is null && gone is { } refused && turn.Actor.IsGuest) return refused;
        if (job is null || job.IsDone) return Answer.Say("That look through the messages is over already.");
        await turn.Bot.Store.PutAsync(turn.Organisation, [job.Gone()], turn.Stop);
        return Answer.Replace(Card.OneLine("Stopped. Nothing was stored.", AgainButton(job.Stream, job.Since)));
    }

    /// <summary><em>Keep the 12</em>: the certain ones, at once.</summary>
    public static async Task<Answer> Kept(Turn turn, ButtonPressed pressed)
    {
        var (job, gone) = await JobAsync(turn, pressed.Value);
        return job is null ? gone! : await KeepAsync(turn, job, [.. job.Proposals.Where(proposal => proposal.Sureness >= Proposal.Certain)]);
    }

    /// <summary><em>Choose</em>, and to another page: what was ticked on this one is remembered.</summary>
    public static async Task<Answer> Choosing(Turn turn, ButtonPressed pressed)
    {
        var (job, gone) = await JobAsync(turn, pressed.Value);
        if (job is null) return gone!;
        if (job.Proposals.Count == 0) return Answer.Say("All of them are on the timeline already.", Button.Does(IncidentCard.TimelineId, "Timeline", job.Stream));
        if (pressed.Form is { Id: FormId } form) job = await TickAsync(turn, job, form.Values);
        return Answer.Open(BackfillCard.Choosing(job, turn.View, PageIn(pressed.Value)));
    }

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        var (job, gone) = await JobAsync(turn, form.Carry);
        if (job is null) return gone!;
        job = await TickAsync(turn, job, form.Values);
        var ticked = BackfillCard.TickedIn(job);
        var picked = job.Proposals.Where(proposal => ticked.Contains(job.Of(proposal.Message.Id).Number)).ToList();
        return picked.Count == 0 ? Answer.Open(BackfillCard.Choosing(job, turn.View, PageIn(form.Carry), "Nothing is ticked. Tick at least one, or close.")) : await KeepAsync(turn, job, picked);
    }

    /// <summary>Asked in a place of the incident, that place is read; in the direct message, all of them.</summary>
    private static async Task<Answer> LookAsync(Turn turn, PostMortem p, Instant since, string typed)
    {
        var here = p.Places.Where(place => place.WithoutThread == turn.Where.WithoutThread).ToList();
        var allowed = await turn.DecideAsync(p.Id, state => !Rights.May(turn.Actor, Act.Backfill, state) ? Rights.Outside(state, "look through its messages")
            : state.TakesMarks ? Decision.Nothing
            : Decision.Refuse($"{state.Name} takes no more events. Reopen it first."));
        if (allowed is Outcome.Refused refused) return Refusal.Of(refused.Sentence, typed);
        IReadOnlyList<Place> places = here.Count > 0 ? here : turn.Incoming.Direct ? [.. p.Places.Where(place => !IsDirect(turn, place))] : [turn.Where.WithoutThread];
        if (places.Count == 0) return Refusal.Of($"{p.Name} was noted in a direct message. I show it to nobody but its writer.", typed);
        var asked = turn.Where;
        var job = new BackfillJob(turn.NewId(), p.Id.Value, turn.Who.Id.Value, turn.Incoming.Who, asked, turn.Incoming.Direct, turn.Now.ToUnixTimeTicks(), since.ToUnixTimeTicks(), [.. places.Where(place => place.Platform == asked.Platform)]);
        var bounds = await BoundAsync(turn, job);
        await turn.Bot.Store.AppendAsync(new Append(turn.Organisation, turn.Incoming.Receipt + "/backfill", []) { Rows = [job.Put()], Work = [job.Work(turn.Now)] }, turn.Stop);
        return Answer.Tell(new Card("", [new Element.Text(["Reading what was said since ", turn.View.Moment(since), "."]), .. bounds], [Button.Does(CancelId, "Cancel", CarriedPair.Of(job.Stream, job.Id))]));
    }

    /// <summary>Where a platform lets nothing of before be read, that is said before the attempt.</summary>
    private static async Task<IReadOnlyList<Element>> BoundAsync(Turn turn, BackfillJob job)
    {
        List<HistoryBound> bounds = [];
        foreach (var place in turn.Bot.Chats.TryGetValue(job.Asked.Platform, out var chat) ? job.Places : [])
        {
            if (await chat!.HistoryBoundAsync(place, turn.Stop) is { } bound && !(bound.Since <= job.SinceAt)) bounds.Add(bound);
        }

        if (bounds.Count == 0) return [];
        Line known = bounds.Any(bound => bound.Since is null) ? "I may not read what was said here before, and was told nothing since." : ["I may not read what was said here before, and know what I was told since ", turn.View.Moment(bounds.Max(bound => bound.Since!.Value)), "."];
        return [new Element.Small([.. known.Spans, " Paste older lines, each with its time: ", new Span.Typed("mark 14:05 what happened")])];
    }

    /// <summary>What one person said to the bot alone is read for that person, in that very conversation.</summary>
    private static bool IsDirect(Turn turn, Place place) => turn.Bot.Chats.TryGetValue(place.Platform, out var chat) && chat.IsDirect(place);

    /// <summary>The proposals of this person, or the answer that they are gone.</summary>
    private static async Task<(BackfillJob? Job, Answer? Gone)> JobAsync(Turn turn, string carried)
    {
        var parts = carried.Split('|');
        if ((await Readers.LoadAsync(turn, parts[0])).No is { } no) return (null, no);
        var job = BackfillJob.From(await turn.Bot.Store.RowAsync(turn.Organisation, BackfillJob.KeyOf(turn.Who.Id.Value, parts[0]), turn.Stop));
        if (job is not null && parts.Length > 1 && job.Id == parts[1] && job.Expires > turn.Now) return (job, null);
        return (null, Answer.Say("These proposals are gone: they are kept for 24 h, for the one who asked.", AgainButton(parts[0], job?.Since)));
    }

    private static async Task<BackfillJob> TickAsync(Turn turn, BackfillJob job, FormValues values)
    {
        var shown = job.Heard.Select(message => message.Number).Where(number => values.Has(BackfillCard.NameOf(number))).ToList();
        var ticked = BackfillCard.TickedIn(job).Except(shown).Concat(shown.Where(number => values.Ticked(BackfillCard.NameOf(number)))).Order();
        var after = job with { Ticked = [.. ticked] };
        await turn.Bot.Store.PutAsync(turn.Organisation, [after.Put()], turn.Stop);
        return after;
    }

    /// <summary>Marks the picked ones, an alert with its repetitions, and leaves the others to be picked.</summary>
    private static async Task<Answer> KeepAsync(Turn turn, BackfillJob job, IReadOnlyList<Proposal> picked)
    {
        var keys = picked.SelectMany(proposal => proposal.Repeats.Prepend(proposal.Message.Id)).ToList();
        List<Marking> markings = [];
        foreach (var key in keys) markings.Add(await MarkingOf(turn, job.Of(key)));
        List<Outcome.Done> stored = [];
        foreach (var some in markings.Chunk(AtOnce))
        {
            var outcome = await turn.DecideAsync(new(job.Stream), p => MarkAll(turn, p, some));
            if (outcome is not Outcome.Done done) return await Refusal.OfAsync(turn, outcome, "");
            stored.Add(done);
        }

        var taken = keys.ToHashSet(StringComparer.Ordinal);
        var rest = job with { Heard = [.. job.Heard.Where(message => !taken.Contains(message.Message.Key))], Ticked = null };
        await turn.Bot.Store.PutAsync(turn.Organisation, [rest.Put()], turn.Stop);
        return Answer.Tell(Told(stored, rest));
    }

    private static Card Told(IReadOnlyList<Outcome.Done> stored, BackfillJob rest)
    {
        var marked = stored.SelectMany(done => done.Facts.OfType<TimelineEventMarked>()).Count() - stored.SelectMany(done => done.Facts.OfType<TimelineEventsJoined>()).Count();
        var p = stored[^1].After;
        List<Element> elements = [new Element.Text([$"{Moments.Count(marked, "event")} added to ", Span.Bold(p.Name), "."])];
        var left = rest.Proposals;
        if (left.Count > 0) elements.Add(new Element.Small($"{Moments.Count(left.Count, "likely event")} left. What is not picked is thrown away after 24 h."));
        List<Button> buttons = [Button.Does(IncidentCard.TimelineId, "Timeline", p.Id.Value)];
        if (stored.Any(done => done.Changed)) buttons.Add(UndoAct.Button(stored.First(done => done.Changed)));
        if (left.Count > 0) buttons.AddRange(BackfillCard.Buttons(rest, 0));
        return new Card("", elements, buttons);
    }

    private static Decision MarkAll(Turn turn, PostMortem p, IReadOnlyList<Marking> markings)
    {
        List<PostMortemEvent> facts = [];
        foreach (var marking in markings)
        {
            if (Timeline.Mark(p, marking, turn.Actor, turn.Where.WithoutThread, turn.Now) is not Decision.Accepted accepted) return Timeline.Mark(p, marking, turn.Actor, turn.Where.WithoutThread, turn.Now);
            p = accepted.Facts.Aggregate(p, Evolve.Apply);
            facts.AddRange(accepted.Facts);
        }

        return new Decision.Accepted(facts);
    }

    private static async Task<Marking> MarkingOf(Turn turn, HeardMessage message)
    {
        var writer = message.Author is { } author ? await turn.Bot.People.OfAsync(turn.Organisation, author, message.AuthorName, null, null, turn.Stop) : null;
        var text = message.Text;
        var phase = Phases.Read(ref text);
        var guess = phase is null ? Phases.Suggest(text)?.Phase : null;
        return new Marking(new(turn.NewId()), message.When, text.Trim(), new MarkReason(MarkKind.Backfill, turn.Who.Id))
        {
            Phase = phase ?? guess,
            PhaseGuessed = phase is null && guess is not null,
            Source = message.Message,
            Writer = writer?.Id,
            WriterName = message.AuthorName,
        };
    }

    private static int PageIn(string carried) => carried.Split('|') is [_, _, var page] && int.TryParse(page, NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : 0;

    private static Button AgainButton(string stream, long? since) => Button.Does(AgainId, "Look again", CarriedPair.Of(stream, since?.ToString(CultureInfo.InvariantCulture) ?? ""));
}

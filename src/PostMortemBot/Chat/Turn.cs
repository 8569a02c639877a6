using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Chat;

/// <summary>
/// One incoming thing being handled: who, where, when, and the way to the store. Time and new ids enter here.
/// <c>DecideAsync</c> loads, decides, appends, and decides again when somebody was faster.
/// </summary>
internal sealed class Turn(Bot bot, Incoming incoming, string organisation, Person who, CancellationToken stop)
{
    private const int MostTries = 5;
    private readonly Whereabouts whereabouts = new(bot, organisation, incoming);
    private int decided;
    private Actor? actor;
    private View? view;

    /// <summary>A turn of the bot's own: reading a message, following a rule.</summary>
    public static Turn OfBot(Bot bot, string organisation, Place place, string receipt, CancellationToken stop) =>
        new(bot, new BotActs(new Account(place.Platform, place.Workspace, "bot"), place, bot.Now, receipt), organisation, bot.People.Of(organisation, PersonId.Bot), stop) { Run = (_, _) => Task.FromResult(Answer.Silent) };

    public Bot Bot => bot;

    public Incoming Incoming => incoming;

    public string Organisation => organisation;

    public Person Who => who;

    public Place Where => incoming.Where;

    public CancellationToken Stop => stop;

    public Policy Policy => bot.Policy;

    public Instant Now { get; } = bot.Now;

    /// <summary>
    /// When it was said, by the platform's own time: "now" for whoever typed it, also when it reaches us late. Never after <see cref="Now"/>: clocks differ. Receipts, rights and
    /// deadlines go by <see cref="Now"/>.
    /// </summary>
    public Instant SaidAt { get; } = Instant.Min(incoming.At, bot.Now);

    /// <summary>The incident the person named before the command: <c>INC-004211 timeline</c>.</summary>
    public PostMortemId? Named { get; set; }

    /// <summary>Runs typed words as if this person had typed them here: what a typo's button and <em>Which one?</em> do with the words they carry.</summary>
    public required Func<Turn, CommandTyped, Task<Answer>> Run { get; init; }

    /// <summary>How cards are drawn for the person who acts.</summary>
    public View View => view ??= bot.ViewFor(organisation, who.Zone);

    public string NewId() => bot.NewId();

    /// <summary>What a person may do is asked of the directory and of the platforms at this moment, never of a card.</summary>
    public Actor Actor => actor is not null && ReferenceEquals(actor.Conversations, whereabouts.Known) ? actor : actor = (actor ?? bot.ActorOf(who)) with { Conversations = whereabouts.Known };

    /// <summary>Learns whether this person is in a place of <paramref name="p"/>, where their rights hang on it. Deciding does it by itself.</summary>
    public Task LookAsync(PostMortem p) => whereabouts.LookAsync(p, Actor, stop);

    /// <summary>Asks the rights; a refusal is kept in the audit rows with what the person is told.</summary>
    public async Task<bool> MayAsync(Act act, PostMortem p, string sentence)
    {
        if (Rights.May(Actor, act, p)) return true;
        await bot.Store.AuditAsync(organisation, Now, who.Id, act.ToString(), p.Id.Value, sentence, stop);
        return false;
    }

    /// <summary>The template that the document of <paramref name="p"/> takes when it begins now; its text is kept before the fact that names it.</summary>
    public string TemplateHashOf(PostMortem p) => bot.Templates.For(p.Severity, p.IsNearMiss).Hash;

    /// <summary>The post-mortem as it stands, with all at hand that its cards are drawn from.</summary>
    public Task<PostMortem> LoadAsync(PostMortemId id) => bot.LoadAsync(organisation, id, stop);

    /// <summary>Decides on one post-mortem.</summary>
    /// <param name="brings">Work besides what follows from the facts: a post to make, stored in the same transaction.</param>
    public async Task<Outcome> DecideAsync(PostMortemId id, Func<PostMortem, Decision> rule, Func<PostMortem, WorkPut?>? brings = null) =>
        (await DecideAsync([id], states => [rule(states[0])], null, brings))[0];

    /// <summary>Decides on one post-mortem, while another gives a place up to it (a resolved incident's channel).</summary>
    public async Task<Outcome> DecideAsync(PostMortemId id, Func<PostMortem, Decision> rule, PostMortemId gives, Place place)
    {
        var outcomes = await DecideAsync([id, gives], states => [rule(states[0]), Decision.Nothing], new Dictionary<PostMortemId, Place> { [gives] = place });
        return outcomes[0];
    }

    /// <summary>Decides on several post-mortems at once: all is stored, or nothing. One refusal refuses all.</summary>
    public async Task<IReadOnlyList<Outcome>> DecideAsync(IReadOnlyList<PostMortemId> ids, Func<IReadOnlyList<PostMortem>, IReadOnlyList<Decision>> rule, IReadOnlyDictionary<PostMortemId, Place>? frees = null, Func<PostMortem, WorkPut?>? brings = null)
    {
        var receipt = decided++ == 0 ? incoming.Receipt : $"{incoming.Receipt}#{decided}";
        for (var attempt = 1; ; attempt++)
        {
            var decided = await DecidedAsync(ids, rule, receipt, frees, brings);
            if (decided.Storing is not { } storing)
            {
                // What is told rests on what others are storing just now: it must have been stored.
                var rests = true;
                foreach (var ahead in decided.On) rests &= ahead is null || await ahead.StoredAsync();
                if (!rests) continue;
                return decided.Refused is { } refused ? await RefuseAsync(ids, refused) : await UnchangedAsync(decided.Before, receipt);
            }

            AppendResult result;
            try
            {
                result = await storing;
            }
            finally
            {
                foreach (var ahead in decided.Expected) bot.PostMortems.Settle(organisation, ahead);
            }

            switch (result)
            {
                case AppendResult.Appended:
                    return [.. decided.Before.Select((p, i) => new Outcome.Done(p, decided.Expected[i].State, decided.Facts[i]))];
                case AppendResult.Before told:
                    return await AgainAsync(ids, told.Receipt);
                case AppendResult.PlaceTaken taken:
                    return Same(ids, new Outcome.PlaceTaken(taken.By));
                case AppendResult.IncidentIdTaken taken:
                    return Same(ids, new Outcome.IdTaken(taken.IncidentId, taken.By));
                case AppendResult.Conflict when attempt >= MostTries:
                    return Same(ids, new Outcome.Refused("Many people are changing this at once. Nothing was stored; try again."));
            }
        }
    }

    /// <summary>
    /// Decides on the states as they will be once what others are storing is stored, and takes its place behind it. The gate is held until then and not until the commit: those
    /// who decide meanwhile share it. When what it was decided on is not stored, the store refuses it, and it is decided again.
    /// </summary>
    private async Task<Decided> DecidedAsync(IReadOnlyList<PostMortemId> ids, Func<IReadOnlyList<PostMortem>, IReadOnlyList<Decision>> rule, string receipt, IReadOnlyDictionary<PostMortemId, Place>? frees, Func<PostMortem, WorkPut?>? brings)
    {
        using var gate = await bot.PostMortems.GateAsync(organisation, ids, stop);
        var on = ids.Select(id => bot.PostMortems.AheadOf(organisation, id)).ToList();
        var before = new List<PostMortem>();
        for (var i = 0; i < ids.Count; i++) before.Add(on[i] is { State: var state } ? await bot.WithAllAtHandAsync(organisation, state, stop) : await LoadAsync(ids[i]));
        foreach (var p in before) await LookAsync(p);
        var decisions = rule(before);
        if ((decisions.OfType<Decision.Refused>().FirstOrDefault() ?? Closed(before, decisions)) is { } refused) return new(before, on) { Refused = refused };
        if (decisions.All(decision => ((Decision.Accepted)decision).Facts.Count == 0)) return new(before, on);

        var facts = new List<IReadOnlyList<PostMortemEvent>>();
        var after = new List<PostMortem>();
        for (var i = 0; i < ids.Count; i++)
        {
            var (all, state) = WithFollowing(before[i], ((Decision.Accepted)decisions[i]).Facts);
            facts.Add(all);
            after.Add(state);
        }

        for (var i = 0; i < after.Count; i++)
        {
            if (facts[i].OfType<PostMortemBegun>().Any()) await bot.Templates.PinAsync(organisation, bot.Templates.For(after[i].Severity, after[i].IsNearMiss), stop);
        }

        var append = new Appending(bot, organisation, receipt, frees ?? new Dictionary<PostMortemId, Place>()).Of(before, after, facts);
        append = append with { Streams = [.. append.Streams.Select((stream, i) => stream with { After = on[i]?.Receipt })] };
        if (brings?.Invoke(after[0]) is { } work) append = append with { Work = [.. append.Work, work] };
        var storing = bot.Store.AppendAsync(append with { OnceStored = () => Stored(before, after) }, stop);
        var expected = after.Select((p, i) => new PostMortems.Ahead(p, receipt, on[i], storing)).ToList();
        foreach (var ahead in expected) bot.PostMortems.Expect(organisation, ahead);
        return new(before, on) { Facts = facts, Storing = storing, Expected = expected };
    }

    private Decision.Refused? Closed(List<PostMortem> before, IReadOnlyList<Decision> decisions) => before
        .Zip(decisions, (p, decision) => bot.Templates.Known(p) is { } template ? Review.Closed(p, ((Decision.Accepted)decision).Facts, template, bot.Policy) : null)
        .FirstOrDefault(refused => refused is not null);

    private void Stored(List<PostMortem> before, List<PostMortem> after)
    {
        for (var i = 0; i < after.Count; i++) bot.Keep(organisation, before[i], after[i]);
    }

    /// <param name="Before">What was decided on.</param>
    /// <param name="On">Those of them that are not stored yet.</param>
    private sealed record Decided(List<PostMortem> Before, IReadOnlyList<PostMortems.Ahead?> On)
    {
        public Decision.Refused? Refused { get; init; }

        public IReadOnlyList<IReadOnlyList<PostMortemEvent>> Facts { get; init; } = [];

        /// <summary>Null when nothing is to be stored.</summary>
        public Task<AppendResult>? Storing { get; init; }

        public IReadOnlyList<PostMortems.Ahead> Expected { get; init; } = [];
    }

    /// <summary>The verdict runs again with each fact, and a document whose last approval came is final, in the same transaction: nobody can forget to ask for it.</summary>
    private (IReadOnlyList<PostMortemEvent> Facts, PostMortem After) WithFollowing(PostMortem before, IReadOnlyList<PostMortemEvent> facts)
    {
        if (facts.Count == 0) return (facts, before);
        var after = facts.Aggregate(before, Evolve.Apply);
        List<PostMortemEvent> following = [.. Verdicts.Following(before, after, bot.Policy, TemplateHashOf(after), who.Id, facts[^1].At)];
        if (after.Life == Life.UnderReview && bot.Templates.Known(after) is { } template) following.AddRange(Review.Following(before, [.. facts, .. following], template, bot.Policy, who.Id));
        return following.Count == 0 ? (facts, after) : ([.. facts, .. following], following.Aggregate(after, Evolve.Apply));
    }

    private async Task<IReadOnlyList<Outcome>> RefuseAsync(IReadOnlyList<PostMortemId> ids, Decision.Refused refused)
    {
        if (refused.Forbidden) await bot.Store.AuditAsync(organisation, Now, who.Id, incoming.GetType().Name, ids[0].Value, refused.Sentence, stop);
        return Same(ids, new Outcome.Refused(refused.Sentence, refused.Field));
    }

    /// <summary>The rule wants nothing: a repeated delivery, or an act whose wish already holds.</summary>
    private async Task<IReadOnlyList<Outcome>> UnchangedAsync(List<PostMortem> states, string receipt)
    {
        var told = await bot.Store.ReceiptAsync(organisation, receipt, stop);
        return told is null ? [.. states.Select(p => new Outcome.Done(p, p, []))] : await AgainAsync([.. states.Select(p => p.Id)], told);
    }

    private async Task<IReadOnlyList<Outcome>> AgainAsync(IReadOnlyList<PostMortemId> ids, Receipt told)
    {
        var outcomes = new List<Outcome>();
        foreach (var id in ids)
        {
            var history = told.Stream == id || ids.Count == 1 ? await bot.PostMortems.HistoryAsync(organisation, told.Stream, stop) : [];
            var then = Evolve.Fold(told.Stream, history.Take((int)told.From));
            outcomes.Add(new Outcome.Done(then, history.Aggregate(new PostMortem(told.Stream), Evolve.Apply), [.. history.Skip((int)told.From).Take((int)(told.To - told.From))]));
        }

        return outcomes;
    }

    private static Outcome[] Same(IReadOnlyList<PostMortemId> ids, Outcome outcome) => [.. ids.Select(_ => outcome)];
}

using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>debt</c>: what is owed, the oldest first: incidents without a verdict, drafts, reviews by waiting role, action items past due; with <em>Ask them</em>, <em>Take one</em> and <em>Name a stand-in</em>.</summary>
internal static class ShowDebt
{
    public const string ShowId = "debt.show";
    public const string TakeId = "debt.take";
    private const int MostOfEach = 8;

    public static Task<Answer> Typed(Turn turn, CommandTyped typed, string words) => ShownAsync(turn);

    /// <summary>From the digest.</summary>
    public static Task<Answer> Pressed(Turn turn, ButtonPressed pressed) => ShownAsync(turn);

    private static async Task<Answer> ShownAsync(Turn turn)
    {
        if (await Readers.GuestAsync(turn) is { } guest) return guest;
        var live = await Owed.ForAsync(turn);
        return Answer.Tell(Draw(turn.Actor, live, [.. Owed.OfEach(turn.Bot, live, p => Of(p, turn.View)).OrderBy(debt => debt.Since)]));
    }

    /// <summary>A draft or an action item becomes one's own, where one may give it to somebody.</summary>
    public static async Task<Answer> Taken(Turn turn, ButtonPressed pressed)
    {
        var (stream, about) = CarriedPair.Read(pressed.Chosen.Length > 0 ? pressed.Chosen : pressed.Value);
        if ((await Readers.LoadAsync(turn, stream)).No is { } no) return no;
        var outcome = await turn.DecideAsync(new(stream), p => about.Split(':', 2) switch
        {
            ["action", var id] => ActionAnswers.HandOver(p, new(id), EventOwner.OfPerson(turn.Who.Id), "", turn.Actor, turn.Now),
            [Asks.Writing] => Incidents.NameAuthor(p, turn.Who.Id, turn.Actor, turn.Now),
            _ => Decision.Refuse("A review is given to somebody by the SRE team or its reviewer."),
        });
        return outcome is Outcome.Done done ? Answer.Say(["It is with you now, ", Span.Bold(done.After.Name), "."], [.. done.Changed ? [UndoAct.Button(done)] : Array.Empty<Button>()]) : await Refusal.OfAsync(turn, outcome, "");
    }

    private static Card Draw(Actor reader, IReadOnlyList<PostMortem> live, IReadOnlyList<Debt> debts)
    {
        if (debts.Count == 0) return new Card("Nothing is owed", [new Element.Text($"No verdict, draft or review waits, and no action item is past due. {Moments.Count(live.Sum(p => p.Actions.Count(action => action.IsOpen)), "action item")} open.")], [All]);
        List<Element> elements = [];
        foreach (var group in debts.GroupBy(debt => debt.Kind).OrderBy(group => Array.IndexOf(Kinds, group.Key)))
        {
            elements.Add(new Element.Heading(group.Key));
            elements.Add(new Element.Bullets([.. group.Take(MostOfEach).Select(debt => debt.Line)]));
            if (group.Count() > MostOfEach) elements.Add(new Element.Small($"{group.Count() - MostOfEach} more."));
        }

        var asked = debts.Where(debt => Asks.Whom(debt.P, debt.About) is not null).Take(4 * MostOfEach).Select(debt => new Choice(CarriedPair.Of(debt.P.Id.Value, debt.About), Texts.OneLine(debt.Label, 75))).ToList();
        if (asked.Count > 0) elements.Add(new Element.Picker(AskPerson.AskId, "Ask them", asked));
        var takes = debts.Where(debt => debt.IsTaken).Take(4 * MostOfEach).Select(debt => new Choice(CarriedPair.Of(debt.P.Id.Value, debt.About), Texts.OneLine(debt.Label, 75))).ToList();
        if (takes.Count > 0) elements.Add(new Element.Picker(TakeId, "Take one", takes));
        var reviews = debts.Where(debt => debt.Role is not null && Rights.May(reader, Act.NameReviewer, debt.P)).Take(4 * MostOfEach).Select(debt => new Choice(CarriedPair.Of(debt.P.Id.Value, debt.Role!), Texts.OneLine(debt.Label, 75))).ToList();
        if (reviews.Count > 0) elements.Add(new Element.Picker(NameReviewer.OpenId, "Name a stand-in", reviews, Kind: ButtonKind.Opens));
        return new Card("What is owed", elements, [All]);
    }

    private static readonly string[] Kinds = ["No verdict", "Drafts", "Reviews", "Action items past due"];

    private static Button All => Button.Does(ShowActions.PageId, "All open actions", CarriedPair.Of("all", "0"));

    private static IEnumerable<Debt> Of(PostMortem p, View view)
    {
        var dates = Deadlines.Of(p, view.Policy);
        if (IsUndecided(p) && p.Restored is { } restored) yield return new(p, Kinds[0], Day(restored), [Span.Bold(p.Name), " · resolved ", view.When(restored)], "", "");
        if (p.Life == Life.Draft && dates is not null) yield return Written(p, dates, view);
        if (p is { Life: Life.UnderReview, Review: { } review } && dates is not null)
        {
            foreach (var role in review.Roles.Where(role => review.OpenOf(role.Role).Any()).Select(role => role.Role)) yield return new(p, Kinds[2], Day(review.OpenOf(role).Min(one => one.At)), [Span.Bold(p.Name), $" · {role} asked for changes · with ", Rights.AuthorOf(p) is { } author ? view.Named(author) : "nobody", $" · due {view.Deadline(dates.Reviews)}"], "", "");
            foreach (var role in review.Waiting) yield return new(p, Kinds[2], Day(role.AskedAt), [Span.Bold(p.Name), $" · {role.Role} · with ", view.Named(role.Reviewer), $" · due {view.Deadline(dates.Reviews)}"], Asks.OfReview(role.Role), $"@{view.NameOf(role.Reviewer)}: {role.Role} review of {p.Name}") { Role = role.Role };
        }

        foreach (var action in p.Actions.Where(action => action.IsOpen && action.Due < view.Today)) yield return new(p, Kinds[3], action.Due!.Value, [.. ActionLine.Of(action, view), $" · {p.Name}"], Asks.OfAction(action.Id), $"@{(Asks.Whom(p, Asks.OfAction(action.Id)) is { } owner ? view.NameOf(owner) : "nobody")}: {action.Shown}");

        LocalDate Day(Instant at) => at.InZone(view.Zone).Date;
    }

    /// <summary>Over, and nobody has said whether a post-mortem is written.</summary>
    public static bool IsUndecided(PostMortem p) => p is { Restored: not null, Verdict: null, Life: Life.Capturing } or { Restored: not null, Life: Life.Offered };

    private static Debt Written(PostMortem p, Deadlines dates, View view) => Rights.AuthorOf(p) is { } author
        ? new(p, Kinds[1], dates.DayZero, [Span.Bold(p.Name), " · with ", view.Named(author), $" · due {view.Deadline(dates.Draft)}"], Asks.Writing, $"@{view.NameOf(author)}: draft of {p.Name}")
        : new(p, Kinds[1], dates.DayZero, [Span.Bold(p.Name), $" · no author · due {view.Deadline(dates.Draft)}"], Asks.Writing, $"draft of {p.Name}");

    /// <param name="About">What is asked for; empty when nobody can be asked.</param>
    /// <param name="Label">Whom and for what, in the picker.</param>
    private sealed record Debt(PostMortem P, string Kind, LocalDate Since, Line Line, string About, string Label)
    {
        /// <summary>The review that waits, for whom a stand-in can be named.</summary>
        public string? Role { get; init; }

        /// <summary>Somebody else can take it over; a review is given by its own way.</summary>
        public bool IsTaken => Kind == Kinds[1] || Kind == Kinds[3];
    }
}

using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>A person's own page where the platform has one: what waits for them with buttons, their action items, their post-mortems; with nothing of these, what a newcomer sees.</summary>
internal static class HomeCard
{
    private const int MostRead = 60;
    private const int MostOfEach = 10;

    public static async Task<Card> OfAsync(Bot bot, string organisation, Person person, CancellationToken stop)
    {
        if (person.IsGuest) return Welcome.Hello;
        return Draw(await AllAsync(bot, organisation, person, stop), person.Id, bot.ViewFor(organisation, person.Zone));
    }

    /// <summary>The same page when something waits for this person; null when nothing does.</summary>
    public static async Task<Card?> WaitingAsync(Bot bot, string organisation, Person person, CancellationToken stop)
    {
        if (person.IsGuest) return null;
        var all = await AllAsync(bot, organisation, person, stop);
        var view = bot.ViewFor(organisation, person.Zone);
        return all.Any(p => Waits(p, person.Id) || Reviews(p, person.Id).Any() || ChangesAsked(p, person.Id).Any() || Asked(p, person.Id).Any() || p.Actions.Any(action => action.IsOpen && action.Owner?.Person == person.Id && action.Due <= view.Today)) ? Draw(all, person.Id, view) : null;
    }

    private static async Task<IReadOnlyList<PostMortem>> AllAsync(Bot bot, string organisation, Person person, CancellationToken stop)
    {
        var reader = bot.ActorOf(person);
        var rows = (await bot.Store.ListAsync(organisation, stop)).Select(row => (row.Id, Summary: Summary.Of(row))).Where(row => row.Summary.Life is not (nameof(Life.Cancelled) or nameof(Life.Merged) or nameof(Life.Waiting)) && row.Summary.IsFor(reader));
        var all = new List<PostMortem>();
        foreach (var row in rows.Where((row, at) => at < MostRead || MayWait(row.Summary))) all.Add(await bot.LoadAsync(organisation, row.Id, stop));
        return all;
    }

    /// <summary>However old it is, something in it may wait for somebody.</summary>
    private static bool MayWait(Summary summary) => summary.OpenActions > 0 || summary.Life is nameof(Life.Capturing) or nameof(Life.Draft) or nameof(Life.Offered) or nameof(Life.UnderReview);

    /// <param name="all">Newest first.</param>
    public static Card Draw(IReadOnlyList<PostMortem> all, PersonId me, View view)
    {
        var waiting = all.Where(p => Waits(p, me)).Select(p => (Line: Waiting(p, view), Act: Act(p)))
            .Concat(all.SelectMany(p => Reviews(p, me).Select(role => (Line: Line.Create([Span.Bold(IncidentCard.TitleOf(p)), $" · your {role.Role} review"]), Act: Button.Does(ReviewCard.ShowId, Labels.Short(Reviews(p, me).Count() == 1 ? $"Review {p.Name}" : $"{role.Role} {p.Name}"), new ReviewValue(p.Id, role.Role).ToString())))))
            .Concat(all.Where(p => ChangesAsked(p, me).Any()).Select(p => (Line: Line.Create([Span.Bold(IncidentCard.TitleOf(p)), $" · {Moments.Count(ChangesAsked(p, me).Count(), "change")} asked for"]), Act: Change(p, view, ChangesAsked(p, me).First()))))
            .ToList();
        var actions = all.SelectMany(p => p.Actions.Where(action => action.IsOpen && action.Owner?.Person == me).Select(action => (P: p, Action: action))).OrderBy(one => one.Action.Due ?? NodaTime.LocalDate.MaxIsoValue).ToList();
        var mine = all.Where(p => p.Life is not Life.Capturing && (p.Author == me || p.Owner == me || p.Participants.Contains(me))).ToList();
        var asked = all.SelectMany(p => Asked(p, me).Select(question => (P: p, Question: question))).ToList();
        if (waiting.Count == 0 && asked.Count == 0 && actions.Count == 0 && mine.Count == 0) return Welcome.Hello with { Title = "Nothing waits for you" };

        List<Element> elements = [];
        if (waiting.Count == 0 && asked.Count == 0) elements.Add(new Element.Text("Nothing waits for you."));
        elements.AddRange(Group("Waits for you", waiting.Select(one => one.Line)));
        elements.AddRange(Group("You are asked", asked.Select(one => Line.Create([Span.Bold(one.P.Name), $" · {QuestionCard.About(one.P, one.Question, view)}, by ", view.Named(one.Question.By)]))));
        elements.AddRange(Group("Your action items", actions.Select(one => Action(one.P, one.Action, view))));
        if (actions.Count > 0) elements.Add(ShowActions.Picker(actions.Take(MostOfEach)));
        elements.AddRange(Group("Your post-mortems", mine.Select(p => Line.Create([Span.Bold(IncidentCard.TitleOf(p)), " · ", InWords(p)]))));
        var buttons = waiting.Select(one => one.Act).Concat(asked.Take(MostOfEach).Select((one, i) => Button.Opens(QuestionCard.AnswerId, Labels.Short(asked.Count == 1 ? $"{Verb(one.Question)} {one.P.Name}" : FormattableString.Invariant($"{Verb(one.Question)} {i + 1}: {one.P.Name}")), CarriedPair.Of(one.P.Id.Value, one.Question.Id.Value)))).ToList();
        return new Card("Post-mortems", elements, [.. buttons.Take(3), Button.Opens(StartIncident.OpenId, "Start an incident")], [.. buttons.Skip(3).Take(MostOfEach)]);
    }

    private static string Verb(Question question) => question.IsAccount ? "Answer on" : "Write in";

    private static bool Waits(PostMortem p, PersonId me) =>
        (p.IsOpen && p.Owner == me) || (p.Life == Life.Draft && (p.Author ?? p.Owner) == me) || (p.Life == Life.Offered && (p.Author ?? p.Owner) == me);

    private static IEnumerable<RoleReview> Reviews(PostMortem p, PersonId me) => p is { Life: Life.UnderReview, Review: { } review } ? review.Waiting.Where(role => role.Reviewer == me) : [];

    private static IEnumerable<ChangeRequest> ChangesAsked(PostMortem p, PersonId me) => p is { Life: Life.UnderReview, Review: { } review } && Rights.AuthorOf(p) == me ? review.Requests.Where(one => one.IsOpen) : [];

    private static Button Change(PostMortem p, View view, ChangeRequest request) =>
        Button.Opens(WriteSection.OpenId, Labels.Short($"Change {p.Name}"), CarriedPair.Of(p.Id.Value, view.TemplateOf(p)?.PartOf(request.Section)?.Path.Value ?? ""));

    private static IEnumerable<Question> Asked(PostMortem p, PersonId me) => p.Questions.Where(question => question.Person == me && QuestionCard.Waits(p, question));

    private static IEnumerable<Element> Group(string heading, IEnumerable<Line> lines)
    {
        var all = lines.ToList();
        if (all.Count == 0) yield break;
        yield return new Element.Heading(heading);
        yield return new Element.Bullets([.. all.Take(MostOfEach)]);
        if (all.Count > MostOfEach) yield return new Element.Small($"{all.Count - MostOfEach} more.");
    }

    private static Line Waiting(PostMortem p, View view) => p.Life switch
    {
        Life.Draft when Draft.Of(p, view) is { } draft => [Span.Bold(IncidentCard.TitleOf(p)), $" · {draft.Walk.Ready} of {Moments.Count(draft.Walk.Sections.Count, "section")} ready"],
        Life.Offered => [Span.Bold(IncidentCard.TitleOf(p)), " · a post-mortem is optional"],
        Life.Draft => [Span.Bold(IncidentCard.TitleOf(p)), " · draft"],
        _ => [Span.Bold(IncidentCard.TitleOf(p)), " · open since ", view.Moment(p.Began)],
    };

    private static Button Act(PostMortem p) => p.Life switch
    {
        Life.Draft => Button.Opens(ProgressCard.ContinueId, Labels.Short("Write " + p.Name), p.Id.Value),
        Life.Offered => Button.Does(VerdictCard.WriteUpId, Labels.Short("Write up " + p.Name), p.Id.Value),
        _ => Button.Does(IncidentCard.TimelineId, Labels.Short("See " + p.Name), p.Id.Value),
    };

    private static Line Action(PostMortem p, ActionItem action, View view) => action.Due is { } due
        ? [Texts.OneLine(action.Text, 150), $" · due {view.Deadline(due)} · {p.Name}"]
        : [Texts.OneLine(action.Text, 150), $" · {p.Name}"];

    private static string InWords(PostMortem p) => p.Life switch
    {
        Life.Draft => "draft",
        Life.UnderReview => "in review",
        Life.Final => "final",
        Life.Noted => "near miss",
        Life.Offered => "optional",
        _ => "no post-mortem",
    };
}

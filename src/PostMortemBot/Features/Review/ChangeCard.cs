using System.Text.Json;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Features;

/// <summary>A reviewer's request in the author's direct message, a message each; dealt with, it shrinks to a line. Its buttons, and <em>Send back</em>.</summary>
internal static class ChangeCard
{
    public const string TakeId = "change.take";
    public const string DoneId = "change.done";
    public const string ReplyId = "change.reply";
    public const string ReplyFormId = "change.reply.form";
    public const string SendBackId = "review.sendback";
    private const string ReplyField = "reply";

    public static StandingCard Standing { get; } = new("change", Where, Draw) { Former = ProgressCard.Former };

    private static IEnumerable<CardTarget> Where(PostMortem p, View view) => p.Review is { } review && Rights.AuthorOf(p) is { } author
        ? review.Former.Concat(review.Requests).Select(one => new CardTarget(null, author, view.Policy.WorkingHours.Next(view.Now, view.ZoneOf(author))) { Topic = one.Id.Value, OnlyEdits = !one.IsOpen })
        : [];

    private static Card? Draw(PostMortem p, View view, string topic)
    {
        if (p.Review is not { } review || review.Former.Concat(review.Requests).FirstOrDefault(one => one.Id.Value == topic) is not { } request) return null;
        var section = ReviewCard.SectionOf(p, request.Section, view);
        if (!request.IsOpen) return Card.OneLine([Span.Bold(p.Name), $", {section}: {Ended(request)}"]);
        var value = CarriedPair.Of(p.Id.Value, request.Id.Value);
        var open = Button.Opens(WriteSection.OpenId, Labels.Short("Open " + section), CarriedPair.Of(p.Id.Value, view.TemplateOf(p)?.PartOf(request.Section)?.Path.Value ?? ""));
        List<Element> elements = [];
        if (request.Text.Length > 0) elements.Add(new Element.Quote(Texts.OneLine(request.Text, 1500)));
        if (request.Suggestion is { } suggested)
        {
            elements.Add(new Element.Text("The text that should stand there:"));
            elements.Add(new Element.Quote(string.Join("\n", Draft.TextsOf(suggested.Value))));
        }

        IReadOnlyList<Button> buttons = request.Suggestion is null
            ? [open, Button.Does(DoneId, "It is done", value), Button.Opens(ReplyId, "Reply", value)]
            : [Button.Does(TakeId, "Take this text", value) with { Primary = true }, open, Button.Opens(ReplyId, "Reply", value)];
        return new Card($"{view.NameOf(request.By)} ({request.Role}) {(request.Suggestion is null ? "asks for a change" : "suggests a text")} in {section} · {p.Name}", elements, buttons);
    }

    private static string Ended(ChangeRequest request) => request.Answer switch
    {
        ChangeAnswer.Taken => "the suggested text stands now.",
        ChangeAnswer.Left => $"the text stays: {Texts.OneLine(request.Reply, 160)}",
        ChangeAnswer.Withdrawn => "no longer asked for.",
        _ => "the change is made.",
    };

    public static Task<Answer> Taken(Turn turn, ButtonPressed pressed) =>
        DecideAsync(turn, pressed.Value, (state, id, template) => Changes.Take(state, id, template, turn.Policy, turn.Actor, turn.Now));

    public static Task<Answer> Done(Turn turn, ButtonPressed pressed) =>
        DecideAsync(turn, pressed.Value, (state, id, _) => Changes.Answer(state, id, true, "", turn.Actor, turn.Now));

    public static async Task<Answer> ReplyPressed(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, CarriedPair.Read(pressed.Value).Id);
        return no ?? Answer.Open(ReplyForm(p, pressed.Value));
    }

    public static async Task<Answer> Replied(Turn turn, FormSubmitted form)
    {
        var (id, request) = CarriedPair.Read(form.Carry);
        var (p, no) = await Readers.LoadAsync(turn, id);
        if (no is not null) return no;
        var reply = Secrets.Mask(form.Values.Text(ReplyField));
        var outcome = await turn.DecideAsync(p.Id, state => Changes.Answer(state, new(request), false, reply.Text, turn.Actor, turn.Now));
        return outcome is Outcome.Refused refused ? Answer.Open(ReplyForm(p, form.Carry).Holding(form.Values).Refused([ReplyField], Refusal.At(turn, refused.Sentence))) : Next(turn, ((Outcome.Done)outcome).After, new(request));
    }

    /// <summary>Asks the roles again whose text changed, or whose requests were dealt with: together, once.</summary>
    public static async Task<Answer> SendBack(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        if (no is not null) return no;
        var outcome = await SendBackAsync(turn, p.Id, turn.Actor);
        if (outcome is Outcome.Refused refused) return Refusal.Say(turn, refused.Sentence);
        var done = (Outcome.Done)outcome;
        if (done.The<RolesAskedAgain>() is not { } again) return Answer.Say("Nothing waits to be sent back: the reviewers have seen the text that stands.");
        return Answer.Say(["Sent back to ", .. Texts.Listed([.. again.Roles.Select(role => turn.View.Named(done.After.Review!.Of(role.Role)!.Reviewer))]), ". They are asked in their working hours."]);
    }

    /// <summary>The author was quiet for half an hour: sent back by the bot. Work of an earlier change that nothing waits for any more does nothing.</summary>
    public static async Task<WorkOutcome> AfterQuiet(Bot bot, WorkRow work, CancellationToken stop)
    {
        var wish = JsonSerializer.Deserialize(work.Body, WorkJson.Default.QuietWork)!;
        var p = await bot.LoadAsync(work.Organisation, new(wish.Stream), stop);
        if (p.Life != Life.UnderReview || p.Places.Count == 0) return WorkOutcome.Finished;
        await bot.People.LoadAsync(work.Organisation, stop);
        await SendBackAsync(Turn.OfBot(bot, work.Organisation, p.Places[0], $"{work.Key}#{work.Version}", stop), p.Id, Actor.Bot);
        return WorkOutcome.Finished;
    }

    private static async Task<Outcome> SendBackAsync(Turn turn, PostMortemId id, Actor who)
    {
        var history = await turn.Bot.PostMortems.HistoryAsync(turn.Organisation, id, turn.Stop);
        var template = await turn.Bot.Templates.OfAsync(turn.Organisation, await turn.LoadAsync(id), turn.Stop);
        var view = turn.View;
        return await turn.DecideAsync(id, state => Changes.SendBack(state, version => Evolve.Fold(id, history.Take((int)version)), new FillNames(view.NameOf, view.TeamOf), template, turn.Policy, who, turn.Now));
    }

    private static async Task<Answer> DecideAsync(Turn turn, string value, Func<PostMortem, ChangeRequestId, Template, Decision> rule)
    {
        var (id, request) = CarriedPair.Read(value);
        var (p, no) = await Readers.LoadAsync(turn, id);
        if (no is not null) return no;
        var template = await turn.Bot.Templates.OfAsync(turn.Organisation, p, turn.Stop);
        var outcome = await turn.DecideAsync(p.Id, state => rule(state, new(request), template));
        return outcome is Outcome.Refused refused ? Refusal.Say(turn, refused.Sentence) : Next(turn, ((Outcome.Done)outcome).After, new(request));
    }

    /// <summary>How many are dealt with, who keeps their approval, and the way back to the reviewers.</summary>
    private static Answer Next(Turn turn, PostMortem after, ChangeRequestId request) => new()
    {
        Replaces = Draw(after, turn.View, request.Value),
        Private = ReviewLine.Next(after, turn.View) is { } line ? Card.OneLine(line, ReviewLine.Acts(after, turn.View)) : null,
    };

    private static Form ReplyForm(PostMortem p, string value) =>
        new(ReplyFormId, "Reply", [new FormElement.Asks(new(ReplyField, "Why the text stays as it is", new FieldInput.Long("", 1000)))], "Send the reply", value);
}

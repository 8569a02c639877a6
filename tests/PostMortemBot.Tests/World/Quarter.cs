using System.Globalization;
using NodaTime;
using NodaTime.Text;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Features;
using PostMortemBot.Screens;
using PostMortemBot.Templates;

namespace PostMortemBot.Tests.World;

/// <summary>
/// A quarter gone through by the half hour: people act when the script says, the program looks for what is due as it does every minute, and whatever is posted in a direct
/// conversation without having been asked for is written down with the moment of it.
/// </summary>
internal sealed class Quarter(Chatting chat)
{
    private static readonly Duration Step = Duration.FromMinutes(30);
    private static readonly Template BuiltIn = BuiltInTemplate.Read();
    private int seen;

    /// <summary>Every message of a day, as it was when it was posted.</summary>
    public List<Told> Days { get; } = [];

    /// <summary>Everything else that came into direct conversations.</summary>
    public List<Told> Others { get; } = [];

    /// <summary>Lets the time until then go by, doing what each moment of the script says.</summary>
    public async Task GoAsync(Instant until, IEnumerable<(Instant At, Func<Task> Act)> script)
    {
        var acts = new Queue<(Instant At, Func<Task> Act)>(script.OrderBy(entry => entry.At));
        while (chat.Now < until)
        {
            while (acts.Count > 0 && acts.Peek().At <= chat.Now) await ActAsync(acts.Dequeue().Act);
            if (Awake()) await chat.Tick();
            Record();
            await chat.Advance(Step);
            Record();
        }
    }

    /// <summary>What somebody is shown because they acted is not unasked.</summary>
    private async Task ActAsync(Func<Task> act)
    {
        Record();
        await act();
        Record();
    }

    private bool Awake() => chat.Bot.People.All(Chatting.Organisation).Any(person => chat.Bot.Policy.WorkingHours.IsWorking(chat.Now, person.Zone));

    private void Record()
    {
        var messages = chat.Chat.Messages;
        for (; seen < messages.Count; seen++)
        {
            if (messages[seen] is not { Card: { } card, PrivateTo: null, Ref.Place.Channel: ['@', ..] and var channel }) continue;
            (card.Title.Contains("for you", StringComparison.Ordinal) ? Days : Others).Add(new(channel[1..], messages[seen].At, CardText.Of(card), card));
        }
    }

    /// <summary>An incident from its first mark to its resolution, told at once.</summary>
    public async Task<PostMortem> IncidentAsync(string who, string id, string place, string facts, int minutes, params string[] actions)
    {
        await chat.Type(who, place, $"start {id} {facts}");
        await chat.Type(who, place, string.Create(CultureInfo.InvariantCulture, $"mark -{minutes}m #begin it began"));
        await chat.Type(who, place, "mark #detection alert fired");
        foreach (var action in actions) await chat.Type(who, place, "action " + action);
        await chat.Type(who, place, "resolve");
        return await chat.Of(id);
    }

    /// <summary>The author answers or marks N/A all that is blank, and asks for the review.</summary>
    public async Task RequestAsync(string id, Instant slot)
    {
        var p = await chat.Of(id);
        var author = new Actor(Rights.AuthorOf(p)!.Value, true);
        await ByAsync(p.Id, "write-" + id, state =>
        [
            new EvidenceKept(chat.Now, author.Id, new("V1" + id), EvidenceKind.Log, "pool exhausted", "", null, null, null),
            new EvidenceKept(chat.Now, author.Id, new("V2" + id), EvidenceKind.Dashboard, "", "https://example.com/d", null, null, null),
            new KeyTimesConfirmed(chat.Now, author.Id, Drafting.Listed(state.KeyTimes)),
            .. Document.Blanks(BuiltIn, Draft.Of(state, chat.Bot.ViewFor(Chatting.Organisation))!.Content).Select(path => new MarkedNotApplicable(chat.Now, author.Id, path, "not touched")),
        ]);
        List<ReviewerAsked> asked = [new("Technical", await chat.IdOf("noor")), new("Process", await chat.IdOf("kim")), new("Business", await chat.IdOf("priya"))];
        await DecideAsync(p.Id, "request-" + id, state => Review.Request(state, Draft.Of(state, chat.Bot.ViewFor(Chatting.Organisation))!.Content, asked, slot, "", BuiltIn, chat.Bot.Policy, author, chat.Now));
    }

    public async Task ApproveAsync(string id, string role, string who)
    {
        var p = await chat.Of(id);
        var reviewer = new Actor(await chat.IdOf(who), true) { ReviewRoles = [role] };
        var hash = new ReviewedText(BuiltIn, chat.Bot.Policy).HashOf(p, chat.Bot.Policy.Review.Roles.First(one => one.Name == role));
        await DecideAsync(p.Id, $"approve-{id}-{role}", state => Approving.Approve(state, role, hash, BuiltIn, chat.Bot.Policy, reviewer, chat.Now));
    }

    /// <summary>The action item with these words is answered by its button.</summary>
    public async Task PressAsync(string who, string id, string words, string button, string rest = "")
    {
        var p = await chat.Of(id);
        var action = p.Actions.First(one => one.Text.Contains(words, StringComparison.Ordinal));
        await chat.HandleAsync(who, new ButtonPressed(Chatting.Account(who), p.Places[0], chat.Now, chat.NewReceipt(), button, CarriedPair.Of(p.Id.Value, action.Id.Value) + rest));
    }

    public async Task FollowUpAsync(string id) => await DecideAsync((await chat.Of(id)).Id, "followup-" + id, state => FollowUpReview.Hold(state, "", "All is well.", Actor.Bot, chat.Now));

    private Task ByAsync(PostMortemId id, string receipt, Func<PostMortem, IReadOnlyList<PostMortemEvent>> facts) => DecideAsync(id, receipt, state => Decision.Accept(facts(state)));

    private async Task DecideAsync(PostMortemId id, string receipt, Func<PostMortem, Decision> rule)
    {
        var turn = Turn.OfBot(chat.Bot, Chatting.Organisation, TestChat.PlaceOf("#inc"), receipt, TestContext.Current.CancellationToken);
        var outcome = await turn.DecideAsync(id, rule);
        Assert.True(outcome is Outcome.Done, outcome.ToString());
        await chat.DrainAsync();
    }

    /// <summary>Who was told what and when, a paragraph a message, in the reader's own time.</summary>
    public string Transcript() => string.Join("\n\n", Days.OrderBy(told => told.At).ThenBy(told => told.Who, StringComparer.Ordinal).Select(told => $"{Local(told)} @{told.Who}\n{string.Join('\n', told.Text.Split('\n').Where(line => !line.StartsWith('[') && !line.StartsWith("More:", StringComparison.Ordinal) && !line.StartsWith("Another answer:", StringComparison.Ordinal)))}")) + "\n";

    public ZonedDateTime In(Told told) => told.At.InZone(chat.Bot.People.All(Chatting.Organisation).First(person => person.Handle == told.Who).Zone);

    private string Local(Told told) => ZonedDateTimePattern.CreateWithInvariantCulture("ddd d MMM HH:mm x", DateTimeZoneProviders.Tzdb).Format(In(told));

    /// <summary>At most one message a person and day; in working hours; each line with what, and by when.</summary>
    public void IsQuietEnough()
    {
        Assert.All(Days.GroupBy(told => (told.Who, In(told).Date)), day => Assert.Single(day));
        Assert.All(Days.Concat(Others), told => Assert.True(chat.Bot.Policy.WorkingHours.IsWorking(told.At, In(told).Zone), $"{Local(told)} @{told.Who}: {told.Text}"));
        Assert.All(Days.SelectMany(told => Lines(told.Card)), line =>
        {
            Assert.Contains("INC-", line, StringComparison.Ordinal);
            Assert.Matches(@"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ \w{3}|today", line);
        });
    }

    /// <summary>Each thing on a message of the day.</summary>
    public static IEnumerable<string> Lines(Card card) => card.Elements.SelectMany(element => element switch
    {
        Element.Bullets bullets => bullets.Lines.Select(line => line.Plain()),
        Element.Text text => [text.Line.Plain()],
        _ => [],
    });

    /// <summary>One message, as it was when it was posted.</summary>
    internal sealed record Told(string Who, Instant At, string Text, Card Card);
}

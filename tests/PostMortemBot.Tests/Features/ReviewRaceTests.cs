using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Features;
using PostMortemBot.Screens;
using PostMortemBot.Storage;
using PostMortemBot.Tests.Templates;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>
/// Approving and changing at the same moment, through the router of two copies on one SQLite store. What a reviewer saw is written down here when the card is drawn, and compared with
/// what the final document holds; the hashes that the bot compares are not looked at.
/// </summary>
public sealed class ReviewRaceTests
{
    private const int Races = 1000;

    /// <summary>Short, so that a thousand races take seconds; who reviews which part is as shipped.</summary>
    private static readonly Template Short = Outline.Derived("""
        # Post-Mortem: [Incident Title] <!-- bind: incident.title -->
        <!-- review: technical process business -->

        **Author**: [Name/Team] <!-- bind: author -->

        ## Incident Overview

        ### Impact Metrics

        - **Business Impact**: [Revenue/operations impact if applicable]

        ## Detailed Timeline

        ### Day 1 - [Date] <!-- bind: timeline.days -->

        **HH:MM - Detection**
        - [How was the incident detected]

        ## Root Cause Analysis

        [Why it happened]

        ## Lessons Learned

        [What was learned]
        """);

    /// <summary>What each role reviews of what is changed here: the table of the design, by hand.</summary>
    private static readonly Dictionary<string, string[]> Reviewing = new()
    {
        ["Technical"] = ["title", "events", "root cause analysis", "incident overview / impact metrics"],
        ["Process"] = ["title", "events", "lessons learned"],
        ["Business"] = ["title", "incident overview / impact metrics"],
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_document_is_final_with_text_of_a_section_that_no_reviewer_of_that_section_saw()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        var story = await Story(chat);
        Router[] copies = [chat.Router, new Router(chat.Another(), Routes.Table)];
        var told = new Tally();

        for (var race = 0; race < Races; race++) await Race(chat, copies, await Again(chat, story, race), new Random(race), told);

        Assert.True(told.Final > Races / 10, $"Only {told.Final} of {Races} became final.");
        Assert.True(told.Changed > Races / 2, $"Only {told.Changed} changes were stored.");
        Assert.True(told.Late > Races / 20, $"Only {told.Late} changes came after the last approval.");
        Assert.True(told.Outdated > Races / 20, $"Only {told.Outdated} approvals came after a change.");
    }

    /// <summary>The reviewers press what they were shown while somebody changes the text; of some races it is then sent back, and they press what they are shown now, sometimes while it changes again.</summary>
    private static async Task Race(Chatting chat, Router[] copies, PostMortem p, Random random, Tally told)
    {
        var rounds = random.Next(4) == 0 ? 2 : 1;
        var seen = Reviewing.Keys.ToDictionary(role => role, _ => new HashSet<string>());
        for (var round = 0; round < rounds && p.Life == Life.UnderReview; round++)
        {
            if (round > 0) p = await SentBack(chat, p);
            List<Incoming> acts = [.. Approvals(chat, p, seen, round), .. await Changes(chat, p, random, round)];
            var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var racing = acts.OrderBy(_ => random.Next()).Select(act => (Act: act, Copy: copies[random.Next(copies.Length)])).Select(async one =>
            {
                await start.Task;
                return await one.Copy.HandleAsync(one.Act, Stop);
            }).ToList();
            start.SetResult();
            told.Outdated += (await Task.WhenAll(racing)).Count(answer => answer.Private is { } card && CardText.Of(card).Contains("The text changed after this card was made", StringComparison.Ordinal));
            var (before, after) = (p.Version, await chat.Bot.LoadAsync(Chatting.Organisation, p.Id, Stop));
            p = after;
            told.Changed += (await chat.History(p)).Skip((int)before).Count(fact => fact is FieldAnswered or TimelineEventMarked or TitleSet);
            if (p.Life != Life.Final) continue;
            told.Late += acts.OfType<ButtonPressed>().Count() < acts.Count ? 1 : 0;
            Assert.All(Reviewing.Keys, role => Assert.True(seen[role].Contains(TextOf(p, role)), $"{p.Name} is final, and {role} never saw: {TextOf(p, role)}\nbut: {string.Join("\n or: ", seen[role])}"));
        }

        told.Final += p.Life == Life.Final ? 1 : 0;
    }

    /// <summary>The button on each reviewer's card as it stands now.</summary>
    private static IEnumerable<ButtonPressed> Approvals(Chatting chat, PostMortem p, Dictionary<string, HashSet<string>> seen, int round)
    {
        foreach (var (who, role) in ReviewActsTests.Reviewers)
        {
            seen[role].Add(TextOf(p, role));
            if (ReviewCard.Now(p, chat.Bot.ViewFor(Chatting.Organisation), role)!.Shown.FirstOrDefault(button => button.Id == ReviewCard.ApproveId) is not { } button) continue;
            yield return new(Chatting.Account(who), TestChat.PlaceOf("@" + who), chat.Now, $"{p.Name} {role} {round}", button.Id, button.Value) { Direct = true };
        }
    }

    private static async Task<PostMortem> SentBack(Chatting chat, PostMortem p)
    {
        await chat.Router.HandleAsync(new ButtonPressed(Chatting.Account("sam"), TestChat.PlaceOf("@sam"), chat.Now, p.Name + " back", ChangeCard.SendBackId, p.Id.Value) { Direct = true }, Stop);
        return await chat.Bot.LoadAsync(Chatting.Organisation, p.Id, Stop);
    }

    /// <summary>One or two changes of different kinds, each with words of its own; later at most one.</summary>
    private static async Task<IReadOnlyList<Incoming>> Changes(Chatting chat, PostMortem p, Random random, int round)
    {
        Func<string, Task<Incoming>>[] ways =
        [
            words => Written(chat, p, "root cause analysis", "", words),
            words => Written(chat, p, "lessons learned", "", words),
            words => Written(chat, p, "incident overview", "Business Impact", words),
            words => Task.FromResult<Incoming>(Typed(chat, p, "dana", "mark #fix " + words, words)),
            words => Task.FromResult<Incoming>(Typed(chat, p, "sam", "set title " + words, words)),
        ];
        List<Incoming> changes = [];
        foreach (var way in ways.OrderBy(_ => random.Next()).Take(round == 0 ? random.Next(1, 3) : random.Next(2))) changes.Add(await way($"{p.Name} changed {round} {changes.Count}"));
        return changes;
    }

    private static async Task<Incoming> Written(Chatting chat, PostMortem p, string section, string label, string words)
    {
        var typed = Typed(chat, p, "sam", "write " + section, "open " + words);
        var form = Assert.IsType<Form>((await chat.Router.HandleAsync(typed, Stop)).Opens);
        var field = form.Fields.First(one => one.Input is FieldInput.Long or FieldInput.Short && one.Name.StartsWith('f') && one.Label.Contains(label, StringComparison.OrdinalIgnoreCase));
        return new FormSubmitted(typed.Who, typed.Where, chat.Now, words, form.Id, form.Carry, Said.ValuesOf(form, (field.Name, words))) { Direct = true };
    }

    private static CommandTyped Typed(Chatting chat, PostMortem p, string who, string words, string receipt) =>
        new(Chatting.Account(who), TestChat.PlaceOf("@" + who), chat.Now, receipt, $"{p.Name} {words}") { Direct = true, MayOpen = true };

    /// <summary>The words that the role's sections print, as a person would read them.</summary>
    private static string TextOf(PostMortem p, string role) => string.Join(" | ", Reviewing[role].Select(part => part switch
    {
        "title" => p.Title,
        "events" => $"{p.Events.Count} events: " + string.Join(", ", p.Events.Select(e => e.Text).Where(text => text.Contains("changed", StringComparison.Ordinal)).Order(StringComparer.Ordinal)),
        _ => string.Join(", ", p.Answers.Where(entry => entry.Key.Value.StartsWith(part, StringComparison.OrdinalIgnoreCase)).OrderBy(entry => entry.Key.Value, StringComparer.Ordinal).Select(entry => entry.Value.Value)),
    }));

    /// <summary>From the start to the request of the review.</summary>
    private static async Task<IReadOnlyList<PostMortemEvent>> Story(Chatting chat)
    {
        var (sam, at) = (new Actor(await chat.IdOf("sam"), true), chat.Now);
        await chat.IdOf("dana");
        await chat.Bot.Templates.PinAsync(Chatting.Organisation, Short, Stop);
        List<PostMortemEvent> story =
        [
            new IncidentStarted(at, sam.Id, TestChat.PlaceOf("#inc"), 1, "Slow"),
            new IncidentIdSet(at, sam.Id, ""),
            new OwnerSet(at, sam.Id, sam.Id),
            new TimelineEventMarked(at, sam.Id, new("E1"), at, "Alert fired", Phase.Detection, false, null, null, null, "", new(MarkKind.Command, sam.Id)),
            new IncidentResolved(at, sam.Id, at),
            new VerdictReached(at, sam.Id, VerdictKind.Required, ["P1"]),
            new PostMortemBegun(at, PersonId.Bot, sam.Id, Short.Hash),
            .. Short.Fields.Where(field => field.Binding is null).Select(field => new FieldAnswered(at, sam.Id, field.Path, new FieldValue.Words("as first written"))),
        ];
        List<ReviewerAsked> reviewers = [];
        foreach (var (who, role) in ReviewActsTests.Reviewers) reviewers.Add(new(role, await chat.IdOf(who)));
        return [.. story, new ReviewRequested(at, sam.Id, reviewers, null), new MeetingSet(at, sam.Id, at + Duration.FromDays(8), 60)];
    }

    /// <summary>The same story under a number of its own, up to the request of its review.</summary>
    private static async Task<PostMortem> Again(Chatting chat, IReadOnlyList<PostMortemEvent> story, int race)
    {
        var (id, name) = (new PostMortemId($"RACE{race:0000}"), $"INC-{500000 + race}");
        List<PostMortemEvent> facts = [.. story.Select(fact => fact is IncidentIdSet set ? set with { IncidentId = name } : fact)];
        var append = new StreamAppend(id, 0, facts, Summary.RowOf(Evolve.Fold(id, facts))) { IncidentIds = [name] };
        Assert.IsType<AppendResult.Appended>(await chat.Store.AppendAsync(new(Chatting.Organisation, $"race {race}", [append]), Stop));
        return await chat.Bot.LoadAsync(Chatting.Organisation, id, Stop);
    }

    private sealed class Tally
    {
        public int Final { get; set; }

        public int Changed { get; set; }

        public int Late { get; set; }

        public int Outdated { get; set; }
    }
}

using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Tests.Domain;

public sealed class KeepingTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 7, 10);
    private static readonly Place Here = new("web", "local", "#inc");
    private static readonly MessageRef Message = new(Here, "m1");
    private static readonly Actor Rana = new(new("rana"), true);
    private static readonly Actor Dana = new(new("dana"), true);

    [Fact]
    public void A_first_reaction_where_nothing_is_open_begins_a_stream_that_waits() =>
        Assert.Equal(["MarksBegun", "EvidenceKept"], Kinds(Keeping.Evidence(new PostMortem(new("P")), Paperclip(Rana), Rana, Here, Now)));

    [Fact]
    public void A_guest_keeps_nothing_and_is_noted() =>
        Assert.True(Assert.IsType<Decision.Refused>(Keeping.Evidence(Open(), Paperclip(Rana), Rana with { IsGuest = true }, Here, Now)).Forbidden);

    [Fact]
    public void Nothing_is_kept_of_nothing_and_the_text_has_its_length()
    {
        var empty = new NewEvidence(new("V1"), EvidenceKind.Log, "", "", new(MarkKind.Command, Rana.Id));

        Assert.Equal("Say what to keep, for example: evidence https://… or evidence the log line.", Sentence(Keeping.Evidence(Open(), empty, Rana, Here, Now)));
        Assert.Equal(["EvidenceKept"], Kinds(Keeping.Evidence(Open(), empty with { Text = new string('x', 8000) }, Rana, Here, Now)));
        Assert.Equal("One piece of evidence holds at most 8000 characters; this has 8001. Keep the lines that matter, or attach them as a file.", Sentence(Keeping.Evidence(Open(), empty with { Text = new string('x', 8001) }, Rana, Here, Now)));
    }

    [Fact]
    public void It_goes_with_the_last_reason_and_not_before()
    {
        var p = After(After(Open(), Keeping.Evidence(Open(), Paperclip(Rana), Rana, Here, Now)), p => Keeping.Evidence(p, Paperclip(Dana), Dana, Here, Now));
        Assert.Equal(2, Assert.Single(p.Evidence).Reasons.Count);

        p = After(p, state => Keeping.TakeBack(state, Message, Reason(Rana), Now));
        Assert.Single(p.Evidence);
        Assert.Empty(Kinds(Keeping.TakeBack(p, Message, Reason(Rana), Now)));
        p = After(p, state => Keeping.TakeBack(state, Message, Reason(Dana), Now));
        Assert.Empty(p.Evidence);
        Assert.Equal(["EvidenceReasonGiven"], Kinds(Keeping.Evidence(p, Paperclip(Dana), Dana, Here, Now)));
    }

    [Fact]
    public void What_a_person_edited_outlives_its_reactions_and_so_does_all_once_review_is_requested()
    {
        var kept = After(Open(), Keeping.Evidence(Open(), Paperclip(Rana), Rana, Here, Now));
        var edited = After(kept, p => Keeping.Correct(p, new("V-rana"), EvidenceKind.Log, "pool wait", null, Dana, Now));

        Assert.Equal(["EvidenceReasonTaken"], Kinds(Keeping.TakeBack(edited, Message, Reason(Rana), Now)));
        Assert.Equal(["EvidenceReasonTaken", "EvidenceRemoved"], Kinds(Keeping.TakeBack(kept, Message, Reason(Rana), Now)));
        Assert.Equal(["EvidenceReasonTaken"], Kinds(Keeping.TakeBack(kept with { Life = Life.UnderReview }, Message, Reason(Rana), Now)));
    }

    [Fact]
    public void In_review_only_author_and_SRE_correct_evidence()
    {
        var p = After(Open(), Keeping.Evidence(Open(), Paperclip(Rana), Rana, Here, Now)) with { Life = Life.UnderReview, Owner = new("sam") };

        Assert.True(Assert.IsType<Decision.Refused>(Keeping.Remove(p, new("V-rana"), Rana, Now)).Forbidden);
        Assert.Equal(["EvidenceRemoved"], Kinds(Keeping.Remove(p, new("V-rana"), new Actor(new("sam")), Now)));
        Assert.Equal(["EvidenceRemoved"], Kinds(Keeping.Remove(p, new("V-rana"), new Actor(new("kim")) { IsSre = true }, Now)));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Two_hundred_megabytes_fit_and_one_byte_more_is_kept_by_name(long over, bool kept)
    {
        var p = Open() with { AllEvidence = [new(new("V0"), EvidenceKind.File, "", "", new("aa", "a.log", "text/plain", 200 * 1024 * 1024 - 10 + over), null, Rana.Id, Now)] };
        var file = new NewEvidence(new("V1"), EvidenceKind.File, "", "", new(MarkKind.Command, Rana.Id)) { Attachment = new("bb", "b.log", "text/plain", 10) };

        var fact = (EvidenceKept)((Decision.Accepted)Keeping.Evidence(p, file, Rana, Here, Now)).Facts[0];

        Assert.Equal(kept ? new Attachment("bb", "b.log", "text/plain", 10) : new Attachment("", "b.log", "", 0), fact.Attachment);
    }

    [Fact]
    public void An_action_item_of_a_message_goes_with_its_last_reason_and_stays_once_edited()
    {
        var p = After(Open(), ActionsOfMessages.Make(Open(), new("A1"), null, Message, Reason(Rana), Rana, Here, Now));
        Assert.Equal("(reading the message)", Assert.Single(p.Actions).Shown);
        p = After(p, state => ActionsOfMessages.Read(state, new("A1"), "Alert on pool size", Now));
        Assert.Equal("Alert on pool size", Assert.Single(p.Actions).Text);
        Assert.Empty(Kinds(ActionsOfMessages.Read(p, new("A1"), "again", Now)));

        Assert.Equal(["ActionReasonTaken", "ActionItemRemoved"], Kinds(ActionsOfMessages.TakeBack(p, Message, Reason(Rana), Now)));
        var edited = Evolve.Apply(p, new ActionItemChanged(Now, Dana.Id, new("A1"), null, null, null, Horizon.Immediate, null, null));
        Assert.Equal(["ActionReasonTaken"], Kinds(ActionsOfMessages.TakeBack(edited, Message, Reason(Rana), Now)));
    }

    [Theory]
    [InlineData("index=apiconnect | timechart p95(rt)", "", EvidenceKind.Query)]
    [InlineData("from the team: all good", "", EvidenceKind.Message)]
    [InlineData("sum(rate(http_errors[5m])) by (pod)", "", EvidenceKind.Query)]
    [InlineData("2026-11-24T02:10:01Z ERROR pool exhausted", "", EvidenceKind.Log)]
    [InlineData("java.lang.IllegalStateException: pool closed\n\tat org.pool.Pool.get(Pool.java:12)", "", EvidenceKind.Log)]
    [InlineData("the error rate is rising", "", EvidenceKind.Message)]
    [InlineData("see", "https://grafana.test/d/7", EvidenceKind.Dashboard)]
    [InlineData("see", "https://wiki.test/pool", EvidenceKind.Link)]
    public void What_it_is_is_told_by_its_looks(string text, string link, EvidenceKind kind) => Assert.Equal(kind, EvidenceKinds.Of(text, link, EvidenceKind.Message));

    private static PostMortem Open() => Evolve.Fold(new("P"), [new IncidentStarted(Now, Rana.Id, Here, 1, "gateway slow")]);

    private static MarkReason Reason(Actor who) => new(MarkKind.Reaction, who.Id, "paperclip");

    private static NewEvidence Paperclip(Actor who) => new(new("V-" + who.Id.Value), EvidenceKind.Message, "", "", Reason(who)) { Source = Message, TextPending = true };

    private static PostMortem After(PostMortem p, Decision decision) => ((Decision.Accepted)decision).Facts.Aggregate(p, Evolve.Apply);

    private static PostMortem After(PostMortem p, Func<PostMortem, Decision> rule) => After(p, rule(p));

    private static IEnumerable<string> Kinds(Decision decision) => Assert.IsType<Decision.Accepted>(decision).Facts.Select(fact => fact.GetType().Name);

    private static string Sentence(Decision decision) => Assert.IsType<Decision.Refused>(decision).Sentence;
}

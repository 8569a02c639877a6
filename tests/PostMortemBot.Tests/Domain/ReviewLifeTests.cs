using CsCheck;
using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Tests.Templates;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Domain;

/// <summary>The life of a post-mortem from its draft to the final document and back, act by act, against the table of the design, written down here by hand.</summary>
public sealed class ReviewLifeTests
{
    private static readonly Instant Now = Chatting.InNewYork("2026-11-27 12:00");
    private static readonly Instant Slot = Chatting.InNewYork("2026-12-03 10:00");
    private static readonly Actor Author = new(new("author"), true);
    private static readonly Actor[] Reviewers = [new(new("tess")) { ReviewRoles = ["Technical"] }, new(new("paul")) { ReviewRoles = ["Process"] }, new(new("bea")) { ReviewRoles = ["Business"] }];
    private static readonly string[] Roles = ["Technical", "Process", "Business"];

    /// <summary>A part a role, so that an edit concerns one role alone.</summary>
    private static readonly Template Small = Outline.Derived("# Post-Mortem\n\n## Cause\n\n[What made it possible]\n\n## Response\n\n[How it went]\n\n## Impact\n\n[Who felt what]\n");

    private static readonly FieldPath[] Fields = [.. Small.Parts.Where(part => part.Fields.Any()).Select(part => part.Fields.First().Path)];

    private static readonly Policy Rules = Shipped.Policy with
    {
        Review = Shipped.Policy.Review with { Roles = [.. Shipped.Policy.Review.Roles.Select((role, i) => role with { Sections = [Small.PartOf(Fields[i])!.Path] })] },
    };

    public enum Does
    {
        Request,
        RequestByReviewer,
        Withdraw,
        Approve,
        ApproveOldText,
        ApproveAsAuthor,
        ApproveAsOther,
        ApproveAsGuest,
        TakeBack,
        Edit,
        EditBack,
        AskChange,
        AnswerChange,
        LeaveChange,
        Suggest,
        Take,
        SendBack,
        Delegate,
        CancelMeeting,
        SetMeeting,
        Reopen,
        ReopenByReviewer,
        Close,
    }

    /// <summary>What the table needs to remember: text versions instead of texts.</summary>
    private sealed class Model
    {
        public Life Life { get; set; } = Life.Draft;

        public bool Meeting { get; set; }

        /// <summary>Which of its texts each part has now: 0 is the first.</summary>
        public int[] Text { get; } = [0, 0, 0];

        /// <summary>Which text each role approved.</summary>
        public int?[] Approved { get; } = [null, null, null];

        public bool[] Delegated { get; } = [false, false, false];

        /// <summary>Each role's requests in their order: open ones.</summary>
        public List<bool>[] Open { get; } = [[], [], []];

        /// <summary>A text that the role vouches for but for its suggestions; null: for none.</summary>
        public int?[] Vouched { get; } = [null, null, null];

        public bool MustApproveAnew { get; set; }

        public bool Reopened { get; set; }

        public bool Holds => Enumerable.Range(0, 3).All(role => Approved[role] == Text[role]);
    }

    [Fact]
    public void Every_review_follows_the_table_and_no_document_is_final_with_a_text_that_a_role_did_not_approve() =>
        Gen.Select(Gen.Enum<Does>(), Gen.Int[0, 2]).Array[1, 16].Sample(walk =>
        {
            var world = new World();
            var model = new Model();
            foreach (var (act, role) in walk)
            {
                world.Do(act, role);
                Expect(model, act, role);
                var told = string.Join(" ", walk.Select(one => $"{one.Item1}({one.Item2})"));
                Assert.True(world.P.Life == model.Life, $"{told}: after {act}({role}) it is {world.P.Life}, the table says {model.Life}.");
                if (world.P.Life != Life.Final) continue;
                var text = new ReviewedText(Small, Rules);
                Assert.All(Rules.Review.Roles, one => Assert.Equal(text.HashOf(world.P, one), world.P.Review!.Of(one.Name)!.Approval!.TextHash));
                var approvers = world.P.Review!.Roles.Select(one => one.Approval!.By).ToList();
                Assert.Equal(3, approvers.Distinct().Count());
                Assert.DoesNotContain(Author.Id, approvers);
            }
        }, iter: 100_000, threads: 2);

    /// <summary>The table, by hand.</summary>
    private static void Expect(Model m, Does act, int role)
    {
        var review = m.Life == Life.UnderReview;
        switch (act)
        {
            case Does.Request when m.Life == Life.Draft:
                m.Life = Life.UnderReview;
                m.Meeting = true;
                for (var i = 0; i < 3; i++) Forget(m, i);
                Array.Fill(m.Delegated, false);
                break;
            case Does.Withdraw when review:
                m.Life = Life.Draft;
                for (var i = 0; i < 3; i++) Forget(m, i);
                return;
            case Does.Approve when review:
                if (m.Approved[role] == m.Text[role]) break;
                m.Open[role].Clear();
                Give(m, role);
                break;
            case Does.TakeBack when review:
                m.Approved[role] = null;
                break;
            case Does.Edit or Does.EditBack when m.Life is Life.Draft or Life.UnderReview:
                if (m.Text[role] == (act == Does.Edit ? 1 : 0)) break;
                m.Text[role] = act == Does.Edit ? 1 : 0;
                if (review && m.Open[role].RemoveAll(suggestion => !suggestion) > 0) m.Vouched[role] = null;
                break;
            case Does.AskChange when review:
                m.Open[role].Add(false);
                m.Approved[role] = m.Vouched[role] = null;
                break;
            case Does.Suggest when review:
                m.Vouched[role] = m.Open[role].Count == 0 || m.Vouched[role] == m.Text[role] ? m.Text[role] : null;
                m.Open[role].Add(true);
                m.Approved[role] = null;
                break;
            case Does.AnswerChange or Does.LeaveChange when review && m.Open[role].Count > 0:
                m.Open[role].RemoveAt(0);
                m.Vouched[role] = null;
                break;
            case Does.Take when review && m.Open[role].Contains(true):
                var vouched = m.Vouched[role] == m.Text[role];
                m.Text[role] = 2;
                m.Open[role].Remove(true);
                m.Vouched[role] = vouched ? 2 : null;
                if (vouched && m.Open[role].Count == 0) Give(m, role);
                break;
            case Does.Delegate when review && !m.Delegated[role]:
                m.Delegated[role] = true;
                m.Approved[role] = m.Vouched[role] = null;
                break;
            case Does.CancelMeeting when m.Life is Life.Draft or Life.UnderReview or Life.Final:
                m.Meeting = false;
                break;
            case Does.SetMeeting:
                m.Meeting = true;
                break;
            case Does.Reopen when m.Life == Life.Final:
                m.Life = Life.UnderReview;
                m.MustApproveAnew = m.Reopened = true;
                return;
            case Does.Close when review && m.Reopened && m.Holds && m.Meeting:
                m.Life = Life.Final;
                return;
        }

        if (m.Life == Life.UnderReview && m.Holds && m.Meeting && !m.MustApproveAnew) m.Life = Life.Final;
    }

    private static void Give(Model m, int role)
    {
        m.Approved[role] = m.Text[role];
        m.Vouched[role] = null;
        m.MustApproveAnew = false;
    }

    private static void Forget(Model m, int role)
    {
        m.Approved[role] = m.Vouched[role] = null;
        m.Open[role].Clear();
    }

    /// <summary>The rules themselves, as a turn runs them.</summary>
    private sealed class World
    {
        private readonly List<PostMortemEvent> history = [];
        private int requests;

        public World()
        {
            Tell([
                new IncidentStarted(Now, Author.Id, new("web", "local", "#inc"), 1, "Slow"),
                new OwnerSet(Now, Author.Id, Author.Id),
                new TimelineEventMarked(Now, Author.Id, new("E1"), Now, "Alert", Phase.Detection, false, null, null, null, "", new(MarkKind.Command, Author.Id)),
                new IncidentResolved(Now, Author.Id, Now),
                new VerdictReached(Now, Author.Id, VerdictKind.Required, ["P1"]),
                new PostMortemBegun(Now, PersonId.Bot, Author.Id, Small.Hash),
                .. Fields.Select(field => new FieldAnswered(Now, Author.Id, field, new FieldValue.Words("text 0"))),
            ]);
            Tell([new KeyTimesConfirmed(Now, Author.Id, Drafting.Listed(P.KeyTimes))]);
        }

        public PostMortem P { get; private set; } = new(new("P"));

        public void Do(Does act, int role)
        {
            if (Decide(act, role) is not Decision.Accepted accepted) return;
            Tell([.. accepted.Facts, .. Review.Following(P, accepted.Facts, Small, Rules, Author.Id)]);
        }

        private Decision Decide(Does act, int role) => act switch
        {
            Does.Request => Ask(Author),
            Does.RequestByReviewer => Ask(Reviewers[role]),
            Does.Withdraw => Review.Withdraw(P, "", Author, Now),
            Does.Approve => Approve(role, Reviewer(role), Hash(role)),
            Does.ApproveOldText => Approve(role, Reviewer(role), "another text"),
            Does.ApproveAsAuthor => Approve(role, Author, Hash(role)),
            Does.ApproveAsOther => Approve(role, Reviewers[(role + 1) % 3], Hash(role)),
            Does.ApproveAsGuest => Approve(role, Reviewer(role) with { IsGuest = true }, Hash(role)),
            Does.TakeBack => Approving.TakeBack(P, Roles[role], P.Review?.Of(Roles[role])?.Approval is { } given ? new Actor(given.By) : Reviewer(role), Now),
            Does.Edit => Write(role, "text 1"),
            Does.EditBack => Write(role, "text 0"),
            Does.AskChange => Request(role, null),
            Does.Suggest => Request(role, new SuggestedText(Fields[role], new FieldValue.Words("text 2"))),
            Does.AnswerChange => Oldest(role, _ => true) is { } one ? Changes.Answer(P, one, true, "", Author, Now) : Decision.Nothing,
            Does.LeaveChange => Oldest(role, _ => true) is { } one ? Changes.Answer(P, one, false, "it was a test", Author, Now) : Decision.Nothing,
            Does.Take => Oldest(role, one => one.Suggestion is not null) is { } one ? Changes.Take(P, one, Small, Rules, Author, Now) : Decision.Nothing,
            Does.SendBack => Changes.SendBack(P, version => Evolve.Fold(P.Id, history.Take((int)version)), new(id => id.Value, _ => ""), Small, Rules, Author, Now),
            Does.Delegate => PostMortemBot.Domain.Reviewers.Delegate(P, Roles[role], new("deputy " + role), false, Small, Rules, Reviewer(role), Now),
            Does.CancelMeeting => Discussion.Cancel(P, Author, Now),
            Does.SetMeeting => Discussion.Set(P, Slot, Author, Now),
            Does.Reopen => Review.Reopen(P, "more to say", Author, Now),
            Does.ReopenByReviewer => Review.Reopen(P, "more to say", Reviewers[2], Now),
            _ => Review.Close(P, Small, Rules, Author, Now),
        };

        private Decision Ask(Actor who) => Review.Request(P, Content(P), [.. Roles.Select((name, i) => new ReviewerAsked(name, Reviewers[i].Id))], Slot, "", Small, Rules, who, Now);

        private Decision Approve(int role, Actor who, string seen) => Approving.Approve(P, Roles[role], seen, Small, Rules, who, Now);

        private Decision Write(int role, string text) => Drafting.Save(P, new SectionSave(P.Version) { Answers = [new(Fields[role], new FieldValue.Words(text))] }, Small, Rules, Content, Author, Now);

        private Decision Request(int role, SuggestedText? suggestion) => Changes.Ask(P, new($"R{++requests}"), Roles[role], Fields[role], "change it", suggestion, Hash(role), Small, Rules, Reviewer(role), Now);

        private ChangeRequestId? Oldest(int role, Func<ChangeRequest, bool> which) => P.Review?.OpenOf(Roles[role]).FirstOrDefault(which)?.Id;

        /// <summary>Whoever reviews in the role now.</summary>
        private Actor Reviewer(int role) => P.Review?.Of(Roles[role]) is { Way: not ReviewerWay.OfRole } named ? new Actor(named.Reviewer) : Reviewers[role];

        private string Hash(int role) => new ReviewedText(Small, Rules).HashOf(P, Rules.Review.Roles[role]);

        private static DocumentContent Content(PostMortem p) => Filling.Of(Small, p, Rules, new(id => id.Value, _ => ""), Now);

        private void Tell(IReadOnlyList<PostMortemEvent> facts)
        {
            history.AddRange(facts);
            P = facts.Aggregate(P, Evolve.Apply);
        }
    }
}

using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Templates;

namespace PostMortemBot.Tests.World;

/// <summary>A draft of the built-in template with everything answered or N/A, and the people of its review: a state to try the rules of review on.</summary>
internal sealed class Reviewed
{
    public static readonly Instant Resolved = Chatting.InNewYork("2026-11-24 02:57");
    public static readonly Instant Noon = Chatting.InNewYork("2026-11-27 12:00");
    public static readonly Instant Slot = Chatting.InNewYork("2026-12-03 10:00");

    public static readonly Actor Author = new(new("sam"), true);
    public static readonly Actor Sre = new(new("dana"), true) { IsSre = true };
    public static readonly Actor Noor = new(new("noor")) { ReviewRoles = ["Technical"], IsSre = true };
    public static readonly Actor Kim = new(new("kim")) { ReviewRoles = ["Process"] };
    public static readonly Actor Priya = new(new("priya")) { ReviewRoles = ["Business"] };

    /// <summary>What only Business reviews, what Technical and Process review, and what only Process reviews.</summary>
    public static readonly FieldPath Impact = Field("incident overview / impact metrics / business impact");
    public static readonly FieldPath Why = Field("root cause analysis / why it happened");
    public static readonly FieldPath Lesson = Field("lessons learned");

    public static Template BuiltIn { get; } = BuiltInTemplate.Read();

    public static Policy Rules { get; } = Shipped.Policy;

    public static IReadOnlyList<ReviewerAsked> Asked { get; } = [new("Technical", Noor.Id), new("Process", Kim.Id), new("Business", Priya.Id)];

    public PostMortem P { get; private set; }

    public List<PostMortemEvent> History { get; } = [];

    public Reviewed()
    {
        P = new PostMortem(new("P"));
        var at = Chatting.InNewYork("2026-11-24 02:10");
        Tell(
            new IncidentStarted(at, Author.Id, new("web", "local", "#inc"), 1, "Degraded response times"),
            new SeveritySet(at, Author.Id, Severity.P1),
            new OwnerSet(at, Author.Id, Author.Id),
            new TimelineEventMarked(at, Sre.Id, new("E1"), at, "Alert fired", Phase.Detection, false, null, null, Sre.Id, "", new(MarkKind.Command, Sre.Id)),
            new IncidentResolved(Resolved, Author.Id, Resolved),
            new VerdictReached(Resolved, Author.Id, VerdictKind.Required, ["P1"]),
            new PostMortemBegun(Resolved, PersonId.Bot, Author.Id, BuiltIn.Hash),
            new ActionItemAdded(at, Author.Id, new("A1"), "Alert on pool saturation", EventOwner.OfPerson(Author.Id), new LocalDate(2026, 12, 3), Horizon.Immediate, ActionKind.Alert, null),
            new EvidenceKept(at, Sre.Id, new("V1"), EvidenceKind.Log, "pool exhausted", "", null, null, null),
            new EvidenceKept(at, Sre.Id, new("V2"), EvidenceKind.Dashboard, "", "https://example.com/d", null, null, null));
        Tell([.. new[] { Impact, Why }.Select(path => new FieldAnswered(Resolved, Author.Id, path, new FieldValue.Words("As it was first written")))]);
        Tell(new KeyTimesConfirmed(Resolved, Author.Id, Drafting.Listed(P.KeyTimes)));
        Tell([.. Document.Blanks(BuiltIn, Content).Select(path => new MarkedNotApplicable(Resolved, Author.Id, path, "not touched"))]);
    }

    public DocumentContent Content => Filling.Of(BuiltIn, P, Rules, new(id => id.Value, _ => ""), Noon);

    public static Reviewed Requested()
    {
        var made = new Reviewed();
        made.Take(made.Request());
        return made;
    }

    public static Reviewed Finished()
    {
        var made = Requested();
        made.ApproveAll();
        return made;
    }

    public void ApproveAll()
    {
        Take(Approve("Technical", Noor));
        Take(Approve("Process", Kim));
        Take(Approve("Business", Priya));
    }

    public Decision Request(Actor? who = null, Instant? slot = null, string reason = "", IReadOnlyList<ReviewerAsked>? reviewers = null) =>
        Review.Request(P, Content, reviewers ?? Asked, slot ?? Slot, reason, BuiltIn, Rules, who ?? Author, Noon);

    public Decision Approve(string role, Actor who, string? seen = null, Policy? policy = null) => Approving.Approve(P, role, seen ?? HashOf(role), BuiltIn, policy ?? Rules, who, Noon);

    public Decision SendBack() => Changes.SendBack(P, version => Evolve.Fold(P.Id, History.Take((int)version)), new(id => id.Value, _ => ""), BuiltIn, Rules, Author, Noon);

    public string HashOf(string role) => new ReviewedText(BuiltIn, Rules).HashOf(P, Role(role));

    public RoleStanding StandingOf(string role) => new ReviewedText(BuiltIn, Rules).StandingOf(P, Role(role));

    public void Write(FieldPath path, string text) => Tell(new FieldAnswered(Noon, Author.Id, path, new FieldValue.Words(text)));

    /// <summary>Appends what was accepted and what follows from it, as a turn does.</summary>
    public void Take(Decision decision)
    {
        var accepted = Assert.IsType<Decision.Accepted>(decision);
        var before = P;
        Tell([.. accepted.Facts]);
        Tell([.. Review.Following(before, accepted.Facts, BuiltIn, Rules, Author.Id)]);
    }

    public void Tell(params PostMortemEvent[] facts)
    {
        History.AddRange(facts);
        P = facts.Aggregate(P, Evolve.Apply);
    }

    private static ReviewRole Role(string name) => Rules.Review.Roles.Single(role => role.Name == name);

    private static FieldPath Field(string within) => BuiltInTemplate.Read().Fields.First(field => field.Path.Value.StartsWith(within, StringComparison.OrdinalIgnoreCase)).Path;
}

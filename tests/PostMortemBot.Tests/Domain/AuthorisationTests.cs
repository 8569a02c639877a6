using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Domain;

/// <summary>
/// Who may do what: every role and operation on an incident of their own, on somebody else's, on a private one and on that of another organisation, against a table written by hand.
/// Y: on each. O: on their own, that is as its author, its starter or a reviewer of it. P: where they are in its conversation or took part.
/// </summary>
public sealed class AuthorisationTests
{
    private static readonly Place There = new("web", "local", "#inc");
    private static readonly Instant Then = Chatting.InNewYork("2026-11-24 02:00");
    private static readonly string[] Roles = ["participant", "author", "sre", "technical", "process", "business", "reader", "admin", "guest"];

    /// <summary>In the order of <see cref="Roles"/>.</summary>
    private static readonly (Act Act, Life Life, string May)[] Table =
    [
        //                                       participant author sre technical process business reader admin guest
        (Act.Start, Life.Capturing,             "P           P      Y   Y         Y       Y        -      Y     -"),
        (Act.Mark, Life.Capturing,              "P           P      Y   Y         Y       Y        -      -     -"),
        (Act.Resolve, Life.Capturing,           "P           P      Y   Y         Y       Y        -      -     -"),
        (Act.CreateAction, Life.Draft,          "P           P      Y   Y         Y       Y        -      -     -"),
        (Act.Backfill, Life.Capturing,          "P           P      Y   Y         Y       Y        -      Y     -"),
        (Act.CorrectEvent, Life.Draft,          "P           P      Y   Y         Y       Y        -      -     -"),
        (Act.CorrectEvent, Life.UnderReview,    "-           O      Y   -         -       -        -      -     -"),
        (Act.EditSection, Life.Draft,           "-           O      Y   -         -       -        -      -     -"),
        (Act.Redact, Life.Draft,                "-           O      Y   -         -       -        -      -     -"),
        (Act.Override, Life.Capturing,          "-           -      Y   -         Y       -        -      -     -"),
        (Act.Stop, Life.Draft,                  "-           -      Y   -         Y       -        -      -     -"),
        (Act.Merge, Life.Capturing,             "-           O      Y   -         Y       -        -      -     -"),
        (Act.Cancel, Life.Capturing,            "-           O      Y   -         Y       -        -      -     -"),
        (Act.AssignAuthor, Life.Draft,          "-           O      Y   -         Y       -        -      Y     -"),
        (Act.RequestReview, Life.Draft,         "-           O      Y   -         -       -        -      -     -"),
        (Act.NameReviewer, Life.Draft,          "-           -      Y   -         Y       -        -      Y     -"),
        (Act.ReopenFinal, Life.Final,           "-           O      Y   -         Y       -        -      -     -"),
        (Act.Publish, Life.Final,               "-           O      Y   -         Y       -        -      -     -"),
        (Act.CloseAction, Life.Final,           "-           O      Y   -         Y       -        -      -     -"),
        (Act.SetReaders, Life.Draft,            "-           O      Y   -         Y       -        -      Y     -"),
        (Act.Read, Life.Final,                  "Y           Y      Y   Y         Y       Y        Y      Y     -"),
    ];

    /// <summary>Taking action items out as a file: whoever reads an ordinary incident; of a private one not who only took part in it.</summary>
    [Theory]
    [InlineData("participant", true, false)]
    [InlineData("author", true, true)]
    [InlineData("sre", true, true)]
    [InlineData("technical", true, true)]
    [InlineData("process", true, true)]
    [InlineData("business", true, true)]
    [InlineData("reader", true, false)]
    [InlineData("admin", true, true)]
    [InlineData("guest", false, false)]
    public void Who_takes_action_items_out_as_a_file(string role, bool ordinary, bool kept)
    {
        Assert.Equal(ordinary, Rights.May(Who(role, here: true), Act.Export, Of(role, Life.Final)));
        Assert.Equal(kept, Rights.May(Who(role, here: true), Act.Export, Of(role, Life.Final) with { IsPrivate = true }));
        Assert.Equal(ordinary, Rights.May(Who(role, here: false), Act.Export, Of("nobody", Life.Final)));
        Assert.Equal(role is "sre" or "admin", Rights.May(Who(role, here: true), Act.Export, Of("nobody", Life.Final) with { IsPrivate = true }));
    }

    public static TheoryData<int, int> Cells => [.. from row in Enumerable.Range(0, Table.Length) from role in Enumerable.Range(0, Roles.Length) select (row, role)];

    [Theory]
    [MemberData(nameof(Cells))]
    public void Each_may_what_the_table_says(int row, int column)
    {
        var (act, life, line) = Table[row];
        var (role, may) = (Roles[column], line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[column]);

        Assert.Equal(may is "Y" or "O" or "P", Rights.May(Who(role, here: true), act, Of(role, life)));
        Assert.Equal(may is "Y", Rights.May(Who(role, here: false), act, Of("nobody", life)));
        Assert.False(Rights.May(Who(role, here: true) with { IsGuest = true }, act, Of(role, life)));

        // Private: whoever is of it as before; the SRE team, and administrators what is theirs; its readers are decided by who is of none; whoever is in its conversation adds to it.
        var decides = act == Act.SetReaders && may == "Y";
        Assert.Equal(may is "Y" or "O" or "P", Rights.May(Who(role, here: true), act, Of(role, life) with { IsPrivate = true }));
        Assert.Equal(may is "Y" && (role is "sre" or "admin" || decides), Rights.May(Who(role, here: false), act, Of("nobody", life) with { IsPrivate = true }));
        Assert.Equal(Unlisted(act, role, may) || decides, Rights.May(Who(role, here: true), act, Of("nobody", life) with { IsPrivate = true }));
    }

    /// <summary>Writing a section: O where it was handed to them, and the author's and the SRE team's without.</summary>
    [Theory]
    [InlineData("participant", "O")]
    [InlineData("author", "Y")]
    [InlineData("sre", "Y")]
    [InlineData("technical", "O")]
    [InlineData("process", "O")]
    [InlineData("business", "O")]
    [InlineData("reader", "O")]
    [InlineData("admin", "O")]
    [InlineData("guest", "-")]
    public void Whoever_was_asked_writes_that_section_until_it_is_taken_back(string role, string may)
    {
        var (own, other, field) = (new FieldPath("root cause analysis"), new FieldPath("what went well / positive aspects"), new FieldPath("root cause analysis / why it happened"));
        foreach (var life in new[] { Life.Draft, Life.UnderReview })
        {
            var p = Of(role, life);
            var asked = Evolve.Apply(p, new QuestionAsked(Then, new("author"), new("Q1"), new(role), own, ""));
            var back = Evolve.Apply(asked, new QuestionClosed(Then, new("author"), new("Q1"), QuestionEnd.Withdrawn));
            Assert.Equal((may == "Y", may != "-", may == "Y"), (Rights.MayWrite(Who(role, true), p, field), Rights.MayWrite(Who(role, true), asked, field), Rights.MayWrite(Who(role, true), back, field)));
            Assert.Equal(may == "Y", Rights.MayWrite(Who(role, true), asked, other));
            Assert.False(Rights.MayWrite(Who(role, true) with { IsGuest = true }, asked, field));
            Assert.False(Rights.MayWrite(Who("stranger", true), asked, field));
        }
    }

    /// <summary>What is asked beside <see cref="Rights"/>: of reviews, and of one's own action items. O: asked to review in that role; their own item. "author" is asked too, and never may.</summary>
    private static readonly (string Act, string May)[] OfReview =
    [
        //                     participant author sre technical process business reader admin guest
        ("approve Technical",  "-           -      -   O         -       -        -      -     -"),
        ("approve Process",    "-           -      -   -         O       -        -      -     -"),
        ("approve Business",   "-           -      -   -         -       O        -      -     -"),
        ("ask for a change",   "-           -      -   O         O       O        -      -     -"),
        ("delegate",           "-           O      -   O         O       O        -      -     -"), // an author who was asked to review hands it on
        ("take back",          "-           -      -   O         O       O        -      -     -"),
        ("name a reviewer",    "-           -      Y   -         Y       -        -      Y     -"),
        ("send back",          "-           O      Y   -         -       -        -      -     -"),
        ("withdraw",           "-           O      Y   -         -       -        -      -     -"),
        ("reopen Final",       "-           O      Y   -         Y       -        -      -     -"),
        ("action: own",        "O           O      Y   O         Y       O        O      O     -"),
        ("action: another's",  "-           O      Y   -         Y       -        -      -     -"),
    ];

    public static TheoryData<int, int> ReviewCells => [.. from row in Enumerable.Range(0, OfReview.Length) from role in Enumerable.Range(0, Roles.Length) select (row, role)];

    [Theory]
    [MemberData(nameof(ReviewCells))]
    public void Each_reviews_and_answers_as_the_table_says(int row, int column)
    {
        var (act, line) = OfReview[row];
        var (role, may) = (Roles[column], line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[column]);

        Assert.Equal(may != "-", Accepted(act, role, own: true));
        Assert.Equal(may == "Y", Accepted(act, role, own: false));
        Assert.False(Accepted(act, role, own: true, guest: true));
    }

    /// <param name="own">They wrote it, are asked to review it, own the item; else all that is somebody else's.</param>
    private static bool Accepted(string act, string role, bool own, bool guest = false)
    {
        var made = act == "reopen Final" || act.StartsWith("action", StringComparison.Ordinal) ? Reviewed.Finished() : Reviewed.Requested();
        var who = Who(role, here: true) with { IsGuest = guest || role == "guest" };
        var reviews = role is "technical" or "process" or "business" ? char.ToUpperInvariant(role[0]) + role[1..] : act.StartsWith("approve ", StringComparison.Ordinal) ? act["approve ".Length..] : "Technical";
        if (act == "take back") made.Take(made.Approve(reviews, reviews switch { "Technical" => Reviewed.Noor, "Process" => Reviewed.Kim, _ => Reviewed.Priya }));
        var p = made.P;

        // An author holds the role that is asked for, and is asked: never theirs all the same.
        if (own && role == "author") (p, who) = (p with { Author = who.Id }, who with { ReviewRoles = [reviews] });
        if (own && role is "technical" or "process" or "business" or "author") p = Asked(p, reviews, who.Id);
        if (act == "send back") p = Evolve.Apply(p, new FieldAnswered(Reviewed.Noon, Reviewed.Author.Id, Reviewed.Why, new FieldValue.Words("another text")));
        if (act == "action: own") p = Evolve.Apply(p, new ActionItemChanged(Reviewed.Noon, Reviewed.Sre.Id, new("A1"), null, EventOwner.OfPerson(own ? who.Id : Reviewed.Sre.Id), null, null, null, null));
        var seen = new ReviewedText(Reviewed.BuiltIn, Reviewed.Rules).HashOf(p, Reviewed.Rules.Review.Roles.First(one => one.Name == reviews));
        var names = new FillNames(id => id.Value, _ => "");
        Decision decision = act switch
        {
            "ask for a change" => Changes.Ask(p, new("R1"), reviews, new ReviewedText(Reviewed.BuiltIn, Reviewed.Rules).SectionsOf(Reviewed.Rules.Review.Roles.First(one => one.Name == reviews))[0], "change it", null, seen, Reviewed.BuiltIn, Reviewed.Rules, who, Reviewed.Noon),
            "delegate" => Reviewers.Delegate(p, reviews, new("deputy"), false, Reviewed.BuiltIn, Reviewed.Rules, who, Reviewed.Noon),
            "take back" => Approving.TakeBack(p, reviews, who, Reviewed.Noon),
            "name a reviewer" => Reviewers.Name(p, "Technical", new("deputy"), false, Reviewed.BuiltIn, Reviewed.Rules, who, Reviewed.Noon),
            "send back" => Changes.SendBack(p, _ => made.P, names, Reviewed.BuiltIn, Reviewed.Rules, who, Reviewed.Noon),
            "withdraw" => Review.Withdraw(p, "", who, Reviewed.Noon),
            "reopen Final" => Review.Reopen(p, "more to say", who, Reviewed.Noon),
            "action: own" or "action: another's" => ActionAnswers.Done(p, new("A1"), who, Reviewed.Noon),
            _ => Approving.Approve(p, act["approve ".Length..], seen, Reviewed.BuiltIn, Reviewed.Rules, who, Reviewed.Noon),
        };
        return decision is Decision.Accepted;
    }

    /// <summary>As if they had been asked to review in that role, and approved where somebody had.</summary>
    private static PostMortem Asked(PostMortem p, string role, PersonId who) => p with
    {
        Review = p.Review! with { Roles = [.. p.Review.Roles.Select(one => one.Role == role ? one with { Reviewer = who, Approval = one.Approval is { } given && who.Value != "author" ? given with { By = who } : one.Approval } : one)] },
    };

    /// <summary>What somebody in its conversation who never took part may do with a private one.</summary>
    private static bool Unlisted(Act act, string role, string may) => role switch
    {
        "sre" or "admin" => may == "Y",
        "reader" or "guest" => false,
        _ => act is Act.Start or Act.Mark,
    };

    [Fact]
    public void Every_act_that_asks_for_more_than_ones_own_mark_is_in_the_table() =>
        Assert.Equal(Enum.GetValues<Act>().Except([Act.UndoOwnMark, Act.Export]).Order(), Table.Select(row => row.Act).Distinct().Order());

    /// <summary>An incident to which somebody of this role belongs: they took part, wrote it, or review it. A mere reader, an administrator and a guest belong to none.</summary>
    private static PostMortem Of(string role, Life life)
    {
        var (starter, author) = (new PersonId("starter"), new PersonId(role == "author" ? "author" : "somebody"));
        var p = Evolve.Fold(new("P"), [new IncidentStarted(Then, starter, There, 1, "slow"), new AuthorSet(Then, starter, author)]) with { Life = life };
        return role switch
        {
            "participant" => p with { Participants = p.Participants.Add(new("participant")) },
            "technical" or "process" or "business" => p with { Review = new ReviewState(Then, null) { Roles = [new RoleReview(role, new(role), ReviewerWay.OfRole, Then)] } },
            "reader" => p with { ReadersAdded = [new("reader")] },
            _ => p,
        };
    }

    private static Actor Who(string role, bool here) => new(new(role))
    {
        Conversations = here && role is not ("reader" or "guest" or "admin") ? [There] : [],
        IsGuest = role == "guest",
        IsSre = role == "sre",
        IsAdmin = role == "admin",
        ReviewRoles = role is "technical" or "process" or "business" ? [char.ToUpperInvariant(role[0]) + role[1..]] : [],
    };
}

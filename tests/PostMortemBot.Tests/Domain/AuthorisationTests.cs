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

    /// <summary>What somebody in its conversation who never took part may do with a private one.</summary>
    private static bool Unlisted(Act act, string role, string may) => role switch
    {
        "sre" or "admin" => may == "Y",
        "reader" or "guest" => false,
        _ => act is Act.Start or Act.Mark,
    };

    [Fact]
    public void Every_act_that_asks_for_more_than_ones_own_mark_is_in_the_table() =>
        Assert.Equal(Enum.GetValues<Act>().Except([Act.UndoOwnMark]).Order(), Table.Select(row => row.Act).Distinct().Order());

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

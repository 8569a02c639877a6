using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Domain;

public sealed class RightsTests
{
    private static readonly Instant Then = Chatting.InNewYork("2026-11-24 02:00");
    private static readonly PersonId Starter = new("starter");
    private static readonly PersonId Owner = new("owner");
    private static readonly PostMortem Open = Evolve.Fold(new("P"), [new IncidentStarted(Then, Starter, new("web", "local", "#inc"), 1, "slow"), new OwnerSet(Then, Starter, Owner)]);
    private static readonly PostMortem InReview = Open with { Life = Life.UnderReview };

    private static Actor Who(string who) => who switch
    {
        "guest" => new(new("guest"), true) { IsGuest = true, IsSre = true },
        "stranger" => new(new("stranger")),
        "member" => new(new("member")) { Conversations = [new("web", "local", "#general"), new("web", "local", "#inc")] },
        "elsewhere" => new(new("elsewhere")) { Conversations = [new("web", "local", "#general"), new("slack", "local", "#inc")] },
        "starter" => new(Starter),
        "owner" => new(Owner),
        "sre" => new(new("sre")) { IsSre = true },
        "process" => new(new("process")) { ReviewRoles = ["Process"] },
        "business" => new(new("business")) { ReviewRoles = ["Business"] },
        "admin" => new(new("admin")) { IsAdmin = true },
        _ => throw new ArgumentOutOfRangeException(nameof(who), who, "Nobody."),
    };

    [Theory]
    [InlineData(Act.Mark, "member starter owner sre process business", "guest stranger elsewhere admin")]
    [InlineData(Act.Resolve, "member starter owner sre process business", "guest stranger elsewhere admin")]
    [InlineData(Act.Override, "sre process", "guest stranger elsewhere member starter owner business admin")]
    [InlineData(Act.Stop, "sre process", "guest stranger elsewhere member starter owner business admin")]
    [InlineData(Act.Merge, "owner sre process", "guest stranger elsewhere member starter business admin")]
    [InlineData(Act.Cancel, "starter owner sre process", "guest stranger elsewhere member business admin")]
    [InlineData(Act.AssignAuthor, "owner sre process admin", "guest stranger elsewhere member starter business")]
    [InlineData(Act.EditSection, "owner sre", "guest stranger elsewhere member starter process business admin")]
    [InlineData(Act.CloseAction, "owner sre process", "guest stranger member starter business admin")]
    [InlineData(Act.Redact, "owner sre", "guest stranger elsewhere member starter process business admin")]
    [InlineData(Act.Backfill, "member starter owner sre process business admin", "guest stranger elsewhere")]
    [InlineData(Act.CorrectEvent, "member starter owner sre process business", "guest stranger elsewhere admin")]
    [InlineData(Act.CreateAction, "member starter owner sre process business", "guest stranger elsewhere admin")]
    [InlineData(Act.Read, "stranger elsewhere member starter owner sre process business admin", "guest")]
    public void Who_may_and_who_may_not(Act act, string may, string mayNot)
    {
        Assert.All(may.Split(' '), who => Assert.True(Rights.May(Who(who), act, Open), who));
        Assert.All(mayNot.Split(' '), who => Assert.False(Rights.May(Who(who), act, Open), who));
    }

    [Fact]
    public void A_thread_of_a_channel_is_in_that_channel()
    {
        var thread = Evolve.Fold(new("P"), [new IncidentStarted(Then, Starter, new("web", "local", "#inc", "m3"), 2, "slow")]);

        Assert.True(Rights.May(Who("member"), Act.Mark, thread));
        Assert.False(Rights.May(Who("elsewhere"), Act.Mark, thread));
    }

    [Fact]
    public void Where_nothing_is_yet_whoever_is_no_guest_begins()
    {
        Assert.True(Rights.May(Who("stranger"), Act.Mark, new(new("new"))));
        Assert.False(Rights.May(Who("guest"), Act.Mark, new(new("new"))));
    }

    [Fact]
    public void Once_in_review_only_author_and_sre_correct_events()
    {
        Assert.All(["member", "starter", "business"], who => Assert.True(Rights.May(Who(who), Act.CorrectEvent, Open), who));
        Assert.All(["member", "starter", "business", "guest"], who => Assert.False(Rights.May(Who(who), Act.CorrectEvent, InReview), who));
        Assert.All(["owner", "sre"], who => Assert.True(Rights.May(Who(who), Act.CorrectEvent, InReview), who));
    }
}

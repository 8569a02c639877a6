using NodaTime.Testing;
using PostMortemBot.People;
using PostMortemBot.Storage;
using PostMortemBot.Tests.Storage;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.People;

/// <summary>Accounts that <c>bot.json</c> gives to people who are known already.</summary>
public sealed class DirectoryTests : IAsyncDisposable
{
    private const string Organisation = "acme";
    private static readonly Account Slack = new("slack", "T1", "U0LEE");

    private readonly TemporaryFolder folder = new();
    private readonly SqliteStore store;
    private int ids;

    public DirectoryTests() => store = SqliteStore.Open(folder.File("store.db"), FakeClock.FromUtc(2026, 11, 24));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task An_account_that_is_written_there_later_is_theirs_from_the_next_start()
    {
        using (var before = Started()) await before.LoadAsync(Organisation, Stop);
        using var after = Started(Slack);

        Assert.Equal("lee", (await after.OfAsync(Organisation, Slack, "Lee C.", null, false, Stop)).Handle);
        Assert.Equal([Slack], after.AccountsOf(Organisation, after.All(Organisation).Single(person => person.Handle == "lee").Id));
    }

    [Fact]
    public async Task Somebody_who_acted_with_it_under_another_name_has_it_no_longer()
    {
        Person stranger, other;
        using (var before = Started())
        {
            stranger = await before.OfAsync(Organisation, Slack, "Lee C.", null, false, Stop);
            other = await before.OfAsync(Organisation, Slack with { User = "U0ELSE" }, "Somebody else", null, false, Stop);
        }

        using var after = Started(Slack);
        var lee = await after.OfAsync(Organisation, Slack, "Lee C.", null, false, Stop);

        Assert.Equal(("lee", "Lee Chang"), (lee.Handle, lee.Name));
        Assert.NotEqual(stranger.Id, lee.Id);
        Assert.Empty(after.AccountsOf(Organisation, stranger.Id));
        Assert.Equal(("Lee C.", null), (after.Of(Organisation, stranger.Id).Name, after.Of(Organisation, stranger.Id).Account));
        Assert.Equal(other.Id, (await after.OfAsync(Organisation, Slack with { User = "U0ELSE" }, null, null, null, Stop)).Id);

        using var again = Started(Slack);
        Assert.Equal(lee.Id, (await again.OfAsync(Organisation, Slack, null, null, null, Stop)).Id);
    }

    [Fact]
    public async Task An_account_they_acted_with_stays_theirs_beside_those_that_are_given()
    {
        var web = new Account("web", "try", "lee");
        using (var before = Started()) await before.OfAsync(Organisation, web, null, null, false, Stop);
        using var after = Started(Slack);
        await after.LoadAsync(Organisation, Stop);

        Assert.Equal([Slack, web], after.AccountsOf(Organisation, after.All(Organisation).Single(person => person.Handle == "lee").Id));
    }

    [Fact]
    public async Task An_account_that_was_met_before_its_mail_address_is_known_becomes_theirs_with_it()
    {
        using var people = Mailed();
        var teams = new Account("teams", "tenant", "aad-lee");
        var stranger = await people.OfAsync(Organisation, teams, "Lee C.", null, null, Stop, acts: false); // Somebody kept a message of theirs.

        var lee = await people.OfAsync(Organisation, teams, "Lee C.", null, false, Stop, "LEE@example.com");

        Assert.Equal("lee", lee.Handle);
        Assert.Equal([teams], people.AccountsOf(Organisation, lee.Id));
        Assert.Empty(people.AccountsOf(Organisation, stranger.Id));
        using var later = Mailed();
        Assert.Equal(lee.Id, (await later.OfAsync(Organisation, teams, null, null, null, Stop)).Id);
    }

    [Fact]
    public async Task Two_accounts_with_one_verified_mail_address_are_one_person_whom_bot_json_need_not_name()
    {
        using var people = Started();
        var teams = new Account("teams", "tenant", "aad-ines");
        var slack = Slack with { User = "U0INES" };
        var first = await people.OfAsync(Organisation, slack, "Ines", null, false, Stop, "ines@example.com");
        await people.OfAsync(Organisation, teams, "Ines T.", null, null, Stop);

        var second = await people.OfAsync(Organisation, teams, "Ines T.", null, false, Stop, "Ines@example.com");
        var third = await people.OfAsync(Organisation, slack, "Ines", null, false, Stop, "ines@example.com");

        Assert.Equal((first.Id, first.Id), (second.Id, third.Id));
        Assert.Equal([slack, teams], people.AccountsOf(Organisation, first.Id));
    }

    [Fact]
    public async Task A_guest_is_nobody_by_a_mail_address_and_whom_bot_json_names_stays_who_they_are()
    {
        using var people = Mailed(Slack);
        var guest = await people.OfAsync(Organisation, Slack with { User = "U0GUEST" }, "Guest", null, true, Stop, "lee@example.com");
        var lee = await people.OfAsync(Organisation, Slack, "Lee", null, false, Stop, "sam@example.com");

        Assert.Equal("", guest.Handle);
        Assert.Equal("lee", lee.Handle);
        Assert.NotEqual(guest.Id, (await people.OfAsync(Organisation, new("teams", "tenant", "other"), "Other", null, false, Stop, "guest@example.com")).Id);
    }

    [Fact]
    public async Task Whoever_bot_json_names_is_made_known_once_however_many_ask_at_the_start()
    {
        for (var organisation = 0; organisation < 30; organisation++)
        {
            using var people = Started();
            using var together = new Barrier(4);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    together.SignalAndWait(Stop);
                    return people.LoadAsync($"org{organisation}", Stop);
                },
                Stop,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap()));

            Assert.Equal(Shipped.Policy.People.Count, people.All($"org{organisation}").Count);
        }
    }

    private PostMortemBot.People.Directory Mailed(Account? given = null) => Started(given, "lee@example.com");

    /// <summary>The directory of a program that starts now, with this account and this mail address given to Lee.</summary>
    private PostMortemBot.People.Directory Started(Account? given = null, string? email = null)
    {
        var people = Shipped.Policy.People.Select(known => known.Handle != "lee" ? known : known with
        {
            Accounts = given is null ? known.Accounts : [new(given.Platform, given.Workspace, given.User)],
            Email = email ?? known.Email,
        });
        return new(store, Shipped.Policy with { People = [.. people] }, () => FormattableString.Invariant($"ID{Interlocked.Increment(ref ids):0000}"));
    }
}

using System.Collections.Concurrent;
using System.Text.Json;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Teams;

/// <summary>What Teams says of a user, who is known by the object id of Entra.</summary>
/// <param name="Member">The id that conversations know them by (<c>29:…</c>); empty until it was seen.</param>
/// <param name="Room">Their own conversation with the bot; empty until there is one.</param>
/// <param name="Asked">When the Connector was last asked of them, in Unix milliseconds; 0: never.</param>
internal sealed record TeamsPerson(string Name, string Member, string Email, bool IsGuest, string Room, long Asked)
{
    /// <summary>When it was last said in a conversation that they cannot be written to, in Unix milliseconds; 0: never.</summary>
    public long Unreached { get; init; }
}

/// <summary>
/// Who Teams' users are: what their activities tell, and from the Connector their mail address and whether they are guests, asked once an hour. Kept in small rows. A person is
/// never kept waiting for long: when Teams is slow, what is known counts.
/// </summary>
internal sealed class TeamsPeople(Bot bot, TeamsApi api, Errands errands)
{
    private const string Prefix = "teams/user/";
    private const int Most = 20_000;
    private static readonly Duration UnreachedAgain = Duration.FromDays(1);
    private static readonly Duration Fresh = Duration.FromHours(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);
    private readonly ConcurrentDictionary<(string Tenant, string User), TeamsPerson> known = new();
    private readonly ConcurrentDictionary<(string Tenant, string Member), string> users = new();

    /// <summary>Those met before: cards name them without asking the store.</summary>
    public async Task LoadAsync(CancellationToken stop)
    {
        foreach (var organisation in await bot.Store.OrganisationsAsync(stop))
        {
            foreach (var row in (await bot.Store.RowsAsync(organisation, Prefix, stop)).Take(Most))
            {
                if (row.Key[Prefix.Length..].Split('/', 2) is [var tenant, var user]) Keep(tenant, user, JsonSerializer.Deserialize(row.Body, TeamsRows.Default.TeamsPerson)!);
            }
        }
    }

    /// <summary>The one who acts, with what Teams says of them.</summary>
    public async Task<TeamsPerson> OfAsync(Place place, string user, string member, string name, CancellationToken stop)
    {
        var before = await KnownAsync(place.Workspace, user, stop);
        var now = (before ?? new("", "", "", false, "", 0)) with { Member = member };
        if (name.Length > 0) now = now with { Name = name };
        if (TeamsIds.IsPersonal(place.Channel)) now = now with { Room = place.Channel };
        if (now != before) await KeepAsync(place.Workspace, user, now, stop);
        if (Instant.FromUnixTimeMilliseconds(now.Asked) + Fresh > bot.Now) return now;
        var asking = AskAsync(place, user, member);
        if (now.Asked > 0)
        {
            errands.Run("a member", _ => asking);
            return now;
        }

        try
        {
            return await asking.WaitAsync(Patience, stop) ?? now;
        }
        catch (TimeoutException)
        {
            // Asked all the same: the next act finds the answer.
            return now;
        }
    }

    /// <summary>The user behind a conversation's id of them, as far as Teams tells it soon; null: not known.</summary>
    public async Task<string?> UserOfAsync(Place place, string member, CancellationToken stop)
    {
        if (users.TryGetValue((place.Workspace, member), out var user)) return user;
        try
        {
            await AskAsync(place, "", member).WaitAsync(Patience, stop);
        }
        catch (TimeoutException)
        {
            // Shown by name this time.
        }

        return users.GetValueOrDefault((place.Workspace, member));
    }

    /// <summary>Those whom words mention become known by name and mail address before the words are carried out.</summary>
    public async Task MeetAsync(Place place, string user, CancellationToken stop)
    {
        if (await KnownAsync(place.Workspace, user, stop) is not { } person || bot.OrganisationOf(TeamsIds.Platform, place.Workspace) is not { } organisation) return;
        await bot.People.OfAsync(organisation, new(TeamsIds.Platform, place.Workspace, user), person.Name.Length > 0 ? person.Name : null, null, person.IsGuest, stop, person is { IsGuest: false, Email.Length: > 0 } ? person.Email : null, acts: false);
    }

    public async Task<TeamsPerson?> KnownAsync(string tenant, string user, CancellationToken stop)
    {
        if (known.TryGetValue((tenant, user), out var person)) return person;
        if (bot.OrganisationOf(TeamsIds.Platform, tenant) is not { } organisation || await bot.Store.RowAsync(organisation, KeyOf(tenant, user), stop) is not { } row) return null;
        return Keep(tenant, user, JsonSerializer.Deserialize(row.Body, TeamsRows.Default.TeamsPerson)!);
    }

    /// <summary>Whoever of a tenant that the bot has met has this mail address; null for nobody and for guests. Teams lets a bot look up nobody else.</summary>
    public async Task<(string Tenant, string User)?> WithEmailAsync(string organisation, string email, CancellationToken stop)
    {
        foreach (var row in await bot.Store.RowsAsync(organisation, Prefix, stop))
        {
            if (row.Key[Prefix.Length..].Split('/', 2) is not [var tenant, var user] || await KnownAsync(tenant, user, stop) is not { IsGuest: false } person || !person.Email.Equals(email, StringComparison.OrdinalIgnoreCase)) continue;
            await MeetAsync(new(TeamsIds.Platform, tenant, person.Room), user, stop);
            return (tenant, user);
        }

        return null;
    }

    /// <summary>They have not added the bot, and nobody said so for a day: from now on it is said.</summary>
    public async Task<bool> IsNewlyUnreachedAsync(string tenant, string user, CancellationToken stop)
    {
        if (await KnownAsync(tenant, user, stop) is not { } person || Instant.FromUnixTimeMilliseconds(person.Unreached) + UnreachedAgain > bot.Now) return false;
        await KeepAsync(tenant, user, person with { Unreached = bot.Now.ToUnixTimeMilliseconds() }, stop);
        return true;
    }

    /// <summary>That they cannot be answered alone, with the mend and nothing of the answer: others read it too.</summary>
    public Card Unreached(Account person)
    {
        var named = bot.OrganisationOf(TeamsIds.Platform, person.Workspace) is { } organisation ? bot.People.All(organisation).FirstOrDefault(one => bot.People.AccountOn(organisation, one.Id, person.Platform, person.Workspace) == person) : null;
        return Card.OneLine([named is null ? "I" : new Span.Named(named.Id, named.Name) { Tells = true }, named is null ? " " : ", I ", "cannot answer you alone yet. Add me: Apps → PostMortem → Add. Then say it again."]);
    }

    /// <summary>Whose conversation with the bot it is; null for every other.</summary>
    public Account? In(Place place) =>
        TeamsIds.IsPersonal(place.Channel) && known.FirstOrDefault(one => one.Key.Tenant == place.Workspace && one.Value.Room == place.Channel).Key is { User: { } user } ? new(TeamsIds.Platform, place.Workspace, user) : null;

    /// <summary>The conversation with this person, from now on; empty: none is known.</summary>
    public async Task RoomAsync(string tenant, string user, string room, CancellationToken stop) =>
        await KeepAsync(tenant, user, (await KnownAsync(tenant, user, stop) ?? new("", "", "", false, "", 0)) with { Room = room }, stop);

    /// <summary>How screens are drawn for someone in this tenant.</summary>
    public TeamsLook Look(string tenant, bool direct)
    {
        var organisation = bot.OrganisationOf(TeamsIds.Platform, tenant);
        return new()
        {
            Direct = direct,
            Operation = bot.NewId(),
            Page = organisation is null ? null : bot.PageUrlOf(organisation),
            MemberOf = person => MemberOf(organisation, tenant, person),
            People = organisation is null ? [] : [.. bot.People.All(organisation).Where(person => !person.IsBot).Select(person => new Screens.Choice(person.Id.Value, person.Name))],
        };
    }

    /// <summary>The id by which conversations of this tenant know a person; null for somebody who has no account there or was not seen.</summary>
    public string? MemberOf(string? organisation, string tenant, PersonId person) =>
        organisation is not null && bot.People.AccountOn(organisation, person, TeamsIds.Platform, tenant) is { } account && known.TryGetValue((tenant, account.User), out var met) && met.Member.Length > 0 ? met.Member : null;

    private async Task<TeamsPerson?> AskAsync(Place place, string user, string member)
    {
        await Task.Yield();
        try
        {
            if (await api.MemberAsync(place, member, CancellationToken.None) is not { ValueKind: JsonValueKind.Object } said) return null;
            var id = user.Length > 0 ? user : new[] { Wire.Text(said, "aadObjectId"), Wire.Text(said, "objectId"), Wire.Text(said, "id") }.First(one => one.Length > 0);
            var before = await KnownAsync(place.Workspace, id, CancellationToken.None) ?? new("", member, "", false, "", 0);
            var tenant = Wire.Text(said, "tenantId");
            var told = before with
            {
                Name = Wire.Text(said, "name") is { Length: > 0 } name ? name : before.Name,
                Member = member,
                Email = Wire.Text(said, "email"),
                IsGuest = Wire.Text(said, "userRole") is "guest" or "anonymous" || (tenant.Length > 0 && !tenant.Equals(place.Workspace, StringComparison.OrdinalIgnoreCase)),
                Asked = bot.Now.ToUnixTimeMilliseconds(),
            };
            await KeepAsync(place.Workspace, id, told, CancellationToken.None);
            return told;
        }
        catch (Exception away) when (away is TeamsFailed or ChatBusy or ChatRefused or StoreUnavailable)
        {
            // Teams cannot say now, or does not let the bot ask: what the activity told counts.
            return null;
        }
    }

    private TeamsPerson Keep(string tenant, string user, TeamsPerson person)
    {
        if (known.Count >= Most) known.Clear();
        if (users.Count >= Most) users.Clear();
        if (person.Member.Length > 0) users[(tenant, person.Member)] = user;
        return known[(tenant, user)] = person;
    }

    private async Task KeepAsync(string tenant, string user, TeamsPerson person, CancellationToken stop)
    {
        if (bot.OrganisationOf(TeamsIds.Platform, tenant) is { } organisation) await bot.Store.PutAsync(organisation, [new RowPut(KeyOf(tenant, user), JsonSerializer.Serialize(person, TeamsRows.Default.TeamsPerson))], stop);
        Keep(tenant, user, person);
    }

    private static string KeyOf(string tenant, string user) => $"{Prefix}{tenant}/{user}";
}

using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json;
using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.People;

/// <summary>Who is who: accounts of the platforms linked to people of the organisation, their names, zones, teams and roles. Cached; kept in small rows.</summary>
internal sealed class Directory(IPostMortemStore store, Policy policy, Func<string> newId) : IDisposable
{
    private readonly ConcurrentDictionary<(string Organisation, string Account), PersonId> accounts = new();
    private readonly ConcurrentDictionary<(string Organisation, PersonId Id), PersonRow> people = new();
    private readonly ConcurrentDictionary<string, Lazy<Task>> loaded = new();
    private readonly ConditionalWeakTable<PersonRow, Person> built = [];
    private readonly SemaphoreSlim gate = new(1, 1);

    /// <summary>The handles of a platform's own groups that an account is in.</summary>
    public Func<Account, IReadOnlyList<string>> GroupsOf { get; set; } = static _ => [];

    /// <summary>
    /// The person behind an account, made known on first sight. <paramref name="shown"/> is the name the platform shows, when it came along;
    /// <paramref name="email"/>, verified by the platform, links the account to whom <c>bot.json</c> names with it, else to whoever else has it, also when the account was known
    /// before its address was.
    /// </summary>
    /// <param name="guest">Null: not known now, so what is known stays.</param>
    /// <param name="acts">False: somebody else named them, and where they acted last stays.</param>
    public async Task<Person> OfAsync(string organisation, Account account, string? shown, DateTimeZone? zone, bool? guest, CancellationToken stop, string? email = null, bool acts = true)
    {
        await LoadAsync(organisation, stop);
        if (accounts.TryGetValue((organisation, account.Key), out var id) && people[(organisation, id)] is var known && Fits(known, account, shown, zone, guest, acts) && (guest == true || email is not { Length: > 0 } || Same(known.Email ?? "", email))) return Build(id, known);
        await gate.WaitAsync(stop);
        try
        {
            return await RememberAsync(organisation, account, shown, zone, guest, email, acts, stop);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>The person with this id; a former member when nobody has it.</summary>
    public Person Of(string organisation, PersonId id)
    {
        if (id == PersonId.Bot) return new(id, "PostMortem", "", policy.ProcessZone, null) { IsBot = true };
        return people.TryGetValue((organisation, id), out var row) ? Build(id, row) : new(id, "a former member", "", policy.ProcessZone, null);
    }

    /// <summary>The person's account of a workspace, or null: nobody is written to where they have none.</summary>
    public Account? AccountOn(string organisation, PersonId id, string platform, string workspace)
    {
        if (!people.TryGetValue((organisation, id), out var row)) return null;
        var home = $"{platform}|{workspace}|";
        return row.Accounts.FirstOrDefault(account => account.StartsWith(home, StringComparison.Ordinal)) is { } found ? new(platform, workspace, found[home.Length..]) : null;
    }

    /// <summary>Every account of the person, those of <c>bot.json</c> first.</summary>
    public IReadOnlyList<Account> AccountsOf(string organisation, PersonId id) => people.TryGetValue((organisation, id), out var row)
        ? [.. row.Accounts.Select(Read).OfType<Account>()]
        : [];

    public IReadOnlyList<Person> All(string organisation) =>
        [.. people.Where(entry => entry.Key.Organisation == organisation).Select(entry => Build(entry.Key.Id, entry.Value)).OrderBy(person => person.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>
    /// Everybody a handle means, as far as they are known: whom <c>bot.json</c> names, in its order, then those to whom a platform's group gives the role or the team, by name.
    /// Empty when nobody does.
    /// </summary>
    public IReadOnlyList<Person> Holders(string organisation, string handle)
    {
        var all = All(organisation);
        var bare = handle.Trim().TrimStart('@');
        var named = policy.Holders(handle).Select(known => all.FirstOrDefault(person => Same(person.Handle, known.Handle))).OfType<Person>();
        return [.. named.Concat(all.Where(person => person.Roles.Any(role => Same(role, bare)))).DistinctBy(person => person.Id)];
    }

    /// <summary>Whoever was meant by typed words: <c>@handle</c>, a name, or a platform's mention <c>&lt;@U123&gt;</c>; null when nobody, or more than one, fits.</summary>
    public async Task<Person?> NamedAsync(string organisation, Account asker, string typed, CancellationToken stop)
    {
        var word = typed.Trim().TrimEnd('.', ',', ';', ':');
        if (word.StartsWith("<@", StringComparison.Ordinal))
        {
            var user = word[2..].TrimEnd('>').Split('|')[0];
            return user.Length == 0 ? null : await OfAsync(organisation, asker with { User = user }, null, null, null, stop);
        }

        await LoadAsync(organisation, stop);
        var bare = word.TrimStart('@');
        if (bare.Length == 0) return null;
        var all = All(organisation);
        var exact = all.Where(person => Same(person.Handle, bare) || Same(person.Name, bare)).ToList();
        if (exact.Count > 0) return exact.Count == 1 ? exact[0] : null;
        if (Holders(organisation, bare) is [var holder]) return holder;
        var first = all.Where(person => Same(person.Name.Split(' ')[0], bare)).ToList();
        return first.Count == 1 ? first[0] : null;
    }

    /// <summary>Forgets an organisation's people, to be read again (Start over).</summary>
    public void Forget(string organisation)
    {
        foreach (var key in people.Keys.Where(key => key.Organisation == organisation)) people.TryRemove(key, out _);
        foreach (var key in accounts.Keys.Where(key => key.Organisation == organisation)) accounts.TryRemove(key, out _);
        loaded.TryRemove(organisation, out _);
    }

    public async Task LoadAsync(string organisation, CancellationToken stop)
    {
        // Read once, however many ask at the same time: read twice, whoever bot.json names would be made known twice.
        var load = loaded.GetOrAdd(organisation, _ => new Lazy<Task>(() => ReadAllAsync(organisation)));
        try
        {
            await load.Value.WaitAsync(stop);
        }
        catch when (load.Value.IsFaulted)
        {
            loaded.TryRemove(new(organisation, load));
            throw;
        }
    }

    private async Task ReadAllAsync(string organisation)
    {
        foreach (var row in await store.RowsAsync(organisation, "person/", CancellationToken.None))
        {
            Keep(organisation, new(row.Key["person/".Length..]), JsonSerializer.Deserialize(row.Body, PeopleJson.Default.PersonRow)!);
        }

        foreach (var known in policy.People) await MeetAsync(organisation, known);
    }

    /// <summary>
    /// Whoever <c>bot.json</c> names has the accounts that it gives them, also those that were written there after they were known: nobody else has them any more. What another did
    /// with such an account before stays theirs.
    /// </summary>
    private async Task MeetAsync(string organisation, KnownPerson known)
    {
        IReadOnlyList<string> given = [.. known.Accounts.Select(account => new Account(account.Platform, account.Workspace, account.User).Key)];
        var all = people.Where(entry => entry.Key.Organisation == organisation).ToList();
        var found = all.FirstOrDefault(entry => entry.Value.Handle == known.Handle);
        var others = all.Where(entry => entry.Value.Handle != known.Handle && entry.Value.Accounts.Intersect(given).Any()).ToList();
        if (found.Value is { } row && given.All(row.Accounts.Contains) && others.Count == 0) return;
        var own = found.Value ?? new PersonRow(known.Name, known.Handle, known.Zone.Id, [], null, false);
        await SaveAsync(
            organisation,
            CancellationToken.None,
            [
                .. others.Select(other => (other.Key.Id, Without(other.Value, given))),
                (found.Value is null ? new PersonId(newId()) : found.Key.Id, own with { Accounts = [.. given, .. own.Accounts.Except(given)] }),
            ]);
    }

    private async Task<Person> RememberAsync(string organisation, Account account, string? shown, DateTimeZone? zone, bool? guest, string? email, bool acts, CancellationToken stop)
    {
        if (guest == true || email is not { Length: > 0 }) email = null;
        var found = accounts.TryGetValue((organisation, account.Key), out var id);
        List<(PersonId, PersonRow)> changed = [];
        if ((!found || (email is not null && people[(organisation, id)] is { Handle.Length: 0 })) && Linked(organisation, account, email) is { } linked && linked != id)
        {
            // What was done with the account before stays with the one whom it made known.
            if (found) changed.Add((id, Without(people[(organisation, id)], [account.Key])));
            (id, found) = (linked, true);
        }

        if (!found) id = new(newId());
        var before = found ? people[(organisation, id)] : new PersonRow(shown ?? account.User, "", zone?.Id ?? policy.ProcessZone.Id, [], null, guest ?? false);
        var row = before with
        {
            Name = before.Handle.Length > 0 ? before.Name : shown ?? before.Name,
            Zone = before.Handle.Length > 0 ? before.Zone : zone?.Id ?? before.Zone,
            Accounts = before.Accounts.Contains(account.Key) ? before.Accounts : [.. before.Accounts, account.Key],
            Last = acts && guest is not null ? account.Key : before.Last ?? account.Key,
            Guest = guest ?? before.Guest,
            Email = email ?? before.Email,
        };
        await SaveAsync(organisation, stop, [.. changed, (id, row)]);
        return Build(id, row);
    }

    /// <summary>Whose an account is by its mail address (never a guest's): whom <c>bot.json</c> names with it, else whoever has it already. In the built-in chat the user id is the handle itself.</summary>
    private PersonId? Linked(string organisation, Account account, string? email)
    {
        var handle = account.Platform == "web" ? account.User : policy.People.FirstOrDefault(known => Same(known.Email ?? "", email ?? ""))?.Handle ?? "";
        if (handle.Length == 0 && email is null) return null;
        var entry = people.FirstOrDefault(one => one.Key.Organisation == organisation && (handle.Length > 0 ? Same(one.Value.Handle, handle) : !one.Value.Guest && Same(one.Value.Email ?? "", email!) && !one.Value.Accounts.Contains(account.Key)));
        return entry.Value is null ? null : entry.Key.Id;
    }

    private static PersonRow Without(PersonRow row, IReadOnlyList<string> lost) =>
        row with { Accounts = [.. row.Accounts.Except(lost)], Last = row.Last is { } last && lost.Contains(last) ? null : row.Last, Email = null };

    private async Task SaveAsync(string organisation, CancellationToken stop, params IReadOnlyList<(PersonId Id, PersonRow Row)> rows)
    {
        await store.PutAsync(organisation, [.. rows.Select(one => new RowPut("person/" + one.Id.Value, JsonSerializer.Serialize(one.Row, PeopleJson.Default.PersonRow)))], stop);
        foreach (var (id, row) in rows) Keep(organisation, id, row);
    }

    private void Keep(string organisation, PersonId id, PersonRow row)
    {
        people[(organisation, id)] = row;
        foreach (var account in row.Accounts) accounts[(organisation, account)] = id;
    }

    private static bool Fits(PersonRow row, Account account, string? shown, DateTimeZone? zone, bool? guest, bool acts) =>
        (guest is null || ((!acts || row.Last == account.Key) && row.Guest == guest)) && (row.Handle.Length > 0 || ((shown is null || row.Name == shown) && (zone is null || row.Zone == zone.Id)));

    /// <summary>Made once for each row; anew each time where a platform's groups give roles, for those change by themselves.</summary>
    private Person Build(PersonId id, PersonRow row) => policy.NamesGroups ? Made(id, row) : built.GetValue(row, one => Made(id, one));

    private Person Made(PersonId id, PersonRow row)
    {
        var known = row.Handle.Length > 0 ? policy.PersonNamed(row.Handle) : null;
        return new(id, row.Name, row.Handle, known?.Zone ?? DateTimeZoneProviders.Tzdb.GetZoneOrNull(row.Zone) ?? policy.ProcessZone, row.Last is { } last ? Read(last) : null)
        {
            TeamPrinted = known is null ? "" : policy.TeamOf(known)?.PrintedAs ?? "",
            Roles = [.. known?.Roles ?? [], .. known?.Team is { } team ? new[] { team } : [], .. row.Guest || !policy.NamesGroups ? [] : GivenBy(row)],
            IsGuest = row.Guest,
        };
    }

    private IEnumerable<string> GivenBy(PersonRow row) => row.Accounts.Select(Read).OfType<Account>().SelectMany(account => GroupsOf(account)).SelectMany(policy.GivenBy);

    private static Account? Read(string key) => key.Split('|') is [var platform, var workspace, var user] ? new(platform, workspace, user) : null;

    public void Dispose() => gate.Dispose();

    private static bool Same(string a, string b) => a.Length > 0 && string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}

/// <summary>How a person is kept.</summary>
/// <param name="Last">The account they acted with last.</param>
/// <param name="Email">As a platform verified it, of whichever of their accounts last; null: none did.</param>
internal sealed record PersonRow(string Name, string Handle, string Zone, IReadOnlyList<string> Accounts, string? Last, bool Guest, string? Email = null);

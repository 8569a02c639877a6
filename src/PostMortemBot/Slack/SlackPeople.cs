using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.People;
using PostMortemBot.Storage;

namespace PostMortemBot.Slack;

/// <summary>
/// Who Slack's users are: asked of Slack once, kept in small rows, asked anew after an hour. A person is never kept waiting for long: when Slack is slow, what is known counts.
/// </summary>
internal sealed class SlackPeople(Bot bot, SlackApi api, SlackWorkspaces workspaces, SlackGroups groups, SlackChannels channels, Errands errands)
{
    private const int Most = 20_000;
    private const int MostMet = 10;
    private const int MostNamed = 20;
    private const int MostHolders = 200;
    private const int MostUnmet = 500;
    private static readonly Duration Fresh = Duration.FromHours(1);
    private static readonly Duration Silence = Duration.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);
    private readonly ConcurrentDictionary<(string Workspace, string User), SlackPerson> known = new();
    private readonly ConcurrentDictionary<(string Workspace, string User), Task<SlackPerson?>> asking = new();
    private readonly ConcurrentDictionary<(string Workspace, string Email), Instant> unmailed = new();
    private readonly ConcurrentDictionary<(string Workspace, string User), JsonElement> unmet = new();
    private Instant awayUntil = Instant.MinValue;

    /// <summary>The person, or null when Slack could not say in time and nothing is known.</summary>
    public async Task<SlackPerson?> OfAsync(string workspace, string user, CancellationToken stop)
    {
        if (known.TryGetValue((workspace, user), out var person))
        {
            if (IsOld(person)) errands.Run("users.info", later => AskAsync(workspace, user));
            return person;
        }

        if (await KeptAsync(workspace, user, stop) is { } kept) return Keep(workspace, user, kept);
        if (awayUntil > bot.Now) return null;
        try
        {
            return await AskAsync(workspace, user).WaitAsync(Patience, stop);
        }
        catch (TimeoutException)
        {
            // Asked all the same: the next act finds the answer.
            return null;
        }
    }

    /// <summary>Names for the ids in a message's markup: of those who are known by now.</summary>
    public SlackNames Names(string workspace, bool keepsPeople = false) =>
        new(user => known.TryGetValue((workspace, user.Split('|')[0]), out var person) && person.Name.Length > 0 ? person.Name : null, channel => channels.NameOf(workspace, channel))
        {
            Group = group => groups.NameOf(workspace, group),
            KeepsPeople = keepsPeople,
        };

    /// <summary>Our own ids of Slack's users: what a form's people pickers bring.</summary>
    public async Task<IReadOnlyDictionary<string, string>> IdsAsync(string workspace, IReadOnlyList<string> users, CancellationToken stop)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var user in users)
        {
            if (await PersonAsync(workspace, user, stop) is { } person) ids[user] = person.Id.Value;
        }

        return ids;
    }

    /// <summary>The person behind a Slack user, made known on first sight; null in a workspace that belongs to nobody.</summary>
    /// <param name="acts">They do something now; else somebody named them.</param>
    public async Task<Person?> PersonAsync(string workspace, string user, CancellationToken stop, bool acts = false)
    {
        if (bot.OrganisationOf(SlackPayloads.Platform, workspace) is not { } organisation) return null;
        var said = await OfAsync(workspace, user, stop);
        var zone = said is { Zone.Length: > 0 } ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(said.Zone) : null;
        var person = await bot.People.OfAsync(organisation, new(SlackPayloads.Platform, workspace, user), said is { Name.Length: > 0 } ? said.Name : null, zone, said?.IsGuest ?? false, stop, said is { Email.Length: > 0 } ? said.Email : null, acts);
        if (unmet.TryRemove((workspace, user), out var whole)) await SlackStatus.KeepAsync(bot, organisation, person, whole, stop);
        return person;
    }

    /// <summary>Makes the people, channels and groups that a text mentions known by name, as far as Slack answers soon.</summary>
    public Task NameAsync(string workspace, string text, CancellationToken stop) => text.Contains('<', StringComparison.Ordinal)
        ? Task.WhenAll([groups.MeetAsync(workspace, text, stop), channels.MeetAsync(workspace, text, stop), .. SlackText.Mentioned(text).Distinct().Take(MostNamed).Select(user => OfAsync(workspace, user, stop))])
        : Task.CompletedTask;

    /// <summary>Those whom a command mentions become known by name, zone and kind before it is carried out: it may make one of them an owner.</summary>
    public async Task MeetAsync(string workspace, string text, CancellationToken stop)
    {
        await NameAsync(workspace, text, stop);
        if (text.Contains("<@", StringComparison.Ordinal)) await Task.WhenAll(SlackText.Mentioned(text).Distinct().Take(MostMet).Select(user => MeetOneAsync(workspace, user, stop)));
    }

    /// <summary>The members of the groups that <c>bot.json</c> gives a role or team become known by name and zone: they may be asked to review before they ever say a word.</summary>
    public async Task MeetHoldersAsync(string workspace, IReadOnlyCollection<SlackGroup> all)
    {
        foreach (var user in all.Where(group => bot.Policy.GivenBy(group.Handle).Any()).SelectMany(group => group.Members).Distinct().Take(MostHolders)) await MeetOneAsync(workspace, user, CancellationToken.None);
    }

    /// <summary>Whoever has this mail address in a workspace of the organisation; null for nobody.</summary>
    public async Task<Account?> FindAsync(string organisation, string email, CancellationToken stop)
    {
        if (workspaces.AwaitsName) throw new SlackFailed("Slack has not said yet whose workspace the token is.");
        foreach (var workspace in workspaces.Named.Where(one => bot.OrganisationOf(SlackPayloads.Platform, one) == organisation))
        {
            if (await WithEmailAsync(workspace, email, stop) is { } found) return found;
        }

        return null;
    }

    /// <summary>Whoever has this mail address, confirmed; null for nobody, a guest, a bot, and without the scope. Asked of Slack once an hour.</summary>
    private async Task<Account?> WithEmailAsync(string workspace, string email, CancellationToken stop)
    {
        if (unmailed.TryGetValue((workspace, email), out var asked) && asked + Fresh > bot.Now) return null;
        try
        {
            var answer = await api.CallAsync(workspace, "users.lookupByEmail", new JsonObject { ["email"] = email }, stop);
            if (Wire.Property(answer, "user") is { ValueKind: JsonValueKind.Object } said && Wire.Text(said, "id") is { Length: > 0 } user && SlackPerson.Read(workspaces.Self(workspace), said, bot.Now) is { IsGuest: false, IsBot: false } found && string.Equals(found.Email, email, StringComparison.OrdinalIgnoreCase))
            {
                await KeepAsync(workspace, user, Keep(workspace, user, found));
                await PersonAsync(workspace, user, stop);
                return new(SlackPayloads.Platform, workspace, user);
            }
        }
        catch (SlackRefused refused) when (refused.Error is "users_not_found" or "missing_scope")
        {
            // Nobody has it, or the admin does not let the bot look.
        }

        if (unmailed.Count >= Most) unmailed.Clear();
        unmailed[(workspace, email)] = bot.Now;
        return null;
    }

    /// <summary>How screens are drawn for someone in this workspace.</summary>
    /// <param name="forOne">Read by one person alone, whose own time stands in it already where it differs.</param>
    public SlackLook Look(string workspace, SlackSettings settings, bool direct, bool forOne) => new()
    {
        OwnTime = !forOne,
        Command = settings.Command,
        Direct = direct,
        Page = bot.OrganisationOf(SlackPayloads.Platform, workspace) is { } reader ? bot.PageUrlOf(reader) : null,
        UserOf = person => bot.OrganisationOf(SlackPayloads.Platform, workspace) is { } organisation ? bot.People.AccountOn(organisation, person, SlackPayloads.Platform, workspace)?.User : null,
        People = () => bot.OrganisationOf(SlackPayloads.Platform, workspace) is { } home ? [.. bot.People.All(home).Where(person => !person.IsBot).Select(person => new Screens.Choice(person.Id.Value, person.Name))] : [],
    };

    /// <summary>Slack tells that a user changed: of those whom the bot has met, what they are called and whether they are away.</summary>
    public async Task ChangedAsync(string workspace, JsonElement user, CancellationToken stop)
    {
        var id = Wire.Text(user, "id");
        if (id.Length == 0 || (!known.ContainsKey((workspace, id)) && await KeptAsync(workspace, id, stop) is null)) return;
        await KeepAsync(workspace, id, Keep(workspace, id, SlackPerson.Read(workspaces.Self(workspace), user, bot.Now)));
        if (bot.OrganisationOf(SlackPayloads.Platform, workspace) is { } organisation && await PersonAsync(workspace, id, stop) is { } person) await SlackStatus.KeepAsync(bot, organisation, person, user, stop);
    }

    private async Task MeetOneAsync(string workspace, string user, CancellationToken stop)
    {
        if (await OfAsync(workspace, user, stop) is { IsBot: false, Name.Length: > 0 }) await PersonAsync(workspace, user, stop);
    }

    private bool IsOld(SlackPerson person) => Instant.FromUnixTimeMilliseconds(person.Asked) + Fresh < bot.Now && awayUntil <= bot.Now;

    /// <summary>Asks once, however many wait.</summary>
    private Task<SlackPerson?> AskAsync(string workspace, string user) => asking.GetOrAdd((workspace, user), _ => AskedAsync(workspace, user));

    private async Task<SlackPerson?> AskedAsync(string workspace, string user)
    {
        await Task.Yield();
        try
        {
            var info = await InfoAsync(workspace, user);
            if (info is { ValueKind: not JsonValueKind.Object }) return null;
            var person = Keep(workspace, user, info is { } told ? SlackPerson.Read(workspaces.Self(workspace), told, bot.Now) : new("", "", "", IsGuest: true, IsBot: false, bot.Now.ToUnixTimeMilliseconds()));
            await KeepAsync(workspace, user, person);
            if (info is { } said) await StatusAsync(workspace, user, said);
            return person;
        }
        catch (Exception away) when (away is SlackFailed or ChatBusy or ChatRefused or StoreUnavailable)
        {
            // Slack cannot say now, or not at all (no scope): nobody waits for it for a while.
            awayUntil = bot.Now + Silence;
            return null;
        }
        finally
        {
            asking.TryRemove((workspace, user), out Task<SlackPerson?>? _);
        }
    }

    /// <summary>What Slack says of the user; null where it knows nobody of this id: they are of another organisation, in a channel that is shared with it.</summary>
    private async Task<JsonElement?> InfoAsync(string workspace, string user)
    {
        try
        {
            return Wire.Property(await api.CallAsync(workspace, "users.info", new JsonObject { ["user"] = user }, CancellationToken.None), "user") ?? default(JsonElement);
        }
        catch (SlackRefused unknown) when (unknown.Error is "user_not_found" or "users_not_found" or "user_not_visible")
        {
            return null;
        }
    }

    /// <summary>Whether they are away may have been said before Slack told of any change: kept at once of whom the bot has met, of others when it meets them.</summary>
    private async Task StatusAsync(string workspace, string user, JsonElement said)
    {
        if (bot.OrganisationOf(SlackPayloads.Platform, workspace) is not { } organisation) return;
        var account = new Account(SlackPayloads.Platform, workspace, user);
        if (bot.People.All(organisation).FirstOrDefault(person => bot.People.AccountsOf(organisation, person.Id).Contains(account)) is { } met)
        {
            await SlackStatus.KeepAsync(bot, organisation, met, said, CancellationToken.None);
            return;
        }

        if (unmet.Count >= MostUnmet) unmet.Clear();
        unmet[(workspace, user)] = said;
    }

    private SlackPerson Keep(string workspace, string user, SlackPerson person)
    {
        if (known.Count >= Most) known.Clear();
        return known[(workspace, user)] = person;
    }

    private async Task<SlackPerson?> KeptAsync(string workspace, string user, CancellationToken stop) =>
        bot.OrganisationOf(SlackPayloads.Platform, workspace) is { } organisation && await bot.Store.RowAsync(organisation, KeyOf(workspace, user), stop) is { } row
            ? JsonSerializer.Deserialize(row.Body, SlackRows.Default.SlackPerson)
            : null;

    private async Task KeepAsync(string workspace, string user, SlackPerson person)
    {
        if (bot.OrganisationOf(SlackPayloads.Platform, workspace) is not { } organisation) return;
        await bot.Store.PutAsync(organisation, [new RowPut(KeyOf(workspace, user), JsonSerializer.Serialize(person, SlackRows.Default.SlackPerson))], CancellationToken.None);
    }

    private static string KeyOf(string workspace, string user) => $"slack/user/{workspace}/{user}";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SlackPerson))]
internal sealed partial class SlackRows : JsonSerializerContext;

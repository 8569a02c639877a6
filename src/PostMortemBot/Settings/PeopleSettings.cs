using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Settings;

/// <summary>Reads teams, roles and people. Their handles are one name space, so that <c>@sre-lead</c> means one thing.</summary>
internal static class PeopleSettings
{
    public static KnownHandles Read(Setting root, DateTimeZone processZone)
    {
        var known = new KnownHandles();
        foreach (var item in root.Key("teams").Items().Where(item => item.IsSection())) Team(item, known);
        foreach (var item in root.Key("roles").Items().Where(item => item.IsSection())) Role(item, known);
        foreach (var item in root.Key("people").Items().Where(item => item.IsSection())) Person(item, known, processZone);
        RefuseSharedAccounts(known, root);
        foreach (var role in known.Roles.Where(role => role.SlackGroup is null && !known.People.Any(person => person.Roles.Contains(role.Handle))))
        {
            root.Key("roles").Warn($"nobody holds @{role.Handle} ({role.Title}); name them under people.");
        }

        return known;
    }

    private static void Team(Setting item, KnownHandles known)
    {
        var handle = known.New(item.Key("handle").Required("\"sre-team\""));
        var name = item.Key("name").Required("\"SRE Team\"").Text();
        var printed = item.Key("printedAs").Text();
        var group = Group(item.Key("slackGroup"));
        if (handle is not null && name is not null) known.Teams.Add(new Team(handle, name, printed ?? name, group));
    }

    private static void Role(Setting item, KnownHandles known)
    {
        var handle = known.New(item.Key("handle").Required("\"sre-lead\""));
        var title = item.Key("title").Required("\"SRE Team Lead\"").Text();
        var group = Group(item.Key("slackGroup"));
        if (handle is not null && title is not null) known.Roles.Add(new Role(handle, title, group));
    }

    private static string? Group(Setting key) => key.Text()?.TrimStart('@');

    private static void Person(Setting item, KnownHandles known, DateTimeZone processZone)
    {
        var handle = known.New(item.Key("handle").Required("\"sam\""));
        var name = item.Key("name").Required("\"Sam Ortiz\"").Text();
        var zone = item.Key("timeZone").Zone() ?? processZone;
        var team = known.Team(item.Key("team"));
        var roles = item.Key("roles").Items().Select(known.Role).OfType<string>().ToList();
        var email = Email(item.Key("email"));
        var accounts = item.Key("accounts").Items().Where(account => account.IsSection()).Select(Account).OfType<KnownAccount>().ToList();
        if (handle is not null && name is not null) known.People.Add(new KnownPerson(handle, name, zone, team, roles) { Email = email, Accounts = accounts });
    }

    private static string? Email(Setting key)
    {
        if (key.Text() is not { } text) return null;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1 && !text.Any(char.IsWhiteSpace)) return text;
        key.Refuse($"\"{text}\" is no mail address; write name@example.com.");
        return null;
    }

    private static KnownAccount? Account(Setting item)
    {
        var platform = item.Key("platform").Required("\"slack\"").OneOf(("slack", 's'), ("teams", 't'));
        var workspace = item.Key("workspace").Required("\"T0123ABCD\"").Text();
        var user = item.Key("user").Required("\"U0123ABCD\"").Text();
        return platform is { } which && workspace is not null && user is not null ? new KnownAccount(which == 's' ? "slack" : "teams", workspace, user) : null;
    }

    private static void RefuseSharedAccounts(KnownHandles known, Setting root)
    {
        var accounts = known.People.SelectMany(person => person.Accounts.Select(account => (Key: $"{account.Platform} {account.Workspace} {account.User}", person.Handle)));
        var mails = known.People.Where(person => person.Email is not null).Select(person => (Key: person.Email!.ToLowerInvariant(), person.Handle));
        foreach (var shared in accounts.Concat(mails).GroupBy(one => one.Key).Where(group => group.Count() > 1))
        {
            root.Key("people").Refuse($"{string.Join(" and ", shared.Select(one => "@" + one.Handle))} share {shared.Key}; an account belongs to one person.");
        }
    }
}

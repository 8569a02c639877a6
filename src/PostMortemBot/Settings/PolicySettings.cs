using System.Text.RegularExpressions;
using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Settings;

/// <summary>Reads the rules of <c>bot.json</c> into a <see cref="Policy"/>. Where a value cannot be read the process's own stands in, so that the reading goes on; with any mistake nothing starts.</summary>
internal static class PolicySettings
{
    public static Policy Read(Setting root, string hash)
    {
        var zone = root.Key("timeZone").Required("\"America/New_York\"").Zone() ?? DateTimeZone.Utc;
        var people = PeopleSettings.Read(root, zone);
        var services = Services(root.Key("services"), people);
        return new Policy
        {
            ProcessZone = zone,
            Triggers = Triggers(root.Key("triggers")),
            Deadlines = DeadlineSettings.Read(root.Key("deadlines")),
            WorkingHours = WorkingHoursSettings.Read(root.Key("workingHours"), root.Key("holidays")),
            Teams = people.Teams,
            Roles = people.Roles,
            People = people.People,
            Services = services,
            Environments = Environments(root.Key("environments")),
            Slos = SloSettings.Read(root.Key("slos")),
            Review = ReviewSettings.Read(root.Key("review"), people, services),
            Distribution = DistributionSettings.Read(root.Key("distribution"), people),
            Contacts = Contacts(root.Key("contacts"), people),
            RelatedDocuments = Documents(root.Key("relatedDocuments")),
            Emoji = EmojiSettings.Read(root.Key("emoji")),
            IncidentIdPattern = IncidentId(root.Key("incidentId")),
            Hash = hash,
        };
    }

    private static TriggerPolicy Triggers(Setting section)
    {
        var shipped = new TriggerPolicy();
        if (!section.IsSection()) return shipped;
        var severities = section.Key("severities");
        return shipped with
        {
            RequiredSeverities = severities.IsThere ? [.. Severities(severities)] : shipped.RequiredSeverities,
            Escalation = section.Key("escalation").YesNo() ?? shipped.Escalation,
            LongerThan = section.Key("longerThanMinutes").Whole(1, 10080, "minutes") is { } minutes ? Duration.FromMinutes(minutes) : shipped.LongerThan,
            BudgetOver = section.Key("budgetOver").Share() ?? shipped.BudgetOver,
            Complaints = section.Key("complaints").YesNo() ?? shipped.Complaints,
            EnvironmentsAtLeast = section.Key("environmentsAtLeast").Whole(2, 20, "environments") ?? shipped.EnvironmentsAtLeast,
        };
    }

    /// <summary>Severities of a list: <c>["P1", "P2"]</c>.</summary>
    public static IEnumerable<Severity> Severities(Setting list) =>
        list.Items().Select(item => item.OneOf([.. Enum.GetValues<Severity>().Select(one => (one.ToString(), one))])).OfType<Severity>();

    private static List<ServiceEntry> Services(Setting list, KnownHandles people)
    {
        var services = new List<ServiceEntry>();
        foreach (var item in list.Items().Where(item => item.IsSection()))
        {
            var key = item.Key("name").Required("\"gateway\"");
            var owner = people.Handle(item.Key("owner"));
            var team = people.Team(item.Key("team"));
            if (key.Text() is not { } name) continue;
            if (name.Any(char.IsWhiteSpace)) key.Refuse($"\"{name}\" has a space; people type svc:name in one word.");
            else if (services.Any(other => string.Equals(other.Name, name, StringComparison.OrdinalIgnoreCase))) key.Refuse($"\"{name}\" stands here twice; every service has one entry.");
            else services.Add(new ServiceEntry(name, owner, team));
        }

        return services;
    }

    private static List<string> Environments(Setting list)
    {
        if (!list.IsThere) return ["LAB", "INT", "QA", "PROD"];
        var names = new List<string>();
        foreach (var item in list.Items())
        {
            if (item.Text() is not { } name) continue;
            if (name.Any(character => char.IsWhiteSpace(character) || character is ',' or '/')) item.Refuse($"\"{name}\" is not one word; people type env:PROD.");
            else if (names.Contains(name, StringComparer.OrdinalIgnoreCase)) item.Refuse($"\"{name}\" stands here twice; name each environment once.");
            else names.Add(name);
        }

        if (list.IsEmptyList) list.Refuse("no environment is named; write for example [\"QA\", \"PROD\"].");
        return names;
    }

    private static List<Contact> Contacts(Setting list, KnownHandles people)
    {
        var contacts = new List<Contact>();
        foreach (var item in list.Items().Where(item => item.IsSection()))
        {
            var about = item.Key("about").Required("\"Technical Questions\"").Text();
            var name = item.Key("name").Required("\"Senior SRE\"").Text();
            var handle = people.Handle(item.Key("handle").Required("\"@senior-sre\""));
            if (about is not null && name is not null && handle is not null) contacts.Add(new Contact(about, name, handle));
        }

        return contacts;
    }

    private static List<RelatedDocument> Documents(Setting list)
    {
        var documents = new List<RelatedDocument>();
        foreach (var item in list.Items().Where(item => item.IsSection()))
        {
            var title = item.Key("title").Required("\"Escalation Procedures\"").Text();
            var key = item.Key("link").Required("\"./Escalation-Procedures\"");
            if (key.Text() is not { } link) continue;
            var fits = link.StartsWith("./", StringComparison.Ordinal) || (Uri.TryCreate(link, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https");
            if (!fits) key.Refuse($"\"{link}\" is no link; write https://… or a wiki page as ./Page-Name.");
            else if (title is not null) documents.Add(new RelatedDocument(title, link));
        }

        return documents;
    }

    private static Regex IncidentId(Setting key)
    {
        var shipped = new Policy { ProcessZone = DateTimeZone.Utc }.IncidentIdPattern;
        if (key.Text() is not { } text) return shipped;
        try
        {
            var whole = $@"\A(?:{text})\z";
            if (whole == shipped.ToString()) return shipped; // Compiled with the program; another is built at every start.
            var pattern = new Regex(whole, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
            string[] words = ["", "p1", "start", "gateway", "14:05", "1405", "2026-11-20"];
            if (words.FirstOrDefault(word => pattern.IsMatch(word)) is not { } taken) return pattern;
            key.Refuse($"\"{text}\" also matches \"{taken}\"; begin it with letters of its own, as in INC-[0-9]{{4,8}}.");
        }
        catch (ArgumentException)
        {
            key.Refuse($"\"{text}\" is no regular expression; write for example \"INC-[0-9]{{4,8}}\".");
        }
        catch (NotSupportedException)
        {
            key.Refuse($"\"{text}\" looks ahead or back, which can take very long; write it without (?=…), (?!…) and \\1.");
        }

        return shipped;
    }
}

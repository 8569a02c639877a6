using PostMortemBot.Domain;

namespace PostMortemBot.Settings;

/// <summary>Reads what the program itself needs: address, folders, store, wiki, templates, platforms. Relative paths start from the folder of <c>bot.json</c>.</summary>
internal static class HostSettings
{
    /// <summary>Why the bot does not start. The commands beside it need no chat.</summary>
    public const string NoWebChat = "this program was published as machine code, without the built-in chat; give it Slack's or Teams' secrets by environment (see the README) and no --try, or publish it without Native.";

    public static BotOptions Read(Setting root, Policy policy, string configFile, IReadOnlyDictionary<string, string> environment, bool tryIt)
    {
        var beside = Path.GetDirectoryName(configFile)!;
        var data = Folder(root.Key("dataFolder"), beside, "data");
        var organisations = Organisations(root.Key("organisations"));
        var slack = SlackReading.Read(root.Key("platforms"), environment, organisations);
        var teams = TeamsReading.Read(root.Key("platforms"), environment, organisations, root.Key("url"));
        var templates = root.Key("templates");
        var webChat = tryIt || (slack is null && teams is null);
        if (webChat && !BotOptions.HasWebChat) root.Key("platforms").Warn(NoWebChat);
        return new BotOptions
        {
            Policy = policy,
            ConfigFile = configFile,
            Organisations = organisations,
            Slack = slack,
            Teams = teams,
            Url = Url(root.Key("url"), webChat),
            PublicUrl = root.Key("publicUrl").Address(),
            DataFolder = data,
            DatabaseFile = Store(root.Key("storage"), data),
            Wiki = WikiReading.Read(root.Key("wiki"), data, environment, organisations.Count),
            Mail = MailReading.Read(root.Key("mail"), environment),
            Tracker = TrackerReading.Read(root.Key("tracker"), environment, organisations.Count),
            Alerts = AlertReading.Read(root.Key("alerts"), environment),
            TemplateFolder = templates.IsSection() ? Folder(templates.Key("folder"), beside, "templates") : "",
            TemplateChoices = templates.IsSection() ? Choices(templates.Key("choose")) : [],
            WebChat = webChat,
        };
    }

    private static List<OrganisationOptions> Organisations(Setting list)
    {
        var organisations = new List<OrganisationOptions>();
        foreach (var item in list.Items().Where(item => item.IsSection()))
        {
            var name = item.Key("name").Required("\"Example Inc\"").Text();
            var organisation = new OrganisationOptions(name ?? "", item.Key("slackWorkspaces").Texts(), item.Key("teamsTenants").Texts());
            var twice = organisations.SelectMany(Homes).Intersect(Homes(organisation), StringComparer.Ordinal).FirstOrDefault();
            if (twice is not null) item.Refuse($"{twice} belongs to another organisation already; a workspace or tenant has one.");
            organisations.Add(organisation);
        }

        return organisations;

        static IEnumerable<string> Homes(OrganisationOptions one) => one.SlackWorkspaces.Concat(one.TeamsTenants);
    }

    private static Uri Url(Setting key, bool webChat)
    {
        var url = key.Address() ?? new Uri("http://localhost:3978");
        if (url.AbsolutePath != "/" || url.Query.Length > 0) key.Refuse($"{key.Shown()} has a path; write only address and port, such as \"http://localhost:3978\".");
        else if (webChat && !url.IsLoopback) key.Refuse("the built-in chat answers on this machine only; write \"http://localhost:3978\".");
        return url;
    }

    private static string Store(Setting section, string data)
    {
        if (!section.IsSection()) return "";
        section.Key("kind").OneOf(("sqlite", 's'));
        return Path.GetFullPath(section.Key("file").Text() ?? "post-mortems.db", data);
    }

    /// <summary>A secret, in any case of its name; empty when it is not set.</summary>
    public static string Secret(IReadOnlyDictionary<string, string> environment, string name) =>
        environment.FirstOrDefault(entry => string.Equals(entry.Key, name, StringComparison.OrdinalIgnoreCase)).Value?.Trim() ?? "";

    public static string Folder(Setting key, string from, string shipped)
    {
        var text = key.Text() ?? shipped;
        if (!text.Contains('\0', StringComparison.Ordinal)) return Path.GetFullPath(text, from);
        key.Refuse("the path holds a character that no path can have; write it anew.");
        return from;
    }

    private static List<TemplateChoice> Choices(Setting list)
    {
        var choices = new List<TemplateChoice>();
        foreach (var item in list.Items().Where(item => item.IsSection()))
        {
            var file = item.Key("file").Required("\"near-miss.md\"");
            var severities = PolicySettings.Severities(item.Key("severities")).ToList();
            var nearMiss = item.Key("nearMiss").YesNo();
            if (file.Text() is not { } name) continue;
            if (Path.GetFileName(name) != name || !name.EndsWith(".md", StringComparison.Ordinal)) file.Refuse($"\"{name}\" is no file of the template folder; write its name alone, ending in .md.");
            else choices.Add(new TemplateChoice(name, severities, nearMiss));
        }

        return choices;
    }
}

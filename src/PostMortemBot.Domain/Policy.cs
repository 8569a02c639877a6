using System.Text.RegularExpressions;
using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>
/// The organisation's rules, read from <c>bot.json</c>. Rules of the domain take it (or one part of it) as an argument; it holds no state, no clock and no secret.
/// What is not said has the process's own value.
/// </summary>
public sealed partial record Policy
{
    /// <summary>The zone in which times without a zone are read and days are counted.</summary>
    public required DateTimeZone ProcessZone { get; init; }

    public TriggerPolicy Triggers { get; init; } = new();

    public DeadlinePolicy Deadlines { get; init; } = new();

    /// <summary>When people may be written to, with the days off of every zone.</summary>
    public WorkingHours WorkingHours { get; init; } = new();

    public IReadOnlyList<Team> Teams { get; init; } = [];

    /// <summary>Titles that people hold (<c>sre-lead</c>) and that reviews, contacts and reminders name.</summary>
    public IReadOnlyList<Role> Roles { get; init; } = [];

    public IReadOnlyList<KnownPerson> People { get; init; } = [];

    public IReadOnlyList<ServiceEntry> Services { get; init; } = [];

    /// <summary>In the order in which they are printed.</summary>
    public IReadOnlyList<string> Environments { get; init; } = ["LAB", "INT", "QA", "PROD"];

    public IReadOnlyList<Slo> Slos { get; init; } = [];

    public ReviewPolicy Review { get; init; } = new();

    public Distribution Distribution { get; init; } = new();

    public IReadOnlyList<Contact> Contacts { get; init; } = [];

    public IReadOnlyList<RelatedDocument> RelatedDocuments { get; init; } = [];

    public CaptureEmoji Emoji { get; init; } = new();

    /// <summary>Matches a whole incident number, in any case, and nothing around it.</summary>
    public Regex IncidentIdPattern { get; init; } = ProcessIncidentId();

    /// <summary>Changes whenever a rule changes: rows reckoned with another hash are reckoned anew.</summary>
    public string Hash { get; init; } = "";

    /// <summary>The incident number as it is stored (upper case), or null when the word is none.</summary>
    public string? ReadIncidentId(string word) =>
        IncidentIdPattern.IsMatch(word.Trim()) ? word.Trim().ToUpperInvariant() : null;

    /// <summary>The configured spelling of an environment, in whatever case it was typed; null when there is none of that name.</summary>
    public string? EnvironmentNamed(string word) => Environments.FirstOrDefault(name => Same(name, word));

    public ServiceEntry? ServiceNamed(string word) => Services.FirstOrDefault(service => Same(service.Name, word));

    public Slo? SloNamed(string word) =>
        Slos.FirstOrDefault(slo => Same(slo.Name, word)) ?? Slos.FirstOrDefault(slo => slo.TypedAs.Length > 0 && Same(slo.TypedAs, word));

    /// <summary>The person of this handle, with or without <c>@</c>; null when <c>bot.json</c> names none.</summary>
    public KnownPerson? PersonNamed(string handle) => People.FirstOrDefault(person => Same(person.Handle, Bare(handle)));

    public Team? TeamNamed(string handle) => Teams.FirstOrDefault(team => Same(team.Handle, Bare(handle)));

    /// <summary>The team a person is printed with, or null.</summary>
    public Team? TeamOf(KnownPerson person) => person.Team is null ? null : TeamNamed(person.Team);

    /// <summary>
    /// Everybody a handle means: the person, those who hold the role, or the team's members; in the order of <c>bot.json</c>. Empty when nobody does.
    /// </summary>
    public IReadOnlyList<KnownPerson> Holders(string handle)
    {
        var bare = Bare(handle);
        if (PersonNamed(bare) is { } person) return [person];
        return [.. People.Where(one => one.Roles.Any(role => Same(role, bare)) || (one.Team is { } team && Same(team, bare)))];
    }

    /// <summary>Whether any role or team takes its members from a user group of Slack.</summary>
    public bool NamesGroups => Roles.Any(role => role.SlackGroup is not null) || Teams.Any(team => team.SlackGroup is not null);

    /// <summary>The roles and teams that a Slack user group of this handle gives its members.</summary>
    public IEnumerable<string> GivenBy(string group) =>
        Roles.Where(role => role.SlackGroup is { } its && Same(its, group)).Select(role => role.Handle).Concat(Teams.Where(team => team.SlackGroup is { } its && Same(its, group)).Select(team => team.Handle));

    private static string Bare(string handle) => handle.Trim().TrimStart('@');

    private static bool Same(string a, string b) => string.Equals(a, b.Trim(), StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\A(?:INC-[0-9]{4,8})\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Patterns.Patience)]
    private static partial Regex ProcessIncidentId();
}

/// <summary>A service that incidents strike.</summary>
/// <param name="Name">As it is typed and printed: <c>gateway</c>.</param>
/// <param name="Owner">The handle of the person or role who owns incidents of it; null when nobody is named.</param>
/// <param name="Team">The handle of the team that runs it, or null.</param>
public sealed record ServiceEntry(string Name, string? Owner = null, string? Team = null);

/// <summary>The emoji that capture, by name without colons. No emoji stands in two lists, and the bot's receipt is none of them.</summary>
public sealed record CaptureEmoji
{
    public IReadOnlyList<string> Timeline { get; init; } = ["pushpin"];

    public IReadOnlyList<string> Evidence { get; init; } = ["paperclip"];

    public IReadOnlyList<string> Action { get; init; } = ["clipboard"];
}

/// <summary>Whom to ask, printed under a heading of <c>help process</c> and in refusals that need a person.</summary>
/// <param name="About">What they answer for: <c>Technical Questions</c>.</param>
/// <param name="Handle">A person, role or team, without <c>@</c>.</param>
public sealed record Contact(string About, string Name, string Handle);

/// <summary>A document that belongs to the process.</summary>
/// <param name="Link">An address, or a page of the wiki beginning with <c>./</c>.</param>
public sealed record RelatedDocument(string Title, string Link);

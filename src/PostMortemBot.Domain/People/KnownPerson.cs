using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>A person named in <c>bot.json</c>. Facts store ids; the host links an account to this entry by handle, e-mail or account.</summary>
/// <param name="Handle">Unique, without <c>@</c>, lower case.</param>
/// <param name="Zone">Where the person works: decides when they may be written to.</param>
/// <param name="Team">The handle of their team, or null.</param>
/// <param name="Roles">The roles they hold (<c>sre-lead</c>).</param>
public sealed record KnownPerson(string Handle, string Name, DateTimeZone Zone, string? Team, IReadOnlyList<string> Roles)
{
    public string? Email { get; init; }

    /// <summary>Their accounts on the platforms, where <c>bot.json</c> links them.</summary>
    public IReadOnlyList<KnownAccount> Accounts { get; init; } = [];
}

/// <summary>An account of a person: the platform (<c>slack</c>, <c>teams</c>, <c>web</c>), the workspace or tenant, the user's id there.</summary>
public sealed record KnownAccount(string Platform, string Workspace, string User);

/// <summary>A group of people.</summary>
/// <param name="Handle">Unique among people, roles and teams: <c>sre-team</c>.</param>
/// <param name="Name">In full: <c>SRE Team</c>.</param>
/// <param name="PrintedAs">How the timeline's Owner column calls it: <c>SRE</c>.</param>
/// <param name="SlackGroup">The handle of the Slack user group whose members belong to it besides, or null.</param>
public sealed record Team(string Handle, string Name, string PrintedAs, string? SlackGroup = null);

/// <summary>A title that people hold.</summary>
/// <param name="SlackGroup">The handle of the Slack user group whose members hold it besides, or null.</param>
public sealed record Role(string Handle, string Title, string? SlackGroup = null);

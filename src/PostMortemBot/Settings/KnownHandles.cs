using PostMortemBot.Domain;

namespace PostMortemBot.Settings;

/// <summary>Who may be named in <c>bot.json</c>: read first, then asked by every key that names somebody.</summary>
internal sealed class KnownHandles
{
    public List<Team> Teams { get; } = [];

    public List<Role> Roles { get; } = [];

    public List<KnownPerson> People { get; } = [];

    private IEnumerable<string> All => Teams.Select(team => team.Handle).Concat(Roles.Select(role => role.Handle)).Concat(People.Select(person => person.Handle));

    /// <summary>A handle that is not taken yet.</summary>
    public string? New(Setting key)
    {
        if (key.Text() is not { } text) return null;
        var handle = text.TrimStart('@').ToLowerInvariant();
        if (handle.Length == 0 || !handle.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.')) key.Refuse($"\"{text}\" is no handle; use letters, digits, - _ and dots.");
        else if (All.Contains(handle)) key.Refuse($"@{handle} is taken; people, roles and teams need different handles.");
        else return handle;
        return null;
    }

    /// <summary>A person, role or team.</summary>
    public string? Handle(Setting key) => Known(key, [.. All], "person, role or team");

    public string? Team(Setting key) => Known(key, [.. Teams.Select(team => team.Handle)], "team");

    public string? Role(Setting key) => Known(key, [.. Roles.Select(role => role.Handle)], "role");

    /// <summary>The people a handle means, in the order of the file.</summary>
    public IEnumerable<KnownPerson> Holders(string handle) =>
        People.Where(person => person.Handle == handle || person.Team == handle || person.Roles.Contains(handle));

    private static string? Known(Setting key, IReadOnlyList<string> known, string what)
    {
        if (key.Text() is not { } text) return null;
        var handle = text.TrimStart('@').ToLowerInvariant();
        if (known.Contains(handle)) return handle;
        key.Refuse(Closest.To(handle, known) is { } near ? $"@{handle} is no {what} named here; did you mean @{near}?" : $"@{handle} is no {what} named here; add it.");
        return null;
    }
}

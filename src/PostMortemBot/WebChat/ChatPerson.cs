namespace PostMortemBot.WebChat;

/// <summary>Somebody the visitor can speak as.</summary>
/// <param name="Id">Also the user id of the account, and what a person picker gives back.</param>
/// <param name="Zone">IANA name of the zone the person works in.</param>
internal sealed record ChatPerson(string Id, string Name, string Role, string Team, string Zone)
{
    /// <summary>The order of arrival.</summary>
    public int Rank { get; init; }
}

/// <summary>A channel, or the direct conversation of one person with the bot.</summary>
/// <param name="With">The person of a direct conversation; null for a channel.</param>
internal sealed record ChatChannel(string Id, string Name, string Purpose, string? With = null)
{
    public bool Direct => With is not null;

    /// <summary>The order of arrival.</summary>
    public int Rank { get; init; }

    /// <summary>The line about the sample on top of the channel; empty where nothing is to be said.</summary>
    public string Lead { get; init; } = "";
}

/// <summary>Who and what is there before anybody has said a word: the people of <c>bot.json</c> as shipped, by their handles, and two whom it does not know.</summary>
internal static class Cast
{
    public static IReadOnlyList<ChatPerson> People { get; } =
    [
        new("dana", "Dana Whitfield", "SRE on call", "SRE", "America/New_York"),
        new("lee", "Lee Chang", "App developer", "App Dev", "America/New_York"),
        new("ines", "Ines Faria", "Support engineer", "Support", "Europe/Lisbon"),
        new("sam", "Sam Ortiz", "App Dev lead", "App Dev", "America/New_York"),
        new("noor", "Noor Haddad", "Senior SRE", "SRE", "Europe/London"),
        new("kim", "Kim Larsen", "Platform manager", "Platform", "America/New_York"),
        new("priya", "Priya Raman", "Product owner", "Product", "Asia/Kolkata"),
        new("tomas", "Tomas Berg", "SRE", "SRE", "Europe/Prague"),
        new("marta", "Marta Silva", "SRE lead", "SRE", "America/New_York"),
    ];

    public static IReadOnlyList<ChatChannel> Channels { get; } =
    [
        new("inc-gateway", "inc-gateway", "Incident channel: API gateway"),
        new("general", "general", "Everybody, about everything"),
        new("distribution", "post-mortems", "Reviews, digests and what was published"),
    ];
}

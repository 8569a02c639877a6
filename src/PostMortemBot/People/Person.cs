using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.People;

/// <summary>An account on a platform; <see cref="Directory"/> knows which person it belongs to.</summary>
internal sealed record Account(string Platform, string Workspace, string User)
{
    public string Key => $"{Platform}|{Workspace}|{User}";
}

/// <summary>A person as the directory knows them now. Names live here alone: facts hold ids.</summary>
/// <param name="Handle">In <c>bot.json</c>, or empty.</param>
/// <param name="Zone">Where they work; the process zone until better is known.</param>
/// <param name="Account">Where they acted last: there they are written to.</param>
internal sealed record Person(PersonId Id, string Name, string Handle, DateTimeZone Zone, Account? Account)
{
    /// <summary>How the timeline prints them: their team's short name, or empty.</summary>
    public string TeamPrinted { get; init; } = "";

    /// <summary>Every role and team handle that <c>bot.json</c> gives them.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    public bool IsGuest { get; init; }

    public bool IsBot { get; init; }
}

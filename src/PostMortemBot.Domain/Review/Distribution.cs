namespace PostMortemBot.Domain;

/// <summary>Who is told when a post-mortem is published.</summary>
public sealed record Distribution
{
    public IReadOnlyList<Recipient> Required { get; init; } = [];

    public IReadOnlyList<OptionalRecipient> Optional { get; init; } = [];
}

/// <summary>Under which condition an optional recipient is told.</summary>
public enum DistributionCondition
{
    P1,
    CustomerImpact,
    RunbookChanges,

    /// <summary>When the author says so.</summary>
    Ask,
}

/// <summary>A recipient.</summary>
/// <param name="Name">As printed: <c>SRE Team</c>.</param>
/// <param name="Handle">The group's handle as printed in brackets, without <c>@</c>; null when it has none. Printing never mentions it.</param>
/// <param name="Where">The addresses to write to; none until somebody enters them.</param>
public sealed record Recipient(string Name, string? Handle, IReadOnlyList<Address> Where);

/// <summary>A recipient who is told when one of the conditions holds.</summary>
/// <param name="Printed">The line of the document: <c>Executive Leadership (for P1 incidents)</c>.</param>
public sealed record OptionalRecipient(Recipient Recipient, IReadOnlyList<DistributionCondition> When, string Printed);

/// <summary>Where something can be sent: <c>slack</c>, <c>teams</c>, <c>web</c> or <c>mail</c>, and the channel, group, person or address there.</summary>
public sealed record Address(string Platform, string Target)
{
    /// <summary>The channel, in the workspace where an incident is spoken of on that platform; null for persons, for mail, and for platforms where it is not.</summary>
    public Place? PlaceBeside(IEnumerable<Place> places) => Platform == "mail" || Target.StartsWith('@') ? null
        : places.FirstOrDefault(place => place.Platform == Platform) is { } there ? new(Platform, there.Workspace, Target) : null;
}

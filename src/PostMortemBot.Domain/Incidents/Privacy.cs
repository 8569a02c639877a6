using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>Who may read it from here on: everybody of the organisation, or, while it is private, its own people and those added by name.</summary>
/// <param name="Added">All who are added by name; none while it is open to everybody.</param>
public sealed record ReadersSet(Instant At, PersonId By, bool Private, IReadOnlyList<PersonId> Added) : PostMortemEvent(At, By);

/// <summary>Keeping an incident to its own people (decisions.md 10), and opening it again.</summary>
public static class Privacy
{
    /// <summary>Makes it private, or changes who reads a private one.</summary>
    /// <param name="without">Added before, and not to read it any more; whoever takes part goes on reading.</param>
    public static Decision Keep(PostMortem p, IReadOnlyCollection<PersonId> added, IReadOnlyCollection<PersonId> without, Actor who, Instant now)
    {
        if (Refusal(p, who) is { } refused) return refused;
        if (without.FirstOrDefault(Rights.ReadersOf(p with { ReadersAdded = [] }).Contains) is { Value: not null }) return Decision.Refuse($"Whoever takes part in {p.Name}, writes or reviews it goes on reading it. Only those added by name can be left out.");
        var readers = p.ReadersAdded.Union(added).Except(without);
        return p.IsPrivate && readers.SetEquals(p.ReadersAdded) ? Decision.Nothing : Decision.Accept(new ReadersSet(now, who.Id, true, [.. readers.OrderBy(id => id.Value, StringComparer.Ordinal)]));
    }

    public static Decision Open(PostMortem p, Actor who, Instant now) =>
        Refusal(p, who) ?? (p.IsPrivate ? Decision.Accept(new ReadersSet(now, who.Id, false, [])) : Decision.Nothing);

    private static Decision? Refusal(PostMortem p, Actor who)
    {
        if (!p.Exists || p.Life == Life.Waiting) return Decision.Refuse("No incident is open here. Start one first: start what is wrong.");
        if (!Rights.May(who, Act.SetReaders, p)) return Decision.Forbid($"Who reads {p.Name} is decided by its author, the SRE team, the process reviewer or an administrator. Ask one of them.");
        return p.Life == Life.Merged ? Decision.Refuse($"{p.Name} is part of {p.MergedIntoName} now. Decide it there.") : null;
    }
}

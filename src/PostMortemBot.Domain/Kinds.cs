namespace PostMortemBot.Domain;

/// <summary>Where a post-mortem is in its life (decisions.md 2). The names are stored in list rows.</summary>
public enum Life
{
    /// <summary>Marks came, nobody has started an incident yet.</summary>
    Waiting,
    Capturing,

    /// <summary>A near miss, noted in one line.</summary>
    Noted,

    /// <summary>Resolved; a post-mortem is optional and nobody has decided.</summary>
    Offered,
    NotRequired,
    Declined,
    Draft,
    UnderReview,
    Final,
    Cancelled,
    Merged,
}

public enum VerdictKind
{
    Required,
    Optional,
    NotRequired,
}

public enum OptionalReason
{
    NearMiss,
    ProcessFailure,
    Learning,
}

/// <summary>Why an event stands on the timeline.</summary>
public enum MarkKind
{
    Command,
    Menu,
    Reaction,
    Pushpin,
    Backfill,
    Import,
    Hook,

    /// <summary>The bot noted an act of its own conversation: a hand-over, a reopening.</summary>
    Act,
}

/// <summary>One reason: by whom, and with which emoji when it was a reaction.</summary>
public sealed record MarkReason(MarkKind Kind, PersonId Person, string Emoji = "");

/// <summary>Who a timeline event or an action item is printed with: a team by name, or a person.</summary>
public sealed record EventOwner(string Team, PersonId? Person)
{
    public static EventOwner OfTeam(string team) => new(team, null);

    public static EventOwner OfPerson(PersonId person) => new("", person);
}

public enum EvidenceKind
{
    Log,
    Query,
    Screenshot,
    Dashboard,
    File,
    Message,
    Link,
}

/// <summary>A kept file: content-addressed, at most 10 MB.</summary>
/// <param name="Hash">SHA-256 of its bytes, hexadecimal.</param>
/// <param name="ContentType">By content, not by name.</param>
/// <param name="Bytes">Its length; 0 when only name and link could be kept.</param>
public sealed record Attachment(string Hash, string Name, string ContentType, long Bytes)
{
    public bool IsKept => Bytes > 0;

    /// <summary>Only the name is kept, for want of room or because the file was refused.</summary>
    public static Attachment NameAlone(string name) => new("", name, "", 0);
}

/// <summary>How soon an action is to be complete: 1 week, 1 month, 1 quarter.</summary>
public enum Horizon
{
    Immediate,
    ShortTerm,
    LongTerm,
}

public enum ActionStatus
{
    Open,
    InProgress,
    Done,
}

/// <summary>What an action improves: Prevention Measures are made from it.</summary>
public enum ActionKind
{
    Alert,
    Slo,
    Dashboard,
    Runbook,
    Testing,
    Change,
    Architecture,
    Automation,
    Resilience,
}

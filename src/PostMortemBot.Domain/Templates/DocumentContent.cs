namespace PostMortemBot.Domain;

/// <summary>
/// Everything that is filled into a template to make the document. Whoever fills it takes it from the incident's state; all texts are ready to be read: instants printed in the process
/// zone, people and groups named, no ids.
/// </summary>
/// <remarks>
/// A field is filled by the first that applies: N/A said of it (or of its group or part); its binding's value in <see cref="Bound"/> when that is there and not empty; the answer of a
/// person in <see cref="Answers"/>; the template's own fixed text, where it has one. Else it is a blank (<see cref="Document.Blanks"/>) and the draft prints <c>(to be written: label)</c>.
/// </remarks>
public sealed record DocumentContent
{
    /// <summary>Nothing known: a draft of nothing but blanks.</summary>
    public static DocumentContent Empty { get; } = new();

    /// <summary>What people answered, by the field's path. Paths that the template does not have are ignored here (they are <em>unplaced</em>).</summary>
    public IReadOnlyDictionary<FieldPath, FieldValue> Answers { get; init; } = new Dictionary<FieldPath, FieldValue>();

    /// <summary>N/A with its reason (perhaps empty), by the path of a part, a group or a field.</summary>
    public IReadOnlyDictionary<FieldPath, string> NotApplicable { get; init; } = new Dictionary<FieldPath, string>();

    /// <summary>What the bot fills, by the names of <see cref="Bindings"/>.</summary>
    public IReadOnlyDictionary<string, FieldValue> Bound { get; init; } = new Dictionary<string, FieldValue>();

    /// <summary>The detailed timeline, in the order of time; empty while nothing was marked.</summary>
    public IReadOnlyList<TimelineDay> Timeline { get; init; } = [];

    /// <summary>The zone's abbreviation in force at the incident (<c>EST</c>, or <c>EDT/EST</c> over a change of clocks): replaces the one in the milestones' header. Null: the template's stays.</summary>
    public string? Zone { get; init; }

    /// <summary>A near miss: parts and groups that are not for near misses are printed N/A and not asked.</summary>
    public bool NearMiss { get; init; }

    /// <summary>For a finished document: an unanswered blank is printed N/A. False for a draft, where it says what is to be written.</summary>
    public bool Finished { get; init; }
}

/// <summary>One calendar day of the detailed timeline.</summary>
/// <param name="Date">As printed in the heading: 2026-11-24.</param>
/// <param name="Blocks">In the order of time; a new one whenever the phase changes.</param>
public sealed record TimelineDay(string Date, IReadOnlyList<TimelineBlock> Blocks);

/// <summary>Events of one phase that follow each other.</summary>
/// <param name="Time">The first one's time: 02:14.</param>
/// <param name="Title">The phase's name as printed (<see cref="PhaseNames.DisplayName"/>); a template's phase of the same beginning counts as having events.</param>
/// <param name="Lines">The events.</param>
public sealed record TimelineBlock(string Time, string Title, IReadOnlyList<TimelineLine> Lines);

/// <summary>One event: printed <c>- 02:14 text (owner) [source](link)</c>.</summary>
/// <param name="Time">HH:MM or HH:MM:SS; empty to leave it out.</param>
/// <param name="Text">One line of plain text.</param>
/// <param name="Owner">The team or person; null when none is known.</param>
/// <param name="Link">Where it was said (http or https); null when there is no link.</param>
public sealed record TimelineLine(string Time, string Text, string? Owner = null, string? Link = null);

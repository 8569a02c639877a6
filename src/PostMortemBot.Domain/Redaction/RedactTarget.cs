using System.Globalization;

namespace PostMortemBot.Domain;

/// <summary>What may be redacted: one thing that a person wrote or kept.</summary>
public abstract record RedactTarget
{
    private RedactTarget()
    {
    }

    public sealed record OfEvent(TimelineEventId Id) : RedactTarget;

    public sealed record OfEvidence(EvidenceId Id) : RedactTarget;

    public sealed record OfAction(ActionItemId Id) : RedactTarget;

    public sealed record OfAnswer(FieldPath Path) : RedactTarget;

    /// <summary>A note of a hand-over, a lesson, a request for a change and its reply, or a reason that was given: by the version of its fact.</summary>
    public sealed record OfNote(long Version) : RedactTarget;

    public sealed record OfTitle : RedactTarget;

    /// <summary>Short, for a button or an entry of a list to carry; read again by <see cref="Read"/>. An answer is named by the version that gave it.</summary>
    public string Carried(PostMortem p) => this switch
    {
        OfEvent one => "event:" + one.Id.Value,
        OfEvidence one => "evidence:" + one.Id.Value,
        OfAction one => "action:" + one.Id.Value,
        OfAnswer one => string.Create(CultureInfo.InvariantCulture, $"answer:{(p.Answers.TryGetValue(one.Path, out var given) ? given.Version : 0)}"),
        OfNote one => string.Create(CultureInfo.InvariantCulture, $"note:{one.Version}"),
        _ => "title:",
    };

    /// <summary>Null when it names nothing, or an answer that was given anew since.</summary>
    public static RedactTarget? Read(PostMortem p, string carried)
    {
        var colon = carried.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return null;
        var id = carried[(colon + 1)..];
        _ = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var version);
        return carried[..colon] switch
        {
            "event" => new OfEvent(new(id)),
            "evidence" => new OfEvidence(new(id)),
            "action" => new OfAction(new(id)),
            "answer" => p.Answers.Where(entry => entry.Value.Version == version).Select(entry => new OfAnswer(entry.Key)).FirstOrDefault(),
            "note" => new OfNote(version),
            "title" => new OfTitle(),
            _ => null,
        };
    }
}

/// <summary>One thing that may be redacted, as it is offered.</summary>
/// <param name="Text">What will be overwritten.</param>
/// <param name="By">Whose it is.</param>
public sealed record Redactable(RedactTarget Target, string Text, PersonId By);

/// <summary>What a redaction does: facts to overwrite by their version, and the fact that records it; or why not.</summary>
/// <param name="Gone">What was overwritten: copies of it elsewhere go too.</param>
public sealed record Overwriting(Decision Decision, IReadOnlyDictionary<long, PostMortemEvent> Facts, GoneTexts Gone)
{
    public static Overwriting Refused(Decision decision) => new(decision, new Dictionary<long, PostMortemEvent>(), new([], []));
}

/// <summary>Texts, longest first, and files by their hash.</summary>
public sealed record GoneTexts(IReadOnlyList<string> Texts, IReadOnlyList<string> Files);

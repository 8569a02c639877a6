using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;

namespace PostMortemBot.Features;

/// <summary>One typed line of a mark, read: when, which phase, what; or why it was not understood.</summary>
internal sealed record MarkWords(Instant When, string Text, Phase? Phase, bool PhaseGuessed, string? Said, IReadOnlyList<string> Masked, string? Refused)
{
    /// <summary>The line as it was typed: what is given back when it is not stored.</summary>
    public string Raw { get; init; } = "";

    /// <summary>A time was typed; else <see cref="When"/> is the moment at which it was said.</summary>
    public bool Timed { get; init; }

    /// <summary>Reads <c>[time] [#phase] text</c>. What looks like a secret is masked; what the reader should know is in <see cref="Said"/>.</summary>
    public static MarkWords Read(string line, Turn turn, PostMortem? p) => Read(line, turn.SaidAt, turn, p);

    /// <param name="saidAt">When it was said first: <c>-10m</c> in an edited message means what it meant then.</param>
    public static MarkWords Read(string line, Instant saidAt, Turn turn, PostMortem? p)
    {
        var began = p is { Exists: true, Life: not Life.Waiting } ? p.Began : (Instant?)null;
        var withoutPhase = line.Trim();
        var phase = Phases.Read(ref withoutPhase);
        var when = saidAt;
        var timed = false;
        string? said = null;
        var text = withoutPhase;
        switch (Domain.When.Read(withoutPhase, new WhenContext(saidAt, turn.Policy.ProcessZone, turn.Who.Zone, began)))
        {
            case WhenReading.Refused refused:
                return new(saidAt, line.Trim(), null, false, null, [], refused.Sentence) { Raw = line.Trim() };
            case WhenReading.At at:
                (when, timed) = (at.Instant, true);
                text = at.Rest;
                said = at.OwnZone?.Sentence;
                break;
            default:
                break;
        }

        phase ??= Phases.Read(ref text);
        var masked = Secrets.Mask(text.Trim());
        if (masked.Text.Length == 0) return new(when, "", phase, false, null, [], "Say what happened, after the time.") { Raw = line.Trim() };
        var guess = phase is null ? Phases.Suggest(masked.Text)?.Phase : null;
        return new(when, masked.Text, phase ?? guess, phase is null && guess is not null, said, masked.Kinds, null) { Raw = line.Trim(), Timed = timed };
    }
}

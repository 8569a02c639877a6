using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;

namespace PostMortemBot.Features;

/// <summary>One typed line of a mark, read: when, which phase, what; or why it was not understood.</summary>
internal sealed record MarkWords(Instant When, string Text, Phase? Phase, bool PhaseGuessed, string? Said, IReadOnlyList<string> Masked, string? Refused)
{
    /// <summary>Reads <c>[time] [#phase] text</c>. What looks like a secret is masked; what the reader should know is in <see cref="Said"/>.</summary>
    public static MarkWords Read(string line, Turn turn, PostMortem? p)
    {
        var began = p is { Exists: true, Life: not Life.Waiting } ? p.Began : (Instant?)null;
        var withoutPhase = line.Trim();
        var phase = Phases.Read(ref withoutPhase);
        var when = turn.SaidAt;
        string? said = null;
        var text = withoutPhase;
        switch (TimeIn(withoutPhase, turn, began))
        {
            case WhenReading.Refused refused:
                return new(turn.SaidAt, line.Trim(), null, false, null, [], refused.Sentence);
            case WhenReading.At at:
                when = at.Instant;
                text = at.Rest;
                said = at.OwnZone?.Sentence;
                break;
            default:
                break;
        }

        phase ??= Phases.Read(ref text);
        var masked = Secrets.Mask(text.Trim());
        if (masked.Text.Length == 0) return new(when, "", phase, false, null, [], "Say what happened, after the time.");
        var guess = phase is null ? Phases.Suggest(masked.Text)?.Phase : null;
        return new(when, masked.Text, phase ?? guess, phase is null && guess is not null, said, masked.Kinds, null);
    }

    private static WhenReading TimeIn(string words, Turn turn, Instant? began) => Domain.When.Read(words, new WhenContext(turn.SaidAt, turn.Policy.ProcessZone, turn.Who.Zone, began));
}

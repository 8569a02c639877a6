using System.Diagnostics.CodeAnalysis;

namespace PostMortemBot.Domain;

/// <summary>A suggested phase and the words of the text that it rests on. Always shown as a guess.</summary>
public sealed record PhaseGuess(Phase Phase, string Words);

/// <summary>
/// Phases from words: <see cref="Read"/> takes one that the writer gave (<c>#detection</c>, <c>cause:</c>), <see cref="Suggest"/> guesses one.
/// Where words of two phases stand side by side, the heavier one wins, then the one with more signs; where neither is, nothing is suggested.
/// What stands between quotation marks is not read: it is what somebody else said.
/// </summary>
public static class Phases
{
    private const string Names = "incident[ -]?begin|begin|began|start|detection|detected|detect|initial[ -]?response|response|investigation|investigate|escalation|escalated|escalate|root[ -]?cause(?:[ -]?discovery)?|cause|fix[ -]?implementation|fix|mitigation|mitigated|recovery|verification|verified|verify|resolution|resolved";

    private static readonly WordPattern AtFront = new($@"\A\s*(?:<#[A-Z0-9]+\|(?<name>{Names})>|#(?<name>{Names})(?![\w-])|(?:\*\*|\[)?(?<name>{Names})(?:\*\*|\])?\s*:(?:\*\*)?(?!//))[\s:,–—-]*");
    private static readonly WordPattern AtEnd = new($@"[\s,;(\[]+(?:<#[A-Z0-9]+\|(?<name>{Names})>|#(?<name>{Names}))[\s.)\]]*\z");

    /// <summary>
    /// The phase that a text names at its front or end, as hashtag, as word with a colon, or as the channel link that Slack makes of a hashtag;
    /// it is taken out of the text. None named, or nothing left besides it: null, and the text is as it was.
    /// </summary>
    public static Phase? Read(ref string text)
    {
        if (text.AsSpan().IndexOfAny('#', ':') < 0) return null;
        foreach (var pattern in new[] { AtFront, AtEnd })
        {
            if (pattern.In(text) is { } found && Named(found.Groups["name"].Value) is { } phase)
            {
                var rest = string.Concat(text.AsSpan(0, found.Index), text.AsSpan(found.Index + found.Length)).Trim();
                if (rest.Length > 0)
                {
                    text = rest;
                    return phase;
                }
            }
        }

        return null;
    }

    /// <summary>A phase for what an event says; null where its words say none clearly.</summary>
    public static PhaseGuess? Suggest(string text)
    {
        var read = PlainText.Read(text, []);
        var possible = PhaseWords.Index.Possible(read);
        foreach (var level in PhaseWords.ByWeight)
        {
            var found = Hits(level, possible, read);
            if (found.Count == 0) continue;
            var clear = found.All(hit => hit.Phase == found[0].Phase) ? found[0].Phase : WithMoreSigns([.. found.Select(hit => hit.Phase).Distinct()], possible, read);
            return clear is null ? null : new PhaseGuess(clear.Value, Words(text, found.First(hit => hit.Phase == clear).Found));
        }

        return null;
    }

    /// <param name="among">Places among <see cref="PhaseWords.Rules"/>.</param>
    private static List<(Phase Phase, int Weight, Range Found)> Hits(IReadOnlyList<int> among, bool[] possible, string read)
    {
        List<(Phase, int, Range)> hits = [];
        for (var i = 0; i < among.Count; i++)
        {
            var rule = PhaseWords.Rules[among[i]];
            if (possible[among[i]] && rule.Pattern.PlaceAnyway(read) is { } found) hits.Add((rule.Phase, rule.Weight, found));
        }

        return hits;
    }

    /// <summary>Of phases whose heaviest words weigh the same.</summary>
    private static Phase? WithMoreSigns(IReadOnlyList<Phase> phases, bool[] possible, string read)
    {
        var signs = Hits([.. Enumerable.Range(0, PhaseWords.Rules.Count).Where(at => phases.Contains(PhaseWords.Rules[at].Phase))], possible, read)
            .GroupBy(hit => hit.Phase)
            .Select(hits => (Phase: hits.Key, All: hits.Sum(hit => hit.Weight)))
            .OrderByDescending(phase => phase.All)
            .ToList();
        return signs[0].All > signs[1].All ? signs[0].Phase : null;
    }

    private static string Words(string text, Range found) => text[found].Trim();

    /// <summary>The phase that one word names: <c>cause</c>, <c>fix</c>, <c>Root Cause Discovery</c>.</summary>
    public static bool TryName(string word, [NotNullWhen(true)] out Phase? phase)
    {
        phase = Named(word.Trim().TrimStart('#').TrimEnd(':'));
        return phase is not null;
    }

    private static Phase? Named(string word) => word.ToUpperInvariant().Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal) switch
    {
        "INCIDENTBEGIN" or "BEGIN" or "BEGAN" or "START" => Phase.IncidentBegin,
        "DETECTION" or "DETECTED" or "DETECT" => Phase.Detection,
        "INITIALRESPONSE" or "RESPONSE" => Phase.InitialResponse,
        "INVESTIGATION" or "INVESTIGATE" => Phase.Investigation,
        "ESCALATION" or "ESCALATED" or "ESCALATE" => Phase.Escalation,
        "ROOTCAUSEDISCOVERY" or "ROOTCAUSE" or "CAUSE" => Phase.RootCauseDiscovery,
        "FIXIMPLEMENTATION" or "FIX" or "MITIGATION" or "MITIGATED" or "RECOVERY" => Phase.FixImplementation,
        "VERIFICATION" or "VERIFIED" or "VERIFY" => Phase.Verification,
        "RESOLUTION" or "RESOLVED" => Phase.Resolution,
        _ => null,
    };
}

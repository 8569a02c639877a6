using System.Text.RegularExpressions;
using PostMortemBot.Chat;
using PostMortemBot.Domain;

namespace PostMortemBot.Features;

/// <summary>
/// The facts typed with <c>start</c> and <c>set</c>, in any order: an incident number, <c>p1</c>…<c>p3</c> (or <c>sev1</c>…), <c>env:PROD,QA</c>, <c>svc:gateway</c>, <c>owner:@dana</c>,
/// <c>commander:@x</c>; what is left is the title.
/// </summary>
internal sealed partial record FactWords
{
    public string? IncidentId { get; init; }

    public Severity? Severity { get; init; }

    public IReadOnlyList<string> Environments { get; init; } = [];

    public IReadOnlyList<string> Services { get; init; } = [];

    public string? Owner { get; init; }

    public string? Commander { get; init; }

    public string Title { get; init; } = "";

    /// <summary>What was meant as a fact and is none, in a sentence.</summary>
    public string? Wrong { get; init; }

    /// <summary>The facts without number and title, as they are typed.</summary>
    private IEnumerable<string> Facts =>
    [
        .. Severity is { } severity ? new[] { severity.ToString().ToLowerInvariant() } : [],
        .. Environments.Count > 0 ? new[] { Labelled("env", string.Join(',', Environments)) } : [],
        .. Services.Count > 0 ? new[] { Labelled("svc", string.Join(',', Services)) } : [],
        .. Owner is { } owner ? new[] { Labelled("owner", owner) } : [],
        .. Commander is { } commander ? new[] { Labelled("commander", commander) } : [],
    ];

    /// <summary>All of it as <c>start</c> takes it: what is given back when it was not taken.</summary>
    public string AsStart => string.Join(' ', new[] { IncidentId ?? "" }.Concat(Facts).Append(Title).Where(word => word.Length > 0));

    /// <summary>All but the number as <c>set</c> takes it; empty when there is nothing to set.</summary>
    public string AsSet => string.Join(' ', Facts.Append(Title.Length > 0 ? "title " + Title : "").Where(word => word.Length > 0));

    public static FactWords Read(string words, Policy policy)
    {
        var read = new FactWords();
        var title = new List<string>();
        foreach (var word in Words().Matches(words).Select(match => match.Value))
        {
            read = Take(read, word, policy, title);
        }

        return read with { Title = Mentions.Plain(string.Join(' ', title)).Trim().Trim('"', '“', '”') };
    }

    private static string Labelled(string label, string value) => value.Contains(' ', StringComparison.Ordinal) ? $"{label}:\"{value}\"" : $"{label}:{value}";

    private static FactWords Take(FactWords read, string word, Policy policy, List<string> title)
    {
        var bare = word.TrimEnd('.', ',');
        if (read.IncidentId is null && policy.ReadIncidentId(bare) is { } id) return read with { IncidentId = id };
        if (read.Severity is null && Severities.Read(bare) is { } severity) return read with { Severity = severity };
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && colon < word.Length - 1 && Labelled(read, word[..colon].ToLowerInvariant(), word[(colon + 1)..].Trim('"', '“', '”'), policy) is { } labelled) return labelled;
        title.Add(word);
        return read;
    }

    private static FactWords? Labelled(FactWords read, string label, string value, Policy policy) => label switch
    {
        "env" or "environment" or "environments" => EnvironmentsNamed(read, Parts(value), policy),
        "svc" or "service" or "services" => read with { Services = [.. read.Services, .. Parts(value).Select(name => policy.ServiceNamed(name)?.Name ?? name)] },
        "owner" => read with { Owner = value },
        "commander" => read with { Commander = value },
        _ => null,
    };

    private static FactWords EnvironmentsNamed(FactWords read, IReadOnlyList<string> names, Policy policy)
    {
        var unknown = names.FirstOrDefault(name => policy.EnvironmentNamed(name) is null);
        return unknown is not null
            ? read with { Wrong = $"I know no environment {unknown}. Take one of: {string.Join(", ", policy.Environments)}." }
            : read with { Environments = [.. policy.Environments.Where(one => read.Environments.Contains(one) || names.Any(name => policy.EnvironmentNamed(name) == one))] };
    }

    /// <summary>A word, or a label with a value of several words: <c>svc:"login page"</c>.</summary>
    [GeneratedRegex("[A-Za-z]+:[\"“][^\"”\\s][^\"”\\n]*[\"”]|\\S+", RegexOptions.None, Patterns.Patience)]
    private static partial Regex Words();

    private static string[] Parts(string value) => value.Split([',', '/', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

using System.Collections.Concurrent;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Templates;

/// <summary>
/// The templates at hand: which one a new post-mortem takes, and the one an old post-mortem was begun with. A template is pinned by the hash of its text, which is
/// kept in the store, so that a draft outlives a change of the file.
/// </summary>
/// <param name="choices">The organisation's own, in the order in which they are tried; none fits: the built-in one.</param>
internal sealed class TemplateShelf(IPostMortemStore store, Template builtIn, IReadOnlyList<(Func<Severity?, bool, bool> Fits, Template Template)> choices)
{
    private readonly ConcurrentDictionary<string, Template> byHash = new(choices.Select(choice => choice.Template).Append(builtIn).DistinctBy(template => template.Hash).ToDictionary(template => template.Hash), StringComparer.Ordinal);

    /// <summary>The template that a post-mortem begun now takes.</summary>
    public Template For(Severity? severity, bool nearMiss)
    {
        var fitting = choices.FirstOrDefault(choice => choice.Fits(severity, nearMiss));
        return fitting.Template ?? builtIn;
    }

    /// <summary>The template of a post-mortem: the pinned one, or before it is begun the one it would take now.</summary>
    public async Task<Template> OfAsync(string organisation, PostMortem p, CancellationToken stop)
    {
        if (p.TemplateHash is not { Length: > 0 } hash) return For(p.Severity, p.IsNearMiss);
        if (byHash.TryGetValue(hash, out var known)) return known;
        var row = await store.RowAsync(organisation, KeyOf(hash), stop) ?? throw new InvalidOperationException($"The template {hash} of {p.Name} is not kept in the store.");
        return TemplateReader.Read("kept.md", row.Body) is TemplateReading.Derived derived
            ? byHash.GetOrAdd(hash, derived.Template)
            : throw new InvalidOperationException($"The kept template {hash} of {p.Name} can no longer be read.");
    }

    /// <summary>The template of a post-mortem when it is at hand without reading the store; null when it must be fetched first (<see cref="OfAsync"/>).</summary>
    public Template? Known(PostMortem p) => p.TemplateHash is not { Length: > 0 } hash ? For(p.Severity, p.IsNearMiss) : byHash.GetValueOrDefault(hash);

    /// <summary>Keeps the text before a fact names its hash; returns the hash.</summary>
    public async Task<string> PinAsync(string organisation, Template template, CancellationToken stop)
    {
        if (await store.RowAsync(organisation, KeyOf(template.Hash), stop) is null) await store.PutAsync(organisation, [new RowPut(KeyOf(template.Hash), template.SourceText)], stop);
        return template.Hash;
    }

    private static string KeyOf(string hash) => "template/" + hash;
}

namespace PostMortemBot.Templates;

/// <summary>What the template's comments say to the reader. Comments are never printed; a comment that says none of this is ignored.</summary>
internal sealed record Directives
{
    private const string Open = "<!--";
    private const string Close = "-->";

    public static Directives None { get; } = new();

    /// <summary>The name of a binding for the blank, list, table, fence or heading before it.</summary>
    public string? Bind { get; init; }

    /// <summary>Bindings by label, folded: <c>bind: Time to detection = metrics.timeToDetection; …</c>.</summary>
    public IReadOnlyDictionary<string, string> BindByLabel { get; init; } = new Dictionary<string, string>();

    /// <summary>What <c>field:</c> says, trimmed.</summary>
    public string? Field { get; init; }

    public string? Part { get; init; }

    /// <summary>The phase whose events stand below a title in another language.</summary>
    public string? Phase { get; init; }

    public IReadOnlyList<string> Review { get; init; } = [];

    public bool NotForNearMisses { get; init; }

    /// <summary>True when it speaks of a field, and so needs one before it.</summary>
    public bool OfAField => Bind is not null || Field is not null || BindByLabel.Count > 0;

    /// <summary>All comments within the text (<c>&lt;!-- … --&gt;</c>, one or several), in order.</summary>
    public static Directives From(string html) => Comments(html).Aggregate(None, (said, comment) => said.And(comment.Trim()));

    /// <summary>True when there is nothing but comments in it.</summary>
    public static bool AreAll(string html)
    {
        var rest = html.AsSpan().Trim();
        while (rest.StartsWith(Open, StringComparison.Ordinal) && rest[Open.Length..].IndexOf(Close, StringComparison.Ordinal) is var end and >= 0)
        {
            rest = rest[(Open.Length + end + Close.Length)..].Trim();
        }

        return rest.IsEmpty;
    }

    public Directives And(Directives later) => this with
    {
        Bind = later.Bind ?? Bind,
        BindByLabel = later.BindByLabel.Count > 0 ? later.BindByLabel : BindByLabel,
        Field = later.Field ?? Field,
        Part = later.Part ?? Part,
        Phase = later.Phase ?? Phase,
        Review = later.Review.Count > 0 ? later.Review : Review,
        NotForNearMisses = NotForNearMisses || later.NotForNearMisses,
    };

    private Directives And(string said)
    {
        if (InlineText.Folded(said).Equals("not for near misses", StringComparison.OrdinalIgnoreCase)) return this with { NotForNearMisses = true };
        var colon = said.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return this;
        var rest = said[(colon + 1)..].Trim();
        return said[..colon].Trim().ToUpperInvariant() switch
        {
            "BIND" when rest.Contains('=', StringComparison.Ordinal) => this with { BindByLabel = Pairs(rest) },
            "BIND" => this with { Bind = rest },
            "FIELD" => this with { Field = rest },
            "PART" => this with { Part = InlineText.Folded(rest) },
            "PHASE" => this with { Phase = InlineText.Folded(rest) },
            "REVIEW" => this with { Review = [.. rest.ToLowerInvariant().Split([' ', ',', '\n'], StringSplitOptions.RemoveEmptyEntries)] },
            _ => this,
        };
    }

    private static Dictionary<string, string> Pairs(string text)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.LastIndexOf('=');
            if (equals > 0) pairs[Paths.Step(pair[..equals])] = pair[(equals + 1)..].Trim();
        }

        return pairs;
    }

    private static IEnumerable<string> Comments(string html)
    {
        for (var at = html.IndexOf(Open, StringComparison.Ordinal); at >= 0; at = html.IndexOf(Open, at, StringComparison.Ordinal))
        {
            var end = html.IndexOf(Close, at + Open.Length, StringComparison.Ordinal);
            if (end < 0) yield break;
            yield return html[(at + Open.Length)..end];
            at = end + Close.Length;
        }
    }
}

/// <summary>Paths of parts, groups and fields (T14).</summary>
internal static class Paths
{
    public const string Between = " / ";

    /// <summary>One step: lower-cased, white space folded; a slash between spaces would read as two steps and loses them.</summary>
    public static string Step(string label) => InlineText.Folded(label).ToLowerInvariant().Replace(Between, "/", StringComparison.Ordinal);

    public static string Below(string path, string label) => path.Length == 0 ? Step(label) : path + Between + Step(label);
}

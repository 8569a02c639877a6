namespace PostMortemBot.Wiki;

/// <summary>
/// A place where finished documents go. What is put is what the page says afterwards, however often it is put: the same page a second time changes nothing. What the wiki refuses for
/// good comes as <see cref="WikiRefused"/>, what asks for patience as <see cref="WikiBusy"/>; everything else that fails may be tried again.
/// </summary>
internal interface IWiki
{
    /// <summary>Where the page of this name is read; null where pages have no address.</summary>
    string? AddressOf(string name);

    /// <summary>Where a file beside the page is read; null where it has no address.</summary>
    string? AddressOf(string name, string file);

    /// <summary>What a page of this wiki writes to link to another: its address, or a path from page to page.</summary>
    string LinkTo(string name) => AddressOf(name) ?? $"./{name}.md";

    /// <summary>
    /// Writes the page and the files beside it: new, or over what stood under this name. Files that the page no longer has go. True when something changed.
    /// </summary>
    Task<bool> PutAsync(WikiPage page, CancellationToken stop);

    /// <summary>The page as the wiki holds it (Markdown, in Confluence its storage format); null when there is none.</summary>
    Task<string?> ReadAsync(string name, CancellationToken stop);
}

/// <summary>A page to write.</summary>
/// <param name="Name">Its name and title; <see cref="WikiNames"/> says what is allowed.</param>
/// <param name="Change">What is done, in a line: the message of a commit or a version.</param>
internal sealed record WikiPage(string Name, string Markdown, IReadOnlyList<WikiFile> Files, string Change)
{
    /// <summary>Somebody asked for it: it is written also where it says the same already, once for each <see cref="Change"/>.</summary>
    public bool Again { get; init; }

    /// <summary>Words under which the page is found, where the wiki knows such; lower case, letters, digits and hyphens.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>What stands in the place of a page that was taken back: a line that says so, and no file.</summary>
    public static WikiPage Withdrawn(string name, string why) => new(name, $"# {name}\n\nThis page was withdrawn. {why}\n", [], $"Withdraw {name}");
}

/// <summary>A file beside a page. Its name begins with the hash of what is in it: under one name lies the same for ever.</summary>
/// <param name="Open">Opens it for reading; null when it is gone.</param>
internal sealed record WikiFile(string Name, Func<Stream?> Open);

/// <summary>The wiki said no for good: trying again is useless until somebody did what the sentence says.</summary>
internal sealed class WikiRefused(string sentence, Exception? cause = null) : Exception(sentence, cause);

/// <summary>The wiki asks for patience: not before this much time is over.</summary>
internal sealed class WikiBusy(NodaTime.Duration wait) : Exception("The wiki asks for patience.")
{
    public NodaTime.Duration Wait => wait;
}

/// <summary>Which names a wiki takes. The rule that makes names is the domain's; this guards the disk and the addresses whatever it is given.</summary>
internal static class WikiNames
{
    private const int MostBytes = 200;

    public static string Page(string name) => IsSafe(name, dot: false) ? name : throw new WikiRefused($"A page cannot be called \"{Shown(name)}\": letters, digits and hyphens, at most {MostBytes} bytes.");

    public static string File(string name) => IsSafe(name, dot: true) ? name : throw new WikiRefused($"A file cannot be called \"{Shown(name)}\": letters, digits, hyphens and one dot, at most {MostBytes} bytes.");

    private static bool IsSafe(string name, bool dot)
    {
        if (name.Length == 0 || System.Text.Encoding.UTF8.GetByteCount(name) > MostBytes || name[0] is '-' or '.' || name[^1] is '-' or '.') return false;
        var dots = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            if (rune.Value == '.') dots++;
            else if (rune.Value != '-' && !Domain.PageName.IsOfWord(rune)) return false;
        }

        return dots <= (dot ? 1 : 0);
    }

    private static string Shown(string name) => Domain.LineText.Plain(name.Length > 60 ? name[..60] : name);
}

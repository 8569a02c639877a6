namespace PostMortemBot.Wiki;

/// <summary>Which wiki finished documents go to.</summary>
/// <param name="Url">Where pages are read; null: they have no address.</param>
internal abstract record WikiSettings(string? Url)
{
    /// <summary>A folder of this machine, in full.</summary>
    public sealed record Folder(string Path, string? Url) : WikiSettings(Url);

    /// <param name="Copy">Where its bare copy lies, in full.</param>
    public sealed record Git(GitWikiSettings Repository, string Copy, string? Url) : WikiSettings(Url);

    public sealed record Confluence(ConfluenceSettings Space) : WikiSettings(Space.Url);

    /// <summary>The wiki itself.</summary>
    public IWiki Open(NodaTime.IClock clock) => this switch
    {
        Folder folder => new FolderWiki(folder.Path, new(folder.Url)),
        Git git => new GitWiki(git.Repository, git.Copy, new(git.Url), clock),
        Confluence confluence => new ConfluenceWiki(confluence.Space, new ConfluenceApi(confluence.Space, clock)),
        _ => throw new InvalidOperationException($"No wiki of the kind {GetType().Name}."),
    };
}

using System.Security.Cryptography;
using System.Text;
using LibGit2Sharp;
using NodaTime;

namespace PostMortemBot.Wiki;

/// <summary>Where and as whom a Git wiki is written.</summary>
/// <param name="Remote">An https address or a folder of this machine.</param>
/// <param name="Branch">The branch that is read and written; made when the repository is empty.</param>
/// <param name="Folder">The folder of the pages in the repository, with <c>/</c>; empty: its root.</param>
/// <param name="Author">The name of the author of the commits.</param>
/// <param name="Mail">The author's address.</param>
/// <param name="User">The name that goes with the token.</param>
/// <param name="Token">From the environment alone; empty: the repository asks for none.</param>
internal sealed record GitWikiSettings(string Remote, string Branch, string Folder, string Author, string Mail, string User, string Token);

/// <summary>
/// A Git repository (the wikis of GitHub, GitLab and Azure DevOps are such): <c>NAME.md</c>, and what belongs to a page in <c>files/NAME/</c>; a commit a change, pushed at once. Nothing is
/// checked out: commits are made in a bare copy, so there is no work tree that content could name a path in, and neither a shell nor a hook of the copy ever runs. When somebody pushed in between,
/// the change is made again on top of theirs.
/// </summary>
/// <param name="copy">The folder of the bare copy; made when it is missing, and anew when it is broken.</param>
internal sealed class GitWiki(GitWikiSettings settings, string copy, PageAddresses addresses, IClock clock) : IWiki, IDisposable
{
    private const int MostTries = 25;
    private const string Tip = "refs/remotes/origin/tip";
    private const string Out = "refs/heads/out";

    /// <summary>One at a time on the copy.</summary>
    private readonly SemaphoreSlim gate = new(1);

    public string? AddressOf(string name) => addresses.Of(name);

    public string? AddressOf(string name, string file) => addresses.OfFile(name, file);

    public Task<bool> PutAsync(WikiPage page, CancellationToken stop) => AloneAsync(repository => Put(repository, page, stop), stop);

    public Task<string?> ReadAsync(string name, CancellationToken stop) => AloneAsync(
        repository =>
        {
            Fetch(repository);
            return TipOf(repository)?.Tree[PathOf(name)]?.Target is Blob page ? page.GetContentText(Encoding.UTF8) : null;
        },
        stop);

    public void Dispose() => gate.Dispose();

    private async Task<T> AloneAsync<T>(Func<Repository, T> act, CancellationToken stop)
    {
        await gate.WaitAsync(stop);
        try
        {
            return await Task.Run(() => WithRemote(() => WithCopy(act)), stop);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>
    /// A server compares a branch with what was read and changes it in one step. A push into a folder does not, so that of two at once one would be lost: all bots of this machine take turns.
    /// </summary>
    private T WithRemote<T>(Func<T> act)
    {
        if (settings.Remote.StartsWith("http", StringComparison.Ordinal)) return act();
        using var turns = new Mutex(false, "Global\\pm-wiki-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(settings.Remote)))[..32]);
        try
        {
            turns.WaitOne();
        }
        catch (AbandonedMutexException)
        {
            // Whoever had it died; the turn is ours all the same.
        }

        try
        {
            return act();
        }
        finally
        {
            turns.ReleaseMutex();
        }
    }

    private T WithCopy<T>(Func<Repository, T> act)
    {
        try
        {
            using var repository = Open();
            return act(repository);
        }
        catch (LibGit2SharpException wrong) when (wrong.Message.Contains("authentication", StringComparison.OrdinalIgnoreCase))
        {
            throw new WikiRefused($"The repository {settings.Remote} does not take the token. Set Wiki__Token to one that may push there.", wrong);
        }
        catch (LibGit2SharpException wrong) when (wrong.Message.Contains("not owned by current user", StringComparison.Ordinal))
        {
            throw new WikiRefused($"The repository {settings.Remote} belongs to another user of this machine. Give its files to the user that runs me.", wrong);
        }
        catch (LibGit2SharpException wrong) when (wrong is RepositoryNotFoundException or InvalidSpecificationException || IsNowhere(wrong.Message))
        {
            throw new WikiRefused($"There is no repository at {settings.Remote}, or I may not see it. Look at wiki.remote in bot.json.", wrong);
        }
    }

    /// <summary>A folder that is not there is taken for an address of an unknown kind.</summary>
    private static bool IsNowhere(string message) => message.Contains("not found", StringComparison.OrdinalIgnoreCase) || message.Contains("unsupported URL protocol", StringComparison.OrdinalIgnoreCase) || message.Contains("status code: 404", StringComparison.OrdinalIgnoreCase);

    private Repository Open()
    {
        if (!Repository.IsValid(copy)) Repository.Init(copy, isBare: true);
        var repository = new Repository(copy);
        if (repository.Network.Remotes["origin"] is not { } remote) repository.Network.Remotes.Add("origin", settings.Remote, $"+refs/heads/{settings.Branch}:{Tip}");
        else if (remote.Url != settings.Remote) repository.Network.Remotes.Update("origin", one => one.Url = settings.Remote);
        return repository;
    }

    private bool Put(Repository repository, WikiPage page, CancellationToken stop)
    {
        for (var attempt = 1; ; attempt++)
        {
            stop.ThrowIfCancellationRequested();
            Fetch(repository);
            var tip = TipOf(repository);
            if (Changed(repository, tip?.Tree, page) is not { } tree) return false;
            var who = new Signature(settings.Author, settings.Mail, clock.GetCurrentInstant().ToDateTimeOffset());

            // Tidied by LibGit2Sharp it would be empty in a program of machine code.
            var commit = repository.ObjectDatabase.CreateCommit(who, who, page.Change.Trim() + "\n", tree, tip is null ? [] : [tip], prettifyMessage: false);
            if (Push(repository, commit)) return true;
            if (attempt >= MostTries) throw new IOException($"Others push to {settings.Remote} all the time; the page is written later.");
        }
    }

    private static Commit? TipOf(Repository repository) => repository.Refs[Tip] is { } tip ? repository.Lookup<Commit>(tip.TargetIdentifier) : null;

    /// <summary>The branch as it is there now; nothing while the repository is empty.</summary>
    private void Fetch(Repository repository)
    {
        Commands.Fetch(repository, "origin", [$"+refs/heads/{settings.Branch}:{Tip}"], new FetchOptions { CredentialsProvider = new GitAccess(settings).Provide, TagFetchMode = TagFetchMode.None }, null);
    }

    /// <summary>False when somebody was faster.</summary>
    private bool Push(Repository repository, Commit commit)
    {
        string? refused = null;
        repository.Refs.Add(Out, commit.Id, allowOverwrite: true);
        try
        {
            repository.Network.Push(repository.Network.Remotes["origin"], $"{Out}:refs/heads/{settings.Branch}", new PushOptions { CredentialsProvider = new GitAccess(settings).Provide, OnPushStatusError = error => refused = error.Message });
        }
        catch (NonFastForwardException)
        {
            return false;
        }

        if (refused is null) return true;
        if (refused.Contains("fast", StringComparison.OrdinalIgnoreCase) || refused.Contains("fetch first", StringComparison.OrdinalIgnoreCase) || refused.Contains("lock", StringComparison.OrdinalIgnoreCase)) return false;
        throw new WikiRefused($"The repository {settings.Remote} does not take the page: {Domain.LineText.Plain(refused)}. Let me push to {settings.Branch}.");
    }

    /// <summary>The tree with the page in it; null when it is that already.</summary>
    private Tree? Changed(Repository repository, Tree? before, WikiPage page)
    {
        var after = before is null ? new TreeDefinition() : TreeDefinition.From(before);
        after.Add(PathOf(page.Name), Blob(repository, new MemoryStream(Encoding.UTF8.GetBytes(page.Markdown))), Mode.NonExecutableFile);
        var folder = FilesOf(page.Name);
        var kept = page.Files.Select(file => WikiNames.File(file.Name)).ToHashSet(StringComparer.Ordinal);
        var there = before?[folder]?.Target is Tree files ? files.Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal) : [];
        foreach (var gone in there.Except(kept)) after.Remove($"{folder}/{gone}");
        foreach (var file in page.Files.Where(file => !there.Contains(file.Name)))
        {
            using var bytes = file.Open();
            if (bytes is not null) after.Add($"{folder}/{file.Name}", Blob(repository, bytes), Mode.NonExecutableFile);
        }

        var tree = repository.ObjectDatabase.CreateTree(after);
        return tree.Id == before?.Id ? null : tree;
    }

    private static Blob Blob(Repository repository, Stream bytes) => repository.ObjectDatabase.CreateBlob(bytes);

    private string PathOf(string name) => Under(WikiNames.Page(name) + ".md");

    private string FilesOf(string name) => Under("files/" + WikiNames.Page(name));

    private string Under(string path) => settings.Folder.Length == 0 ? path : $"{settings.Folder}/{path}";
}

/// <summary>Gives the token once, to the repository's own host alone: asked a second time, it was not taken.</summary>
internal sealed class GitAccess(GitWikiSettings settings)
{
    private bool given;

    public Credentials Provide(string url, string usernameFromUrl, SupportedCredentialTypes types)
    {
        if (settings.Token.Length == 0 || given || !IsOurs(url)) throw new LibGit2SharpException("The authentication was refused.");
        given = true;
        return new UsernamePasswordCredentials { Username = settings.User, Password = settings.Token };
    }

    private bool IsOurs(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var there) && Uri.TryCreate(settings.Remote, UriKind.Absolute, out var ours) && there.Scheme == ours.Scheme && there.Authority == ours.Authority;
}

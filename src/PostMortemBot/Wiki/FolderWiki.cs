namespace PostMortemBot.Wiki;

/// <summary>
/// A folder of Markdown files: <c>NAME.md</c>, and what belongs to a page in <c>files/NAME/</c>. Half a page is never seen under its name. Several may write at once.
/// </summary>
/// <param name="root">The folder, in full; made when it is missing.</param>
/// <param name="addresses">Where the folder's pages are read, when somebody serves them.</param>
internal sealed class FolderWiki(string root, PageAddresses addresses) : IWiki
{
    private const string Half = ".half-";

    public string? AddressOf(string name) => addresses.Of(name);

    public string? AddressOf(string name, string file) => addresses.OfFile(name, file);

    public async Task<bool> PutAsync(WikiPage page, CancellationToken stop)
    {
        try
        {
            var changed = false;
            foreach (var file in page.Files) changed |= await KeepAsync(page.Name, file, stop);
            changed |= await WriteAsync(PathOf(page.Name), System.Text.Encoding.UTF8.GetBytes(page.Markdown), stop);
            return Drop(page) || changed;
        }
        catch (UnauthorizedAccessException wrong)
        {
            throw new WikiRefused($"I may not write into {root}. Give me the right to, or name another folder in bot.json.", wrong);
        }
    }

    public async Task<string?> ReadAsync(string name, CancellationToken stop)
    {
        try
        {
            return await File.ReadAllTextAsync(PathOf(name), stop);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private string PathOf(string name) => Path.Combine(root, WikiNames.Page(name) + ".md");

    /// <summary>Where a page's files lie. A link put there by somebody would lead out of the wiki.</summary>
    private string FilesOf(string name)
    {
        var files = Path.Combine(root, "files");
        var own = Path.Combine(files, WikiNames.Page(name));
        if (new DirectoryInfo(files).LinkTarget is not null || new DirectoryInfo(own).LinkTarget is not null) throw new WikiRefused($"{own} is a link to another place; put a folder there.");
        return own;
    }

    private async Task<bool> KeepAsync(string name, WikiFile file, CancellationToken stop)
    {
        var path = Path.Combine(FilesOf(name), WikiNames.File(file.Name));
        if (File.Exists(path)) return false;
        await using var bytes = file.Open();
        if (bytes is null) return false;
        using var all = new MemoryStream();
        await bytes.CopyToAsync(all, stop);
        return await WriteAsync(path, all.ToArray(), stop);
    }

    /// <summary>Files that the page no longer has; what somebody writes at this moment is not among them.</summary>
    private bool Drop(WikiPage page)
    {
        var folder = FilesOf(page.Name);
        if (!Directory.Exists(folder)) return false;
        var kept = page.Files.Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
        var gone = Directory.GetFiles(folder).Where(path => !kept.Contains(Path.GetFileName(path)) && !IsHalf(path)).ToList();
        foreach (var path in gone) File.Delete(path);
        if (kept.Count == 0 && Directory.GetFileSystemEntries(folder).Length == 0) Directory.Delete(folder);
        return gone.Count > 0;
    }

    /// <summary>Written beside, flushed to the disk, and moved: whoever looks sees the page before or after.</summary>
    private static async Task<bool> WriteAsync(string path, byte[] bytes, CancellationToken stop)
    {
        if (File.Exists(path) && (await File.ReadAllBytesAsync(path, stop)).AsSpan().SequenceEqual(bytes)) return false;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var (half, written) = Beside(path);
        try
        {
            await using (written)
            {
                await written.WriteAsync(bytes, stop);
                written.Flush(flushToDisk: true);
            }

            File.Move(half, path, overwrite: true);
        }
        catch
        {
            File.Delete(half);
            throw;
        }

        return true;
    }

    private static bool IsHalf(string path) => Path.GetFileName(path).StartsWith(Half, StringComparison.Ordinal);

    /// <summary>Its name begins with a dot and does not grow: the longest page name still fits, and no reader of the folder takes it for a page.</summary>
    private static (string Path, FileStream Stream) Beside(string path)
    {
        for (var number = 0; ; number++)
        {
            var half = Path.Combine(Path.GetDirectoryName(path)!, FormattableString.Invariant($"{Half}{number}"));
            try
            {
                return (half, new FileStream(half, FileMode.CreateNew, FileAccess.Write, FileShare.None));
            }
            catch (IOException wrong) when (wrong is not DirectoryNotFoundException && number < 1000)
            {
                // Somebody else's (perhaps moved to its place by now), or left by a crash: the next number is free.
            }
        }
    }
}

/// <summary>Where a folder's or repository's pages are read.</summary>
/// <param name="url">An address in which <c>{page}</c> stands for the page's name; without it, the name follows after a slash. Null: nowhere.</param>
internal sealed class PageAddresses(string? url)
{
    private const string Page = "{page}";

    public string? Of(string name) => url is null ? null : With(Uri.EscapeDataString(name));

    /// <summary>Beside the page, in <c>files/NAME/</c>; only where an address is the folder's, with nothing after the page's name.</summary>
    public string? OfFile(string name, string file)
    {
        if (url is null || url.Contains('?', StringComparison.Ordinal)) return null;
        var page = With("");
        return $"{page[..page.LastIndexOf('/')]}/files/{Uri.EscapeDataString(name)}/{Uri.EscapeDataString(file)}";
    }

    private string With(string name) => url!.Contains(Page, StringComparison.Ordinal) ? url.Replace(Page, name, StringComparison.Ordinal) : $"{url.TrimEnd('/')}/{name}";
}

using System.Security.Cryptography;
using System.Text;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Attachments;

/// <summary>
/// Where kept files lie: one folder an organisation, each file under the SHA-256 of what is in it, so that the same file lies there once. Which post-mortems
/// hold a file stands in the store's rows, written with the fact that keeps it; a file that none holds is deleted.
/// </summary>
internal sealed class AttachmentFolder(string folder, IPostMortemStore store)
{
    /// <summary>The row that says a post-mortem holds a file. It is written in the transaction that keeps, and deleted in the one that redacts.</summary>
    public static string RowOf(string hash, PostMortemId stream) => Prefix(hash) + stream.Value;

    /// <summary>Keeps the bytes before the fact that names them is stored: what is acknowledged is there.</summary>
    public async Task<Attachment> KeepAsync(string organisation, FileReading.Accepted file, CancellationToken stop)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(file.Bytes));
        var path = PathOf(organisation, hash);
        if (!File.Exists(path)) await WriteAsync(path, file.Bytes, stop);
        return new(hash, file.Name, file.ContentType, file.Bytes.LongLength);
    }

    /// <summary>The kept bytes; null when they are gone. The caller has asked whether the reader may.</summary>
    public Stream? Open(string organisation, string hash)
    {
        try
        {
            return IsHash(hash) ? new FileStream(PathOf(organisation, hash), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete) : null;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Deletes the file when no post-mortem holds it any more; true when it is gone.</summary>
    public async Task<bool> ReleaseAsync(string organisation, string hash, CancellationToken stop)
    {
        if (!IsHash(hash) || !File.Exists(PathOf(organisation, hash)) || (await store.RowsAsync(organisation, Prefix(hash), stop)).Count > 0) return false;
        File.Delete(PathOf(organisation, hash));
        return true;
    }

    /// <summary>Everything of an organisation goes (<em>Start over</em> in the built-in chat).</summary>
    public void Empty(string organisation)
    {
        var path = FolderOf(organisation);
        if (System.IO.Directory.Exists(path)) System.IO.Directory.Delete(path, recursive: true);
    }

    private static string Prefix(string hash) => $"file/{hash}/";

    private static bool IsHash(string hash) => hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower);

    /// <summary>Half a file is never seen under its name: it is written beside it, flushed to the disk, and moved.</summary>
    private static async Task WriteAsync(string path, byte[] bytes, CancellationToken stop)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var (half, written) = Beside(path);
        await using (written)
        {
            await written.WriteAsync(bytes, stop);
            written.Flush(flushToDisk: true);
        }

        File.Move(half, path, overwrite: true);
    }

    /// <summary>Two who keep the same file at once write beside each other.</summary>
    private static (string Path, FileStream Stream) Beside(string path)
    {
        for (var number = 0; ; number++)
        {
            var half = $"{path}.{number}.half";
            try
            {
                return (half, new FileStream(half, FileMode.CreateNew, FileAccess.Write, FileShare.None));
            }
            catch (IOException) when (File.Exists(half) && number < 100)
            {
                // Somebody else's, or left by a crash: the next number is free.
            }
        }
    }

    /// <summary>An organisation's name is any text; a folder's is not.</summary>
    private string FolderOf(string organisation) => Path.Combine(folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(organisation)))[..16]);

    private string PathOf(string organisation, string hash) => Path.Combine(FolderOf(organisation), hash[..2], hash);
}

using System.Buffers.Binary;
using System.IO.Compression;

namespace PostMortemBot.Import;

/// <summary>How much of an archive from outside is read at most. The defaults hold a year of a busy workspace.</summary>
internal sealed record ZipLimits(
    int Entries = 60_000,
    int DirectoryBytes = 6 << 20,
    long EntryBytes = 128L << 20,
    long TotalBytes = 512L << 20,
    int Ratio = 200,
    int Depth = 4,
    int MessageBytes = 1 << 20,
    int Messages = 50_000,
    long TextChars = 8L << 20,
    int People = 100_000);

/// <summary>Opens a zip that nobody vouches for: its directory is measured before it is read, and each entry while it is read.</summary>
internal static class ZipBounds
{
    private const uint EndOfDirectory = 0x06054b50;
    private const int EndBytes = 22;

    public static ZipArchive Open(Stream file, ZipLimits limits)
    {
        MeasureDirectory(file, limits);
        var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in zip.Entries)
        {
            CheckName(entry, limits);
            if (!names.Add(entry.FullName))
            {
                throw new ExportRefusedException($"The zip holds {Shown(entry.FullName)} twice; export it again.");
            }
        }

        return zip;
    }

    /// <summary>The entry's bytes, refused as soon as they are more than they may be; what the zip declares is not believed.</summary>
    public static Stream Read(ZipArchiveEntry entry, ZipLimits limits, ReadSoFar soFar)
    {
        if (entry.IsEncrypted)
        {
            throw new ExportRefusedException($"{Shown(entry.FullName)} is encrypted; export it without a password.");
        }

        return new Measured(entry.Open(), entry, limits, soFar);
    }

    /// <summary>Bytes unpacked from one archive, over all its entries.</summary>
    internal sealed class ReadSoFar
    {
        public long Bytes { get; set; }
    }

    /// <summary>ZipArchive reads as many directory entries as there are, whatever the end record says: so their room is measured first.</summary>
    private static void MeasureDirectory(Stream file, ZipLimits limits)
    {
        if (!file.CanSeek || file.Length < EndBytes)
        {
            throw new ExportRefusedException("This is not a zip file, or it is cut short; export it again.");
        }

        var tail = new byte[Math.Min(file.Length, EndBytes + ushort.MaxValue)];
        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        file.Seek(0, SeekOrigin.Begin);
        var at = tail.Length - EndBytes;
        while (at >= 0 && BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at)) != EndOfDirectory)
        {
            at--;
        }

        if (at < 0)
        {
            throw new ExportRefusedException("This is not a zip file, or it is cut short; export it again.");
        }

        var entries = BinaryPrimitives.ReadUInt16LittleEndian(tail.AsSpan(at + 10));
        var start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(at + 16));
        var end = file.Length - tail.Length + at;
        if (entries > limits.Entries || start == uint.MaxValue || end - start > limits.DirectoryBytes)
        {
            throw new ExportRefusedException($"The zip holds too many files (over {limits.Entries}); export one channel or a shorter time.");
        }
    }

    private static void CheckName(ZipArchiveEntry entry, ZipLimits limits)
    {
        var name = entry.FullName;
        var parts = name.TrimEnd('/').Split('/');
        var absolute = name.StartsWith('/') || name.Contains('\\', StringComparison.Ordinal) || (name.Length > 2 && name[1] == ':' && name[2] == '/');
        if (absolute || name.Any(char.IsControl) || parts.Any(part => part is ".." or "." or ""))
        {
            throw new ExportRefusedException($"The zip holds a file that points outside of it ({Shown(name)}); it is not a Slack export.");
        }

        if (((entry.ExternalAttributes >> 16) & 0xF000) == 0xA000)
        {
            throw new ExportRefusedException($"The zip holds a link instead of a file ({Shown(name)}); it is not a Slack export.");
        }

        if (parts.Length > limits.Depth)
        {
            throw new ExportRefusedException($"The zip nests folders deeper than a Slack export does ({Shown(name)}).");
        }
    }

    /// <summary>A name from outside, short and on one line.</summary>
    internal static string Shown(string name)
    {
        var line = new string([.. name.Select(c => char.IsControl(c) ? '?' : c)]);
        return line.Length > 60 ? line[..60] + "…" : line;
    }

    private sealed class Measured(Stream inner, ZipArchiveEntry entry, ZipLimits limits, ReadSoFar soFar) : Stream
    {
        private const long SmallBytes = 1 << 20;
        private long _bytes;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _bytes; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = inner.Read(buffer);
            _bytes += read;
            soFar.Bytes += read;
            if (_bytes > limits.EntryBytes || soFar.Bytes > limits.TotalBytes || (_bytes > SmallBytes && _bytes / Math.Max(1, entry.CompressedLength) > limits.Ratio))
            {
                throw new ExportRefusedException($"{Shown(entry.FullName)} unpacks to more than a Slack export holds; export one channel or a shorter time.");
            }

            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PostMortemBot.Domain;

namespace PostMortemBot.Storage;

/// <summary>Notices a fact that was changed behind the program's back, or by a failing disk: SQLite checks its pages' order, not what is written in them.</summary>
internal static class FactDigest
{
    /// <summary>The first eight bytes of the SHA-256 of where the fact stands and what it says.</summary>
    public static long Of(string organisation, PostMortemId stream, long version, string body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var said = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(organisation.Length + stream.Value.Length + body.Length) + 32);
        try
        {
            var length = Put(organisation, said, 0);
            length = Put(stream.Value, said, length);
            version.TryFormat(said.AsSpan(length), out var digits, default, CultureInfo.InvariantCulture);
            said[length + digits] = (byte)'\n';
            length += digits + 1;
            length += Encoding.UTF8.GetBytes(body, said.AsSpan(length));
            SHA256.HashData(said.AsSpan(0, length), hash);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(said);
        }

        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }

    /// <summary>A line of it; where the next begins.</summary>
    private static int Put(string line, byte[] said, int at)
    {
        at += Encoding.UTF8.GetBytes(line, said.AsSpan(at));
        said[at] = (byte)'\n';
        return at + 1;
    }
}

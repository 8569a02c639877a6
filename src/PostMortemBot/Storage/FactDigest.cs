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
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{organisation}\n{stream.Value}\n{version}\n{body}")), hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}

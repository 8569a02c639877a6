using System.Buffers.Binary;
using System.Text;

namespace PostMortemBot.Attachments;

/// <summary>A WebP's chunks that draw (RFC 9649, 2): the header without its marks of metadata, transparency, pixels, animation.</summary>
internal static class CleanWebp
{
    /// <summary>What the header says is there and we leave out: colour profile, Exif, XMP.</summary>
    private const int LeftOut = 0x20 | 0x08 | 0x04;

    public static bool Write(Parts source, Stream clean)
    {
        source.Take(12);
        using var inside = new MemoryStream();
        var fits = false;
        while (source.Left > 8 && !source.Broken)
        {
            var (name, body) = Chunk(source);
            if (source.Broken) return false;
            if (Size(name, body) is { } size)
            {
                if (!CleanPicture.Fits(size.Width, size.Height)) return false;
                fits = true;
            }

            if (name == "VP8X") body[0] = (byte)(body[0] & ~LeftOut);
            if (name == "ANMF") body = Frame(body);
            if (name is "VP8X" or "VP8 " or "VP8L" or "ALPH" or "ANIM" or "ANMF") Write(inside, name, body);
        }

        clean.Write("RIFF"u8);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, (int)inside.Length + 4);
        clean.Write(length);
        clean.Write("WEBP"u8);
        inside.WriteTo(clean);
        return fits;
    }

    /// <summary>A frame of an animation: its place, then chunks of its own.</summary>
    private static byte[] Frame(byte[] body)
    {
        var parts = new Parts(body);
        using var clean = new MemoryStream();
        clean.Write(parts.Take(16));
        while (parts.Left > 8 && !parts.Broken)
        {
            var (name, inner) = Chunk(parts);
            if (!parts.Broken && name is "ALPH" or "VP8 " or "VP8L") Write(clean, name, inner);
        }

        return clean.ToArray();
    }

    private static (string Name, byte[] Body) Chunk(Parts source)
    {
        var name = Encoding.ASCII.GetString(source.Take(4));
        var length = source.Little32();
        var body = source.Take(length).ToArray();
        if (length % 2 == 1 && source.Left > 0) source.Take(1);
        return (name, body);
    }

    private static void Write(Stream clean, string name, byte[] body)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, body.Length);
        clean.Write(Encoding.ASCII.GetBytes(name));
        clean.Write(length);
        clean.Write(body);
        if (body.Length % 2 == 1) clean.WriteByte(0);
    }

    /// <summary>The canvas or the picture, where this chunk says it; nothing fits when it is too short to say.</summary>
    private static (long Width, long Height)? Size(string name, byte[] body) => name switch
    {
        "VP8X" => body.Length >= 10 ? (1 + Number24(body, 4), 1 + Number24(body, 7)) : (0, 0),
        "VP8 " => body.Length >= 10 ? (BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(6)) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(body.AsSpan(8)) & 0x3FFF) : (0, 0),
        "VP8L" => body.Length >= 5 ? (1 + (BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan(1)) & 0x3FFF), 1 + ((BinaryPrimitives.ReadUInt32LittleEndian(body.AsSpan(1)) >> 14) & 0x3FFF)) : (0, 0),
        _ => null,
    };

    private static int Number24(byte[] body, int at) => body[at] | (body[at + 1] << 8) | (body[at + 2] << 16);
}

using System.Buffers.Binary;

namespace PostMortemBot.Attachments;

/// <summary>
/// A picture written anew from the parts that draw it: where it was taken, by whom, with what, thumbnails and everything behind its end stay out.
/// The packed pixels are copied, never unpacked: a decoder (SkiaSharp) would bring native code before strangers' bytes, lose a GIF's motion, and give a
/// decompression bomb our memory. What is not known to draw is left out, so a kind of metadata that nobody has thought of yet stays out too.
/// </summary>
internal static class CleanPicture
{
    /// <summary>Larger ones are refused: they would take the memory of whoever looks at them.</summary>
    public const int MostPixels = 50_000_000;

    /// <param name="kind"><c>png</c>, <c>jpg</c>, <c>gif</c> or <c>webp</c>.</param>
    /// <returns>Null when it is damaged or too large.</returns>
    public static byte[]? Of(string kind, byte[] bytes)
    {
        var source = new Parts(bytes);
        var clean = new MemoryStream(bytes.Length);
        var whole = kind switch
        {
            "png" => CleanPng.Write(source, clean),
            "jpg" => CleanJpeg.Write(source, clean),
            "gif" => CleanGif.Write(source, clean),
            _ => CleanWebp.Write(source, clean),
        };
        return whole && !source.Broken ? clean.ToArray() : null;
    }

    public static bool Fits(long width, long height) => width > 0 && height > 0 && width * height <= MostPixels;
}

/// <summary>Bytes read from front to back. Reading over the end gives nothing and marks them broken; it never throws.</summary>
internal sealed class Parts(byte[] bytes)
{
    public int At { get; private set; }

    public bool Broken { get; private set; }

    public int Left => bytes.Length - At;

    public ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > Left)
        {
            Broken = true;
            At = bytes.Length;
            return [];
        }

        var taken = bytes.AsSpan(At, (int)count);
        At += (int)count;
        return taken;
    }

    public int Byte() => Take(1) is [var one] ? one : 0;

    public int Big16() => Take(2) is { Length: 2 } two ? BinaryPrimitives.ReadUInt16BigEndian(two) : 0;

    public long Big32() => Take(4) is { Length: 4 } four ? BinaryPrimitives.ReadUInt32BigEndian(four) : 0;

    public long Little32() => Take(4) is { Length: 4 } four ? BinaryPrimitives.ReadUInt32LittleEndian(four) : 0;

    /// <summary>The bytes up to the next of this value followed by one that <paramref name="ends"/>; all that is left when none is there.</summary>
    public ReadOnlySpan<byte> Until(byte value, Func<byte, bool> ends)
    {
        for (var at = At; at + 1 < bytes.Length; at++)
        {
            if (bytes[at] == value && ends(bytes[at + 1])) return Take(at - At);
        }

        return Take(Left);
    }
}

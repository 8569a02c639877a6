using System.Buffers.Binary;
using System.Text;

namespace PostMortemBot.Attachments;

/// <summary>A PNG's chunks that draw (PNG specification, third edition, 11): header, palette, transparency, colour space, pixels, animation.</summary>
internal static class CleanPng
{
    private static readonly string[] Draw = ["IHDR", "PLTE", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "IDAT", "acTL", "fcTL", "fdAT", "IEND"];

    public static bool Write(Parts source, Stream clean)
    {
        clean.Write(source.Take(8));
        for (var first = true; ; first = false)
        {
            var length = source.Big32();
            var named = source.Take(4);
            var name = Encoding.ASCII.GetString(named);
            var body = source.Take(length);
            var check = source.Big32();
            if (source.Broken || first != (name == "IHDR")) return false;
            if (first && !(length == 13 && CleanPicture.Fits(BinaryPrimitives.ReadUInt32BigEndian(body), BinaryPrimitives.ReadUInt32BigEndian(body[4..])))) return false;
            if (Draw.Contains(name))
            {
                if (CheckOf(named, body) != check) return false;
                Write(clean, named, body);
            }
            else if (char.IsAsciiLetterUpper(name[0]))
            {
                // A chunk without which it cannot be drawn, and which no PNG has.
                return false;
            }

            if (name == "IEND") return true;
        }
    }

    private static void Write(Stream clean, ReadOnlySpan<byte> name, ReadOnlySpan<byte> body)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, body.Length);
        clean.Write(number);
        clean.Write(name);
        clean.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, CheckOf(name, body));
        clean.Write(number);
    }

    /// <summary>CRC-32 of name and body (ISO 3309).</summary>
    private static uint CheckOf(ReadOnlySpan<byte> name, ReadOnlySpan<byte> body) => ~Run(Run(0xFFFFFFFF, name), body);

    private static uint Run(uint check, ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes) check = Table[(check ^ one) & 0xFF] ^ (check >> 8);
        return check;
    }

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(number =>
    {
        var entry = (uint)number;
        for (var bit = 0; bit < 8; bit++) entry = (entry & 1) == 1 ? 0xEDB88320 ^ (entry >> 1) : entry >> 1;
        return entry;
    })];
}

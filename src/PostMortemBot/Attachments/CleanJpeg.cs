using System.Buffers.Binary;

namespace PostMortemBot.Attachments;

/// <summary>
/// A JPEG's segments that draw (ITU T.81, B.1): tables, frames, scans, and Adobe's mark of the colour space. Of Exif only the turn of the camera is kept,
/// without which a phone's photograph of a screen lies on its side.
/// </summary>
internal static class CleanJpeg
{
    private const byte Mark = 0xFF;
    private const int Start = 0xD8;
    private const int End = 0xD9;
    private const int Scan = 0xDA;
    private const int Exif = 0xE1;
    private const int Adobe = 0xEE;

    public static bool Write(Parts source, Stream clean)
    {
        clean.Write(source.Take(2));
        var framed = false;
        while (!source.Broken)
        {
            if (source.Byte() != Mark) return false;
            var marker = source.Byte();
            while (marker == Mark) marker = source.Byte();
            if (marker == End)
            {
                clean.Write([Mark, End]);
                return framed;
            }

            if (marker is Start or (>= 0xD0 and <= 0xD7) or 0x00 or 0x01) return false;
            var body = source.Take(source.Big16() - 2L);
            if (source.Broken) return false;
            if (IsFrame(marker))
            {
                if (body.Length < 6 || !CleanPicture.Fits(BinaryPrimitives.ReadUInt16BigEndian(body[3..]), BinaryPrimitives.ReadUInt16BigEndian(body[1..]))) return false;
                framed = true;
            }

            if (Draws(marker, body)) Write(clean, marker, body);
            else if (marker == Exif && TurnOf(body) is > 1 and <= 8 and var turn) Write(clean, Exif, Turned(turn));

            // Packed pixels follow, up to the next marker that is no restart and no stuffed byte.
            if (marker == Scan) clean.Write(source.Until(Mark, next => next is not (0x00 or Mark or (>= 0xD0 and <= 0xD7))));
        }

        return false;
    }

    private static bool IsFrame(int marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static bool Draws(int marker, ReadOnlySpan<byte> body) =>
        marker is (>= 0xC0 and <= 0xCF) or Scan or 0xDB or 0xDC or 0xDD || (marker == Adobe && body.StartsWith("Adobe"u8) && body.Length == 12);

    private static void Write(Stream clean, int marker, ReadOnlySpan<byte> body)
    {
        Span<byte> head = [Mark, (byte)marker, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(body.Length + 2));
        clean.Write(head);
        clean.Write(body);
    }

    /// <summary>Exif's tag 0x0112 in the first directory; 0 when there is none.</summary>
    private static int TurnOf(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith("Exif\0\0"u8) || body.Length < 14) return 0;
        var tiff = body[6..];
        var little = tiff.StartsWith("II"u8);
        var at = Number32(tiff, 4, little);
        if (at > tiff.Length - 2) return 0;
        var entries = Number16(tiff, (int)at, little);
        for (var entry = 0; entry < entries && at + 2 + (entry + 1) * 12 <= tiff.Length; entry++)
        {
            var from = (int)at + 2 + entry * 12;
            if (Number16(tiff, from, little) == 0x0112) return Number16(tiff, from + 8, little);
        }

        return 0;
    }

    /// <summary>Exif with that one tag.</summary>
    private static byte[] Turned(int turn) =>
        [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)turn, 0, 0, 0, 0, 0, 0];

    private static int Number16(ReadOnlySpan<byte> tiff, int at, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(tiff[at..]) : BinaryPrimitives.ReadUInt16BigEndian(tiff[at..]);

    private static long Number32(ReadOnlySpan<byte> tiff, int at, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[at..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[at..]);
}

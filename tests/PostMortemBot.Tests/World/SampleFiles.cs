using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using PostMortemBot.Chat;

namespace PostMortemBot.Tests.World;

/// <summary>Files as people send them, made by hand: with metadata that must not be kept.</summary>
internal static class SampleFiles
{
    /// <summary>What stands in the metadata of every sample.</summary>
    public const string Hidden = "GPS-48.1371-11.5754";

    public static IncomingFile File(string name, byte[] bytes) => new(name, "application/octet-stream", bytes.LongLength, _ => Task.FromResult<byte[]?>(bytes)) { Link = "https://files.test/" + name };

    public static IncomingFile Text(string name, string text) => File(name, Encoding.UTF8.GetBytes(text));

    /// <summary>A red picture with a text chunk, an Exif chunk and bytes behind its end.</summary>
    public static byte[] Png(int width = 2, int height = 2, byte red = 255)
    {
        var row = new byte[1 + 3 * width];
        for (var x = 0; x < width; x++) row[1 + 3 * x] = red;
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var y = 0; y < height; y++) zip.Write(row);
        }

        return PngOf(width, height, packed.ToArray());
    }

    /// <summary>A header that promises so many pixels, whatever is packed.</summary>
    public static byte[] PngOf(int width, int height, byte[] packed)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, 2);
        return [0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", header), .. Chunk("tEXt", Encoding.ASCII.GetBytes("Comment\0" + Hidden)), .. Chunk("eXIf", Encoding.ASCII.GetBytes(Hidden)), .. Chunk("IDAT", packed), .. Chunk("IEND", []), .. Encoding.ASCII.GetBytes(Hidden)];
    }

    /// <summary>One transparent pixel, twice, with a comment and a program's block.</summary>
    public static byte[] Gif() =>
    [
        .. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 0,
        0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0,
        0x21, 0xFE, (byte)Hidden.Length, .. Encoding.ASCII.GetBytes(Hidden), 0,
        0x21, 0xFF, 11, .. "XMP DataXMP"u8, (byte)Hidden.Length, .. Encoding.ASCII.GetBytes(Hidden), 0,
        0x21, 0xF9, 4, 0, 10, 0, 0, 0,
        0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0,
        0x21, 0xF9, 4, 0, 10, 0, 0, 0,
        0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0,
        0x3B, .. Encoding.ASCII.GetBytes(Hidden),
    ];

    /// <summary>A camera's Exif (its turn and where it stood), a comment and a colour profile, put into a JPEG behind its first two bytes.</summary>
    public static byte[] WithMetadata(byte[] jpeg, byte turn)
    {
        byte[] exif = [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, turn, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(Hidden)];
        return [0xFF, 0xD8, .. Segment(0xE1, exif), .. Segment(0xFE, Encoding.ASCII.GetBytes(Hidden)), .. Segment(0xE2, Encoding.ASCII.GetBytes("ICC_PROFILE\0" + Hidden)), .. jpeg[2..], .. Encoding.ASCII.GetBytes(Hidden)];
    }

    /// <summary>A WebP in its extended form, with Exif and XMP behind the picture.</summary>
    public static byte[] WithMetadata(byte[] webp, int width, int height)
    {
        byte[] extended = [0x08 | 0x04, 0, 0, 0, (byte)(width - 1), 0, 0, (byte)(height - 1), 0, 0];
        byte[] picture = [.. webp[12..]];
        if (Encoding.ASCII.GetString(webp, 12, 4) == "VP8X") picture[8] |= 0x08 | 0x04;
        else picture = [.. Riff("VP8X", extended), .. picture];
        byte[] inside = [.. "WEBP"u8, .. picture, .. Riff("EXIF", Encoding.ASCII.GetBytes(Hidden)), .. Riff("XMP ", Encoding.ASCII.GetBytes(Hidden))];
        return [.. "RIFF"u8, .. Little(inside.Length), .. inside];
    }

    private static byte[] Segment(byte marker, byte[] body) => [0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];

    private static byte[] Riff(string name, byte[] body) => [.. Encoding.ASCII.GetBytes(name), .. Little(body.Length), .. body, .. new byte[body.Length % 2]];

    private static byte[] Little(int number) => [(byte)number, (byte)(number >> 8), (byte)(number >> 16), (byte)(number >> 24)];

    private static byte[] Chunk(string name, byte[] body)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(name), .. body];
        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, body.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc(named));
        return [.. length, .. named, .. check];
    }

    private static uint Crc(byte[] bytes)
    {
        var check = 0xFFFFFFFFu;
        foreach (var one in bytes)
        {
            check ^= one;
            for (var bit = 0; bit < 8; bit++) check = (check & 1) == 1 ? 0xEDB88320 ^ (check >> 1) : check >> 1;
        }

        return ~check;
    }
}

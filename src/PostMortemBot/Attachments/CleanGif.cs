using System.Buffers.Binary;

namespace PostMortemBot.Attachments;

/// <summary>A GIF's blocks that draw (GIF89a, 15 to 27): screen, colours, images, how long each is shown, and the loop. Comments, plain text and programs' own blocks stay out.</summary>
internal static class CleanGif
{
    private const int Image = 0x2C;
    private const int Extension = 0x21;
    private const int End = 0x3B;
    private const int Timing = 0xF9;
    private const int Program = 0xFF;

    public static bool Write(Parts source, Stream clean)
    {
        var head = source.Take(13);
        if (source.Broken || !CleanPicture.Fits(BinaryPrimitives.ReadUInt16LittleEndian(head[6..]), BinaryPrimitives.ReadUInt16LittleEndian(head[8..]))) return false;
        clean.Write(head);
        clean.Write(source.Take(Colours(head[10])));
        while (!source.Broken)
        {
            switch (source.Byte())
            {
                case Image:
                    WriteImage(source, clean);
                    break;
                case Extension:
                    WriteExtension(source, clean);
                    break;
                case End:
                    clean.WriteByte(End);
                    return true;
                default:
                    return false;
            }
        }

        return false;
    }

    private static void WriteImage(Parts source, Stream clean)
    {
        var head = source.Take(9);
        if (source.Broken) return;
        clean.WriteByte(Image);
        clean.Write(head);
        clean.Write(source.Take(Colours(head[8])));
        clean.Write(source.Take(1));
        WriteBlocks(source, clean);
    }

    private static void WriteExtension(Parts source, Stream clean)
    {
        var label = source.Byte();
        var length = source.Byte();
        var first = source.Take(length);
        var draws = label == Timing || (label == Program && (first.SequenceEqual("NETSCAPE2.0"u8) || first.SequenceEqual("ANIMEXTS1.0"u8)));
        if (draws)
        {
            clean.Write([Extension, (byte)label, (byte)length]);
            clean.Write(first);
        }

        if (length > 0) WriteBlocks(source, draws ? clean : Stream.Null);
        else if (draws) clean.WriteByte(0);
    }

    /// <summary>Blocks of at most 255 bytes, up to the empty one.</summary>
    private static void WriteBlocks(Parts source, Stream clean)
    {
        int length;
        do
        {
            length = source.Byte();
            clean.WriteByte((byte)length);
            clean.Write(source.Take(length));
        }
        while (length > 0 && !source.Broken);
    }

    private static int Colours(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
}

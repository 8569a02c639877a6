using System.Text;

namespace PostMortemBot.Tests.World;

/// <summary>A body as it is not: letters changed, cut out, said twice, or something nasty in their place.</summary>
internal static class Mutation
{
    private static readonly string[] Nasty =
    [
        "null", "[]", "{}", "\"\"", "0", "-1", "1e999", "true", "{\"type\":null}", "\\u0000", "\ud83d", "%00", "%F0%28%8C%28", "&payload=", "\u202e", "\"type\":\"event_callback\"", "[[[[[[[[", "<!channel>",
        "9999999999999999999999", "T0OTHER", "2026-13-45", "../../etc/passwd", "'; DROP TABLE facts; --", "\"blocks\":[{}]", "\"actions\":[null]", "\"view\":7", "\"private_metadata\":\"{\"",
    ];

    public static byte[] Of(byte[] body, Chance chance)
    {
        var bytes = body.ToList();
        for (var times = 1 + chance.Below(4); times > 0 && bytes.Count > 0; times--)
        {
            var at = chance.Below(bytes.Count);
            var length = Math.Min(1 + chance.Below(24), bytes.Count - at);
            switch (chance.Below(6))
            {
                case 0:
                    bytes[at] = (byte)chance.Below(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Nasty[chance.Below(Nasty.Length)]));
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    Value(bytes, at, Encoding.UTF8.GetBytes(Nasty[chance.Below(Nasty.Length)]));
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Puts something else in the place of the next value.</summary>
    private static void Value(List<byte> bytes, int at, byte[] other)
    {
        var from = bytes.FindIndex(at, one => one is (byte)':' or (byte)'=') + 1;
        if (from == 0) return;
        var to = bytes.FindIndex(from, one => one is (byte)',' or (byte)'}' or (byte)'&');
        bytes.RemoveRange(from, (to < 0 ? bytes.Count : to) - from);
        bytes.InsertRange(from, other);
    }
}

/// <summary>The same sequence in each run.</summary>
internal sealed class Chance(ulong state)
{
    private readonly Lock gate = new();

    public int Below(int most)
    {
        lock (gate)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            return (int)(state % (ulong)most);
        }
    }
}

using System.Text;

namespace PostMortemBot.Slack;

/// <summary>The fields of a form body. What cannot be decoded stays as it came; a field that stands there twice counts as it stood first.</summary>
internal sealed class SlackForm
{
    private const int Most = 200;
    private readonly byte[] body;
    private readonly List<(Range Name, Range Value)> fields = new(20);

    private SlackForm(byte[] body) => this.body = body;

    /// <summary>Empty when it is not there.</summary>
    public string this[string name]
    {
        get
        {
            foreach (var (known, value) in fields)
            {
                if (IsNamed(body.AsSpan(known), name)) return Decoded(body.AsSpan(value));
            }

            return "";
        }
    }

    public static SlackForm Read(byte[] body)
    {
        var form = new SlackForm(body);
        foreach (var pair in body.AsSpan().Split((byte)'&'))
        {
            if (form.fields.Count >= Most) break;
            var (from, length) = pair.GetOffsetAndLength(body.Length);
            var equals = body.AsSpan(from, length).IndexOf((byte)'=');
            if (equals > 0) form.fields.Add((new Range(from, from + equals), new Range(from + equals + 1, from + length)));
        }

        return form;
    }

    /// <summary>Whether a field stands in the body exactly so; nothing else of it is looked at.</summary>
    public static bool Says(ReadOnlySpan<byte> body, ReadOnlySpan<byte> field)
    {
        foreach (var pair in body.Split((byte)'&'))
        {
            if (body[pair].SequenceEqual(field)) return true;
        }

        return false;
    }

    private static bool IsNamed(ReadOnlySpan<byte> field, string name) => field.IndexOfAny((byte)'%', (byte)'+') < 0 ? Ascii.Equals(field, name) : Decoded(field) == name;

    private static string Decoded(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAny((byte)'%', (byte)'+') < 0) return Encoding.UTF8.GetString(text);
        var plain = text.Length <= 1024 ? stackalloc byte[text.Length] : new byte[text.Length];
        var length = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '%' && at + 2 < text.Length && char.IsAsciiHexDigit((char)text[at + 1]) && char.IsAsciiHexDigit((char)text[at + 2]))
            {
                plain[length++] = (byte)((Nibble(text[at + 1]) << 4) | Nibble(text[at + 2]));
                at += 2;
            }
            else
            {
                plain[length++] = text[at] == '+' ? (byte)' ' : text[at];
            }
        }

        return Encoding.UTF8.GetString(plain[..length]);
    }

    private static int Nibble(byte digit) => digit switch { >= (byte)'a' => digit - 'a' + 10, >= (byte)'A' => digit - 'A' + 10, _ => digit - '0' };
}

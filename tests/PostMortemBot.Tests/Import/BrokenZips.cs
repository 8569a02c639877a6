using System.Text;

namespace PostMortemBot.Tests.Import;

/// <summary>Archives that nobody should send.</summary>
internal static class BrokenZips
{
    private const string NextDay = "inc-1/2026-11-25.json";

    public static MemoryStream Make(string what) => what switch
    {
        "empty" => new MemoryStream(),
        "no zip" => new MemoryStream(Encoding.UTF8.GetBytes(new string('x', 5000))),
        "cut short" => new MemoryStream(Whole().ToArray()[..^200]),
        "damaged inside" => Damaged(),
        "no channels" => new ExportZip().With("users.json", "[]").Done(),
        "no days" => new ExportZip().With("channels.json", ExportZip.Channels).Done(),
        "slip" => Plus("../../etc/passwd.json", "[]"),
        "absolute" => Plus("/etc/passwd.json", "[]"),
        "backslash" => Plus("a\\..\\b.json", "[]"),
        "drive" => Plus("C:/b.json", "[]"),
        "symlink" => ExportZip.OneChannel("[]").With(NextDay, "/etc/passwd", unchecked((int)0xA1FF0000)).Done(),
        "twice" => Plus("users.json", "[]"),
        "deep folders" => Plus("a/b/c/d/e.json", "[]"),
        "many entries" => Many(),
        "bomb" => ExportZip.OneChannel("[]").With(NextDay, Repeated("[", string.Concat(Enumerable.Repeat($$"""{"ts":"1795485600.000100","text":"{{new string('x', 5000)}}"},""", 200)), 600, "{}]")).Done(),
        "one huge item" => ExportZip.OneChannel("[]").With(NextDay, Repeated("[\"", Noise(1 << 20), 20, "\"]")).Done(),
        "deep JSON" => Plus(NextDay, new string('[', 10_000)),
        "not JSON" => Plus(NextDay, "<html>sign in</html>"),
        "JSON cut short" => Plus(NextDay, """[{"ts":"1795485600.000100","text":"on"""),
        "an object" => Plus(NextDay, """{"ok":true}"""),
        "numbers" => Plus(NextDay, "[1,2,3]"),
        "wrong field" => Plus(NextDay, """[{"ts":"1795485600.000100","text":{"a":1}}]"""),
        "no time" => Plus(NextDay, """[{"ts":"yesterday","text":"x"}]"""),
        "too many messages" => ExportZip.OneChannel("[]").With(NextDay, Messages(60_000)).Done(),
        "which channel" => new ExportZip().With("channels.json", """[{"id":"C1","name":"inc-1"},{"id":"C2","name":"inc-2"}]""")
            .With("inc-1/2026-11-24.json", "[]").With("inc-2/2026-11-24.json", "[]").Done(),
        _ => throw new ArgumentOutOfRangeException(nameof(what)),
    };

    private static MemoryStream Whole() => ExportZip.OneChannel("""[{"ts":"1795485600.000100","text":"x"}]""").Done();

    private static MemoryStream Plus(string name, string text) => ExportZip.OneChannel("[]").With(name, text).Done();

    private static MemoryStream Damaged()
    {
        var bytes = ExportZip.OneChannel("[" + string.Join(",", Enumerable.Range(0, 500).Select(n => $$"""{"ts":"{{1795485600 + n}}.000100","text":"{{n * 7919}}"}""")) + "]").Done().ToArray();
        Array.Fill(bytes, (byte)0xFF, 30, 80);
        return new MemoryStream(bytes);
    }

    private static MemoryStream Many()
    {
        var zip = new ExportZip();
        for (var n = 0; n < 60_100; n++)
        {
            zip.With($"c/{n}", "");
        }

        return zip.Done();
    }

    private static IEnumerable<byte[]> Repeated(string first, string middle, int times, string last)
    {
        yield return Encoding.UTF8.GetBytes(first);
        var bytes = Encoding.UTF8.GetBytes(middle);
        for (var n = 0; n < times; n++)
        {
            yield return bytes;
        }

        yield return Encoding.UTF8.GetBytes(last);
    }

    private static IEnumerable<byte[]> Messages(int count)
    {
        for (var n = 0; n < count; n++)
        {
            yield return Encoding.UTF8.GetBytes($$"""{{(n == 0 ? "[" : ",")}}{"ts":"{{1795485600 + n}}.{{n * 7919 % 1000000:000000}}","user":"U{{n * 31 % 997}}","text":"{{n * 104729 % 999983}}"}""");
        }

        yield return [(byte)']'];
    }

    /// <summary>Letters that hardly compress, so that the ratio is not what stops it.</summary>
    private static string Noise(int length)
    {
        var random = new Random(7);
        return string.Create(length, random, (span, from) =>
        {
            for (var at = 0; at < span.Length; at++)
            {
                span[at] = (char)('a' + from.Next(26));
            }
        });
    }
}

using System.Diagnostics;
using System.Text;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Slack;

/// <summary>Whatever stands in a body that is rightly signed: it is answered, never with a fault, and the next person is served.</summary>
public sealed class SlackFuzzTests(SlackProduced produced)
{
    private const int Most = 40_000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);

    private static readonly string[] Nasty =
    [
        "null", "[]", "{}", "\"\"", "0", "-1", "1e999", "true", "{\"type\":null}", "\\u0000", "\ud83d", "%00", "%F0%28%8C%28", "&payload=", "\u202e", "\"type\":\"event_callback\"", "[[[[[[[[", "<!channel>",
        "9999999999999999999999", "T0OTHER", "2026-13-45", "../../etc/passwd", "'; DROP TABLE facts; --", "\"blocks\":[{}]", "\"actions\":[null]", "\"view\":7", "\"private_metadata\":\"{\"",
    ];

    [Fact]
    public async Task No_signed_body_gives_a_fault_of_ours()
    {
        await using var acme = await SlackProgram.StartAsync(produced);
        await ActAsync(acme);
        var seeds = acme.Http.Sent.ToList();
        var chance = new Chance(20261124);
        var (sent, wrong, began) = (0, new List<string>(), Stopwatch.GetTimestamp());

        while (sent < Most && Stopwatch.GetElapsedTime(began) < Longest && wrong.Count == 0)
        {
            await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => OneAsync()));
            sent += 16;
        }

        Assert.Empty(wrong);
        Assert.InRange(sent, 1000, Most);
        Assert.DoesNotContain(acme.Log.Errors, line => line.Contains("Fault (", StringComparison.Ordinal));
        Assert.Contains("still here", (await acme["dana"].Type("#inc-gateway", "INC-004211 mark still here")).Text, StringComparison.Ordinal);
        TestContext.Current.SendDiagnosticMessage($"{sent} mutated bodies in {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s");

        async Task OneAsync()
        {
            var (path, type, body) = seeds[chance.Below(seeds.Count)];
            var mutated = Mutated(body, chance);
            var reply = await acme.Http.SendAsync(path, type, mutated);
            if (reply.Status is not (200 or 413)) wrong.Add($"{reply.Status} at {path}: {Encoding.UTF8.GetString(mutated)}");
        }
    }

    /// <summary>A few of everything Slack sends.</summary>
    private static async Task ActAsync(SlackProgram acme)
    {
        var (dana, lee) = (acme["dana"], acme["lee"]);
        await dana.Type("#inc-gateway", "start INC-004211 gateway is slow p1 owner:@dana");
        await dana.Type("#inc-gateway", "mark 02:10 #detection Splunk alert fired");
        await dana.Press("Edit");
        await dana.Submit();
        await dana.Press("Change details", "#inc-gateway");
        await dana.Submit();
        var said = await lee.Say("#inc-gateway", "pool is empty", files: "graph.png");
        await lee.React(said);
        await lee.Edit(said, "pool is full");
        await dana.Menu(said, "menu.evidence");
        await lee.Unreact(said);
        await lee.Delete(said);
        await lee.Say("#inc-gateway", "@PostMortem mark #cause pool size halved");
        await lee.Say("@lee", "help");
        await dana.OpenHome();
        await dana.Shortcut("incident.start");
        await dana.Close();
    }

    private static byte[] Mutated(byte[] body, Chance chance)
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

    /// <summary>The same sequence in each run.</summary>
    private sealed class Chance(ulong state)
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
}

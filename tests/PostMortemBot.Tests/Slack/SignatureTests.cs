using System.Text;
using Microsoft.Extensions.Time.Testing;
using PostMortemBot.Slack;

namespace PostMortemBot.Tests.Slack;

/// <summary>The cases that bolt-js, SlackNet and Abbot test, and those they leave out; and mutations of valid requests by the hundred thousand.</summary>
public sealed class SignatureTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(SlackSigned.DocumentedBody);
    private readonly FakeTimeProvider time = new(SlackSigned.DocumentedTime);

    [Fact]
    public void The_documented_request_holds() => Assert.True(Of(SlackSigned.Secret).Holds(Body, "1531420618", SlackSigned.DocumentedSignature));

    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    [InlineData(600, false)]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    [InlineData(-360, false)]
    public void Five_minutes_are_allowed_in_either_direction(int laterBy, bool holds)
    {
        var stamp = SlackSigned.Stamp(SlackSigned.DocumentedTime.AddSeconds(-laterBy));

        Assert.Equal(holds, Of(SlackSigned.Secret).Holds(Body, stamp, SlackSigned.Sign(SlackSigned.Secret, stamp, Body)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("1531420618.0")]
    [InlineData(" 1531420618")]
    [InlineData("+1531420618")]
    [InlineData("-1531420618")]
    [InlineData("1,531,420,618")]
    [InlineData("0x5b47a44a")]
    [InlineData("١٥٣١٤٢٠٦١٨")]
    [InlineData("99999999999999999999")]
    [InlineData("153142061\u00008")]
    public void A_timestamp_that_is_no_number_is_refused_and_nothing_throws(string? stamp)
    {
        Assert.False(Of(SlackSigned.Secret).Holds(Body, stamp, SlackSigned.DocumentedSignature));
        if (stamp is not null) Assert.False(Of(SlackSigned.Secret).Holds(Body, stamp, SlackSigned.Sign(SlackSigned.Secret, stamp, Body)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("v0=")]
    [InlineData("a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    [InlineData("v1=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    [InlineData("V0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    [InlineData("v0=A2114D57B48EAC39B9AD189DD8316235A7B4A8D21A10BD27519666489C69B503")]
    [InlineData("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b50")]
    [InlineData("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b5033")]
    [InlineData("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b50é")]
    [InlineData("v0=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503,v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503")]
    public void Another_signature_is_refused(string? signature) => Assert.False(Of(SlackSigned.Secret).Holds(Body, "1531420618", signature));

    [Fact]
    public void Either_secret_holds_while_one_is_being_replaced()
    {
        var both = Of("the-new-one", SlackSigned.Secret);

        Assert.True(both.Holds(Body, "1531420618", SlackSigned.DocumentedSignature));
        Assert.True(both.Holds(Body, "1531420618", SlackSigned.Sign("the-new-one", "1531420618", Body)));
        Assert.False(both.Holds(Body, "1531420618", SlackSigned.Sign("the-old-old-one", "1531420618", Body)));
    }

    [Fact]
    public void Without_a_secret_nothing_is_verified()
    {
        Assert.Throws<ArgumentException>(() => Of());
        Assert.Throws<ArgumentException>(() => Of(""));
        Assert.Throws<ArgumentException>(() => Of(SlackSigned.Secret, " "));
    }

    [Fact]
    public void An_empty_body_is_signed_as_any_other()
    {
        Assert.True(Of(SlackSigned.Secret).Holds([], "1531420618", SlackSigned.Sign(SlackSigned.Secret, "1531420618", [])));
        Assert.False(Of(SlackSigned.Secret).Holds([], "1531420618", SlackSigned.DocumentedSignature));
    }

    /// <summary>Every tenth of them within the window and beside it; bodies of every length up to 2 kB.</summary>
    [Fact]
    public void Of_a_hundred_thousand_valid_requests_none_is_refused()
    {
        var signature = Of(SlackSigned.Secret);
        var random = new Sequence(7);
        var body = new byte[2048];
        for (var i = 0; i < 100_000; i++)
        {
            var length = random.Below(400) + (i % 50 == 0 ? random.Below(1600) : 0);
            random.Fill(body.AsSpan(0, length));
            var stamp = SlackSigned.Stamp(SlackSigned.DocumentedTime.AddSeconds(random.Below(601) - 300));

            if (!signature.Holds(body.AsSpan(0, length), stamp, SlackSigned.Sign(SlackSigned.Secret, stamp, body.AsSpan(0, length)))) Assert.Fail($"Request {i} was refused.");
        }
    }

    [Fact]
    public void Of_a_hundred_thousand_mutated_requests_none_is_accepted()
    {
        var signature = Of(SlackSigned.Secret, "another-secret-that-is-valid-too");
        var random = new Sequence(11);
        for (var i = 0; i < 100_000; i++)
        {
            var body = Body[..(200 + random.Below(Body.Length - 200))];
            var stamp = SlackSigned.Stamp(SlackSigned.DocumentedTime.AddSeconds(random.Below(601) - 300));
            var signed = SlackSigned.Sign(SlackSigned.Secret, stamp, body);
            (body, stamp, signed) = Mutated(i % 9, random, body, stamp, signed);

            if (signature.Holds(body, stamp, signed)) Assert.Fail($"Mutation {i % 9} of request {i} was accepted.");
        }
    }

    private static (byte[] Body, string Stamp, string Signature) Mutated(int kind, Sequence random, byte[] body, string stamp, string signed) => kind switch
    {
        0 => (Flipped(body, random), stamp, signed),
        1 => (body[..^1], stamp, signed),
        2 => ([.. body, (byte)random.Below(256)], stamp, signed),
        3 => (body, stamp, Flipped(signed, random)),
        4 => (body, SlackSigned.Stamp(DateTimeOffset.FromUnixTimeSeconds(long.Parse(stamp, System.Globalization.CultureInfo.InvariantCulture) + 1 + random.Below(3))), signed),
        5 => (body, SlackSigned.Stamp(SlackSigned.DocumentedTime.AddSeconds(301 + random.Below(100_000))), SlackSigned.Sign(SlackSigned.Secret, SlackSigned.Stamp(SlackSigned.DocumentedTime.AddSeconds(301 + random.Below(100_000))), body)),
        6 => (body, stamp, SlackSigned.Sign(SlackSigned.Secret + "x", stamp, body)),
        7 => (body, stamp, "v0=" + signed[3..].ToUpperInvariant().Replace('1', 'A')),
        _ => (body, "0" + stamp, signed),
    };

    private static byte[] Flipped(byte[] body, Sequence random)
    {
        var changed = body.ToArray();
        changed[random.Below(changed.Length)] ^= (byte)(1 << random.Below(8));
        return changed;
    }

    private static string Flipped(string signed, Sequence random)
    {
        var at = 3 + random.Below(64);
        return signed[..at] + (signed[at] == '0' ? '1' : '0') + signed[(at + 1)..];
    }

    private SlackSignature Of(params string[] secrets) => new(secrets, time);

    /// <summary>The same numbers in every run.</summary>
    private sealed class Sequence(uint seed)
    {
        private uint state = seed;

        public int Below(int most)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            return (int)(state % (uint)most);
        }

        public void Fill(Span<byte> bytes)
        {
            for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)Below(256);
        }
    }
}

using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PostMortemBot.Slack;

/// <summary>
/// Whether a request comes from Slack: HMAC-SHA256 over <c>v0:timestamp:body</c>, the raw bytes as they came, at most five minutes from now in either direction.
/// https://docs.slack.dev/authentication/verifying-requests-from-slack
/// </summary>
internal sealed class SlackSignature
{
    private const int MostSeconds = 5 * 60;
    private const string Version = "v0";
    private readonly byte[][] keys;
    private readonly TimeProvider time;

    /// <param name="secrets">Any of them may have signed: two while one is being replaced. None or an empty one is refused: an empty secret would take everything.</param>
    public SlackSignature(IReadOnlyList<string> secrets, TimeProvider time)
    {
        if (secrets.Count == 0 || secrets.Any(string.IsNullOrWhiteSpace)) throw new ArgumentException("Without a signing secret nothing can be verified.", nameof(secrets));
        keys = [.. secrets.Select(Encoding.UTF8.GetBytes)];
        this.time = time;
    }

    public bool Holds(ReadOnlySpan<byte> body, string? timestamp, string? signature)
    {
        if (timestamp is null || signature is not { Length: 67 } || !Fresh(timestamp)) return false;
        Span<byte> given = stackalloc byte[67];
        if (!Ascii.IsValid(signature) || !Encoding.ASCII.TryGetBytes(signature, given, out _)) return false;
        var length = Version.Length + 2 + timestamp.Length + body.Length;
        var signed = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var at = Encoding.ASCII.GetBytes($"{Version}:{timestamp}:", signed);
            body.CopyTo(signed.AsSpan(at));
            return SignedByOne(signed.AsSpan(0, length), given);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(signed);
        }
    }

    private bool Fresh(string timestamp) =>
        timestamp.Length <= 12
        && long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs(time.GetUtcNow().ToUnixTimeSeconds() - seconds) <= MostSeconds;

    /// <summary>Every key is tried, so that the time tells nothing of which one fits.</summary>
    private bool SignedByOne(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> given)
    {
        Span<byte> digest = stackalloc byte[32];
        Span<byte> expected = stackalloc byte[67];
        "v0="u8.CopyTo(expected);
        var holds = false;
        foreach (var key in keys)
        {
            HMACSHA256.HashData(key, signed, digest);
            Convert.TryToHexStringLower(digest, expected[3..], out _);
            holds |= CryptographicOperations.FixedTimeEquals(expected, given);
        }

        return holds;
    }
}

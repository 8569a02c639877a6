using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PostMortemBot.Tests.World;

/// <summary>A mail server on loopback, as RFC 5321 has it: says what a test wants it to say, and keeps what came. It does not know the client.</summary>
internal sealed class FakeSmtp : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closed = new();
    private readonly Watched watched = new();
    private readonly Task serving;

    public FakeSmtp()
    {
        listener.Start();
        serving = Task.Run(ServeAsync);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What the greeting's answer offers besides.</summary>
    public IReadOnlyList<string> Offers { get; init; } = [];

    /// <summary>TLS from the first byte, with a certificate that nobody knows.</summary>
    public bool Tls { get; init; }

    /// <summary>What the next of these commands is answered, instead of what is right: <c>cut</c> closes the connection, <c>cut after</c> does as it was told and closes without a word.</summary>
    public ConcurrentQueue<(string Command, string Answer)> Faults { get; } = new();

    /// <summary>Every line of a client, without the letters' own.</summary>
    public ConcurrentQueue<string> Commands { get; } = new();

    /// <summary>The letters that were taken, as they came over the line, without the stuffed dots.</summary>
    public ConcurrentQueue<string> Letters { get; } = new();

    /// <summary>Waits until something holds: looks again after every letter. Fails after ten seconds with the sentence.</summary>
    public Task UntilAsync(Func<bool> holds, string what) => watched.UntilAsync(holds, what, () => string.Join('\n', Commands));

    public async ValueTask DisposeAsync()
    {
        await closed.CancelAsync();
        listener.Stop();
        await serving;
        closed.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(closed.Token);
                try
                {
                    await SpeakAsync(client.GetStream());
                }
                catch (Exception gone) when (gone is IOException or System.Security.Authentication.AuthenticationException)
                {
                    // The client went: what it wanted was written down.
                }
            }
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task SpeakAsync(Stream stream)
    {
        if (Tls) stream = await SecureAsync(stream);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        await SayAsync(stream, "220 mail.example.com ready");
        while (await reader.ReadLineAsync(closed.Token) is { } line)
        {
            Commands.Enqueue(line);
            var word = line.Split(' ', ':')[0].ToUpperInvariant();
            var fault = Faults.TryPeek(out var next) && next.Command == word && Faults.TryDequeue(out next) ? next.Answer : null;
            if (fault == "cut") return;
            if (fault is not null and not "cut after")
            {
                await SayAsync(stream, fault);
                continue;
            }

            if (word == "DATA") await LetterAsync(stream, reader);
            if (fault == "cut after") return;
            await SayAsync(stream, word switch
            {
                "EHLO" => string.Join("\r\n", new[] { "mail.example.com" }.Concat(Offers).Append("8BITMIME").Select((offer, i) => (i == Offers.Count + 1 ? "250 " : "250-") + offer)),
                "STARTTLS" => "220 go ahead",
                "AUTH" => "235 welcome",
                "QUIT" => "221 bye",
                _ => "250 ok",
            });
            if (word == "QUIT") return;
            if (word == "STARTTLS") await SecureAsync(stream);
        }
    }

    private async Task LetterAsync(Stream stream, StreamReader reader)
    {
        await SayAsync(stream, "354 go ahead");
        var letter = new StringBuilder();
        while (await reader.ReadLineAsync(closed.Token) is { } line and not ".") letter.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        Letters.Enqueue(letter.ToString());
        watched.Change();
    }

    private static async Task<Stream> SecureAsync(Stream stream)
    {
        using var key = RSA.Create(2048);
        using var made = new CertificateRequest("CN=mail.example.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2090, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var secure = new SslStream(stream);
        await secure.AuthenticateAsServerAsync(made);
        return secure;
    }

    private async Task SayAsync(Stream stream, string line) => await stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), closed.Token);
}

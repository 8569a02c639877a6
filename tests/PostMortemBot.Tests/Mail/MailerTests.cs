using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Testing;
using PostMortemBot.Mail;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Mail;

/// <summary>Letters as they come over the line, read here by the letter of RFC 5322 and 2045 to 2047, and what goes wrong with a mail server.</summary>
public sealed partial class MailerTests : IAsyncDisposable
{
    private static readonly FakeClock Clock = new(Instant.FromUtc(2026, 11, 24, 9, 0));
    private static readonly string[] Headers = ["Auto-Submitted", "Content-Transfer-Encoding", "Content-Type", "Date", "From", "MIME-Version", "Message-Id", "Subject", "To"];
    private readonly FakeSmtp smtp = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => smtp.DisposeAsync();

    [Fact]
    public async Task A_letter_has_each_header_once_and_says_what_it_was_given()
    {
        await Mailer(smtp).SendAsync(new("team@example.com", "INC-004211 is published: Störung — 支付", ".\n.. dots at the start\nÜmlaut, 漢字, 😀\n" + new string('x', 2000), "key 1"), Stop);

        Assert.Equal(["EHLO", "MAIL", "RCPT", "DATA", "QUIT"], smtp.Commands.Select(Word));
        Assert.Contains(smtp.Commands, line => line.StartsWith("MAIL FROM:<bot@example.com>", StringComparison.Ordinal));
        Assert.Contains(smtp.Commands, line => line.StartsWith("RCPT TO:<team@example.com>", StringComparison.Ordinal));
        var (headers, body) = Read(Assert.Single(smtp.Letters));
        Assert.Equal(Headers, headers.Select(header => header.Name).Order(StringComparer.Ordinal));
        Assert.Equal("Tue, 24 Nov 2026 09:00:00 +0000", Of(headers, "Date"));
        Assert.Equal("bot@example.com", Of(headers, "From").Trim('<', '>'));
        Assert.Equal("team@example.com", Of(headers, "To").Trim('<', '>'));
        Assert.Equal("auto-generated", Of(headers, "Auto-Submitted"));
        Assert.Equal("1.0", Of(headers, "MIME-Version"));
        Assert.Matches("^<[0-9a-f]{32}@example\\.com>$", Of(headers, "Message-Id"));
        Assert.Equal("INC-004211 is published: Störung — 支付", Words(Of(headers, "Subject")));
        Assert.Equal(".\n.. dots at the start\nÜmlaut, 漢字, 😀\n" + new string('x', 2000), Text(headers, body).TrimEnd('\n'));
    }

    [Theory]
    [InlineData("one\r\nBcc: everybody@example.com")]
    [InlineData("one\nBcc: everybody@example.com\n\nAnother body")]
    [InlineData("one\rX-Evil: 1")]
    [InlineData("one\u0085X-Evil: 1\u2028X-Evil: 2")]
    [InlineData("=?utf-8?q?one?=\r\n .\r\nRCPT TO:<everybody@example.com>")]
    [InlineData("\0\u001B[31m\u202Eone")]
    public async Task A_subject_adds_no_header_no_receiver_and_no_line(string subject)
    {
        await Mailer(smtp).SendAsync(new("team@example.com", subject, "The text.\r\n.\r\nQUIT\r\n", "key"), Stop);

        Assert.Equal(["EHLO", "MAIL", "RCPT", "DATA", "QUIT"], smtp.Commands.Select(Word));
        var (headers, body) = Read(Assert.Single(smtp.Letters));
        Assert.Empty(headers.Select(header => header.Name).Except(Headers));
        Assert.Equal(headers.Count, headers.DistinctBy(header => header.Name).Count());
        Assert.DoesNotContain(Words(Of(headers, "Subject")), char.IsControl);
        Assert.Equal("The text.\n.\nQUIT", Text(headers, body).TrimEnd('\n'));
    }

    [Theory]
    [InlineData("team@example.com\r\nBcc: everybody@example.com")]
    [InlineData("team@example.com, everybody@example.com")]
    [InlineData("<team@example.com> RCPT TO:<everybody@example.com>")]
    public async Task An_address_that_is_more_than_one_reaches_nobody(string to)
    {
        await Assert.ThrowsAnyAsync<Exception>(() => Mailer(smtp).SendAsync(new(to, "s", "t", "key"), Stop));

        Assert.DoesNotContain(smtp.Commands, line => line.Contains("everybody", StringComparison.Ordinal));
        Assert.Empty(smtp.Letters);
    }

    [Theory]
    [InlineData("RCPT", "550 no such mailbox", "The mail server does not send to team@example.com: no such mailbox")]
    [InlineData("MAIL", "553 not yours", "The mail server does not send to team@example.com: not yours")]
    [InlineData("DATA", "554 no", "The mail server does not send to team@example.com: no")]
    public async Task What_the_server_refuses_for_good_is_said(string command, string answer, string sentence)
    {
        smtp.Faults.Enqueue((command, answer));

        Assert.Equal(sentence, (await Assert.ThrowsAsync<MailRefused>(() => Mailer(smtp).SendAsync(Letter, Stop))).Message);
        Assert.Empty(smtp.Letters);
    }

    [Theory]
    [InlineData("RCPT", "450 mailbox busy")]
    [InlineData("MAIL", "421 come later")]
    [InlineData("DATA", "451 greylisted")]
    [InlineData("EHLO", "cut")]
    [InlineData("RCPT", "cut")]
    public async Task What_may_work_later_is_no_refusal_and_the_second_time_it_is_the_same_letter(string command, string answer)
    {
        smtp.Faults.Enqueue((command, answer));

        var failed = await Assert.ThrowsAnyAsync<Exception>(() => Mailer(smtp).SendAsync(Letter, Stop));
        Assert.IsNotType<MailRefused>(failed);
        Assert.Empty(smtp.Letters);
        await Mailer(smtp).SendAsync(Letter, Stop);
        Assert.Single(smtp.Letters);
    }

    /// <summary>SMTP has no answer to that: the letter may come twice, and a mailbox knows it again by its Message-Id.</summary>
    [Fact]
    public async Task A_letter_whose_answer_was_lost_is_the_same_letter_when_it_is_sent_again()
    {
        smtp.Faults.Enqueue(("DATA", "cut after"));

        await Assert.ThrowsAnyAsync<Exception>(() => Mailer(smtp).SendAsync(Letter, Stop));
        await Mailer(smtp).SendAsync(Letter, Stop);
        await Mailer(smtp).SendAsync(Letter with { Key = "another" }, Stop);

        var ids = smtp.Letters.Select(letter => Of(Read(letter).Headers, "Message-Id")).ToList();
        Assert.Equal((3, ids[0]), (ids.Count, ids[1]));
        Assert.NotEqual(ids[1], ids[2]);
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("421 going down")]
    public async Task Once_taken_a_letter_is_sent_whatever_the_farewell_is(string answer)
    {
        smtp.Faults.Enqueue(("QUIT", answer));

        await Mailer(smtp).SendAsync(Letter, Stop);

        Assert.Single(smtp.Letters);
    }

    [Fact]
    public async Task Without_the_tls_that_is_asked_for_nothing_is_said()
    {
        await Assert.ThrowsAnyAsync<Exception>(() => Mailer(smtp, MailSecurity.StartTls, "bot").SendAsync(Letter, Stop));
        await using var unknown = new FakeSmtp { Offers = ["STARTTLS", "AUTH PLAIN LOGIN"] };
        await Assert.ThrowsAnyAsync<Exception>(() => Mailer(unknown, MailSecurity.StartTls, "bot").SendAsync(Letter, Stop));
        await using var stranger = new FakeSmtp { Tls = true, Offers = ["AUTH PLAIN LOGIN"] };
        await Assert.ThrowsAnyAsync<Exception>(() => Mailer(stranger, MailSecurity.Tls, "bot").SendAsync(Letter, Stop));

        Assert.All(smtp.Commands.Concat(unknown.Commands).Concat(stranger.Commands), line => Assert.Contains(Word(line), new[] { "EHLO", "STARTTLS", "QUIT" }));
        Assert.Contains("STARTTLS", unknown.Commands);
    }

    [Fact]
    public async Task A_password_that_is_not_taken_is_said_without_it()
    {
        await using var asks = new FakeSmtp { Offers = ["AUTH PLAIN"] };
        asks.Faults.Enqueue(("AUTH", "535 wrong"));

        var refused = await Assert.ThrowsAsync<MailRefused>(() => Mailer(asks, user: "bot").SendAsync(Letter, Stop));

        Assert.DoesNotContain("canary", refused.ToString(), StringComparison.Ordinal);
        Assert.Contains("Mail__Password", refused.Message, StringComparison.Ordinal);
        Assert.Empty(asks.Letters);
        await Mailer(asks, user: "bot").SendAsync(Letter, Stop);
        Assert.Single(asks.Letters);
    }

    private static Letter Letter { get; } = new("team@example.com", "Published", "Text.", "key");

    private static Mailer Mailer(FakeSmtp server, MailSecurity security = MailSecurity.None, string user = "") => new(new("127.0.0.1", server.Port, security, "bot@example.com", user, user.Length > 0 ? "canary-password" : ""), Clock);

    private static string Word(string line) => line.Split(' ', ':')[0];

    /// <summary>Lines of at most 998 signs, all of ASCII; headers unfolded; an empty line; the body.</summary>
    private static (List<(string Name, string Value)> Headers, string Body) Read(string letter)
    {
        Assert.All(letter.Split("\r\n"), line => Assert.InRange(line.Length, 0, 998));
        Assert.DoesNotContain(letter, sign => sign > '~' || (sign < ' ' && sign is not ('\r' or '\n' or '\t')));
        var end = letter.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        List<(string Name, string Value)> headers = [];
        foreach (var line in letter[..end].Split("\r\n"))
        {
            if (line[0] is ' ' or '\t') headers[^1] = (headers[^1].Name, headers[^1].Value + line);
            else headers.Add((line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()));
        }

        return (headers, letter[(end + 4)..]);
    }

    private static string Of(IEnumerable<(string Name, string Value)> headers, string name) => headers.Single(header => header.Name == name).Value;

    /// <summary>Encoded words (RFC 2047); white space between two of them is none.</summary>
    private static string Words(string value) => Encoded().Replace(Between().Replace(value, "?==?"), word =>
    {
        Assert.Equal("utf-8", word.Groups[1].Value.ToLowerInvariant());
        return Encoding.UTF8.GetString(word.Groups[2].Value is "B" or "b" ? Convert.FromBase64String(word.Groups[3].Value) : Quoted(word.Groups[3].Value.Replace('_', ' ')));
    });

    private static string Text(IReadOnlyList<(string Name, string Value)> headers, string body)
    {
        Assert.Matches("^text/plain; charset=\"?utf-8\"?$", Of(headers, "Content-Type"));
        var text = (headers.Any(header => header.Name == "Content-Transfer-Encoding") ? Of(headers, "Content-Transfer-Encoding") : "7bit") switch
        {
            "base64" => Encoding.UTF8.GetString(Convert.FromBase64String(body)),
            "quoted-printable" => Encoding.UTF8.GetString(Quoted(body.Replace("=\r\n", "", StringComparison.Ordinal))),
            "7bit" => body,
            var other => throw new Xunit.Sdk.XunitException(other),
        };
        return text.ReplaceLineEndings("\n");
    }

    private static byte[] Quoted(string text)
    {
        List<byte> bytes = [];
        for (var at = 0; at < text.Length; at++) bytes.Add(text[at] == '=' ? byte.Parse(text.AsSpan((at += 2) - 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) : (byte)text[at]);
        return [.. bytes];
    }

    [GeneratedRegex(@"=\?([^?]+)\?([BbQq])\?([^?]*)\?=")]
    private static partial Regex Encoded();

    [GeneratedRegex(@"\?=\s+=\?")]
    private static partial Regex Between();
}

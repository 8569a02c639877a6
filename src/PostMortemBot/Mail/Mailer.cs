using System.Security.Cryptography;
using System.Text;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Mail;

/// <summary>How letters are sent.</summary>
/// <param name="User">Empty: the server asks for nobody.</param>
/// <param name="Password">From the environment alone.</param>
internal sealed record MailSettings(string Host, int Port, MailSecurity Security, string From, string User, string Password);

/// <summary>How the way to the mail server is kept from others' eyes.</summary>
internal enum MailSecurity
{
    /// <summary>Asked for before the first word of ours; refused: nothing is sent.</summary>
    StartTls,

    /// <summary>From the first byte.</summary>
    Tls,

    /// <summary>Not at all: on this machine alone.</summary>
    None,
}

/// <summary>A letter of plain text.</summary>
/// <param name="Key">Names this one letter for ever: sent twice, it has the same Message-Id, by which mailboxes know it.</param>
internal sealed record Letter(string To, string Subject, string Text, string Key);

/// <summary>The mail server said no for good.</summary>
internal sealed class MailRefused(string sentence, Exception cause) : Exception(sentence, cause);

/// <summary>Sends letters by SMTP, one connection a letter. What fails otherwise than by <see cref="MailRefused"/> may be tried again.</summary>
internal sealed class Mailer(MailSettings settings, IClock clock)
{
    private const int Patience = 15_000;
    private const int ForGood = 500;

    public async Task SendAsync(Letter letter, CancellationToken stop)
    {
        using var message = Written(letter);
        using var smtp = new SmtpClient { Timeout = Patience };
        try
        {
            await smtp.ConnectAsync(settings.Host, settings.Port, Options(settings.Security), stop);
            if (settings.User.Length > 0) await smtp.AuthenticateAsync(settings.User, settings.Password, stop);
            await smtp.SendAsync(message, stop);
        }
        catch (AuthenticationException wrong)
        {
            throw new MailRefused("The mail server does not take mail.user with the password in Mail__Password.", wrong);
        }
        catch (SmtpCommandException wrong) when ((int)wrong.StatusCode >= ForGood)
        {
            throw new MailRefused($"The mail server does not send to {LineText.Plain(letter.To)}: {LineText.Plain(wrong.Message)}", wrong);
        }

        await smtp.DisconnectAsync(quit: true, stop);
    }

    private static SecureSocketOptions Options(MailSecurity security) => security switch
    {
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };

    private MimeMessage Written(Letter letter)
    {
        var from = MailboxAddress.Parse(settings.From);
        var message = new MimeMessage
        {
            Date = clock.GetCurrentInstant().ToDateTimeOffset(),
            MessageId = $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(letter.Key)))[..32]}@{from.Domain}",
            Subject = LineText.Plain(letter.Subject),
            Body = new TextPart("plain") { Text = letter.Text },
        };
        message.From.Add(from);
        message.To.Add(MailboxAddress.Parse(letter.To));

        // No answer of a machine is wanted to a letter of a machine.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }
}

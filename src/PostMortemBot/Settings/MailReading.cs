using System.Text.RegularExpressions;
using PostMortemBot.Domain;
using PostMortemBot.Mail;

namespace PostMortemBot.Settings;

/// <summary>Reads <c>mail</c> and the password beside it, which stands in the environment alone. Letters are off until a host is named.</summary>
internal static partial class MailReading
{
    public const string Password = "Mail__Password";

    /// <summary>Null when letters are off.</summary>
    public static MailSettings? Read(Setting section, IReadOnlyDictionary<string, string> environment)
    {
        if (!section.IsSection()) return null;
        var host = Matching(section.Key("host"), HostName(), "is no host; write its name alone, such as \"smtp.example.com\".");
        var security = section.Key("security").OneOf(("starttls", MailSecurity.StartTls), ("tls", MailSecurity.Tls), ("none", MailSecurity.None)) ?? MailSecurity.StartTls;
        var port = section.Key("port").Whole(1, 65535, "ports") ?? (security == MailSecurity.Tls ? 465 : 587);
        var from = Matching(section.Key("from"), MailAddress(), "is no mail address; write \"post-mortems@example.com\".");
        var user = section.Key("user").Text() ?? "";
        var password = HostSettings.Secret(environment, Password);
        if (!section.IsThere) return null;
        if (!section.Key("host").IsThere) section.Key("host").Required("\"smtp.example.com\"");
        if (!section.Key("from").IsThere) section.Key("from").Required("\"post-mortems@example.com\"");
        if (security == MailSecurity.None && host is not ("localhost" or "127.0.0.1" or "[::1]")) section.Key("security").Refuse("letters would go in the open to another machine; write \"starttls\" or \"tls\".");
        if (user.Length > 0 && password.Length == 0) section.Refuse($"{Password} is missing; set this variable to the password of mail.user.");
        return new(host, port, security, from, user, password);
    }

    private static string Matching(Setting key, Regex pattern, string wrong)
    {
        if (key.Text() is not { } text) return "";
        if (!pattern.IsMatch(text)) key.Refuse($"{key.Shown()} {wrong}");
        return text;
    }

    [GeneratedRegex(@"\A(?:[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,9}|\[[0-9a-f:]{2,45}\])\z", RegexOptions.None, Patterns.Patience)]
    private static partial Regex HostName();

    [GeneratedRegex(@"\A[^\s@<>""]{1,64}@[A-Za-z0-9.-]{1,255}\z", RegexOptions.None, Patterns.Patience)]
    private static partial Regex MailAddress();
}

using PostMortemBot.Domain;
using PostMortemBot.Wiki;

namespace PostMortemBot.Cli;

/// <summary>Where documents go and who is told of them, as somebody would say it.</summary>
internal static class PublishingSentences
{
    public static IEnumerable<string> Of(BotOptions options)
    {
        yield return options.Wiki switch
        {
            WikiSettings.Git git => $"Finished documents are pushed to {git.Repository.Remote}, branch {git.Repository.Branch}.",
            WikiSettings.Confluence confluence => $"Finished documents go to {confluence.Space.Url}, space {confluence.Space.Space}.",
            WikiSettings.Folder folder => $"Finished documents are written to {folder.Path}.",
            _ => throw new InvalidOperationException("A wiki without words."),
        };
        var recipients = options.Policy.Distribution.Required.Concat(options.Policy.Distribution.Optional.Select(one => one.Recipient)).ToList();
        if (recipients.Where(one => one.Where.Count == 0).Select(one => one.Name).ToList() is { Count: > 0 } nowhere) yield return $"No address is known for {string.Join(", ", nowhere)}: the author is asked to tell them.";
        var letters = recipients.SelectMany(one => one.Where).Count(address => address.Platform == "mail");
        if (options.Mail is { } mail) yield return $"Letters are sent from {mail.From} by {mail.Host}.";
        else if (letters > 0) yield return $"Letters are not sent: no mail server is named (mail.host). {Moments.Count(letters, "mail address", "mail addresses")} of the distribution list {(letters == 1 ? "is" : "are")} passed over.";
    }
}

using PostMortemBot.Domain;
using PostMortemBot.Hooks;

namespace PostMortemBot.Cli;

/// <summary>What becomes of alerts of other programs, as somebody would say it.</summary>
internal static class AlertSentences
{
    public static IEnumerable<string> Of(BotOptions options)
    {
        if (!options.Alerts.On)
        {
            yield return "Alerts of other programs are not taken: the environment holds no Alerts__Token.";
            yield break;
        }

        var where = options.Alerts.Where is { } named && (named.Platform == "slack" ? options.Slack is not null : named.Platform == "web" && options.WebChat) ? named : null;
        yield return $"Alerts are taken at {AlertDoor.Path} with {Moments.Count(options.Alerts.Tokens.Count, "token")}. " + (where is null
            ? "Those of no open incident are refused: alerts.where names no channel of a platform that is on."
            : $"Those of no open incident are shown in {where.Platform}:{where.Target}.");
    }
}

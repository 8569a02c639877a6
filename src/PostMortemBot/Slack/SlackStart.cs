using System.Text.Json.Nodes;
using PostMortemBot.Chat;

namespace PostMortemBot.Slack;

/// <summary>At start: which tokens were given back before, and of the others whose they are and who the bot is there. Slack away delays nothing.</summary>
internal sealed partial class SlackStart(Bot bot, SlackWorkspaces workspaces, SlackSettings settings, SlackApi api, SlackGroups groups, TimeProvider time, ILogger<SlackStart> log) : BackgroundService
{
    public const string LeftPrefix = "slack/left/";
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var organisation in await bot.Store.OrganisationsAsync(cancellationToken))
        {
            foreach (var row in await bot.Store.RowsAsync(organisation, LeftPrefix, cancellationToken)) workspaces.Left(row.Key[LeftPrefix.Length..]);
        }

        await bot.Homes.LoadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var unasked = settings.Tokens.ToList();
        while (unasked.Count > 0 && !stoppingToken.IsCancellationRequested)
        {
            foreach (var token in unasked.ToList())
            {
                if (workspaces.IsGone(token.Token) || await IsToldAsync(token, stoppingToken)) unasked.Remove(token);
            }

            if (unasked.Count > 0) await Task.Delay(Again, time, stoppingToken);
        }
    }

    /// <summary>True when there is nothing more to ask of this token.</summary>
    private async Task<bool> IsToldAsync(SlackToken token, CancellationToken stop)
    {
        try
        {
            var told = await api.CallAsync(token.Workspace, token.Token, "auth.test", new JsonObject(), stop);
            var workspace = Wire.Text(told, "team_id");
            if (token.Workspace.Length > 0 && workspace.Length > 0 && workspace != token.Workspace) Log.OfAnother(log, token.Workspace, workspace);
            if (workspace.Length > 0) workspaces.Learn(new(workspace, Wire.Text(told, "user_id"), Wire.Text(told, "bot_id")) { Url = Wire.Text(told, "url").TrimEnd('/'), Enterprise = Wire.Text(told, "enterprise_id") }, token);
            if (workspace.Length > 0 && bot.Policy.NamesGroups) await groups.ReadAsync(workspace);
            return true;
        }
        catch (SlackRefused refused)
        {
            Log.Refused(log, token.Workspace.Length > 0 ? token.Workspace : "the workspace", refused.Message);
            return true;
        }
        catch (Exception away) when (away is SlackFailed or ChatBusy)
        {
            Log.Away(log, away.Message);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Slack__BotToken of {Workspace}: {Why}")]
        public static partial void Refused(ILogger log, string workspace, string why);

        [LoggerMessage(2, LogLevel.Warning, "Slack is away; what it says of the bot is asked for again in a minute. {Why}")]
        public static partial void Away(ILogger log, string why);

        [LoggerMessage(3, LogLevel.Error, "Slack__BotToken names {Workspace}, but the token is of {Other}.")]
        public static partial void OfAnother(ILogger log, string workspace, string other);
    }
}

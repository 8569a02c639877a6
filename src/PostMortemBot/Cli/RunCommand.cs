using Microsoft.AspNetCore.Connections;
using PostMortemBot.Settings;
using PostMortemBot.Storage;

namespace PostMortemBot.Cli;

/// <summary>Runs the bot until it is stopped; says in a few lines where to look and what to try.</summary>
internal static class RunCommand
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        TakingTurns.WithoutInterrupting();
        var read = BotOptions.Load(args, EnvironmentOverrides.OfThisProcess(), System.IO.Directory.GetCurrentDirectory(), AppContext.BaseDirectory);
        if (read is not BotOptionsRead.Accepted { Options: var options }) return CheckCommand.Refuse((BotOptionsRead.Refused)read, error);
        if (options.WebChat && !BotOptions.HasWebChat) return CheckCommand.Refuse(new BotOptionsRead.Refused(["platforms: " + HostSettings.NoWebChat]), error);
        try
        {
            await using var app = PostMortemBotHost.Build(args, options, TimeProvider.System);
            await app.StartAsync();
            foreach (var line in Lines(options, app.Services.GetRequiredService<OwnTemplates>().Warnings)) await output.WriteLineAsync(line);
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (ConfigurationRefused refused)
        {
            return CheckCommand.Refuse(new BotOptionsRead.Refused(refused.Mistakes), error);
        }
        catch (Exception store) when (store is StoreDamaged or StoreUnavailable)
        {
            await error.WriteLineAsync($"{store.Message} Nothing was started.");
            return 2;
        }
        catch (IOException taken) when (taken.InnerException is AddressInUseException)
        {
            await error.WriteLineAsync($"{options.Url} is in use by another program, perhaps by this one. Stop that, or set another address: PM__Url=http://localhost:3979");
            return 2;
        }
    }

    /// <summary>What is worth a look, then what is true for the platforms that are on: the built-in chat has its page and channels, in Slack the bot is invited first.</summary>
    public static IEnumerable<string> Lines(BotOptions options, IReadOnlyList<string> warnings)
    {
        foreach (var warning in options.Warnings.Concat(warnings)) yield return warning;
        if (options.WebChat)
        {
            yield return $"PostMortemBot is here: {options.Url}";
            yield return "Try it: write /pm start in #general, then /pm mark what happened, or react with the pushpin.";
        }

        if (options.Slack is { } slack)
        {
            yield return slack.Socket ? "PostMortemBot listens to Slack over its socket." : $"PostMortemBot waits for Slack at {options.Url}";
            yield return $"In Slack: invite the bot to a channel, then write {slack.Command} start what is wrong.";
        }

        if (options.Teams is not null)
        {
            yield return $"PostMortemBot waits for Teams at {options.Url}api/messages";
            yield return "In Teams: add the app to a team or chat, then write @PostMortem start what is wrong.";
        }

        yield return $"Everything is kept under {options.DataFolder}. Stop with Ctrl+C.";
    }
}

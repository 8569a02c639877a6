using PostMortemBot.Settings;

namespace PostMortemBot.Cli;

/// <summary>Runs the bot until it is stopped; says in three lines where to look and what to try.</summary>
internal static class RunCommand
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var read = BotOptions.Load(args, EnvironmentOverrides.OfThisProcess(), System.IO.Directory.GetCurrentDirectory(), AppContext.BaseDirectory);
        if (read is not BotOptionsRead.Accepted { Options: var options }) return CheckCommand.Refuse((BotOptionsRead.Refused)read, error);
        try
        {
            await using var app = PostMortemBotHost.Build(args, options, TimeProvider.System);
            await app.StartAsync();
            foreach (var warning in options.Warnings.Concat(OwnTemplates.Read(options).Warnings)) await output.WriteLineAsync(warning);
            await output.WriteLineAsync($"PostMortemBot is here: {options.Url}");
            await output.WriteLineAsync("Try it: write /pm start in #inc-gateway, then /pm mark what happened, or react with the pushpin.");
            await output.WriteLineAsync($"Everything is kept under {options.DataFolder}. Stop with Ctrl+C.");
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (ConfigurationRefused refused)
        {
            return CheckCommand.Refuse(new BotOptionsRead.Refused(refused.Mistakes), error);
        }
    }
}

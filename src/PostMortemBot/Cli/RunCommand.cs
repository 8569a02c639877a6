using System.Collections;

namespace PostMortemBot.Cli;

/// <summary>Runs the bot until it is stopped; says in three lines where to look and what to try.</summary>
internal static class RunCommand
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        if (BotOptions.Load(args, Environment(), System.IO.Directory.GetCurrentDirectory(), AppContext.BaseDirectory) is not BotOptionsRead.Accepted { Options: var options } accepted)
        {
            return await RefuseAsync(error, ((BotOptionsRead.Refused)BotOptions.Load(args, Environment(), System.IO.Directory.GetCurrentDirectory(), AppContext.BaseDirectory)).Mistakes);
        }

        try
        {
            await using var app = PostMortemBotHost.Build(args, accepted.Options, TimeProvider.System);
            await app.StartAsync();
            foreach (var warning in options.Warnings) await output.WriteLineAsync(warning);
            await output.WriteLineAsync($"PostMortemBot is here: {options.Url}");
            await output.WriteLineAsync("Try it: write /pm start in #inc-gateway, then /pm mark what happened, or react with the pushpin.");
            await output.WriteLineAsync($"Everything is kept under {options.DataFolder}. Stop with Ctrl+C.");
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (ConfigurationRefused refused)
        {
            return await RefuseAsync(error, refused.Mistakes);
        }
    }

    private static async Task<int> RefuseAsync(TextWriter error, IReadOnlyList<string> mistakes)
    {
        foreach (var mistake in mistakes) await error.WriteLineAsync(mistake);
        return 2;
    }

    private static Dictionary<string, string> Environment() => System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.OrdinalIgnoreCase);
}

using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Settings;
using PostMortemBot.Storage;

namespace PostMortemBot.Cli;

/// <summary><c>check</c>: says whether <c>bot.json</c> and the store are right, and what the rules are, in sentences. Exit code 0, or 2 with every fault on the error output.</summary>
internal static class CheckCommand
{
    private const int AllRight = 0;
    private const int Wrong = 2;

    /// <summary>As the program runs it: the file and the store that these arguments and the environment name.</summary>
    public static Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var read = BotOptions.Load(args, EnvironmentOverrides.OfThisProcess(), Directory.GetCurrentDirectory(), AppContext.BaseDirectory);
        return RunAsync(read, file => SqliteStore.Open(file, new BotClock(TimeProvider.System)), Summary.RowOf, output, error, CancellationToken.None);
    }

    /// <param name="open">Opens the store of a file that exists; may throw <see cref="StoreDamaged"/> or <see cref="StoreUnavailable"/>.</param>
    /// <param name="rowOf">The list row that a post-mortem has by its facts.</param>
    public static async Task<int> RunAsync(BotOptionsRead read, Func<string, IPostMortemStore> open, Func<PostMortem, ListRow> rowOf, TextWriter output, TextWriter error, CancellationToken stop)
    {
        if (read is not BotOptionsRead.Accepted { Options: var options }) return Refuse((BotOptionsRead.Refused)read, error);
        var templates = OwnTemplates.Read(options);
        if (templates.Mistakes is { Count: > 0 } mistakes) return Refuse(new BotOptionsRead.Refused(mistakes), error);
        output.WriteLine($"{options.ConfigFile} is right.");
        foreach (var warning in options.Warnings.Concat(templates.Warnings)) output.WriteLine($"Worth a look: {warning}");
        output.WriteLine();
        foreach (var sentence in PolicySentences.Of(options.Policy)) output.WriteLine(sentence);
        foreach (var sentence in PublishingSentences.Of(options)) output.WriteLine(sentence);
        foreach (var sentence in AlertSentences.Of(options)) output.WriteLine(sentence);
        foreach (var sentence in TrackerSentences.Of(options)) output.WriteLine(sentence);
        output.WriteLine();
        return await StoreAsync(options.DatabaseFile, open, rowOf, output, error, stop);
    }

    /// <summary>Every mistake of <c>bot.json</c>, as the start too tells them; the exit code.</summary>
    public static int Refuse(BotOptionsRead.Refused refused, TextWriter error)
    {
        error.WriteLine(refused.Mistakes.Count == 1 ? "bot.json has 1 mistake. Nothing was started." : FormattableString.Invariant($"bot.json has {refused.Mistakes.Count} mistakes. Nothing was started."));
        foreach (var mistake in refused.Mistakes) error.WriteLine("  " + mistake);
        return Wrong;
    }

    private static async Task<int> StoreAsync(string file, Func<string, IPostMortemStore> open, Func<PostMortem, ListRow> rowOf, TextWriter output, TextWriter error, CancellationToken stop)
    {
        if (!File.Exists(file))
        {
            output.WriteLine($"Nothing is stored yet in {file}.");
            return AllRight;
        }

        try
        {
            var store = open(file);
            await using var closing = store as IAsyncDisposable;
            var (streams, faults) = await new StoredStreams(store, rowOf).LookThroughAsync(stop);
            foreach (var fault in faults) error.WriteLine(fault);
            if (faults.Count > 0) return Wrong;
            output.WriteLine($"{file} is whole: {Moments.Count(streams, "post-mortem")}, every fact in its place.");
            return AllRight;
        }
        catch (Exception wrong) when (wrong is StoreDamaged or StoreUnavailable)
        {
            error.WriteLine(wrong.Message);
            return Wrong;
        }
    }
}

using NodaTime;
using NodaTime.Text;
using PostMortemBot.Domain;
using PostMortemBot.Import;
using PostMortemBot.Settings;

namespace PostMortemBot.Cli;

/// <summary>
/// <c>draft EXPORT.zip [--channel NAME] [--since …] [--until …] [--all] [-o FILE] [--config FILE]</c>: a draft document from a recorded channel, without any account.
/// Exit code 0, or 2 with one sentence and nothing written.
/// </summary>
internal static class DraftCommand
{
    private const string Usage = "Usage: draft EXPORT.zip [--channel NAME] [--since 2026-11-24] [--until \"2026-11-24 18:00\"] [--all] [-o FILE] [--config FILE]";

    /// <summary>As the program runs it: by the configuration that these arguments and the environment name.</summary>
    public static int Run(string[] args, TextWriter output, TextWriter error) => Run(args, EnvironmentOverrides.OfThisProcess(), Directory.GetCurrentDirectory(), AppContext.BaseDirectory, output, error);

    /// <param name="folder">Where files are looked for, and where the document is written when no file is named.</param>
    public static int Run(string[] args, IReadOnlyDictionary<string, string> environment, string folder, string programFolder, TextWriter output, TextWriter error)
    {
        var read = BotOptions.Load(args, environment, folder, programFolder);
        if (read is not BotOptionsRead.Accepted { Options: var options }) return CheckCommand.Refuse((BotOptionsRead.Refused)read, error);
        var templates = OwnTemplates.Read(options);
        return templates.Mistakes.Count > 0
            ? CheckCommand.Refuse(new BotOptionsRead.Refused(templates.Mistakes), error)
            : Run(args, options.Policy, templates.For(null, nearMiss: false), folder, output, error);
    }

    private static int Run(string[] args, Policy policy, Template template, string folder, TextWriter output, TextWriter error)
    {
        var (wish, wrong) = Wish.Read(args, policy.ProcessZone);
        if (wish is null) return Fail(error, $"{wrong} {Usage}");
        ExportRead read;
        try
        {
            using var zip = File.OpenRead(Path.GetFullPath(wish.Export, folder));
            read = SlackExport.Read(zip, new ExportWanted(wish.Channel, wish.Since, wish.Until), Steps(error));
        }
        catch (Exception cannotRead) when (cannotRead is IOException or UnauthorizedAccessException)
        {
            return Fail(error, $"{wish.Export} cannot be read: {cannotRead.Message}");
        }

        return read switch
        {
            ExportRead.Refused refused => Fail(error, refused.Sentence),
            ExportRead.Read { Channel: var channel } => Write(RecordedIncident.From(channel, policy, wish.All), channel, wish, policy, template, folder, output, error),
            _ => throw new InvalidOperationException("A reading that is neither read nor refused."),
        };
    }

    private static int Write(RecordedIncident recorded, ExportedChannel channel, Wish wish, Policy policy, Template template, string folder, TextWriter output, TextWriter error)
    {
        var p = recorded.P;
        if (channel.Messages.Count == 0) return Fail(error, "No message lies in that time. Widen --since and --until.");
        var now = channel.Messages[^1].Message.At;
        var content = Filling.Of(template, p, policy, new FillNames(person => person == PersonId.Bot ? "PostMortem" : channel.NameOf(person.Value), _ => ""), now);
        var file = Path.GetFullPath(wish.Output ?? PageName.Of(p, policy.ProcessZone) + ".md", folder);
        if (wish.Output is null && File.Exists(file)) return Fail(error, $"{file} is there already. Name another with -o FILE; -o with the same name writes over it.");
        try
        {
            var half = file + ".part";
            File.WriteAllText(half, Document.Write(template, content));
            File.Move(half, file, overwrite: true);
        }
        catch (Exception cannotWrite) when (cannotWrite is IOException or UnauthorizedAccessException)
        {
            return Fail(error, $"{file} cannot be written: {cannotWrite.Message}");
        }

        Say(recorded, channel, template, content, file, policy, output);
        return 0;
    }

    private static void Say(RecordedIncident recorded, ExportedChannel channel, Template template, DocumentContent content, string file, Policy policy, TextWriter output)
    {
        output.WriteLine($"Written: {file}");
        output.WriteLine($"#{channel.Name}: {Moments.Count(channel.Messages.Count, "message")} read, {Moments.Count(recorded.Pinned, "pinned event")}{(recorded.Taken > 0 ? $", {Moments.Count(recorded.Taken, "proposal")} taken" : "")}. {Moments.Count(Document.Blanks(template, content).Count, "blank")} left to fill.");
        if (recorded.P.Restored is { } restored) output.WriteLine($"Restored is a guess: {Moments.At(restored, policy.ProcessZone, restored)}, the last event of Resolution.");
        if (recorded.Proposals.Count == 0) return;
        output.WriteLine($"Not taken: {Moments.Count(recorded.Proposals.Count, "likely event")}. Run again with --all to take them.");
        foreach (var proposal in recorded.Proposals)
        {
            var repeats = proposal.Count > 1 ? $" ({proposal.Count} times)" : "";
            output.WriteLine($"  {Stamp(proposal.Message.At, policy.ProcessZone)}  {Line(proposal.Message.Text)}{repeats}  [{proposal.Reason}]");
        }
    }

    /// <summary>A line each 25 days and each 5,000 messages: a short export says nothing.</summary>
    private static Action<ExportProgress> Steps(TextWriter error)
    {
        var (days, messages) = (0, 0);
        return progress =>
        {
            if (progress.DaysRead / 25 == days && progress.Messages / 5000 == messages) return;
            (days, messages) = (progress.DaysRead / 25, progress.Messages / 5000);
            Tell(progress, error);
        };
    }

    private static void Tell(ExportProgress progress, TextWriter error) =>
        error.WriteLine($"{progress.DaysRead} of {Moments.Count(progress.Days, "day")} read, {Moments.Count(progress.Messages, "message")}.");

    private static string Stamp(Instant at, DateTimeZone zone) => LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm").Format(at.InZone(zone).LocalDateTime);

    /// <summary>One line without secrets and control letters: it goes to a terminal.</summary>
    private static string Line(string text)
    {
        var line = string.Concat(Secrets.Mask(text).Text.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();
        return line.Length <= 120 ? line : line[..119] + "…";
    }

    private static int Fail(TextWriter error, string sentence)
    {
        error.WriteLine(sentence);
        return 2;
    }

    /// <summary>What the arguments ask for.</summary>
    private sealed record Wish(string Export, string? Channel, Instant? Since, Instant? Until, bool All, string? Output)
    {
        public static (Wish? Wish, string? Wrong) Read(string[] args, DateTimeZone zone)
        {
            var wish = new Wish("", null, null, null, false, null);
            for (var i = 0; i < args.Length; i++)
            {
                var value = i + 1 < args.Length ? args[i + 1] : null;
                switch (args[i])
                {
                    case "--all":
                        wish = wish with { All = true };
                        continue;
                    case "--channel" or "--since" or "--until" or "-o" or "--config" when value is null:
                        return (null, $"{args[i]} needs a value after it.");
                    case "--channel":
                        wish = wish with { Channel = value!.TrimStart('#') };
                        break;
                    case "--config":
                        break;
                    case "-o":
                        wish = wish with { Output = value };
                        break;
                    case "--since" or "--until" when Moment(value!, zone) is not { }:
                        return (null, $"{value} is no time: write 2026-11-24, \"2026-11-24 18:00\" or 2026-11-24T18:00:00Z.");
                    case "--since":
                        wish = wish with { Since = Moment(value!, zone) };
                        break;
                    case "--until":
                        wish = wish with { Until = Moment(value!, zone) };
                        break;
                    case ['-', ..]:
                        return (null, $"I know no {args[i]}.");
                    case var file when wish.Export.Length == 0:
                        wish = wish with { Export = file };
                        continue;
                    default:
                        return (null, $"One export at a time: {args[i]} is a second one.");
                }

                i++;
            }

            return wish.Export.Length == 0 ? (null, "Name the export.") : (wish, null);
        }

        private static Instant? Moment(string text, DateTimeZone zone)
        {
            if (InstantPattern.ExtendedIso.Parse(text) is { Success: true } instant) return instant.Value;
            if (LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm").Parse(text) is { Success: true } local) return zone.AtLeniently(local.Value).ToInstant();
            return LocalDatePattern.Iso.Parse(text) is { Success: true } day ? zone.AtStartOfDay(day.Value).ToInstant() : null;
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using PostMortemBot.Domain;
using PostMortemBot.Hooks;
using PostMortemBot.Mail;
using PostMortemBot.Settings;
using PostMortemBot.Slack;
using PostMortemBot.Teams;
using PostMortemBot.Trackers;
using PostMortemBot.Wiki;

namespace PostMortemBot;

/// <summary>
/// What <c>bot.json</c> and the environment say, checked as a whole: the bot never starts half configured. For <c>Program</c> and the host alone; rooms below take the part they need.
/// </summary>
internal sealed record BotOptions
{
    /// <summary>The rules, as the domain takes them.</summary>
    public required Policy Policy { get; init; }

    /// <summary>The file that was read, in full.</summary>
    public required string ConfigFile { get; init; }

    public required IReadOnlyList<OrganisationOptions> Organisations { get; init; }

    /// <summary>How Slack is spoken to; null when it is off.</summary>
    public SlackSettings? Slack { get; init; }

    /// <summary>How Microsoft Teams is spoken to; null when it is off.</summary>
    public TeamsSettings? Teams { get; init; }

    /// <summary>Where the program listens; loopback while the built-in chat runs.</summary>
    public required Uri Url { get; init; }

    /// <summary>What people can reach it by; links to pages appear only with it. Null: none.</summary>
    public required Uri? PublicUrl { get; init; }

    /// <summary>Everything that is written at run time lies in it.</summary>
    public required string DataFolder { get; init; }

    public required string DatabaseFile { get; init; }

    /// <summary>Where finished documents go.</summary>
    public required WikiSettings Wiki { get; init; }

    /// <summary>How letters are sent; null: they are not.</summary>
    public MailSettings? Mail { get; init; }

    /// <summary>Where action items are mirrored to; null: nowhere.</summary>
    public TrackerSettings? Tracker { get; init; }

    /// <summary>How alerts of other programs come in, and where they are shown.</summary>
    public required AlertSettings Alerts { get; init; }

    /// <summary>The organisation's own templates; need not exist. The built-in one comes with the program.</summary>
    public required string TemplateFolder { get; init; }

    /// <summary>Which template is taken when, the first that fits; none fits: the built-in one.</summary>
    public required IReadOnlyList<TemplateChoice> TemplateChoices { get; init; }

    /// <summary>Whether the built-in chat is in this program: its page is made in a way that a program published as machine code (<c>Native</c>) cannot.</summary>
    [FeatureSwitchDefinition("PostMortemBot.BuiltInChat")]
    public static bool HasWebChat => !AppContext.TryGetSwitch("PostMortemBot.BuiltInChat", out var here) || here;

    /// <summary>The built-in chat runs: no platform is on, or it was asked for with <c>--try</c>.</summary>
    public required bool WebChat { get; init; }

    /// <summary>What works but is likely not meant; said at start.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>
    /// Finds and reads the file: <c>--config FILE</c>, else <c>PM_CONFIG</c>, else <c>bot.json</c> in the folder the program was started from, else the one beside the program.
    /// </summary>
    public static BotOptionsRead Load(IReadOnlyList<string> args, IReadOnlyDictionary<string, string> environment, string startedFrom, string programFolder)
    {
        if (Find(args, environment, startedFrom, programFolder) is not { } file) return new BotOptionsRead.Refused(["--config: no file is named after it; write --config FILE."]);
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            return new BotOptionsRead.Refused([$"{file}: this file cannot be read; name another with --config FILE."]);
        }

        return Read(text, file, environment, args.Contains("--try"));
    }

    /// <summary>Reads a text as if it stood in this file.</summary>
    public static BotOptionsRead Read(string text, string configFile, IReadOnlyDictionary<string, string> environment, bool tryIt = false)
    {
        var (options, reading) = BotJson.Read(text, configFile, environment, tryIt);
        return options is null ? new BotOptionsRead.Refused(reading.Mistakes) : new BotOptionsRead.Accepted(options);
    }

    private static string? Find(IReadOnlyList<string> args, IReadOnlyDictionary<string, string> environment, string startedFrom, string programFolder)
    {
        var said = Array.IndexOf([.. args], "--config");
        if (said >= 0) return said + 1 < args.Count ? Path.GetFullPath(args[said + 1], startedFrom) : null;
        if (environment.TryGetValue("PM_CONFIG", out var named) && named.Length > 0) return Path.GetFullPath(named, startedFrom);
        var here = Path.Combine(startedFrom, "bot.json");
        return File.Exists(here) ? here : Path.Combine(programFolder, "bot.json");
    }
}

/// <summary>Options, or every mistake at once.</summary>
internal abstract record BotOptionsRead
{
    private BotOptionsRead()
    {
    }

    public sealed record Accepted(BotOptions Options) : BotOptionsRead;

    /// <param name="Mistakes">Full sentences, each beginning with the path it speaks of.</param>
    public sealed record Refused(IReadOnlyList<string> Mistakes) : BotOptionsRead;
}

/// <summary>The workspaces and tenants that belong together.</summary>
internal sealed record OrganisationOptions(string Name, IReadOnlyList<string> SlackWorkspaces, IReadOnlyList<string> TeamsTenants);

/// <summary>A template of the folder and when it is taken.</summary>
/// <param name="File">Its name in the template folder.</param>
/// <param name="Severities">Any of these; none: any severity.</param>
/// <param name="NearMiss">Only near misses, only incidents, or (null) both.</param>
internal sealed record TemplateChoice(string File, IReadOnlyList<Severity> Severities, bool? NearMiss)
{
    public bool Fits(Severity? severity, bool nearMiss) =>
        (Severities.Count == 0 || (severity is { } one && Severities.Contains(one))) && (NearMiss is null || NearMiss == nearMiss);
}

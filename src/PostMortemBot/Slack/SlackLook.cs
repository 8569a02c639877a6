using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Slack;

/// <summary>What a screen needs to know of the workspace and the reader before it can be drawn for Slack.</summary>
internal sealed record SlackLook
{
    /// <summary>The slash command's own name; another app may have taken the usual one.</summary>
    public string Command { get; init; } = "/pm";

    /// <summary>Drawn for the direct message, where words need no command in front.</summary>
    public bool Direct { get; init; }

    /// <summary>Whether the reader's own time stands beside the process zone's. Switch it off where all readers live in that zone.</summary>
    public bool OwnTime { get; init; } = true;

    /// <summary>The Slack user of a person, or null for someone without an account here.</summary>
    public Func<PersonId, string?>? UserOf { get; init; }

    /// <summary>The people to offer where <see cref="UserOf"/> knows nobody; the values are person ids. Asked only where they are drawn.</summary>
    public Func<IReadOnlyList<Choice>> People { get; init; } = () => [];

    /// <summary>The Slack file id or public https address of a picture, once it is there; null while it is not.</summary>
    public Func<SentFile, string?>? ImageOf { get; init; }

    /// <summary>Where the whole of a shortened screen can be read.</summary>
    public string? Page { get; init; }

    public string Typed(Span.Typed typed) => Direct && !typed.InChannel ? typed.Command : $"{Command} {typed.Command}";
}

using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Teams;

/// <summary>What a screen needs to know of the tenant and the reader before it can be drawn for Teams.</summary>
internal sealed record TeamsLook
{
    /// <summary>Drawn for the personal chat, where words need no mention in front.</summary>
    public bool Direct { get; init; }

    public string Mention { get; init; } = "@PostMortem";

    /// <summary>Travels in every button of this drawing: a press that is delivered twice carries it twice.</summary>
    public string Operation { get; init; } = "";

    /// <summary>The conversation that its buttons act on, where it is read in another one: a private answer in the personal chat. Empty: the one it stands in.</summary>
    public string At { get; init; } = "";

    /// <summary>Whose own card it is, as <see cref="OwnViews.Of"/> names it: travels in its buttons, so that a press changes nobody else's. Empty: it is everybody's.</summary>
    public string Own { get; init; } = "";

    /// <summary>In place of <see cref="Own"/>: the whole message is seen by one person alone.</summary>
    public const string Private = "private";

    /// <summary>Stands in the message, seen by nobody: a post whose answer was lost is found again by it. Empty: nobody looks for it.</summary>
    public string Mark { get; init; } = "";

    /// <summary>The id by which conversations know a person (<c>29:…</c>); null for somebody who was not seen here.</summary>
    public Func<PersonId, string?> MemberOf { get; init; } = static _ => null;

    /// <summary>The Entra object id of a person, where the tenant's people picker works; null for someone without an account here.</summary>
    public Func<PersonId, string?>? UserOf { get; init; }

    /// <summary>The people to offer where <see cref="UserOf"/> knows nobody; the values are person ids.</summary>
    public IReadOnlyList<Choice> People { get; init; } = [];

    /// <summary>The https address of a picture, where there is one; small pictures travel in the card.</summary>
    public Func<SentFile, string?>? PictureUrl { get; init; }

    /// <summary>Where the whole of a shortened screen can be read.</summary>
    public string? Page { get; init; }

    public string Typed(Span.Typed typed) => Direct && !typed.InChannel ? typed.Command : $"{Mention} {typed.Command}";
}

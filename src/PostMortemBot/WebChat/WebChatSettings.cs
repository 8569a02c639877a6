using NodaTime;
using PostMortemBot.Chat;

namespace PostMortemBot.WebChat;

/// <summary>What the host tells the built-in chat.</summary>
/// <param name="Database">The SQLite file; the chat keeps its own tables in it.</param>
/// <param name="Zone">The process zone: every time on the page is printed in it.</param>
internal sealed record WebChatSettings(string Database, DateTimeZone Zone)
{
    /// <summary>Where the page answers, for links back to a message.</summary>
    public string BaseUrl { get; init; } = "http://localhost:3978";

    /// <summary>Who is there at first. The ids are handles of <c>bot.json</c> where it knows these people.</summary>
    public IReadOnlyList<ChatPerson> People { get; init; } = Cast.People;

    /// <summary>The channels at first; the first one is where the sample stands.</summary>
    public IReadOnlyList<ChatChannel> Channels { get; init; } = Cast.Channels;

    /// <summary>The entries of a message's menu, as in the table of routes.</summary>
    public IReadOnlyList<(string Id, string Label)> MessageMenu { get; init; } = [];

    /// <summary>The command words that the composer offers after <c>/pm</c>, each with a few words on what follows.</summary>
    public IReadOnlyList<(string Word, string What)> Commands { get; init; } = [];

    /// <summary>The recorded channel that <em>Play a sample incident</em> replays.</summary>
    public IReadOnlyList<SampleStep> Sample { get; init; } = SampleIncident.Steps;

    /// <summary>How many steps of it a newcomer finds done; 0 for an empty chat.</summary>
    public int SampleAtStart { get; init; } = SampleIncident.HalfWay;

    /// <summary>The one sentence on what to press, shown over the sample.</summary>
    public string SampleSentence { get; init; } = SampleIncident.Sentence;
}

/// <summary>Takes what a visitor does to the bot (the router). Registered by the host.</summary>
internal delegate Task<Answer> HandleIncoming(Incoming incoming, CancellationToken stop);

/// <summary>The bot's own id of a person of the built-in chat (made known on first sight), as person pickers give it back. Registered by the host; without it the chat's own id.</summary>
internal delegate Task<string> PersonKeyOf(ChatPerson person, CancellationToken stop);

/// <summary>What the page may ask of the bot beside handling: both are the host's registrations, or null.</summary>
internal sealed record WebChatBack(EmptyOrganisation? Empty, PersonKeyOf? KeyOf);

/// <summary>Empties the bot's own store of the built-in chat's organisation, for <em>Start over</em>. Registered by the host.</summary>
internal delegate Task EmptyOrganisation(CancellationToken stop);

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

/// <summary>Empties the bot's own store of the built-in chat's organisation, for <em>Start over</em>. Registered by the host.</summary>
internal delegate Task EmptyOrganisation(CancellationToken stop);

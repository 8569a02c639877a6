using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PostMortemBot.Tests.Screens;
using PostMortemBot.Tests.World;

[assembly: AssemblyFixture(typeof(SlackProduced))]

namespace PostMortemBot.Tests.World;

/// <summary>
/// All that the bot sent to any fake Slack of the run. Each piece is checked against Slack's limits at once; at the end of the run one TypeScript compilation checks the shapes
/// of all of them against Slack's own packages. Take it as a constructor parameter of the test class.
/// </summary>
public sealed partial class SlackProduced : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, (string Type, JsonObject Json)> pieces = new(StringComparer.Ordinal);

    /// <summary>The arguments of a method that posts, or what a <c>response_url</c> or a command's answer says.</summary>
    internal void Message(string kind, JsonObject body, ConcurrentQueue<string> wrongs)
    {
        var checks = (JsonObject)body.DeepClone();
        if (kind is "chat.update" or "chat.postEphemeral") (checks["unfurl_links"], checks["unfurl_media"]) = (false, false);
        Check(kind, checks, wrongs);
        Keep(kind, body);
    }

    /// <summary>A modal or Home tab.</summary>
    internal void View(string kind, JsonObject view, ConcurrentQueue<string> wrongs)
    {
        Check(kind, view, wrongs);
        Keep(kind, view);
    }

    /// <summary>Anything else whose shape Slack publishes: an answer to a submit, what we send in Slack's place.</summary>
    internal void Keep(string kind, JsonObject body)
    {
        var text = body.ToJsonString();
        pieces.TryAdd(kind + Numbers().Replace(text, "0"), (TypeOf(kind), (JsonObject)body.DeepClone()));
    }

    public async ValueTask DisposeAsync()
    {
        if (pieces.IsEmpty) return;
        var named = pieces.Values.Select((piece, at) => (Name: $"{piece.Type} {at}", piece)).ToDictionary(one => one.Name, one => one.piece);
        ILookup<string, string> errors;
        try
        {
            errors = await SlackShapes.ErrorsAsync(named, CancellationToken.None);
        }
        catch (Xunit.Sdk.SkipException missing)
        {
            TestContext.Current.SendDiagnosticMessage(missing.Message);
            return;
        }

        var wrong = errors.SelectMany(group => group.Select(said => $"{group.Key}: {said}\n{named[group.Key].Json.ToJsonString()}")).Take(20).ToList();
        if (wrong.Count > 0) throw new InvalidOperationException($"Slack's types refuse what was sent:\n{string.Join("\n\n", wrong)}");
    }

    private static void Check(string kind, JsonObject body, ConcurrentQueue<string> wrongs)
    {
        foreach (var over in SlackLimits.Check(body)) wrongs.Enqueue($"{kind}: {over}\n{body.ToJsonString()}");
    }

    private static string TypeOf(string kind) => kind switch
    {
        "chat.postMessage" => "ChatPostMessageArguments",
        "chat.update" => "ChatUpdateArguments",
        "chat.postEphemeral" => "ChatPostEphemeralArguments",
        "respond" => "RespondArguments",
        "modal" => "Modal",
        "home" => "Home",
        "submit" => "ViewResponseAction",
        "EnvelopedEvent" => "Omit<EnvelopedEvent, 'event'> & Record<string, unknown>",
        _ => $"{kind} & Record<string, unknown>",
    };

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Numbers();
}

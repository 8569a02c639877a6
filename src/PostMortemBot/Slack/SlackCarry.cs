using System.Text.Json;
using System.Text.Json.Nodes;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Slack;

/// <summary>What travels in a modal's <c>private_metadata</c>: the form's own words, and where it was opened, so that the answer goes there.</summary>
internal sealed record SlackCarry(string Form, string Channel, string Thread, string ResponseUrl)
{
    private const int Most = 3000;

    /// <summary>Puts it into a drawn view; the <c>response_url</c> stays out where there is no room for it.</summary>
    public void Into(JsonObject view)
    {
        var whole = Text(ResponseUrl);
        view["private_metadata"] = whole.Length <= Most ? whole : SlackIds.Within(Text(""), Most, "What a form carries");
    }

    public static SlackCarry Read(string metadata)
    {
        using var read = metadata.StartsWith('{') ? WireJson.Read(metadata) : null;
        return read is { RootElement: { ValueKind: JsonValueKind.Object } root } && Wire.Property(root, "f") is not null
            ? new(Wire.Text(root, "f"), Wire.Text(root, "c"), Wire.Text(root, "t"), Wire.Text(root, "r"))
            : new(metadata, "", "", "");
    }

    /// <summary>Where the form was opened; the person's own direct conversation when it was nowhere.</summary>
    public Place Place(string workspace, string user) => new("slack", workspace, Channel.Length > 0 ? Channel : user, Thread.Length > 0 ? Thread : null);

    private string Text(string responseUrl)
    {
        var carried = new JsonObject { ["f"] = Form };
        if (Channel.Length > 0) carried["c"] = Channel;
        if (Thread.Length > 0) carried["t"] = Thread;
        if (responseUrl.Length > 0) carried["r"] = responseUrl;
        return Drawn.Text(carried);
    }
}

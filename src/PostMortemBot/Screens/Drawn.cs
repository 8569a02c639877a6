using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostMortemBot.Screens;

/// <summary>A screen as one platform's JSON.</summary>
/// <param name="Shortened">Something did not fit and stands on the page alone.</param>
internal sealed record Drawn(JsonObject Json, bool Shortened)
{
    /// <summary>Letters outside ASCII as they are: a limit in bytes is counted on what is sent. Never for HTML.</summary>
    private static readonly JsonSerializerOptions AsSent = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The body to send, as UTF-8 with <c>charset=utf-8</c>.</summary>
    public string Body => Text(Json);

    public static string Text(JsonNode node) => node.ToJsonString(AsSent);

    public static int Bytes(JsonNode node) => Encoding.UTF8.GetByteCount(Text(node));
}

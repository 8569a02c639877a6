using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PostMortemBot.Domain;

namespace PostMortemBot.Chat;

/// <summary>JSON as platforms send and take it. Reading never throws: half a letter becomes �, and what is no JSON, or too deep, is null.</summary>
internal static partial class WireJson
{
    private const int MostKept = 64 * 1024;
    [ThreadStatic] private static ArrayBufferWriter<byte>? buffer;
    private static readonly JsonDocumentOptions Bounds = new() { MaxDepth = 64 };
    private static readonly JsonWriterOptions AsSent = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonDocument? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            return JsonDocument.Parse(Mended(json), Bounds);
        }
        catch (JsonException)
        {
            // Not ours to mend: the caller answers that nothing is wanted.
            return null;
        }
    }

    public static JsonDocument? Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    /// <summary>As it is sent: UTF-8, letters outside ASCII as they are.</summary>
    public static byte[] Bytes(JsonNode json)
    {
        var room = buffer ?? new ArrayBufferWriter<byte>(4096);
        buffer = room.Capacity <= MostKept ? room : null;
        room.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(room, AsSent)) json.WriteTo(writer);
        return room.WrittenSpan.ToArray();
    }

    private static ReadOnlyMemory<byte> Mended(ReadOnlyMemory<byte> json)
    {
        var whole = json.Span;
        if (whole.StartsWith("\uFEFF"u8)) return Mended(json[3..]);
        if (!System.Text.Unicode.Utf8.IsValid(whole)) return Mended(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(whole)));
        if (whole.IndexOf("\\ud"u8) < 0 && whole.IndexOf("\\uD"u8) < 0) return json;
        return Encoding.UTF8.GetBytes(Escaped().Replace(Encoding.UTF8.GetString(whole), match => match.Groups[1].Success ? "\\ufffd" : match.Value));
    }

    /// <summary>An escaped backslash, a whole pair, or (the group) half of one.</summary>
    [GeneratedRegex(@"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})", RegexOptions.None, Patterns.Patience)]
    private static partial Regex Escaped();
}

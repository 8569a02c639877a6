using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NodaTime;
using NodaTime.Text;
using PostMortemBot.Screens;

namespace PostMortemBot.WebChat;

/// <summary>How the built-in chat writes its rows. Its own affair: nothing else reads them, and <em>Start over</em> empties them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true, Converters = [typeof(InstantAsText), typeof(LineAsSpans)])]
[JsonSerializable(typeof(ChatMessage))]
[JsonSerializable(typeof(ChatPerson))]
[JsonSerializable(typeof(ChatChannel))]
[JsonSerializable(typeof(IReadOnlyList<Span>))]
[JsonSerializable(typeof(Span.Text))]
[JsonSerializable(typeof(Span.Strong))]
[JsonSerializable(typeof(Span.Emphasis))]
[JsonSerializable(typeof(Span.Code))]
[JsonSerializable(typeof(Span.Named))]
[JsonSerializable(typeof(Span.Moment))]
[JsonSerializable(typeof(Span.Link))]
[JsonSerializable(typeof(Span.Typed))]
[JsonSerializable(typeof(Span.Manner))]
[JsonSerializable(typeof(Element.Text), TypeInfoPropertyName = "ElementText")]
[JsonSerializable(typeof(Element.Small))]
[JsonSerializable(typeof(Element.Heading))]
[JsonSerializable(typeof(Element.Bullets))]
[JsonSerializable(typeof(Element.Quote))]
[JsonSerializable(typeof(Element.CodeBlock))]
[JsonSerializable(typeof(Element.Picker))]
[JsonSerializable(typeof(Element.Picture))]
[JsonSerializable(typeof(Element.Divider))]
internal sealed partial class ChatJson : JsonSerializerContext;

/// <summary>The options around <see cref="ChatJson"/>: which span and which element it is stands in the row.</summary>
internal static class ChatRows
{
    public static IEnumerable<Type> Kinds => Spans.Concat(Elements).Select(kind => kind.Type);

    private static readonly (Type Type, string Name)[] Spans =
    [
        (typeof(Span.Text), "text"), (typeof(Span.Strong), "strong"), (typeof(Span.Emphasis), "emphasis"), (typeof(Span.Code), "code"),
        (typeof(Span.Named), "named"), (typeof(Span.Moment), "moment"), (typeof(Span.Link), "link"), (typeof(Span.Typed), "typed"), (typeof(Span.Manner), "manner"),
    ];

    private static readonly (Type Type, string Name)[] Elements =
    [
        (typeof(Element.Text), "text"), (typeof(Element.Small), "small"), (typeof(Element.Heading), "heading"), (typeof(Element.Bullets), "bullets"),
        (typeof(Element.Quote), "quote"), (typeof(Element.CodeBlock), "code"), (typeof(Element.Picker), "picker"), (typeof(Element.Picture), "picture"),
        (typeof(Element.Divider), "divider"),
    ];

    private static readonly JsonSerializerOptions Options = new(ChatJson.Default.Options)
    {
        TypeInfoResolver = ChatJson.Default.WithAddedModifier(SayWhich),
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T)));

    public static T Read<T>(string json) => JsonSerializer.Deserialize(json, (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T)))
        ?? throw new InvalidDataException("An empty row in the chat's tables.");

    private static void SayWhich(JsonTypeInfo type)
    {
        var kinds = type.Type == typeof(Span) ? Spans : type.Type == typeof(Element) ? Elements : [];
        if (kinds.Length == 0)
        {
            return;
        }

        type.PolymorphismOptions = new() { TypeDiscriminatorPropertyName = "is" };
        foreach (var (kind, name) in kinds)
        {
            type.PolymorphismOptions.DerivedTypes.Add(new(kind, name));
        }
    }
}

/// <summary>An instant as ISO text.</summary>
internal sealed class InstantAsText : JsonConverter<Instant>
{
    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        InstantPattern.ExtendedIso.Parse(reader.GetString() ?? "").GetValueOrThrow();

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
        writer.WriteStringValue(InstantPattern.ExtendedIso.Format(value));
}

/// <summary>A line as the list of its spans.</summary>
internal sealed class LineAsSpans : JsonConverter<Line>
{
    public override Line Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(JsonSerializer.Deserialize(ref reader, Spans(options)) ?? []);

    public override void Write(Utf8JsonWriter writer, Line value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.Spans, Spans(options));

    private static JsonTypeInfo<IReadOnlyList<Span>> Spans(JsonSerializerOptions options) =>
        (JsonTypeInfo<IReadOnlyList<Span>>)options.GetTypeInfo(typeof(IReadOnlyList<Span>));
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PostMortemBot.Domain;

namespace PostMortemBot.Storage;

/// <summary>
/// A fact as it is stored for ever: <c>{"fact":"titleSet","title":"…","at":"…","by":"…"}</c>. Instants, dates and durations in ISO form, ids as text, enums by name.
/// A missing field or an unknown fact throws <see cref="JsonException"/>; a field that is not known is passed over.
/// </summary>
internal static class EventJson
{
    // Before the options, which read it.
    private static readonly JsonDerivedType[] Values =
    [
        new(typeof(FieldValue.Words), "words"),
        new(typeof(FieldValue.Choice), "choice"),
        new(typeof(FieldValue.Tick), "tick"),
        new(typeof(FieldValue.Items), "items"),
        new(typeof(FieldValue.Rows), "rows"),
    ];

    private static readonly JsonSerializerOptions Options = new(FactContext.Default.Options)
    {
        AllowOutOfOrderMetadataProperties = true,

        // Kept for people to read and search; nothing of it is ever put into a page as it is.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = FactContext.Default.WithAddedModifier(NameTheKinds),
    };

    private static JsonTypeInfo<PostMortemEvent> Fact { get; } = (JsonTypeInfo<PostMortemEvent>)Options.GetTypeInfo(typeof(PostMortemEvent));

    public static string Write(PostMortemEvent fact) => JsonSerializer.Serialize(fact, Fact);

    public static PostMortemEvent Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, Fact) ?? throw new JsonException("A fact is an object.");
        }
        catch (NotSupportedException unnamed)
        {
            throw new JsonException("A fact without a name.", unnamed);
        }
    }

    /// <summary>The name of a fact's kind in its JSON.</summary>
    public static string NameOf(Type fact) => JsonNamingPolicy.CamelCase.ConvertName(fact.Name);

    private static void NameTheKinds(JsonTypeInfo type)
    {
        if (type.Type == typeof(PostMortemEvent)) type.PolymorphismOptions = Kinds("fact", StoredFacts.All.Select(fact => new JsonDerivedType(fact, NameOf(fact))));
        if (type.Type == typeof(FieldValue)) type.PolymorphismOptions = Kinds("is", Values);
    }

    private static JsonPolymorphismOptions Kinds(string discriminator, IEnumerable<JsonDerivedType> kinds)
    {
        var options = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = discriminator };
        foreach (var kind in kinds) options.DerivedTypes.Add(kind);
        return options;
    }
}

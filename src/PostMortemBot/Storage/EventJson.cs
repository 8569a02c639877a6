using System.Diagnostics.CodeAnalysis;
using System.Text;
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
    private const string Kind = "fact";

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

    /// <summary>A kind's shape is made when the first fact of it is written or read: there are a hundred kinds, and an incident has a dozen.</summary>
    private static readonly IReadOnlyDictionary<string, Type> ByName = StoredFacts.All.ToDictionary(NameOf, StringComparer.Ordinal);

    public static string Write(PostMortemEvent fact) => JsonSerializer.Serialize(fact, Options.GetTypeInfo(fact.GetType()));

    public static PostMortemEvent Read(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        return ByName.TryGetValue(NamedKind(bytes), out var kind)
            ? (PostMortemEvent?)JsonSerializer.Deserialize(bytes, Options.GetTypeInfo(kind)) ?? throw new JsonException("A fact is an object.")
            : throw new JsonException("A fact of an unknown name, or without one.");
    }

    private static string NamedKind(ReadOnlySpan<byte> json)
    {
        try
        {
            return KindOf(json);
        }
        catch (JsonException broken)
        {
            throw new JsonException("A fact is an object.", broken);
        }
    }

    /// <summary>The name among the fact's own fields, wherever it stands; empty when there is none.</summary>
    private static string KindOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("A fact is an object.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var named = reader.ValueTextEquals(Kind);
            reader.Read();
            if (named) return reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
            reader.Skip();
        }

        return "";
    }

    /// <summary>The name of a fact's kind in its JSON.</summary>
    public static string NameOf(Type fact) => JsonNamingPolicy.CamelCase.ConvertName(fact.Name);

    private static void NameTheKinds(JsonTypeInfo type)
    {
        if (type.Type.IsSubclassOf(typeof(PostMortemEvent))) type.Properties.Insert(0, NameFirst(type, NameOf(type.Type)));
        if (type.Type != typeof(FieldValue)) return;
        var kinds = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "is" };
        foreach (var value in Values) kinds.DerivedTypes.Add(value);
        type.PolymorphismOptions = kinds;
    }

    /// <summary>Written before all others, and passed over when it is read.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A string's way to be written is always there.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "A string's way to be written is always there.")]
    private static JsonPropertyInfo NameFirst(JsonTypeInfo type, string name)
    {
        var first = type.CreateJsonPropertyInfo(typeof(string), Kind);
        first.Get = _ => name;
        first.Order = int.MinValue;
        return first;
    }
}

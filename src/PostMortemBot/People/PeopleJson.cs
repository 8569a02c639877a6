using System.Text.Json.Serialization;

namespace PostMortemBot.People;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PersonRow))]
internal sealed partial class PeopleJson : JsonSerializerContext;

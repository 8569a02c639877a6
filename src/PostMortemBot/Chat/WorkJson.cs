using System.Text.Json.Serialization;

namespace PostMortemBot.Chat;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CardWork))]
[JsonSerializable(typeof(ReceiptWork))]
[JsonSerializable(typeof(ReadWork))]
[JsonSerializable(typeof(PostedCard))]
[JsonSerializable(typeof(Summary))]
internal sealed partial class WorkJson : JsonSerializerContext;

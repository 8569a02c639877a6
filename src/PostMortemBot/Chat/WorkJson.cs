using System.Text.Json.Serialization;

namespace PostMortemBot.Chat;

// Without the computed ones: a place computes another place.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(CardWork))]
[JsonSerializable(typeof(NoticeWork))]
[JsonSerializable(typeof(ReceiptWork))]
[JsonSerializable(typeof(ReadWork))]
[JsonSerializable(typeof(ResembleWork))]
[JsonSerializable(typeof(ReachWork))]
[JsonSerializable(typeof(QuietWork))]
[JsonSerializable(typeof(PublishWork))]
[JsonSerializable(typeof(ArchiveWork))]
[JsonSerializable(typeof(TellWork))]
[JsonSerializable(typeof(MailWork))]
[JsonSerializable(typeof(PostedCard))]
[JsonSerializable(typeof(HomeWork))]
[JsonSerializable(typeof(PostMortemBot.Domain.Place))]
[JsonSerializable(typeof(Summary))]
internal sealed partial class WorkJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;
using PostMortemBot.Domain;

namespace PostMortemBot.Storage;

/// <summary>A value that is one text in JSON.</summary>
internal abstract class TextConverter<T>(Func<T, string> write, Func<string, T> read) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => read(reader.GetString() ?? throw new JsonException("A text was expected."));

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(write(value));

    /// <summary>By a NodaTime pattern; what does not fit it is a <see cref="JsonException"/>.</summary>
    protected static Func<string, T> Parse(IPattern<T> pattern) =>
        text => pattern.Parse(text).TryGetValue(default!, out var value) ? value : throw new JsonException($"{text} is no {typeof(T).Name}.");
}

/// <summary><c>2025-11-03T02:14:00Z</c>, with as many decimals as it has.</summary>
internal sealed class InstantConverter() : TextConverter<Instant>(InstantPattern.ExtendedIso.Format, Parse(InstantPattern.ExtendedIso))
{
    /// <summary>What .NET's own time holds it writes in the same letters, and makes no text for it: each fact has several.</summary>
    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options)
    {
        var ticks = value.ToUnixTimeTicks();
        if (ticks >= 0 && Instant.FromUnixTimeTicks(ticks) == value) writer.WriteStringValue(value.ToDateTimeUtc());
        else base.Write(writer, value, options);
    }
}

/// <summary><c>2025-11-03</c></summary>
internal sealed class LocalDateConverter() : TextConverter<LocalDate>(LocalDatePattern.Iso.Format, Parse(LocalDatePattern.Iso));

/// <summary><c>0:23:00</c>, hours may be many, negative with a minus.</summary>
internal sealed class DurationConverter() : TextConverter<Duration>(DurationPattern.JsonRoundtrip.Format, Parse(DurationPattern.JsonRoundtrip));

internal sealed class PersonIdConverter() : TextConverter<PersonId>(id => id.Value, text => new PersonId(text));

internal sealed class PostMortemIdConverter() : TextConverter<PostMortemId>(id => id.Value, text => new PostMortemId(text));

internal sealed class TimelineEventIdConverter() : TextConverter<TimelineEventId>(id => id.Value, text => new TimelineEventId(text));

internal sealed class EvidenceIdConverter() : TextConverter<EvidenceId>(id => id.Value, text => new EvidenceId(text));

internal sealed class ActionItemIdConverter() : TextConverter<ActionItemId>(id => id.Value, text => new ActionItemId(text));

internal sealed class ChangeRequestIdConverter() : TextConverter<ChangeRequestId>(id => id.Value, text => new ChangeRequestId(text));

internal sealed class QuestionIdConverter() : TextConverter<QuestionId>(id => id.Value, text => new QuestionId(text));

internal sealed class NoteIdConverter() : TextConverter<NoteId>(id => id.Value, text => new NoteId(text));

internal sealed class FieldPathConverter() : TextConverter<FieldPath>(path => path.Value, text => new FieldPath(text));

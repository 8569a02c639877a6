namespace PostMortemBot.Domain;

/// <summary>
/// Reads the times that people type: <c>14:05</c>, <c>2:05pm</c>, <c>1405</c>, <c>-10m</c>, <c>10 min ago</c>, <c>yesterday 23:50</c>,
/// <c>2026-11-20 23:50</c>, ISO with a zone, <c>Tue 24 Nov 02:14 EST</c> as the bot prints it, on whatever a phone makes of dashes, quotes and spaces.
/// A clock time without a day is the latest such time not in the future, with five minutes of grace.
/// </summary>
public static class When
{
    private const string WhatToType = "Type 14:05, 2:05pm, -10m or yesterday 23:50.";

    /// <summary>Takes a time from the front of <paramref name="words"/>; text that only resembles one (<c>1405 errors per minute</c>) is left alone.</summary>
    public static WhenReading Read(string words, WhenContext context)
    {
        var text = TypedWords.Unquoted(words);
        var reader = new TypedWords(text);
        return TypedTimeReader.Read(reader) switch
        {
            null or TypedTime.DayAlone => new WhenReading.None(words.Trim()),
            TypedTime.OnClock { FromTo: true } time => WhenInZone.Place(time, context, text),
            var time => WhenInZone.Place(time, context, reader.RestAfterSeparator),
        };
    }

    /// <summary>
    /// For fields and commands where the whole text must be a time (<c>resolve 02:57</c>): the answer is <see cref="WhenReading.At"/> with an empty
    /// rest, or <see cref="WhenReading.Refused"/> with what to type instead. <c>now</c> is read too.
    /// </summary>
    public static WhenReading ReadWhole(string words, WhenContext context)
    {
        var text = TypedWords.Unquoted(words).TrimEnd('.', ' ');
        if (text.Length == 0) return new WhenReading.Refused("No time was typed. " + WhatToType);
        if (text.ToLowerInvariant() is "now" or "just now") return new WhenReading.At(context.Now, "");
        var reader = new TypedWords(text);
        return TypedTimeReader.Read(reader) switch
        {
            TypedTime.DayAlone => new WhenReading.Refused($"\"{TypedWords.Shown(text)}\" has no clock time. Type it like 2026-11-20 23:50."),
            { } time and not TypedTime.OnClock { FromTo: true } when reader.RestAfterSeparator.Length == 0 => WhenInZone.Place(time, context, ""),
            _ => new WhenReading.Refused($"\"{TypedWords.Shown(text)}\" is not a time I can read. " + WhatToType),
        };
    }
}

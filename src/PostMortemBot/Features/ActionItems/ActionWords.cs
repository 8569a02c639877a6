using System.Buffers;
using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Features;

/// <summary>
/// The words after <c>action</c>: the text in quotes, or all before the owner; then <c>@owner</c> and the due date. Without quotes and owner the last words count as the date when they are one.
/// </summary>
/// <param name="Owner">As typed, empty when nobody was named.</param>
/// <param name="Due">As typed, empty when no day was.</param>
internal sealed record ActionWords(string Text, string Owner, string Due)
{
    private const int MostDateWords = 4;
    private static readonly SearchValues<char> Quotes = SearchValues.Create("\"“”„«»");

    public static ActionWords Read(string words, LocalDate today)
    {
        var typed = words.Trim();
        if (typed.Length > 1 && IsQuote(typed[0]) && typed.AsSpan(1).IndexOfAny(Quotes) is >= 0 and var end) return Named(typed[1..(end + 1)].Trim(), typed[(end + 2)..]);
        var parts = typed.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var owner = Array.FindIndex(parts, IsPerson);
        if (owner >= 0) return new(string.Join(' ', parts[..owner]), parts[owner], string.Join(' ', parts[(owner + 1)..]));
        for (var count = Math.Min(MostDateWords, parts.Length - 1); count > 0; count--)
        {
            var last = string.Join(' ', parts[^count..]);
            if (DueDate.Read(last, today) is DueDateReading.On) return new(string.Join(' ', parts[..^count]), "", last);
        }

        return new(typed, "", "");
    }

    private static ActionWords Named(string text, string rest)
    {
        var parts = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var owner = Array.FindIndex(parts, IsPerson);
        return owner < 0 ? new(text, "", string.Join(' ', parts)) : new(text, parts[owner], string.Join(' ', parts.Where((_, at) => at != owner)));
    }

    private static bool IsPerson(string word) => word.Length > 1 && (word[0] == '@' || word.StartsWith("<@", StringComparison.Ordinal));

    private static bool IsQuote(char letter) => Quotes.Contains(letter);
}

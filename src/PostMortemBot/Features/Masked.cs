using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>What the person who typed is told when something that looks like a secret was masked before it was stored.</summary>
internal static class Masked
{
    /// <summary><c>Saved with what looks like a Slack token masked.</c> Null when nothing was.</summary>
    public static string? Sentence(IEnumerable<string> kinds) => kinds.Distinct().ToList() is { Count: > 0 } some ? $"Saved with what looks like {string.Join(" and ", some.Select(WithArticle))} masked." : null;

    private static string WithArticle(string kind) => ("aeiou".Contains(char.ToLowerInvariant(kind[0]), StringComparison.Ordinal) ? "an " : "a ") + kind;

    /// <summary>The sentence for all that somebody typed into a form; null when nothing was masked.</summary>
    public static string? Sentence(FormValues typed) => Sentence(typed.All.Values.SelectMany(texts => texts).SelectMany(text => Secrets.Mask(text).Kinds));

    /// <summary>The answer with the sentence where the person looks next.</summary>
    public static Answer With(Answer answer, string? sentence) => (sentence, answer) switch
    {
        (null, _) => answer,
        (_, { Opens: Rows rows }) => answer with { Opens = rows with { Lead = [$"{sentence} ", .. rows.Lead] } },
        (_, { Opens: Form form }) => answer with { Opens = form with { Elements = [new FormElement.Note(sentence), .. form.Elements] } },
        (_, { Private: { } card }) => answer with { Private = card with { Elements = [.. card.Elements, new Element.Small(sentence)] } },
        _ => answer with { Private = Card.OneLine(sentence) },
    };

    /// <summary>The card with the sentence as its last line.</summary>
    public static Card Under(Card card, MaskedText masked) => Sentence(masked.Kinds) is { } sentence ? card with { Elements = [.. card.Elements, new Element.Small(sentence)] } : card;
}

using System.Security.Cryptography;
using System.Text;
using PostMortemBot.Screens;

namespace PostMortemBot.Chat;

/// <summary>A card as one text: equal texts look equal, so an edit that changes nothing is not sent. Also what transcripts show.</summary>
internal static class CardText
{
    public static string Of(Card? card)
    {
        if (card is null) return "";
        var lines = new List<string> { card.Title };
        lines.AddRange(card.Elements.SelectMany(Lines));
        if (card.Shown.Count > 0) lines.Add(string.Join(" ", card.Shown.Select(button => $"[{button.Label}]")));
        if (card.Behind.Count > 0) lines.Add("More: " + string.Join(" · ", card.Behind.Select(button => button.Label)));
        if (card.File is { } file) lines.Add($"File: {file.Name}");
        return string.Join('\n', lines.Where(line => line.Length > 0));
    }

    /// <summary>Also tells apart what looks alike but carries other ids.</summary>
    public static string HashOf(Card card)
    {
        var values = string.Join('\n', card.Shown.Concat(card.Behind).Select(button => $"{button.Id} {button.Value}"));
        var file = card.File is { } sent ? Convert.ToHexString(SHA256.HashData(sent.Bytes)) : "";
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Of(card) + "\n" + values + file + card.Own?.Looks)));
    }

    private static IEnumerable<string> Lines(Element element) => element switch
    {
        Element.Text text => [text.Line.Plain()],
        Element.Small small => [small.Line.Plain()],
        Element.Heading heading => [heading.Words],
        Element.Bullets bullets => bullets.Lines.Select(line => "• " + line.Plain()),
        Element.Quote quote => [$"“{quote.Words}”"],
        Element.CodeBlock code => [code.Words],
        Element.Picker picker => [$"{picker.Label}: ({string.Join(" | ", picker.Choices.Select(choice => choice.Label))})"],
        Element.Picture picture => [$"(picture: {picture.Alt})"],
        Element.Divider => ["—"],
        _ => throw new InvalidOperationException($"No text for {element.GetType().Name}."),
    };
}

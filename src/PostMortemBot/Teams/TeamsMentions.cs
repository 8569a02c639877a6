using System.Text;
using System.Text.Json.Nodes;
using PostMortemBot.Screens;

namespace PostMortemBot.Teams;

/// <summary>
/// Real mentions in a card: <c>&lt;at&gt;Name&lt;/at&gt;</c> and an entity whose text is those very letters. Only a <c>TextBlock</c> takes one, so such a line is drawn as one, its other
/// words made inert: what somebody typed mentions nobody. https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format
/// </summary>
internal static class TeamsMentions
{
    private const int Most = 10;
    private const int MostName = 64;

    /// <summary>The line with its mentions; null when it tells nobody, or nobody that Teams knows here.</summary>
    public static JsonObject? Block(Line line, TeamsLook look, int most)
    {
        if (!line.Spans.Any(span => Of(span, look) is not null)) return null;
        var text = new StringBuilder();
        foreach (var span in line.Spans) text.Append(Of(span, look) is var (said, _, _) ? said : Kept(Line.Create([span]).Plain(look.Typed), most));
        return new JsonObject { ["type"] = "TextBlock", ["text"] = text.ToString(), ["wrap"] = true };
    }

    /// <summary>The entities of a card's mentions; null when it has none.</summary>
    public static JsonArray? Entities(Card card, TeamsLook look)
    {
        var told = card.Elements.OfType<Element.Text>().SelectMany(text => text.Line.Spans).Select(span => Of(span, look)).OfType<(string Said, string Id, string Name)>().Distinct().Take(Most).ToList();
        return told.Count == 0 ? null : new([.. told.Select(one => new JsonObject
        {
            ["type"] = "mention",
            ["text"] = one.Said,
            ["mentioned"] = new JsonObject { ["id"] = one.Id, ["name"] = one.Name },
        })]);
    }

    private static (string Said, string Id, string Name)? Of(Span span, TeamsLook look)
    {
        if (span is not Span.Named { Tells: true } named || look.MemberOf(named.Id) is not { } member) return null;
        var name = string.Concat(named.Name.Take(MostName).Select(letter => char.IsLetterOrDigit(letter) || letter is '-' or '.' or '\'' ? letter : ' ')).Trim();
        return name.Length == 0 ? null : ($"<at>{name}</at>", member, name);
    }

    /// <summary>Inert, with the spaces around it.</summary>
    private static string Kept(string words, int most)
    {
        var inert = TeamsText.Inert(words, most);
        return inert.Length == 0 ? " " : (char.IsWhiteSpace(words[0]) ? " " : "") + inert + (char.IsWhiteSpace(words[^1]) ? " " : "");
    }
}

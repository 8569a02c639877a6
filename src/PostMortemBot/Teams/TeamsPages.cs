using System.Text;
using PostMortemBot.Screens;

namespace PostMortemBot.Teams;

/// <summary>A document to read in the personal chat: Teams takes a file only into a person's own store, so text comes as cards, page after page; any other file is offered.</summary>
internal static class TeamsPages
{
    /// <summary>What a page holds, well within the bytes of a card.</summary>
    private const int MostLetters = 6000;
    private const int MostLines = 60;

    /// <summary>Whether the file goes into the person's OneDrive, when they allow it.</summary>
    public static bool IsOffered(SentFile file) => !IsText(file) && TeamsFiles.Takes(file);

    /// <summary>The card without its file, and before it the pages of a file that is text; of one that is too large to be offered its name.</summary>
    public static IReadOnlyList<Card> Of(Card card)
    {
        if (card.File is not { } file) return [card];
        if (IsOffered(file)) return [card with { File = null }];
        if (!IsText(file)) return [card with { File = null, Elements = [.. card.Elements, new Element.Small($"{file.Name} is not sent here: it is too large for Teams.")] }];
        var pages = Pages(Encoding.UTF8.GetString(file.Bytes));
        return [.. pages.Select((page, at) => new Card(pages.Count == 1 ? file.Name : $"{file.Name} · page {at + 1} of {pages.Count}", page)), card with { File = null }];
    }

    private static bool IsText(SentFile file) => file.ContentType is "text/markdown" or "text/plain";

    private static List<IReadOnlyList<Element>> Pages(string text)
    {
        List<IReadOnlyList<Element>> pages = [];
        List<Element> page = [];
        var (letters, lines) = (0, 0);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Where(line => line.Trim().Length > 0).SelectMany(Pieces))
        {
            if (page.Count > 0 && (letters + line.Length > MostLetters || lines == MostLines))
            {
                pages.Add(page);
                (page, letters, lines) = ([], 0, 0);
            }

            page.Add(line[0] == '#' ? new Element.Heading(line.TrimStart('#').Trim()) : new Element.Text(line));
            (letters, lines) = (letters + line.Length, lines + 1);
        }

        pages.Add(page);
        return pages;
    }

    private static IEnumerable<string> Pieces(string line)
    {
        for (var at = 0; at < line.Length;)
        {
            var end = line.Length - at <= MostLetters / 2 ? line.Length : at + VisibleText.WholeLetters(line[at..], MostLetters / 2);
            yield return line[at..end];
            at = end;
        }
    }
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace PostMortemBot.Domain;

/// <summary>The detailed timeline's headings, titles and lines as Markdown.</summary>
internal sealed partial class TimelineText(TemplateBlock.Days days)
{
    /// <summary>The day's heading with its number in place of the template's.</summary>
    public static TemplateBlock.Heading Title(TemplateBlock.Heading title, int day)
    {
        var first = title.Pieces.ToList().FindIndex(piece => piece is Piece.Literal literal && Number().IsMatch(literal.Markdown));
        if (first < 0) return title;
        var literal = (Piece.Literal)title.Pieces[first];
        var numbered = new Piece.Literal(Number().Replace(literal.Markdown, day.ToString(CultureInfo.InvariantCulture), 1));
        return title with { Pieces = [.. title.Pieces.Take(first), numbered, .. title.Pieces.Skip(first + 1)] };
    }

    public static string Line(TimelineLine line)
    {
        var time = LineText.Plain(line.Time);
        var words = LineText.Escape((time.Length == 0 ? "" : time + " ") + line.Text + (string.IsNullOrWhiteSpace(line.Owner) ? "" : $" ({line.Owner})"));
        return line.Link is { } link && ProseSpans.IsSafeUrl(link) ? $"{words} {ProseWriter.Link("source", link)}" : words;
    }

    /// <summary>The title of a block: its time and the phase as this template calls it.</summary>
    public string Title(TimelineBlock block)
    {
        var name = PhaseOf(block.Title)?.Title ?? block.Title;
        return LineText.Escape($"{LineText.Plain(block.Time)} - {name}");
    }

    /// <summary>The template's phases that have no block.</summary>
    public IEnumerable<PhaseBlock> Without(IReadOnlyList<TimelineDay> timeline)
    {
        var seen = timeline.SelectMany(day => day.Blocks).Select(block => PhaseOf(block.Title)).ToHashSet();
        return days.Phases.Where(phase => !seen.Contains(phase));
    }

    /// <summary>The template's phase of this name, or of one that begins alike (<c>Investigation Phase</c>); in another language its nine titles are taken in the process's order.</summary>
    private PhaseBlock? PhaseOf(string title)
    {
        var named = days.Phases.FirstOrDefault(phase => StartsAlike(phase.Phase ?? phase.Title, title));
        if (named is not null || days.Phases.Count != PhaseNames.All.Count || PhaseNames.All.Any(phase => days.Phases.Any(own => StartsAlike(own.Phase ?? own.Title, phase.DisplayName())))) return named;
        return PhaseNames.FromDisplayName(title) is { } phase ? days.Phases[(int)phase] : null;
    }

    private static bool StartsAlike(string one, string other) =>
        one.Length > 0 && other.Length > 0 && (one.StartsWith(other, StringComparison.OrdinalIgnoreCase) || other.StartsWith(one, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex("[0-9]+", RegexOptions.None, Patterns.Patience)]
    private static partial Regex Number();
}

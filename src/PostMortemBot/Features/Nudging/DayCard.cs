using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>A person's day: each thing that waits as one line with its likely button; the other answers behind one picker, or all as buttons when only one thing waits.</summary>
internal static class DayCard
{
    public const string OtherwiseId = "day.otherwise";
    public const int Most = 12;

    /// <summary>Between a button's id and its value, in what the picker carries.</summary>
    public const char Between = '~';

    public static Card Of(IReadOnlyList<(PostMortem P, Nudge Nudge)> waiting, View view)
    {
        var lines = waiting.Take(Most).Select(one => NudgeLine.Of(one.P, one.Nudge, view)).ToList();
        if (lines.Count == 0) return Card.OneLine("Nothing waits for you any more. Thank you.");
        if (lines is [var only]) return new Card("1 thing waits for you", [new Element.Text(only.Text)], [only.Likely, .. only.Others.Take(3)], [.. only.Others.Skip(3)]);
        List<Element> elements = [new Element.Bullets([.. lines.Select(line => line.Text)])];
        if (waiting.Count > Most) elements.Add(new Element.Small([$"{waiting.Count - Most} more: ", new Span.Typed("actions mine"), " and ", new Span.Typed("debt")]));
        var choices = lines.SelectMany(line => line.Others.Select(button => new Choice($"{button.Id}{Between}{button.Value}", Texts.OneLine($"{button.Label}: {line.Subject}", 75)))).ToList();
        if (choices.Count > 0) elements.Add(new Element.Picker(OtherwiseId, "Another answer", choices));
        var buttons = Unique(lines);
        return new Card($"{Moments.Count(waiting.Count, "thing")} wait for you", elements, [.. buttons.Take(4)], [.. buttons.Skip(4)]);
    }

    /// <summary>No two labels are the same: what is short of letters is numbered by its line.</summary>
    private static List<Button> Unique(IReadOnlyList<NudgeLine> lines)
    {
        HashSet<string> taken = [];
        return [.. lines.Select((line, at) => line.Likely with { Label = Free($"{line.Likely.Label}: {line.Subject}", at + 1) })];

        string Free(string words, int number)
        {
            var label = Labels.Short(words);
            return taken.Add(label) ? label : Free(FormattableString.Invariant($"{number} {words}"), number);
        }
    }
}

using System.Text;

namespace PostMortemBot.Domain;

/// <summary>
/// What a text must hold for a pattern to be found in it: one of a few literal strings. Looking for these first spares the pattern in nearly every text. Knows the
/// grammar that patterns of words are written in; of what it does not know it asks nothing.
/// </summary>
internal sealed class NeededWords
{
    private const int Most = 200;
    private const int Shortest = 2;
    private readonly string pattern;
    private int at;
    private bool strange;

    private NeededWords(string pattern) => this.pattern = pattern;

    /// <summary>The strings, of which every text with a match holds at least one; null: nothing can be said.</summary>
    public static IReadOnlyList<string>? Of(string pattern) => Read(pattern)?.Needed is { Count: <= Most } needed && needed.All(word => word.Length >= Shortest) ? needed : null;

    /// <summary>All that every text with a match holds.</summary>
    public static Need AllOf(string pattern) => Read(pattern)?.All ?? Need.Nothing;

    private static (List<string>? Needed, Need All)? Read(string pattern)
    {
        var reader = new NeededWords(pattern);
        var needed = reader.Alternatives();
        return !reader.strange && reader.at == pattern.Length ? needed : null;
    }

    /// <summary>One of several: each must need something, else nothing is needed.</summary>
    private (List<string>? Needed, Need All) Alternatives()
    {
        List<string>? all = [];
        var needs = new List<Need>();
        do
        {
            var (one, need) = Sequence();
            needs.Add(need);
            if (one is null) all = null;
            else all?.AddRange(one);
        }
        while (Taken('|'));

        return (all?.Distinct().ToList(), Need.OneOf(needs));
    }

    /// <summary>All of it must be there: what is rarest is asked for.</summary>
    private (List<string>? Needed, Need All) Sequence()
    {
        List<string>? best = null;
        var needs = new List<Need>();
        var run = new StringBuilder();
        while (at < pattern.Length && pattern[at] is not ('|' or ')'))
        {
            var (letter, group) = Atom();
            var (least, repeats) = Quantifier();
            if (letter is { } one && least > 0)
            {
                run.Append(one);
                if (!repeats) continue;
            }

            // What is optional, repeated or no letter ends a run: the letters before it stand together, those behind it anew.
            best = Better(best, Run(run, needs));
            if (group is { } inside && least > 0)
            {
                best = Better(best, inside.Needed);
                needs.Add(inside.All);
            }

            if (letter is { } again && least > 0 && repeats) run.Append(again);
        }

        return (Better(best, Run(run, needs)), Need.All(needs));
    }

    /// <summary>One letter, or what a group needs; neither for classes, anchors and looks around.</summary>
    private (char? Letter, (List<string>? Needed, Need All)? Group) Atom()
    {
        var letter = pattern[at++];
        switch (letter)
        {
            case '(':
                var looks = Looks();
                var inside = Alternatives();
                Taken(')');
                return (null, looks ? null : inside);
            case '[':
                Class();
                return (null, null);
            case '\\':
                return (Escaped(), null);
            case '.' or '^' or '$':
                return (null, null);
            default:
                return (letter, null);
        }
    }

    /// <summary>Reads what stands behind an opening bracket; true for a look ahead or behind, which matches no letter.</summary>
    private bool Looks()
    {
        if (!Taken('?')) return false;
        if (Taken(':') || Taken('>')) return false;
        if (Taken('!') || Taken('=')) return true;
        if (!Taken('<')) return true;
        if (Taken('!') || Taken('=')) return true;
        while (at < pattern.Length && pattern[at++] != '>')
        {
        }

        return false;
    }

    private void Class()
    {
        Taken('^');
        Taken(']');
        while (at < pattern.Length && pattern[at] != ']') at += pattern[at] == '\\' ? 2 : 1;
        at++;
    }

    private char? Escaped()
    {
        if (at >= pattern.Length) return null;
        var letter = pattern[at++];
        strange |= letter is 'x' or 'u' or 'c' or 'k';
        if (letter is 'p' or 'P' && Taken('{'))
        {
            while (at < pattern.Length && pattern[at++] != '}')
            {
            }

            return null;
        }

        return char.IsAsciiLetterOrDigit(letter) ? null : letter;
    }

    /// <summary>How often at least, and whether it may be more than once.</summary>
    private (int Least, bool Repeats) Quantifier()
    {
        var read = (1, false);
        if (Taken('?')) read = (0, false);
        else if (Taken('*')) read = (0, true);
        else if (Taken('+')) read = (1, true);
        else if (at < pattern.Length && pattern[at] == '{' && pattern.IndexOf('}', at) is var end and > 0 && char.IsAsciiDigit(pattern[at + 1]))
        {
            read = (pattern[at + 1] == '0' ? 0 : 1, true);
            at = end + 1;
        }

        Taken('?');
        return read;
    }

    private bool Taken(char letter)
    {
        if (at >= pattern.Length || pattern[at] != letter) return false;
        at++;
        return true;
    }

    private static List<string>? Run(StringBuilder run, List<Need> needs)
    {
        if (run.Length == 0) return null;
        List<string> word = [run.ToString()];
        if (run.Length >= Shortest) needs.Add(new Need.Word(word[0]));
        run.Clear();
        return word;
    }

    /// <summary>The one whose shortest word is longer; of the same, the one with fewer words.</summary>
    private static List<string>? Better(List<string>? one, List<string>? other)
    {
        if (one is null || other is null) return one ?? other;
        var (first, second) = (one.Min(word => word.Length), other.Min(word => word.Length));
        return second > first || (second == first && other.Count < one.Count) ? other : one;
    }
}

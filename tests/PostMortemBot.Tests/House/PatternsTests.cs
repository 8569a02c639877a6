using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using PostMortemBot.Domain;

namespace PostMortemBot.Tests.House;

/// <summary>No text, however hostile, makes a regular expression of the program work for long (trust.md, L4).</summary>
public sealed class PatternsTests
{
    /// <summary>Longer than any field takes, in characters.</summary>
    private const int Long = 12_000;

    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(100);

    private static readonly IReadOnlyList<(string Name, Regex Pattern)> All =
    [
        .. new[] { typeof(Policy).Assembly, typeof(BotOptions).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly).Select(method => (Type: type, Method: method)))
            .Where(each => each.Method.ReturnType == typeof(Regex) && each.Method.GetCustomAttribute<GeneratedRegexAttribute>() is not null)
            .Select(each => ($"{each.Type.Name}.{each.Method.Name}", (Regex)each.Method.Invoke(null, null)!)),
    ];

    [Fact]
    public void Each_pattern_has_its_second_lock_or_does_not_backtrack()
    {
        Assert.True(All.Count > 80, $"only {All.Count} patterns were found");
        Assert.Empty(All.Where(each => !each.Pattern.Options.HasFlag(RegexOptions.NonBacktracking) && each.Pattern.MatchTimeout == Regex.InfiniteMatchTimeout).Select(each => each.Name));
    }

    [Fact]
    public void Ten_thousand_hostile_texts_keep_no_pattern_busy()
    {
        var tried = 0;
        var slow = new List<string>();
        foreach (var (name, pattern) in All)
        {
            foreach (var text in Hostile(pattern.ToString()))
            {
                tried++;
                if (TakesTooLong(pattern, text)) slow.Add($"{name} on {text[..40]}");
            }
        }

        Assert.Empty(slow);
        Assert.True(tried >= 10_000, $"only {tried} texts were tried");
    }

    /// <summary>
    /// Counted as this thread's own time on the processor, so that a busy machine proves nothing; and three times of three, because a collection of all that other tests left is
    /// charged to whichever thread asked for memory.
    /// </summary>
    private static bool TakesTooLong(Regex pattern, string text) => Enumerable.Range(0, 3).All(_ =>
    {
        var before = Spent();
        return pattern.Count(text) < 0 || Spent() - before > Most;
    });

    private static TimeSpan Spent() => OperatingSystem.IsLinux()
        ? TimeSpan.FromTicks(long.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 100)
        : TimeSpan.FromTicks(Stopwatch.GetTimestamp() * TimeSpan.TicksPerSecond / Stopwatch.Frequency);

    /// <summary>What a pattern waits for, over and over, and then what it does not want: pieces of its own text, its single signs, spaces between them.</summary>
    private static IEnumerable<string> Hostile(string pattern)
    {
        var plain = Regex.Replace(pattern, @"\\[A-Za-z]|\(\?<\w+>|[\\()\[\]{}?*+|^$]", " ");
        var pieces = plain.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Concat(plain.Where(sign => sign != ' ').Select(sign => sign.ToString()))
            .Concat([" ", "\t", "\n", "a", "1", "-", ":", "a ", "1 ", "1:", "1 m ", "m ,", "*a ", "**", "_a_", "`", "\"", "“a", "@", "&a", "(", "[", "[a](", "<@", "|-", "| ", "İ", "\u2028"])
            .Distinct(StringComparer.Ordinal);
        foreach (var piece in pieces)
        {
            var run = string.Concat(Enumerable.Repeat(piece, Long / piece.Length));
            yield return run;
            yield return run + "\u0001";
            yield return "x" + run + "\u0001";
            yield return string.Concat(Enumerable.Repeat(piece + "  ", Long / (piece.Length + 2))) + "\u0001";
            yield return piece + new string(' ', Long) + "\u0001";
        }
    }
}

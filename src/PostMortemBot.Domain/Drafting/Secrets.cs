using System.Text;
using System.Text.RegularExpressions;

namespace PostMortemBot.Domain;

/// <summary>Where something that looks like a secret stands in a text.</summary>
/// <param name="Start">First character.</param>
/// <param name="Length">In characters.</param>
/// <param name="Kind">What it looks like, in words for the person who typed it: <c>Slack token</c>.</param>
public sealed record SecretFound(int Start, int Length, string Kind);

/// <summary>A text with its secrets masked.</summary>
/// <param name="Text">Safe to store; unchanged when nothing was found.</param>
/// <param name="Kinds">What was masked, in order of appearance, each kind once.</param>
public sealed record MaskedText(string Text, IReadOnlyList<string> Kinds);

/// <summary>
/// Finds what looks like tokens, keys, passwords, card numbers and mail addresses in what people paste during an incident.
/// Use it before any such text is stored. Commit hashes, UUIDs, trace and container ids, digests and ticket numbers are left alone.
/// </summary>
public static partial class Secrets
{
    /// <summary>What stands in place of a secret. Its length tells nothing of the secret's.</summary>
    public const string Cover = "••••";

    private const string Value = """["'`]?(?<v>[^\s"'`,;&<>]{3,})""";
    private const string SecretWord = "(?:pass(?:word|wd|phrase|code)|passwort|kennwort|pwd|pw|secret|client[_ -]?secret|api[_ -]?secret)";
    private const string KeyWord = "(?:(?:api|access|auth|account|private|signing|encryption|shared[_ -]?access|service|master|license|storage|secret|session)[_ -]?(?:key|token|id[_ -]?token)|apikey|token|secret|client[_ -]?secret|credentials?|authorization|signature|sig|key)";

    private static readonly IReadOnlyList<Rule> Rules =
    [
        new("private key", "(?s)-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----.*?(?:-----END [A-Z ]*PRIVATE KEY( BLOCK)?-----|\\z)"),
        new("Slack token", @"\bxox[a-z](?:\.xox[a-z])?-[A-Za-z0-9-]{8,}|\bxapp-[A-Za-z0-9-]{8,}|\bxoxe\.[A-Za-z0-9.-]{8,}"),
        new("Slack webhook", @"https://hooks\.slack\.com/(?:services|workflows|triggers)/(?<v>[A-Za-z0-9/]{12,})"),
        new("AWS key", @"\b(?:AKIA|ASIA|AGPA|AIDA|AROA)[A-Z0-9]{16}\b"),
        new("GitHub token", @"\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_[A-Za-z0-9_]{20,}"),
        new("GitLab token", @"\bgl(?:pat|dt|rt|ft|soat|ptt)-[A-Za-z0-9_-]{15,}"),
        new("service token", @"\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{12,}|\bsk-[A-Za-z0-9_-]{20,}|\bwhsec_[A-Za-z0-9]{16,}|\bnpm_[A-Za-z0-9]{30,}|\bpypi-[A-Za-z0-9_-]{30,}|\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|\bAIza[A-Za-z0-9_-]{30,}|\bhvs\.[A-Za-z0-9_-]{20,}|\bdop_v1_[a-f0-9]{30,}|\bdapi[a-f0-9]{30,}|\bglsa_[A-Za-z0-9_]{20,}|\bya29\.[A-Za-z0-9_-]{20,}"),
        new("JWT", @"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?"),
        new("authorization header", @"\b(?:Bearer|Basic)\s+(?<v>[A-Za-z0-9+/_.~=-]{12,})") { Test = LooksRandom },
        new("address with a password", @"\b[a-z][a-z0-9+.-]*://[^\s/:@]*:(?<v>[^\s/@]+)@"),
        new("connection string", @"\b(?:AccountKey|SharedAccessKey|SharedSecretValue|AccessKey|Password|Pwd)\s*=\s*(?<v>[^;\s""']{3,})") { Test = IsNotAPlaceholder },
        new("password", $@"\b[a-z0-9_.-]*{SecretWord}[""']?\s*=\s*{Value}") { Test = IsNotAPlaceholder },
        new("password", $@"\b[a-z0-9_.-]*{SecretWord}[""']?\s*(?::|\bis\b|\bwas\b|\bto\b|\bist\b)\s*{Value}") { Test = LooksMade },
        new("password", @"(?:^|\s)(?:--password|--pass|-p|--token|--secret)[ =](?<v>[^\s-][^\s]{5,})") { Test = LooksMade },
        new("shared access signature", @"[?&](?:sig|signature|X-Amz-Signature|X-Amz-Security-Token|access_token|api_key|apikey|key|token|code)=(?<v>[A-Za-z0-9%+/_.~=-]{16,})") { Test = LooksRandom },
        new("key", $@"\b[a-z0-9_.-]*{KeyWord}[""']?\s*(?:=|:|\bis\b|\bwas\b)\s*[""'`]?(?<v>[A-Za-z0-9+/_=.~-]{{16,}})") { Test = LooksRandom },
        new("key", $@"\b[a-z0-9_.-]*{KeyWord}\s+[""'`]?(?<v>[A-Za-z0-9+/_=~]{{16,}})(?:[\s""'`,.;]|\z)") { Test = LooksRandom },
        new("card number", CardPattern, Card) { Test = IsACard, Signs = "0123456789" },
        new("e-mail address", @"(?<v>\b[A-Za-z0-9._%+-]+@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,24})\b") { Test = value => !value.StartsWith("git@", StringComparison.OrdinalIgnoreCase), Signs = "@" },
    ];

    private static readonly NeededIndex Index = new([.. Rules.Select(rule => rule.Needs)]);

    /// <summary>Everything that looks like a secret, in order, without overlaps. Nothing found: empty.</summary>
    public static IReadOnlyList<SecretFound> Find(string text)
    {
        // Outside ASCII a pattern takes for one letter what the index does not.
        var possible = Ascii.IsValid(text) ? Index.Possible(text.ToLowerInvariant()) : null;
        var near = Near(text, possible);
        if (near.Count == 0) return [];
        var found = near.SelectMany(rule => rule.Find(text)).OrderBy(secret => secret.Start).ThenByDescending(secret => secret.Length);
        var kept = new List<SecretFound>();
        foreach (var secret in found)
        {
            if (kept.Count == 0 || secret.Start >= kept[^1].Start + kept[^1].Length)
            {
                kept.Add(secret);
            }
            else if (secret.Start + secret.Length > kept[^1].Start + kept[^1].Length)
            {
                kept[^1] = kept[^1] with { Length = secret.Start + secret.Length - kept[^1].Start };
            }
        }

        return kept;
    }

    /// <summary>The text with <see cref="Cover"/> in place of each secret, and what kinds they were.</summary>
    public static MaskedText Mask(string text)
    {
        var found = Find(text);
        if (found.Count == 0) return new MaskedText(text, []);
        var masked = text;
        foreach (var secret in found.Reverse())
        {
            masked = string.Concat(masked.AsSpan(0, secret.Start), Cover, masked.AsSpan(secret.Start + secret.Length));
        }

        return new MaskedText(masked, [.. found.Select(secret => secret.Kind).Distinct()]);
    }

    private static IReadOnlyList<Rule> Near(string text, bool[]? possible)
    {
        if (possible is null) return Rules;
        List<Rule>? near = null; // Most texts come near none.
        for (var at = 0; at < possible.Length; at++)
        {
            if (possible[at] && Rules[at].Shows(text)) (near ??= []).Add(Rules[at]);
        }

        return near ?? (IReadOnlyList<Rule>)[];
    }

    private static bool IsNotAPlaceholder(string value) => !Placeholder().IsMatch(value);

    /// <summary>After "password:" stands prose as often as a password: a password mixes kinds of characters.</summary>
    private static bool LooksMade(string value) =>
        value.Length >= 6 && IsNotAPlaceholder(value) && !value.Contains("://", StringComparison.Ordinal)
        && value.Any(char.IsAsciiLetter) && value.TrimEnd('.', ',', ')', ':', '!', '?').Any(c => char.IsAsciiDigit(c) || "!@#$%^*+=?".Contains(c, StringComparison.Ordinal));

    /// <summary>Random letters and digits: both kinds, many different ones (Shannon, over 3 bits a character), and no UUID.</summary>
    private static bool LooksRandom(string value) =>
        value.Any(char.IsAsciiDigit) && value.Any(char.IsAsciiLetter) && !Uuid().IsMatch(value) && BitsPerCharacter(value) > 3.0;

    private static double BitsPerCharacter(string value) => value
        .GroupBy(c => c)
        .Select(group => (double)group.Count() / value.Length)
        .Sum(share => -share * Math.Log2(share));

    /// <summary>Luhn's sum (ISO/IEC 7812-1), and a first number and length that a card issuer uses.</summary>
    private static bool IsACard(string value)
    {
        var digits = value.Where(char.IsAsciiDigit).Select(c => c - '0').ToArray();
        var first2 = digits[0] * 10 + digits[1];
        var issued = digits.Length switch
        {
            13 or 19 => digits[0] == 4,
            14 => first2 is 30 or 36 or 38,
            15 => first2 is 34 or 37,
            16 => digits[0] == 4 || first2 is (>= 51 and <= 55) or (>= 22 and <= 27) or 35 or 60 or 64 or 65,
            _ => false,
        };
        var sum = digits.Reverse().Select((digit, at) => at % 2 == 0 ? digit : digit * 2 > 9 ? digit * 2 - 9 : digit * 2).Sum();
        return issued && sum % 10 == 0;
    }

    private const RegexOptions AnyCase = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    [GeneratedRegex(@"\A[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\z", AnyCase, Patterns.Patience)]
    private static partial Regex Uuid();

    [GeneratedRegex(@"\A(?:[*•x.]+|\$.*|%.*%?|\{.*|\[.*|<.*|(?:null|none|true|false|empty|changeme|redacted|masked|expired|invalid|wrong|missing|required|optional|unknown)[.,;]?)\z", AnyCase, Patterns.Patience)]
    private static partial Regex Placeholder();

    private const string CardPattern = @"\b(?<v>[2-6][0-9]{3}[ -]?[0-9]{4,6}[ -]?[0-9]{4,5}[ -]?[0-9]{0,4})\b";

    [GeneratedRegex(CardPattern, AnyCase, Patterns.Patience)]
    private static partial Regex Card();

    private sealed class Rule(string kind, string pattern, Func<Regex>? compiled = null)
    {
        // Few texts come near a secret's words: its pattern is built when the first does.
        private readonly Lazy<Regex> _regex = new(compiled ?? (() => new Regex(pattern, AnyCase | RegexOptions.NonBacktracking)));

        /// <summary>All that a text, in small letters, must hold.</summary>
        public Need Needs => NeededWords.AllOf(WordPattern.Small(pattern));

        /// <summary>Letters of which a text must hold one; empty: nothing can be said.</summary>
        public string Signs { get; init; } = "";

        public bool Shows(string text) => Signs.Length == 0 || text.AsSpan().IndexOfAny(Signs) >= 0;

        public Predicate<string> Test { get; init; } = _ => true;

        public IEnumerable<SecretFound> Find(string text) => _regex.Value.Matches(text)
            .Select(match => match.Groups["v"] is { Success: true } value ? value : match)
            .Where(value => Test(value.Value))
            .Select(value => new SecretFound(value.Index, value.Length, kind));
    }
}

namespace PostMortemBot.Chat;

/// <summary>Typed words as they were meant: what phones and habits add is taken off.</summary>
internal static class CommandWords
{
    /// <summary>Without a leading <c>/pm</c> or mention of the bot, without spaces around.</summary>
    public static string Clean(string words)
    {
        var clean = words.Replace(' ', ' ').Trim();
        foreach (var lead in new[] { "/pm", "@postmortem" })
        {
            if (clean.StartsWith(lead, StringComparison.OrdinalIgnoreCase) && (clean.Length == lead.Length || char.IsWhiteSpace(clean[lead.Length]))) clean = clean[lead.Length..].TrimStart();
        }

        return clean;
    }

    /// <summary>The first word (without a final full stop or colon) and what follows it.</summary>
    public static (string Word, string After) First(string words)
    {
        var end = 0;
        while (end < words.Length && !char.IsWhiteSpace(words[end])) end++;
        return (new(words.AsSpan(0, end).TrimEnd(".:,!?")), new(words.AsSpan(end).TrimStart(" \t")));
    }
}

namespace PostMortemBot.Domain;

/// <summary>A field's value as one text to be edited, and back. The two undo each other for every text that a person can type.</summary>
public static class FieldText
{
    /// <summary>Stands on a line of its own between two code blocks of one field.</summary>
    public const string BetweenBlocks = "----";

    /// <summary>The text to edit: a list has an entry a line (further lines of an entry are indented), code blocks are divided by <see cref="BetweenBlocks"/>. Rows and ticks have none.</summary>
    public static string Of(TemplateField field, FieldValue? value) => (field.Kind, value) switch
    {
        (_, null) => "",
        (FieldKind.Code, FieldValue.Items items) => string.Join($"\n{BetweenBlocks}\n", items.Entries),
        (_, FieldValue.Items items) => string.Join('\n', items.Entries.Select(entry => entry.ReplaceLineEndings("\n").Replace("\n", "\n  ", StringComparison.Ordinal))),
        (_, FieldValue.Words words) => words.Text,
        (_, FieldValue.Choice choice) => string.Join(", ", choice.Picked),
        _ => "",
    };

    /// <summary>What the edited text says; an empty value takes the answer away.</summary>
    public static FieldValue Read(TemplateField field, string text) => field.Kind switch
    {
        FieldKind.List => new FieldValue.Items(Entries(text, field.AtMost)),
        FieldKind.Code => new FieldValue.Items(Blocks(text)),
        FieldKind.Prose => new FieldValue.Words(text.ReplaceLineEndings("\n").Trim()),
        _ => new FieldValue.Words(string.Join(' ', text.Split((char[])['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))),
    };

    private static List<string> Entries(string text, int? most)
    {
        var entries = new List<string>();
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith("  ", StringComparison.Ordinal) && entries.Count > 0) entries[^1] += "\n" + line[2..];
            else if (Bare(line).Length > 0) entries.Add(Bare(line));
        }

        // No more than the template takes: what is over stays with the last entry, so that nothing typed is lost.
        return most is { } atMost && entries.Count > atMost ? [.. entries.Take(atMost - 1), string.Join(", ", entries.Skip(atMost - 1))] : entries;
    }

    /// <summary>Without the bullet that people type by habit.</summary>
    private static string Bare(string line)
    {
        var trimmed = line.Trim();
        return trimmed.StartsWith("- ", StringComparison.Ordinal) || trimmed.StartsWith("* ", StringComparison.Ordinal) || trimmed.StartsWith("• ", StringComparison.Ordinal) ? trimmed[2..].Trim() : trimmed;
    }

    private static List<string> Blocks(string text)
    {
        var blocks = new List<List<string>> { new() };
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.Trim() == BetweenBlocks) blocks.Add([]);
            else blocks[^1].Add(line);
        }

        return [.. blocks.Select(lines => string.Join('\n', lines).Trim('\n')).Where(block => block.Trim().Length > 0)];
    }
}

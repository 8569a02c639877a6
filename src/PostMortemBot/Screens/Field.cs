namespace PostMortemBot.Screens;

/// <summary>One element of a form.</summary>
internal abstract record FormElement
{
    private FormElement()
    {
    }

    /// <summary>A field to fill in.</summary>
    public sealed record Asks(Field Field) : FormElement;

    /// <summary>A line between fields: the guideline, where the filled text came from.</summary>
    public sealed record Note(Line Line) : FormElement;

    /// <summary>A heading between groups of fields.</summary>
    public sealed record Heading(string Words) : FormElement;

    /// <summary>Buttons inside the form (Answer by message, rows). Pressing one keeps what was typed: it comes along as the press's values.</summary>
    public sealed record Acts(IReadOnlyList<Button> Buttons) : FormElement;
}

/// <summary>A blank of a form. Every field has a label; none is required by the platform unless <see cref="Required"/>.</summary>
/// <param name="Name">Its key in the values that come back; unique in the form, at most 200 characters.</param>
internal sealed record Field(string Name, string Label, FieldInput Input)
{
    public string? Hint { get; init; }

    /// <summary>The sentence at the field after a refused submit.</summary>
    public string? Error { get; init; }

    public bool Required { get; init; }
}

/// <summary>How a field is filled in, with what it holds now.</summary>
internal abstract record FieldInput
{
    private FieldInput()
    {
    }

    /// <summary>The same input holding these values, as a platform sends them. Files are not sent back.</summary>
    public FieldInput Holding(IReadOnlyList<string> values)
    {
        var first = values.Count > 0 ? values[0] : "";
        return this switch
        {
            Short one => one with { Value = first },
            Long one => one with { Value = first },
            PickOne one => one with { Value = first },
            PickMany many => many with { Values = values },
            Tick tick => tick with { On = values.Any(value => value is "yes" or "true") },
            PickPerson one => one with { Value = first },
            Day one => one with { Value = first },
            Number one => one with { Value = first },
            _ => this,
        };
    }

    /// <summary>One line, at most <paramref name="Most"/> characters.</summary>
    public sealed record Short(string Value = "", int Most = 500) : FieldInput;

    /// <summary>Several lines. Over 2,900 characters: by message or on the page.</summary>
    public sealed record Long(string Value = "", int Most = 2900) : FieldInput;

    /// <summary>One of a list; the empty value means none picked.</summary>
    public sealed record PickOne(IReadOnlyList<Choice> Choices, string Value = "") : FieldInput;

    /// <summary>Any of a list.</summary>
    public sealed record PickMany(IReadOnlyList<Choice> Choices, IReadOnlyList<string> Values) : FieldInput;

    /// <summary>One box to tick; ticked comes back as <c>yes</c>.</summary>
    public sealed record Tick(string Words, bool On = false) : FieldInput;

    /// <summary>A person of the organisation; the value is a <c>PersonId</c>.</summary>
    public sealed record PickPerson(string Value = "") : FieldInput;

    /// <summary>A day, <c>yyyy-MM-dd</c>.</summary>
    public sealed record Day(string Value = "") : FieldInput;

    /// <summary>A number as typed, with its unit shown after it.</summary>
    public sealed record Number(string Value = "", string Unit = "") : FieldInput;

    /// <summary>Files to keep: at most <paramref name="Most"/>, 10 MB each.</summary>
    public sealed record Files(int Most = 5) : FieldInput;
}

/// <summary>What came back from a form: each field's values by its name (none, one or several).</summary>
internal sealed class FormValues(IReadOnlyDictionary<string, IReadOnlyList<string>> values, IReadOnlyDictionary<string, IReadOnlyList<SentFile>>? files = null)
{
    public static FormValues None { get; } = new(new Dictionary<string, IReadOnlyList<string>>());

    public IReadOnlyDictionary<string, IReadOnlyList<string>> All { get; } = values;

    /// <summary>The field's text, trimmed; empty when it did not come or is blank.</summary>
    public string Text(string name) => All.TryGetValue(name, out var list) && list.Count > 0 ? list[0].Trim() : "";

    public IReadOnlyList<string> Many(string name) => All.TryGetValue(name, out var list) ? list : [];

    public bool Ticked(string name) => Many(name).Any(value => value is "yes" or "true");

    public bool Has(string name) => All.ContainsKey(name);

    public IReadOnlyList<SentFile> Files(string name) => files is not null && files.TryGetValue(name, out var list) ? list : [];
}

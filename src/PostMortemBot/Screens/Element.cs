namespace PostMortemBot.Screens;

/// <summary>One element of a card.</summary>
internal abstract record Element
{
    private Element()
    {
    }

    /// <summary>A paragraph.</summary>
    public sealed record Text(Line Line) : Element;

    /// <summary>A quieter line: a hint, a guess, how to type it.</summary>
    public sealed record Small(Line Line) : Element;

    /// <summary>A heading between groups of lines.</summary>
    public sealed record Heading(string Words) : Element;

    /// <summary>Lines under one another (never a table).</summary>
    public sealed record Bullets(IReadOnlyList<Line> Lines) : Element
    {
        public bool Equals(Bullets? other) => other is not null && Lines.SequenceEqual(other.Lines);

        public override int GetHashCode() => Lines.Count;
    }

    /// <summary>What somebody said, as said.</summary>
    public sealed record Quote(string Words) : Element;

    /// <summary>A log excerpt or query: letters as they are.</summary>
    public sealed record CodeBlock(string Words) : Element;

    /// <summary>A list to pick one from; picking acts like the button <see cref="Button.Id"/>, with the picked value as <c>Chosen</c>.</summary>
    public sealed record Picker(string Id, string Label, IReadOnlyList<Choice> Choices, string Value = "", ButtonKind Kind = ButtonKind.Does) : Element
    {
        public bool Equals(Picker? other) => other is not null && Id == other.Id && Label == other.Label && Value == other.Value && Kind == other.Kind && Choices.SequenceEqual(other.Choices);

        public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);
    }

    /// <summary>A picture with its numbers as text.</summary>
    public sealed record Picture(SentFile File, string Alt) : Element;

    /// <summary>A thin line between groups.</summary>
    public sealed record Divider : Element;
}

/// <summary>One entry of a list to pick from.</summary>
/// <param name="Value">At most 150 characters.</param>
/// <param name="Label">At most 75 characters are shown.</param>
internal sealed record Choice(string Value, string Label)
{
    public static Choice Of(string same) => new(same, same);
}

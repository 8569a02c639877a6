namespace PostMortemBot.Domain;

/// <summary>
/// Names one blank of the template: part / group / label, lower-cased, spaces folded (template.md T14), or a group or part itself when N/A is said of the whole.
/// Never a position, so that answers survive a change of the template.
/// </summary>
public readonly record struct FieldPath(string Value)
{
    public override string ToString() => Value;

    /// <summary>True when this path is <paramref name="other"/> or lies below it.</summary>
    public bool IsWithin(FieldPath other) =>
        Value == other.Value || Value.StartsWith(other.Value + " / ", StringComparison.Ordinal);
}

/// <summary>What a person (or a computation) put into a field. Compared by content, so that an unchanged answer writes nothing.</summary>
public abstract record FieldValue
{
    private FieldValue()
    {
    }

    /// <summary>True when nothing was said: the blank still counts as empty.</summary>
    public abstract bool IsEmpty { get; }

    /// <summary>One text: a line, prose, code, date (<c>yyyy-MM-dd</c>), time, number, link or person.</summary>
    public sealed record Words(string Text) : FieldValue
    {
        public override bool IsEmpty => string.IsNullOrWhiteSpace(Text);
    }

    /// <summary>One or several of a choice's alternatives, with a remark where the field takes one.</summary>
    public sealed record Choice(IReadOnlyList<string> Picked, string Remark = "") : FieldValue
    {
        public override bool IsEmpty => Picked.Count == 0 && string.IsNullOrWhiteSpace(Remark);

        public bool Equals(Choice? other) => other is not null && Picked.SequenceEqual(other.Picked) && Remark == other.Remark;

        public override int GetHashCode() => HashCode.Combine(Picked.Count, Remark);
    }

    /// <summary>A checkbox with its remark. Unticked without a remark is an answer too once the person has saved it.</summary>
    public sealed record Tick(bool On, string Remark = "") : FieldValue
    {
        public override bool IsEmpty => false;
    }

    /// <summary>Any number of entries of a list field, in order.</summary>
    public sealed record Items(IReadOnlyList<string> Entries) : FieldValue
    {
        public override bool IsEmpty => Entries.All(string.IsNullOrWhiteSpace);

        public bool Equals(Items? other) => other is not null && Entries.SequenceEqual(other.Entries);

        public override int GetHashCode() => Entries.Count;
    }

    /// <summary>Rows of a table or of a repeated group: one dictionary a row, by the column's key (its header, lower-cased).</summary>
    public sealed record Rows(IReadOnlyList<IReadOnlyDictionary<string, string>> Entries) : FieldValue
    {
        public override bool IsEmpty => Entries.Count == 0;

        public bool Equals(Rows? other) =>
            other is not null && Entries.Count == other.Entries.Count && Entries.Zip(other.Entries).All(pair => Same(pair.First, pair.Second));

        public override int GetHashCode() => Entries.Count;

        private static bool Same(IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b) =>
            a.Count == b.Count && a.All(cell => b.TryGetValue(cell.Key, out var text) && text == cell.Value);
    }
}

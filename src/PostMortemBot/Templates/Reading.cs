using PostMortemBot.Domain;

namespace PostMortemBot.Templates;

/// <summary>Where a field stands: the path so far, and what a field without a label of its own is called there.</summary>
internal sealed record Scope(string Path, string Name)
{
    public Scope Below(string label) => new(Paths.Below(Path, label), label);
}

/// <summary>What has been found so far: fields in order, the first thing that refuses the template, and counts.</summary>
internal sealed class Reading(TemplateSource source)
{
    private readonly List<(TemplateField Field, Scope Scope, string? Label)> drafts = [];

    public TemplateSource Source { get; } = source;

    public (int Line, string Reason)? FirstRefusal { get; private set; }

    /// <summary>The last line that is printed so far: what follows is set off from it as the template does.</summary>
    public int LastLine { get; set; }

    /// <summary>The last thing printed was a heading: whatever follows is set off from it by itself.</summary>
    public bool AfterHeading { get; set; }

    public int Tables { get; set; }

    public int Checkboxes { get; set; }

    public int Fences { get; set; }

    public int ThirdLevelHeadings { get; set; }

    /// <summary>Fields in sheets of labelled lines, by what their blanks say and where.</summary>
    public Dictionary<string, int> InFences { get; } = new(StringComparer.Ordinal);

    public int FieldCount => drafts.Count;

    public void Refuse(int line, string reason)
    {
        if (FirstRefusal is { } first && first.Line <= line) return;
        FirstRefusal = (line, reason);
    }

    /// <summary>Adds a field; its path follows when its group is whole. Null as label: it is named by its group when it is alone there, else by what it says.</summary>
    public int Add(Scope scope, string? label, TemplateField field)
    {
        if (drafts.Count >= TemplateReader.MostFields) Refuse(field.Line, $"The template has more than {TemplateReader.MostFields} fields.");
        drafts.Add((field, scope, label));
        return drafts.Count - 1;
    }

    /// <summary>A second code example of the same language in one place belongs to the same field; null when this is the first.</summary>
    public int? MoreOf(Scope scope, TemplateField code)
    {
        var first = drafts.FindIndex(draft => draft.Field.Kind == FieldKind.Code && draft.Scope == scope && draft.Field.Language == code.Language);
        if (first < 0) return null;
        var (field, _, label) = drafts[first];
        var more = field with { Prompts = [.. field.Prompts, .. code.Prompts], Blanks = field.Blanks + code.Blanks, Example = field.Example + "\n\n" + code.Example };
        drafts[first] = (more, scope, label);
        return first;
    }

    /// <summary>The field as it is known so far; its path may still be open.</summary>
    public TemplateField this[int index] => drafts[index].Field;

    public void Change(int index, Func<TemplateField, TemplateField> change) => drafts[index] = drafts[index] with { Field = change(drafts[index].Field) };

    /// <summary>Gives the fields from this one on their paths, and refuses equal ones.</summary>
    public IReadOnlyList<TemplateField> Named(int from)
    {
        var crowd = drafts.Skip(from).GroupBy(draft => draft.Scope.Path).ToDictionary(group => group.Key, group => group.Count());
        var taken = drafts.Skip(from).Where(draft => draft.Label is not null).Select(draft => Paths.Below(draft.Scope.Path, draft.Label!)).ToHashSet(StringComparer.Ordinal); // those with a label alone
        for (var i = from; i < drafts.Count; i++)
        {
            var (field, scope, label) = drafts[i];
            var isAlone = label is null && !taken.Contains(scope.Path) && (crowd[scope.Path] == 1 || field.Kind == FieldKind.Days);
            var said = label ?? (isAlone ? scope.Name : SaidBy(field));
            var path = isAlone ? scope.Path : Paths.Below(scope.Path, said);
            drafts[i] = (field with { Path = new FieldPath(path), Label = said }, scope, label);
        }

        return [.. drafts.Skip(from).Select(draft => draft.Field)];
    }

    public void RefuseEqualPaths()
    {
        foreach (var group in drafts.Select(draft => draft.Field).GroupBy(field => field.Path).Where(group => group.Count() > 1))
        {
            var (first, second) = (group.First(), group.ElementAt(1));
            Refuse(second.Line, $"Two fields are called \"{group.Key}\", on line {first.Line} and line {second.Line}. Give one of them another label.");
        }
    }

    public TemplateCounts Counts(IReadOnlyList<TemplatePart> parts) =>
        new(parts.Count, ThirdLevelHeadings, Tables, Checkboxes, Fences, drafts.Sum(draft => draft.Field.Blanks));

    private static string SaidBy(TemplateField field)
    {
        // A code example's words change with every example: its language names it.
        if (field.Kind == FieldKind.Code) return field.Language is { } language ? language + " code block" : "code block";
        var said = field.Columns.Count > 0 && field.Kind == FieldKind.Table ? field.Columns[0].Header : (field.Prompts.Count > 0 ? field.Prompts[0] : null) ?? field.Kind.ToString();
        return said.Length <= 80 ? said : said[..80].TrimEnd();
    }
}

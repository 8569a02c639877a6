namespace PostMortemBot.Domain;

/// <summary>How far a section is, said in words on the list of sections.</summary>
public enum SectionState
{
    /// <summary>Nothing to ask: the incident has it all.</summary>
    Filled,

    /// <summary>Nothing left to ask, and a person wrote some of it.</summary>
    Done,
    Begun,
    Empty,
    NotApplicable,
}

/// <summary>A part of the template as far as it is written.</summary>
public sealed record WalkSection(TemplatePart Part, SectionState State, IReadOnlyList<TemplateField> Blanks);

/// <summary>One form of the walk.</summary>
/// <param name="Asks">In order; together at most <see cref="Walk.MostThings"/> things, <see cref="Walk.MostTyped"/> of them typed.</param>
/// <param name="Shown">Fields of the same parts that the bot drafted: shown to be looked at, not asked.</param>
/// <param name="Last">The place of its last field: the walk goes on behind it.</param>
public sealed record WalkStep(IReadOnlyList<TemplatePart> Parts, IReadOnlyList<WalkAsk> Asks, IReadOnlyList<TemplateField> Shown, int Last)
{
    public string Title => Parts.Count == 0 ? "Key times" : string.Join(" · ", Parts.Select(part => part.Name));

    public int Things => Asks.Sum(ask => ask.Things);

    public int Typed => Asks.Sum(ask => ask.Typed);

    /// <summary>Every field that the form asks or stands for.</summary>
    public IReadOnlyList<FieldPath> Covers => [.. Asks.SelectMany(ask => ask.Fields).Select(one => one.Path)];
}

/// <summary>
/// The author's way through a document: which sections are ready, what is asked next, and in which forms. Neighbouring sections share a form while it asks at most ten things, five of
/// them typed; a section whose every field is known is not opened; a fact that stands in several places is asked once. Pure, for any template.
/// </summary>
public sealed class Walk
{
    public const int MostThings = 10;
    public const int MostTyped = 5;

    /// <summary>The order in which the process's own sections are asked (conversation.md 2); a part of another name follows the one before it.</summary>
    private static readonly string[][] Topics =
    [
        ["header", "detailed timeline"],
        ["incident overview", "executive summary", "slo and error budget impact", "metrics and data"],
        ["root cause analysis"],
        ["contributing factors", "communication assessment"],
        ["what went well", "what went poorly", "lessons learned"],
        ["action items", "prevention measures"],
        ["related incidents", "supporting evidence"],
    ];

    private readonly Template template;
    private readonly DocumentContent content;
    private readonly IReadOnlyList<TemplatePart> ordered;
    private readonly IReadOnlyDictionary<FieldPath, int> places;

    public Walk(PostMortem p, Template template, DocumentContent content)
    {
        this.template = template;
        this.content = content;
        ordered = Ordered(template);
        places = ordered.SelectMany(part => part.Fields).Select((field, place) => (field.Path, place)).ToDictionary(one => one.Path, one => one.place);
        Blanks = Document.Blanks(template, content);
        Sections = [.. template.Parts.Select(part => SectionOf(part, p))];
        AsksTimes = p.Events.Count > 0 && p.Restored is not null && !Drafting.TimesAreConfirmed(p);
        Steps = StepsFrom(Blanks.ToHashSet());
    }

    /// <summary>The fields still to be answered.</summary>
    public IReadOnlyList<FieldPath> Blanks { get; }

    /// <summary>Every part in the template's order.</summary>
    public IReadOnlyList<WalkSection> Sections { get; }

    /// <summary>The key times still want a look.</summary>
    public bool AsksTimes { get; }

    /// <summary>The forms that are left, in order.</summary>
    public IReadOnlyList<WalkStep> Steps { get; }

    public int Ready => Sections.Count(section => section.State is SectionState.Filled or SectionState.Done or SectionState.NotApplicable);

    public int FromIncident => Sections.Count(section => section.State is SectionState.Filled);

    /// <summary>
    /// What is left, in minutes: two for a text, half a minute for anything picked or ticked, rounded up to five above ten. A rule of thumb, shown with "about".
    /// </summary>
    public int MinutesLeft
    {
        get
        {
            var halves = Steps.Sum(step => (step.Typed * 4) + (step.Things - step.Typed));
            var minutes = (halves + 1) / 2;
            return minutes <= 10 ? minutes : (minutes + 4) / 5 * 5;
        }
    }

    /// <summary>The first section with a blank, in the order of the walk; null when none is left.</summary>
    public WalkSection? Next => ordered.Select(part => Sections.First(section => section.Part == part)).FirstOrDefault(section => section.Blanks.Count > 0);

    /// <summary>The form that follows a saved one: the first whose first field lies behind it. Null at the end, whatever was left empty before.</summary>
    public WalkStep? After(int last) => Steps.FirstOrDefault(step => step.Asks.SelectMany(ask => ask.Fields).Select(field => places[field.Path]).DefaultIfEmpty(-1).Min() > last);

    /// <summary>One section as it is opened by name: everything a person may write there, in forms of the same size.</summary>
    /// <param name="mayWrite">Which of its fields are this person's to write.</param>
    public IReadOnlyList<WalkStep> Open(TemplatePart part, Func<FieldPath, bool> mayWrite) => Packed([.. WalkAsk.Of(part, field => IsOpen(field) && mayWrite(field.Path), asked: null)], shown: false);

    /// <summary>A step once more, by the fields it asked: a form that was refused comes back as it was.</summary>
    public WalkStep Again(IReadOnlyList<TemplateField> fields, bool times, bool walking)
    {
        var wanted = fields.Select(field => field.Path).ToHashSet();
        List<WalkAsk> asks = times ? [WalkAsk.Times] : [];
        asks.AddRange(ordered.SelectMany(part => WalkAsk.Of(part, field => wanted.Contains(field.Path), walking ? wanted : null)));
        return StepOf(asks, walking);
    }

    /// <summary>True when a person writes this field: the bot knows nothing, or only has a draft.</summary>
    public bool IsOpen(TemplateField field) =>
        field.MayBeTyped && (field.Binding is not { } name || !content.Bound.TryGetValue(name, out var bound) || !Document.SaysSomething(bound) || Filling.IsDraft(name)) && field.Phase is null;

    private List<WalkStep> StepsFrom(HashSet<FieldPath> blanks)
    {
        var seen = new HashSet<string>();
        var names = blanks.Select(path => template.Find(path)?.Binding).ToHashSet();
        var once = blanks.Where(path => template.Find(path)?.Binding is not { } name || (seen.Add(name) && !(Bindings.Named(name)?.Follows is { } first && names.Contains(first)))).ToHashSet();
        List<WalkAsk> asks = AsksTimes ? [WalkAsk.Times] : [];
        asks.AddRange(ordered.SelectMany(part => WalkAsk.Of(part, field => once.Contains(field.Path), once)));
        return Packed(asks, shown: true);
    }

    /// <summary>Whole parts first; a part too large by its asks. Neighbours join while both limits hold.</summary>
    private List<WalkStep> Packed(IReadOnlyList<WalkAsk> asks, bool shown)
    {
        var forms = new List<List<WalkAsk>>();
        foreach (var part in asks.GroupBy(ask => ask.Fields.Count == 0 ? null : template.PartOf(ask.Fields[0].Path)))
        {
            var whole = part.ToList();
            if (Fits(whole)) Join(forms, whole);
            else foreach (var ask in whole) Join(forms, [ask]);
        }

        return [.. forms.Select(form => StepOf(form, shown))];
    }

    private static void Join(List<List<WalkAsk>> forms, List<WalkAsk> more)
    {
        if (forms.Count > 0 && Fits([.. forms[^1], .. more])) forms[^1].AddRange(more);
        else forms.Add(more);
    }

    private static bool Fits(IReadOnlyList<WalkAsk> asks) => asks.Sum(ask => ask.Things) <= MostThings && asks.Sum(ask => ask.Typed) <= MostTyped;

    private WalkStep StepOf(List<WalkAsk> asks, bool shown)
    {
        var fields = asks.SelectMany(ask => ask.Fields).ToList();
        List<TemplatePart> parts = [.. fields.Select(field => template.PartOf(field.Path)!).Distinct()];
        var asked = fields.Select(field => field.Path).ToHashSet();
        var drafts = shown ? parts.SelectMany(part => part.Fields).Where(field => !asked.Contains(field.Path) && field.Binding?.StartsWith("draft.", StringComparison.Ordinal) == true && Document.ValueOf(field, content) is not null) : [];
        return new(parts, asks, [.. drafts], fields.Select(field => places[field.Path]).DefaultIfEmpty(-1).Max());
    }

    private WalkSection SectionOf(TemplatePart part, PostMortem p)
    {
        var fields = part.Fields.ToList();
        var blanks = fields.Where(field => Blanks.Contains(field.Path)).ToList();
        return new(part, StateOf(part, fields, blanks, p), blanks);
    }

    private SectionState StateOf(TemplatePart part, List<TemplateField> fields, List<TemplateField> blanks, PostMortem p)
    {
        var asked = fields.Where(field => !field.Optional && field.Phase is null).ToList();
        if (asked.Count > 0 && asked.All(field => Document.NotApplicable(template, content, field.Path) is not null)) return SectionState.NotApplicable;
        var byPeople = fields.Any(field => FilledActions.IsTyped(p, field)) || p.Answers.Keys.Any(path => path.IsWithin(part.Path)) || p.NotApplicable.Keys.Any(path => path.IsWithin(part.Path));
        if (blanks.Count == 0) return byPeople ? SectionState.Done : SectionState.Filled;
        return byPeople || blanks.Count < asked.Count ? SectionState.Begun : SectionState.Empty;
    }

    private static List<TemplatePart> Ordered(Template template)
    {
        var rank = 0;
        var ranked = new List<(int Rank, TemplatePart Part)>();
        foreach (var part in template.Parts)
        {
            var own = Array.FindIndex(Topics, topic => topic.Contains(part.Path.Value));
            if (own >= 0) rank = own;
            ranked.Add((rank, part));
        }

        return [.. ranked.OrderBy(one => one.Rank).Select(one => one.Part)];
    }
}

using System.Globalization;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>
/// <em>Change details</em> and <em>Add a fact</em>: all facts of an incident in one form, filled with what is known. Only what differs from what the form showed is set, so that
/// two people who have it open do not take each other's changes back.
/// </summary>
internal static class DetailsForm
{
    public const string FormId = "incident.details.form";

    /// <summary>Picking it withdraws what was said.</summary>
    private static readonly Choice NotKnown = new("", "Not known");
    private static readonly Choice[] YesNo = [new("yes", "Yes"), new("no", "No"), NotKnown];

    private static readonly (string Name, Withdrawn What)[] Withdrawable = [("severity", Withdrawn.Severity), ("escalated", Withdrawn.Escalation), ("complaints", Withdrawn.Complaints)];

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        return no ?? Answer.Open(Of(turn, p));
    }

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        var (stream, version) = CarriedPair.Read(form.Carry);
        var (p, no) = await Readers.LoadAsync(turn, stream);
        if (no is not null) return no;
        var values = form.Values;
        var seen = await Readers.ThenAsync(turn, p, long.TryParse(version, CultureInfo.InvariantCulture, out var shown) ? shown : p.Version);
        if (Changed(turn, seen, values).Contains("id") && turn.Policy.ReadIncidentId(values.Text("id")) is null) return Back("id", values.Text("id").Length > 0 ? "This is no incident number. Write it like INC-004211." : "A number once given stays. Write another one to change it.");
        IReadOnlyList<string> conflicts = [];
        var outcome = await turn.DecideAsync(p.Id, state =>
        {
            var changed = Changed(turn, seen, values);
            conflicts = [.. changed.Where(name => !Same(Held(turn, state)[name], Held(turn, seen)[name]) && !Same(Held(turn, state)[name], Typed(values, name)))];
            return Incidents.Set(state, Read(turn, state, values, [.. changed.Except(conflicts)]), turn.Policy, turn.Actor, turn.Now);
        });
        return outcome switch
        {
            Outcome.Done done when conflicts.Count > 0 => Answer.Open(ChangedMeanwhile.Of(Of(turn, done.After), "the same facts", conflicts.ToDictionary(name => name, name => InWords(turn, name, Held(turn, done.After)[name])), values)),
            Outcome.Done done => SetFacts.Told(turn, done, Secrets.Mask(values.Text("title"))),
            Outcome.Refused refused => Back(refused.Field ?? "title", Refusal.At(turn, refused.Sentence)),
            Outcome.IdTaken taken => Back("id", $"{taken.IncidentId} belongs to another incident. Merge the two, or take another number."),
            _ => await Refusal.OfAsync(turn, outcome, ""),
        };

        // The same form as it was filled in, still compared with what it showed at first.
        Answer Back(string field, string sentence) => Answer.Open(Of(turn, seen).Holding(values).Refused([field], sentence));
    }

    public static Form Of(Turn turn, PostMortem p)
    {
        var held = Held(turn, p);
        string One(string name) => held[name] is [var value, ..] ? value : "";
        Field[] fields =
        [
            new("severity", "Severity", new FieldInput.PickOne([.. Enum.GetNames<Severity>().Select(Choice.Of), NotKnown], One("severity"))),
            new("environments", "Environments", new FieldInput.PickMany([.. turn.Policy.Environments.Select(Choice.Of)], held["environments"])),
            new("services", "Services", new FieldInput.PickMany([.. Known(turn).Select(Choice.Of)], held["services"])),
            new("other", "Other services", new FieldInput.Short(One("other"), 200)) { Hint = "Separated by commas." },
            new("escalated", "Was it escalated", new FieldInput.PickOne(YesNo, One("escalated"))),
            new("complaints", "Did customers complain", new FieldInput.PickOne(YesNo, One("complaints"))),
            new("owner", "Owner", new FieldInput.PickPerson(One("owner"))),
            new("commander", "Incident commander", new FieldInput.PickPerson(One("commander"))),
            new("title", "What is wrong", new FieldInput.Short(One("title"), Incidents.MostTitle)),
            new("id", "Incident number", new FieldInput.Short(One("id"), 20)) { Hint = "Like INC-004211." },
        ];
        var elements = fields.Where(field => field.Input is not FieldInput.PickMany { Choices.Count: 0 }).Select(field => (FormElement)new FormElement.Asks(field));
        return new Form(FormId, "Change details", [.. elements], "Save", CarriedPair.Of(p.Id.Value, p.Version.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>What the form shows of these facts, by field.</summary>
    private static Dictionary<string, IReadOnlyList<string>> Held(Turn turn, PostMortem p) => new()
    {
        ["severity"] = Value(p.Severity?.ToString()),
        ["environments"] = p.Environments,
        ["services"] = [.. p.Services.Where(Known(turn).Contains)],
        ["other"] = Value(string.Join(", ", p.Services.Except(Known(turn)))),
        ["escalated"] = Value(Said(p.Escalated)),
        ["complaints"] = Value(Said(p.Complained)),
        ["owner"] = Value(p.Owner?.Value),
        ["commander"] = Value(p.Commander?.Value),
        ["title"] = Value(p.Title),
        ["id"] = Value(p.IncidentId),
    };

    private static List<string> Changed(Turn turn, PostMortem seen, FormValues values) =>
        [.. Held(turn, seen).Where(field => values.Has(field.Key) && !Same(field.Value, Typed(values, field.Key))).Select(field => field.Key)];

    /// <summary>The facts that this person changed; an emptied field of people, environments or services means none.</summary>
    private static Details Read(Turn turn, PostMortem now, FormValues values, IReadOnlyList<string> changed)
    {
        string? Text(string name) => changed.Contains(name) ? values.Text(name) : null;
        IReadOnlyList<string> Either(string name) => changed.Contains(name) ? Typed(values, name) : Held(turn, now)[name];
        return new Details
        {
            IncidentId = Text("id") is { } id ? turn.Policy.ReadIncidentId(id) : null,
            Title = Text("title") is { } title ? Secrets.Mask(title).Text : null,
            Severity = Text("severity") is { } severity ? Severities.Read(severity) : null,
            Environments = changed.Contains("environments") ? Typed(values, "environments") : null,
            Services = changed.Contains("services") || changed.Contains("other") ? [.. Either("services"), .. Either("other").SelectMany(Apart)] : null,
            Owner = Text("owner") is { Length: > 0 } owner ? new(owner) : null,
            NoOwner = Text("owner") is "",
            Commander = Text("commander") is { Length: > 0 } commander ? new(commander) : null,
            NoCommander = Text("commander") is "",
            Escalated = Said(Text("escalated")),
            Complained = Said(Text("complaints")),
            Withdrawn = [.. Withdrawable.Where(fact => changed.Contains(fact.Name) && Typed(values, fact.Name).Count == 0).Select(fact => fact.What)],
        };
    }

    private static string InWords(Turn turn, string name, IReadOnlyList<string> values) => values.Count == 0
        ? "none"
        : string.Join(", ", name is "owner" or "commander" ? values.Select(id => turn.View.NameOf(new(id))) : values);

    private static IReadOnlyList<string> Typed(FormValues values, string name) =>
        name is "environments" or "services" ? values.Many(name) : Value(name == "other" ? string.Join(", ", Apart(values.Text(name))) : values.Text(name));

    private static bool Same(IReadOnlyList<string> one, IReadOnlyList<string> other) => one.Order(StringComparer.Ordinal).SequenceEqual(other.Order(StringComparer.Ordinal));

    private static IReadOnlyList<string> Value(string? text) => string.IsNullOrEmpty(text) ? [] : [text];

    private static string[] Apart(string names) => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static List<string> Known(Turn turn) => [.. turn.Policy.Services.Select(service => service.Name)];

    private static bool? Said(string? value) => value switch { "yes" => true, "no" => false, _ => null };

    private static string Said(bool? value) => value switch { true => "yes", false => "no", null => "" };
}

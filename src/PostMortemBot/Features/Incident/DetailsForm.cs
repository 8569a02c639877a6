using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><em>Change details</em> and <em>Add a fact</em>: all facts of an incident in one form, filled with what is known.</summary>
internal static class DetailsForm
{
    public const string FormId = "incident.details.form";
    private static readonly Choice[] YesNo = [new("yes", "Yes"), new("no", "No")];

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed)
    {
        var (p, no) = await Readers.LoadAsync(turn, pressed.Value);
        return no ?? Answer.Open(Of(turn, p));
    }

    public static async Task<Answer> Submitted(Turn turn, FormSubmitted form)
    {
        var (p, no) = await Readers.LoadAsync(turn, form.Carry);
        if (no is not null) return no;
        var values = form.Values;
        var id = values.Text("id").Length > 0 ? turn.Policy.ReadIncidentId(values.Text("id")) : null;
        if (values.Text("id").Length > 0 && id is null) return Answer.Open(Of(turn, p, values, "id", "This is no incident number. Write it like INC-004211."));
        string[] services = [.. values.Many("services"), .. values.Text("other").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        var outcome = await turn.DecideAsync(p.Id, state => Incidents.Set(state, new Details
        {
            IncidentId = id,
            Title = values.Text("title") is { Length: > 0 } title ? title : null,
            Severity = Severities.Read(values.Text("severity")),
            Environments = values.Has("environments") && values.Many("environments").Count > 0 ? values.Many("environments") : null,
            Services = services.Length > 0 ? services : null,
            Owner = values.Text("owner") is { Length: > 0 } owner ? new(owner) : null,
            Commander = values.Text("commander") is { Length: > 0 } commander ? new(commander) : null,
            Escalated = Said(values.Text("escalated")),
            Complained = Said(values.Text("complaints")),
        }, turn.Policy, turn.Actor, turn.Now));
        return outcome switch
        {
            Outcome.Done done => SetFacts.Told(turn, done),
            Outcome.Refused refused => Answer.Open(Of(turn, p, values, refused.Field ?? "title", refused.Sentence)),
            Outcome.IdTaken taken => Answer.Open(Of(turn, p, values, "id", $"{taken.IncidentId} belongs to another incident. Merge the two, or take another number.")),
            _ => await Refusal.OfAsync(turn, outcome, ""),
        };
    }

    public static Form Of(Turn turn, PostMortem p, FormValues? typed = null, string? wrong = null, string? sentence = null)
    {
        var known = turn.Policy.Services.Select(service => service.Name).ToList();
        string Text(string name, string now) => typed?.Text(name) ?? now;
        Field[] fields =
        [
            new("severity", "Severity", new FieldInput.PickOne([.. Enum.GetNames<Severity>().Select(Choice.Of)], Text("severity", p.Severity?.ToString() ?? ""))),
            new("environments", "Environments", new FieldInput.PickMany([.. turn.Policy.Environments.Select(Choice.Of)], typed?.Many("environments") ?? p.Environments)),
            new("services", "Services", new FieldInput.PickMany([.. known.Select(Choice.Of)], typed?.Many("services") ?? [.. p.Services.Where(known.Contains)])),
            new("other", "Other services", new FieldInput.Short(Text("other", string.Join(", ", p.Services.Where(name => !known.Contains(name)))), 200)) { Hint = "Separated by commas." },
            new("escalated", "Was it escalated", new FieldInput.PickOne(YesNo, Text("escalated", Said(p.Escalated)))),
            new("complaints", "Did customers complain", new FieldInput.PickOne(YesNo, Text("complaints", Said(p.Complained)))),
            new("owner", "Owner", new FieldInput.PickPerson(Text("owner", p.Owner?.Value ?? ""))),
            new("commander", "Incident commander", new FieldInput.PickPerson(Text("commander", p.Commander?.Value ?? ""))),
            new("title", "What is wrong", new FieldInput.Short(Text("title", p.Title), Incidents.MostTitle)),
            new("id", "Incident number", new FieldInput.Short(Text("id", p.IncidentId ?? ""), 20)) { Hint = "Like INC-004211." },
        ];
        var elements = fields.Where(field => field.Input is not FieldInput.PickMany { Choices.Count: 0 }).Select(field => (FormElement)new FormElement.Asks(field.Name == wrong ? field with { Error = sentence } : field));
        return new Form(FormId, "Change details", [.. elements], "Save", p.Id.Value);
    }

    private static bool? Said(string value) => value switch { "yes" => true, "no" => false, _ => null };

    private static string Said(bool? value) => value switch { true => "yes", false => "no", null => "" };
}

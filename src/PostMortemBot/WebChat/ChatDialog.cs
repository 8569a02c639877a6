using PostMortemBot.Screens;

namespace PostMortemBot.WebChat;

/// <summary>An open dialog of one browser: the screen, where it was opened, and what has been typed into it so far.</summary>
internal sealed class ChatDialog(string id, Screen screen, Spot spot)
{
    /// <summary>The receipt of its submit: one dialog saves once.</summary>
    public string Id { get; } = id;

    public Screen Screen { get; } = screen;

    public Spot Spot { get; } = spot;

    /// <summary>Drawn by the page itself (add a person, add a channel): its submit goes there, not to the bot.</summary>
    public Func<FormValues, string?>? Local { get; init; }

    /// <summary>The sentence on top: not saved, and why.</summary>
    public string? Trouble { get; set; }

    public bool Busy { get; set; }

    /// <summary>Saves of single fields and the submit go one after the other.</summary>
    public SemaphoreSlim Turn { get; } = new(1);

    /// <summary>Fields stored as they were left, and fields whose save failed.</summary>
    public Dictionary<string, bool> Saved { get; } = [];

    private Dictionary<string, IReadOnlyList<string>> Typed { get; } = [];

    public Dictionary<string, IReadOnlyList<SentFile>> Files { get; } = [];

    public FormValues Values => new(new Dictionary<string, IReadOnlyList<string>>(Typed), Files);

    public string Title => Screen switch
    {
        Form form => form.Title,
        Rows rows => rows.Title,
        _ => throw new InvalidOperationException($"{Screen.GetType().Name} is no dialog."),
    };

    public string Text(string field) => Typed.TryGetValue(field, out var values) && values.Count > 0 ? values[0] : "";

    public bool Has(string field, string value) => Typed.TryGetValue(field, out var values) && values.Contains(value);

    public void Put(string field, params IReadOnlyList<string> values)
    {
        Typed[field] = values;
        Saved.Remove(field);
    }

    /// <summary>
    /// A form as it opens: its own values; and, where it came back with a message at a field, what was typed, so that nothing typed is lost.
    /// </summary>
    public static ChatDialog Open(string id, Screen screen, Spot spot, ChatDialog? before, Func<FormValues, string?>? local = null)
    {
        var dialog = new ChatDialog(id, screen, spot) { Local = local };
        if (screen is not Form form)
        {
            return dialog;
        }

        var refused = before?.Screen is Form same && same.Id == form.Id && same.Carry == form.Carry && form.Fields.Any(field => field.Error is not null);
        foreach (var field in form.Fields)
        {
            dialog.Typed[field.Name] = refused && before!.Typed.TryGetValue(field.Name, out var typed) ? typed : Held(field.Input);
            if (refused && before!.Files.TryGetValue(field.Name, out var files))
            {
                dialog.Files[field.Name] = files;
            }
        }

        return dialog;
    }

    private static IReadOnlyList<string> Held(FieldInput input) => input switch
    {
        FieldInput.Short one => One(one.Value),
        FieldInput.Long text => One(text.Value),
        FieldInput.PickOne pick => One(pick.Value),
        FieldInput.PickMany many => many.Values,
        FieldInput.Tick tick => tick.On ? ["yes"] : [],
        FieldInput.PickPerson person => One(person.Value),
        FieldInput.Day day => One(day.Value),
        FieldInput.Number number => One(number.Value),
        FieldInput.Files => [],
        _ => throw new InvalidOperationException($"No value for {input.GetType().Name}."),
    };

    private static IReadOnlyList<string> One(string value) => value.Length == 0 ? [] : [value];
}

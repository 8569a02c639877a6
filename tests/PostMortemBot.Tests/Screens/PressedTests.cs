using System.Text.Json;
using PostMortemBot.Screens;
using PostMortemBot.Teams;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Screens;

/// <summary>The official renderer of Adaptive Cards executes every button of every screen: what it gives is what the bot reads.</summary>
public sealed class PressedTests(Browser browser)
{
    [Fact]
    public async Task Each_button_gives_its_id_and_value_and_each_form_its_own_and_what_stands_in_its_fields()
    {
        var renderer = await TeamsShapes.OpenAsync(browser, 700, dark: false);
        var wrong = new List<string>();
        var pressed = 0;
        foreach (var (name, screen) in Gallery.All)
        {
            var drawn = GalleryTests.Teams(screen);
            await renderer.DrawAsync(drawn.Json);
            var given = (await renderer.PressAllAsync()).Select(data => data.Length == 0 ? (JsonElement?)null : JsonDocument.Parse(data).RootElement).ToList();
            pressed += given.Count;
            if (given.Contains(null) && !Needs(screen)) wrong.Add($"{name}: a button does nothing");
            var read = given.OfType<JsonElement>().Select(data => TeamsPress.Read(data)).ToList();
            if (read.Contains(null)) wrong.Add($"{name}: data that is none of ours");
            foreach (var missing in Expected(screen).Except(read.OfType<TeamsPress>().Select(press => (press.Id, VisibleText.Clean(press.Value), press.Form)))) if (!drawn.Shortened && !Needs(screen)) wrong.Add($"{name}: nobody gave {missing}");
            if (screen is not Form form || drawn.Shortened || Needs(screen)) continue;
            var values = TeamsValues.Read(given[^1]!.Value);
            wrong.AddRange(form.Fields.Where(field => values.Has(field.Name) && !Same(field.Input, field.Input.Holding(values.Many(field.Name)))).Select(field => $"{name}: {field.Name} came back as {string.Join(" | ", values.Many(field.Name))}"));
            wrong.AddRange(form.Fields.Where(field => field.Input is not FieldInput.Files && !values.Has(field.Name)).Select(field => $"{name}: {field.Name} did not come back"));
        }

        await renderer.CloseAsync();
        Assert.Empty(wrong);
        Assert.True(pressed > 1_000, $"only {pressed} buttons were pressed");
    }

    [Fact]
    public async Task A_field_that_was_emptied_comes_back_empty()
    {
        var renderer = await TeamsShapes.OpenAsync(browser, 700, dark: false);
        var form = new Form("f", "T", [new FormElement.Asks(new Field("why", "Why", new FieldInput.Long("pool halved"))), new FormElement.Asks(new Field("many", "Which", new FieldInput.PickMany([Choice.Of("a"), Choice.Of("b")], ["a"])))], "Save", "");
        await renderer.DrawAsync(GalleryTests.Teams(form).Json);
        await renderer.Shown.EvaluateAsync("() => { document.querySelector('#card textarea').value = ''; document.querySelector('#card input[type=checkbox]').checked = false; }");

        var values = TeamsValues.Read(JsonDocument.Parse((await renderer.PressAllAsync())[^1]).RootElement);

        Assert.Equal((true, 0, true, 0), (values.Has("why"), values.Many("why").Count, values.Has("many"), values.Many("many").Count));
        await renderer.CloseAsync();
    }

    /// <summary>The renderer itself holds back a form whose needed fields are empty.</summary>
    private static bool Needs(Screen screen) => screen is Form form && form.Fields.Any(field => field.Required);

    private static bool Same(FieldInput one, FieldInput other) => Shown(one) == Shown(other);

    private static string Shown(FieldInput input) => input switch
    {
        FieldInput.Short text => VisibleText.Clean(text.Value),
        FieldInput.Long text => VisibleText.Clean(text.Value),
        _ => JsonSerializer.Serialize(input, input.GetType()),
    };

    private static IEnumerable<(string Id, string Value, string Form)> Expected(Screen screen) => screen switch
    {
        Card card => Pressable([.. card.Shown, .. card.Behind]).Select(button => (button.Id, VisibleText.Clean(button.Value), "")).Concat(card.Elements.OfType<Element.Picker>().Select(picker => (picker.Id, picker.Value, ""))),
        Form form => Pressable(form.Elements.OfType<FormElement.Acts>().SelectMany(acts => acts.Buttons)).Select(button => (button.Id, VisibleText.Clean(button.Value), form.Id)).Append(("", "", form.Id)),
        Rows rows => Pressable([.. rows.Items.SelectMany(item => item.Acts), .. rows.Buttons, .. rows.Add is { } add ? [add] : Array.Empty<Button>()]).Select(button => (button.Id, VisibleText.Clean(button.Value), rows.Id)),
        _ => throw new InvalidOperationException(screen.GetType().Name),
    };

    private static IEnumerable<Button> Pressable(IEnumerable<Button> buttons) => buttons.Where(button => button.Kind != ButtonKind.Goes);
}

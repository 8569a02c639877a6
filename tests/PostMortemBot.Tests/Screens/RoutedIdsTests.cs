using PostMortemBot.Screens;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Screens;

/// <summary>Whatever a person can press or save stands on a screen of the gallery: no card or form is left out of the approved files.</summary>
public sealed class RoutedIdsTests
{
    [Fact]
    public void Every_routed_button_and_form_is_on_an_approved_screen()
    {
        var shown = Gallery.All.Values.SelectMany(IdsOn).ToHashSet();

        var missing = Routes.Table.Buttons.Keys.Concat(Routes.Table.Forms.Keys).Where(id => !shown.Contains(id)).Order(StringComparer.Ordinal).ToList();
        Assert.True(missing.Count == 0, "On no screen of the gallery: " + string.Join(", ", missing));
    }

    private static IEnumerable<string> IdsOn(Screen screen) =>
    [
        .. Said.ButtonsOf(screen).Select(button => button.Id),
        .. screen is Card card ? card.Elements.OfType<Element.Picker>().Select(picker => picker.Id) : [],
        .. screen is Form form ? new[] { form.Id } : [],
    ];
}

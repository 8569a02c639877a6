using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>A form in which two people changed the same field.</summary>
internal static class ChangedMeanwhile
{
    /// <summary>
    /// The field holds what this person typed and says what stands now; saving once more keeps theirs. No error at the field: a platform that shows errors in the form it has would keep
    /// the old version too.
    /// </summary>
    /// <param name="form">Filled with what stands now.</param>
    /// <param name="what">What somebody else changed: <c>the same event</c>.</param>
    /// <param name="now">What stands now in each field that two changed.</param>
    public static Form Of(Form form, string what, IReadOnlyDictionary<string, string> now, FormValues values)
    {
        var held = form.Holding(new(now.Keys.ToDictionary(name => name, name => values.Many(name))));
        return held with { Elements = [new FormElement.Note($"Somebody else changed {what}. Your other changes are saved."), .. held.Elements.Select(Told)] };

        FormElement Told(FormElement element) => element is FormElement.Asks { Field: var field } && now.TryGetValue(field.Name, out var text)
            ? new FormElement.Asks(field with { Hint = $"Changed meanwhile to: {Texts.OneLine(text.Length > 0 ? text : "none", 400)}. Save again to keep yours." })
            : element;
    }
}

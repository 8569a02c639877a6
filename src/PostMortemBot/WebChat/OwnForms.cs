using PostMortemBot.Screens;

namespace PostMortemBot.WebChat;

/// <summary>The page's own two forms.</summary>
internal static class OwnForms
{
    private static readonly string[] Zones =
        ["America/Los_Angeles", "America/Chicago", "America/New_York", "America/Sao_Paulo", "Europe/London", "Europe/Berlin", "Africa/Nairobi", "Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney"];

    public static Form Person() => new("web.person", "Add a person",
    [
        new FormElement.Asks(new("name", "Name", new FieldInput.Short("", 40)) { Required = true }),
        new FormElement.Asks(new("role", "Role", new FieldInput.Short("", 60)) { Hint = "For example: SRE" }),
        new FormElement.Asks(new("team", "Team", new FieldInput.Short("", 60))),
        new FormElement.Asks(new("zone", "Time zone", new FieldInput.PickOne([.. Zones.Select(Choice.Of)], "America/New_York"))),
    ], "Add person", "");

    public static Form Channel() => new("web.channel", "Add a channel",
    [
        new FormElement.Asks(new("name", "Name", new FieldInput.Short("", 60)) { Hint = "An incident channel begins with inc-", Required = true }),
        new FormElement.Asks(new("purpose", "What it is for", new FieldInput.Short("", 120))),
    ], "Add channel", "");

    /// <summary>The form again, with the sentence at its name.</summary>
    public static Form WithRefusal(this Form form, string sentence) => form with
    {
        Elements = [.. form.Elements.Select(element => element is FormElement.Asks { Field.Name: "name" } asks ? new FormElement.Asks(asks.Field with { Error = sentence }) : element)],
    };
}

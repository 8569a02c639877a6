using System.Text.Json;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;

namespace PostMortemBot.Slack;

/// <summary>Slash commands and what is pressed, chosen and saved, as arrivals. Events: <see cref="SlackEvents"/>. What is missing or of another kind is empty, never an exception.</summary>
internal sealed class SlackPayloads(SlackPeople people, SlackMessages messages, IClock clock)
{
    public const string Platform = "slack";

    /// <summary>The block that asks for a channel where a form was opened in none, and its action.</summary>
    public const string ChannelBlock = "channel";

    /// <param name="field">The command's fields: of a form, or of a socket's payload.</param>
    public async Task<SlackArrival?> CommandAsync(Func<string, string> field, CancellationToken stop)
    {
        var (workspace, user, channel) = (field("team_id"), field("user_id"), field("channel_id"));
        if (workspace.Length == 0 || user.Length == 0 || channel.Length == 0) return null;
        var known = await people.OfAsync(workspace, user, stop);
        await people.MeetAsync(workspace, field("text"), stop);
        var words = SlackText.ToProse(field("text"), people.Names(workspace, keepsPeople: true));
        var trigger = field("trigger_id");
        var where = new Place(Platform, workspace, channel);
        var ways = new SlackWays(SlackAsked.Command, where, user) { Trigger = trigger, ResponseUrl = field("response_url") };
        var typed = new CommandTyped(new(Platform, workspace, user), where, clock.GetCurrentInstant(), Receipt(workspace, trigger.Length > 0 ? trigger : $"{user}-{channel}-{words}-{clock.GetCurrentInstant().ToUnixTimeMilliseconds()}"), words)
        {
            MayOpen = trigger.Length > 0,
            Direct = ways.Direct,
        };
        return new(Introduced(typed, known), ways, words);
    }

    /// <summary>Null for what nobody handles.</summary>
    public async Task<SlackArrival?> InteractionAsync(JsonElement payload, CancellationToken stop)
    {
        var (workspace, user) = (TeamOf(payload), Inner(payload, "user", "id"));
        if (workspace.Length == 0 || user.Length == 0) return null;
        var known = await people.OfAsync(workspace, user, stop);
        var arrival = Wire.Text(payload, "type") switch
        {
            "block_actions" => await PressedAsync(payload, workspace, user, stop),
            "view_submission" => await SubmittedAsync(payload, workspace, user, stop),
            "message_action" => await ChosenAsync(payload, workspace, user, stop),
            "shortcut" => Shortcut(payload, workspace, user),
            _ => null,
        };
        return arrival is null ? null : arrival with { Incoming = Introduced(arrival.Incoming, known, IsForeign(workspace, Inner(payload, "enterprise", "id"), Inner(payload, "user", "team_id"))) };
    }

    public static string TeamOf(JsonElement payload) => Inner(payload, "team", "id") is { Length: > 0 } team ? team : Inner(payload, "user", "team_id");

    /// <summary>
    /// Whether a delivery itself says that whoever acts is of another organisation, in a channel that is shared with it (Slack Connect). Which other workspaces an Enterprise Grid
    /// has, it does not say: there <c>users.info</c> tells alone.
    /// </summary>
    /// <param name="enterprise">Of the workspace; empty outside a Grid.</param>
    /// <param name="teams">What the delivery says of the person's.</param>
    public static bool IsForeign(string workspace, string enterprise, params IReadOnlyList<string> teams) =>
        teams.Any(team => team.Length > 0 && team != workspace && team != enterprise && (enterprise.Length == 0 || team.StartsWith('E')));

    /// <summary>With what Slack says of the person, where it is known.</summary>
    /// <param name="foreign">As in <see cref="IsForeign"/>.</param>
    public static Incoming Introduced(Incoming incoming, SlackPerson? person, bool foreign = false) => person is null ? incoming with { ByGuest = foreign } : incoming with
    {
        ShownName = person.Name.Length > 0 ? person.Name : null,
        ShownZone = person.Zone.Length > 0 ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(person.Zone) : null,
        ShownEmail = person.Email.Length > 0 ? person.Email : null,
        ByGuest = foreign || person.IsGuest,
    };

    public static string Receipt(string workspace, string key) => $"slack|{workspace}|{key}";

    private async Task<SlackArrival?> PressedAsync(JsonElement payload, string workspace, string user, CancellationToken stop)
    {
        var action = Wire.Array(payload, "actions").FirstOrDefault();
        var ways = WaysOf(payload, workspace, user);
        var form = ways.View is null ? null : await FormAsync(payload, ways, stop);
        var receipt = Receipt(workspace, Wire.Text(payload, "trigger_id") is { Length: > 0 } trigger ? trigger : Wire.Text(action, "action_ts"));
        var (who, now) = (new Account(Platform, workspace, user), clock.GetCurrentInstant());
        if (SlackValues.FieldLeft(action) is { } field)
        {
            return form is null ? null : new(new FieldLeft(who, ways.Where, now, receipt, form.Id, form.Carry, field, form.Values) { Direct = ways.Direct }, ways with { Asked = SlackAsked.Field });
        }

        if (action.ValueKind != JsonValueKind.Object || SlackPress.Read(action) is not { Id.Length: > 0 } press) return null;
        var pressed = new ButtonPressed(who, ways.Where, now, receipt, press.Id, press.Value) { Chosen = press.Chosen, Card = ways.View is null && !ways.Home ? ways.Message : null, Form = form, Direct = ways.Direct };
        return new(pressed, ways);
    }

    private static SlackWays WaysOf(JsonElement payload, string workspace, string user)
    {
        var view = Wire.Property(payload, "view");
        if (view is { } shown && Wire.Text(shown, "type") == "home") return new(SlackAsked.Press, new(Platform, workspace, user), user) { Home = true, AsksChannel = true, Trigger = Wire.Text(payload, "trigger_id") };
        if (view is { } modal)
        {
            var carry = SlackCarry.Read(Wire.Text(modal, "private_metadata"));
            return new(SlackAsked.Press, carry.Place(workspace, user), user) { View = ViewOf(modal), Trigger = Wire.Text(payload, "trigger_id"), ResponseUrl = carry.ResponseUrl };
        }

        var container = Wire.Property(payload, "container") ?? default;
        var message = Wire.Property(payload, "message") ?? default;
        var channel = Wire.Text(container, "channel_id") is { Length: > 0 } id ? id : Inner(payload, "channel", "id");
        var thread = Wire.Text(container, "thread_ts") is { Length: > 0 } ts ? ts : Wire.Text(message, "thread_ts");
        var own = Wire.Text(container, "message_ts") is { Length: > 0 } sent ? sent : Wire.Text(message, "ts");
        var where = new Place(Platform, workspace, channel.Length > 0 ? channel : user, thread.Length > 0 && thread != own ? thread : null);
        return new(SlackAsked.Press, where, user)
        {
            Trigger = Wire.Text(payload, "trigger_id"),
            ResponseUrl = Wire.Text(payload, "response_url"),
            Ephemeral = Wire.Property(container, "is_ephemeral") is { ValueKind: JsonValueKind.True },
            Message = own.Length > 0 ? new(where, own) : null,
        };
    }

    private static SlackView ViewOf(JsonElement view) => new(Wire.Text(view, "id"), Wire.Text(view, "hash"), Wire.Property(view, "state") is { } state ? state.Clone() : default);

    private async Task<FormSubmitted> FormAsync(JsonElement payload, SlackWays ways, CancellationToken stop)
    {
        var view = Wire.Property(payload, "view") ?? default;
        var carry = SlackCarry.Read(Wire.Text(view, "private_metadata"));
        var (state, who) = (ways.View!.State, new Account(Platform, ways.Workspace, ways.User));

        // What is saved again unchanged is the same save; a text changed since is another one.
        var saved = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(state.ValueKind == JsonValueKind.Undefined ? "" : state.GetRawText())))[..16];
        var persons = await people.IdsAsync(ways.Workspace, SlackValues.Users(state), stop);
        var files = await messages.FilesAsync(ways.Workspace, SlackValues.Files(state), stop);
        return new(who, ways.Where, clock.GetCurrentInstant(), Receipt(ways.Workspace, $"{ways.View.Id}-{ways.View.Hash}-{saved}"), Wire.Text(view, "callback_id"), carry.Form, SlackValues.Read(state, persons.GetValueOrDefault, files)) { Direct = ways.Direct };
    }

    private async Task<SlackArrival?> SubmittedAsync(JsonElement payload, string workspace, string user, CancellationToken stop)
    {
        if (Wire.Property(payload, "view") is not { } view) return null;
        var ways = WaysOf(payload, workspace, user) with { Asked = SlackAsked.Submit };
        var picked = SlackValues.Channel(ways.View!.State);
        if (picked.Length > 0) ways = ways with { Where = new(Platform, workspace, picked), AsksChannel = true, ResponseUrl = Wire.Array(payload, "response_urls").Select(one => Wire.Text(one, "response_url")).FirstOrDefault() ?? "" };
        var form = await FormAsync(payload, ways, stop);
        return form.Id.Length == 0 ? null : new(form, ways);
    }

    private async Task<SlackArrival?> ChosenAsync(JsonElement payload, string workspace, string user, CancellationToken stop)
    {
        if (Wire.Property(payload, "message") is not { ValueKind: JsonValueKind.Object } message) return null;
        var channel = Inner(payload, "channel", "id");
        var seen = await messages.SeenAsync(workspace, channel, message, stop);
        if (seen is null || channel.Length == 0) return null;
        var ways = new SlackWays(SlackAsked.Press, seen.Message.Place, user) { Trigger = Wire.Text(payload, "trigger_id"), ResponseUrl = Wire.Text(payload, "response_url"), Message = seen.Message };
        var chosen = new MenuChosen(new(Platform, workspace, user), seen.Message.Place, clock.GetCurrentInstant(), Receipt(workspace, Wire.Text(payload, "trigger_id")), Wire.Text(payload, "callback_id"), seen) { MayOpen = true, Direct = ways.Direct };
        return new(chosen, ways, seen.Text);
    }

    /// <summary>A global shortcut is a button that stands everywhere: its callback is the button's id.</summary>
    private SlackArrival Shortcut(JsonElement payload, string workspace, string user)
    {
        var ways = new SlackWays(SlackAsked.Press, new(Platform, workspace, user), user) { Trigger = Wire.Text(payload, "trigger_id"), Home = true, AsksChannel = true };
        var pressed = new ButtonPressed(new(Platform, workspace, user), ways.Where, clock.GetCurrentInstant(), Receipt(workspace, ways.Trigger), Wire.Text(payload, "callback_id"), "") { Direct = true };
        return new(pressed, ways);
    }

    private static string Inner(JsonElement payload, string name, string below) => Wire.Property(payload, name) is { } inner ? Wire.Text(inner, below) : "";
}

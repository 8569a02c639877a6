using System.Text.Json;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Slack;

/// <summary>
/// What happens to the bot itself: invited into a channel, put out of one, its Home opened, the channel archived, the app uninstalled; and that a user changed. Told to the one person whom it
/// concerns, never to a channel.
/// </summary>
internal sealed class SlackLife(Bot bot, Router router, SlackAnswers answers, SlackHeard heard, SlackHome home, SlackPeople people, SlackChannels channels, SlackWorkspaces workspaces)
{
    public static bool Concerns(JsonElement wrapper) => TypeOf(wrapper) is "app_home_opened" or "member_joined_channel" or "channel_left" or "group_left" or "member_left_channel" or "channel_archive" or "group_archive" or "channel_rename" or "group_rename" or "user_change" or "app_uninstalled" or "tokens_revoked";

    public Task TakeAsync(JsonElement wrapper, CancellationToken stop)
    {
        var (workspace, said) = (Wire.Text(wrapper, "team_id"), Wire.Property(wrapper, "event") ?? default);
        return TypeOf(wrapper) switch
        {
            "app_home_opened" => OpenedAsync(workspace, said, stop),
            "member_joined_channel" => JoinedAsync(workspace, said, stop),
            "channel_left" or "group_left" => LeftAsync(workspace, Wire.Text(said, "channel"), Wire.Text(said, "event_ts"), stop),
            "member_left_channel" => IsOwn(workspace, said) ? LeftAsync(workspace, Wire.Text(said, "channel"), Wire.Text(said, "event_ts"), stop) : Task.CompletedTask,
            "channel_rename" or "group_rename" => Renamed(workspace, Wire.Property(said, "channel") ?? default),
            "user_change" => people.ChangedAsync(workspace, Wire.Property(said, "user") ?? default, stop),
            "channel_archive" or "group_archive" => ArchivedAsync(workspace, Wire.Text(said, "channel"), Wire.Text(said, "event_ts"), stop),
            "tokens_revoked" when Wire.Property(said, "tokens") is { } tokens && !Wire.Array(tokens, "bot").Any() => Task.CompletedTask,
            _ => GoneAsync(workspace, stop),
        };
    }

    private async Task OpenedAsync(string workspace, JsonElement said, CancellationToken stop)
    {
        if (Wire.Text(said, "user") is not { Length: > 0 } user) return;
        if (Wire.Text(said, "tab") != "messages")
        {
            await home.OpenedAsync(workspace, user, stop);
            return;
        }

        if (await people.PersonAsync(workspace, user, stop, acts: true) is not { } person) return;
        var taught = $"taught/{person.Id.Value}/direct";
        await answers.TellAsync(new(SlackPayloads.Platform, workspace, user), user, router.Routes.Hello, taught, new RowPut(taught, "{}", 0));
    }

    /// <summary>Invited: the three sentences, to the one who did it alone.</summary>
    private async Task JoinedAsync(string workspace, JsonElement said, CancellationToken stop)
    {
        var (inviter, channel) = (Wire.Text(said, "inviter"), Wire.Text(said, "channel"));
        if (!IsOwn(workspace, said) || channel.Length == 0) return;
        channels.Keep(workspace, channel, true);
        await ShowAsync(new(SlackPayloads.Platform, workspace, channel), Wire.Text(said, "event_ts"), stop);
        if (inviter.Length > 0) await answers.TellAsync(new(SlackPayloads.Platform, workspace, channel), inviter, router.Routes.Hello, $"joined/{workspace}/{channel}/{Wire.Text(said, "event_ts")}");
    }

    /// <summary>What could not be posted there before comes now.</summary>
    private async Task ShowAsync(Place place, string at, CancellationToken stop)
    {
        if (bot.OrganisationOf(SlackPayloads.Platform, place.Workspace) is not { } organisation || await bot.Store.AtPlaceAsync(organisation, place, stop) is not { } id) return;
        var (p, view) = (await bot.PostMortems.LoadAsync(organisation, id, stop), bot.ViewFor(organisation));
        var cards = bot.StandingCards.SelectMany(card => card.Where(p, view).Where(target => target.Place == place).Select(target => CardWork.Put(p.Id, card.Key, target, bot.Now))).ToList();
        if (cards.Count > 0) await bot.Store.AppendAsync(new Append(organisation, $"joined/{place.Key}/{at}", []) { Work = cards }, stop);
    }

    /// <summary>Put out of a channel: whoever owns an open incident there is told how I come back.</summary>
    private async Task LeftAsync(string workspace, string channel, string at, CancellationToken stop)
    {
        heard.Leave(workspace, channel);
        channels.Keep(workspace, channel, false);
        foreach (var (p, owner) in await OwnedAsync(workspace, place => place.Channel == channel, stop))
        {
            var card = Card.OneLine(["I was taken out of the channel of ", Span.Bold(p.Name), ": I cannot post there or see 📌. To bring me in, type there: ", new Span.Code("/invite @PostMortem")]);
            await TellAsync(owner, card, $"out/{workspace}/{channel}/{p.Id}/{HourOf(SlackMessages.TimeOf(at) ?? bot.Now)}");
        }
    }

    private Task Renamed(string workspace, JsonElement channel)
    {
        channels.Rename(workspace, Wire.Text(channel, "id"), Wire.Text(channel, "name"));
        return Task.CompletedTask;
    }

    /// <summary>An open incident loses its channel, or the thread it lives in: its owner is told how it goes on.</summary>
    private async Task ArchivedAsync(string workspace, string channel, string at, CancellationToken stop)
    {
        heard.Leave(workspace, channel);
        foreach (var (p, owner) in await OwnedAsync(workspace, place => place.Channel == channel, stop))
        {
            List<Span> said = ["The channel of ", Span.Bold(p.Name), " was archived. Its events are kept. "];
            said.AddRange(p.IncidentId is { } number
                ? ["Go on in another channel: ", Span.TypedInChannel("start " + number)]
                : ["To go on in another channel, give it a number here: ", new Span.Typed("set id INC-…"), ", then type there: ", Span.TypedInChannel("start INC-…")]);
            await TellAsync(owner, Card.OneLine(new([.. said, ". Or end it here: ", new Span.Typed("resolve")])), $"archived/{workspace}/{channel}/{p.Id}/{at}");
        }
    }

    /// <summary>
    /// Slack holds back what happens in this workspace (over 30,000 deliveries in an hour, told each minute): whoever owns an open incident there is told once an hour how to get what is missing.
    /// Source: https://docs.slack.dev/apis/events-api
    /// </summary>
    public async Task HeldBackAsync(JsonElement wrapper, CancellationToken stop)
    {
        var workspace = Wire.Text(wrapper, "team_id");
        if (bot.OrganisationOf(SlackPayloads.Platform, workspace) is not { } organisation) return;
        var (since, view) = (Wire.Property(wrapper, "minute_rate_limited") is { ValueKind: JsonValueKind.Number } minute && minute.TryGetInt64(out var seconds) && seconds is > 0 and < 4_000_000_000 ? Instant.FromUnixTimeSeconds(seconds) : bot.Now, bot.ViewFor(organisation));
        foreach (var (p, owner) in await OwnedAsync(workspace, _ => true, stop))
        {
            var card = Card.OneLine(["Slack holds messages and reactions back: it brings me 30,000 an hour at most. In the channel of ", Span.Bold(p.Name), " some may be missing since ", view.Moment(since), ". Later, type there: ", Span.TypedInChannel("backfill")]);
            await TellAsync(owner, card, $"heldback/{p.Id}/{HourOf(since)}");
        }
    }

    /// <summary>The open incidents that live in such a place of the workspace, each with the account of whoever answers for it.</summary>
    private async Task<IReadOnlyList<(PostMortem P, Account Owner)>> OwnedAsync(string workspace, Func<Place, bool> there, CancellationToken stop)
    {
        List<(PostMortem, Account)> owned = [];
        if (bot.OrganisationOf(SlackPayloads.Platform, workspace) is not { } organisation) return owned;
        foreach (var row in (await bot.Store.ListAsync(organisation, stop)).Where(Summary.IsOpen))
        {
            var p = await bot.PostMortems.LoadAsync(organisation, row.Id, stop);
            if (!p.IsOpen || !p.Places.Any(place => place.Platform == SlackPayloads.Platform && place.Workspace == workspace && there(place))) continue;
            if (bot.People.AccountOn(organisation, p.Owner ?? p.StartedBy, SlackPayloads.Platform, workspace) is { } owner) owned.Add((p, owner));
        }

        return owned;
    }

    private Task TellAsync(Account owner, Card card, string receipt) => answers.TellAsync(new(SlackPayloads.Platform, owner.Workspace, owner.User), owner.User, card, receipt);

    private static long HourOf(Instant at) => at.ToUnixTimeSeconds() / 3600;

    private bool IsOwn(string workspace, JsonElement said) => workspaces.Self(workspace).User is { Length: > 0 } self && Wire.Text(said, "user") == self;

    /// <summary>Uninstalled, or the token revoked: nothing is called from this moment on, also not after a restart.</summary>
    private async Task GoneAsync(string workspace, CancellationToken stop)
    {
        heard.Leave(workspace);
        if (bot.OrganisationOf(SlackPayloads.Platform, workspace) is not { } organisation) return;
        var left = workspaces.Leave(workspace);
        await bot.Store.PutAsync(organisation, [.. left.Select(name => new RowPut(SlackStart.LeftPrefix + name, "{}"))], stop);
    }

    private static string TypeOf(JsonElement wrapper) => Wire.Property(wrapper, "event") is { } said ? Wire.Text(said, "type") : "";
}

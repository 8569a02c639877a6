using System.Text.Json;
using System.Text.Json.Nodes;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Slack;

/// <summary>The Home tab: published when a person opens it, and anew when something of theirs changes.</summary>
internal sealed class SlackHome(Bot bot, Router router, SlackApi api, SlackPeople people, SlackSettings settings, Errands errands)
{
    public async Task OpenedAsync(string workspace, string user, CancellationToken stop)
    {
        if (await people.PersonAsync(workspace, user, stop, acts: true) is not { } person || bot.OrganisationOf(SlackPayloads.Platform, workspace) is not { } organisation) return;
        await bot.Homes.OpenAsync(organisation, person.Id, new(SlackPayloads.Platform, workspace, user), stop);
        errands.Run("a Home tab", later => PublishAsync(organisation, person.Id, workspace, user, later));
    }

    /// <summary>Something of theirs changed: work of the store.</summary>
    public async Task<WorkOutcome> DoAsync(WorkRow work, CancellationToken stop)
    {
        var wish = JsonSerializer.Deserialize(work.Body, WorkJson.Default.HomeWork)!;
        await PublishAsync(work.Organisation, new(wish.Person), wish.Place.Workspace, wish.Place.Channel, stop);
        return WorkOutcome.Finished;
    }

    private async Task PublishAsync(string organisation, PersonId id, string workspace, string user, CancellationToken stop)
    {
        await bot.People.LoadAsync(organisation, stop);
        var card = await router.Routes.Home(bot, organisation, bot.People.Of(organisation, id), stop);
        var view = BlockKit.Home(card, people.Look(workspace, settings, direct: false, forOne: true));
        await api.CallAsync(workspace, "views.publish", new JsonObject { ["user_id"] = user, ["view"] = view.Json }, stop);
    }
}

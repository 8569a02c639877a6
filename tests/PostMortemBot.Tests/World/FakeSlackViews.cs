using System.Text.Json.Nodes;

namespace PostMortemBot.Tests.World;

/// <summary><c>views.*</c>: the stack of modals and the Home tab of each person.</summary>
internal sealed class FakeSlackViews(FakeSlack slack)
{
    private const int Deepest = 3;
    private readonly Dictionary<string, List<FakeView>> stacks = [];
    private readonly Dictionary<string, FakeView> homes = [];

    public IEnumerable<KeyValuePair<string, Func<JsonObject, JsonObject>>> Methods =>
    [
        new("views.open", args => Open(args, push: false)),
        new("views.push", args => Open(args, push: true)),
        new("views.update", Update),
        new("views.publish", Publish),
    ];

    /// <summary>The modals this person has open, the root first.</summary>
    public List<FakeView> StackOf(string user)
    {
        if (!stacks.TryGetValue(user, out var stack)) stacks[user] = stack = [];
        return stack;
    }

    public FakeView? HomeOf(string user) => homes.GetValueOrDefault(user);

    /// <summary>A view put on top, by <c>views.open</c>, <c>views.push</c> or an answer that pushes.</summary>
    public FakeView Push(string user, JsonObject view)
    {
        var stack = StackOf(user);
        if (stack.Count >= Deepest) throw new ApiRefused("push_limit_reached");
        slack.Produced.View("modal", view, slack.Wrongs);
        var opened = new FakeView(slack.NewId("V"), user, (JsonObject)view.DeepClone()) { Hash = slack.NewId("hash."), RootId = stack.FirstOrDefault()?.Id, PreviousId = stack.LastOrDefault()?.Id };
        FakeSlackInputs.Begin(opened);
        stack.Add(opened);
        slack.Transcript.View(opened, slack.Users[user]);
        return opened;
    }

    /// <summary>Puts another view in its place. What was typed stays where block and action keep their ids.</summary>
    public void Replace(FakeView shown, JsonObject view)
    {
        slack.Produced.View("modal", view, slack.Wrongs);
        shown.View = (JsonObject)view.DeepClone();
        shown.Hash = slack.NewId("hash.");
        shown.Errors.Clear();
        FakeSlackInputs.Begin(shown);
        slack.Transcript.View(shown, slack.Users[shown.User]);
    }

    private JsonObject Open(JsonObject args, bool push)
    {
        var view = View(args);
        var (user, inside) = slack.Triggers.Exchange((string?)args["trigger_id"]);
        if (push && inside is null) throw new ApiRefused("invalid_trigger_id");
        if (!push) StackOf(user).Clear();
        return Told(Push(user, view));
    }

    private JsonObject Update(JsonObject args)
    {
        var view = View(args);
        var (id, external) = ((string?)args["view_id"], (string?)args["external_id"]);
        var shown = stacks.Values.SelectMany(stack => stack).FirstOrDefault(one => one.Id == id || (external is not null && (string?)one.View["external_id"] == external)) ?? throw new ApiRefused("not_found");
        if ((string?)args["hash"] is { } hash && hash != shown.Hash) throw new ApiRefused("hash_conflict");
        Replace(shown, view);
        return Told(shown);
    }

    private JsonObject Publish(JsonObject args)
    {
        var view = View(args, "home");
        var user = slack.Users.GetValueOrDefault(FakeSlack.Text(args, "user_id")) ?? throw new ApiRefused("invalid_arguments");
        var known = HomeOf(user.Id);
        if ((string?)args["hash"] is { } hash && known is not null && hash != known.Hash) throw new ApiRefused("hash_conflict");
        slack.Produced.View("home", view, slack.Wrongs);
        var home = homes[user.Id] = new FakeView(known?.Id ?? slack.NewId("V"), user.Id, (JsonObject)view.DeepClone()) { Hash = slack.NewId("hash.") };
        FakeSlackInputs.Begin(home);
        slack.Transcript.View(home, user);
        return Told(home);
    }

    private static JsonObject View(JsonObject args, string type = "modal") =>
        args["view"] is JsonObject view && (string?)view["type"] == type ? view : throw new ApiRefused("invalid_arguments");

    private static JsonObject Told(FakeView view) => new() { ["view"] = view.Json(FakeSlack.Team) };
}

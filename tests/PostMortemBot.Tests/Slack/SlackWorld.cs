using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using PostMortemBot.Chat;
using PostMortemBot.Slack;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Slack;

/// <summary>The Slack adapter over the real router, rules and store, with Slack's own side played from a list of answers: what goes in is signed, what goes out is kept to look at.</summary>
internal sealed class SlackWorld : HttpMessageHandler, IAsyncDisposable
{
    public const string Team = "T1";
    public const string Token = "xoxb-canary-token";
    public const string ResponseUrl = "https://hooks.slack.com/commands/T1/canary";
    private readonly Chatting chatting;
    private readonly SlackEndpoints endpoints;
    private readonly Errands errands;
    private int triggers;

    private SlackWorld(string newYork)
    {
        chatting = Chatting.At(newYork);
        var bot = chatting.Bot;
        bot.OrganisationOf = (platform, workspace) => platform is "slack" or "web" ? (workspace == "TFOREIGN" ? null : Chatting.Organisation) : null;
        Settings = new() { SigningSecrets = [SlackSigned.Secret], Tokens = [new(Team, Token)] };
        Workspaces = new(Settings);
        Workspaces.Learn(new(Team, "UBOT", "BBOT") { Url = "https://acme.slack.com" });
        var pace = new SlackPace(bot.Clock);
        Api = new(Settings, Workspaces, new(Settings), pace, this);
        errands = new(chatting.Time, new Kept<Errands>(Logged));
        var channels = new SlackChannels(Api, errands, bot.Clock);
        var groups = new SlackGroups(Api, errands, chatting.Time);
        var people = new SlackPeople(bot, Api, Workspaces, groups, channels, errands);
        var messages = new SlackMessages(Api, people, Workspaces);
        Heard = new(bot.Clock);
        Chat = new(Settings, Api, pace, people, messages, Heard, new(Api, messages, chatting.Time), new(Api, chatting.Time), new(Api, bot.Clock), new(bot.Clock));
        bot.Chats["slack"] = Chat;
        var telling = new SlackTelling(bot, Api, Chat, new(bot, errands, chatting.Time, NullLogger<Afterwards>.Instance), errands, new(3, NodaTime.Duration.FromSeconds(1), NodaTime.Duration.FromSeconds(4), () => 0));
        var answers = new SlackAnswers(Settings, bot, Api, people, channels, telling);
        var home = new SlackHome(bot, chatting.Router, Api, people, Settings, errands);
        chatting.Doers[HomeWork.Kind] = home.DoAsync;
        chatting.Doers[SlackTell.Kind] = telling.DoAsync;
        chatting.Doers[SlackSay.Kind] = (work, stop) => SlackSay.DoAsync(bot, Chat, answers, work, stop);
        var life = new SlackLife(bot, chatting.Router, answers, Heard, home, people, channels, Workspaces);
        Door = new(chatting.Router, new(people, messages, bot.Clock), new(Workspaces, messages, Heard, people, bot.Clock), life, new(errands), answers, Workspaces, groups, errands, chatting.Time, new Kept<SlackDoor>(Logged));
        endpoints = new(Settings, Door, chatting.Time);
    }

    public SlackSettings Settings { get; }

    public SlackWorkspaces Workspaces { get; }

    public SlackApi Api { get; }

    public SlackChat Chat { get; }

    public SlackHeard Heard { get; }

    public SlackDoor Door { get; }

    public Chatting Chatting => chatting;

    /// <summary>Every call that went out: the method or address, the token, the arguments.</summary>
    public ConcurrentQueue<(string To, string Token, JsonObject Arguments)> Calls { get; } = new();

    /// <summary>What Slack answers to a method, else <c>ok</c>: status, body, Retry-After.</summary>
    public ConcurrentDictionary<string, (int Status, string Body, int? After)> Answers { get; } = new();

    /// <summary>All that was logged, with what was thrown.</summary>
    public ConcurrentQueue<string> Logged { get; } = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<SlackWorld> At(string newYork)
    {
        var world = new SlackWorld(newYork);
        await world.errands.StartAsync(Stop);
        return world;
    }

    /// <summary>A signed command; the card of the answer, or an empty one.</summary>
    public async Task<SlackSeen> Command(string user, string channel, string text, string? trigger = null) =>
        await Post("commands", Form(("command", "/pm"), ("text", text), ("user_id", user), ("channel_id", channel), ("team_id", Team), ("trigger_id", trigger ?? NewTrigger()), ("response_url", ResponseUrl)));

    public Task<SlackSeen> Event(JsonObject said, string? id = null) => Post("events", new JsonObject
    {
        ["type"] = "event_callback",
        ["team_id"] = Team,
        ["event_id"] = id ?? "Ev" + ++triggers,
        ["event"] = said.DeepClone(),
    }.ToJsonString());

    public Task<SlackSeen> Interaction(JsonObject payload)
    {
        payload["team"] ??= new JsonObject { ["id"] = Team };
        payload["trigger_id"] ??= NewTrigger();
        return Post("interactions", Form(("payload", payload.ToJsonString())));
    }

    public Task<SlackSeen> Post(string to, string body) => Post(to, Encoding.UTF8.GetBytes(body));

    public Task<SlackSeen> Post(string to, byte[] body)
    {
        var stamp = SlackSigned.Stamp(chatting.Time.GetUtcNow());
        return Send(to, body, stamp, SlackSigned.Sign(SlackSigned.Secret, stamp, body));
    }

    /// <summary>Any request, signed or not; then what it left behind is done.</summary>
    public async Task<SlackSeen> Send(string to, byte[] body, string? stamp, string? signature, string type = "application/x-www-form-urlencoded", string method = "POST")
    {
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        context.Request.Path = "/slack/" + to;
        context.Request.ContentType = type;
        context.Request.Body = new MemoryStream(body);
        context.Request.ContentLength = body.Length;
        if (stamp is not null) context.Request.Headers["X-Slack-Request-Timestamp"] = stamp;
        if (signature is not null) context.Request.Headers["x-slack-signature"] = signature;
        var answer = new MemoryStream();
        context.Response.Body = answer;
        await endpoints.TakeAsync(context, _ => throw new InvalidOperationException("Not one of Slack's addresses."));
        await context.Response.BodyWriter.FlushAsync(Stop);
        await IdleAsync();
        await chatting.DrainAsync();
        return new(context.Response.StatusCode, Encoding.UTF8.GetString(answer.ToArray()));
    }

    public IReadOnlyList<JsonObject> Called(string method) => [.. Calls.Where(call => call.To == method).Select(call => call.Arguments)];

    public string NewTrigger() => FormattableString.Invariant($"13345224609.{++triggers}.8fd887f2467aca");

    public static string Form(params (string Name, string Value)[] fields) => string.Join('&', fields.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}"));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var to = request.RequestUri!.Host == "slack.com" ? request.RequestUri.Segments[^1] : request.RequestUri.AbsoluteUri;
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Calls.Enqueue((to, request.Headers.Authorization?.Parameter ?? "", Arguments(body)));
        var (status, answer, after) = Answers.TryGetValue(to, out var told) ? told : (200, to == "chat.postMessage" ? $$"""{"ok":true,"channel":"C1","ts":"1764000000.00{{1000 + Calls.Count}}"}""" : """{"ok":true}""", null);
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(answer, Encoding.UTF8, "application/json") };
        if (after is { } seconds) response.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        return response;
    }

    public async ValueTask DisposeAsync()
    {
        await errands.StopAsync(CancellationToken.None);
        errands.Dispose();
        Api.Dispose();
        await chatting.DisposeAsync();
    }

    private static JsonObject Arguments(string body)
    {
        if (body.StartsWith('{')) return JsonNode.Parse(body)!.AsObject();
        var arguments = new JsonObject();
        foreach (var pair in body.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=')))
        {
            var value = Uri.UnescapeDataString(pair[1].Replace('+', ' '));
            arguments[pair[0]] = value is ['{' or '[', ..] ? JsonNode.Parse(value) : JsonValue.Create(value);
        }

        return arguments;
    }

    private async Task IdleAsync()
    {
        var idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Told() => idle.TrySetResult();
        errands.Idle += Told;
        if (!errands.IsIdle) await idle.Task.WaitAsync(Stop);
        errands.Idle -= Told;
    }
}

/// <summary>What Slack got back.</summary>
internal sealed record SlackSeen(int Status, string Body)
{
    public JsonObject Json => Body.Length == 0 ? [] : JsonNode.Parse(Body)!.AsObject();

    public string Text => (string?)Json["text"] ?? "";
}

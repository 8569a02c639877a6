using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace PostMortemBot.Tests.World;

/// <summary>The Web API's door: reads a call, checks its token and scopes, carries out the faults that were asked for, answers.</summary>
internal sealed partial class FakeSlack
{
    private async Task ApiAsync(HttpContext http, string method)
    {
        var call = await ReadAsync(http, method);
        calls.Enqueue(call);
        if (call.Args.ContainsKey("token") || http.Request.Query.ContainsKey("token")) Wrongs.Enqueue($"{method}: the token stands outside the Authorization header.");
        var fault = FaultOf(method);
        if (fault is ApiFault.Hold hold)
        {
            Change();
            await hold.Until;
        }

        switch (fault)
        {
            case ApiFault.Slow slow:
                http.Response.StatusCode = 429;
                http.Response.Headers.RetryAfter = slow.Seconds.ToString(CultureInfo.InvariantCulture);
                call.Answer = new JsonObject { ["ok"] = false, ["error"] = "ratelimited" };
                await AnswerAsync(http, call.Answer);
                break;
            case ApiFault.Broken broken:
                http.Response.StatusCode = broken.Status;
                call.Answer = [];
                await http.Response.WriteAsync("<html>upstream connect error</html>");
                break;
            case ApiFault.Refuse refuse:
                call.Answer = new JsonObject { ["ok"] = false, ["error"] = refuse.Error };
                await AnswerAsync(http, call.Answer);
                break;
            case ApiFault.Cut cut:
                if (cut.Done) Run(call);
                http.Abort();
                break;
            default:
                call.Answer = Run(call);
                http.Response.Headers["x-oauth-scopes"] = string.Join(',', Scopes);
                await AnswerAsync(http, call.Answer);
                break;
        }

        Change();
    }

    private ApiFault? FaultOf(string method) => faults.TryGetValue(method, out var queue) && queue.TryDequeue(out var next) ? next : TooMany(method);

    /// <summary>The workspace's patience with posts is over, until the oldest of them is a minute old.</summary>
    private ApiFault.Slow? TooMany(string method)
    {
        if (PostsAMinute is not { } most || method != "chat.postMessage") return null;
        lock (Gate)
        {
            var now = Clock.GetUtcNow();
            while (posted.TryPeek(out var oldest) && oldest <= now.AddMinutes(-1)) posted.Dequeue();
            if (posted.Count >= most) return new((int)Math.Ceiling((posted.Peek().AddMinutes(1) - now).TotalSeconds));
            posted.Enqueue(now);
            return null;
        }
    }

    private JsonObject Run(ApiCall call)
    {
        try
        {
            Allow(call);
            if (!methods.TryGetValue(call.Method, out var run)) throw new ApiRefused("unknown_method");
            JsonObject answer;
            lock (Gate) answer = run(call.Args);
            answer["ok"] = true;
            if (call.ContentType.StartsWith("application/json", StringComparison.Ordinal) && !call.ContentType.Contains("charset", StringComparison.Ordinal)) answer["warning"] = "missing_charset";
            return answer;
        }
        catch (ApiRefused refused)
        {
            var answer = new JsonObject { ["ok"] = false, ["error"] = refused.Error };
            if (refused.Needed is { } needed) (answer["needed"], answer["provided"]) = (needed, string.Join(',', Scopes));
            return answer;
        }
        catch (Exception bug) when (bug is InvalidOperationException or FormatException or NullReferenceException or ArgumentException)
        {
            Wrongs.Enqueue($"{call.Method}: what came could not be read: {bug}\n{call.Args.ToJsonString()}");
            return new JsonObject { ["ok"] = false, ["error"] = "internal_error" };
        }
    }

    private void Allow(ApiCall call)
    {
        var appLevel = call.Method == "apps.connections.open";
        if (call.Authorization.Length == 0) throw new ApiRefused("not_authed");
        if (call.Authorization != "Bearer " + (appLevel ? AppToken : BotToken)) throw new ApiRefused("invalid_auth");
        if (TokenRefused is { } refused) throw new ApiRefused(refused);
        if (FakeSlackScopes.Of(call.Method) is { Length: > 0 } needed && !needed.Any(Scopes.Contains)) throw new ApiRefused("missing_scope", needed[0]);
    }

    /// <summary>A scope that depends on what is asked, found out inside a method.</summary>
    public void Need(string scope)
    {
        if (!Scopes.Contains(scope)) throw new ApiRefused("missing_scope", scope);
    }

    private static async Task<ApiCall> ReadAsync(HttpContext http, string method)
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        var type = http.Request.ContentType ?? "";
        var args = type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase)
            ? JsonNode.Parse(body.Length == 0 ? "{}" : body)!.AsObject()
            : new JsonObject(QueryHelpers.ParseQuery(body).Concat(http.Request.Query).Select(pair => KeyValuePair.Create(pair.Key, Value(pair.Value.ToString()))));
        return new(method, args, http.Request.Headers.Authorization.ToString(), TimeProvider.System.GetUtcNow(), type);
    }

    /// <summary>Complex values come as JSON inside a form.</summary>
    private static JsonNode? Value(string text)
    {
        try
        {
            return text is ['[' or '{', ..] or "true" or "false" ? JsonNode.Parse(text) : JsonValue.Create(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static Task AnswerAsync(HttpContext http, JsonObject answer)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        return http.Response.WriteAsync(answer.ToJsonString());
    }

    /// <summary>A message through a <c>response_url</c>: no token, five times, half an hour.</summary>
    private async Task ResponseAsync(HttpContext http, string id)
    {
        var call = await ReadAsync(http, "response_url");
        calls.Enqueue(call);
        if (call.Authorization.Length > 0) Wrongs.Enqueue("response_url: a token was sent along.");
        JsonObject? answer = null;
        await Triggers.Answered(id);
        var fault = FaultOf("response_url");
        if (fault is ApiFault.Hold hold)
        {
            Change();
            await hold.Until.WaitAsync(http.RequestAborted);
        }

        if (fault is ApiFault.Slow slow) http.Response.Headers.RetryAfter = slow.Seconds.ToString(CultureInfo.InvariantCulture);
        lock (Gate)
        {
            if (fault is not (ApiFault.Slow or ApiFault.Broken) && Triggers.Use(id) is { } use) answer = Respond(use.User, use.Channel, use.Source, call.Args);
        }

        if (answer is null) http.Response.StatusCode = fault switch { ApiFault.Slow => 429, ApiFault.Broken broken => broken.Status, _ => 404 };
        await AnswerAsync(http, call.Answer = answer ?? new JsonObject { ["ok"] = false, ["error"] = "used_url" });
        Change();
    }

    private JsonObject Respond(string user, FakeChannel channel, FakeMessage? source, JsonObject body)
    {
        if (Flag(body, "delete_original") && source is not null)
        {
            source.Deleted = true;
            Transcript.Gone(source);
        }
        else if (Flag(body, "replace_original") && source is not null)
        {
            Produced.Message("respond", body, Wrongs);
            source.Body = (JsonObject)body.DeepClone();
            source.Edited = true;
            Transcript.Message(source, edited: true);
        }
        else
        {
            Show(user, channel, body, (string?)body["thread_ts"]);
        }

        return new JsonObject { ["ok"] = true };
    }

    /// <summary>What an answer or a <c>response_url</c> shows: to the one person, or with <c>in_channel</c> to all.</summary>
    public FakeMessage Show(string user, FakeChannel channel, JsonObject body, string? thread = null)
    {
        Produced.Message("respond", body, Wrongs);
        var all = (string?)body["response_type"] == "in_channel";
        return Add(new(channel, NewTs(channel), BotUser, (JsonObject)body.DeepClone()) { ByBot = true, Only = all ? null : user, Thread = thread });
    }

    /// <summary>Puts a message where people see it.</summary>
    public FakeMessage Add(FakeMessage message)
    {
        message.Channel.Messages.Add(message);
        Transcript.Message(message, edited: false);
        return message;
    }

    /// <summary>What an id in markup is called.</summary>
    public string Shown(string id) => Users.TryGetValue(id, out var user) ? "@" + user.RealName : Channels.TryGetValue(id, out var channel) ? channel.Shown : id;

    private static bool Flag(JsonObject body, string name) => body[name] is JsonValue value && value.ToString() == "true";
}

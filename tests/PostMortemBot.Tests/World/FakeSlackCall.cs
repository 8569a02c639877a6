using System.Text.Json.Nodes;

namespace PostMortemBot.Tests.World;

/// <summary>One call of the Web API as it came in.</summary>
/// <param name="Args">The arguments, from JSON, form or query; JSON texts inside a form are parsed.</param>
internal sealed record ApiCall(string Method, JsonObject Args, string Authorization, DateTimeOffset At, string ContentType)
{
    public string? Arg(string name) => Args[name] is JsonValue value ? value.ToString() : Args[name]?.ToJsonString();

    /// <summary>What was answered; null when the connection was cut.</summary>
    public JsonObject? Answer { get; set; }
}

/// <summary>What goes wrong with the next call of a method.</summary>
internal abstract record ApiFault
{
    private ApiFault()
    {
    }

    /// <summary>HTTP 429 with <c>Retry-After</c>.</summary>
    public sealed record Slow(int Seconds) : ApiFault;

    /// <summary><c>ok:false</c> with this error; nothing is done.</summary>
    public sealed record Refuse(string Error) : ApiFault;

    /// <summary>The connection is cut; with <paramref name="Done"/> after the call took effect, so that only its answer is lost.</summary>
    public sealed record Cut(bool Done) : ApiFault;

    /// <summary>HTTP with this status and no JSON.</summary>
    public sealed record Broken(int Status) : ApiFault;

    /// <summary>Answered when the test lets it.</summary>
    public sealed record Hold(Task Until) : ApiFault;
}

/// <summary>A method's refusal, as <c>ok:false</c>.</summary>
internal sealed class ApiRefused(string error, string? needed = null) : Exception(error)
{
    public string Error => Message;

    public string? Needed => needed;
}

using System.Text.Json.Nodes;
using PostMortemBot.Chat;
using PostMortemBot.Domain;

namespace PostMortemBot.Slack;

/// <summary>
/// Who is in a channel, asked of Slack each time: rights hang on it, and it is asked only of people who act on an incident from elsewhere. What Slack does not tell in time, or not
/// at all (a private channel without <c>groups:read</c>), is no. https://docs.slack.dev/reference/methods/conversations.members
/// </summary>
internal sealed class SlackMembers(SlackApi api, TimeProvider time)
{
    private const int Page = 1000;

    /// <summary>The person waits for an answer, and Slack for it within three seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    public async Task<bool> HasAsync(Place channel, string user, CancellationToken stop)
    {
        using var enough = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, enough.Token);
        try
        {
            return await FindAsync(channel, user, either.Token);
        }
        catch (Exception untold) when (untold is SlackRefused or SlackFailed or ChatBusy || (untold is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return false;
        }
    }

    private async Task<bool> FindAsync(Place channel, string user, CancellationToken stop)
    {
        var cursor = "";
        do
        {
            var arguments = new JsonObject { ["channel"] = channel.Channel, ["limit"] = Page };
            if (cursor.Length > 0) arguments["cursor"] = cursor;
            var answer = await api.CallAsync(channel.Workspace, "conversations.members", arguments, stop);
            if (Wire.Array(answer, "members").Any(member => Wire.Text(member) == user)) return true;
            cursor = Wire.Property(answer, "response_metadata") is { } about ? Wire.Text(about, "next_cursor") : "";
        }
        while (cursor.Length > 0);
        return false;
    }
}

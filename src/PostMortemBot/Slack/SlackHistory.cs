using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;

namespace PostMortemBot.Slack;

/// <summary>
/// What was said in a conversation. Slack gives the newest first, so all is read before the oldest can be told: at most <see cref="IChat.MostHistory"/> messages are held, the
/// newest of them.
/// </summary>
internal sealed class SlackHistory(SlackApi api, SlackMessages messages, TimeProvider time)
{
    private const int Page = 200;

    public async IAsyncEnumerable<SeenMessage> ReadAsync(Place place, Instant since, [EnumeratorCancellation] CancellationToken stop)
    {
        var oldest = since.ToUnixTimeMilliseconds() / 1000m;
        var all = place.Thread is { } thread ? PagesAsync(place.Workspace, "conversations.replies", place.Channel, oldest, thread, stop) : WithThreadsAsync(place, oldest, stop);
        var held = await all.Take(IChat.MostHistory).ToListAsync(stop);
        foreach (var message in held.OrderBy(message => Wire.Text(message, "ts"), StringComparer.Ordinal))
        {
            if (await messages.SeenAsync(place.Workspace, place.Channel, message, stop) is { } seen) yield return seen;
        }
    }

    private async IAsyncEnumerable<JsonElement> WithThreadsAsync(Place place, decimal oldest, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var message in PagesAsync(place.Workspace, "conversations.history", place.Channel, oldest, null, stop))
        {
            yield return message;
            if (Wire.Text(message, "reply_count") is "" or "0") continue;
            await foreach (var reply in PagesAsync(place.Workspace, "conversations.replies", place.Channel, oldest, Wire.Text(message, "ts"), stop))
            {
                if (Wire.Text(reply, "ts") != Wire.Text(message, "ts")) yield return reply;
            }
        }
    }

    /// <summary>Page after page by cursor; what Slack asks to wait for is waited for, and the reading goes on where it was.</summary>
    private async IAsyncEnumerable<JsonElement> PagesAsync(string workspace, string method, string channel, decimal oldest, string? thread, [EnumeratorCancellation] CancellationToken stop)
    {
        var cursor = "";
        do
        {
            var arguments = new JsonObject { ["channel"] = channel, ["oldest"] = oldest.ToString("0.000000", CultureInfo.InvariantCulture), ["limit"] = Page };
            if (thread is not null) arguments["ts"] = thread;
            if (cursor.Length > 0) arguments["cursor"] = cursor;
            var answer = await PatientAsync(workspace, method, arguments, stop);
            foreach (var message in Wire.Array(answer, "messages")) yield return message;
            cursor = Wire.Property(answer, "response_metadata") is { } about ? Wire.Text(about, "next_cursor") : "";
        }
        while (cursor.Length > 0);
    }

    private async Task<JsonElement> PatientAsync(string workspace, string method, JsonObject arguments, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return await api.CallAsync(workspace, method, arguments, stop);
            }
            catch (ChatBusy busy)
            {
                var wait = busy.Until.ToDateTimeOffset() - time.GetUtcNow();
                if (wait > TimeSpan.Zero) await Task.Delay(wait, time, stop);
            }
        }
    }
}

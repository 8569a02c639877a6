using System.Collections.Concurrent;
using System.Text.Json;
using PostMortemBot.Chat;

namespace PostMortemBot.Slack;

/// <summary>
/// Fields of an open form, saved as they are left. Slack reports each letter typed; the last of a quick row is saved when the person pauses, goes on to another field, or
/// closes the form. A form that is saved whole needs none of it.
/// </summary>
internal sealed class SlackFields(Errands errands)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(800);
    private readonly ConcurrentDictionary<string, Typing> open = new(StringComparer.Ordinal);

    /// <summary>Keeps what was typed for a moment; what is saved then is its newest.</summary>
    public Reply Keep(SlackArrival arrival, Func<Task<Reply>> save)
    {
        var (view, field) = (arrival.Ways.View!.Id, ((FieldLeft)arrival.Incoming).Field);
        var typing = new Typing(field, save);
        if (open.TryGetValue(view, out var before) && before.Field != field) errands.Run("a field", _ => SaveAsync(view, before));
        open[view] = typing;
        errands.RunAfter(Pause, "a field", _ => PausedAsync(view, typing));
        return Reply.Taken;
    }

    /// <summary>The form is saved or left by a button, which brings all that was typed along: what waits is dropped, what is being saved is waited for.</summary>
    public async Task LeaveAsync(string view)
    {
        if (open.TryRemove(view, out var typing) && !typing.Take()) await typing.Saved;
    }

    /// <summary>Closed without saving: what was typed last is saved now.</summary>
    public void Closed(JsonElement payload)
    {
        var view = Wire.Property(payload, "view") is { } closed ? Wire.Text(closed, "id") : "";
        if (open.TryGetValue(view, out var typing)) errands.Run("a field", _ => SaveAsync(view, typing));
    }

    private Task PausedAsync(string view, Typing typing) => open.TryGetValue(view, out var newest) && newest == typing ? SaveAsync(view, typing) : Task.CompletedTask;

    private async Task SaveAsync(string view, Typing typing)
    {
        if (!typing.Take()) return;
        try
        {
            await typing.Save();
        }
        finally
        {
            typing.Done();
            open.TryRemove(new(view, typing));
        }
    }

    private sealed class Typing(string left, Func<Task<Reply>> save)
    {
        private readonly TaskCompletionSource saved = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int taken;

        public string Field => left;

        public Func<Task<Reply>> Save => save;

        public Task Saved => saved.Task;

        public bool Take() => Interlocked.Exchange(ref taken, 1) == 0;

        public void Done() => saved.TrySetResult();
    }
}

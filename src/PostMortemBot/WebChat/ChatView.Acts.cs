using System.Globalization;
using System.Text.RegularExpressions;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.WebChat;

/// <summary>What the visitor does. Every act leaves the page standing: a failure becomes a sentence.</summary>
internal sealed partial class ChatView
{
    /// <summary>The channel in which this tab is playing the sample; null when none.</summary>
    public string? Playing { get; private set; }

    public Task SayAsync(string? thread, string text, IReadOnlyList<SentFile> files) =>
        RunAsync("say" + thread, SpotIn(thread), () => door.SayAsync(SpotIn(thread), text, files, closed.Token));

    public Task ReactAsync(ChatMessage message, string emoji) => RunAsync(message.Id, At(message), () => door.ReactAsync(At(message), message.Id, emoji, closed.Token));

    public Task MenuAsync(ChatMessage message, string entry) => RunAsync(message.Id, At(message), () => door.MenuAsync(At(message), message.Id, entry, closed.Token));

    public Task DeleteAsync(ChatMessage message) => RunAsync(message.Id, At(message), () => door.DeleteAsync(At(message), message.Id, closed.Token));

    public void Edit(string? id)
    {
        Editing = id;
        Draw();
    }

    public Task SaveEditAsync(ChatMessage message, string text)
    {
        Editing = null;
        return RunAsync(message.Id, At(message), () => door.EditAsync(At(message), message.Id, text, closed.Token));
    }

    /// <summary>A private line put away by the one who sees it.</summary>
    public void Dismiss(ChatMessage message)
    {
        if (message.PrivateTo == Me.Id)
        {
            room.Remove(message.Channel, message.Id);
        }
    }

    /// <summary>A button of a card, asked first where it wants to be.</summary>
    public Task PressAsync(ChatMessage card, Button button, string chosen = "")
    {
        Task Act() => RunAsync(card.Id + button.Id + button.Value, At(card), () => door.PressAsync(At(card), card.Id, button, chosen, closed.Token));
        return button.Confirm is { } sentence ? AskAsync(sentence, button.Label, Act) : Act();
    }

    /// <summary>A button inside the open dialog.</summary>
    public Task PressInDialogAsync(Button button)
    {
        if (Dialog is not { } dialog)
        {
            return Task.CompletedTask;
        }

        var (id, carry) = dialog.Screen is Form form ? (form.Id, form.Carry) : dialog.Screen is Rows rows ? (rows.Id, rows.Carry) : ("", "");
        Task Act() => InDialogAsync(dialog, () => door.PressInDialogAsync(dialog.Spot, dialog.Id, id, carry, button, dialog.Values, closed.Token));
        return button.Confirm is { } sentence ? AskAsync(sentence, button.Label, Act) : Act();
    }

    public Task SubmitAsync()
    {
        if (Dialog is not { Screen: Form form } dialog)
        {
            return Task.CompletedTask;
        }

        if (dialog.Local is { } local)
        {
            Dialog = local(dialog.Values) is { } refusal ? ChatDialog.Open(room.NewId(room.Now), form.WithRefusal(refusal), dialog.Spot, dialog, local) : null;
            Draw();
            return Task.CompletedTask;
        }

        return InDialogAsync(dialog, () => door.SubmitAsync(dialog.Spot, dialog.Id, form, dialog.Values, closed.Token));
    }

    /// <summary>A field was left: stored at once where the form says so.</summary>
    public async Task LeaveAsync(ChatDialog dialog, string field)
    {
        if (dialog.Screen is not Form { SavesAsLeft: true } form || dialog.Local is not null)
        {
            return;
        }

        await dialog.Turn.WaitAsync(closed.Token);
        try
        {
            var outcome = await door.LeaveFieldAsync(dialog.Spot, form, field, dialog.Values, closed.Token);
            dialog.Saved[field] = !outcome.Unsaved;
        }
        finally
        {
            dialog.Turn.Release();
        }

        Draw();
    }

    public void CloseDialog()
    {
        Dialog = null;
        Draw();
    }

    public Task AskAsync(string sentence, string label, Func<Task> act)
    {
        Asking = new(sentence, label, act);
        Draw();
        return Task.CompletedTask;
    }

    public async Task AnswerAsync(bool yes)
    {
        var asked = Asking;
        Asking = null;
        Draw();
        await (yes && asked is not null ? asked.Act() : Task.CompletedTask);
    }

    public void ShowEarlier()
    {
        Most += PageOf;
        Draw();
    }

    public void AddPerson() => OpenLocal(OwnForms.Person(), values => Refusal(values, "name") ?? Added(values));

    public void AddChannel() => OpenLocal(OwnForms.Channel(), values => Refusal(values, "name") ?? (room.Add(new ChatChannel(Slug(values.Text("name")), Slug(values.Text("name")), values.Text("purpose"))) is null ? "" : null));

    /// <summary>Everything said and everything stored by the bot for the built-in chat goes.</summary>
    public Task StartOverAsync() => AskAsync("Start over? Everything said here goes, and every post-mortem of the built-in chat.", "Start over", () => RunAsync("over", SpotIn(null), async () =>
    {
        await (back.Empty?.Invoke(closed.Token) ?? Task.CompletedTask);
        room.Empty();
        return ActEnded.None;
    }));

    /// <summary>A channel of its own for the next replay.</summary>
    public ChatChannel NewSampleChannel() => player.NewChannel();

    /// <summary>Replays the sample, line by line, until its end or until this tab is closed.</summary>
    public async Task PlayAsync(ChatChannel channel)
    {
        Playing = channel.Id;
        await RunAsync("play", SpotIn(null), async () =>
        {
            await player.PlayAsync(channel.Id, settings.Sample, SamplePlayer.Pace, closed.Token);
            return ActEnded.None;
        });
        Playing = null;
        Draw();
    }

    private async Task RunAsync(string key, Spot spot, Func<Task<ActEnded>> act)
    {
        busy[key] = busy.GetValueOrDefault(key) + 1;
        Trouble = null;
        Draw();
        try
        {
            var outcome = await act();
            if (outcome.Opens is { } screen)
            {
                await KnowPeopleAsync(screen);
                Dialog = ChatDialog.Open(room.NewId(room.Now), screen, spot, null);
            }
        }
        catch (OperationCanceledException) when (closed.IsCancellationRequested)
        {
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Trouble = "Not saved. The chat cannot reach its own storage. Try again in a moment.";
        }

        busy[key]--;
        Draw();
    }

    private async Task InDialogAsync(ChatDialog dialog, Func<Task<ActEnded>> act)
    {
        await dialog.Turn.WaitAsync(closed.Token);
        try
        {
            (dialog.Busy, dialog.Trouble) = (true, null);
            Draw();
            var outcome = await act();
            if (outcome.Failed)
            {
                dialog.Trouble = $"Not saved. I cannot reach my storage. What you typed is still here. Reference {outcome.Reference}.";
            }
            else if (ReferenceEquals(Dialog, dialog))
            {
                await KnowPeopleAsync(outcome.Opens);
                Dialog = outcome.Opens is { } screen ? ChatDialog.Open(room.NewId(room.Now), screen, dialog.Spot, dialog) : null;
            }
        }
        finally
        {
            dialog.Busy = false;
            dialog.Turn.Release();
            Draw();
        }
    }

    /// <summary>A person picker gives back the bot's own ids: asked for when a form has one.</summary>
    private async Task KnowPeopleAsync(Screen? screen)
    {
        if (screen is not Form form || !form.Fields.Any(field => field.Input is FieldInput.PickPerson))
        {
            return;
        }

        var keys = new Dictionary<string, string>();
        foreach (var person in room.People)
        {
            keys[person.Id] = back.KeyOf is null ? person.Id : await back.KeyOf(person, closed.Token);
        }

        PersonKeys = keys;
    }

    private void OpenLocal(Form form, Func<FormValues, string?> submit)
    {
        Dialog = ChatDialog.Open(room.NewId(room.Now), form, SpotIn(null), null, submit);
        Draw();
    }

    private static string? Refusal(FormValues values, string field) => Slug(values.Text(field)).Length == 0 ? "A name is needed: letters or digits." : null;

    private string? Added(FormValues values)
    {
        var zone = values.Text("zone");
        room.Add(new ChatPerson(Slug(values.Text("name")), values.Text("name"), values.Text("role"), values.Text("team"), zone.Length == 0 ? settings.Zone.Id : zone));
        return null;
    }

    private Spot At(ChatMessage message) => new(Me.Id, message.Channel, message.Thread);

    private static string Slug(string name) => NotInNames().Replace(name.Trim().ToLower(CultureInfo.InvariantCulture), "-").Trim('-');

    [GeneratedRegex(@"[^\p{L}\p{Nd}]+", RegexOptions.None, Patterns.Patience)]
    private static partial Regex NotInNames();
}

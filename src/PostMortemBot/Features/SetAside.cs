using System.Text.Json;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Features;

/// <summary>
/// What the bot could not do on a platform, told to the one it concerns, with the mend: to whoever marked the message, else to the incident's owner. Once for each thing, until
/// another reason comes.
/// </summary>
internal static class SetAside
{
    public static Notice Notice { get; } = new("set aside", Draw);

    public static async Task TellAsync(Bot bot, WorkRow work, string why, CancellationToken stop)
    {
        var (stream, concerned) = await OfAsync(bot, work, stop);
        if (work.Kind == ReadWork.Kind) await ReadCaptured.GiveUp(bot, work, why, stop);
        if (stream is not { } id) return;
        var p = await bot.LoadAsync(work.Organisation, id, stop);
        var told = await bot.Store.RowAsync(work.Organisation, "aside/" + work.Key, stop);
        if (told?.Body == why || await ReachedAsync(bot, work, p, concerned, stop) is not { } person) return;

        // The notice and the note that it was told, in one transaction; somebody who was faster told it too.
        var notice = NoticeWork.Put(work.Key, new(id.Value, Notice.Key, null, person.Value, [work.Kind, why]), bot.Now);
        await bot.Store.AppendAsync(new Append(work.Organisation, $"aside/{work.Key}/{work.Version}", []) { Work = [notice], Rows = [new("aside/" + work.Key, why, told?.Version ?? 0)] }, stop);
    }

    /// <summary>The likeliest of those who can do something about it: whoever has an account where they acted, before others. Never the one who cannot be written to.</summary>
    private static async Task<PersonId?> ReachedAsync(Bot bot, WorkRow work, PostMortem p, PersonId? concerned, CancellationToken stop)
    {
        await bot.People.LoadAsync(work.Organisation, stop);
        var unreached = work.Kind == CardWork.Kind ? JsonSerializer.Deserialize(work.Body, WorkJson.Default.CardWork)!.Person : null;
        List<PersonId> likely = [.. new[] { concerned, p.Owner, p.StartedBy }.OfType<PersonId>().Where(person => person.Value.Length > 0 && person != PersonId.Bot && person.Value != unreached).Distinct()];
        var acted = likely.Where(person => bot.People.Of(work.Organisation, person).Account is not null).ToList();
        return acted.Count > 0 ? acted[0] : likely.Count > 0 ? likely[0] : null;
    }

    /// <summary>Which post-mortem it was for, and who waits for it. Nothing of a notice that cannot be sent either: the log has it.</summary>
    private static async Task<(PostMortemId? Stream, PersonId? Concerned)> OfAsync(Bot bot, WorkRow work, CancellationToken stop)
    {
        switch (work.Kind)
        {
            case CardWork.Kind:
                var card = JsonSerializer.Deserialize(work.Body, WorkJson.Default.CardWork)!;
                return (new(card.Stream), null);
            case ReadWork.Kind:
                var read = JsonSerializer.Deserialize(work.Body, WorkJson.Default.ReadWork)!;
                return (new(read.Stream), new(read.By));
            case BackfillWork.Kind:
                var look = JsonSerializer.Deserialize(work.Body, BackfillJson.Default.BackfillWork)!;
                return (new(look.Stream), new(look.Person));
            case ReceiptWork.Kind:
                var message = JsonSerializer.Deserialize(work.Body, WorkJson.Default.ReceiptWork)!.Message;
                if (await bot.Store.ByMessageAsync(work.Organisation, message.Key, stop) is not { } stream) return (null, null);
                return (stream, (await bot.LoadAsync(work.Organisation, stream, stop)).EventOf(message)?.MarkedBy);
            default:
                return (null, null);
        }
    }

    private static Card? Draw(PostMortem p, IReadOnlyList<string> args, View view)
    {
        if (args is not [var kind, var why]) return null;
        var (lead, mend) = kind switch
        {
            CardWork.Kind => ($"I cannot show {p.Name} in its channel.", "What was typed is kept. The next change or mark shows it there."),
            BackfillWork.Kind => ($"I cannot read what was said of {p.Name}.", "Then type again: backfill."),
            ReadWork.Kind => ($"I cannot read a message that you captured for {p.Name}.", "It is kept with its time. Write its text yourself."),
            _ => ($"I cannot put my receipt on a message of {p.Name}.", "It is kept all the same."),
        };
        return new Card("", [new Element.Text([Span.Bold(lead), " ", why]), new Element.Text(mend)], [Button.Does(IncidentCard.TimelineId, "Timeline", p.Id.Value)]);
    }
}

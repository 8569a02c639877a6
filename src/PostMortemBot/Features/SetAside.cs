using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Features;

/// <summary>
/// What the bot could not do on a platform, told to the one it concerns, with the mend: to whoever marked the message, else to the incident's owner. Once for each thing, until
/// another reason comes, or the same again after it went well, or after a day.
/// </summary>
internal static class SetAside
{
    private static readonly Duration Remembered = Duration.FromDays(1);

    public static Notice Notice { get; } = new("set aside", Draw);

    public static async Task TellAsync(Bot bot, WorkRow work, string why, CancellationToken stop)
    {
        if (work.Kind == ReadWork.Kind) await ReadCaptured.GiveUp(bot, work, why, stop);
        if (work.Kind == PublishWork.Kind) await PublishPage.GiveUp(bot, work, why, stop);
        if (await OfAsync(bot, work, stop) is not { } undone) return;
        var key = "aside/" + undone.Key;
        var told = await bot.Store.RowAsync(work.Organisation, key, stop);
        if (told is not null && undone.Once && await IsToldAsync(bot, work, ToldOf(told.Body), why, stop)) return;
        var p = await bot.LoadAsync(work.Organisation, undone.Stream, stop);
        if (await ReachedAsync(bot, work, p, undone, stop) is not { } person) return;

        // The notice and the note that it was told, in one transaction; somebody who was faster told it too.
        var notice = NoticeWork.Put($"{undone.Key}/{work.Version}", new(p.Id.Value, Notice.Key, null, person.Value, [work.Kind, why, undone.Unreached?.Value ?? ""]), bot.Now);
        var note = new RowPut(key, JsonSerializer.Serialize(new Told(why, bot.Now.ToUnixTimeMilliseconds()), SetAsideJson.Default.Told), told?.Version ?? 0);
        await bot.Store.AppendAsync(new Append(work.Organisation, $"aside/{work.Key}/{work.Version}", []) { Work = [notice], Rows = [note] }, stop);
    }

    private static async Task<bool> IsToldAsync(Bot bot, WorkRow work, Told told, string why, CancellationToken stop)
    {
        if (told.Why != why || told.Instant + Remembered < bot.Now) return false;
        return work.Kind != CardWork.Kind || await Postman.PostedAsync(bot, work, stop) is not { } posted || posted.At <= told.At;
    }

    private static Told ToldOf(string body) => body.StartsWith('{') ? JsonSerializer.Deserialize(body, SetAsideJson.Default.Told)! : new(body, 0);

    /// <summary>The likeliest of those who can do something about it: whoever has an account where they acted, before others. Never the one who cannot be written to.</summary>
    private static async Task<PersonId?> ReachedAsync(Bot bot, WorkRow work, PostMortem p, Undone undone, CancellationToken stop)
    {
        await bot.People.LoadAsync(work.Organisation, stop);
        List<PersonId> likely = [.. new[] { undone.Concerned ?? NeededBy(p, undone), p.Owner, p.StartedBy }.OfType<PersonId>().Where(person => person.Value.Length > 0 && person != PersonId.Bot && person != undone.Unreached).Distinct()];
        var acted = likely.Where(person => bot.People.Of(work.Organisation, person).Account is not null).ToList();
        return acted.Count > 0 ? acted[0] : likely.Count > 0 ? likely[0] : null;
    }

    /// <summary>Who asked the one who cannot be written to, else the author.</summary>
    private static PersonId? NeededBy(PostMortem p, Undone undone) =>
        undone.Unreached is { } person ? p.Questions.LastOrDefault(question => question.IsOpen && question.Person == person)?.By ?? p.Author : null;

    /// <summary>Which post-mortem it was for, and who waits for it. Nothing of a notice of ours that cannot be sent either: the log has it.</summary>
    private static async Task<Undone?> OfAsync(Bot bot, WorkRow work, CancellationToken stop)
    {
        switch (work.Kind)
        {
            case CardWork.Kind:
                var card = JsonSerializer.Deserialize(work.Body, WorkJson.Default.CardWork)!;
                return card.Person is { } reader ? Unwritten(card.Stream, reader) : new(new(card.Stream), work.Key);
            case NoticeWork.Kind:
                var notice = JsonSerializer.Deserialize(work.Body, WorkJson.Default.NoticeWork)!;
                return notice.Person is { } addressee && notice.Notice != Notice.Key ? Unwritten(notice.Stream, addressee) : null;
            case DayWork.Kind:
                var day = DayWork.Of(work);
                return Unwritten(day.Stream, day.Person);
            case ReachWork.Kind:
                var reach = JsonSerializer.Deserialize(work.Body, WorkJson.Default.ReachWork)!;
                return Unwritten(reach.Stream, reach.Person);
            case ReadWork.Kind:
                var read = JsonSerializer.Deserialize(work.Body, WorkJson.Default.ReadWork)!;
                return new(new(read.Stream), $"read/{read.Stream}/{read.By}") { Concerned = new(read.By) };
            case BackfillWork.Kind:
                var look = JsonSerializer.Deserialize(work.Body, BackfillJson.Default.BackfillWork)!;
                return new(new(look.Stream), work.Key) { Concerned = new(look.Person), Once = false };
            case PublishWork.Kind:
                return await OfAuthorAsync(bot, work, JsonSerializer.Deserialize(work.Body, WorkJson.Default.PublishWork)!.Stream, stop);
            case ArchiveWork.Kind:
                return await OfAuthorAsync(bot, work, JsonSerializer.Deserialize(work.Body, WorkJson.Default.ArchiveWork)!.Stream, stop);
            case TellWork.Kind:
                return await OfAuthorAsync(bot, work, JsonSerializer.Deserialize(work.Body, WorkJson.Default.TellWork)!.Stream, stop);
            case MailWork.Kind:
                return await OfAuthorAsync(bot, work, JsonSerializer.Deserialize(work.Body, WorkJson.Default.MailWork)!.Stream, stop);
            case MirrorWork.Kind:
                var mirror = MirrorWork.Of(work);
                var its = await bot.LoadAsync(work.Organisation, new(mirror.Stream), stop);
                return new(its.Id, "mirror/" + mirror.Stream) { Concerned = its.AllActions.FirstOrDefault(item => item.Id.Value == mirror.Action)?.Owner?.Person ?? Rights.AuthorOf(its) };
            case ReceiptWork.Kind:
                var message = JsonSerializer.Deserialize(work.Body, WorkJson.Default.ReceiptWork)!.Message;
                if (await bot.Store.ByMessageAsync(work.Organisation, message.Key, stop) is not { } stream) return null;
                var by = (await bot.LoadAsync(work.Organisation, stream, stop)).EventOf(message)?.MarkedBy;
                return new(stream, $"react/{stream.Value}/{by?.Value}") { Concerned = by };
            default:
                return null;
        }
    }

    private static Undone Unwritten(string stream, string person) => new(new(stream), $"write/{stream}/{person}") { Unreached = new(person) };

    /// <summary>What becomes of a document concerns its author; each time anew, because somebody asked for it.</summary>
    private static async Task<Undone> OfAuthorAsync(Bot bot, WorkRow work, string stream, CancellationToken stop) =>
        new(new(stream), work.Key) { Concerned = (await bot.LoadAsync(work.Organisation, new(stream), stop)).Author, Once = false };

    private static Card? Draw(PostMortem p, IReadOnlyList<string> args, View view)
    {
        if (args is not [var kind, var why, ..]) return null;
        if (args is [_, _, { Length: > 0 } unreached]) return Unreachable.Draw(p, new(unreached), why, view);
        var (lead, mend) = kind switch
        {
            CardWork.Kind => ($"I cannot show {p.Name} in its channel.", "What was typed is kept. The next change or mark shows it there."),
            BackfillWork.Kind => ($"I cannot read what was said of {p.Name}.", "Then type again: backfill."),
            PublishWork.Kind => ($"I cannot publish the post-mortem of {p.Name}.", "Nothing of it is lost. When that is mended, publish it again."),
            ArchiveWork.Kind => ($"I cannot write the page {PageName.Archive}.", $"{p.Name} is published all the same. When that is mended, publish it again."),
            TellWork.Kind or MailWork.Kind => ($"I cannot tell everybody that {p.Name} is published.", "It is published all the same. Tell them yourself."),
            MirrorWork.Kind => ($"I cannot keep an action item of {p.Name} and its issue in step.", "Nothing is lost here. When that is mended, the next change brings all of it."),
            ReadWork.Kind => ($"I cannot read a message that you captured for {p.Name}.", "It is kept with its time. Write its text yourself."),
            _ => ($"I cannot put my receipt on a message of {p.Name}.", "It is kept all the same."),
        };
        return new Card("", [new Element.Text([Span.Bold(lead), " ", why]), new Element.Text(mend)], [kind is PublishWork.Kind or ArchiveWork.Kind ? Button.Does(Publish.AgainId, "Publish again", p.Id.Value) : Button.Does(IncidentCard.TimelineId, "Timeline", p.Id.Value)]);
    }

    /// <summary>What was not done.</summary>
    /// <param name="Key">The thing that is told of once.</param>
    private sealed record Undone(PostMortemId Stream, string Key)
    {
        /// <summary>Who waits for it.</summary>
        public PersonId? Concerned { get; init; }

        /// <summary>Who could not be written to.</summary>
        public PersonId? Unreached { get; init; }

        /// <summary>False for what somebody asked for: each time they are told.</summary>
        public bool Once { get; init; } = true;
    }
}

/// <summary>Why something was set aside, and when that was told, in Unix milliseconds.</summary>
internal sealed record Told(string Why, long At)
{
    [JsonIgnore]
    public Instant Instant => Instant.FromUnixTimeMilliseconds(At);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Told))]
internal sealed partial class SetAsideJson : JsonSerializerContext;

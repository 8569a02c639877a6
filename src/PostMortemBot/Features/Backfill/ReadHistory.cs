using System.Text.Json;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Features;

/// <summary>
/// Reads a history in the pace of the platform, as work that goes on where it was after a stop. When it takes long the asker is told for how long, and written to when it is done.
/// After 24 h the same work throws away what nobody picked.
/// </summary>
internal static class ReadHistory
{
    /// <summary>Longer than this is told, and put down so far.</summary>
    private static readonly Duration Slow = Duration.FromSeconds(20);

    /// <summary>More likely messages than these are not kept; the surest are.</summary>
    private const int MostHeard = 400;

    public static async Task<WorkOutcome> Do(Bot bot, WorkRow work, CancellationToken stop)
    {
        var wish = JsonSerializer.Deserialize(work.Body, BackfillJson.Default.BackfillWork)!;
        if (await LoadAsync(bot, work.Organisation, wish, stop) is not { } job) return WorkOutcome.Finished;
        if (job.Expires <= bot.Now) return WorkOutcome.Brought(job.Gone());
        if (job.IsDone) return WorkOutcome.At(job.Expires);
        if (!bot.Chats.TryGetValue(job.Asked.Platform, out var chat)) return WorkOutcome.Brought(job.Gone());

        var reading = new Reading(bot, work, wish, chat, job, stop);
        try
        {
            return await reading.GoOnAsync();
        }
        catch (ChatRefused refused)
        {
            await reading.TellAsync(Card.OneLine($"I cannot read what was said here: {refused.Message} Mark what matters by hand: mark 14:05 what happened."), "refused");
            return WorkOutcome.Brought(job.Gone());
        }
    }

    /// <summary>The job, unless it was cancelled or replaced by a newer one.</summary>
    private static async Task<BackfillJob?> LoadAsync(Bot bot, string organisation, BackfillWork wish, CancellationToken stop) =>
        BackfillJob.From(await bot.Store.RowAsync(organisation, BackfillJob.KeyOf(wish.Person, wish.Stream), stop)) is { } job && job.Id == wish.Job ? job : null;

    /// <summary>One stretch of the reading.</summary>
    private sealed class Reading(Bot bot, WorkRow work, BackfillWork wish, IChat chat, BackfillJob job, CancellationToken stop)
    {
        private readonly List<HeardMessage> heard = [.. job.Heard];
        private readonly HashSet<string> atCursor = [.. job.AtCursor];

        public async Task<WorkOutcome> GoOnAsync()
        {
            var p = await bot.PostMortems.LoadAsync(work.Organisation, new(job.Stream), stop);
            while (job.At < job.Places.Count)
            {
                if (!await ReadPlaceAsync(p)) return await LoadAsync(bot, work.Organisation, wish, stop) is null ? WorkOutcome.Finished : WorkOutcome.At(bot.Now);
                job = job with { At = job.At + 1, Cursor = null, AtCursor = [], Seen = 0, Heard = [.. heard] };
                atCursor.Clear();
            }

            job = job with { IsDone = true, Heard = [.. Surest()] };
            await bot.People.LoadAsync(work.Organisation, stop);
            var view = bot.ViewFor(work.Organisation, bot.People.Of(work.Organisation, new(job.Person)).Zone);
            if (await LoadAsync(bot, work.Organisation, wish, stop) is null) return WorkOutcome.Finished;
            await TellAsync(BackfillCard.Found(job, view), "found");
            return await PutAsync() ? WorkOutcome.At(job.Expires) : WorkOutcome.Finished;
        }

        /// <summary>To the asker alone: where they asked, or as a direct message when it took long.</summary>
        public async Task TellAsync(Card card, string what)
        {
            if (job.Direct) await chat.PostAsync(job.Asked, card, $"{work.Key}/{job.Id}/{what}", stop);
            else if (job.IsSlow) await chat.PostAsync(await chat.DirectAsync(job.Asker, stop), card, $"{work.Key}/{job.Id}/{what}", stop);
            else await chat.PostPrivateAsync(job.Asked, job.Asker, card, stop);
        }

        /// <summary>Reads on in one place; false when it was put down, to go on later.</summary>
        private async Task<bool> ReadPlaceAsync(PostMortem p)
        {
            var from = job.Cursor is { } cursor ? Instant.FromUnixTimeTicks(cursor) : job.SinceAt;
            await using var messages = chat.HistoryAsync(job.Places[job.At], from, stop).GetAsyncEnumerator(stop);
            Instant? began = null;
            while (await NextAsync(messages))
            {
                began ??= bot.Now;
                Take(messages.Current, p);
                if (bot.Now - began.Value <= Slow) continue;
                await PutDownAsync(bot.Now - began.Value, from);
                return false;
            }

            return true;
        }

        /// <summary>A platform that lets wait before its first message is told of too; nobody knows how long then.</summary>
        private async Task<bool> NextAsync(IAsyncEnumerator<SeenMessage> messages)
        {
            if (job.IsSlow) return await messages.MoveNextAsync();
            var next = messages.MoveNextAsync();
            if (next.IsCompleted) return await next;
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
            var tooLong = bot.Delay(Slow, ended.Token);
            var waited = next.AsTask();
            if (await Task.WhenAny(waited, tooLong) != waited) await SaySlowAsync("Reading takes a while here.");
            await ended.CancelAsync();
            return await waited;
        }

        private void Take(SeenMessage seen, PostMortem p)
        {
            var at = seen.At.ToUnixTimeTicks();
            if (at == job.Cursor && !atCursor.Add(seen.Message.Key)) return;
            if (at != job.Cursor) atCursor.Clear();
            atCursor.Add(seen.Message.Key);
            job = job with { Cursor = at, Seen = job.Seen + 1, IsCut = job.IsCut || job.Seen + 1 >= IChat.MostHistory };
            if (seen.FromPlatform || seen.FromUs || CommandWords.Clean(seen.Text) != seen.Text.Trim()) return;
            job = job with { Read = job.Read + 1 };
            if (p.ByMessage.ContainsKey(seen.Message.Key) || heard.Any(one => one.Message.Key == seen.Message.Key)) return;
            var message = HeardMessage.Of(seen, heard.Count == 0 ? 0 : heard.Max(one => one.Number) + 1);
            if (Backfill.Propose([message.AsChannelMessage()]).Count > 0) heard.Add(message);
        }

        private async Task PutDownAsync(Duration took, Instant from)
        {
            job = job with { AtCursor = [.. atCursor], Heard = [.. Surest()] };
            var whole = bot.Now - from;
            var done = Instant.FromUnixTimeTicks(job.Cursor ?? job.Since) - from;
            if (!job.IsSlow) await SaySlowAsync(done <= Duration.Zero ? "Reading takes a while here." : $"About {Moments.Length(Duration.Max(Duration.FromMinutes(1), took * ((whole - done) / done)))} for {Days(bot.Now - job.SinceAt)} of messages.");
            await PutAsync();
        }

        /// <summary>False when it was cancelled or replaced meanwhile: then nothing is written.</summary>
        private async Task<bool> PutAsync() =>
            await bot.Store.RowAsync(work.Organisation, BackfillJob.KeyOf(wish.Person, wish.Stream), stop) is { } row
            && BackfillJob.From(row)!.Id == wish.Job
            && await bot.Store.PutAsync(work.Organisation, [job.Put(row.Version)], stop);

        private async Task SaySlowAsync(string sentence)
        {
            await TellAsync(Card.OneLine(sentence + " I write to you when done.", Button.Does(BackfillTimeline.CancelId, "Cancel", CarriedPair.Of(job.Stream, job.Id))), "slow");
            job = job with { IsSlow = true };
        }

        private IEnumerable<HeardMessage> Surest()
        {
            if (heard.Count <= MostHeard) return heard;
            var kept = Backfill.Propose(heard.Select(one => one.AsChannelMessage())).SelectMany(proposal => proposal.Repeats.Prepend(proposal.Message.Id)).Take(MostHeard).ToHashSet(StringComparer.Ordinal);
            return heard.Where(one => kept.Contains(one.Message.Key));
        }

        private static string Days(Duration length) => length.TotalDays >= 1.5 ? Moments.Count((long)Math.Round(length.TotalDays), "day") : Moments.Length(length);
    }
}

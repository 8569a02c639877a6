using PostMortemBot.Attachments;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Chat;

/// <summary>What a redaction did.</summary>
/// <param name="Facts">How many stored facts were overwritten, in all incidents.</param>
/// <param name="Files">How many files were deleted because nothing holds them any more.</param>
internal sealed record Redacted(Outcome Outcome, int Facts, int Files);

/// <summary>
/// Overwrites stored facts: in one transaction with the fact that records it, the list row and the standing cards; the fold in memory is made anew, and files that nothing
/// holds any more are deleted after the commit.
/// </summary>
internal static class Redacting
{
    private const int MostTries = 5;

    /// <summary>Incidents that were merged hold the same text: those first, so that after a crash in between the text is still there to be redacted again.</summary>
    public static async Task<Redacted> RunAsync(Turn turn, PostMortemId id, RedactTarget target, string what)
    {
        var p = await turn.LoadAsync(id);
        var history = await turn.Bot.PostMortems.HistoryAsync(turn.Organisation, id, turn.Stop);
        var first = Redaction.Redact(p, history, target, what, turn.Actor, turn.Now);
        var (facts, files) = (0, 0);
        if (first.Decision is Decision.Accepted { Facts.Count: > 0 })
        {
            foreach (var other in Merged(p))
            {
                var copies = await OverwriteAsync(turn, other, (state, told) => Redaction.RedactCopies(state, told, first.Gone, Rights.May(turn.Actor, Act.Redact, p), what, turn.Actor, turn.Now), "#" + other.Value);
                (facts, files) = (facts + copies.Facts, files + copies.Files);
            }

            // Before the store's own: it empties the log that both write.
            foreach (var chat in turn.Bot.Chats.Values) await chat.RedactAsync(first.Gone.Texts, turn.Stop);
            await turn.Bot.Store.ForgetWorkAsync(turn.Organisation, [.. turn.Bot.Chats.Values.SelectMany(chat => chat.HoldingWords)], turn.Stop);
        }

        var own = await OverwriteAsync(turn, id, (state, told) => Redaction.Redact(state, told, target, what, turn.Actor, turn.Now), "");
        return own with { Facts = own.Facts + facts, Files = own.Files + files };
    }

    private static IEnumerable<PostMortemId> Merged(PostMortem p) => p.AllEvents.Values.Select(e => e.CameFrom)
        .Concat(p.AllEvidence.Select(e => e.CameFrom)).Concat(p.AllActions.Select(a => a.CameFrom)).Append(p.MergedIntoId)
        .OfType<PostMortemId>().Distinct().OrderBy(id => id.Value, StringComparer.Ordinal);

    private static async Task<Redacted> OverwriteAsync(Turn turn, PostMortemId id, Func<PostMortem, IReadOnlyList<PostMortemEvent>, Overwriting> rule, string part)
    {
        var (bot, organisation) = (turn.Bot, turn.Organisation);
        using var gate = await bot.PostMortems.GateAsync(organisation, [id], turn.Stop);
        for (var attempt = 1; attempt <= MostTries; attempt++)
        {
            var history = await bot.PostMortems.HistoryAsync(organisation, id, turn.Stop);
            var before = Evolve.Fold(id, history);
            var wish = rule(before, history);
            if (wish.Decision is Decision.Refused refused) return await RefusedAsync(turn, id, refused);
            var facts = ((Decision.Accepted)wish.Decision).Facts;
            var after = Evolve.Fold(id, history.Select((fact, at) => wish.Facts.GetValueOrDefault(at + 1, fact)).Concat(facts));
            if (facts.Count == 0) return new(new Outcome.Done(before, before, []), 0, 0);

            var gone = Hashes(before).Except(Hashes(after)).ToList();
            var append = new Appending(bot, organisation, turn.Incoming.Receipt + part, new Dictionary<PostMortemId, Place>()).Of([before], [after], [facts]);
            var result = await bot.Store.RedactAsync(append with { Rows = [.. append.Rows, .. gone.Select(hash => new RowPut(AttachmentFolder.RowOf(hash, id), null))] }, wish.Facts, turn.Stop);
            if (result is AppendResult.Conflict) continue;
            bot.PostMortems.Forget(organisation, id);
            var deleted = 0;
            foreach (var hash in gone) deleted += await bot.Attachments.ReleaseAsync(organisation, hash, turn.Stop) ? 1 : 0;
            return new(new Outcome.Done(before, after, facts), wish.Facts.Count, deleted);
        }

        return new(new Outcome.Refused("Many people are changing this at once. Nothing was overwritten; try again."), 0, 0);
    }

    private static async Task<Redacted> RefusedAsync(Turn turn, PostMortemId id, Decision.Refused refused)
    {
        if (refused.Forbidden) await turn.Bot.Store.AuditAsync(turn.Organisation, turn.Now, turn.Who.Id, nameof(Act.Redact), id.Value, refused.Sentence, turn.Stop);
        return new(new Outcome.Refused(refused.Sentence, refused.Field), 0, 0);
    }

    private static IEnumerable<string> Hashes(PostMortem p) => p.AllEvidence.Select(e => e.Attachment).OfType<Attachment>().Where(file => file.IsKept).Select(file => file.Hash).Distinct();
}

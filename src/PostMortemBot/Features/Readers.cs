using PostMortemBot.Chat;
using PostMortemBot.Domain;

namespace PostMortemBot.Features;

/// <summary>Who may see a post-mortem, asked before anything of it is shown: on an answer, in a form, or in a refusal that gives a form back.</summary>
internal static class Readers
{
    private static readonly PostMortem None = new(new(""));

    /// <summary>The post-mortem that a button or form names, with the answer instead of it when it is gone or may not be read.</summary>
    public static async Task<(PostMortem P, Answer? No)> LoadAsync(Turn turn, string id)
    {
        var p = await turn.LoadAsync(new(id));
        return (p, await RefusedAsync(turn, p) ?? (p.Exists ? null : Answer.Say("That incident is gone.")));
    }

    /// <summary>The post-mortem as it stood at a version, which is what a form that carries it showed.</summary>
    public static async Task<PostMortem> ThenAsync(Turn turn, PostMortem now, long version)
    {
        if (now.Version <= version || version < 0) return now;
        var history = await turn.Bot.PostMortems.HistoryAsync(turn.Organisation, now.Id, turn.Stop);
        return Evolve.Fold(now.Id, history.Take((int)version));
    }

    /// <summary>Null when this person may read <paramref name="p"/>: what it tells somebody else is kept among the refusals, and so is that an administrator read a private one.</summary>
    public static async Task<Answer?> RefusedAsync(Turn turn, PostMortem p)
    {
        var sentence = p.IsPrivate && !turn.Actor.IsGuest ? "This incident is private. Its author or the SRE team can let you read it." : "Incidents are open to members only. Ask somebody of the team.";
        if (!await turn.MayAsync(Act.Read, p, sentence)) return Refusal.Say(turn, sentence);
        if (p.IsPrivate && turn.Actor is { IsAdmin: true, IsSre: false } && !Rights.ReadersOf(p).Contains(turn.Who.Id)) await turn.Bot.Store.AuditAsync(turn.Organisation, turn.Now, turn.Who.Id, nameof(Act.Read), p.Id.Value, "A private incident was read by an administrator.", turn.Stop);
        return null;
    }

    /// <summary>What a guest is told, whatever they ask for; null for everybody else.</summary>
    public static Task<Answer?> GuestAsync(Turn turn) => RefusedAsync(turn, None);
}

using PostMortemBot.Chat;
using PostMortemBot.Domain;

namespace PostMortemBot.Features;

/// <summary>Evidence typed or taken from a message, and action items made of messages.</summary>
internal static class KeepEvidence
{
    public const string MenuId = "menu.evidence";
    public const string ActionMenuId = "menu.action";

    /// <summary><c>evidence text or link</c>.</summary>
    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var (p, ask) = await Which.FindAsync(turn, "evidence " + words);
        if (p is null) return ask!;
        var (text, link) = Parted(words);
        return await KeptAsync(turn, p, Keeping.KindOf(text, link), text, link, null);
    }

    /// <summary><em>Add as evidence</em> in a message's menu.</summary>
    public static async Task<Answer> Chosen(Turn turn, MenuChosen chosen)
    {
        var (p, ask) = await Which.FindAsync(turn, "");
        return p is null ? ask! : await KeptAsync(turn, p, EvidenceKind.Message, chosen.Message.Text, "", chosen.Message.Message);
    }

    /// <summary><em>Make an action item</em> in a message's menu.</summary>
    public static async Task<Answer> ActionChosen(Turn turn, MenuChosen chosen)
    {
        var (p, ask) = await Which.FindAsync(turn, "");
        if (p is null) return ask!;
        var text = Secrets.Mask(chosen.Message.Text.Trim()).Text;
        var outcome = await turn.DecideAsync(p.Id, state => Keeping.Action(state, new(turn.NewId()), text, chosen.Message.Message, turn.Actor, turn.Now));
        return outcome switch
        {
            Outcome.Refused refused => Answer.Say(refused.Sentence),
            Outcome.Done { Changed: true } => Answer.Say([$"Action item of {p.Name}: {Texts.OneLine(text, 200)}. Owner and date come with the document."]),
            _ => Answer.Say("That message is an action item already."),
        };
    }

    private static async Task<Answer> KeptAsync(Turn turn, PostMortem p, EvidenceKind kind, string text, string link, MessageRef? source)
    {
        var masked = Secrets.Mask(text.Trim());
        var outcome = await turn.DecideAsync(p.Id, state => Keeping.Evidence(state, new(turn.NewId()), kind, masked.Text, Secrets.Mask(link).Text, source, turn.Actor, turn.Now));
        var hidden = masked.Kinds.Count > 0 ? $" Saved with what looks like {string.Join(" and ", masked.Kinds)} masked." : "";
        return outcome switch
        {
            Outcome.Refused refused => Answer.Say(refused.Sentence),
            Outcome.Done { Changed: true } => Answer.Say([$"Kept as evidence of {p.Name} ({kind.ToString().ToLowerInvariant()}): {Texts.OneLine(masked.Text.Length > 0 ? masked.Text : link, 200)}.{hidden}"]),
            _ => Answer.Say("That message is kept already."),
        };
    }

    /// <summary>The first web address apart from the words around it.</summary>
    private static (string Text, string Link) Parted(string words)
    {
        var link = words.Split((char[])[' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(IsLink);
        return link is null ? (words, "") : (words.Replace(link, "", StringComparison.Ordinal).Trim(), link.Trim('<', '>'));
    }

    private static bool IsLink(string word) => Uri.TryCreate(word.Trim('<', '>'), UriKind.Absolute, out var uri) && uri.Scheme is ("http" or "https");
}

using PostMortemBot.Domain;

namespace PostMortemBot.Hooks;

/// <summary>How alerts come in.</summary>
/// <param name="Tokens">Each opens the door, so that one can be replaced by another; none: the door is shut.</param>
/// <param name="Where">The channel that shows alerts of no open incident; null: none does.</param>
internal sealed record AlertSettings(IReadOnlyList<string> Tokens, Address? Where)
{
    public bool On => Tokens.Count > 0;
}

using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>The rules of action items made of messages, by the menu or a reaction, while an incident is told. Owner and date come later.</summary>
public static class ActionsOfMessages
{
    /// <summary>Makes a message an action item. One that is one already gains one more reason; a stream that does not exist begins as Waiting at <paramref name="place"/>.</summary>
    /// <param name="text">Masked; null when it will be read from the platform.</param>
    public static Decision Make(PostMortem p, ActionItemId id, string? text, MessageRef source, MarkReason reason, Actor who, Place place, Instant now)
    {
        if (Keeping.Wrong(p, who, Act.CreateAction) is { } wrong) return wrong;
        if (text is { Length: 0 }) return Decision.Refuse("There is no text in that message to make an action item of.", "text");
        if (text?.Length > ActionItems.MostCharacters) return Decision.Refuse($"An action item holds at most {ActionItems.MostCharacters} characters; this has {text.Length}.", "text");
        if (p.ActionOf(source) is { } there) return Again(there, reason, who, now);
        var added = new ActionItemAdded(now, who.Id, id, text ?? "", null, null, Horizon.ShortTerm, null, source, null, reason, text is null);
        return p.Exists ? Decision.Accept(added) : Decision.Accept(new MarksBegun(now, who.Id, place), added);
    }

    /// <summary>The message was read; null or empty when there was nothing to read.</summary>
    public static Decision Read(PostMortem p, ActionItemId id, string? text, Instant now)
    {
        if (p.AllActions.FirstOrDefault(one => one.Id == id) is not { TextPending: true }) return Decision.Nothing;
        return text is { Length: > 0 }
            ? Decision.Accept(new ActionTextRead(now, PersonId.Bot, id, text))
            : Decision.Accept(new ActionTextUnreadable(now, PersonId.Bot, id, text is null ? "the message is gone or I am not in its channel" : "the message has no text"));
    }

    /// <summary>Takes one reason back. With the last one the action item goes, unless a person edited it or review has been requested.</summary>
    public static Decision TakeBack(PostMortem p, MessageRef message, MarkReason reason, Instant now)
    {
        if (p.ActionOf(message) is not { Removed: false } action || !action.Reasons.Contains(reason)) return Decision.Nothing;
        var taken = new ActionReasonTaken(now, reason.Person, action.Id, reason);
        return action.Reasons.Count == 1 && !action.Touched && p.BeforeReview ? Decision.Accept(taken, new ActionItemRemoved(now, reason.Person, action.Id)) : Decision.Accept(taken);
    }

    private static Decision Again(ActionItem there, MarkReason reason, Actor who, Instant now)
    {
        if (!there.Reasons.Contains(reason)) return Decision.Accept(new ActionReasonGiven(now, who.Id, there.Id, reason));
        return there.Removed ? Decision.Accept(new ActionItemRestored(now, who.Id, there.Id)) : Decision.Nothing;
    }
}

using System.Collections.Immutable;
using NodaTime;

namespace PostMortemBot.Domain;

/// <summary>Somebody is asked for the document: to write a section or one field of it, which is theirs to write until it is taken back; or, as one who took part, for their account.</summary>
/// <param name="Section">The section or field; null: their account, by the same questions for everybody.</param>
/// <param name="Text">What whoever asks says to it, which may be nothing; empty for an account.</param>
public sealed record QuestionAsked(Instant At, PersonId By, QuestionId Id, PersonId Person, FieldPath? Section, string Text) : PostMortemEvent(At, By);

/// <summary>Whoever was asked answered, or wrote in their section for the first time.</summary>
/// <param name="Answers">One text for each question, in their order; empty where nothing was said. None: what was written stands in the section.</param>
/// <param name="Named">False: nobody is shown whose answer it is.</param>
public sealed record QuestionAnswered(Instant At, PersonId By, QuestionId Id, IReadOnlyList<string> Answers, bool Named) : PostMortemEvent(At, By);

/// <summary>No answer is waited for any more; withdrawn, the section is theirs no longer.</summary>
public sealed record QuestionClosed(Instant At, PersonId By, QuestionId Id, QuestionEnd End) : PostMortemEvent(At, By);

/// <summary>An answer was taken into the document, as it came or rewritten.</summary>
/// <param name="Which">Which of the answers, from 0.</param>
public sealed record AnswerTaken(Instant At, PersonId By, QuestionId Id, int Which, FieldPath Field) : PostMortemEvent(At, By);

/// <summary>What is left of the answers stays out of the document.</summary>
public sealed record AnswerLeft(Instant At, PersonId By, QuestionId Id) : PostMortemEvent(At, By);

/// <summary>An answer waits for the author again: that it was taken, or left, was taken back.</summary>
/// <param name="Which">The answer; null: that the rest was left.</param>
public sealed record AnswerWaits(Instant At, PersonId By, QuestionId Id, int? Which) : PostMortemEvent(At, By);

/// <summary>A question is again as it was: that a section was written, or was taken back, was taken back itself.</summary>
public sealed record QuestionPutBack(Instant At, PersonId By, QuestionId Id, Instant? AnsweredAt, QuestionEnd? End) : PostMortemEvent(At, By);

public enum QuestionEnd
{
    /// <summary>Whoever asked, or the author, no longer asks.</summary>
    Withdrawn,

    /// <summary>Whoever was asked does not want to answer.</summary>
    NotNow,
}

/// <summary>One question to one person.</summary>
public sealed record Question(QuestionId Id, PersonId By, PersonId Person, Instant At, FieldPath? Section, string Text)
{
    public bool IsAccount => Section is null;

    /// <summary>Theirs to write: a section stays so after <em>Not now</em> too, until it is taken back.</summary>
    public bool IsHanded => Section is not null && End != QuestionEnd.Withdrawn;

    public IReadOnlyList<string> Answers { get; init; } = [];

    /// <summary>False: nobody is shown whose answer it is.</summary>
    public bool Named { get; init; } = true;

    public Instant? AnsweredAt { get; init; }

    public QuestionEnd? End { get; init; }

    /// <summary>Where answers were taken to, by their place.</summary>
    public ImmutableDictionary<int, FieldPath> Taken { get; init; } = ImmutableDictionary<int, FieldPath>.Empty;

    /// <summary>The rest of the answers stays out of the document.</summary>
    public bool Left { get; init; }

    /// <summary>An answer is waited for.</summary>
    public bool IsOpen => AnsweredAt is null && End is null;

    /// <summary>The answers that the author has not dealt with, by their place.</summary>
    public IReadOnlyList<int> Waiting => Left || AnsweredAt is null ? [] : [.. Enumerable.Range(0, Answers.Count).Where(i => Answers[i].Length > 0 && !Taken.ContainsKey(i))];
}

/// <summary>Folds what was asked and answered.</summary>
internal static class EvolveQuestions
{
    public static PostMortem? Apply(PostMortem p, PostMortemEvent fact) => fact switch
    {
        QuestionAsked f => p with { Questions = p.Questions.Add(new(f.Id, f.By, f.Person, f.At, f.Section, f.Text)) },
        QuestionAnswered f => Of(p, f.Id, one => one with { Answers = f.Answers, Named = f.Named, AnsweredAt = f.At }),
        QuestionClosed f => Of(p, f.Id, one => one with { End = f.End }),
        QuestionPutBack f => Of(p, f.Id, one => one with { AnsweredAt = f.AnsweredAt, End = f.End }),
        AnswerTaken f => Of(p, f.Id, one => one with { Taken = one.Taken.SetItem(f.Which, f.Field) }),
        AnswerLeft f => Of(p, f.Id, one => one with { Left = true }),
        AnswerWaits f => Of(p, f.Id, one => f.Which is { } which ? one with { Taken = one.Taken.Remove(which) } : one with { Left = false }),
        _ => null,
    };

    private static PostMortem Of(PostMortem p, QuestionId id, Func<Question, Question> change) => p with { Questions = [.. p.Questions.Select(one => one.Id == id ? change(one) : one)] };
}

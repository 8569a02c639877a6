using System.Collections.Immutable;

namespace PostMortemBot.Domain;

/// <summary>Who acts, as the server knows them at this moment: never what a card or form says.</summary>
/// <param name="Id">The person.</param>
/// <param name="InPlace">Wherever the incident is talked of, they are there: the bot, and whoever sits at the machine.</param>
public sealed record Actor(PersonId Id, bool InPlace = false)
{
    /// <summary>The conversations, without threads, that this person is known to be in: where they act, and what the platforms told of the incident's places.</summary>
    public IReadOnlyCollection<Place> Conversations { get; init; } = [];

    /// <summary>Guests and people of other organisations may do nothing.</summary>
    public bool IsGuest { get; init; }

    public bool IsSre { get; init; }

    public bool IsAdmin { get; init; }

    /// <summary>The names of the review roles this person holds (Technical, Process, Business as shipped).</summary>
    public IReadOnlyList<string> ReviewRoles { get; init; } = [];

    public bool Reviews => ReviewRoles.Count > 0;

    public bool ReviewsProcess => ReviewRoles.Contains("Process", StringComparer.OrdinalIgnoreCase);

    /// <summary>The bot itself, carrying out rules and following edits.</summary>
    public static Actor Bot { get; } = new(PersonId.Bot, true) { IsSre = true };
}

/// <summary>What somebody wants to do, as in the table of who may do what.</summary>
public enum Act
{
    Start,
    Mark,
    EditSection,
    CorrectEvent,
    UndoOwnMark,
    Resolve,
    Override,
    Stop,
    Merge,
    Cancel,
    Backfill,
    Read,
    AssignAuthor,
    CreateAction,
    CloseAction,
    Redact,
    RequestReview,
    NameReviewer,
    ReopenFinal,
    Publish,

    /// <summary>Takes the action items out as a file.</summary>
    Export,
    SetReaders,
}

/// <summary>Who may do what (trust.md): deny by default, decided at the moment of the act.</summary>
public static class Rights
{
    public static bool May(Actor who, Act act, PostMortem p) => !who.IsGuest && IsOpenTo(who, act, p) && act switch
    {
        Act.Start => IsInPlace(who, p) || IsParty(who, p) || who.IsSre || who.Reviews || who.IsAdmin,
        Act.Mark or Act.Resolve or Act.CreateAction => IsInPlace(who, p) || IsParty(who, p) || who.IsSre || who.Reviews,
        Act.Backfill => IsInPlace(who, p) || IsParty(who, p) || who.IsSre || who.Reviews || who.IsAdmin,
        Act.Read => true,
        Act.Export => !p.IsPrivate || IsAuthor(who, p) || who.IsSre || who.ReviewsProcess || who.IsAdmin || p.Review?.Roles.Any(role => role.Reviewer == who.Id) == true,
        Act.EditSection => IsAuthor(who, p) || who.IsSre,
        Act.CorrectEvent => p.BeforeReview ? IsInPlace(who, p) || IsParty(who, p) || who.IsSre || who.Reviews : IsAuthor(who, p) || who.IsSre,
        Act.UndoOwnMark => p.BeforeReview,
        Act.Override or Act.Stop => who.IsSre || who.ReviewsProcess,
        Act.Merge => IsAuthor(who, p) || who.IsSre || who.ReviewsProcess,
        Act.Cancel => IsAuthor(who, p) || who.IsSre || who.ReviewsProcess || who.Id == p.StartedBy,
        Act.AssignAuthor => IsAuthor(who, p) || who.IsSre || who.ReviewsProcess || who.IsAdmin,
        Act.RequestReview => IsAuthor(who, p) || who.IsSre,
        Act.NameReviewer => who.IsSre || who.ReviewsProcess || who.IsAdmin,
        Act.ReopenFinal or Act.Publish => IsAuthor(who, p) || who.IsSre || who.ReviewsProcess,
        Act.CloseAction => IsAuthor(who, p) || who.IsSre || who.ReviewsProcess,
        Act.SetReaders => IsAuthor(who, p) || who.IsSre || who.ReviewsProcess || who.IsAdmin,
        Act.Redact => IsAuthor(who, p) || who.IsSre,
        _ => false,
    };

    /// <summary>Whether somebody writes this field: the author, the SRE team, and whoever was asked for it or for its section.</summary>
    public static bool MayWrite(Actor who, PostMortem p, FieldPath field) => May(who, Act.EditSection, p) || (May(who, Act.Read, p) && Questions.HandedTo(p, who.Id).Any(field.IsWithin));

    /// <summary>The people of a private incident: who took part, its owner and author, its reviewers, and those added by name. The SRE team and administrators read it beside them.</summary>
    public static ImmutableHashSet<PersonId> ReadersOf(PostMortem p) =>
        p.Participants.Union(p.ReadersAdded).Union(new[] { p.Owner, p.Author }.OfType<PersonId>()).Union(p.Review is { Withdrawn: false } review ? review.Roles.Select(role => role.Reviewer) : []);

    /// <summary>Of a private incident nobody sees anything or does anything but its readers. Whoever is in its conversation adds to it all the same, and who decides on its readers need not be one.</summary>
    private static bool IsOpenTo(Actor who, Act act, PostMortem p) =>
        !p.IsPrivate || who.IsSre || who.IsAdmin || who.Id == PersonId.Bot || ReadersOf(p).Contains(who.Id) || act == Act.SetReaders || (act is Act.Start or Act.Mark or Act.UndoOwnMark && IsInPlace(who, p));

    /// <summary>What somebody is told who is not in a place of the incident and never took part.</summary>
    /// <param name="what">What they wanted: <c>resolve it</c>.</param>
    public static Decision Outside(PostMortem p, string what) => Decision.Forbid(p.Exists
        ? $"Only people in the conversation of {(p.Life == Life.Waiting ? "these marks" : p.Name)} can {what}. Join its channel, or ask somebody there."
        : "Guests start and mark nothing. Ask somebody of the team.");

    /// <summary>The author, and before there is one the incident's owner (the process makes the owner the author).</summary>
    public static bool IsAuthor(Actor who, PostMortem p) => who.Id == AuthorOf(p);

    public static PersonId? AuthorOf(PostMortem p) => p.Author ?? p.Owner;

    /// <summary>A member of one of its places. What does not exist yet begins where they act.</summary>
    private static bool IsInPlace(Actor who, PostMortem p) => who.InPlace || p.Places.IsEmpty || p.Places.Any(place => who.Conversations.Contains(place.WithoutThread));

    private static bool IsParty(Actor who, PostMortem p) => p.Participants.Contains(who.Id) || IsAuthor(who, p) || who.Id == p.Owner;
}

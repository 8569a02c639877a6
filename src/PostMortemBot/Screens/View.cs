using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Screens;

/// <summary>
/// What a card needs beside the post-mortem: the policy, the moment, people's names, and the reader's zone when the card is for one person.
/// A card is a pure function of a post-mortem and a view.
/// </summary>
/// <param name="NameOf">A person's name as shown.</param>
/// <param name="TeamOf">The team a person is printed with, or empty.</param>
/// <param name="Own">The reader's zone, or null for a card that many read.</param>
internal sealed record View(Policy Policy, Instant Now, Func<PersonId, string> NameOf, Func<PersonId, string> TeamOf, DateTimeZone? Own = null)
{
    public DateTimeZone Zone => Policy.ProcessZone;

    /// <summary>Where a person works: decides when they may be written to.</summary>
    public Func<PersonId, DateTimeZone> ZoneOf { get; init; } = _ => Policy.ProcessZone;

    /// <summary>The template a post-mortem is written by; null while it is not at hand.</summary>
    public Func<PostMortem, Template?> TemplateOf { get; init; } = _ => null;

    /// <summary>Where pages can be reached, without a final slash; null: nowhere, and no link is shown.</summary>
    public string? PageUrl { get; init; }

    /// <summary>The address of a kept file; null for one of which only the name is kept, where no page can be reached, and of a private one, whose page is shown to nobody.</summary>
    public string? FileUrl(PostMortem p, Attachment file) => PageUrl is { } url && file.IsKept && !p.IsPrivate ? $"{url}/post-mortems/{p.Id.Value}/files/{file.Hash}" : null;

    /// <summary>What earlier post-mortems took from its error budgets, by SLO.</summary>
    public Func<PostMortem, IReadOnlyDictionary<string, IReadOnlyCollection<SpentEarlier>>> EarlierOf { get; init; } = static _ => Earlier.None;

    public LocalDate Today => Now.InZone(Zone).Date;

    /// <summary><c>02:14 EST</c>, with the date when it is not today and the reader's own time when it differs.</summary>
    public Span Moment(Instant at) => new Span.Moment(at, Moments.At(at, Zone, Now, Own));

    /// <summary>As <see cref="Moment"/>, with its preposition: what follows "resolved", "told" or "gets it".</summary>
    public Span When(Instant at) => new Span.Moment(at, WhenText(at));

    public string WhenText(Instant at) => Moments.When(at, Zone, Now, Own);

    public string At(Instant at) => Moments.At(at, Zone, Now, Own);

    public Span Named(PersonId id) => new Span.Named(id, NameOf(id));

    /// <summary>As <see cref="Named"/>, and the person is told of the message by the platform. For whoever has to act on it now, where they are anyhow.</summary>
    public Span Told(PersonId id) => new Span.Named(id, NameOf(id)) { Tells = true };

    public string Deadline(LocalDate day) => Moments.Deadline(day, Today);

    /// <summary><c>: reason</c>, or nothing when none was given.</summary>
    public static string Because(string? reason) => string.IsNullOrWhiteSpace(reason) ? "" : ": " + reason.Trim().TrimEnd('.');

    /// <summary>Who an event is printed with: what was said, else the writer's team, else the writer, else the marker's.</summary>
    public string OwnerOf(TimelineEvent e)
    {
        if (e.Owner is { } owner) return OwnerOf(owner);
        if (e.Writer is null && e.WriterName.Length > 0) return e.WriterName;
        var person = e.Writer ?? e.MarkedBy;
        var team = TeamOf(person);
        return team.Length > 0 ? team : NameOf(person);
    }

    public string OwnerOf(EventOwner owner) => owner.Person is { } person ? NameOf(person) : owner.Team;
}

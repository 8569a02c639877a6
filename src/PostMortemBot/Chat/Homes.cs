using System.Collections.Concurrent;
using System.Text.Json;
using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Chat;

/// <summary>Who has opened a page of their own on a platform (Slack's Home tab): it is drawn anew when something of theirs changes.</summary>
internal sealed class Homes(IPostMortemStore store)
{
    private const string Prefix = "home/";
    private readonly ConcurrentDictionary<(string Organisation, PersonId Person), Place> opened = new();

    public async Task LoadAsync(CancellationToken stop)
    {
        foreach (var organisation in await store.OrganisationsAsync(stop))
        {
            foreach (var row in await store.RowsAsync(organisation, Prefix, stop)) opened[(organisation, new(row.Key[Prefix.Length..]))] = JsonSerializer.Deserialize(row.Body, WorkJson.Default.Place)!;
        }
    }

    public async Task OpenAsync(string organisation, PersonId person, Place place, CancellationToken stop)
    {
        if (opened.TryGetValue((organisation, person), out var known) && known == place) return;
        await store.PutAsync(organisation, [new RowPut(Prefix + person.Value, JsonSerializer.Serialize(place, WorkJson.Default.Place))], stop);
        opened[(organisation, person)] = place;
    }

    /// <summary>The pages that show something of this post-mortem: the work that draws them anew.</summary>
    public IEnumerable<WorkPut> Changed(string organisation, PostMortem before, PostMortem after, IReadOnlyList<PostMortemEvent> facts, Instant now)
    {
        if (opened.IsEmpty || facts.All(IsOfTimeline)) return [];
        var concerned = new[] { before, after }.SelectMany(Concerned).Distinct();
        return concerned.Where(person => opened.ContainsKey((organisation, person))).Select(person => HomeWork.Put(person, opened[(organisation, person)], now));
    }

    private static IEnumerable<PersonId> Concerned(PostMortem p) =>
        p.Participants.Concat(new[] { p.Owner, p.Author, p.Commander }.OfType<PersonId>()).Concat(p.Review?.Roles.Select(role => role.Reviewer) ?? []).Concat(p.Actions.Select(action => action.Owner?.Person).OfType<PersonId>()).Concat(p.Questions.Select(question => question.Person));

    /// <summary>Marks come by the hundred, and no page of a person shows them.</summary>
    private static bool IsOfTimeline(PostMortemEvent fact) =>
        fact is TimelineEventMarked or TimelineEventTextRead or TimelineEventTextUnreadable or TimelineEventCorrected or TimelineEventRemoved or TimelineEventRestored or MarkReasonGiven or MarkReasonTaken or SourceEdited or SourceDeleted;
}

/// <summary>A person's page to draw anew.</summary>
internal sealed record HomeWork(string Person, Place Place)
{
    public const string Kind = "home";
    private static readonly Duration Together = Duration.FromSeconds(2);

    /// <summary>Several changes in a row are drawn once.</summary>
    public static WorkPut Put(PersonId person, Place place, Instant now) =>
        new("home/" + person.Value, Kind, "home|" + person.Value, now + Together, JsonSerializer.Serialize(new HomeWork(person.Value, place), WorkJson.Default.HomeWork));
}

using NodaTime.Text;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.People;

/// <summary>From when until when somebody is away, in a small row: as they said it, and as the status on their platform says it.</summary>
internal static class AwayRow
{
    public const string Said = "away/";
    public const string Status = "away-status/";

    /// <param name="prefix"><see cref="Said"/> or <see cref="Status"/>.</param>
    public static RowPut Put(string prefix, PersonId person, Absence away) => new(prefix + person.Value, $"{LocalDatePattern.Iso.Format(away.From)}|{LocalDatePattern.Iso.Format(away.Until)}");

    public static RowPut Gone(string prefix, PersonId person) => new(prefix + person.Value, null);

    public static Absence Read(Row row) => row.Body.Split('|') is [var from, var until] ? new(LocalDatePattern.Iso.Parse(from).Value, LocalDatePattern.Iso.Parse(until).Value) : throw new FormatException($"{row.Key} is no absence.");

    /// <summary>Who is away, or will be; where both are there, what they said themselves counts.</summary>
    public static async Task<IReadOnlyDictionary<PersonId, Absence>> AllAsync(IPostMortemStore store, string organisation, CancellationToken stop)
    {
        var all = (await store.RowsAsync(organisation, Status, stop)).ToDictionary(row => new PersonId(row.Key[Status.Length..]), Read);
        foreach (var row in await store.RowsAsync(organisation, Said, stop)) all[new(row.Key[Said.Length..])] = Read(row);
        return all;
    }
}

using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.People;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>away until friday</c>, <c>away off</c>: who is away is reminded of nothing, and after two working days somebody stands in. What a person asks of them comes all the same.</summary>
internal static class Absences
{
    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        if (await Readers.GuestAsync(turn) is { } guest) return guest;
        var today = turn.Now.InZone(turn.Who.Zone).Date;
        if (words.Trim().ToLowerInvariant() is "off" or "over" or "back")
        {
            await turn.Bot.Store.PutAsync(turn.Organisation, [AwayRow.Gone(AwayRow.Said, turn.Who.Id), AwayRow.Gone(AwayRow.Status, turn.Who.Id)], turn.Stop);
            return Answer.Say("Welcome back. Reminders come to you again.");
        }

        if (words.Trim().Length == 0) return Answer.Say(["Say until when: ", new Span.Typed("away until friday"), ". To end it: ", new Span.Typed("away off")]);
        if (DueDate.Read(words, today) is not DueDateReading.On { Day: var until }) return Refusal.Of(((DueDateReading.Refused)DueDate.Read(words, today)).Sentence, "away " + words);
        var from = (await OfAsync(turn.Bot, turn.Organisation, turn.Stop)).TryGetValue(turn.Who.Id, out var known) && known.Until >= today ? known.From : today;
        await turn.Bot.Store.PutAsync(turn.Organisation, [AwayRow.Put(AwayRow.Said, turn.Who.Id, new(from, until))], turn.Stop);
        return Answer.Say(["Noted: away until ", Span.Bold(Moments.Day(until, today)), ". I remind you of nothing until then; after two working days somebody stands in. What a person asks you for still comes. To end it: ", new Span.Typed("away off")]);
    }

    /// <summary>As they said it, else as the status on their platform says it.</summary>
    public static Task<IReadOnlyDictionary<PersonId, Absence>> OfAsync(Bot bot, string organisation, CancellationToken stop) => AwayRow.AllAsync(bot.Store, organisation, stop);

    /// <summary>What whoever asks something of this person is told of it; empty while they are not away.</summary>
    public static async Task<string> SentenceAsync(Turn turn, PersonId person)
    {
        var today = turn.Now.InZone(turn.View.ZoneOf(person)).Date;
        return (await OfAsync(turn.Bot, turn.Organisation, turn.Stop)).TryGetValue(person, out var away) && away.From <= today && today <= away.Until ? $" They are away until {Moments.Day(away.Until, today)}." : "";
    }
}

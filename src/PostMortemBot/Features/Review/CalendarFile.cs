using System.Text;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>
/// The discussion as a calendar file (RFC 5545). The event keeps its UID, and each move or cancellation has a higher SEQUENCE, so that a calendar replaces what it has. Times are in
/// UTC: right on both sides of every change of clocks. Where everybody's mail address is known it is an invitation of the author's (<c>REQUEST</c>), else it is published.
/// </summary>
internal static class CalendarFile
{
    private const int MostSummary = 200;
    private const int MostName = 100;
    private const int MostBytes = 75;

    /// <param name="invited">Everybody who should be there, the one who invites first; none when somebody's mail address is missing.</param>
    public static SentFile Of(PostMortem p, Meeting meeting, IReadOnlyList<Invited> invited, Instant now)
    {
        var calendar = new Calendar { Method = meeting.Cancelled ? "CANCEL" : invited.Count > 0 ? "REQUEST" : "PUBLISH", ProductId = "-//PostMortemBot//PostMortemBot//EN" };
        calendar.Events.Add(new CalendarEvent
        {
            Organizer = invited is [var host, ..] ? new Organizer { Value = host.Mail, CommonName = Name(host.Name) } : null,
            Attendees = [.. invited.Select(one => new Ical.Net.DataTypes.Attendee { Value = one.Mail, CommonName = Name(one.Name), Rsvp = true })],
            Uid = $"{p.Id.Value}-discussion@postmortembot",
            Sequence = meeting.Sequence,
            DtStamp = Utc(now),
            Start = Utc(meeting.Start),
            End = Utc(meeting.Start + meeting.Length),
            Summary = Line($"Discussion of {IncidentCard.TitleOf(p)}"),
            Description = "What was learned from the incident, and what we change.",
            Status = meeting.Cancelled ? EventStatus.Cancelled : EventStatus.Confirmed,
        });
        return new SentFile("discussion.ics", "text/calendar", Folded(new CalendarSerializer().SerializeToString(calendar) ?? ""));
    }

    /// <summary>Lines of at most 75 bytes, as the standard wants them (3.1). Ical.Net counts letters, and cuts one of two halves in the middle: its folds are taken out first.</summary>
    private static byte[] Folded(string file)
    {
        var folded = new StringBuilder(file.Length + 64);
        foreach (var line in file.ReplaceLineEndings("\n").Replace("\n ", "", StringComparison.Ordinal).TrimEnd('\n').Split('\n'))
        {
            var bytes = 0;
            foreach (var rune in line.EnumerateRunes())
            {
                if (bytes + rune.Utf8SequenceLength > MostBytes)
                {
                    folded.Append("\r\n ");
                    bytes = 1;
                }

                folded.Append(rune.ToString());
                bytes += rune.Utf8SequenceLength;
            }

            folded.Append("\r\n");
        }

        return Encoding.UTF8.GetBytes(folded.ToString());
    }

    /// <summary>One line without control characters: what somebody typed adds no line to the calendar.</summary>
    private static string Line(string text) => Texts.OneLine(string.Concat(VisibleText.Clean(text).Where(letter => !char.IsControl(letter))), MostSummary);

    /// <summary>As the value of a parameter, in which marks of quotation and carets are written by carets (RFC 6868). A backslash means itself there, but calendars take it for an escape.</summary>
    private static string Name(string name) => Texts.OneLine(Line(name), MostName).Replace('\\', '/').Replace("^", "^^", StringComparison.Ordinal).Replace("\"", "^'", StringComparison.Ordinal);

    private static CalDateTime Utc(Instant at) => new(at.ToDateTimeUtc(), "UTC");
}

/// <summary>Somebody in the calendar file.</summary>
/// <param name="Mail">As <c>mailto:</c>.</param>
internal sealed record Invited(string Name, Uri Mail);

using System.Text;
using System.Text.Json;
using NodaTime;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>The calendar file as another program (ical.js) takes it, its times told by Node's own zone data: right before and after each change of clocks, and the newer of two files wins.</summary>
public sealed class CalendarFileTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Europe/Berlin", "2027-03-26 10:00", "2027-03-29 10:00")] // 28 March 2027, an hour forward
    [InlineData("Europe/Berlin", "2027-10-29 10:00", "2027-11-01 10:00")] // 31 October 2027, an hour back
    [InlineData("America/New_York", "2027-03-12 10:00", "2027-03-15 10:00")] // 14 March 2027, an hour forward
    [InlineData("America/New_York", "2027-11-05 10:00", "2027-11-08 10:00")] // 7 November 2027, an hour back
    public async Task A_meeting_on_either_side_of_a_change_of_clocks_is_at_the_hour_that_was_typed(string zone, string before, string after)
    {
        await using var chat = Chatting.At("2026-11-24 09:30", Shipped.Policy with { ProcessZone = DateTimeZoneProviders.Tzdb[zone] });
        await ReviewActsTests.Requested(chat);
        List<string> files = [];
        foreach (var when in new[] { before, after })
        {
            await chat.Type("sam", "#inc", "meeting " + when);
            files.Add(await File(chat));
        }

        await chat.Press("sam", "Cancel it", "#inc");
        files.Add(await File(chat));

        var read = await ReadAsync(files, zone);
        Assert.Equal([before, after, after], read.Select(one => one.Start));
        Assert.All(read, one => Assert.Equal(60, one.Minutes));
        Assert.Single(read.Select(one => one.Uid).Distinct());
        Assert.Equal(["REQUEST CONFIRMED", "REQUEST CONFIRMED", "CANCEL CANCELLED"], read.Select(one => $"{one.Method} {one.Status}"));
        Assert.True(read[0].Sequence < read[1].Sequence && read[1].Sequence < read[2].Sequence, string.Join(" ", read.Select(one => one.Sequence)));
    }

    [Fact]
    public async Task A_meeting_that_is_set_again_after_it_was_cancelled_is_newer_than_the_cancellation()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await ReviewActsTests.Requested(chat);
        var first = await File(chat);
        await chat.Press("sam", "Cancel it", "#inc");
        var gone = await File(chat);
        await chat.Type("sam", "#inc", "meeting 2026-12-04 15:00");
        var again = await File(chat);

        var read = await ReadAsync([first, gone, again], "America/New_York");

        Assert.Equal(["CONFIRMED", "CANCELLED", "CONFIRMED"], read.Select(one => one.Status));
        Assert.Equal("2026-12-04 15:00", read[2].Start);
        Assert.Single(read.Select(one => one.Uid).Distinct());
        Assert.True(read[0].Sequence < read[1].Sequence && read[1].Sequence < read[2].Sequence);
    }

    [Fact]
    public async Task It_invites_in_the_authors_name_while_every_mail_address_is_known_and_is_published_otherwise()
    {
        await using var chat = Chatting.At("2026-11-24 09:30");
        await ReviewActsTests.Requested(chat);
        var known = await File(chat);
        await chat.Type("rana", "#inc", "mark 02:20 looked at the pool");
        var unknown = await File(chat);

        var read = await ReadAsync([known, unknown], "America/New_York");

        Assert.Equal(("REQUEST", "Sam Ortiz mailto:sam@example.com"), (read[0].Method, read[0].Organizer));
        Assert.Equal(["Kim Larsen", "Noor Haddad", "Priya Raman", "Sam Ortiz"], read[0].Attendees.Order(StringComparer.Ordinal));
        Assert.Equal(("PUBLISH", "", 0), (read[1].Method, read[1].Organizer, read[1].Attendees.Count));
        Assert.Equal(read[0].Uid, read[1].Uid);
    }

    private sealed record Event(string Uid, int Sequence, string Method, string Status, string Start, double Minutes, string Organizer, IReadOnlyList<string> Attendees);

    private static async Task<IReadOnlyList<Event>> ReadAsync(IReadOnlyList<string> files, string zone)
    {
        const string script = """
            const ICAL = peer.default ?? peer;
            const clock = new Intl.DateTimeFormat('sv-SE', { timeZone: given.zone, dateStyle: 'short', timeStyle: 'short' });
            return given.files.map(file => {
              const calendar = new ICAL.Component(ICAL.parse(file)), event = new ICAL.Event(calendar.getFirstSubcomponent('vevent'));
              const [start, end] = [event.startDate.toJSDate(), event.endDate.toJSDate()];
              return { Uid: event.uid, Sequence: event.sequence, Method: calendar.getFirstPropertyValue('method'), Status: event.component.getFirstPropertyValue('status'), Start: clock.format(start), Minutes: (end - start) / 60000,
                Organizer: event.component.getAllProperties('organizer').map(one => one.getParameter('cn') + ' ' + one.getFirstValue()).join(), Attendees: event.component.getAllProperties('attendee').map(one => one.getParameter('cn')) };
            });
            """;
        return (await Node.RunAsync("ical.js/dist/ical.es5.cjs", script, new { zone, files }, Stop)).Deserialize<IReadOnlyList<Event>>()!;
    }

    private static async Task<string> File(Chatting chat) => Encoding.UTF8.GetString((await chat.Press("lee", "Calendar file", "#inc")).Answer.Private!.File!.Bytes);
}

using System.Text;
using CsCheck;
using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Features;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Injection;

/// <summary>100,000 generated titles in the calendar file: no line, property or component that nobody wrote, and the title is read back. Read here by the letter of RFC 5545, and by ical.js.</summary>
public sealed class CalendarInjectionTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 12, 0);

    [Fact]
    public void No_title_adds_a_line_and_each_is_read_back() => Letters.Text.Sample(
        title =>
        {
            var lines = Unfolded(File(title));
            Assert.Equal(Expected, lines.Select(line => line[..line.IndexOfAny([':', ';'])]).Order(StringComparer.Ordinal));
            AssertShown(title, Text(lines.Single(line => line.StartsWith("SUMMARY", StringComparison.Ordinal))["SUMMARY:".Length..]));
        },
        iter: Letters.Texts);

    [Fact]
    public async Task Ical_js_reads_the_same()
    {
        List<string> titles = [];
        Letters.Text.Sample(
            title =>
            {
                lock (titles) titles.Add(title);
            },
            iter: 5_000);

        var read = await Node.RunAsync(
            "ical.js/dist/ical.es5.cjs",
            """
            const ICAL = peer.default ?? peer;
            return given.map(file => {
              const calendar = new ICAL.Component(ICAL.parse(file)), event = calendar.getFirstSubcomponent('vevent');
              return { parts: calendar.getAllSubcomponents().length, inside: event.getAllSubcomponents().length, names: event.getAllProperties().map(one => one.name).sort().join(' '), summary: event.getFirstPropertyValue('summary'), host: event.getFirstProperty('organizer').getParameter('cn') ?? '', mails: event.getAllProperties('attendee').map(one => one.getFirstValue()).join(' ') };
            });
            """,
            titles.Select(File),
            TestContext.Current.CancellationToken);

        foreach (var (title, said) in titles.Zip(read.EnumerateArray()))
        {
            Assert.Equal((1, 0, "attendee attendee description dtend dtstamp dtstart organizer sequence status summary uid"), (said.GetProperty("parts").GetInt32(), said.GetProperty("inside").GetInt32(), said.GetProperty("names").GetString()));
            AssertShown(title, said.GetProperty("summary").GetString()!);
            Assert.Equal("mailto:sam@example.com mailto:lee@example.com", said.GetProperty("mails").GetString());
            AssertNamed(title, said.GetProperty("host").GetString()!);
        }
    }

    private static readonly string[] Expected = [.. new[] { "BEGIN", "VERSION", "PRODID", "METHOD", "BEGIN", "UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "STATUS", "ORGANIZER", "ATTENDEE", "ATTENDEE", "END", "END" }.Order(StringComparer.Ordinal)];

    private static string File(string title) =>
        Encoding.UTF8.GetString(CalendarFile.Of(new PostMortem(new("01P")) with { Number = 17, Life = Life.Final, Title = title }, new Meeting(Now, Duration.FromHours(1), 1, false, new("sam")), [new(title, new("mailto:sam@example.com")), new("Lee Chang", new("mailto:lee@example.com"))], Now).Bytes);

    /// <summary>Lines end with CRLF, at most 75 bytes each; one that begins with a space goes on with the line before (RFC 5545, 3.1).</summary>
    private static List<string> Unfolded(string file)
    {
        Assert.EndsWith("\r\n", file, StringComparison.Ordinal);
        Assert.DoesNotContain(file.Replace("\r\n", "", StringComparison.Ordinal), letter => letter is '\r' or '\n' || char.IsControl(letter));
        List<string> lines = [];
        foreach (var line in file[..^2].Split("\r\n"))
        {
            Assert.InRange(Encoding.UTF8.GetByteCount(line), 1, 75);
            if (line[0] is ' ' or '\t') lines[^1] += line[1..];
            else lines.Add(line);
        }

        return lines;
    }

    /// <summary>A TEXT value without its escapes (RFC 5545, 3.3.11); any other sign behind a backslash is none of them.</summary>
    private static string Text(string value)
    {
        var text = new StringBuilder();
        for (var at = 0; at < value.Length; at++)
        {
            if (value[at] is ';' or ',') Assert.Fail($"Not escaped: {value}");
            if (value[at] != '\\')
            {
                text.Append(value[at]);
                continue;
            }

            Assert.Contains(value[++at], "\\;,nN");
            text.Append(value[at] is 'n' or 'N' ? '\n' : value[at]);
        }

        return text.ToString();
    }

    /// <summary>A long name is cut and says so; a backslash leans the other way.</summary>
    private static void AssertNamed(string name, string said)
    {
        var whole = Letters.Of(name.Replace('\\', '/'));
        if (said.EndsWith('…')) Assert.StartsWith(Letters.Of(said[..^1]), whole, StringComparison.Ordinal);
        else Assert.Equal(whole, Letters.Of(said));
    }

    /// <summary>The title behind the incident's name; a long one is cut and says so.</summary>
    private static void AssertShown(string title, string summary)
    {
        var whole = Letters.Of("Discussion of Incident 17" + (title.Length > 0 ? " · " + title : ""));
        if (summary.Length == 200 || summary.EndsWith('…')) Assert.StartsWith(Letters.Of(summary[..^1]), whole, StringComparison.Ordinal);
        else Assert.Equal(whole, Letters.Of(summary));
    }
}

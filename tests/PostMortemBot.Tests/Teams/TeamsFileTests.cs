using System.Text;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Teams;

/// <summary>A file in Teams: offered to the one who asked for it, put into their OneDrive when they allow it, and nowhere else.</summary>
public sealed class TeamsFileTests
{
    private const string Channel = "#inc-gateway";
    private const string Calendar = "discussion.ics";

    [Fact]
    public async Task The_calendar_file_goes_into_the_OneDrive_of_whoever_pressed_when_they_allow_it()
    {
        await using var acme = await TeamsProgram.StartAsync();
        await MeetingAsync(acme);
        var lee = acme["lee"];
        await lee.Press("Calendar file", Channel);
        Assert.DoesNotContain(acme.Teams.Rooms[Channel].Messages, message => message.File is not null);
        Assert.Empty(acme.Teams.OneDrive);
        var saw = await lee.Answers(Calendar, allows: true);

        Assert.StartsWith("BEGIN:VCALENDAR", Encoding.UTF8.GetString(acme.Teams.OneDrive[("lee", Calendar)]), StringComparison.Ordinal);
        Assert.Contains("sees a file", saw, StringComparison.Ordinal);
        Assert.Equal("https://acme-my.sharepoint.com/personal/lee/discussion.ics", (string?)Assert.Single(acme.Teams.Rooms["@lee"].Messages, message => message.File is not null).File!["contentUrl"]);
        Assert.Empty(await RowsAsync(acme));
        acme.Clean();
    }

    [Fact]
    public async Task Declined_asked_twice_or_answered_by_somebody_else_nothing_goes_anywhere()
    {
        await using var acme = await TeamsProgram.StartAsync();
        await MeetingAsync(acme);
        var (lee, priya) = (acme["lee"], acme["priya"]);
        await lee.Press("Calendar file", Channel);
        var offered = acme.Teams.Rooms["@lee"].Messages.Single(message => message.File is not null);
        acme.Teams.Rooms["@priya"].Messages.Add(new(acme.Teams.Rooms["@priya"], "1", FakeTeams.Bot) { File = offered.File });
        await priya.Answers(Calendar, allows: true);
        Assert.Empty(acme.Teams.OneDrive);
        await lee.Answers(Calendar, allows: false);
        Assert.DoesNotContain(acme.Teams.Rooms["@lee"].Messages, message => message.File is not null);
        acme.Teams.Rooms["@lee"].Messages.Add(offered);
        await lee.Answers(Calendar, allows: true);

        Assert.Empty(acme.Teams.OneDrive);
        Assert.Empty(await RowsAsync(acme));
        acme.Clean();
    }

    [Theory]
    [InlineData("https://evil.example/upload")]
    [InlineData("https://sharepoint.com.evil.example/upload")]
    [InlineData("http://acme-my.sharepoint.com/upload")]
    [InlineData("http://127.0.0.1:1/upload")]
    [InlineData("")]
    public async Task Where_the_file_may_not_go_it_does_not_and_the_person_is_told(string to)
    {
        await using var acme = await TeamsProgram.StartAsync();
        await MeetingAsync(acme);
        await acme["lee"].Press("Calendar file", Channel);
        var saw = await acme["lee"].Answers(Calendar, allows: true, to);

        Assert.Contains("discussion.ics could not be put into your OneDrive. Ask for it once more.", saw, StringComparison.Ordinal);
        Assert.Empty(acme.Teams.OneDrive);
    }

    [Fact]
    public async Task What_nobody_answers_is_kept_for_a_day_and_a_failed_upload_is_told()
    {
        await using var acme = await TeamsProgram.StartAsync();
        await MeetingAsync(acme);
        await acme["lee"].Press("Calendar file", Channel);
        Assert.Equal(2, (await RowsAsync(acme)).Count);
        await acme.Pass(TimeSpan.FromHours(25));
        await acme["priya"].Press("Calendar file", Channel);
        Assert.Equal(2, (await RowsAsync(acme)).Count);

        acme.Teams.Next("PUT onedrive", 507);
        Assert.Contains("could not be put into your OneDrive", await acme["priya"].Answers(Calendar, allows: true), StringComparison.Ordinal);
        acme.Clean();
    }

    private static async Task MeetingAsync(TeamsProgram acme)
    {
        await acme["dana"].Type(Channel, "start INC-004211 gateway slow p1 owner:@dana");
        var thread = acme.Teams.Rooms[Channel].Messages.First(message => !message.ByBot);
        await acme["dana"].Type(Channel, "resolve", thread);
        await acme["dana"].Type(Channel, "meeting 2026-12-04 15:00", thread);
        await acme.Pass(TimeSpan.FromMinutes(1));
    }

    private static Task<IReadOnlyList<PostMortemBot.Storage.Row>> RowsAsync(TeamsProgram acme) => acme.Store.RowsAsync(TeamsProgram.Organisation, "teams/file/", TestContext.Current.CancellationToken);
}

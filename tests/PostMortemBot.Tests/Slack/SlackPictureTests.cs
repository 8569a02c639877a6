using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PostMortemBot.Charts;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Slack;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Slack;

/// <summary>Cards with a picture, posted in Slack: it shows files that the bot gave it before.</summary>
public sealed class SlackPictureTests(SlackProduced produced)
{
    private const string Numbers = "Bars: open 9, past due 3.";
    private static readonly SentFile Picture = Bars.Draw("action-items-2026-10", "Action items", [("Open", 9), ("Past due", 3)]);
    private static readonly Card Digest = new("Action items", [new Element.Text("9 open · 3 past due"), new Element.Picture(Picture, Numbers)]);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_stands_in_the_card_with_its_numbers_and_the_file_nowhere_else()
    {
        await using var acme = await SlackProgram.StartAsync(produced);

        await PostAsync(acme);

        var image = Image(acme)!;
        Assert.Equal(Numbers, (string?)image["alt_text"]);
        Assert.Equal(Picture.Bytes, acme.Slack.Files.BytesOf((string)image["slack_file"]!["id"]!));
        Assert.Single(Posted(acme));
        acme.Clean();
    }

    [Fact]
    public async Task While_Slack_looks_at_the_file_the_post_waits_and_the_file_is_not_given_again()
    {
        await using var acme = await SlackProgram.StartAsync(produced);
        acme.Slack.Next("chat.postMessage", new ApiFault.Refuse("invalid_blocks"));

        await Assert.ThrowsAsync<ChatBusy>(() => PostAsync(acme));
        Assert.Empty(Posted(acme));
        acme.Clock.Advance(TimeSpan.FromSeconds(3));
        await PostAsync(acme);

        Assert.NotNull(Image(acme));
        Assert.Single(acme.Slack.CallsOf("files.completeUploadExternal"));
    }

    /// <summary>A digest goes to each channel of the distribution at the same moment.</summary>
    [Fact]
    public async Task Refused_to_many_channels_at_once_it_is_not_given_up()
    {
        await using var acme = await SlackProgram.StartAsync(produced);
        for (var channel = 0; channel < 8; channel++)
        {
            acme.Slack.Next("chat.postMessage", new ApiFault.Refuse("invalid_blocks"));
            await Assert.ThrowsAnyAsync<ChatBusy>(() => PostAsync(acme));
            acme.Clock.Advance(TimeSpan.FromSeconds(1.5));
        }

        await PostAsync(acme);

        Assert.NotNull(Image(acme));
    }

    [Fact]
    public async Task A_picture_that_Slack_will_not_show_is_told_in_words()
    {
        await using var acme = await SlackProgram.StartAsync(produced);
        for (var seconds = 0; seconds <= 15; seconds += 3)
        {
            acme.Slack.Next("chat.postMessage", new ApiFault.Refuse("invalid_blocks"));
            await Assert.ThrowsAsync<ChatBusy>(() => PostAsync(acme));
            acme.Clock.Advance(TimeSpan.FromSeconds(3));
        }

        await PostAsync(acme);

        AssertWords(acme);
    }

    [Fact]
    public async Task Where_the_bot_may_give_no_files_the_numbers_stand_there_in_words()
    {
        await using var acme = await SlackProgram.StartAsync(produced);
        acme.Slack.Next("files.getUploadURLExternal", new ApiFault.Refuse("missing_scope"));

        await PostAsync(acme);

        AssertWords(acme);
    }

    private static Task<MessageRef> PostAsync(SlackProgram acme) =>
        acme.App.Services.GetRequiredService<SlackChat>().PostAsync(new Place("slack", FakeSlack.Team, acme.Slack.Channel("#inc-gateway").Id), Digest, "digest/2026-10", Stop);

    private static void AssertWords(SlackProgram acme)
    {
        Assert.Null(Image(acme));
        Assert.Contains(Numbers, Assert.Single(Posted(acme)).Body["blocks"]!.ToJsonString(), StringComparison.Ordinal);
    }

    private static JsonNode? Image(SlackProgram acme) => Assert.Single(Posted(acme)).Body["blocks"]!.AsArray().SingleOrDefault(block => (string?)block!["type"] == "image");

    private static IEnumerable<FakeMessage> Posted(SlackProgram acme) => acme.Slack.Channel("#inc-gateway").Messages.Where(message => message.ByBot);
}

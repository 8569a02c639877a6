using PostMortemBot.Charts;
using PostMortemBot.Screens;
using PostMortemBot.Teams;

namespace PostMortemBot.Tests.Teams;

public sealed class TeamsPictureTests
{
    private const string Numbers = "Bars: done on time 4, done late 2, open 9, past due 3.";
    private static readonly SentFile Picture = Bars.Draw("action-items-2026-10", "Action items", [("Done on time", 4), ("Done late", 2), ("Open", 9), ("Past due", 3)]);

    [Fact]
    public void A_chart_travels_in_the_card_with_its_numbers_as_text()
    {
        var card = Drawn(new Element.Text("9 open · 3 past due"), new Element.Picture(Picture, Numbers));

        Assert.Contains("\"url\":\"data:image/png;base64," + Convert.ToBase64String(Picture.Bytes) + "\",\"altText\":\"" + Numbers + "\"", card, StringComparison.Ordinal);
        Assert.Contains("\"text\":\"" + Numbers + "\"", card, StringComparison.Ordinal);
    }

    /// <summary>14 KB of words and 15 KB of picture are more than a card may weigh.</summary>
    [Fact]
    public void Where_words_and_picture_do_not_fit_together_no_word_goes()
    {
        Element[] said = [.. Enumerable.Range(0, 5).Select(at => new Element.Text($"{at} " + new string('w', 2800)))];

        var card = Drawn([.. said, new Element.Picture(Picture, Numbers)]);

        Assert.DoesNotContain("data:image", card, StringComparison.Ordinal);
        Assert.Contains("4 " + new string('w', 2800) + "\"", card, StringComparison.Ordinal);
        Assert.Contains("\"text\":\"" + Numbers + "\"", card, StringComparison.Ordinal);
    }

    private static string Drawn(params Element[] elements) =>
        AdaptiveCards.Message(new Card("Action items", elements), new TeamsLook()).Json.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}

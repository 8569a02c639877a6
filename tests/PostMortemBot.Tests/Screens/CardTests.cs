using PostMortemBot.Screens;

namespace PostMortemBot.Tests.Screens;

/// <summary>What a notification says of a card.</summary>
public sealed class CardTests
{
    [Theory]
    [InlineData("INC-004211", "2 events.", "INC-004211. 2 events.")]
    [InlineData("Not saved.", "I cannot reach my storage.", "Not saved. I cannot reach my storage.")]
    [InlineData("Which one?", "INC-1 or INC-2", "Which one? INC-1 or INC-2")]
    [InlineData("Stop!", "It is final", "Stop! It is final")]
    [InlineData("Kept:", "pool is empty", "Kept: pool is empty")]
    [InlineData("gateway slow…", "P1", "gateway slow… P1")]
    [InlineData("", "pool is empty", "pool is empty")]
    [InlineData("Timeline", "", "Timeline")]
    public void Its_title_and_first_line_are_two_sentences_with_one_stop_between_them(string title, string first, string said) =>
        Assert.Equal(said, new Card(title, [new Element.Small("small"), new Element.Text(first)]).Plain());
}

using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.House;

public sealed class ApprovedTests
{
    [Fact]
    public void A_text_that_differs_from_its_approved_file_fails()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("PM_APPROVE") == "1", "PM_APPROVE approves whatever it is given.");
        var received = Path.Combine(TestFolders.Tests, "House", "Approved", "difference.received.txt");

        Assert.ThrowsAny<Exception>(() => Approved.Match("difference.txt", "something else"));

        Assert.Equal("something else", File.ReadAllText(received));
        File.Delete(received);
    }

    [Fact]
    public void A_text_equal_to_its_approved_file_passes() => Approved.Match("same.txt", "the same\n");
}

using System.Text;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Settings;

public sealed class BrokenBotJsonTests
{
    [Fact]
    public void Every_broken_file_is_refused_with_its_approved_sentences()
    {
        var told = new StringBuilder();
        foreach (var broken in BrokenBotJson.All)
        {
            told.Append("# ").AppendLine(broken.What);
            foreach (var mistake in Mistakes(broken)) told.AppendLine(mistake);
            told.AppendLine();
        }

        Approved.Match("broken-bot-json.txt", told.ToString());
    }

    [Fact]
    public void None_is_read_and_no_sentence_is_told_twice() => Assert.All(BrokenBotJson.All, broken =>
    {
        var mistakes = Mistakes(broken);
        Assert.NotEmpty(mistakes);
        Assert.Equal(mistakes.Distinct(), mistakes);
        Assert.All(mistakes, sentence => Assert.True(sentence[^1] is '.' or '?', sentence));
    });

    [Fact]
    public void One_change_tells_one_mistake() => Assert.All(BrokenBotJson.All.Where(broken => broken.What != "three mistakes at once"), broken => Assert.Single(Mistakes(broken)));

    [Fact]
    public void All_mistakes_are_told_at_once() => Assert.Equal(3, Mistakes(BrokenBotJson.All.Single(broken => broken.What == "three mistakes at once")).Count);

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        var read = BotOptions.Load(["--config", "missing.json"], new Dictionary<string, string>(), "/nowhere", "/nowhere");

        Assert.Equal(["/nowhere/missing.json: this file cannot be read; name another with --config FILE."], Assert.IsType<BotOptionsRead.Refused>(read).Mistakes);
    }

    [Fact]
    public void Config_without_a_file_is_refused() =>
        Assert.IsType<BotOptionsRead.Refused>(BotOptions.Load(["--config"], new Dictionary<string, string>(), Shipped.Root, Shipped.Root));

    private static IReadOnlyList<string> Mistakes((string What, string Json, bool Token) broken) =>
        Assert.IsType<BotOptionsRead.Refused>(Shipped.Read(broken.Json, environment: broken.Token ? new Dictionary<string, string> { ["Wiki__Token"] = "canary-token", ["Tracker__Token"] = "canary-token" } : null)).Mistakes;
}

using PostMortemBot.Tests.Storage;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Templates;

public sealed class OwnTemplatesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_part_of_the_built_in_template_is_reviewed() => Assert.Empty(OwnTemplates.Read(Shipped.Options(folder.Path)).Mistakes);

    [Theory]
    [InlineData("<!-- review: technical -->", true)]
    [InlineData("<!-- review: business process -->", true)]
    [InlineData("<!-- review: legal -->", false)]
    [InlineData("", false)]
    public void A_part_that_nobody_reviews_keeps_the_program_from_starting(string comment, bool taken)
    {
        Ours($"# Report: [Title]\n\n## Legal notes\n{comment}\n\n[What the lawyers say]\n");

        var mistakes = OwnTemplates.Read(Shipped.Options(folder.Path)).Mistakes;

        Assert.Equal(taken ? [] : ["ours.md, line 3: nobody reviews \"legal notes\". Write <!-- review: technical --> below its heading, or name it at review.roles in bot.json."], mistakes);
        if (taken) return;
        Assert.Equal(mistakes, Assert.Throws<ConfigurationRefused>(() => PostMortemBotHost.Build([], Shipped.Options(folder.Path), TimeProvider.System)).Mistakes);
    }

    [Fact]
    public void A_group_is_reviewed_by_its_own_comment_and_a_part_without_a_blank_by_nobody()
    {
        Ours("# Report: [Title]\n\n## Notes\n\n### Ours\n<!-- review: technical -->\n[a]\n\n### Theirs\n[b]\n\n## Imprint\n\nPrinted by us.\n");

        Assert.Equal(["ours.md, line 9: nobody reviews \"notes / theirs\". Write <!-- review: technical --> below its heading, or name it at review.roles in bot.json."], OwnTemplates.Read(Shipped.Options(folder.Path)).Mistakes);
    }

    [Fact]
    public void Templates_that_nothing_chooses_are_named_and_the_only_one_is_not()
    {
        Ours("# Report: [Title]\n\n## Notes\n<!-- review: technical -->\n\n[a]\n");
        Assert.Empty(OwnTemplates.Read(Shipped.Options(folder.Path)).Warnings);

        Ours("# Near miss: [Title]\n\n## Notes\n<!-- review: technical -->\n\n[a]\n", "near-miss.md");

        var read = OwnTemplates.Read(Shipped.Options(folder.Path));
        Assert.Empty(read.Mistakes);
        Assert.Equal(["near-miss.md is chosen by nothing; name it at templates.choose.", "ours.md is chosen by nothing; name it at templates.choose."], read.Warnings);
    }

    private void Ours(string text, string name = "ours.md")
    {
        Directory.CreateDirectory(folder.File("templates"));
        File.WriteAllText(folder.File("templates/" + name), text);
    }
}

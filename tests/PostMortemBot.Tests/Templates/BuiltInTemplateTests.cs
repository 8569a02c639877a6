using PostMortemBot.Domain;
using PostMortemBot.Templates;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Templates;

public class BuiltInTemplateTests
{
    private static readonly Template BuiltIn = BuiltInTemplate.Read();

    [Fact]
    public void The_built_in_template_has_what_the_process_template_has() =>
        Assert.Equal(new TemplateCounts(Parts: 19, ThirdLevelHeadings: 39, Tables: 6, Checkboxes: 11, FencedBlocks: 5, Blanks: 131), BuiltIn.Counts);

    [Fact]
    public void Its_listing_is_approved() => Approved.Match("built-in.txt", TemplateListing.Print(BuiltIn));
}

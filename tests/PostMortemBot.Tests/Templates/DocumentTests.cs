using PostMortemBot.Domain;
using PostMortemBot.Templates;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Templates;

public class DocumentTests
{
    private static readonly Template BuiltIn = BuiltInTemplate.Read();

    [Fact]
    public void A_draft_of_a_typical_incident_is_approved() => Approved.Match("typical-draft.md", Document.Write(BuiltIn, SampleContent.Typical));

    [Fact]
    public void A_draft_of_nothing_is_approved() => Approved.Match("empty-draft.md", Document.Write(BuiltIn, DocumentContent.Empty));
}

using PostMortemBot.Cli;
using PostMortemBot.Domain;
using PostMortemBot.Templates;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Templates;

/// <summary>Templates that the reader was not designed around: each is derived, or refused with line and reason, without a line of code for it.</summary>
public class OtherTemplatesTests
{
    [Theory]
    [InlineData("deutsch")]
    [InlineData("with-html")]
    [InlineData("nested-lists")]
    [InlineData("cloud-vendor")]
    public void A_template_dropped_in_is_derived_as_approved(string name) => Approved.Match(name + ".txt", TemplateListing.Print(Read(name)));

    [Theory]
    [InlineData("deutsch")]
    [InlineData("with-html")]
    [InlineData("nested-lists")]
    [InlineData("cloud-vendor")]
    public void Its_document_is_printed_as_approved_and_reads_as_the_same_parts(string name)
    {
        var template = Read(name);
        var content = SampleContent.Typical with { Answers = template.Fields.ToDictionary(field => field.Path, Answer), Timeline = SampleContent.Typical.Timeline, Zone = "MEZ" };
        var document = Document.Write(template, content);
        Approved.Match(name + "-document.md", document);
        Assert.Equal(template.Parts.Count, Outline.Derived(document).Parts.Count);
        Assert.Empty(Document.Blanks(template, content));
    }

    [Fact]
    public void A_broken_template_is_refused_with_file_line_and_reason()
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var file = FileOf("broken");
        Assert.Equal(2, TemplateCommand.Run([file], output, error));
        Assert.Equal("", output.ToString());
        Approved.Match("broken.txt", error.ToString().Replace(file, "broken.md", StringComparison.Ordinal));
    }

    [Fact]
    public void The_command_prints_the_listing_of_a_file_and_of_the_built_in_template()
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.Equal(0, TemplateCommand.Run([FileOf("deutsch")], output, error));
        Assert.Equal(TemplateListing.Print(Read("deutsch")), output.ToString());
        output.GetStringBuilder().Clear();
        Assert.Equal(0, TemplateCommand.Run([], output, error));
        Assert.StartsWith("post-mortem: 19 parts", output.ToString(), StringComparison.Ordinal);
        Assert.Equal("", error.ToString());
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_in_one_sentence()
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        Assert.Equal(2, TemplateCommand.Run(["no-such-template.md"], output, error));
        Assert.StartsWith("no-such-template.md cannot be read: ", error.ToString(), StringComparison.Ordinal);
    }

    private static Template Read(string name) => Outline.Derived(File.ReadAllText(FileOf(name)), name + ".md");

    private static string FileOf(string name) => Path.Combine(TestFolders.Tests, "Templates", "Samples", name + ".md");

    private static FieldValue Answer(TemplateField field) => field.Kind switch
    {
        FieldKind.Tick => new FieldValue.Tick(true, "seen"),
        FieldKind.Choice => new FieldValue.Choice([field.Choices[0]]),
        FieldKind.List => new FieldValue.Items(["first entry", "second entry"]),
        FieldKind.Code => new FieldValue.Items(["select 1"]),
        FieldKind.Table or FieldKind.Repeat => new FieldValue.Rows([.. field.Rows.Where(row => row.Kind == RowKind.Named).Select(row => Row(field, row.Cells[0].Markdown)).DefaultIfEmpty(Row(field, "first"))]),
        FieldKind.Number => new FieldValue.Words("12"),
        FieldKind.Prose => new FieldValue.Words("A paragraph.\n\nAnother one with `code`."),
        _ => new FieldValue.Words("answer to " + field.Label),
    };

    private static Dictionary<string, string> Row(TemplateField field, string first) =>
        field.Columns.Select((column, i) => (column.Key, Text: i == 0 ? first : "cell " + (i + 1))).ToDictionary(cell => cell.Key, cell => cell.Text);
}

using CsCheck;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using PostMortemBot.Domain;
using PostMortemBot.Templates;

namespace PostMortemBot.Tests.Templates;

public class HostileTextTests
{
    private const string EveryKind = """
        # About [Title] now

        **Line**: [Brief words] and more

        | First | Second |
        |-------|--------|
        | [one] | fixed  |

        ## Part one

        ### Prose
        [Anything]

        ### Labelled
        - **Label**: [Anything]
        - **Next**: fixed

        ### List
        1. [one]
        2. [two]

        ### Tick
        - [ ] **Box**: [Anything]

        ### Repeat
        - [INC-X]: [Date] - [Brief text]
        - [INC-X]: [Date] - [Brief text]

        ### Sheet
        ```
        Number: XXms
        Words: [list top 3]
        ```

        ### Code
        ```sql
        [select]
        ```

        > quoted [blank]
        > - **Quoted label**: [Anything]

        ### Last
        fixed

        ---

        **After**: [Anything]
        """;

    private static readonly Template Every = Outline.Derived(EveryKind, "every.md");

    private static readonly Template BuiltIn = BuiltInTemplate.Read();

    [Fact]
    public void Ten_thousand_texts_in_every_kind_of_field_stay_the_text_that_was_typed() => Hostile.Text.Sample(Stays, iter: 10_000);

    [Fact]
    public void The_built_in_template_keeps_its_structure_whatever_is_typed_into_every_field() =>
        Hostile.Text.Array[40].Sample(texts => KeepsStructure(BuiltIn, texts), iter: 60);

    [Theory]
    [InlineData("[text](javascript:alert(1))")]
    [InlineData("a\n---\nb")]
    [InlineData("| a | b |\n|---|---|\n| c | d |")]
    [InlineData("``` \n[x]: y")]
    [InlineData("[INC-1]: 2024-08-12")]
    [InlineData("***\n# h\n===")]
    [InlineData("two words\\[X](http://a.b/c)```")]
    [InlineData("[x](http://a.b/c)")]
    public void Known_traps_stay_the_text_that_was_typed(string text) => Stays(text);

    private static void Stays(string text)
    {
        if (LineText.Plain(text).Length == 0) return;
        var markdown = Document.Write(Every, Filled(Every, _ => text));
        var document = Markdig.Markdown.Parse(markdown, TemplateReader.Pipeline);
        var plain = LineText.Plain(text);
        var prose = Folded(Prose.PlainText(text));
        Assert.Equal(plain, Outline.Words(document.Descendants<HeadingBlock>().First())["About ".Length..^" now".Length]);
        Assert.Equal($"Line: {plain} and more", Outline.Words(document.Descendants<ParagraphBlock>().First()));
        Assert.Equal(plain, Outline.Words(document.Descendants<TableRow>().ElementAt(1)[0]));
        Assert.Equal(prose, Below(document, "Prose"));
        Assert.Equal(Folded($"Label: {prose} Next: fixed"), Below(document, "Labelled"));
        Assert.Equal(Folded($"{prose} {prose}"), Below(document, "List"));
        Assert.Equal(Folded($"[x] Box: {prose}"), Below(document, "Tick"));
        Assert.Equal(Folded($"{plain} ({plain}): {plain}"), Below(document, "Repeat"));
        Assert.Contains(Below(document, "Sheet"), new[] { Folded($"Number: {plain} Words: {plain}"), Folded($"Number: {plain}ms Words: {plain}") });
        Assert.StartsWith(Folded(text.Replace('\0', ' ')).Length == 0 ? "" : Folded(CodeOf(text)), Below(document, "Code"), StringComparison.Ordinal);
        KeepsStructure(Every, [text]);
    }

    private static void KeepsStructure(Template template, string[] texts)
    {
        var empty = Outline.Of(Document.Write(template, DocumentContent.Empty with { Finished = true, Timeline = [new TimelineDay("N/A", [])] }));
        var i = 0;
        var content = Filled(template, _ => texts[i++ % texts.Length]) with { Timeline = [new TimelineDay("N/A", [new TimelineBlock(texts[0], texts[^1], [new TimelineLine(texts[0], texts[^1], texts[0], texts[^1])])])] };
        var filled = Document.Write(template, content);
        Assert.Equal(empty.Skip(1), Outline.Of(filled).Skip(1));
        var again = Outline.Derived(filled);
        Assert.Equal(template.Parts.Select(part => part.Name), again.Parts.Select(part => part.Name));
        Assert.Equal(GroupsOf(template), GroupsOf(again));
        Assert.DoesNotContain(again.Fields, field => field.Blanks > 0 && !LinesOfFences(filled).Contains(field.Line));
    }

    /// <summary>In a code block nothing can be escaped: only there may typed brackets look like a blank again.</summary>
    private static HashSet<int> LinesOfFences(string markdown)
    {
        var source = new TemplateSource(markdown);
        return [.. Markdig.Markdown.Parse(markdown, TemplateReader.Pipeline).Descendants<FencedCodeBlock>()
            .SelectMany(fence => Enumerable.Range(source.LineOf(fence.Span.Start), source.LineOf(fence.Span.End) - source.LineOf(fence.Span.Start) + 1))];
    }

    private static IEnumerable<string> GroupsOf(Template template) =>
        template.Parts.SelectMany(part => part.Groups).Select(group => group.Name).OfType<string>().Where(name => !name.StartsWith("Day ", StringComparison.Ordinal));

    /// <summary>The words between this heading and the next.</summary>
    private static string Below(MarkdownDocument document, string heading)
    {
        var from = document.ToList().FindIndex(block => block is HeadingBlock found && Outline.Words(found) == heading);
        return Folded(string.Join('\n', document.Skip(from + 1).TakeWhile(block => block is not (HeadingBlock or QuoteBlock)).Select(Outline.Words)));
    }

    private static string CodeOf(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => LineText.Plain(line)));

    private static string Folded(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static DocumentContent Filled(Template template, Func<TemplateField, string> text) => new()
    {
        Answers = template.Fields.ToDictionary(field => field.Path, field => ValueOf(field, text(field))),
        Timeline = [],
    };

    private static FieldValue ValueOf(TemplateField field, string text) => field.Kind switch
    {
        FieldKind.Tick => new FieldValue.Tick(true, text),
        FieldKind.Choice => new FieldValue.Choice([text], field.Remark ? text : ""),
        FieldKind.List when field.AtMost is null => new FieldValue.Items([text, text]),
        FieldKind.Code => new FieldValue.Items([text]),
        FieldKind.Table or FieldKind.Repeat => new FieldValue.Rows([field.Columns.ToDictionary(column => column.Key, _ => text)]),
        _ => new FieldValue.Words(text),
    };
}

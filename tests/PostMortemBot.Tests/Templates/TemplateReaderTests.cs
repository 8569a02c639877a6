using CsCheck;
using PostMortemBot.Domain;
using PostMortemBot.Templates;

namespace PostMortemBot.Tests.Templates;

public class TemplateReaderTests
{
    private static readonly string BuiltIn = BuiltInTemplate.Read().SourceText;

    private static readonly string[] Lines =
    [
        "# [Title]", "# Fixed", "## Part", "## Part [x]", "### Group", "### Day 1 - [Date] <!-- bind: timeline.days -->", "#### Deep", "##", "Setext [x]", "====", "----", "---", "***", "", "", "",
        "**Label**: [hint]  ", "**Label**: [a/B]", "**Label**: [A/B - all]", "**HH:MM - Title**", "**HH:MM - Title** *(if applicable)*", "*guidance*", "*[blank]*", "Plain [a] and [b]", "Plain:",
        "- [hint]", "- [other hint]", "1. [hint]", "- **Label**: [hint]", "- [ ] **Box**: [hint]", "- [ ] box", "- [INC-X]: [Date] - [text]", "  - [nested]", "    1. [deeper]", "-", "-\t[tab]",
        "| A | B |", "|---|---|", "| [x] | YYYY-MM-DD |", "| fixed | XXms |", "| @who | Open/Done |", "| a | b | c |", "|", "||", "> [quoted]", "> - **Q**: [x]", ">", "```", "```sql", "~~~", "Label: XX minutes", "[Time] ERROR [x]",
        "<!-- bind: incident.title -->", "<!-- bind: actions.immediate -->", "<!-- bind: distribution.required -->", "<!-- bind: a = metrics.failedRequests -->", "<!-- field: choice A|B|many -->", "<!-- field: none -->",
        "<!-- part: Named -->", "<!-- review: technical -->", "<!-- not for near misses -->", "<!-- phase: Detection -->", "<!-- open", "-->", "<div>", "[x]</div>", "<b>", "[ref]: /url", "[a]: [b]", "[a][b]", "[a](b)", "![i](j)", "`[code]`",
        "    indented [x]", "\t[x]", "\\[literal\\]", "[unclosed", "unopened]", "[[nested] [blanks]]", "[a *b*]", "[two\nlines]", "&amp; &", "text\\", "\0", "\uD800", "\u2028", "é😀",
    ];

    private static readonly Gen<string> Random = Gen.Int[0, Lines.Length - 1].Array[0, 25].Select(chosen => string.Join('\n', chosen.Select(i => Lines[i])));

    private static readonly Gen<string> Mutated = Gen.Select(Gen.Int[0, BuiltIn.Length - 1], Gen.Int[0, 400], Gen.Int[0, Lines.Length - 1].Array[0, 3])
        .Select((at, gone, chosen) => BuiltIn[..at] + string.Join('\n', chosen.Select(i => Lines[i])) + BuiltIn[Math.Min(at + gone, BuiltIn.Length)..]);

    [Fact]
    public void Nine_thousand_random_templates_are_derived_or_refused_and_those_derived_print_a_document_of_the_same_parts() => Random.Sample(Holds, iter: 9_000);

    [Fact]
    public void A_thousand_damaged_copies_of_the_built_in_template_are_derived_or_refused() => Mutated.Sample(Holds, iter: 1_000);

    [Theory]
    [InlineData("")]
    [InlineData("\n\n\n")]
    [InlineData("no blank at all")]
    [InlineData("\uFEFF# [Title]\r\n\r\n**A**: [x]\r\n")]
    public void Odd_but_harmless_texts_are_derived(string markdown) => Assert.IsType<TemplateReading.Derived>(TemplateReader.Read("t.md", markdown));

    [Theory]
    [InlineData(">", 20_000)]
    [InlineData("- ", 20_000)]
    [InlineData("[", 30_000)]
    [InlineData("[a](", 8_000)]
    [InlineData("**a ", 20_000)]
    [InlineData("<!-- ", 20_000)]
    [InlineData("| a ", 20_000)]
    [InlineData("`a``", 20_000)]
    [InlineData("[x] ", 40_000)]
    [InlineData("## a\n", 30_000)]
    [InlineData("- [x y]\n", 20_000)]
    [InlineData("- **a**: [x]\n", 10_000)]
    [InlineData("<b>", 60_000)]
    public async Task A_bomb_is_answered_soon(string bit, int times)
    {
        var text = string.Concat(Enumerable.Repeat(bit, times));
        var reading = await Task.Run(() => TemplateReader.Read("bomb.md", text), TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.NotNull(reading);
    }

    [Theory]
    [InlineData("# [T]\n\n## A\n\n- [x]: [https://example.org]", 5, "link reference")]
    [InlineData("# [T]\n\n### Day [n]", 3, "has to be bound")]
    [InlineData("**A**: [w]  \n**B**: [y]  \n**a**: [z]", 3, "Two fields are called \"header / a\", on line 1 and line 3")]
    [InlineData("## A\n\n[x]\n\n## a\n\n[y]", 5, "Two")]
    [InlineData("# [T]\n\n<table><tr><td>[name]</td></tr></table>", 3, "inside HTML")]
    [InlineData("# [T]\n\n<!-- never closed\n\n[x]", 3, "never closed")]
    [InlineData("# [T]\n\n```\nName: [x]", 3, "never closed")]
    [InlineData("# [T]\n\nby [whom]\n\n---\n\n<!-- bind: author -->", 7, "Nothing stands before this comment")]
    [InlineData("## A\n\n[a]\n\n---\n<!-- part: B -->\n\n[b]", 6, "needs a bold label")]
    [InlineData("- [ ] **Box**: [hint]\n====\n<b>\n*[blank]*", 1, "read as something else")]
    [InlineData("| [a] | b |\n|---|---|\n| c | d |", 1, "header cannot have a blank")]
    [InlineData("### Day 1 - [Date] <!-- bind: timeline.days -->\n\nby [whom]", 3, "only lists below bold titles")]
    public void What_cannot_be_used_is_refused_with_its_line_and_reason(string markdown, int line, string reason)
    {
        var refused = Assert.IsType<TemplateReading.Refused>(TemplateReader.Read("t.md", markdown));
        Assert.Equal(("t.md", line), (refused.File, refused.Line));
        Assert.Contains(reason, refused.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("**A**: [free words]", FieldKind.Prose)]
    [InlineData("**A**: [Brief words]", FieldKind.Line)]
    [InlineData("- **A**: [Brief words]", FieldKind.Prose)]
    [InlineData("**A**: [words] and more", FieldKind.Line)]
    [InlineData("**A**: [YYYY-MM-DD]", FieldKind.Date)]
    [InlineData("**A**: [HH:MM]", FieldKind.Time)]
    [InlineData("**A**: [XX minutes]", FieldKind.Number)]
    [InlineData("**A**: [Peak: XXXms vs 200ms]", FieldKind.Prose)]
    [InlineData("**A**: [P1/P2/P3]", FieldKind.Choice)]
    [InlineData("**A**: [customer/business impact]", FieldKind.Prose)]
    [InlineData("**A**: [Date/Time scheduled for team discussion]", FieldKind.Prose)]
    [InlineData("**A**: [N/A]", FieldKind.Prose)]
    [InlineData("**A**: [Link to the page]", FieldKind.Link)]
    [InlineData("**A**: [list top 3]", FieldKind.List)]
    [InlineData("**A**: [P1/P2] <!-- field: text -->", FieldKind.Prose)]
    [InlineData("**A**: [who] <!-- field: person -->", FieldKind.Person)]
    [InlineData("**A**: [a/b] <!-- bind: status -->", FieldKind.Prose)]
    [InlineData("**A**: [A/B] <!-- bind: author -->", FieldKind.Person)]
    [InlineData("**A**: [y] <!-- bind: no.such.name -->", FieldKind.Prose)]
    public void A_blank_takes_what_its_binding_comment_or_words_say(string line, FieldKind kind) =>
        Assert.Equal(kind, Assert.Single(Outline.Derived(line).Fields).Kind);

    [Fact]
    public void Links_code_task_marks_and_escaped_brackets_are_no_blanks() =>
        Assert.DoesNotContain(Outline.Derived("[text](https://a.b) [text][ref] `[code]` \\[literal\\] ![i](j) [^1]\n\n- [x] [done](a)").Fields, field => field.Blanks > 0);

    [Fact]
    public void A_blank_keeps_its_inner_brackets_and_loses_its_emphasis() =>
        Assert.Equal(["App Dev Team [X] and more"], Assert.Single(Outline.Derived("[App *Dev* Team [X]\nand **more**]").Fields).Prompts);

    [Fact]
    public void A_choice_knows_its_hint()
    {
        var field = Assert.Single(Outline.Derived("**A**: [Yes/No - if yes, which of all]").Fields);
        Assert.Equal(["Yes", "No"], field.Choices);
        Assert.Equal((true, true, "Yes"), (field.Several, field.Remark, field.RemarkRequiredWith));
    }

    [Fact]
    public void What_follows_a_rule_without_a_heading_is_a_part_named_by_its_comment_or_first_label()
    {
        var names = Outline.Derived("[h]\n\n## A\n\n[a]\n\n---\n<!-- part: Named -->\n\n**B**: [b]\n\n---\n\n**C**: [c]\n\n---\n\n*closing words*").Parts.Select(part => part.Name);
        Assert.Equal(["Header", "A", "Named", "C"], names);
    }

    [Fact]
    public void A_rule_before_fixed_words_or_before_a_group_begins_no_part()
    {
        var names = Outline.Derived("## A\n\n[a]\n\n---\n\nfixed\n\n---\n\n### Group\n\n**B**: [b]").Parts.Select(part => part.Name);
        Assert.Equal(["Header", "A"], names);
    }

    [Fact]
    public void The_hash_is_that_of_the_text_as_given() =>
        Assert.Equal("225893dd7e0e2c46d089fb9c2e9108e0", Outline.Derived("[x]").Hash[..32]);

    private static void Holds(string markdown)
    {
        if (TemplateReader.Read("random.md", markdown) is not TemplateReading.Derived derived) return;
        var template = derived.Template;
        Assert.Equal(template.Fields.Count, template.Fields.Select(field => field.Path).Distinct().Count());
        _ = Document.Write(template, DocumentContent.Empty);
        _ = Document.Blanks(template, DocumentContent.Empty);
        _ = TemplateListing.Print(template);
        var answered = DocumentContent.Empty with { Finished = true, Answers = template.Fields.ToDictionary(field => field.Path, FieldValue (_) => new FieldValue.Words("answer [y]\n\n# more")) };
        var document = Document.Write(template, answered);
        var again = Outline.Derived(document);
        Assert.Equal(template.Parts.Count, again.Parts.Count);
        Assert.Equal(template.Counts.Tables, again.Counts.Tables);
    }
}

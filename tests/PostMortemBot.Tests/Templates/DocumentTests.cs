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

    [Fact]
    public void The_choices_that_no_binding_decides_are_severity_environments_status_and_yes_no()
    {
        var choices = BuiltIn.Fields.Where(field => field.Kind == FieldKind.Choice).Select(field => string.Join('/', field.Choices));
        Assert.Equal(["Draft/Under Review/Final", "P1/P2/P3", "LAB/INT/QA/PROD", "Yes/No"], choices);
    }

    [Fact]
    public void Every_binding_of_the_list_stands_in_the_built_in_template_and_none_besides()
    {
        var used = BuiltIn.Fields.Select(field => field.Binding).OfType<string>().Distinct().Order();
        Assert.Equal(Bindings.All.Select(binding => binding.Name).Order(), used);
    }

    [Fact]
    public void A_draft_of_nothing_has_every_field_to_write_but_optional_ones_and_the_fixed_distribution_lists()
    {
        var blanks = Document.Blanks(BuiltIn, DocumentContent.Empty);
        Assert.Equal(BuiltIn.Fields.Count(field => field.Phase is null && field.Binding?.StartsWith("distribution.", StringComparison.Ordinal) != true), blanks.Count);
    }

    [Fact]
    public void What_is_answered_filled_or_not_applicable_is_no_blank_any_more()
    {
        var blanks = Document.Blanks(BuiltIn, SampleContent.Typical).Select(path => path.Value).ToList();
        Assert.DoesNotContain("header / title", blanks);
        Assert.DoesNotContain("executive summary / user impact", blanks);
        Assert.DoesNotContain("contributing factors / technical factors / infrastructure", blanks);
        Assert.DoesNotContain(blanks, path => path.StartsWith("communication assessment", StringComparison.Ordinal));
        Assert.DoesNotContain("detailed timeline / day 1 - [date]", blanks);
        Assert.Contains("header / reviewers", blanks);
        Assert.Contains("contributing factors / process factors / training", blanks);
    }

    [Fact]
    public void A_near_miss_is_not_asked_what_is_not_for_near_misses_and_prints_why()
    {
        var nearMiss = DocumentContent.Empty with { NearMiss = true };
        Assert.DoesNotContain(Document.Blanks(BuiltIn, nearMiss), path => path.Value.StartsWith("slo and error budget impact", StringComparison.Ordinal));
        Assert.Contains(Document.Blanks(BuiltIn, DocumentContent.Empty), path => path.Value.StartsWith("slo and error budget impact", StringComparison.Ordinal));
        var document = Document.Write(BuiltIn, nearMiss);
        Assert.Contains("## SLO and Error Budget Impact\n\nN/A - near miss\n\n### SLO Performance\n| SLO | Target | Actual During Incident | Impact |", document, StringComparison.Ordinal);
    }

    [Fact]
    public void A_choice_that_asks_for_a_remark_is_a_blank_until_it_has_one()
    {
        var path = new FieldPath("incident overview / impact metrics / slo breach");
        Assert.Contains(path, Document.Blanks(BuiltIn, With(path, new FieldValue.Choice(["Yes"]))));
        Assert.DoesNotContain(path, Document.Blanks(BuiltIn, With(path, new FieldValue.Choice(["Yes"], "availability, by 0.2"))));
        Assert.DoesNotContain(path, Document.Blanks(BuiltIn, With(path, new FieldValue.Choice(["No"]))));
    }

    [Fact]
    public void What_the_bot_knows_goes_before_what_a_person_typed_and_an_empty_value_does_not()
    {
        var path = new FieldPath("header / title");
        var typed = With(path, SampleContent.Words("typed"));
        Assert.StartsWith("# Post-Mortem: typed\n", Document.Write(BuiltIn, typed), StringComparison.Ordinal);
        Assert.StartsWith("# Post-Mortem: known\n", Document.Write(BuiltIn, typed with { Bound = new Dictionary<string, FieldValue> { ["incident.title"] = SampleContent.Words("known") } }), StringComparison.Ordinal);
        Assert.StartsWith("# Post-Mortem: typed\n", Document.Write(BuiltIn, typed with { Bound = new Dictionary<string, FieldValue> { ["incident.title"] = SampleContent.Words(" \u200B") } }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_finished_document_has_no_blank_left()
    {
        var document = Document.Write(BuiltIn, DocumentContent.Empty with { Finished = true });
        Assert.DoesNotContain("to be written", document, StringComparison.Ordinal);
        Assert.DoesNotContain(Outline.Derived(document).Fields, field => field.Blanks > 0);
        Assert.Equal(19, Outline.Derived(document).Parts.Count);
        Assert.Contains("to be written", Document.Write(BuiltIn, DocumentContent.Empty), StringComparison.Ordinal);
    }

    [Fact]
    public void Escalation_is_left_out_when_nothing_was_escalated_and_printed_when_something_was()
    {
        Assert.DoesNotContain("Escalation**", Document.Write(BuiltIn, SampleContent.Typical), StringComparison.Ordinal);
        var escalated = SampleContent.Typical with { Timeline = [new TimelineDay("2026-11-24", [new TimelineBlock("02:20", "Escalation", [new TimelineLine("02:20", "P1 declared")])])] };
        Assert.Contains("**02:20 - Escalation**\n- 02:20 P1 declared", Document.Write(BuiltIn, escalated), StringComparison.Ordinal);
    }

    [Fact]
    public void One_section_is_printed_as_it_stands_in_the_document()
    {
        var section = Document.WriteSection(BuiltIn, SampleContent.Typical, new FieldPath("contributing factors / technical factors"));
        Assert.StartsWith("### Technical Factors\n- [x] **Code/Application**: Pool size in **configuration**\n", section, StringComparison.Ordinal);
        Assert.Contains(section.TrimEnd(), Document.Write(BuiltIn, SampleContent.Typical), StringComparison.Ordinal);
        Assert.Equal("", Document.WriteSection(BuiltIn, SampleContent.Typical, new FieldPath("no such part")));
    }

    private static DocumentContent With(FieldPath path, FieldValue value) => DocumentContent.Empty with { Answers = new Dictionary<FieldPath, FieldValue> { [path] = value } };
}

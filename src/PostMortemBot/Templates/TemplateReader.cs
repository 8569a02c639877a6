using System.Security.Cryptography;
using System.Text;
using Markdig;
using PostMortemBot.Domain;

namespace PostMortemBot.Templates;

/// <summary>What reading a template gives: the template, or where and why it cannot be used.</summary>
public abstract record TemplateReading
{
    private TemplateReading()
    {
    }

    public sealed record Derived(Template Template) : TemplateReading;

    /// <param name="File">As it was given.</param>
    /// <param name="Line">Counted from 1.</param>
    /// <param name="Reason">A full sentence that says what to change.</param>
    public sealed record Refused(string File, int Line, string Reason) : TemplateReading;
}

/// <summary>
/// Derives parts, groups, fields and the printable skeleton from a Markdown template (CommonMark with pipe tables and task lists). Never throws, whatever the text:
/// what cannot be used is refused with its line.
/// </summary>
public static class TemplateReader
{
    /// <summary>The most letters a template may have; the built-in one has about 13,000.</summary>
    public const int LongestText = 200_000;

    /// <summary>The most headings, blanks and cells together that are read; beyond it forms make no sense.</summary>
    public const int MostFields = 2_000;

    internal static MarkdownPipeline Pipeline { get; } = new MarkdownPipelineBuilder().UsePipeTables().UseTaskLists().UsePreciseSourceLocation().Build();

    /// <param name="fileName">Names the template (without its ending) and stands in refusals.</param>
    /// <param name="markdown">The template's text; line ends of any kind.</param>
    public static TemplateReading Read(string fileName, string markdown)
    {
        if (markdown.Length > LongestText) return new TemplateReading.Refused(fileName, 1, $"The template has {markdown.Length} letters; {LongestText} are the most.");
        var text = markdown.TrimStart('\uFEFF').ReplaceLineEndings("\n").Replace('\0', '\uFFFD');
        try
        {
            var reading = Derive(fileName, markdown, text);
            return reading is TemplateReading.Derived derived && Unfaithful(derived.Template) is { } refusal ? refusal with { File = fileName } : reading;
        }
        catch (ArgumentException tooDeep) when (tooDeep.Message.Contains("nested", StringComparison.Ordinal))
        {
            return new TemplateReading.Refused(fileName, 1, "Lists, quotes or brackets are nested too deeply to be read.");
        }
    }

    private static TemplateReading Derive(string fileName, string markdown, string text)
    {
        var reading = new Reading(new TemplateSource(text));
        var parts = new PartsReader(reading).Read(Markdown.Parse(text, Pipeline));
        if (reading.FirstRefusal is { } refusal) return new TemplateReading.Refused(fileName, refusal.Line, refusal.Reason);
        return new TemplateReading.Derived(new Template(Path.GetFileNameWithoutExtension(fileName), HashOf(markdown), markdown, parts, reading.Counts(parts)));
    }

    /// <summary>
    /// Prints the template with two paragraphs of brackets in every blank and reads that again: a template whose document would have other parts or tables (broken tables, half-open HTML) is refused
    /// here, not found out in a finished document.
    /// </summary>
    private static TemplateReading.Refused? Unfaithful(Template template)
    {
        if (template.Counts.Blanks == 0) return null;
        var answers = template.Fields.ToDictionary(field => field.Path, FieldValue (_) => new FieldValue.Words("[word]\n\n# [word]"));
        var document = Document.Write(template, DocumentContent.Empty with { Finished = true, Answers = answers });
        if (Derive("", document, document) is not TemplateReading.Derived { Template: var again }) return NotPrintable(1);
        var differs = template.Parts.Zip(again.Parts).FirstOrDefault(pair => pair.First.Groups.Count != pair.Second.Groups.Count).First;
        var isSame = differs is null && template.Parts.Count == again.Parts.Count && template.Counts.Tables == again.Counts.Tables;
        return isSame ? null : NotPrintable(differs?.Line ?? 1);
    }

    private static TemplateReading.Refused NotPrintable(int line) =>
        new("", line, "With its blanks filled this text would be read as something else. Put an empty line before and after every table, list, block and piece of HTML.");

    /// <summary>The hash that pins a template's text.</summary>
    public static string HashOf(string markdown) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(markdown)));
}

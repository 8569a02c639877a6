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
            var reading = new Reading(new TemplateSource(text));
            var parts = new PartsReader(reading).Read(Markdown.Parse(text, Pipeline));
            if (reading.FirstRefusal is { } refusal) return new TemplateReading.Refused(fileName, refusal.Line, refusal.Reason);
            return new TemplateReading.Derived(new Template(Path.GetFileNameWithoutExtension(fileName), HashOf(markdown), markdown, parts, reading.Counts(parts)));
        }
        catch (ArgumentException tooDeep) when (tooDeep.Message.Contains("nested", StringComparison.Ordinal))
        {
            return new TemplateReading.Refused(fileName, 1, "Lists, quotes or brackets are nested too deeply to be read.");
        }
    }

    /// <summary>The hash that pins a template's text.</summary>
    public static string HashOf(string markdown) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(markdown)));
}

using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using PostMortemBot.Domain;
using PostMortemBot.Templates;

namespace PostMortemBot.Tests.Templates;

/// <summary>What a Markdown reader (Markdig itself, not our rules) sees of a document: its structure, and its words.</summary>
internal static class Outline
{
    /// <summary>Headings with their level and text, and table headers, in order.</summary>
    public static IReadOnlyList<string> Of(string markdown) =>
        [.. Markdig.Markdown.Parse(markdown, TemplateReader.Pipeline).Descendants().Select(Said).OfType<string>()];

    /// <summary>All words of a block or inline as they are rendered; breaks are line ends.</summary>
    public static string Words(MarkdownObject? part) => part switch
    {
        null => "",
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        AutolinkInline link => link.Url,
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        LineBreakInline => "\n",
        TaskList task => task.Checked ? "[x]" : "[ ]",
        HtmlInline => "",
        ContainerInline container => string.Concat(container.Select(Words)),
        ContainerBlock blocks => string.Join('\n', blocks.Select(Words)),
        CodeBlock code => code.Lines.ToString(),
        LeafBlock leaf => Words(leaf.Inline),
        _ => "",
    };

    /// <summary>The template derived from this text; the test fails with the reason when it is refused.</summary>
    public static Template Derived(string markdown, string name = "document.md") => TemplateReader.Read(name, markdown) switch
    {
        TemplateReading.Derived derived => derived.Template,
        TemplateReading.Refused refused => throw new Xunit.Sdk.XunitException($"Refused at line {refused.Line}: {refused.Reason}\n{markdown}"),
        _ => throw new Xunit.Sdk.XunitException("Neither derived nor refused."),
    };

    private static string? Said(MarkdownObject block) => block switch
    {
        HeadingBlock heading => $"{new string('#', heading.Level)} {Words(heading)}",
        TableRow { IsHeader: true } row => "| " + string.Join(" | ", row.Select(Words)),
        _ => null,
    };
}

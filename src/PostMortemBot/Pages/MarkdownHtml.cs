using System.Net;
using System.Text;
using AngleSharp.Dom;
using Ganss.Xss;
using Markdig;

namespace PostMortemBot.Pages;

/// <summary>A document's Markdown as HTML that is safe to show: Markdig, then a sanitizer with our own short lists. Scripts, handlers, forms, styles and foreign schemes do not come through.</summary>
internal static class MarkdownHtml
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseTaskLists().UseAutoIdentifiers(Markdig.Extensions.AutoIdentifiers.AutoIdentifierOptions.GitHub).DisableHtml().Build();

    /// <summary>The body of a page. Text nested too deeply to be read as Markdown is shown as it is.</summary>
    public static string Render(string markdown)
    {
        string html;
        try
        {
            html = Markdown.ToHtml(markdown, Pipeline);
        }
        catch (ArgumentException)
        {
            return $"<pre>{WebUtility.HtmlEncode(markdown)}</pre>";
        }

        return Wrap(Sanitizer().Sanitize(html));
    }

    /// <summary>One sanitizer a call: it is not said to be safe for several threads.</summary>
    private static HtmlSanitizer Sanitizer()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(["h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "ul", "ol", "li", "em", "strong", "code", "pre", "blockquote", "a", "table", "thead", "tbody", "tr", "th", "td", "input", "del"], StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = new HashSet<string>(["href", "id", "start", "type", "checked", "disabled"], StringComparer.OrdinalIgnoreCase),
            AllowedSchemes = new HashSet<string>(["http", "https", "mailto"], StringComparer.OrdinalIgnoreCase),
            UriAttributes = new HashSet<string>(["href"], StringComparer.OrdinalIgnoreCase),
        });
        sanitizer.PostProcessNode += (_, node) =>
        {
            // The only input is a task's box, and nobody can press it.
            if (node.Node is IElement { LocalName: "input" } input && (input.GetAttribute("type") != "checkbox" || !input.HasAttribute("disabled"))) input.Remove();
            if (node.Node is IElement { LocalName: "input" } box) box.SetAttribute("aria-label", box.HasAttribute("checked") ? "ticked" : "not ticked");
            if (node.Node is IElement { LocalName: "a" } link) link.SetAttribute("rel", "noopener noreferrer nofollow");
        };
        return sanitizer;
    }

    /// <summary>Wide tables scroll by themselves, not the page; by keyboard too.</summary>
    private static string Wrap(string html) => new StringBuilder(html)
        .Replace("<table>", "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"Table\"><table>")
        .Replace("</table>", "</table></div>")
        .Replace("<pre>", "<pre tabindex=\"0\">")
        .ToString();
}

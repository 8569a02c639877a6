using PostMortemBot.Domain;

namespace PostMortemBot.Templates;

/// <summary>The template that comes with the program: the process's own, with comments that bind its blanks.</summary>
public static class BuiltInTemplate
{
    /// <summary>Where it lies beside the program.</summary>
    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, "Templates", "post-mortem.md");

    private static readonly Lazy<Template> Own = new(() => TemplateReader.Read("post-mortem.md", System.IO.File.ReadAllText(File)) switch
    {
        TemplateReading.Derived derived => derived.Template,
        TemplateReading.Refused refused => throw new InvalidOperationException($"The built-in template is refused at line {refused.Line}: {refused.Reason}"),
        _ => throw new InvalidOperationException("A reading that is neither derived nor refused."),
    });

    /// <summary>Reads it, once; it is part of the program, so that a refusal is a bug.</summary>
    public static Template Read() => Own.Value;
}

using PostMortemBot.Domain;
using PostMortemBot.Templates;

namespace PostMortemBot;

/// <summary>The organisation's templates and the built-in one, as the program takes them: readable, and every part that people write reviewed by somebody.</summary>
/// <param name="Choices">The organisation's own, in the order in which they are tried.</param>
/// <param name="Mistakes">Full sentences; the program does not start with one.</param>
internal sealed record OwnTemplates(Template BuiltIn, IReadOnlyList<(Func<Severity?, bool, bool> Fits, Template Template)> Choices, IReadOnlyList<string> Mistakes)
{
    /// <summary>Full sentences, said at the start and by <c>check</c>.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public static OwnTemplates Read(BotOptions options)
    {
        var builtIn = BuiltInTemplate.Read();
        var (templates, mistakes, warnings) = TemplateFolder.Read(options.TemplateFolder, options.TemplateChoices);
        return new(builtIn, templates, [.. mistakes, .. templates.Select(one => one.Template).Append(builtIn).SelectMany(template => Unreviewed(template, options.Policy))]) { Warnings = warnings };
    }

    /// <summary>The template for an incident of which no more is known.</summary>
    public Template For(Severity? severity, bool nearMiss) => Choices.FirstOrDefault(choice => choice.Fits(severity, nearMiss)).Template ?? BuiltIn;

    private static IEnumerable<string> Unreviewed(Template template, Policy policy) =>
        from leaf in policy.Review.Unreviewed(template)
        let role = policy.Review.Roles.Count > 0 ? policy.Review.Roles[0].Name.ToLowerInvariant() : "technical"
        select FormattableString.Invariant($"{template.Name}.md, line {leaf.Line}: nobody reviews \"{leaf.Path}\". Write <!-- review: {role} --> below its heading, or name it at review.roles in bot.json.");
}

using PostMortemBot.Domain;

namespace PostMortemBot.Templates;

/// <summary>The organisation's own templates: Markdown files in one folder. One that cannot be read is refused at start with file, line and reason.</summary>
internal static class TemplateFolder
{
    /// <summary>
    /// Reads every chosen file, then every other one: a template that <c>bot.json</c> does not choose is taken for all when it is the only one.
    /// </summary>
    public static (IReadOnlyList<(Func<Severity?, bool, bool> Fits, Template Template)> Templates, IReadOnlyList<string> Mistakes, IReadOnlyList<string> Warnings) Read(string folder, IReadOnlyList<TemplateChoice> choices)
    {
        var templates = new List<(Func<Severity?, bool, bool>, Template)>();
        var mistakes = new List<string>();
        var files = System.IO.Directory.Exists(folder) ? System.IO.Directory.GetFiles(folder, "*.md").Order(StringComparer.Ordinal).ToList() : [];
        foreach (var choice in choices)
        {
            var file = files.FirstOrDefault(one => Path.GetFileName(one) == choice.File);
            if (file is null) mistakes.Add($"templates.choose: there is no {choice.File} in {folder}.");
            else Add(file, choice.Fits);
        }

        var others = files.Where(file => choices.All(choice => choice.File != Path.GetFileName(file))).ToList();
        var only = choices.Count == 0 && others.Count == 1;
        foreach (var file in others) Add(file, only ? (_, _) => true : (_, _) => false);
        return (templates, mistakes, only ? [] : [.. others.Select(file => $"{Path.GetFileName(file)} is chosen by nothing; name it at templates.choose.")]);

        void Add(string file, Func<Severity?, bool, bool> fits)
        {
            switch (TemplateReader.Read(file, File.ReadAllText(file)))
            {
                case TemplateReading.Derived derived:
                    templates.Add((fits, derived.Template));
                    break;
                case TemplateReading.Refused refused:
                    mistakes.Add($"{refused.File}, line {refused.Line}: {refused.Reason}");
                    break;
                default:
                    break;
            }
        }
    }
}

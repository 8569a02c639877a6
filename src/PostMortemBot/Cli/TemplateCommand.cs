using PostMortemBot.Templates;

namespace PostMortemBot.Cli;

/// <summary><c>template FILE</c>: prints what is derived from a template, or where and why it is refused (exit code 2).</summary>
internal static class TemplateCommand
{
    /// <param name="args">What follows the word <c>template</c>: the file, or nothing for the built-in template.</param>
    /// <param name="output">Takes the listing.</param>
    /// <param name="error">Takes the sentence when the file cannot be used.</param>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        if (args.Length > 1) return Fail(error, "Name one template file: template FILE");
        var file = args.Length == 1 ? args[0] : BuiltInTemplate.File;
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception cannotRead) when (cannotRead is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Fail(error, $"{file} cannot be read: {cannotRead.Message}");
        }

        switch (TemplateReader.Read(file, text))
        {
            case TemplateReading.Refused refused:
                return Fail(error, $"{refused.File}, line {refused.Line}: {refused.Reason}");
            case TemplateReading.Derived derived:
                output.Write(TemplateListing.Print(derived.Template));
                return 0;
            default:
                throw new InvalidOperationException("A reading that is neither derived nor refused.");
        }
    }

    private static int Fail(TextWriter error, string sentence)
    {
        error.WriteLine(sentence);
        return 2;
    }
}

using PostMortemBot.Cli;

return args.FirstOrDefault() switch
{
    "check" => await CheckCommand.RunAsync(args[1..], Console.Out, Console.Error),
    "draft" => DraftCommand.Run(args[1..], Console.Out, Console.Error),
    "manifest" => ManifestCommand.Run(args[1..], Path.Combine(AppContext.BaseDirectory, "manifest", "teams"), Directory.GetCurrentDirectory(), Console.Out, Console.Error),
    "template" => TemplateCommand.Run(args[1..], Console.Out, Console.Error),
    _ => await RunCommand.RunAsync(args, Console.Out, Console.Error),
};

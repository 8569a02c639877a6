using System.Globalization;
using PostMortemBot.Kill;

return args switch
{
    ["mark", var file, var notes, var run] => await Marking.RunAsync(file, notes, run),
    ["count", var file, var marks] => await Marking.CountAsync(file, int.Parse(marks, CultureInfo.InvariantCulture)),
    ["kill", var kills, var seed] => await Report(int.Parse(kills, CultureInfo.InvariantCulture), int.Parse(seed, CultureInfo.InvariantCulture)),
    _ => 2,
};

static async Task<int> Report(int kills, int seed)
{
    var folder = Directory.CreateTempSubdirectory("pm-kill-");
    try
    {
        var found = await Killing.RunAsync(kills, seed, folder.FullName, CancellationToken.None);
        Console.WriteLine(found);
        return found.Holds ? 0 : 1;
    }
    finally
    {
        folder.Delete(recursive: true);
    }
}

using PostMortemBot.Import;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Import;

/// <summary>Runs alone, because it looks at the memory of the whole process.</summary>
[Collection(Alone.Name)]
public sealed class HostileExportTests
{
    private const long Most = 64L << 20;

    public static TheoryData<string, string> Broken() => new()
    {
        { "empty", "This is not a zip file, or it is cut short; export it again." },
        { "no zip", "This is not a zip file, or it is cut short; export it again." },
        { "cut short", "This is not a zip file, or it is cut short; export it again." },
        { "damaged inside", "The zip is broken or is not a Slack export; export it again." },
        { "no channels", "This is not a Slack export: it has no channels.json." },
        { "no days", "This Slack export holds no messages; choose a longer time when exporting." },
        { "slip", "The zip holds a file that points outside of it (../../etc/passwd.json); it is not a Slack export." },
        { "absolute", "The zip holds a file that points outside of it (/etc/passwd.json); it is not a Slack export." },
        { "backslash", "The zip holds a file that points outside of it (a\\..\\b.json); it is not a Slack export." },
        { "drive", "The zip holds a file that points outside of it (C:/b.json); it is not a Slack export." },
        { "symlink", "The zip holds a link instead of a file (inc-1/2026-11-25.json); it is not a Slack export." },
        { "twice", "The zip holds users.json twice; export it again." },
        { "deep folders", "The zip nests folders deeper than a Slack export does (a/b/c/d/e.json)." },
        { "many entries", "The zip holds too many files (over 60000); export one channel or a shorter time." },
        { "bomb", "inc-1/2026-11-25.json unpacks to more than a Slack export holds; export one channel or a shorter time." },
        { "one huge item", "inc-1/2026-11-25.json holds an item larger than Slack allows; this is not a Slack export." },
        { "deep JSON", "The zip is broken or is not a Slack export; export it again." },
        { "not JSON", "The zip is broken or is not a Slack export; export it again." },
        { "JSON cut short", "The zip is broken or is not a Slack export; export it again." },
        { "an object", "inc-1/2026-11-25.json is not a list as Slack writes it; this is not a Slack export." },
        { "numbers", "An item in inc-1/2026-11-25.json is not shaped as Slack writes it; this is not a Slack export." },
        { "wrong field", "An item in inc-1/2026-11-25.json is not shaped as Slack writes it; this is not a Slack export." },
        { "no time", "A message in inc-1/2026-11-25.json has no time that can be read; this is not a Slack export." },
        { "too many messages", "The channel holds more than 50000 messages or 8 million characters; choose a time with --since and --until." },
        { "which channel", "The export holds 2 channels; say which one with --channel: inc-1, inc-2." },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_hostile_or_broken_zip_is_refused_in_one_sentence_within_64_mebibytes(string what, string sentence)
    {
        using var zip = BrokenZips.Make(what);
        ExportRead? read = null;

        var most = MostHeld(() => read = SlackExport.Read(zip, new ExportWanted(), cancellation: TestContext.Current.CancellationToken));

        Assert.Equal(sentence, Assert.IsType<ExportRead.Refused>(read).Sentence);
        Assert.True(most < Most, $"{what} held {most >> 20} MiB");
    }

    /// <summary>The most memory in use while it runs, beyond what was in use before, looked at every 10 ms after a collection.</summary>
    private static long MostHeld(Action act)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var most = 0L;
        using var over = new ManualResetEventSlim();
        var watch = new Thread(() =>
        {
            while (!over.Wait(10))
            {
                GC.Collect();
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false) - before);
            }
        });
        watch.Start();
        act();
        over.Set();
        watch.Join();
        return most;
    }
}

using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Kill;

/// <summary>Compares what a file holds with what the notes say was tried and acknowledged.</summary>
internal static class Looking
{
    public static Look At(string file, string notesFile)
    {
        var (tried, acked) = Notes.Read(notesFile);
        using var link = SqliteLink.ToWrite(file);
        var marks = Marks(link, out var gaps);
        var stored = marks.ToHashSet();
        var work = link.All("SELECT key FROM work WHERE organisation = $1", row => row.GetString(0)["post/".Length..], Marking.Organisation).ToHashSet();
        return new Look
        {
            Acked = acked.Count,
            Stored = marks.Count,
            Recovered = stored.Except(acked).Count(),
            Lost = acked.Except(stored).Count(),
            Doubled = marks.Count - stored.Count,
            Unexpected = stored.Except(tried).Count(),
            WithoutWork = stored.Except(work).Count() + work.Except(stored).Count(),
            Gaps = gaps,
            Broken = link.Text("PRAGMA integrity_check(1)") == "ok" ? 0 : 1,
        };
    }

    private static List<string> Marks(SqliteLink link, out int gaps)
    {
        var marks = new List<string>();
        gaps = 0;
        foreach (var stream in SqliteReads.Streams(link, Marking.Organisation))
        {
            try
            {
                var facts = SqliteReads.Facts(link, Marking.Organisation, stream, 0);
                marks.AddRange(facts.Cast<TimelineEventMarked>().Select(mark => mark.Id.Value));
                if (SqliteReads.Version(link, Marking.Organisation, stream) != facts.Count) gaps++;
            }
            catch (StoreDamaged)
            {
                // A version is missing, or a fact does not fit its digest; its marks then count as lost too.
                gaps++;
            }
        }

        return marks;
    }
}

/// <summary>The counts of one look.</summary>
internal sealed record Look
{
    public int Acked { get; init; }

    public int Stored { get; init; }

    /// <summary>Stored though the process died before it could say so: allowed.</summary>
    public int Recovered { get; init; }

    /// <summary>Acknowledged and absent.</summary>
    public int Lost { get; init; }

    /// <summary>More than one effect of one receipt.</summary>
    public int Doubled { get; init; }

    /// <summary>Present and never tried.</summary>
    public int Unexpected { get; init; }

    /// <summary>A mark without its work row, or a work row without its mark.</summary>
    public int WithoutWork { get; init; }

    /// <summary>Streams whose head does not fit their facts.</summary>
    public int Gaps { get; init; }

    public int Broken { get; init; }

    public static Look operator +(Look a, Look b) => new()
    {
        Acked = a.Acked + b.Acked,
        Stored = a.Stored + b.Stored,
        Recovered = a.Recovered + b.Recovered,
        Lost = a.Lost + b.Lost,
        Doubled = a.Doubled + b.Doubled,
        Unexpected = a.Unexpected + b.Unexpected,
        WithoutWork = a.WithoutWork + b.WithoutWork,
        Gaps = a.Gaps + b.Gaps,
        Broken = a.Broken + b.Broken,
    };
}

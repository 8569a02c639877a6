using System.Text;

namespace PostMortemBot.Kill;

/// <summary>
/// What the one who marks remembers, in a file that outlives a kill: a line <c>I id</c> before it tries, a line <c>A id</c> once it was told that the mark is saved.
/// </summary>
internal sealed class Notes(string file) : IDisposable
{
    private readonly FileStream lines = new(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    public void Intend(string id) => Write('I', id);

    public void Acknowledged(string id) => Write('A', id);

    public void Dispose() => lines.Dispose();

    /// <summary>Every complete line: what was tried, and what was acknowledged. A line cut off by the kill was never acted on.</summary>
    public static (HashSet<string> Tried, HashSet<string> Acked) Read(string file)
    {
        var text = File.Exists(file) ? File.ReadAllText(file) : "";
        var complete = text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return ([.. complete.Where(line => line[0] == 'I').Select(line => line[2..])], [.. complete.Where(line => line[0] == 'A').Select(line => line[2..])]);
    }

    private void Write(char what, string id)
    {
        // One write a line: it is in the kernel's hands when this returns.
        var line = Encoding.ASCII.GetBytes($"{what} {id}\n");
        lock (lines) lines.Write(line);
    }
}

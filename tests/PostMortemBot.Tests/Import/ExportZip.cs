using System.IO.Compression;
using System.Text;

namespace PostMortemBot.Tests.Import;

/// <summary>Builds a Slack export, whole or broken.</summary>
internal sealed class ExportZip
{
    public const string Channels = """[{"id":"C1","name":"inc-1","topic":{"value":"Gateway slow"},"purpose":{"value":"by <@U1>"}}]""";
    public const string Users = """[{"id":"U1","name":"sam","real_name":"Sam Ortiz","profile":{"display_name":"Sam"}},{"id":"U2","name":"lee","profile":{}}]""";

    private readonly List<(string Name, IEnumerable<byte[]> Chunks, int Attributes)> _entries = [];

    public static ExportZip OneChannel(string day) =>
        new ExportZip().With("channels.json", Channels).With("users.json", Users).With("inc-1/2026-11-24.json", day);

    public ExportZip With(string name, string text, int attributes = 0) => With(name, [Encoding.UTF8.GetBytes(text)], attributes);

    public ExportZip With(string name, IEnumerable<byte[]> chunks, int attributes = 0)
    {
        _entries.Add((name, chunks, attributes));
        return this;
    }

    public MemoryStream Done()
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            foreach (var (name, chunks, attributes) in _entries)
            {
                var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
                entry.ExternalAttributes = attributes;
                using var stream = entry.Open();
                chunks.ToList().ForEach(chunk => stream.Write(chunk));
            }
        }

        bytes.Position = 0;
        return bytes;
    }
}

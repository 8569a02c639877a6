using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using NodaTime;
using NodaTime.Text;
using PostMortemBot.Slack;

namespace PostMortemBot.Import;

/// <summary>
/// Reads one channel of a Slack export zip (users.json, channels.json, groups.json, a folder per channel with a JSON file per day).
/// The zip is not trusted: everything is bounded while it is read, and whatever is wrong with it comes back as one sentence, never as an exception.
/// </summary>
internal static class SlackExport
{
    private static readonly string[] Lists = ["channels.json", "groups.json", "mpims.json", "dms.json"];

    /// <summary>Reads the wanted channel. <paramref name="file"/> must be seekable and stays open; <paramref name="progress"/> is called after each day file.</summary>
    public static ExportRead Read(Stream file, ExportWanted wanted, Action<ExportProgress>? progress = null, ZipLimits? limits = null, CancellationToken cancellation = default)
    {
        try
        {
            var bounds = limits ?? new ZipLimits();
            using var zip = ZipBounds.Open(file, bounds);
            return new ExportRead.Read(new Reading(zip, bounds, cancellation).Channel(wanted, progress));
        }
        catch (ExportRefusedException refused)
        {
            return new ExportRead.Refused(refused.Message);
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or JsonException or InvalidOperationException or NotSupportedException or ArgumentException or OverflowException)
        {
            return new ExportRead.Refused("The zip is broken or is not a Slack export; export it again.");
        }
    }

    private sealed class Reading(ZipArchive zip, ZipLimits limits, CancellationToken cancellation)
    {
        private readonly ZipBounds.ReadSoFar _soFar = new();
        private readonly string _root = Root(zip);
        private readonly Dictionary<string, string> _people = new(StringComparer.Ordinal);
        private readonly Dictionary<string, string> _channels = new(StringComparer.Ordinal);

        public ExportedChannel Channel(ExportWanted wanted, Action<ExportProgress>? progress)
        {
            var channels = Lists.SelectMany(list => Items(list, SlackWireJson.Default.SlackWireChannel)).Where(channel => channel.Id is not null).ToList();
            channels.ForEach(channel => _channels[channel.Id!] = channel.Name ?? channel.Id!);
            var folders = DayFiles();
            var chosen = Chosen(channels, folders, wanted.ChannelName);
            ReadPeople();
            var messages = Messages(folders[Folder(chosen, folders)!], wanted, progress);
            return new ExportedChannel(chosen.Id!, chosen.Name ?? chosen.Id!, Prose(chosen.Topic), Prose(chosen.Purpose), messages, _people);
        }

        /// <summary>An export that was unpacked and packed again often has one folder around everything.</summary>
        private static string Root(ZipArchive zip) => zip.Entries
            .Where(entry => Lists.Contains(entry.Name, StringComparer.Ordinal) && !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal))
            .Select(entry => entry.FullName[..^entry.Name.Length])
            .OrderBy(folder => folder.Length)
            .FirstOrDefault() ?? throw new ExportRefusedException("This is not a Slack export: it has no channels.json.");

        private Dictionary<string, List<(LocalDate Day, ZipArchiveEntry Entry)>> DayFiles() => zip.Entries
            .Where(entry => entry.FullName.StartsWith(_root, StringComparison.Ordinal))
            .Select(entry => (Parts: entry.FullName[_root.Length..].Split('/'), Entry: entry))
            .Where(file => file.Parts.Length == 2 && file.Parts[1].EndsWith(".json", StringComparison.Ordinal))
            .Select(file => (Folder: file.Parts[0], Day: LocalDatePattern.Iso.Parse(file.Parts[1][..^5]), file.Entry))
            .Where(file => file.Day.Success)
            .GroupBy(file => file.Folder, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => group.Select(file => (file.Day.Value, file.Entry)).OrderBy(file => file.Value).ToList(),
                StringComparer.Ordinal);

        private static string? Folder(SlackWireChannel channel, Dictionary<string, List<(LocalDate, ZipArchiveEntry)>> folders) =>
            new[] { channel.Name, channel.Id }.FirstOrDefault(name => name is not null && folders.ContainsKey(name));

        private static SlackWireChannel Chosen(List<SlackWireChannel> channels, Dictionary<string, List<(LocalDate, ZipArchiveEntry)>> folders, string? name)
        {
            var written = channels.Where(channel => Folder(channel, folders) is not null).ToList();
            var plain = name?.TrimStart('#');
            var fitting = plain is null ? written : [.. written.Where(channel => plain == channel.Name || plain == channel.Id)];
            var names = string.Join(", ", written.Take(8).Select(channel => ZipBounds.Shown(channel.Name ?? channel.Id!))) + (written.Count > 8 ? ", …" : "");
            return fitting.Count switch
            {
                1 => fitting[0],
                _ when written.Count == 0 => throw new ExportRefusedException("This Slack export holds no messages; choose a longer time when exporting."),
                0 => throw new ExportRefusedException($"The export holds no channel \"{ZipBounds.Shown(plain ?? "")}\"; it holds {names}."),
                _ => throw new ExportRefusedException($"The export holds {written.Count} channels; say which one with --channel: {names}."),
            };
        }

        private void ReadPeople()
        {
            foreach (var user in Items("users.json", SlackWireJson.Default.SlackWireUser).Where(user => user.Id is not null))
            {
                string?[] names = [user.Profile?.DisplayName, user.RealName, user.Profile?.RealName, user.Name, user.Id];
                _people[user.Id!] = ZipBounds.Shown(names.First(name => !string.IsNullOrWhiteSpace(name))!);
                if (_people.Count > limits.People)
                {
                    throw new ExportRefusedException($"The export names over {limits.People} people; export one channel.");
                }
            }
        }

        private List<ExportedMessage> Messages(List<(LocalDate Day, ZipArchiveEntry Entry)> days, ExportWanted wanted, Action<ExportProgress>? progress)
        {
            var names = new SlackNames(_people.GetValueOrDefault, _channels.GetValueOrDefault);
            var messages = new Dictionary<string, ExportedMessage>(StringComparer.Ordinal);
            var chars = 0L;
            var asked = days.Where(day => Touches(day.Day, wanted)).ToList();
            foreach (var (number, (_, entry)) in asked.Index())
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var wire in Items(entry, SlackWireJson.Default.SlackWireMessage))
                {
                    var message = SlackMessages.Neutral(wire, _people, names, entry.FullName);
                    if (Within(message.Message.At, wanted) && messages.TryAdd(message.Message.Id, message))
                    {
                        chars += message.Message.Text.Length + 200;
                        CheckRoom(messages.Count, chars);
                        if (messages.Count % 5000 == 0) progress?.Invoke(new ExportProgress(number, asked.Count, messages.Count));
                    }
                }

                progress?.Invoke(new ExportProgress(number + 1, asked.Count, messages.Count));
            }

            return [.. messages.Values.OrderBy(message => message.Message.At).ThenBy(message => message.Message.Id, StringComparer.Ordinal)];
        }

        private void CheckRoom(int messages, long chars)
        {
            if (messages > limits.Messages || chars > limits.TextChars)
            {
                throw new ExportRefusedException($"The channel holds more than {limits.Messages} messages or {limits.TextChars >> 20} million characters; choose a time with --since and --until.");
            }
        }

        /// <summary>Day files are cut in the workspace's zone, which the export does not tell: a day to either side is read as well.</summary>
        private static bool Touches(LocalDate day, ExportWanted wanted) =>
            (wanted.Since is not { } since || day.PlusDays(1) >= since.InUtc().Date)
            && (wanted.Until is not { } until || day.PlusDays(-1) <= until.InUtc().Date);

        private static bool Within(Instant at, ExportWanted wanted) =>
            (wanted.Since is not { } since || at >= since) && (wanted.Until is not { } until || at <= until);

        private string Prose(SlackWireNote? note) =>
            SlackText.ToProse(note?.Value ?? "", new SlackNames(_people.GetValueOrDefault, _channels.GetValueOrDefault));

        private IEnumerable<T> Items<T>(string name, JsonTypeInfo<T> type) =>
            zip.GetEntry(_root + name) is { } entry ? Items(entry, type) : [];

        private IEnumerable<T> Items<T>(ZipArchiveEntry entry, JsonTypeInfo<T> type)
        {
            using var json = ZipBounds.Read(entry, limits, _soFar);
            foreach (var item in JsonItems.Read(json, entry.FullName, limits.MessageBytes, bytes => Parsed(bytes, type, entry.FullName)))
            {
                yield return item;
            }
        }

        private static T Parsed<T>(ReadOnlyMemory<byte> bytes, JsonTypeInfo<T> type, string name)
        {
            try
            {
                return JsonSerializer.Deserialize(bytes.Span, type) ?? throw new JsonException();
            }
            catch (JsonException)
            {
                throw new ExportRefusedException($"An item in {ZipBounds.Shown(name)} is not shaped as Slack writes it; this is not a Slack export.");
            }
        }
    }
}

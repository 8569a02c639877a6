using System.Text;
using NodaTime.Text;
using PostMortemBot.Domain;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary>
/// Action items as a file for spreadsheets: RFC 4180, UTF-8 with the mark by which spreadsheets know it, every cell in quotes. A cell that a spreadsheet would reckon begins with an
/// apostrophe, which makes it text.
/// </summary>
internal static class ActionsCsv
{
    private static readonly string[] Header = ["Incident", "Action", "Owner", "Due", "Horizon", "Kind", "Status", "Not needed because", "Shown by", "Issue"];

    public static byte[] Of(PostMortem p, View view)
    {
        var file = new StringBuilder();
        Row(file, Header);
        foreach (var action in p.Actions) Row(file, Cells(p, action, view));
        return [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(file.ToString())];
    }

    private static string[] Cells(PostMortem p, ActionItem action, View view) =>
    [
        p.Name,
        action.Text,
        action.Owner is { } owner ? view.OwnerOf(owner) : "",
        action.Due is { } due ? LocalDatePattern.Iso.Format(due) : "",
        action.Horizon switch { Horizon.Immediate => "Immediate", Horizon.ShortTerm => "Short-term", _ => "Long-term" },
        action.Kind?.ToString() ?? "",
        action.Dropped is not null ? "Not needed" : action.Status switch { ActionStatus.InProgress => "In Progress", ActionStatus.Done => "Done", _ => "Open" },
        action.Dropped ?? "",
        action.ShownBy,
        action.Mirror?.Link ?? "",
    ];

    private static void Row(StringBuilder file, IEnumerable<string> cells) =>
        file.AppendJoin(',', cells.Select(cell => $"\"{Defused(LineText.Plain(cell)).Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append("\r\n");

    /// <summary>A formula begins with one of these; some spreadsheets look behind white space, and take full-width signs for the same.</summary>
    private static string Defused(string cell) => cell.TrimStart() is [var first, ..] && "=+-@|%＝＋－＠".Contains(first, StringComparison.Ordinal) ? "'" + cell : cell;
}

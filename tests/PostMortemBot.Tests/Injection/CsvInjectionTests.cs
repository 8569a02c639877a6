using System.Text;
using CsCheck;
using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Features;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Injection;

/// <summary>100,000 generated texts in the file for spreadsheets: no cell, row or formula that nobody wrote, and each text is read back. Read here by the letter of RFC 4180.</summary>
public sealed class CsvInjectionTests
{
    private const int Columns = 10;

    private static readonly string[] Signs = ["", "", "=", "+", "-", "@", " =", "\t=", "＝", "=cmd|' /C calc'!A0"];

    /// <summary>The text as it came, and behind what makes a cell a formula.</summary>
    private static readonly Gen<string> Cell = Gen.Select(Gen.Int[0, Signs.Length - 1], Letters.Text, (sign, text) => Signs[sign] + text);

    [Fact]
    public void No_text_makes_a_formula_a_cell_or_a_row_and_each_is_read_back() => Cell.Array[Letters.AtOnce].Sample(
        texts =>
        {
            var rows = Read(Encoding.UTF8.GetString(File(texts)));
            Assert.Equal(texts.Length + 1, rows.Count);
            Assert.All(rows, row => Assert.Equal(Columns, row.Count));
            Assert.All(rows.SelectMany(row => row), cell => Assert.False(cell.TrimStart() is [var first, ..] && "=+-@|%＝＋－＠\t\r".Contains(first, StringComparison.Ordinal), cell));
            Assert.All(texts.Zip(rows.Skip(1)), one => Assert.Contains(Letters.Of(one.Second[1]), new[] { Letters.Of(one.First), "'" + Letters.Of(one.First) }));
        },
        iter: Letters.Texts / Letters.AtOnce);

    [Theory]
    [InlineData("=HYPERLINK(\"https://evil.example\")", "\"'=HYPERLINK(\"\"https://evil.example\"\")\"")]
    [InlineData("+1 555", "\"'+1 555\"")]
    [InlineData("-10 % load", "\"'-10 % load\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("  =1+1", "\"'=1+1\"")]
    [InlineData("alert, \"p95\"", "\"alert, \"\"p95\"\"\"")]
    [InlineData("two\nlines", "\"two lines\"")]
    [InlineData("1 = 1", "\"1 = 1\"")]
    public void A_cell_is_written_so(string text, string cell) => Assert.Equal($"\uFEFF\"Incident\",\"Action\",\"Owner\",\"Due\",\"Horizon\",\"Kind\",\"Status\",\"Not needed because\",\"Shown by\",\"Issue\"\r\n\"Incident 17\",{cell},\"\",\"\",\"Short-term\",\"\",\"Open\",\"\",\"\",\"\"\r\n", Encoding.UTF8.GetString(File([text])));

    private static byte[] File(IReadOnlyList<string> texts)
    {
        var items = texts.Select((text, number) => new ActionItem(new($"A{number}"), text, null, null, Horizon.ShortTerm, null, ActionStatus.Open, new("sam"), default));
        return ActionsCsv.Of(new PostMortem(new("01P")) with { Number = 17, Life = Life.Draft, AllActions = [.. items] }, new(Shipped.Policy, Instant.FromUtc(2026, 11, 24, 12, 0), _ => "Sam", _ => ""));
    }

    /// <summary>Records end with CRLF, cells are divided by commas, a quoted cell holds anything and its own quotes twice (RFC 4180, 2).</summary>
    private static List<List<string>> Read(string file)
    {
        Assert.Equal('\uFEFF', file[0]);
        List<List<string>> rows = [];
        for (var at = 1; at < file.Length;)
        {
            List<string> row = [];
            do
            {
                Assert.Equal('"', file[at++]);
                var cell = new StringBuilder();
                for (; file[at] != '"' || file[at + 1] == '"'; at++) cell.Append(file[at] == '"' ? file[at++] : file[at]);
                row.Add(cell.ToString());
                at++;
            }
            while (file[at++] == ',');

            Assert.Equal("\r\n", file[(at - 1)..(at + 1)]);
            at++;
            rows.Add(row);
        }

        return rows;
    }
}

using System.Text;
using NodaTime;
using PostMortemBot.Domain;

namespace PostMortemBot.Tests.Domain;

public sealed class PageNameTests
{
    private static readonly LocalDate Day = new(2026, 11, 24);

    [Theory]
    [InlineData("Degraded response times on API gateway", "Post-Mortem-2026-11-24-Degraded-response-times-on-API-gateway")]
    [InlineData("../../etc/passwd", "Post-Mortem-2026-11-24-etc-passwd")]
    [InlineData("C:\\Windows\\CON.", "Post-Mortem-2026-11-24-C-Windows-CON")]
    [InlineData("---", "Post-Mortem-2026-11-24-Incident")]
    [InlineData("", "Post-Mortem-2026-11-24-Incident")]
    [InlineData("a\ud800b\0c\nd", "Post-Mortem-2026-11-24-a-b-c-d")]
    [InlineData("Zu\u0308rich: Störung!", "Post-Mortem-2026-11-24-Zürich-Störung")]
    [InlineData("हिन्दी में", "Post-Mortem-2026-11-24-हिन्दी-में")]
    [InlineData("支付 中断 🚒", "Post-Mortem-2026-11-24-支付-中断")]
    [InlineData("a\u202Etxt.exe", "Post-Mortem-2026-11-24-a-txt-exe")]
    public void A_title_becomes_a_name(string title, string name) => Assert.Equal(name, PageName.Of(Day, title));

    [Fact]
    public void A_name_stays_once_its_page_is_there()
    {
        var p = new PostMortem(new("P1")) { Title = "Another title", StartedAt = Instant.FromUtc(2027, 1, 1, 0, 0), Page = new("Post-Mortem-2026-11-24-Old", "x", "h", default, default) };

        Assert.Equal("Post-Mortem-2026-11-24-Old", PageName.Of(p, DateTimeZone.Utc));
        Assert.Equal("Post-Mortem-2027-01-01-Another-title", PageName.Of(p with { Page = null }, DateTimeZone.Utc));
    }

    [Fact]
    public void Of_100_000_titles_none_leaves_the_folder_and_none_takes_the_name_of_another()
    {
        const string Root = "/wiki";
        var titles = new Titles(20261124);
        var taken = new HashSet<string>(StringComparer.Ordinal) { PageName.KeyOf(PageName.Archive) };
        var files = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var (escaped, longest, unstable) = (0, 0, 0);
        for (var i = 0; i < 100_000; i++)
        {
            // 200 post-mortems of one day are more than there will ever be.
            var (title, day) = (titles.Next(), Day.PlusDays(i / 200));
            var name = PageName.Candidates(PageName.Of(day, title)).First(one => taken.Add(PageName.KeyOf(one)));
            if (PageName.Of(day, title) != PageName.Of(day, title) || !name.IsNormalized(NormalizationForm.FormC)) unstable++;
            longest = Math.Max(longest, Encoding.UTF8.GetByteCount(name));
            if (Path.GetDirectoryName(Path.GetFullPath(Path.Combine(Root, name + ".md"))) != Root || name.Any("/\\:*?\"<>| .\0".Contains)) escaped++;
            Assert.True(files.Add(name.Normalize(NormalizationForm.FormD)), name);
        }

        Assert.Equal((0, 0), (escaped, unstable));
        Assert.InRange(longest, 100, PageName.MostBytes);
    }

    [Theory]
    [InlineData("CPU.png", "0123456789ab-CPU.png")]
    [InlineData("../../x.PNG", "0123456789ab-x.png")]
    [InlineData("a.tar.longending", "0123456789ab-a-tar-longending")]
    [InlineData("日本.log", "0123456789ab.log")]
    [InlineData(".env", "0123456789ab-env")]
    public void A_file_beside_a_page_is_called_by_its_hash_and_name(string name, string called) => Assert.Equal(called, AttachedName.Of(new("0123456789abcdef", name, "image/png", 1)));

    /// <summary>Titles out of pieces that hurt, from a number that is always the same.</summary>
    private sealed class Titles(ulong seed)
    {
        private static readonly string[] Pieces =
        [
            "..", "/", "\\", "\0", "CON", "nul", "aux.", " ", "  ", ".", "~", "-", "--", "gateway", "GATEWAY", "Gateway", "é", "e\u0301", "ﬁ", "fi", "ß", "SS", "ı", "İ", "i", "日本", "한국", "\u1112\u1161\u11ab", "हि", "\ud800", "\udc00",
            "😀", "\u202E", "\u200B", "\uFEFF", "%2e%2e", "?", "*", "|", "<b>", "\n", "\r\n", "\t", "Ω", "Ω", "K", "K", "Archive", "1", "-2", "²", "٣", "\uFFFE", "A\u030A", "Å", "Å",
        ];

        private ulong state = seed;

        public string Next()
        {
            var title = new StringBuilder();
            for (var pieces = Number(12) == 0 ? 60 : 1 + Number(6); pieces > 0; pieces--) title.Append(Pieces[Number(Pieces.Length)]);
            return title.ToString();
        }

        private int Number(int below)
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            return (int)(state % (ulong)below);
        }
    }
}

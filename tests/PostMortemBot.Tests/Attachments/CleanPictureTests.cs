using System.Text;
using Microsoft.Playwright;
using PostMortemBot.Attachments;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Attachments;

/// <summary>Pictures lose what is hidden in them and still draw: in a real browser, from pictures that the browser itself packed.</summary>
public sealed class CleanPictureTests(Browser browser)
{
    [Fact]
    public async Task A_cleaned_picture_draws_as_before_and_holds_nothing_hidden()
    {
        var page = await browser.NewPageAsync();
        var jpeg = await PackedAsync(page, "image/jpeg");
        var webp = await PackedAsync(page, "image/webp");
        (string Name, string Type, byte[] Bytes, int Width, int Height)[] pictures =
        [
            ("a.png", "image/png", SampleFiles.Png(40, 20), 40, 20),
            ("a.jpg", "image/jpeg", SampleFiles.WithMetadata(jpeg, 1), 40, 20),
            ("turned.jpg", "image/jpeg", SampleFiles.WithMetadata(jpeg, 6), 20, 40),
            ("a.gif", "image/gif", SampleFiles.Gif(), 1, 1),
            ("a.webp", "image/webp", SampleFiles.WithMetadata(webp, 40, 20), 40, 20),
            ("plain.webp", "image/webp", webp, 40, 20),
        ];
        foreach (var (name, type, bytes, width, height) in pictures)
        {
            var kept = Assert.IsType<FileReading.Accepted>(FileReading.Of(name, bytes));

            Assert.Equal((name, type), (kept.Name, kept.ContentType));
            Assert.DoesNotContain(SampleFiles.Hidden, Encoding.Latin1.GetString(kept.Bytes), StringComparison.Ordinal);
            Assert.Equal((name, width, height), (name, (await DrawnAsync(page, name, type, kept.Bytes))[0], (await DrawnAsync(page, name, type, kept.Bytes))[1]));
            Assert.Equal(kept.Bytes, ((FileReading.Accepted)FileReading.Of(name, kept.Bytes)).Bytes);
        }

        await page.CloseAsync();
    }

    [Theory]
    [InlineData(50_000, 1_000, true)]
    [InlineData(50_000, 1_001, false)]
    [InlineData(0, 10, false)]
    [InlineData(int.MaxValue, int.MaxValue, false)]
    public void A_picture_that_would_take_the_memory_of_its_reader_is_refused_unopened(int width, int height, bool kept) =>
        Assert.Equal(kept, FileReading.Of("bomb.png", SampleFiles.PngOf(width, height, [0x78, 0x9C])) is FileReading.Accepted);

    [Fact]
    public void A_gif_keeps_its_motion() =>
        Assert.Equal(2, ((FileReading.Accepted)FileReading.Of("a.gif", SampleFiles.Gif())).Bytes.Count(one => one == 0x2C));

    [Fact]
    public void A_damaged_picture_is_refused_wherever_it_is_cut_and_never_throws()
    {
        foreach (var whole in new[] { SampleFiles.Png(), SampleFiles.Gif() })
        {
            var end = whole.Length - SampleFiles.Hidden.Length;
            for (var length = 8; length < end; length++) Assert.IsType<FileReading.Refused>(FileReading.Of("cut.png", whole[..length]));
        }

        var wrong = SampleFiles.Png();
        wrong[20] ^= 1;
        Assert.Equal("wrong.png is a damaged picture, or over 50 million pixels.", ((FileReading.Refused)FileReading.Of("wrong.png", wrong)).Sentence);
    }

    [Fact]
    public async Task Random_damage_never_throws_and_never_loops()
    {
        var page = await browser.NewPageAsync();
        var (jpeg, webp) = (SampleFiles.WithMetadata(await PackedAsync(page, "image/jpeg"), 6), SampleFiles.WithMetadata(await PackedAsync(page, "image/webp"), 40, 20));
        await page.CloseAsync();
        CsCheck.Check.Sample(CsCheck.Gen.Select(CsCheck.Gen.Int[0, 3], CsCheck.Gen.Int[0, 100_000], CsCheck.Gen.Byte, CsCheck.Gen.Int[0, 100_000]), (which, at, value, cut) =>
        {
            byte[] bytes = [.. new[] { SampleFiles.Png(), jpeg, SampleFiles.Gif(), webp }[which]];
            bytes[at % bytes.Length] = value;
            Assert.NotNull(FileReading.Of("x", bytes[..Math.Max(4, bytes.Length - cut % 50)]));
        });
    }

    private static async Task<byte[]> PackedAsync(IPage page, string type)
    {
        var address = await page.EvaluateAsync<string>("type => { const c = document.createElement('canvas'); c.width = 40; c.height = 20; const x = c.getContext('2d'); x.fillStyle = 'teal'; x.fillRect(0, 0, 40, 20); x.fillStyle = 'red'; x.fillRect(0, 0, 5, 5); return c.toDataURL(type); }", type);
        Assert.StartsWith("data:" + type, address, StringComparison.Ordinal);
        return Convert.FromBase64String(address[(address.IndexOf(',', StringComparison.Ordinal) + 1)..]);
    }

    private static Task<int[]> DrawnAsync(IPage page, string name, string type, byte[] bytes) => page.EvaluateAsync<int[]>(
        "async ([name, address]) => { const i = new Image(); i.src = address; await i.decode().catch(wrong => { throw new Error(name + \": \" + wrong); }); return [i.naturalWidth, i.naturalHeight]; }", new[] { name, $"data:{type};base64,{Convert.ToBase64String(bytes)}" });
}

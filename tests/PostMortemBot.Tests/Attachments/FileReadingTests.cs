using System.Text;
using PostMortemBot.Attachments;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Attachments;

public sealed class FileReadingTests
{
    [Theory]
    [InlineData("gateway.log", "02:10 ERROR pool", "gateway.log", "text/plain")]
    [InlineData("notes", "hello", "notes.txt", "text/plain")]
    [InlineData("table.csv", "a,b\n1,2", "table.csv", "text/csv")]
    [InlineData("dump.json", "{\"a\":[1,2]}", "dump.json", "text/json")]
    [InlineData("dump.log", "[1,2]", "dump.log.json", "text/json")]
    [InlineData("broken.json", "{\"a\":", "broken.json.txt", "text/plain")]
    [InlineData("evil.html", "<script>alert(1)</script>", "evil.html.txt", "text/plain")]
    [InlineData("evil.svg", "<svg onload='alert(1)'/>", "evil.svg.txt", "text/plain")]
    [InlineData("report.pdf", "%PDF-1.7 …", "report.pdf", "application/pdf")]
    [InlineData("run.exe", "%PDF-1.7 …", "run.exe.pdf", "application/pdf")]
    [InlineData("../../etc/passwd.txt", "x", "passwd.txt", "text/plain")]
    [InlineData("C:\\logs\\a.log", "x", "a.log", "text/plain")]
    [InlineData("gpj.\u202Eexe.log", "x", "gpj.exe.log", "text/plain")]
    [InlineData("", "x", "file.txt", "text/plain")]
    public void The_type_is_what_is_in_the_file_and_the_name_follows(string name, string content, string keptAs, string type)
    {
        var kept = Assert.IsType<FileReading.Accepted>(FileReading.Of(name, Encoding.UTF8.GetBytes(content)));

        Assert.Equal((keptAs, type), (kept.Name, kept.ContentType));
    }

    [Fact]
    public void A_picture_under_another_name_is_a_picture() =>
        Assert.Equal(("shot.exe.png", "image/png"), FileReading.Of("shot.exe", SampleFiles.Png()) is FileReading.Accepted kept ? (kept.Name, kept.ContentType) : default);

    [Theory]
    [InlineData("a.zip", new byte[] { 0x50, 0x4B, 3, 4, 0, 0 }, "a.zip is of a type I do not keep: png, jpg, gif, webp, txt, log, csv, json and pdf.")]
    [InlineData("a.txt", new byte[] { 0xC3, 0x28 }, "a.txt is of a type I do not keep: png, jpg, gif, webp, txt, log, csv, json and pdf.")]
    [InlineData("a.log", new byte[0], "a.log is empty.")]
    public void What_is_not_kept_says_why(string name, byte[] bytes, string sentence) =>
        Assert.Equal(sentence, Assert.IsType<FileReading.Refused>(FileReading.Of(name, bytes)).Sentence);

    [Fact]
    public void Ten_megabytes_are_kept_and_one_byte_more_is_not()
    {
        var most = new byte[10 * 1024 * 1024];
        Array.Fill(most, (byte)'a');

        Assert.IsType<FileReading.Accepted>(FileReading.Of("a.log", most));
        Assert.Equal("a.log is over 10 MB. Keep the part that matters.", Assert.IsType<FileReading.Refused>(FileReading.Of("a.log", [.. most, (byte)'a'])).Sentence);
    }

    [Fact]
    public void Secrets_in_a_log_are_masked_wherever_they_stand()
    {
        var line = "02:10:01 INFO request served in 12 ms by node-7\n";
        var key = "-----BEGIN RSA PRIVATE KEY-----\n" + string.Concat(Enumerable.Repeat("MIIEpAIBAAKCAQEA7bq98qXyz0123456789abcdefghijk\n", 200)) + "-----END RSA PRIVATE KEY-----\n";
        var text = string.Concat(Enumerable.Repeat(line, 80)) + key + line + "password=Sommer2026!x\n" + string.Concat(Enumerable.Repeat(line, 80)) + "token ghp_abcdefghijklmnopqrstuvwxyz0123";

        var kept = Assert.IsType<FileReading.Accepted>(FileReading.Of("a.log", Encoding.UTF8.GetBytes(text)));

        foreach (var secret in new[] { "MIIEpAIBAAKCAQEA", "Sommer2026", "ghp_abcdef" }) Assert.DoesNotContain(secret, kept.Text!, StringComparison.Ordinal);
        Assert.Equal(161, kept.Text!.Split(line).Length - 1);
        Assert.Contains("private key", kept.Masked);
    }

    [Fact]
    public void A_log_without_secrets_is_kept_as_it_is()
    {
        var text = string.Concat(Enumerable.Range(0, 5000).Select(number => $"{number} INFO pool=12 of 50 took 3ms\r\n")) + new string('x', 200_000);

        var kept = Assert.IsType<FileReading.Accepted>(FileReading.Of("a.log", Encoding.UTF8.GetBytes(text)));

        Assert.Equal(text, kept.Text);
        Assert.Empty(kept.Masked);
    }

    [Fact]
    public void What_PowerShell_writes_is_read() =>
        Assert.Equal("pool erschöpft", ((FileReading.Accepted)FileReading.Of("a.log", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("pool erschöpft")])).Text);
}

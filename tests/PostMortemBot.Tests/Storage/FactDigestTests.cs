using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Tests.Storage;

/// <summary>A digest is stored beside each fact for ever: another way of reckoning it would call every store damaged.</summary>
public sealed class FactDigestTests
{
    /// <summary>Reckoned elsewhere: the first eight bytes, lowest first, of SHA-256 over organisation, stream and version, each with a line feed after it, and the fact; as UTF-8.</summary>
    [Theory]
    [InlineData("acme", "01A", 1, """{"type":"IncidentStarted"}""", -8007974885661323908)]
    [InlineData("größte", "01JDXW", 123_456, """{"text":"🚒 voilà"}""", -2165200315980284116)]
    [InlineData("", "", 0, "", -3238880759034278557)]
    public void It_is_reckoned_as_it_always_was(string organisation, string stream, long version, string body, long digest) =>
        Assert.Equal(digest, FactDigest.Of(organisation, new PostMortemId(stream), version, body));

    [Fact]
    public void Another_place_version_or_text_has_another()
    {
        long[] all =
        [
            FactDigest.Of("acme", new("01A"), 1, "{}"), FactDigest.Of("acme", new("01A"), 11, "{}"), FactDigest.Of("acme", new("01A1"), 1, "{}"), FactDigest.Of("acm", new("e01A"), 1, "{}"),
            FactDigest.Of("acme", new("01A"), 1, "{ }"), FactDigest.Of("globex", new("01A"), 1, "{}"),
        ];
        Assert.Distinct(all);
    }
}

using System.Text.Json;
using PostMortemBot.Teams;

namespace PostMortemBot.Tests.Teams;

/// <summary>What people write in Teams as prose: who is mentioned is told by the entities.</summary>
public sealed class TeamsProseTests
{
    private const string Self = "28:bot";

    [Theory]
    [InlineData("<at>PostMortem</at> mark pool is &lt;50 &amp; falling&nbsp;now\r\n", "mark pool is <50 & falling now")]
    [InlineData("hey <at>PostMortem</at>: mark it", "hey mark it")]
    [InlineData("<at>PostMortem</at> handover <at>Lee Chang</at> please", "handover <@aad-lee|Lee\u2060Chang> please")]
    [InlineData("<at>PostMortem</at> handover <at>Somebody Else</at>", "handover @Somebody Else")]
    [InlineData("<at>PostMortem</at> handover &lt;@aad-sam|Sam&gt;", "handover < @aad-sam|Sam>")]
    [InlineData("<at>PostMortem</at>", "")]
    public void A_text_loses_the_bots_own_mention_and_keeps_those_of_people(string text, string prose) => Assert.Equal(prose, Read(text));

    [Theory]
    [InlineData("<p>pool wait time</p><p>rising since&nbsp;01:55</p>", "pool wait time\n\nrising since 01:55")]
    [InlineData("<div>one<br>two</div>", "one\ntwo")]
    [InlineData("<p><emoji id=\"x\" alt=\"📌\" title=\"Pin\"></emoji> rolled <b>back</b></p>", "📌 rolled back")]
    [InlineData("<p>ask <at id=\"0\">Lee Chang</at></p>", "ask @Lee Chang")]
    [InlineData("<script>alert(1)</script><img src=x onerror=y>", "alert(1)")]
    [InlineData("a < b and c > d", "a < b and c > d")]
    public void A_body_in_HTML_is_its_lines(string html, string prose) => Assert.Equal(prose, TeamsProse.Html(html).Replace("\n\n\n", "\n\n", StringComparison.Ordinal));

    [Fact]
    public void Without_a_text_the_HTML_beside_it_is_read() =>
        Assert.Equal("rolled back", TeamsProse.Text(Activity("""{"text":"","attachments":[{"contentType":"text/html","content":"<p>rolled back</p>"}]}"""), Self, _ => null));

    [Fact]
    public void A_name_in_the_text_is_no_mention() => Assert.False(TeamsProse.Names(Activity("""{"text":"<at>PostMortem</at> mark it","entities":[{"type":"clientInfo"}]}"""), Self));

    private static string Read(string text)
    {
        const string entities = """[{"type":"mention","text":"<at>PostMortem</at>","mentioned":{"id":"28:bot","name":"PostMortem"}},{"type":"mention","text":"<at>Lee Chang</at>","mentioned":{"id":"29:lee","name":"Lee Chang"}},{"type":"mention","text":"<at>Somebody Else</at>","mentioned":{"id":"29:else","name":"Somebody Else"}}]""";
        var activity = Activity($"{{\"text\":{JsonSerializer.Serialize(text)},\"entities\":{entities}}}");
        return TeamsProse.Text(activity, Self, id => id == "29:lee" ? "aad-lee" : null);
    }

    private static JsonElement Activity(string json)
    {
        using var read = JsonDocument.Parse(json);
        return read.RootElement.Clone();
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PostMortemBot.Chat;
using PostMortemBot.Tests.Storage;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Pages;

/// <summary>Pages are those of the built-in chat: a link to anybody else's would lead to no page, or to the reader's own machine.</summary>
public sealed class PageAddressTests
{
    [Theory]
    [InlineData(true, "try", "http://127.0.0.1:8090")]
    [InlineData(true, "acme", null)]
    [InlineData(true, "own", null)]
    [InlineData(false, "try", null)]
    [InlineData(false, "acme", null)]
    public async Task Only_what_is_told_in_the_built_in_chat_has_a_page(bool webChat, string organisation, string? address)
    {
        using var folder = new TemporaryFolder();
        var options = Shipped.Options(folder.Path) with { WebChat = webChat, Url = new Uri("http://127.0.0.1:8090"), PublicUrl = new Uri("https://pm.example.com") };
        await using var app = PostMortemBotHost.Build([], options, new FakeTimeProvider());
        var bot = app.Services.GetRequiredService<Bot>();

        Assert.Equal(address, bot.PageUrlOf(organisation));
        Assert.Equal(address, bot.ViewFor(organisation).PageUrl);
    }
}

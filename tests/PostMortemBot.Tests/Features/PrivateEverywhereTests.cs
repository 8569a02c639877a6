using PostMortemBot.Chat;
using PostMortemBot.Features;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>A class for each kind of entry: classes run beside each other, and these are long.</summary>
public sealed class PrivateByCommandTests
{
    public static TheoryData<string> Entries => PrivateEverywhere.Of("command");

    [Theory]
    [MemberData(nameof(Entries))]
    public Task Nothing_of_a_private_incident_is_told_or_changed(string entry) => PrivateEverywhere.NothingIsToldOrChangedAsync(entry);
}

public sealed class PrivateByButtonTests
{
    public static TheoryData<string> Entries => PrivateEverywhere.Of("button");

    [Theory]
    [MemberData(nameof(Entries))]
    public Task Nothing_of_a_private_incident_is_told_or_changed(string entry) => PrivateEverywhere.NothingIsToldOrChangedAsync(entry);
}

public sealed class PrivateByFormTests
{
    public static TheoryData<string> Entries => PrivateEverywhere.Of("form", "field", "menu");

    [Theory]
    [MemberData(nameof(Entries))]
    public Task Nothing_of_a_private_incident_is_told_or_changed(string entry) => PrivateEverywhere.NothingIsToldOrChangedAsync(entry);
}

public sealed class PrivateEverywhereTests
{
    /// <summary>An ordinary incident is everybody's to read in its own organisation, and nobody's in another.</summary>
    [Theory]
    [InlineData("command")]
    [InlineData("button")]
    [InlineData("form")]
    [InlineData("field")]
    [InlineData("menu")]
    public async Task Nothing_of_any_incident_is_told_to_another_organisation_or_changed_by_it(string kind)
    {
        await using var chat = Chatting.At("2026-11-24 10:30");
        var organisationOf = chat.Bot.OrganisationOf;
        chat.Bot.OrganisationOf = (platform, workspace) => workspace == PrivateEverywhere.Stranger ? PrivateEverywhere.Stranger : organisationOf(platform, workspace);
        var all = await Canaries.Store(chat);
        var (versions, tried, messages) = (await PrivateEverywhere.VersionsAsync(chat), 0, chat.Chat.Messages.Count);
        foreach (var entry in PrivateEverywhere.Entries.Where(entry => entry.StartsWith(kind + ":", StringComparison.Ordinal)))
        {
            foreach (var act in PrivateEverywhere.Acts(entry, chat, all, PrivateEverywhere.Stranger).Where((_, place) => place % 12 == 0))
            {
                var said = await chat.HandleAsync(PrivateEverywhere.Stranger, act with { Who = act.Who with { Workspace = PrivateEverywhere.Stranger }, Where = act.Where with { Workspace = PrivateEverywhere.Stranger } });
                Assert.DoesNotContain(Canaries.Word, Canaries.Everything(said.Answer), StringComparison.OrdinalIgnoreCase);
                tried++;
            }
        }

        Assert.True(tried > 0);
        Assert.Equal(versions, await PrivateEverywhere.VersionsAsync(chat));
        Assert.DoesNotContain(chat.Chat.Messages.Skip(messages), message => message.Card is { } card && CardText.Of(card).Contains(Canaries.Word, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("iris", false)]
    [InlineData("kim", false)]
    [InlineData("sam", true)]
    [InlineData("dana", true)]
    public async Task The_own_page_shows_it_to_its_readers_alone(string who, bool shown)
    {
        await using var chat = Chatting.At("2026-11-24 10:30");
        await Canaries.StorePrivate(chat);
        await chat.IdOf(who);
        var said = await chat.Type(who, PrivateEverywhere.Elsewhere, "actions all");
        Assert.Equal(shown, Canaries.Everything(said.Answer).Contains(Canaries.Word, StringComparison.OrdinalIgnoreCase));
        var person = await chat.Bot.People.OfAsync(Chatting.Organisation, Chatting.Account(who), null, null, false, TestContext.Current.CancellationToken);
        var home = CardText.Of(await HomeCard.OfAsync(chat.Bot, Chatting.Organisation, person, TestContext.Current.CancellationToken));
        Assert.Equal(who == "sam", home.Contains(Canaries.Word, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The wiki, the digest and every message of the following weeks.</summary>
    [Fact]
    public async Task Weeks_later_nobody_else_was_told_of_it()
    {
        await using var chat = Chatting.At("2026-11-24 10:30");
        await Canaries.StorePrivate(chat);
        foreach (var who in PrivateEverywhere.Others) await chat.IdOf(who);
        for (var day = 0; day < 30; day++)
        {
            await chat.Advance(NodaTime.Duration.FromDays(1));
            await chat.Tick();
        }

        var readers = new[] { "sam", "dana", "marta", "noor" }.Select(who => "@" + who);
        var inPlaces = Canaries.Stages.Select(stage => stage.Place);
        Assert.DoesNotContain(
            chat.Chat.Messages.Where(message => !readers.Contains(message.Ref.Place.Channel) && !inPlaces.Contains(message.Ref.Place.Channel)),
            message => message.Card is { } card && CardText.Of(card).Contains(Canaries.Word, StringComparison.OrdinalIgnoreCase));
    }
}

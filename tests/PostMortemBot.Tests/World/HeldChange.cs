using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Tests.World;

/// <summary>A change of a card that has to wait for its platform, while the card is changed otherwise: the newer one stays, and what is decided after that is shown.</summary>
/// <param name="change">The work that a change of a message is, decided at a moment.</param>
/// <param name="pass">Lets time go by, and what is due be done.</param>
/// <param name="shown">How a message stands.</param>
internal sealed record HeldChange(IChat Chat, IPostMortemStore Store, string Organisation, Func<MessageRef, Card, Instant, WorkPut> change, Func<TimeSpan, Task> pass, Func<MessageRef, string> shown)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async Task DoesNotStandOverANewerOneAsync(Place place, Func<Instant> now)
    {
        await pass(TimeSpan.FromSeconds(5));
        var message = await Chat.PostAsync(place, Card.OneLine("as it was posted"), "posted", Stop);
        await HoldAsync(message, "as it was decided first", now());
        await pass(TimeSpan.FromSeconds(5));
        await Chat.EditAsync(message, Card.OneLine("as it came to be"), Stop);

        await pass(TimeSpan.FromMinutes(2));
        Assert.Contains("as it came to be", shown(message), StringComparison.Ordinal);
        await HoldAsync(message, "as it was decided last", now());
        await pass(TimeSpan.FromMinutes(2));
        Assert.Contains("as it was decided last", shown(message), StringComparison.Ordinal);
    }

    private Task HoldAsync(MessageRef message, string words, Instant now) => Store.AppendAsync(
        new Append(Organisation, words, []) { Work = [change(message, Card.OneLine(words), now) with { Due = now + Duration.FromMinutes(1) }] }, Stop);
}

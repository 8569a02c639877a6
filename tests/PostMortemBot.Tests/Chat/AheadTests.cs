using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Storage;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Chat;

/// <summary>Decisions are made on what is being stored: they share its commit, and fall with it. Appends are held here until the test lets them go.</summary>
public sealed class AheadTests : IAsyncDisposable
{
    private const string Organisation = Chatting.Organisation;
    private static readonly PostMortemId Id = new("01AHEAD");
    private static readonly Place Here = new("web", Organisation, "#inc");
    private readonly Chatting chatting = Chatting.At("2026-11-24 02:57");
    private readonly List<(Append Append, TaskCompletionSource<Func<Task<AppendResult>>> Let)> held = [];
    private readonly Bot bot;
    private bool holds = true;

    public AheadTests()
    {
        var store = DispatchProxy.Create<IPostMortemStore, HeldStore>();
        ((HeldStore)(object)store).Held = (append, forward) => holds ? HoldAsync(append, forward) : forward();
        ((HeldStore)(object)store).Inner = chatting.Store;
        bot = new(Shipped.Policy, new(store), chatting.Bot.People, chatting.Bot.Templates, chatting.Bot.Clock) { Attachments = chatting.Bot.Attachments };
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Decisions_stand_in_line_before_the_first_is_stored()
    {
        var all = new[] { TitleAsync("one"), TitleAsync("two"), TitleAsync("three") };

        Assert.Equal([0, 1, 2], held.Select(one => one.Append.Streams[0].Expected));
        Assert.All(all, one => Assert.False(one.IsCompleted));
        foreach (var one in held) Forward(one);
        var outcomes = await Task.WhenAll(all);

        Assert.Equal([1, 2, 3], outcomes.Select(outcome => Assert.IsType<Outcome.Done>(outcome).After.Version));
        Assert.Equal("three", (await bot.LoadAsync(Organisation, Id, Stop)).Title);
    }

    [Fact]
    public async Task What_was_decided_on_something_that_is_not_stored_is_decided_again()
    {
        var (first, second, third) = (TitleAsync("one"), TitleAsync("two"), TitleAsync("three"));
        holds = false;
        held[0].Let.SetResult(() => throw new StoreUnavailable("The disk is full."));
        Forward(held[1]);
        Forward(held[2]);

        await Assert.ThrowsAsync<StoreUnavailable>(() => first);
        Assert.IsType<Outcome.Done>(await second);
        Assert.IsType<Outcome.Done>(await third);

        var stored = await chatting.Store.ReadAsync(Organisation, Id, 0, Stop);
        Assert.Equal(["three", "two"], stored.OfType<TitleSet>().Select(fact => fact.Title).Order());
    }

    [Fact]
    public async Task What_was_decided_on_something_that_is_not_stored_is_decided_again_although_another_copy_brought_as_many_facts()
    {
        var first = TitleAsync("one");
        var second = Turn("second").DecideAsync(Id, p => Decision.Accept(new TitleSet(bot.Now, PersonId.Bot, $"after {p.Title}")));
        holds = false;
        var another = new TitleSet(bot.Now, PersonId.Bot, "another copy's");
        Assert.IsType<AppendResult.Appended>(await chatting.Store.AppendAsync(new(Organisation, "another", [new(Id, 0, [another], Summary.RowOf(Evolve.Fold(Id, [another])))]), Stop));
        foreach (var one in held.ToList()) Forward(one);
        Assert.IsType<Outcome.Done>(await first);
        Assert.IsType<Outcome.Done>(await second);

        var titles = (await chatting.Store.ReadAsync(Organisation, Id, 0, Stop)).OfType<TitleSet>().Select(fact => fact.Title).ToList();
        var at = titles.FindIndex(title => title.StartsWith("after ", StringComparison.Ordinal));
        Assert.Equal("after " + titles[at - 1], titles[at]);
        Assert.Equal(3, titles.Count);
    }

    [Fact]
    public async Task A_refusal_waits_until_what_it_rests_on_is_stored()
    {
        var title = TitleAsync("one");
        var refused = Turn("refused").DecideAsync(Id, p => p.Title == "one" ? Decision.Refuse("It has a title.") : Decision.Nothing);
        Assert.False(refused.IsCompleted);
        Forward(held[0]);

        Assert.Equal("It has a title.", Assert.IsType<Outcome.Refused>(await refused).Sentence);
        Assert.IsType<Outcome.Done>(await title);
    }

    [Fact]
    public async Task A_refusal_that_rested_on_something_that_is_not_stored_is_not_told()
    {
        var title = TitleAsync("one");
        var decided = Turn("refused").DecideAsync(Id, p => p.Title == "one" ? Decision.Refuse("It has a title.") : Decision.Nothing);
        held[0].Let.SetResult(() => throw new StoreUnavailable("The disk is full."));

        Assert.False(Assert.IsType<Outcome.Done>(await decided).Changed);
        await Assert.ThrowsAsync<StoreUnavailable>(() => title);
    }

    public async ValueTask DisposeAsync() => await chatting.DisposeAsync();

    private Task<Outcome> TitleAsync(string title) => Turn(title).DecideAsync(Id, _ => Decision.Accept(new TitleSet(bot.Now, PersonId.Bot, title)));

    private Turn Turn(string receipt) => PostMortemBot.Chat.Turn.OfBot(bot, Organisation, Here, receipt, Stop);

    private async Task<AppendResult> HoldAsync(Append append, Func<Task<AppendResult>> forward)
    {
        var let = new TaskCompletionSource<Func<Task<AppendResult>>>();
        held.Add((append, let));
        forwards[append] = forward;
        return await (await let.Task)();
    }

    private readonly Dictionary<Append, Func<Task<AppendResult>>> forwards = new(ReferenceEqualityComparer.Instance);

    private void Forward((Append Append, TaskCompletionSource<Func<Task<AppendResult>>> Let) one) => one.Let.SetResult(forwards[one.Append]);

    /// <summary>The store, with appends held.</summary>
    [SuppressMessage("Performance", "CA1852", Justification = "The proxy is made as its subtype.")]
    internal class HeldStore : DispatchProxy
    {
        public IPostMortemStore Inner { get; set; } = null!; // Set at once after it is made.

        public Func<Append, Func<Task<AppendResult>>, Task<AppendResult>> Held { get; set; } = (_, forward) => forward();

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod is { Name: nameof(IPostMortemStore.AppendAsync) }
            ? Held((Append)args![0]!, () => Inner.AppendAsync((Append)args[0]!, (CancellationToken)args[1]!))
            : targetMethod!.Invoke(Inner, args);
    }
}

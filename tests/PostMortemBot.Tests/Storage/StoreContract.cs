using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Storage;

namespace PostMortemBot.Tests.Storage;

/// <summary>What every store promises; one class a store derives from it and says how a copy of that store is opened.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    internal const string Org = "acme";
    internal static readonly Instant Noon = Instant.FromUtc(2025, 11, 3, 12, 0);
    internal static readonly PersonId Dana = new("01DANA");
    internal static readonly PostMortemId A = new("01A");
    internal static readonly PostMortemId B = new("01B");
    internal static readonly Place Incident = new("slack", "T1", "C1");
    internal static readonly Place Other = new("slack", "T1", "C2");

    internal IPostMortemStore Store { get; private set; } = null!; // Set before each test.

    internal static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>One more copy of the bot on the same stored things.</summary>
    internal abstract Task<IPostMortemStore> OpenAsync();

    protected abstract ValueTask CloseAsync();

    public async ValueTask InitializeAsync() => Store = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    internal static TitleSet Title(string title) => new(Noon, Dana, title);

    internal static StreamAppend Onto(PostMortemId stream, long expected, params IReadOnlyList<PostMortemEvent> facts) =>
        new(stream, expected, facts, new ListRow(stream, expected + facts.Count, $"{{\"of\":\"{stream}\"}}") { Began = Noon, Life = "Capturing" });

    internal static Append Wish(string receipt, params IReadOnlyList<StreamAppend> streams) => new(Org, receipt, streams);

    internal static WorkPut Work(string key, Instant due, string body = "{}", string queue = "C1") => new(key, "post", queue, due, body);

    internal Task<AppendResult> Append(string receipt, params IReadOnlyList<StreamAppend> streams) => Store.AppendAsync(Wish(receipt, streams), Stop);

    internal async Task<IReadOnlyList<string>> Titles(PostMortemId stream) =>
        [.. (await Store.ReadAsync(Org, stream, 0, Stop)).Cast<TitleSet>().Select(fact => fact.Title)];

    [Fact]
    public async Task What_is_appended_is_read_in_order()
    {
        Assert.IsType<AppendResult.Appended>(await Append("r1", Onto(A, 0, Title("one"), Title("two"))));
        Assert.IsType<AppendResult.Appended>(await Append("r2", Onto(A, 2, Title("three"))));

        Assert.Equal(["one", "two", "three"], await Titles(A));
        Assert.Equal([Title("three")], await Store.ReadAsync(Org, A, 2, Stop));
    }

    [Fact]
    public async Task An_unknown_stream_and_another_organisations_stream_are_empty()
    {
        await Append("r1", Onto(A, 0, Title("one")));

        Assert.Empty(await Store.ReadAsync(Org, B, 0, Stop));
        Assert.Empty(await Store.ReadAsync("another", A, 0, Stop));
        Assert.Null(await Store.ReceiptAsync("another", "r1", Stop));
    }

    [Fact]
    public async Task An_append_on_an_older_version_is_a_conflict_and_stores_nothing()
    {
        await Append("r1", Onto(A, 0, Title("one"), Title("two")));

        var result = await Store.AppendAsync(Wish("r2", Onto(A, 1, Title("late"))) with { Work = [Work("w", Noon)], Rows = [new RowPut("k", "1")] }, Stop);

        Assert.Equal(new AppendResult.Conflict(A), result);
        Assert.Equal(["one", "two"], await Titles(A));
        Assert.Null(await Store.ReceiptAsync(Org, "r2", Stop));
        Assert.Empty(await Store.DueWorkAsync(Noon, 10, Stop));
        Assert.Null(await Store.RowAsync(Org, "k", Stop));
    }

    [Fact]
    public async Task An_append_on_a_version_that_is_not_there_yet_is_a_conflict() =>
        Assert.Equal(new AppendResult.Conflict(A), await Append("r1", Onto(A, 3, Title("early"))));

    [Fact]
    public async Task A_repeated_receipt_stores_nothing_and_tells_what_it_brought_about()
    {
        await Append("r0", Onto(A, 0, Title("one")));
        await Append("r1", Onto(A, 1, Title("two"), Title("three")));
        await Append("r2", Onto(A, 3, Title("four")));

        var again = await Append("r1", Onto(A, 4, Title("two"), Title("three")));

        Assert.Equal(new AppendResult.Before(new Receipt("r1", A, 1, 3)), again);
        Assert.Equal(["one", "two", "three", "four"], await Titles(A));
        Assert.Equal(new Receipt("r1", A, 1, 3), await Store.ReceiptAsync(Org, "r1", Stop));
    }

    [Fact]
    public async Task The_receipt_is_looked_at_before_the_version()
    {
        await Append("r1", Onto(A, 0, Title("one")));

        Assert.IsType<AppendResult.Before>(await Append("r1", Onto(A, 0, Title("one"))));
    }

    [Fact]
    public async Task Several_streams_are_appended_together()
    {
        await Append("r1", Onto(A, 0, Title("a")), Onto(B, 0, Title("b")));

        Assert.Equal(["a"], await Titles(A));
        Assert.Equal(["b"], await Titles(B));
    }

    [Fact]
    public async Task Of_several_streams_one_conflict_drops_all()
    {
        await Append("r1", Onto(B, 0, Title("b")));

        Assert.Equal(new AppendResult.Conflict(B), await Append("r2", Onto(A, 0, Title("a")), Onto(B, 0, Title("late"))));

        Assert.Empty(await Titles(A));
        Assert.Equal(["b"], await Titles(B));
    }

    [Fact]
    public async Task A_place_names_the_stream_that_bound_it_first()
    {
        await Append("r1", Onto(A, 0, Title("a")) with { Binds = [Incident] });

        var second = await Append("r2", Onto(B, 0, Title("b")) with { Binds = [Incident] });

        Assert.Equal(new AppendResult.PlaceTaken(Incident, A), second);
        Assert.Empty(await Titles(B));
        Assert.Equal(A, await Store.AtPlaceAsync(Org, Incident, Stop));
        Assert.Null(await Store.AtPlaceAsync(Org, Other, Stop));
        Assert.Null(await Store.AtPlaceAsync("another", Incident, Stop));
    }

    [Fact]
    public async Task A_place_once_freed_may_be_bound_again_but_only_its_holder_frees_it()
    {
        await Append("r1", Onto(A, 0, Title("a")) with { Binds = [Incident] });
        await Append("r2", Onto(B, 0, Title("b")) with { Frees = [Incident] });
        Assert.Equal(A, await Store.AtPlaceAsync(Org, Incident, Stop));

        await Append("r3", Onto(A, 1) with { Frees = [Incident] });
        Assert.Null(await Store.AtPlaceAsync(Org, Incident, Stop));
        Assert.IsType<AppendResult.Appended>(await Append("r4", Onto(B, 1, Title("b")) with { Binds = [Incident] }));
        Assert.Equal(B, await Store.AtPlaceAsync(Org, Incident, Stop));
    }

    [Fact]
    public async Task A_merge_hands_a_place_over_in_one_append()
    {
        await Append("r1", Onto(A, 0, Title("a")) with { Binds = [Incident] });

        await Append("r2", Onto(B, 0, Title("b")) with { Binds = [Incident] }, Onto(A, 1, Title("a2")) with { Frees = [Incident] });

        Assert.Equal(B, await Store.AtPlaceAsync(Org, Incident, Stop));
    }

    [Fact]
    public async Task An_incident_number_leads_to_its_stream_and_cannot_be_taken()
    {
        await Append("r1", Onto(A, 0, Title("a")) with { IncidentIds = ["INC-1001"] });
        await Append("r2", Onto(A, 1, Title("a")) with { IncidentIds = ["INC-1002"] });

        var taken = await Append("r3", Onto(B, 0, Title("b")) with { IncidentIds = ["INC-1001"], Binds = [Other] });

        Assert.Equal(new AppendResult.IncidentIdTaken("INC-1001", A), taken);
        Assert.Null(await Store.AtPlaceAsync(Org, Other, Stop));
        Assert.Equal(A, await Store.ByIncidentIdAsync(Org, "INC-1001", Stop));
        Assert.Equal(A, await Store.ByIncidentIdAsync(Org, "INC-1002", Stop));
        Assert.Null(await Store.ByIncidentIdAsync(Org, "INC-1003", Stop));
    }

    [Fact]
    public async Task A_captured_message_leads_to_its_stream()
    {
        var message = new MessageRef(Incident, "1730635200.000100");
        await Append("r1", Onto(A, 0, Title("a")) with { Messages = [message.Key] });

        Assert.Equal(A, await Store.ByMessageAsync(Org, message.Key, Stop));
        Assert.Null(await Store.ByMessageAsync(Org, message.Key + "0", Stop));
    }

    [Fact]
    public async Task The_list_has_a_line_a_stream_newest_first()
    {
        await Append("r1", Onto(A, 0, Title("a")));
        var later = Onto(B, 0, Title("b"));
        await Append("r2", later with { Summary = later.Summary with { Began = Noon + Duration.FromTicks(1), Life = "Draft" } });
        await Append("r3", Onto(A, 1, Title("a2"), Title("a3")));

        Assert.Equal(
            [new ListRow(B, 1, "{\"of\":\"01B\"}") { Began = Noon + Duration.FromTicks(1), Life = "Draft" }, new ListRow(A, 3, "{\"of\":\"01A\"}") { Began = Noon, Life = "Capturing" }],
            await Store.ListAsync(Org, Stop));
        Assert.Equal([A, B], await Store.StreamsAsync(Org, Stop));
        Assert.Equal([Org], await Store.OrganisationsAsync(Stop));
        Assert.Empty(await Store.ListAsync("another", Stop));
    }

    [Fact]
    public async Task An_append_without_streams_stores_its_work_and_rows_once()
    {
        var wish = Wish("r1") with { Work = [Work("w", Noon)], Rows = [new RowPut("k", "1", 0)] };

        Assert.IsType<AppendResult.Appended>(await Store.AppendAsync(wish, Stop));
        Assert.IsType<AppendResult.Before>(await Store.AppendAsync(wish, Stop));

        Assert.Single(await Store.DueWorkAsync(Noon, 10, Stop));
        Assert.Equal("1", (await Store.RowAsync(Org, "k", Stop))!.Body);
    }

    [Fact]
    public async Task A_row_that_changed_since_it_was_expected_drops_the_append()
    {
        await Store.PutAsync(Org, [new RowPut("k", "1")], Stop);

        Assert.Equal(new AppendResult.Conflict(A), await Store.AppendAsync(Wish("r1", Onto(A, 0, Title("a"))) with { Rows = [new RowPut("k", "2", 0)] }, Stop));

        Assert.Empty(await Titles(A));
    }

    [Fact]
    public async Task A_redaction_overwrites_the_stored_text_and_is_itself_a_fact()
    {
        await Append("r1", Onto(A, 0, Title("password hunter2"), Title("other")));

        var result = await Store.RedactAsync(
            Wish("r2", Onto(A, 2, new TextRedacted(Noon, Dana, "title", 1))),
            new Dictionary<long, PostMortemEvent> { [1] = Title("[redacted]") },
            Stop);

        Assert.IsType<AppendResult.Appended>(result);
        Assert.Equal([Title("[redacted]"), Title("other"), new TextRedacted(Noon, Dana, "title", 1)], await Store.ReadAsync(Org, A, 0, Stop));
    }

    [Fact]
    public async Task A_redaction_on_an_older_version_changes_nothing()
    {
        await Append("r1", Onto(A, 0, Title("one"), Title("two")));

        var result = await Store.RedactAsync(
            Wish("r2", Onto(A, 1, new TextRedacted(Noon, Dana, "title", 1))), new Dictionary<long, PostMortemEvent> { [1] = Title("gone") }, Stop);

        Assert.Equal(new AppendResult.Conflict(A), result);
        Assert.Equal(["one", "two"], await Titles(A));
    }

    [Fact]
    public async Task A_redaction_changes_no_facts_kind_and_invents_none()
    {
        await Append("r1", Onto(A, 0, Title("one")));
        var redacted = new TextRedacted(Noon, Dana, "title", 1);

        await Assert.ThrowsAsync<ArgumentException>(() => Store.RedactAsync(Wish("r2", Onto(A, 1, redacted)), new Dictionary<long, PostMortemEvent> { [1] = redacted }, Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.RedactAsync(Wish("r3", Onto(A, 1, redacted)), new Dictionary<long, PostMortemEvent> { [9] = Title("x") }, Stop));

        Assert.Equal(["one"], await Titles(A));
    }

    [Fact]
    public async Task Old_receipts_are_forgotten_and_young_ones_kept()
    {
        await Append("r1", Onto(A, 0, Title("one")));

        Assert.Equal(0, await Store.ForgetReceiptsAsync(Noon, Stop));
        Assert.NotNull(await Store.ReceiptAsync(Org, "r1", Stop));

        Assert.Equal(1, await Store.ForgetReceiptsAsync(Noon + Duration.FromTicks(1), Stop));
        Assert.Null(await Store.ReceiptAsync(Org, "r1", Stop));
    }

    [Fact]
    public async Task A_refusal_is_kept_with_who_and_what()
    {
        await Store.AuditAsync(Org, Noon, Dana, "review.approve", "01A", "the author never approves", Stop);

        Assert.Equal([new AuditRow(Noon, Dana, "review.approve", "01A", "the author never approves")], await Store.AuditedAsync(Org, 10, Stop));
        Assert.Empty(await Store.AuditedAsync("another", 10, Stop));
    }

    [Fact]
    public async Task Nothing_is_stored_when_the_caller_gave_up_before()
    {
        using var gaveUp = new CancellationTokenSource();
        await gaveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.AppendAsync(Wish("r1", Onto(A, 0, Title("one"))), gaveUp.Token));

        Assert.Empty(await Titles(A));
    }

    [Fact]
    public async Task Hostile_text_comes_back_as_it_was()
    {
        var text = "'; DROP TABLE facts; -- \0 \u202e <!channel> | \r\n \ud83d\ude00 \u2028 \"";
        await Append(text, Onto(new PostMortemId(text), 0, Title(text)));

        Assert.Equal([text], await Titles(new PostMortemId(text)));
        Assert.NotNull(await Store.ReceiptAsync(Org, text, Stop));
    }
}

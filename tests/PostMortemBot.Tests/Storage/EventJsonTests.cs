using System.Text.Json;
using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Storage;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Storage;

public sealed class EventJsonTests
{
    private static readonly Instant At = Instant.FromUtc(2025, 11, 3, 2, 14);
    private static readonly PersonId Dana = new("01DANA");

    public static TheoryData<string> Kinds { get; } = [.. FactValues.Kinds.Select(kind => kind.Name)];

    [Fact]
    public void Every_fact_of_the_domain_is_registered() =>
        Assert.Equal(FactValues.Kinds.Select(kind => kind.Name), StoredFacts.All.Select(kind => kind.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_fact_comes_back_as_it_was(string name)
    {
        var kind = FactValues.Kinds.Single(kind => kind.Name == name);
        foreach (var fact in new[] { FactValues.Full(kind), FactValues.Bare(kind) })
        {
            var read = EventJson.Read(EventJson.Write(fact));

            Assert.True(FactValues.Same(fact, read), EventJson.Write(fact) + "\n" + EventJson.Write(read));
        }
    }

    /// <summary>A kept state is never written to by what comes after it, not even where a fact changes nothing but the version.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_fact_leaves_the_state_before_it_as_it_was(string name)
    {
        var kind = FactValues.Kinds.Single(kind => kind.Name == name);
        var before = Evolve.Fold(new("p"), [new IncidentStarted(At, Dana, new Place("web", "try", "c"), 1, "Slow"), FactValues.Full(typeof(ReviewRequested))]);
        var copy = before with { };

        var after = Evolve.Apply(before, FactValues.Full(kind));

        Assert.Equal(copy, before);
        Assert.Equal((2, 3), (before.Version, after.Version));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(120_000_000)]
    [InlineData(123_456_700)]
    [InlineData(999_999_999)]
    public void A_moment_is_written_as_its_pattern_has_it(int nanoseconds)
    {
        foreach (var second in new[] { Instant.MinValue, Instant.FromUnixTimeSeconds(-1), Instant.FromUnixTimeSeconds(0), At, Instant.MaxValue - Duration.FromSeconds(1) })
        {
            var moment = second.PlusNanoseconds(nanoseconds);
            var written = EventJson.Write(new TitleSet(moment, Dana, "Slow"));

            Assert.Contains($"\"{NodaTime.Text.InstantPattern.ExtendedIso.Format(moment)}\"", written, StringComparison.Ordinal);
            Assert.Equal(moment, EventJson.Read(written).At);
        }
    }

    [Fact]
    public void The_shapes_of_facts_are_those_approved() =>
        Approved.Match("facts.json", string.Join('\n', FactValues.Kinds.Select(kind => EventJson.Write(FactValues.Full(kind)))) + "\n");

    [Fact]
    public void Every_approved_sample_is_still_read()
    {
        var lines = File.ReadAllLines(Path.Combine(TestFolders.Tests, "Storage", "Approved", "facts.json"));

        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Equal(line, EventJson.Write(EventJson.Read(line))));
    }

    [Fact]
    public void A_fact_is_stored_under_its_own_name() =>
        Assert.Equal(
            """{"fact":"titleSet","title":"Checkout is down","at":"2025-11-03T02:14:00Z","by":"01DANA"}""",
            EventJson.Write(new TitleSet(At, Dana, "Checkout is down")));

    [Theory]
    [MemberData(nameof(Values))]
    public void Every_kind_of_answer_has_its_short_name(string json, object value)
    {
        var fact = new FieldAnswered(At, Dana, new FieldPath("impact / users"), (FieldValue)value);
        var written = EventJson.Write(fact);

        Assert.Contains("\"value\":" + json + ",", written, StringComparison.Ordinal);
        Assert.Equal(fact, EventJson.Read(written));
    }

    public static TheoryData<string, object> Values { get; } = new()
    {
        { """{"is":"words","text":"about 4,200"}""", new FieldValue.Words("about 4,200") },
        { """{"is":"choice","picked":["Yes"],"remark":"partly"}""", new FieldValue.Choice(["Yes"], "partly") },
        { """{"is":"tick","on":true,"remark":""}""", new FieldValue.Tick(true) },
        { """{"is":"items","entries":["a","b"]}""", new FieldValue.Items(["a", "b"]) },
        { """{"is":"rows","entries":[{"owner":"Dana"}]}""", new FieldValue.Rows([new Dictionary<string, string> { ["owner"] = "Dana" }]) },
    };

    [Theory]
    [InlineData("""{"fact":"neverHeardOf","at":"2025-11-03T02:14:00Z","by":"01DANA"}""")]
    [InlineData("""{"fact":"titleSet","at":"2025-11-03T02:14:00Z","by":"01DANA"}""")]
    [InlineData("""{"fact":"titleSet","title":null,"at":"2025-11-03T02:14:00Z","by":"01DANA"}""")]
    [InlineData("""{"fact":"titleSet","title":"x","at":"yesterday","by":"01DANA"}""")]
    [InlineData("""{"title":"x","at":"2025-11-03T02:14:00Z","by":"01DANA"}""")]
    [InlineData("null")]
    [InlineData("")]
    public void What_is_no_known_fact_is_refused(string json) => Assert.Throws<JsonException>(() => EventJson.Read(json));

    [Fact]
    public void A_field_that_a_later_version_added_breaks_nothing() =>
        Assert.Equal(new TitleSet(At, Dana, "x"), EventJson.Read("""{"title":"x","later":{"a":[1]},"at":"2025-11-03T02:14:00Z","by":"01DANA","fact":"titleSet"}"""));

    [Theory]
    [InlineData("\ud800")]
    [InlineData("a\udc00b")]
    public void Half_a_character_is_stored_as_a_replacement_mark(string text) =>
        Assert.Contains('\ufffd', ((TitleSet)EventJson.Read(EventJson.Write(new TitleSet(At, Dana, text)))).Title);
}

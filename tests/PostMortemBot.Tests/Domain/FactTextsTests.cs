using System.Collections;
using System.Reflection;
using PostMortemBot.Domain;
using PostMortemBot.Tests.Storage;

namespace PostMortemBot.Tests.Domain;

/// <summary>Redaction reaches every text inside every fact.</summary>
public sealed class FactTextsTests
{
    /// <summary>Texts that name things and that nobody writes: they stay, or the history could not be read any more.</summary>
    private static readonly string[] Names =
    [
        "Value", "Platform", "Workspace", "Channel", "Thread", "Hash", "ContentType", "Emoji", "TemplateHash", "IncidentId", "Slo", "Name of MergedInto", "Name of MergedFrom",
        "Id of MessageRef", "Link of MessageRef", "Link of TimelineEventTextRead", "What of TextRedacted", "PageName", "Location", "ContentHash", "Recipient of RecipientAsked", "About of PersonAsked", "Role", "TextHash", "Section",
        "Link of ActionMirrored",
    ];

    public static TheoryData<string> Kinds { get; } = [.. FactValues.Kinds.Select(kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_text_of_a_fact_is_reached(string name)
    {
        var fact = FactValues.Full(FactValues.Kinds.Single(kind => kind.Name == name));

        Assert.Equal([], Written(FactTexts.Change(fact, _ => "COVERED"), "").Where(text => !text.EndsWith("=COVERED", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_fact_without_texts_stays_as_it_is()
    {
        var fact = new EvidenceRemoved(default, new("01DANA"), new("E1"));

        Assert.Same(fact, FactTexts.Change(fact, _ => "COVERED"));
        Assert.Empty(FactTexts.Of(fact));
    }

    private static IEnumerable<string> Written(object? value, string name) => value switch
    {
        null => [],
        string text => [$"{name}={text}"],
        IReadOnlyDictionary<string, string> row => row.Values.Select(cell => $"{name}={cell}"),
        IEnumerable many => many.Cast<object?>().SelectMany(one => Written(one, name)),
        _ when value.GetType().Namespace == typeof(PostMortemEvent).Namespace && (value.GetType().IsClass || value.GetType().IsValueType) && !value.GetType().IsEnum =>
            value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(property => property.Name is not ("WithoutThread" or "Key" or "EqualityContract") && !Names.Contains(property.Name) && !Names.Contains($"{property.Name} of {value.GetType().Name}"))
                .SelectMany(property => Written(property.GetValue(value), property.Name)),
        _ => [],
    };
}

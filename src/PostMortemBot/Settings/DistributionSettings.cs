using PostMortemBot.Domain;

namespace PostMortemBot.Settings;

/// <summary>Reads <c>distribution</c>.</summary>
internal static class DistributionSettings
{
    private static readonly string[] Platforms = ["slack", "teams", "web", "mail"];

    public static Distribution Read(Setting section, KnownHandles people)
    {
        if (!section.IsSection()) return new Distribution();
        return new Distribution
        {
            Required = [.. section.Key("required").Items().Where(item => item.IsSection()).Select(item => Recipient(item, people)).OfType<Recipient>()],
            Optional = [.. section.Key("optional").Items().Where(item => item.IsSection()).Select(item => Optional(item, people)).OfType<OptionalRecipient>()],
        };
    }

    private static OptionalRecipient? Optional(Setting item, KnownHandles people)
    {
        var recipient = Recipient(item, people);
        var when = item.Key("when").Required("[\"p1\"]");
        var conditions = when.Items().Select(Condition).OfType<DistributionCondition>().ToList();
        if (when.IsEmptyList) when.Refuse("no condition is named; write for example [\"ask\"].");
        var printed = item.Key("printed").Text();
        return recipient is null ? null : new OptionalRecipient(recipient, conditions, printed ?? recipient.Name);
    }

    private static DistributionCondition? Condition(Setting item) => item.OneOf(
        ("p1", DistributionCondition.P1),
        ("customer-impact", DistributionCondition.CustomerImpact),
        ("runbook-changes", DistributionCondition.RunbookChanges),
        ("ask", DistributionCondition.Ask));

    private static Recipient? Recipient(Setting item, KnownHandles people)
    {
        var name = item.Key("name").Required("\"SRE Team\"").Text();
        var handle = people.Handle(item.Key("handle"));
        var where = item.Key("where").Items().Select(Address).OfType<Address>().ToList();
        return name is null ? null : new Recipient(name, handle, where);
    }

    /// <summary>Platform and target; null, and noted, when it is neither.</summary>
    public static Address? Address(Setting item)
    {
        if (item.Text() is not { } text) return null;
        var at = text.IndexOf(':', StringComparison.Ordinal);
        var platform = at < 0 ? "" : text[..at].Trim().ToLowerInvariant();
        var target = text[(at + 1)..].Trim();
        if (Platforms.Contains(platform) && target.Length > 0) return new Address(platform, target);
        item.Refuse($"\"{text}\" is no address; write platform and target, such as \"slack:#sre\" or \"mail:sre@example.com\". Platforms: {string.Join(", ", Platforms)}.");
        return null;
    }
}

namespace PostMortemBot.Domain;

/// <summary>Who is told that a post-mortem was published.</summary>
public static class Recipients
{
    private const string UserImpact = "impact.users";
    private const string Runbooks = "prevention.runbooks";

    /// <summary>The required ones, and the optional ones of whom a condition holds.</summary>
    public static IReadOnlyList<Recipient> Of(PostMortem p, Distribution distribution, Template? template) =>
        [.. distribution.Required, .. distribution.Optional.Where(one => one.When.Any(condition => Holds(condition, one.Recipient, p, template))).Select(one => one.Recipient)];

    /// <summary>The optional ones who are not told as it stands, and whom somebody may ask to be told.</summary>
    public static IReadOnlyList<Recipient> ToAsk(PostMortem p, Distribution distribution, Template? template)
    {
        var told = Of(p, distribution, template);
        return [.. distribution.Optional.Where(one => one.When.Contains(DistributionCondition.Ask)).Select(one => one.Recipient).Where(one => !told.Contains(one))];
    }

    /// <summary>Tells one more, because somebody said so. Told already: nothing changes.</summary>
    public static Decision Ask(PostMortem p, Distribution distribution, Template? template, string name, Actor by, NodaTime.Instant now)
    {
        if (!Rights.May(by, Act.Publish, p)) return Decision.Forbid("Whom else to tell is for the author, the SRE team and the process reviewer to say.");
        if (Of(p, distribution, template).Any(one => one.Name == name)) return Decision.Nothing;
        if (ToAsk(p, distribution, template).All(one => one.Name != name)) return Decision.Refuse($"{name} is not on the distribution list any more.");
        return Decision.Accept(new RecipientAsked(now, by.Id, name));
    }

    private static bool Holds(DistributionCondition condition, Recipient recipient, PostMortem p, Template? template) => condition switch
    {
        DistributionCondition.P1 => p.Severity == Severity.P1,
        DistributionCondition.CustomerImpact => p.Complained == true || Says(UserImpact, p, template),
        DistributionCondition.RunbookChanges => p.Actions.Any(action => action.Kind == ActionKind.Runbook) || Says(Runbooks, p, template),
        DistributionCondition.Ask => p.RecipientsAsked.Contains(recipient.Name),
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, "A condition without a rule."),
    };

    /// <summary>Somebody wrote something at the field of this binding, and did not mark it N/A.</summary>
    private static bool Says(string binding, PostMortem p, Template? template) =>
        template?.Fields.Where(field => field.Binding == binding).Any(field => p.Answers.ContainsKey(field.Path) && !p.NotApplicable.Keys.Any(field.Path.IsWithin)) == true;
}

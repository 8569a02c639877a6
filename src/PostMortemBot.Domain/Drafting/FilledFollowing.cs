namespace PostMortemBot.Domain;

/// <summary>What is asked once and stands in several places (<see cref="Binding.Follows"/>): the other places say it in their own words, or are N/A for the same reason.</summary>
internal static class FilledFollowing
{
    /// <summary>Fills what follows an answer; gives back the N/A of what follows an N/A.</summary>
    public static IReadOnlyDictionary<FieldPath, string> Into(Dictionary<string, FieldValue> bound, Template template, PostMortem p, Policy policy)
    {
        var none = new Dictionary<FieldPath, string>();
        foreach (var field in template.Fields.Where(field => !p.Answers.ContainsKey(field.Path) && !p.NotApplicable.ContainsKey(field.Path)))
        {
            if (field.Binding is not { } name || bound.ContainsKey(name) || Bindings.Named(name)?.Follows is not { } first || template.Fields.FirstOrDefault(one => one.Binding == first) is not { } asked) continue;
            if (p.NotApplicable.TryGetValue(asked.Path, out var said)) none[field.Path] = said.Reason;
            else if (p.Answers.TryGetValue(asked.Path, out var answer) && answer.Value is FieldValue.Words { IsEmpty: false } words) bound[name] = new FieldValue.Words(InItsWords(name, words.Text, policy));
        }

        return none;
    }

    private static string InItsWords(string name, string text, Policy policy) => name switch
    {
        "slo.responseTime" => FilledNumbers.PeakText("Peak degradation", text + "ms", TargetOf(policy, SloMeasure.ResponseTime)),
        "slo.errorRate" => FilledNumbers.PeakText("Peak error rate", text + "%", TargetOf(policy, SloMeasure.ErrorRate)),
        _ => text,
    };

    private static string? TargetOf(Policy policy, SloMeasure measure) => policy.Slos.FirstOrDefault(slo => slo.Measure == measure)?.Printed;
}

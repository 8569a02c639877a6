using PostMortemBot.Domain;

namespace PostMortemBot.Settings;

/// <summary>Reads <c>slos</c>.</summary>
internal static class SloSettings
{
    public static IReadOnlyList<Slo> Read(Setting list)
    {
        var slos = new List<Slo>();
        foreach (var item in list.Items().Where(item => item.IsSection()))
        {
            var name = item.Key("name").Required("\"API Availability\"");
            var kind = item.Key("kind").Required("\"time\"").OneOf(("time", SloKind.Time), ("requests", SloKind.Requests));
            var target = item.Key("target").Required("0.999").Share();
            var slo = new Slo(name.Text() ?? "", kind ?? SloKind.Time, target ?? 0.999, item.Key("printed").Required("\"99.9%\"").Text() ?? "")
            {
                TypedAs = Word(item.Key("typedAs")),
                Measure = item.Key("measure").OneOf(("responseTime", SloMeasure.ResponseTime), ("availability", SloMeasure.Availability), ("errorRate", SloMeasure.ErrorRate)) ?? SloMeasure.Other,
                Window = item.Key("window").OneOf(("month", SloWindow.Month), ("30d", SloWindow.ThirtyDays)) ?? SloWindow.Month,
                OtherConsumed = item.Key("otherConsumed").Share(endsToo: true) ?? 0,
            };
            if (slos.Any(other => Taken(other, slo))) name.Refuse($"\"{slo.Name}\" or its typedAs stands here twice; every SLO needs names of its own.");
            slos.Add(slo);
        }

        return slos;
    }

    private static string Word(Setting key)
    {
        if (key.Text() is not { } word) return "";
        if (word.Any(char.IsWhiteSpace)) key.Refuse($"\"{word}\" has a space; people type it as one word.");
        return word;
    }

    private static bool Taken(Slo a, Slo b) =>
        new[] { a.Name, a.TypedAs }.Intersect(new[] { b.Name, b.TypedAs }.Where(word => word.Length > 0), StringComparer.OrdinalIgnoreCase).Any();
}

using PostMortemBot.Domain;

namespace PostMortemBot.Settings;

/// <summary>Reads <c>review</c>. That every part of a template is reviewed is checked where the template is read (<see cref="ReviewPolicy.Unreviewed(Template)"/>).</summary>
internal static class ReviewSettings
{
    private const int MostRoles = 5;

    public static ReviewPolicy Read(Setting section, KnownHandles people, IReadOnlyList<ServiceEntry> services)
    {
        if (!section.IsSection()) return new ReviewPolicy();
        var distinct = section.Key("distinct").YesNo() ?? true;
        var list = section.Key("roles").Required("[ { \"name\": \"Technical\", … } ]");
        var roles = new List<ReviewRole>();
        foreach (var item in list.Items().Where(item => item.IsSection())) Role(item, roles, people, services);
        if (list.IsEmptyList || list.Items().Count > MostRoles) list.Refuse($"{list.Items().Count} roles are named; a review has 1 to {MostRoles}.");
        if (distinct) WarnOfTooFew(list, roles, people);
        return new ReviewPolicy { Roles = roles, Distinct = distinct };
    }

    private static void Role(Setting item, List<ReviewRole> roles, KnownHandles people, IReadOnlyList<ServiceEntry> services)
    {
        var name = item.Key("name").Required("\"Technical\"");
        var title = item.Key("title").Text();
        var asked = Asked(item, people, required: true);
        var sections = item.Key("sections").Required("[\"Executive Summary\"]").Texts().Select(Path).ToList();
        var perService = PerService(item.Key("perService"), people, services);
        if (name.Text() is not { } word) return;
        if (roles.Any(role => string.Equals(role.Name, word, StringComparison.OrdinalIgnoreCase))) name.Refuse($"\"{word}\" stands here twice; every role has one name.");
        else roles.Add(new ReviewRole(word, title ?? word, asked, sections) { PerService = perService });
    }

    private static ReviewersAsked Asked(Setting section, KnownHandles people, bool required)
    {
        var key = section.Key("reviewers").Required("[\"@senior-sre\"]");
        if (key.IsEmptyList) key.Refuse("nobody is named; write for example [\"@senior-sre\"].");
        return new ReviewersAsked(
            [.. key.Items().Select(people.Handle).OfType<string>()],
            [.. section.Key("standIns").Items().Select(people.Handle).OfType<string>()]);
    }

    private static Dictionary<string, ReviewersAsked> PerService(Setting section, KnownHandles people, IReadOnlyList<ServiceEntry> services)
    {
        var own = new Dictionary<string, ReviewersAsked>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in section.Entries())
        {
            if (!value.IsSection()) continue;
            if (!services.Any(service => string.Equals(service.Name, name, StringComparison.OrdinalIgnoreCase)))
            {
                value.Refuse(Closest.To(name, services.Select(service => service.Name)) is { } near ? $"there is no service \"{name}\"; did you mean \"{near}\"?" : $"there is no service \"{name}\"; add it under services.");
            }

            own[name] = Asked(value, people, required: true);
        }

        return own;
    }

    /// <summary>Headings as they stand in the template become the path of template.md T14.</summary>
    private static FieldPath Path(string headings) =>
        new(string.Join(" / ", headings.Split(" / ", StringSplitOptions.TrimEntries).Select(heading => string.Join(' ', heading.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries)))));

    private static void WarnOfTooFew(Setting list, List<ReviewRole> roles, KnownHandles people)
    {
        var able = roles.SelectMany(role => role.Asked.Reviewers.Concat(role.Asked.StandIns)).SelectMany(people.Holders).Select(person => person.Handle).Distinct().Count();
        if (able < roles.Count) list.Warn($"{roles.Count} roles and {able} {(able == 1 ? "person" : "persons")} to hold them; name stand-ins, or set review.distinct to false.");
    }
}

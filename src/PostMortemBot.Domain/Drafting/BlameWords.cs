using System.Text.RegularExpressions;

namespace PostMortemBot.Domain;

/// <summary>Who is made the cause, and with which words. Data for <see cref="PlainWords"/>.</summary>
internal static class BlameWords
{
    /// <summary>Roles, groups and pronouns. Systems are not here: "the node failed to join" is a fact.</summary>
    private const string Role = """
        (?:engineers?|operators?|operations|ops|developers?|devs?|programmers?|admins?|administrators?|sysadmins?|dbas?|interns?|trainees?|juniors?|seniors?|new hires?|employees?|colleagues?
        |reviewers?|testers?|qa|architects?|managers?|management|leads?|leaders?|commanders?|responders?|contractors?|consultants?|freelancers?|vendors?|suppliers?|technicians?|people|person
        |teams?|groups?|staff|crew|support|shift|on-?call|customers?|users?|owners?|authors?|analysts?|he|she|they|we|you|someone|somebody|nobody|no one|everyone|everybody|whoever|individuals?)
        """;

    private const string Failure = """
        (?:forgot|forgets|failed to|fails to|broke|breaks|ignored|neglected|overlooked|missed (?:the|an?|this|that)|messed (?:up|with)|messed|screwed|botched|bungled|fumbled|blew|skipped|bypassed
        |rubber-?stamped|misconfigured|misused|mishandled|misread|mistyped|misjudged|disobeyed|disregarded|violated|fat-?fingered|goofed|caused|crashed|took down|brought down|killed the|wrecked|ruined
        |deleted the wrong|(?:ran|run|typed|pressed|uploaded|chose|picked|used|entered|pushed|deployed|deleted|changed|selected|copied|merged|applied|hit|clicked)(?: on)? (?:the|a|an) (?:wrong|bad|broken|faulty|incorrect|untested)
        |accidentally|mistakenly|carelessly|recklessly|negligently|erroneously|inadvertently|by mistake|lost control|dropped the ball|let (?:this|the|a|us|it)(?: \w+){0,3} (?:slip|down|happen|through)
        |(?:did ?n[o']t|didn't|don't|doesn't|does not|did not|could ?n[o']t be|never|not) (?:bother|care|read|check|checks|follow|test|tests|notice|look|listen|think|pay|do (?:their|his|her|its) (?:homework|job)|understand|know what|escalate|respond|react|communicate|verify|double-check)
        |should know better|should have known better|lacked (?:the )?(?:skills?|knowledge|experience|training|discipline|care)|had no (?:idea|clue)|has no (?:idea|clue)|did a (?:poor|bad|terrible|sloppy)|wrote (?:terrible|bad|sloppy|poor|awful)
        |(?:was|were|is|are)(?: \w+)? (?:lazy|slow to|sloppy|careless|asleep|incompetent|negligent|reckless|inattentive|distracted|not paying|responsible for (?:the|this) (?:failure|outage|incident|delay|error|loss|mistake|problem|downtime)|to blame|at fault|guilty|unprepared))
        """;

    private static readonly string RoleWords = Flat(Role);
    private static readonly string FailureWords = Flat(Failure);

    /// <summary>Up to five words between who and what they failed in: "the engineer on duty last night forgot".</summary>
    private const string Between = @"(?:[ ,]+[\w'-]+){0,5}? +";

    public static IReadOnlyList<WordPattern> Rules { get; } =
    [
        new(@"\b(?:human|user|operator|pilot|people|personnel) (?:error|mistake|failure)s?\b"),
        new(@"\b(?:careless|carelessly|carelessness|negligent|negligently|negligence|sloppy|sloppiness|incompetent|incompetence|inexperienced|unqualified|stupid|stupidity|idiot|idiotic|dumb|lazy|laziness|foolish|reckless|irresponsible|unprofessional|clueless)\b"),
        new(@"\b(?:to blame|to be blamed|is guilty|blames?|blamed on)\b"),
        new(@"\b(?:poor|bad|lack of) (?:judge?ment|discipline|attention|diligence)\b"),
        new(@"\b(?:paid|paying|pay) (?:more |enough |close )?attention\b"),
        new($@"\b(?:error|mistake|fault|failure|carelessness|oversight|slip|blunder)s? (?:by|of|from)(?: (?:the|an?|our|one|some))?(?: [\w-]+){{0,3}} {RoleWords}\b"),
        new($@"\bcaused by (?:the|an?|our|one|some)?(?: ?[\w-]+){{0,2}} ?\b(?:engineers?|operators?|developers?|admins?|dbas?|interns?|contractors?|employees?|technicians?)\b"),
        new($@"\b{RoleWords}(?:'s|s') (?:fault|mistake|error|failure|negligence|carelessness|oversight|blunder)\b"),
        new($@"\b{RoleWords}{Between}{FailureWords}\b"),
        new($@"\b(?:his|her|their) (?:fault|mistake|error|negligence|carelessness|oversight|blunder)\b"),
    ];

    /// <summary>The same for names. Longer names and their first words are both taken: "Sam Ortiz" is called "Sam".</summary>
    public static IReadOnlyList<WordPattern> OfNames(IReadOnlyCollection<string> people)
    {
        var names = people.SelectMany(name => new[] { name.Trim(), name.Trim().Split(' ')[0] })
            .Where(name => name.Length > 1)
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(Regex.Escape)
            .ToList();
        var name = "@?(?:" + string.Join('|', names) + ")";
        return names.Count == 0
            ? []
            :
            [
                new($@"\b{name}(?:(?:[ ,]+[\w'-]+){{0,3}}?) +{FailureWords}\b"),
                new($@"\b{name}(?:'s|s') (?:fault|mistake|error|failure|negligence|carelessness|oversight|blunder)\b"),
                new($@"\b(?:because of|thanks to|due to|caused by|fault of|mistake of|error of|error by|mistake by) {name}\b"),
                new($@"\b{name} (?:was|is) responsible for (?:the|this)\b"),
            ];
    }

    private static string Flat(string pattern) => pattern.ReplaceLineEndings("\n").Replace("\n", "", StringComparison.Ordinal);
}

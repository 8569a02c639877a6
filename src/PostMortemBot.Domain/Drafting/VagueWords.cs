namespace PostMortemBot.Domain;

/// <summary>Actions that cannot be ticked off: a vague verb first, a wish, or a measure-word that measures nothing. Data for <see cref="PlainWords"/>.</summary>
internal static class VagueWords
{
    /// <summary>Who is to do it, and words of wanting: "We should", "Team to", "Priya will", "Please", "There should be".</summary>
    private const string Lead = """
        \A(?:(?:\[.?\]|todo|action(?: item)?|ai|follow-?up|next step|ꙮ+|[a-z]+ team)(?: ?[:–-]) ?)?(?:(?!(?:add|set|write|ask|use|allow|move|change|switch|configure|extend)\b)[\w/&'-]+(?: [\w/&'-]+){0,4}? (?:to|should|shall|must|will|(?:need|have|ought|want)s? to|(?:is|are) (?:to|going to)|can|could|would)(?: (?:all|also|really|try to|be able to|at least))? |please |to |let's |let us |maybe |perhaps |possibly |ideally,? |generally |always |never |someone (?:to|should) |also |just |(?:take|make|have|get) (?:the |some )?(?:time|effort|steps|measures|action|people|everyone|everybody) to )?
        """;

    /// <summary>Good intentions: there is no moment at which they are done, whatever follows.</summary>
    private const string Wish = """
        (?:better|more|less|fewer|stricter|clearer|tighter|closer|stronger|greater|improved|regular|proper|increased|deeper|further|be (?:more|less|better|extra|very)|be (?:careful|proactive|aware|vigilant|mindful|prepared|ready|transparent|quicker|faster)|pay|try|consider|think|look (?:into|at|for|closer|again|more)|(?:take|have) (?:a|an|another) (?:\w+ )?(?:look|pass|think)|keep (?:an eye|in mind|a close|track|watch|an?|monitoring|better)|(?:raise|increase|create|build|spread|promote) (?:the )?(?:awareness|knowledge|trust)|work (?:on|with|together|more|towards?)|make sure|ensure (?:that )?(?:this|we|proper|better|all|everyone|everybody|it|the team|people|adequate|appropriate|sufficient|good|such|there|nobody|no one|teams|similar)
        |communicate|talk to|talk about|speak (?:to|with)|discuss|have (?:an?|more|regular|better) (?:\w+ )?(?:discussions?|meetings?|talks?|chats?|conversations?|syncs?|sessions?)|brainstorm|explore|evaluate|assess|analy[sz]e|investigate|research|revisit|rethink|reconsider|re-?evaluate|re-?assess|study|understand|figure out|get (?:better|a better|more|to the bottom|to grips|rid of|serious|a (?:grip|handle))|come up with|follow(?:ing)? up|circle back|touch base|remind|educate|encourage|foster|promote|support|empower|motivate|sensiti[sz]e|train (?:people|everyone|everybody|staff|the|developers|engineers|operators|our|all|new)|coach|avoid|prevent|learn|strive|aim|find (?:out|a|an|ways|better|some)|see (?:if|whether|how|what)|check (?:if|whether|in with)|be on the|stay (?:on top|alert|vigilant)
        |do (?:an?|some|more|better|further) (?:\w+ )?(?:analysis|research|investigation|digging|testing|review|reviews|job|audit|work|deep[ -]dive|monitoring)|deep[ -]dive|dig (?:into|deeper)|share (?:the )?(?:knowledge|learnings?|lessons)|learn from|focus|put (?:more|greater|a stronger|better) |give (?:more|higher|better)|spend (?:more|some)|invest|prioriti[sz]e|align|sync(?: up)? with|reach out|engage|involve|collaborate|co-?ordinate|take (?:care|more|better|it|appropriate|ownership|responsibility|this)|deal with|sort out|remember|double[ -]check|watch (?:out|for|the)|monitor (?:the|this|more|things|closely|it)|develop an?|establish (?:better|an?|clear\w*)|adopt|embrace|aspire|somehow|start (?:thinking|looking|to)|continue|leverage|know|respect|follow (?:the|best|our|proper|up|all)|be (?:reminded|trained|informed|made|educated|encouraged|told)|(?:get|bring|put) (?:the |our )?[a-z]+ (?:in order|under control|in shape|up to)|plan (?:for|better|ahead)|weigh)
        """;

    /// <summary>Better, but by how much? And things put right without saying how.</summary>
    private const string Degree = """
        (?:improve|enhance|increase|optimi[sz]e|strengthen|harden|streamline|tune|fine-?tune|stabili[sz]e|moderni[sz]e|simplify|reduce|minimi[sz]e|maximi[sz]e|speed up|refactor|rework|re-?factor|clean(?: |-)?up|clean|tidy(?: up)?|address|boost|refine|extend|monitor|handle|review|revise|tighten(?: up)?|loosen|beef up|shore up|step up|ramp up|scale up|level up|bring (?:down|up)|cut down|drive down|raise (?:the|our)|lower the|mature|bolster|reinforce|robustify|expand|formali[sz]e|clarify|standardi[sz]e|consolidate|rationali[sz]e|audit|overhaul|fix up|sharpen|shorten|deepen|broaden|accelerate|upskill|re-?organi[sz]e|re-?structure|re-?design|polish|mitigate|eliminate|resolve|solve|maintain|limit|upgrade|make [\w ,'-]{1,50}? (?:safer|better|faster|easier|clearer|more|less|simpler|robust|quicker|stronger|smarter|cleaner|visible|aware|resilient|reliable|scalable|sure|sense|meaningful))
        """;

    /// <summary>Measure-words that measure nothing.</summary>
    private const string Loose = @"\b(?:more often|more (?:\w+ly|robust|resilient|reliable|careful|tests?|testing|monitoring|training|documentation|time)|as needed|if needed|as (?:required|necessary|appropriate)|if (?:necessary|possible|required)|where (?:possible|necessary|appropriate|needed)|when(?:ever)? (?:possible|there is time|we have time|needed|necessary)|regularly|periodically|properly|thoroughly|appropriate(?:ly)?|adequate(?:ly)?|sufficient(?:ly)?|in general|at some point|in (?:the )?future|going forward|from now on|next time|soon|asap|eventually|some(?:how| kind of| sort of)|or (?:similar|something)|and so on|etc|better(?! than)|best practices?|up[ -]to[ -]date|in mind|need(?:s|ed)? (?:some |more |a bit of )?(?:love|attention|work|improvement|rework|refactoring|clean-?up|tuning|care|thought)|(?:should|must|need(?:s|ed)? to|ha(?:s|ve) to|ought to) (?:all )?be (?:\w+ly )?(?:improved|enhanced|optimi[sz]ed|tuned|reviewed|revised|hardened|tightened|strengthened|streamlined|simplified|clarified|reworked|refactored|cleaned|discussed|considered|investigated|evaluated|addressed|looked|better|more|avoided|prevented|increased|reduced|monitored|updated))\b";

    private static readonly string Leads = Flat(Lead);

    public static IReadOnlyList<WordPattern> Wishes { get; } = [new($@"{Leads}{Flat(Wish)}\b"), new($@"{Loose}"), new(@"\A(?:[\w-]+ ){0,4}(?<!no |once |any )more (?!than)[a-z]"), new(@"\A(?:don't|do not|never|always|no more|nobody should|no one should) [a-z]")];

    public static IReadOnlyList<WordPattern> Rules { get; } =
    [
        .. Wishes,
        new($@"{Leads}{Flat(Degree)}\b"),
        // Plain verbs with a general object and nothing else.
        new(@"\A(?:we (?:should|need to|must|will|want to) |please |to )?(?:fix|update|check|test|add|write|create|extend|do|set up|implement|document|cover|verify|introduce|define|provide|build|use|automate|migrate|replace|remove|plan|schedule|get|have|run|perform|conduct|hold|organi[sz]e|stop|start)(?: (?:the|our|more|some|better|all|any|proper|general|an?|additional|new|old|good|clear))*(?: [\w-]+){0,2}[.!]?\z"),
        // A noun of change and nothing else: "Monitoring improvements", "Runbook cleanup".
        new(@"\A(?:[\w-]+ ){1,4}(?:improvements?|clean-?ups?|hardening|tuning|optimi[sz]ations?|enhancements?|reviews?|refactoring|training|awareness|sharing|discipline|hygiene)[.!]?\z"),
    ];

    /// <summary>A count, a date or a measure: excuses even a wish. A digit inside a name ("db-3", "SEC-88") is no measure.</summary>
    public static WordPattern Dated { get; } =
        new("""(?<![\w-])(?:v?[0-9])|\b(?:by|before|until|on) (?:next )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may\b|june|july|august|september|october|november|december|the end of|end of|release|q[1-4])|\bdone when\b|\bso that\b|[`"“”]""");

    /// <summary>Something that can be checked: besides, a quoted name, a condition, from what to what. Excuses a verb of degree.</summary>
    public static WordPattern Measured { get; } =
        new("""[`"“”]|\b(?:zero|one|two|three|four|five|six|seven|ten|twice|half|each|every) [a-z]+|\ball (?:the )?[a-z]+ (?:of|that|with|in)\b|\b(?:when|until|unless|so that|before the|instead of|per (?:second|minute|hour|day)|with a target|target of|linked? (?:in|from|to)|every (?:day|week|month|quarter|release))\b""");

    private static string Flat(string pattern) => pattern.ReplaceLineEndings("\n").Replace("\n", "", StringComparison.Ordinal);
}

namespace PostMortemBot.Domain;

/// <summary>
/// Who is made the cause, and with which words. Data for <see cref="PlainWords"/>. The grammar is: somebody, at most a few words about them, and a
/// verb of failing. Verbs that only people do (to forget, to neglect) need no known subject; verbs that systems do too (to fail, to break) need one.
/// </summary>
internal static class BlameWords
{
    /// <summary>People by role, pronoun or known name. Not "they" and "users": those are as often nodes, or customers who failed to log in.</summary>
    private const string Person = """
        (?:ꙮ+|engineers?|operators?|operations|ops|developers?|devs?|programmers?|admins?|administrators?|sysadmins?|dbas?|sres?|interns?|trainees?|apprentices?|juniors?|seniors?|new hires?|newcomers?|employees?|colleagues?
        |reviewers?|approvers?|testers?|qa|architects?|managers?|management|leadership|bosses|boss|leads?|leaders?|commanders?|responders?|contractors?|consultants?|freelancers?|vendors?|suppliers?|providers?|partners?|technicians?|people|person|guys?|folks|analysts?|officers?|supervisors?|coordinators?|integrators?|specialists?|experts?|directors?|dispatchers?|planners?|designers?|nurses?|physicians?|members?|students?|subcontractors?|liaison|cto|ceo
        |teams?|groups?|squads?|tribes?|departments?|help-?desk|service desk|desk|staff|crew|support|shift|on-?call(?: person)?|owners?|authors?|maintainers?|committers?|individuals?|marketing|sales|finance|legal|procurement|he|she|we|someone|somebody|nobody|no one|everyone|everybody|whoever)
        """;

    private const string Anybody = "(?:customers?|users?|they|you|one|[a-z]+ (?:team|department|group)|platform|security|networks?|finance|marketing|sales)";

    /// <summary>Between who and what: a place or a team, a clause with "who", an adverb or auxiliary; never the subject of another clause.</summary>
    private const string Gap = """
        (?:,? who(?:[ ,]+[\w'-]+){1,8}?)?(?:,? (?:on|in|of|from|at|for|with|behind|responsible for)(?: [\w'-]+){1,5}?)?(?:,? (?!(?:that|because|when|while|as|and|but|which|so|if|after|before|the|an?|whose|where|how|why|whether|its?|until|to|can|could|may|might|cannot)\b)[\w'-]+){0,3}?,? 
        """;

    /// <summary>People do these; systems do them too.</summary>
    private const string Slip = """
        (?:fail(?:ed|s) (?:to (?!reproduce|reach|connect|find|log|sign|load|access|join|receive)|us\b|at (?:his|her|their))|brok?en? (?!down|into)|breaks |missed (?!the (?:slo|sla|target))(?:the|an?|this|that|it|several|all)\b|skipp(?:ed|ing) |bypass(?:ed|es) |caus(?:ed|es) |crash(?:ed|es) the |took (?:down|out) |(?:brought|takes|bringing) down |killed |wreck(?:ed|s) |ruin(?:ed|s) |nuked |wiped |trashed |clobbered |delay(?:ed|s) (?:the|us|our)
        |(?:gave|told|sent|provided|wrote|published|passed|supplied|booked|ordered|plugged|deleted|dropped|ran|run|typed|pressed|uploaded|chose|picked|used|entered|pushed|deployed|changed|selected|copied|merged|applied|hit|clicked|restarted|unplugged|called|paged|edited|pulled|opened|rebooted)(?: on| in| out| us| them| me| everyone| (?:the )?[a-z]+)? (?:the |an? |his |her |some )?(?:wrong|misleading|bad|broken|faulty|incorrect|untested|unreviewed|half-\w+|incomplete|outdated)\b
        |(?:did|does|do|has|have|had)(?: not|n't| n't)(?: \w+ly| even| really| actually| ever)? (?:car(?:e|ed)|test(?:s|ed)?|follow(?:ed)?|listen(?:ed)?|think|thought|pay|paid|understand|understood|escalated?|respond(?:ed)?|react(?:ed)?|communicated?|verif(?:y|ied)|double[ -]?check(?:ed)?|pay heed|coordinate|review(?:ed)?|ask(?:ed)?|warn(?:ed)?|consult(?:ed)?|consider(?:ed)?|documented?|validated?|prepared?|planned|plan|remember(?:ed)?|pick up|show up|wake up|stick to|stuck to|adhered?|coordinated?|speak|speak up|do (?:his|her|their|its|the) (?:homework|job|work)|look(?:ed)? (?:at|before|closely|into|properly)|check(?:ed)? |read |tell|told |inform(?:ed)? |know (?:what (?:he|she|they|we)|how to)|realis|realiz|take (?:the|it|this|care)|hand over|finish (?:his|her|their|the))
        |never (?!received|got|saw|had|failed|been|again)[a-z]+|refus(?:ed|es) to |(?:chose|decided|preferred|opted|elected) (?:to (?:ignore|skip|bypass|disregard|wait|do nothing|postpone|cut)|not to|against)|thought (?:to|of|about) (?=.*)|felt (?:responsible|in charge)|cared|took (?:ownership|responsibility)|insisted |overruled |overrode |ignor(?:ed|es|ing) |disregard(?:ed|s) |dismiss(?:ed|es) |wait(?:ed)? (?:far |way |much )?too long|hesitated |panick?ed|rushed |wasted |left (?:the |an? |it |us |his |her |our )[^.;]{0,40}?(?:open|on|off|unattended|unfinished|broken|untested|hanging|disabled|behind|in the dark|exposed|unlocked|running|half\b)
        |(?:was|were|is|are|been|'s)(?: \w+)? (?:slow to|asleep|fast asleep|distracted|not paying|unprepared|too (?:slow|lazy|busy|proud|tired|quick|eager|hasty|trusting|inexperienced|confident)|not (?:careful|qualified|trained|prepared|up to|competent|attentive|listening|following)|responsible for (?:the|this) (?:failure|outage|incident|delay|error|loss|mistake|problem|downtime|mess)|to blame|at fault|guilty|nowhere to be (?:found|seen)|the culprit)
        |(?:wasn't|weren't|isn't|aren't) (?:careful|qualified|trained|prepared|up to|competent|attentive|listening|following|paying)|(?:should|must|need(?:s|ed)? to|ought to|has to|have to|could) (?:really |all |just |simply )?(?:be (?:far |much |a lot )?(?:more |less )?(?:careful|attentive|diligent|vigilant|responsible|thorough|careless|disciplined)|know better|pay (?:more |closer )?attention|learn (?:to|how)|stop|think (?:before|twice|harder)|listen|do (?:his|her|their|its) (?:job|homework)|take (?:more |better )?(?:care|responsibility))
        |(?:should|ought to|could)(?:n't| not| at least| really)*(?: have|'ve) |lack(?:s|ed) (?:the |any |basic )?(?:skills?|knowledge|experience|training|discipline|care|competence|understanding|attention)|ha(?:d|s|ve) no (?:idea|clue|business|right to|understanding)|did a (?:poor|bad|terrible|sloppy|lousy|half)|did (?:very )?poorly|wrote (?:terrible|bad|sloppy|poor|awful|buggy)|got (?:it|this|that|the \w+) (?:completely |all )?wrong|lost (?:control|track|sight)|tripped over|jumped the gun|(?:keeps?|kept|is|are|was|were)(?: always| constantly| again| forever| simply| too busy)* (?:breaking|forgetting|ignoring|skipping|causing|messing|blocking|delaying|overlooking|sleeping|guessing)\b
        |(?:did|done|do) (?:absolutely |literally |simply )?nothing|looked (?:away|on|elsewhere)|stood by|sat (?:by|idle|around)|wav(?:ed|ing) (?:it|this|that|the [a-z]+|everything) through|left (?:us|everyone|everybody|me) |managed to (?:break|delete|lock|take|bring|drop|crash|kill|lose|wipe|miss|ruin|mess)|made (?:the |an? |another )?(?:[a-z]+ )?(?:mistake|error|blunder|bad call|wrong call|bad decision|wrong decision|typo|mess)\b|needs? (?:more |better |some |proper |urgent )*(?:training|coaching|supervision)|should be (?:re-?trained|fired|ashamed|disciplined|spoken|reminded|reprimanded)|(?:acted|decided|went ahead|did (?:it|this|that)|changed (?:it|this))(?: this| that| it)? (?:all )?(?:on|by) (?:his|her|their) own|(?:was|is|were|are) the (?:only |real |main )?(?:reason|cause|culprit|problem|root cause|weak(?:est)? link)\b|(?:copy-)?pasted the wrong|(?:thought|figured|decided|guessed) (?:it|he|she|they|that) (?:would|could|can|was|were) (?:be )?(?:fine|ok|okay|safe|not needed|unnecessary|skip|do without|get away))
        """;

    /// <summary>Only people do these.</summary>
    private const string Lapse = """
        (?:forg[eo]t(?:s|ten)? (?!password)|forgot(?= password to)|neglect(?:ed|s|ing) |overlook(?:ed|s) |mess(?:ed|ing|es)(?: it| this| things| everything)? (?:up|with)|messed|screw(?:ed|s|ing)(?: it| this| things| us)? (?:up|over)|screwed|botch(?:ed|es)|bungl(?:ed|es)|fumbl(?:ed|es)|blew (?:it|up the)|rubber-?stamp(?:ed|s)|misconfigured (?:the|our|an?|it)\b|misus(?:ed|es) |mishandl(?:ed|es)|misread |mistyped |misjudg(?:ed|es)|mismanag(?:ed|es)|misunderstood |misinterpreted |miscalculated |misspelled |disobey(?:ed|s)|violated (?:the|our) (?:freeze|policy|procedure|process|rule)|fat-?finger(?:ed|s|ing)|goof(?:ed|s)|slack(?:ed|ing) off
        |slept through|fell asleep|overslept|dozed off|asleep at the wheel|drop(?:ped|s) the ball|let (?:us|everyone|everybody|the team|the side) down|let (?:this|the|an?|us|it)(?: \w+){0,3} (?:slip|happen|through)|cut(?:ting)? corners|took (?:a )?short-?cuts?|turned a blind eye|looked the other way|brush(?:ed|ing) (?:off|aside|it off)|shrugg(?:ed|ing) (?:it |this |them |us )?off|gloss(?:ed|ing) over|went rogue|sat on (?:the|it|this|our)|drag(?:ged|ging) (?:his|her|their|its) feet|passed the buck
        |(?:did|could|would|can|does)(?:n't| not) (?:even )?(?:bother|be bothered|care (?:to|about|enough))|never (?:even |once )?bother(?:s|ed)?|bothered to|(?:has|had|have|not|n't) done (?:his|her|their|its) (?:job|homework|part)|(?:one|ones|people|person|guy|same team|engineers?|developers?) who (?:always |again )?(?:broke|breaks?|brought|caused|wrecked|deleted|dropped|killed|took)\b|took (?:the trouble|(?:his|her|their) (?:own )?(?:sweet )?time|(?:far |way |much )too long)|paid no (?:attention|heed)|without (?:so much as|even)|took it (?:upon|on) (?:himself|herself|themselves)|(?:obviously|clearly|evidently) (?:did|does|do|had)(?:n't| not| no)|had no clue|hasn't got a clue|haven't got a clue|a clue what)
        """;

    private const string Judged = "careless(?:ly|ness)?|negligen(?:t|tly|ce)|slopp(?:y|ily|iness)|incompeten(?:t|ce|cy)|inexperienced|unqualified|unskilled|stupid(?:ly|ity)?|idiot(?:ic|s)?|dumb|laz(?:y|ily|iness)|foolish(?:ly)?|reckless(?:ly|ness)?|irresponsibl[ey]|unprofessional(?:ly)?|amateur(?:s|ish)?|clueless|complacen(?:t|cy)|arrogan(?:t|ce)|ignoran(?:t|ce)|inattenti(?:on|ve|veness)|thoughtless(?:ly|ness)?|clums(?:y|ily|iness)|inept(?:itude)?|half-?assed|lousy|haphazard(?:ly)?|forgetful(?:ness)?|absent-?minded|overconfiden(?:t|ce)|ham-?fisted|cowboy|pebkac";

    private const string Fault = "(?:fault|mistake|error|failure|negligence|carelessness|oversight|slip(?:-?up)?|blunder|typo|screw-?up|incompetence|inability|refusal|unwillingness|haste|lack of|poor|bad|sloppy|careless|reckless|hasty|wrong|untested|broken|thoughtless|inattention|inexperience|doing|watch|idea|(?:[a-z]+ ){1,5}(?:cost|caused|broke|brought|took down|led to|killed|ruined|triggered)(?! us to))";

    private static readonly string Who = Flat(Person);
    private static readonly string All = $"(?:{Who}|{Anybody})";
    private static readonly string Then = Flat(Gap);
    private static readonly string Slips = Flat(Slip);
    private static readonly string Lapses = Flat(Lapse);

    /// <summary>"git blame" is a command, "blameless" a virtue, and "human error is not a cause" what the hint would say.</summary>
    public static WordPattern Innocent { get; } =
        new(@"\bgit blame\b|\b(?:no|without|not|nor|never|nobody is|no one is|isn't|aren't|wasn't|than)(?: an?| any| about| to| assigning| simply)*(?: be)? (?:blam\w+|human error|(?:operator|user) error|careless\w*|negligen\w+)|\bhuman error(?:s|\W)*? ?(?:is|was|are|were)(?:n't| not| never| no\b)|\bblame(?:less|-free| culture)");

    public static IReadOnlyList<WordPattern> Rules { get; } =
    [
        new(@"\b(?:human|user|operator|pilot|people|personnel|manual|rookie|beginner'?s?|layer[ -]?8|silly|stupid|embarrassing) (?:error|mistake|failure|blunder)s?\b(?! (?:page|message|code|rate|screen|report|log))"),
        new($@"\b(?:{Judged})\b"),
        new(@"\b(?:to blame|to be blamed|is guilty|put(?:s|ting)? the blame|blam(?:es|ing)|blame (?:the|him|her|them|on|for|goes|ꙮ+)|blamed on|takes? the blame|blamed on|finger trouble|the culprit (?:is|was) ꙮ+)\b"),
        new(@"\b(?:poor|bad|lack of|no) (?:judge?ment|discipline|attention|diligence|care|professionalism|competence|skill|common sense|foresight|rigou?r)\b"),
        new(@"\b(?:paid|paying|pay) (?:more |enough |close |closer |proper )?attention\b"),
        new($@"\b(?:fault|blame|mistake|error|failure|guilt|responsibility for (?:the|this) (?:outage|failure|incident|delay|mess)) (?:\w+ )?(?:lies|lay|rests|rested|falls|is|was) (?:\w+ )?(?:with|by|on|at|from) (?:the |our |an? )?(?:[\w-]+ ){{0,3}}?{All}"),
        new($@"\b(?:error|mistake|fault|failure|carelessness|oversight|slip(?:-up)?|blunder|negligence|typo|inexperience|ignorance|haste|impatience|inattention|indifference|incompetence|inability|refusal|unwillingness|reluctance|arrogance|lack of [a-z]+)s? (?:made |committed |introduced )?(?:by|of|from|on the part of|made by)(?: (?:the|an?|our|one|some))?(?: [\w-]+){{0,3}}? {Who}\b"),
        new($@"\b(?:caused|broken|introduced|triggered|overlooked|ignored|missed|forgotten|botched|neglected|dismissed|mis[a-z]+ed) by (?:the |an? |our |one |one of |some )*(?:[\w-]+ ){{0,3}}?(?:ꙮ+|engineers?|operators?|developers?|admins?|dbas?|interns?|contractors?|employees?|technicians?|teams?|staff|colleagues?|reviewers?|managers?|consultants?)\b"),
        new($@"(?<verb>(?:'s?) (?:own |usual |simple |big |another )?{Fault}\b)(?<=\b(?<who>{All})\k<verb>)|\b(?:his|her|their) (?:own |usual |simple |big |another )?{Fault}\b"),
        new($@"\b(?:because of|due to|owing to|on account of|fault of|courtesy of|down to) ꙮ+|\bthanks to ꙮ+[^.;]{{0,40}}\b(?:lost|down|failed|outage|late|broke|missed|had to|no)\b"),
        new($@"\b(?:this|that|it|one|outage|failure|mess|incident)(?: one)?(?: is|'s| was| are)(?: all| entirely| squarely| purely| clearly)* (?:on|down to) (?:the |our )?(?:[\w-]+ )?{Who}\b"),
        new($@"\b(?<verb>{Lapses})(?:(?<=\b(?<who>{Who}){Then}\k<verb>)|)"),
        new($@"\b(?<verb>{Slips})(?<=\b(?<who>{Who}){Then}\k<verb>)"),
        new($@"\b(?<verb>(?:accidentally|mistakenly|erroneously|inadvertently|by mistake|blindly|hastily|prematurely|wrongly|incorrectly|needlessly|recklessly|single-?handedly)\b)(?<=\b(?<who>{Who}){Then}\k<verb>)"),
        new($@"\b(?<verb>too (?:late|slowly|early|soon|quickly|hastily|long)\b)(?<=\b(?<who>{Who}) (?!can|could|may|might|had|were|was)[^.;:,]{{1,50}} \k<verb>)"),
        new($@"\b(?<verb>without (?:\w+ly )?(?:reading|looking|checking|testing|asking|thinking|reviewing|telling|informing|verifying|understanding|following|consulting|considering|any (?:review|test|check|thought)|a (?:second|review|test|backup|proper)|proper|approval|permission|authori))(?<=\b(?<who>{Who}) (?!can|could|may|might|console)[^.;:]{{1,60}} \k<verb>)"),
        new($@"\b(?<verb>anyway\b|regardless\b|despite (?:(?:the|all|several|repeated|our|clear|many|two|three) )*(?:warnings?|reminders?|being|freeze|advice)|for no (?:good |apparent )?reason|even though (?:he|she|they|we)(?:'d| knew| had| was| were)|against (?:all |our )?(?:advice|policy|(?:the )?(?:rules?|policy|advice|procedure|protocol)))(?<=\b(?<who>{Who}) [^.;:]{{1,70}} \k<verb>)"),
        new($@"\b(?<verb>(?:was|were) (?:supposed|meant|told|asked|reminded|warned)\b[^.;]{{1,60}}?\b(?:but|yet|and) (?:\w+ )?(?:didn't|never|did no|failed|hadn't|had not|ignored|chose|went|kept|decided))(?<=\b(?<who>{Who}) \k<verb>)"),
        new($@"\b(?:had|if) (?:the |our |only )?(?:\w+ )?(?<who>ꙮ+|engineers?|operators?|admins?|dbas?|developers?|on-?call|interns?|contractors?|he|she)(?: had| only| just| simply)* (?:not |n't )?(?:followed|checked|read|paid|tested|looked|listened|done|asked|waited|noticed|thought|known|reacted|escalated|told|used|been (?:more|awake|less|paying|careful))\b|\bheld (?:responsible|accountable|liable)\b|ꙮ+ (?:is|was|'s) the (?:one|person|guy|man|woman|engineer) (?:who|that) (?!found|noticed|fixed|restored|saw|spotted|helped)"),
        new($@"\bhad to (?:call|ask|remind|chase|wake|ping|page|beg|tell|phone)(?: up)? [^.;]{{1,40}}?(?:twice|times|repeatedly|again and again|over and over)"),
        new($@"\b(?<verb>(?:are|is|was|were) (?:to blame|at fault|guilty|careless|responsible for (?:the|this) (?:outage|failure|mess|delay))|ignored (?:our|the|all|every|my)|should know better)(?<=\b(?<who>{Anybody}){Then}\k<verb>)"),
    ];

    private static string Flat(string pattern) => pattern.ReplaceLineEndings("\n").Replace("\n", "", StringComparison.Ordinal);
}

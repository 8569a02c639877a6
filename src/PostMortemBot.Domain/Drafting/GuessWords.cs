namespace PostMortemBot.Domain;

/// <summary>Words of somebody who does not know yet: adverbs, modals, verbs and nouns of belief, hedged openings. Data for <see cref="PlainWords"/>.</summary>
internal static class GuessWords
{
    private const string Adverb = "(?: (?:well|also|already|simply|just|not|even|still|easily|actually|perhaps|indeed|very well))*";

    /// <summary>After "may be", "could be", "must be": what makes it a guess about a cause and not a permission.</summary>
    private const string Guessed = "(?:related|due|caused|linked|connected|tied|attributed|attributable|explained|down to|because|the (?:case|cause|reason|same|result|culprit|one)|a|an|that|why|one of|some|something|someone|another|part of|to do|responsible|behind|at fault|guilty|to blame|wrong|faulty|broken|stale|involved|coincidence|worth|hiding|lurking|from)";

    private const string Belief = "(?:think|thinks|thought|believe|believes|believed|assume|assumes|assumed|suspect|suspects|suspected|guess|guessed|suppose|supposed|imagine|imagined|reckon|reckons|feel|feels|felt|presume|presumed|speculate|speculated|figure|gather|wonder|wondered|doubt|expect|surmise|conjecture|hope)";

    private const string Hunch = "(?:guess|assumption|suspicion|theory|hunch|bet|feeling|impression|sense|hypothesis|speculation|belief|conjecture|instinct|thinking|understanding|money)";

    public static IReadOnlyList<WordPattern> Rules { get; } =
    [
        new(@"\b(?:probably|possibly|perhaps|maybe|presumably|supposedly|apparently|seemingly|conceivably|arguably|purportedly|allegedly|reportedly|ostensibly|plausibly|potentially|surely|doubtless(?:ly)?|no doubt|theoretically|in theory|in all (?:likelihood|probability)|chances are|odds are|somehow|for some reason|for (?:an )?unknown reasons?|(?:un)?likely|likeliest|speculat\w+|(?:prime|main|usual) suspects?)\b"),
        new($@"\b(?:might|may|could|must|can't|cannot|can not)(?:n't)?{Adverb}(?: have|'ve)\b|\bcan only have\b|\b(?:has|had|have) to have been\b"),
        new($@"\bmight{Adverb} (?!be able)[a-z]+|\b(?:could|may|must|can only|should){Adverb} be {Guessed}\b|\bmay well\b|\bcould well\b|\bcould it be\b"),
        new($@"\b(?:I|we|they|people|some|many|most|several|few|engineers|one|[a-z]+ (?:team|people)|ꙮ+)(?: (?:all|still|now|strongly|only|both|currently|therefore|tend to|can only|do|have to|would|'d))* {Belief}\b(?! (?:free|pressure|rate))|\bI'd (?:say|bet|guess|wager|put)\b|\b(?:would|could|can) (?:bet|guess|wager|imagine|assume|argue|say that)\b"),
        new($@"\b(?:my|our|best|wild|educated|gut|working|leading|prevailing|current|general|popular|common|personal|strong) (?:best |working |current |only |gut |first |main |personal |strong )?{Hunch}s?\b(?! (?:of the|in the code))"),
        new(@"\b(?:one|a|the|our|another|current|working|some|team's|favourite|favorite) (?:theory|hunch|suspicion|rumou?r|speculation|consensus) ?(?:is|was|that|goes|in|among|,|being|has)\b|\bone theory\b"),
        new(@"\b(?:it|this|that|there|which) (?:seems?|seemed|appears?|appeared)\b|\bseem(?:s|ed|ing)?\b|\bappear(?:s|ed)? (?:to|as if|as though|that|like)\b|\b(?:it|this|that) looks\b(?! (?:up|at))"),
        new(@"\b(?:looks?|looked|feels?|felt|sounds?|sounded|smells?|smelled|smacks?|reeks?) (?:very much |a bit |a lot |suspiciously |more |to me |rather )?(?:like|as if|as though|to have|to be|of)\b"),
        new(@"\b(?:is|was|were|are|been|being) (?:now |widely |generally |commonly |still )?(?:believed|assumed|thought|rumou?red|suspected|presumed|guessed|speculated|said) (?:to|that|by)\b|\b(?:is|was|are|were) (?:believed|assumed|suspected|presumed|rumou?red)\b|\bsupposed that\b|\bsuspected (?:cause|root|culprit|reason)\b|\bassuming (?:that|the|it|this)\b|\brumou?r has it\b|\bword (?:is|has it)\b"),
        new(@"\bit (?:is|was|'s|may be|seems) (?:just |quite |very |at least |also |entirely |well )?(?:possible|conceivable|plausible|thinkable|imaginable|unclear|not clear|anyone's|anybody's|tempting|not impossible|not unlikely|not excluded)\b|\bit's (?:possible|plausible|conceivable|unclear|likely)\b"),
        new(@"\b(?:(?:no(?:body| one)|none of us) (?:is |really |quite |actually )*(?:sure|knows?|certain|can say)|not (?:entirely |quite |completely |totally |100 ?% |really |too )?(?:sure|certain|clear)|(?:fairly|pretty|almost|reasonably|quite|rather|relatively|nearly) (?:sure|certain|confident|convinced)|unclear (?:why|how|whether)|who knows|hard to (?:say|tell|know|be sure)|difficult to (?:say|tell|know)|impossible to (?:say|tell)|if I (?:had to|were to|remember|recall)|if memory serves|don't quote me)\b"),
        new(@"\bas far as (?:I|we|one|anyone|anybody) (?:can|could|know|knows|remember|am|are)\b|\bto (?:the best of )?(?:my|our) knowledge\b|\bfrom what (?:we|I|little)\b|\b(?:afaik|afaict|iirc|imho|imo|i'm guessing|guessing)\b|\bjudging (?:by|from)\b|\bin (?:my|our) (?:opinion|view|eyes|estimation)\b"),
        new(@"\b(?:some|a|an|every|the|good|fair|strong|real|high|slight|small|decent|remote|distinct)(?: \w+)? (?:chance|possibility|probability|likelihood|indication)s? (?:is|that|of it|it|exists?|remains?|was|for)\b|\b(?:possible|probable|plausible|conceivable|likely) (?:\w+ )?(?:cause|reason|explanation|culprit|factor|trigger|candidate|source|contributor|scenario)s?\b|\bone (?:possibility|explanation|candidate)\b|\breason to (?:believe|think|suspect)\b|\bthe possibility\b|\b(?:have|had|has|got|get) (?:the|a) (?:strong |vague |nagging )?(?:feeling|impression|suspicion|sense|hunch)\b|\bany(?:body|one)'s guess\b|\b(?:possibly|one) suspects?\b|\bnot (?:impossible|inconceivable|implausible)\b|\bsigns? that\b"),
        new(@"\b(?:cannot|can't|could not|couldn't|not) (?:yet |fully |completely |entirely |be )*(?:rule|ruled|exclude|excluded) (?:out )?(?:that|the|an?|this)?\b|\bwould (?:also |at least |certainly |perfectly |nicely )?(?:fit|explain|be consistent|make sense|match|account for)\b|\bfits? the (?:picture|pattern|symptoms|bill)\b|\ball the (?:hallmarks|signs)\b|\b(?:hints? at|points? towards?|suggests? that it)\b"),
        new(@"\bsomething (?:was|is|went|seemed|must|in|with|on|like that|similar|must)\b|\bor something\b|\b(?:it|this|that|there) should be (?:the same|related|caused|due|because|fine|a)\b|\b(?:pure|mere|just|only) (?:a )?(?:guess(?:work|ing)?|speculation|conjecture|hunch|theory)\b|\bI (?:don't|do not) (?:think|know|remember)\b|\bwe (?:don't|do not) really know\b|\bI want to say\b|\b(?:everything|all|signs|symptoms|indications|timing|much) (?:\w+ )?points? to\b"),
    ];

    /// <summary>The same sentence shows what it rests on: a link, a measurement that shows it, a person who confirmed it, a test that settled it.</summary>
    public static WordPattern Shown { get; } =
        new(@"https?://|\]\(|\b(?:logs?|graphs?|traces?|metrics?|dashboards?|screenshots?|dumps?|captures?|measurements?|evidence|data|tests?)(?: of [\w ]{1,30})? (?:shows?|showed|confirms?|confirmed|proves?|proved)\b|\bconfirmed by\b|\b(?:is|was|were|been) (?:ruled out|rejected|disproved|discarded|confirmed)\b|\bsee (?:the )?(?:graph|log|evidence|trace|screenshot)\b");
}

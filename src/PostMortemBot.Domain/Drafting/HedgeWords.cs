
namespace PostMortemBot.Domain;

// Data for PlainWords: one table of patterns a kind.

/// <summary>Words of somebody who does not know yet.</summary>
internal static class GuessWords
{
    public static IReadOnlyList<WordPattern> Rules { get; } =
    [
        new(@"\b(?:probably|possibly|perhaps|maybe|presumably|supposedly|apparently|seemingly|conceivably|arguably|purportedly|in all (?:likelihood|probability)|chances are|somehow|for some reason|for unknown reasons)\b"),
        new(@"\b(?:(?:most|very|quite|more than) likely|(?:is|was|were|are|it's|than|been) likely(?: (?:that|due|caused|dropped|lost|related|because|the|a)\b)?|likely (?:caused|due|because|related|dropped|lost|the (?:cause|result|reason)))\b"),
        new(@"\b(?:might|may|could|must)(?: (?:well|also|already|simply))? have\b"),
        new(@"\b(?:might|could) (?:well )?be\b"),
        new(@"\b(?:I|we|they|people|some|engineers)(?: (?:all|still|now|strongly|only))? (?:think|thought|believe|believed|assume|assumed|suspect|suspected|guess|guessed|suppose|supposed|imagine|imagined|reckon|feel|felt|would (?:bet|guess|assume))\b"),
        new(@"\b(?:my|our|best|wild|educated) (?:guess|assumption|suspicion|theory|hunch|bet)\b"),
        new(@"\b(?:one|a|the|our|another|current|working) theory\b"),
        new(@"\b(?:it|this|that|there|which) (?:seems?|seemed|appears?|appeared)\b"),
        new(@"\b(?:seems?|seemed|appears?|appeared) (?:to (?:be|have)|like|that|as if)\b"),
        new(@"\b(?:looks?|looked|feels?|felt|sounds?|sounded) (?:like|as if|as though)\b"),
        new(@"\b(?:it|this|that) looks\b"),
        new(@"\b(?:is|was|were|are) (?:believed|assumed|thought|rumou?red|suspected|presumed|supposed) (?:to|that)\b"),
        new(@"\bit (?:is|was) (?:possible|conceivable|plausible|thinkable|unclear|not clear)\b"),
        new(@"\b(?:no(?:body| one) (?:is sure|knows)|not (?:entirely |quite |completely )?(?:sure|certain|clear)|(?:fairly|pretty|almost|reasonably|quite) (?:sure|certain)|unclear (?:why|how|whether))\b"),
        new(@"\bsomething (?:was|is|went|seemed|must|in|with)\b"),
    ];

    /// <summary>The same sentence shows what it rests on: a link, a measurement that shows it, a person who confirmed it.</summary>
    public static WordPattern Shown { get; } =
        new(@"https?://|\]\(|\b(?:logs?|graphs?|traces?|metrics?|dashboards?|screenshots?|dumps?|captures?|measurements?|evidence|data|tests?)(?: of [\w ]{1,30})? (?:shows?|showed|confirms?|confirmed|proves?|proved)\b|\bconfirmed by\b|\bsee (?:the )?(?:graph|log|evidence|trace|screenshot)\b");
}

/// <summary>Actions that cannot be ticked off: a vague verb first, or a wish.</summary>
internal static class VagueWords
{
    public static IReadOnlyList<WordPattern> Rules { get; } =
    [
        // Wishes: whatever follows.
        new(@"\A(?:we (?:should|need to|must|will|want to) |please |to )?(?:better|more|less|fewer|be (?:more|less|better)|be (?:careful|proactive|aware|vigilant)|pay|try|consider|think|look (?:into|at|for)|keep an eye|raise awareness|work on|make sure|ensure (?:that )?(?:this|we|proper|better|all|everyone|everybody|it)|communicate|talk to|discuss|have (?:a )?(?:discussion|meeting|talk|chat)|brainstorm|explore|evaluate|assess|analy[sz]e|investigate|research|revisit|rethink|reconsider|follow up|remind|educate|encourage|train (?:people|everyone|everybody|staff|the team|developers|engineers|operators)|avoid|prevent|learn|strive|aim|find (?:out|a way|ways)|see if|check (?:if|whether))\b"),
        // Verbs of degree: better by how much?
        new(@"\A(?:we (?:should|need to|must|will|want to) |please |to )?(?:improve|enhance|increase|optimi[sz]e|strengthen|harden|streamline|tune|stabili[sz]e|moderni[sz]e|simplify|reduce|minimi[sz]e|speed up|refactor|rework|clean up|tidy|address|boost|refine|extend|monitor|handle|double[ -]check|review|revise|make [\w ]{1,40}? (?:safer|better|faster|easier|clearer|more|simpler|robust))\b"),
        // Plain verbs with a general object and nothing else.
        new(@"\A(?:fix|update|check|test|add|write|create|extend|do|set up|implement|document|cover|verify)(?: (?:the|our|more|some|better|all|any|proper|general))?(?: \w+)?(?: (?:more often|as needed|if needed|better|properly|regularly|more|in general|thoroughly|where possible|when possible))?[.!]?\z"),
    ];

    /// <summary>Something that can be checked: a number, a date, a quoted name, a condition, from what to what.</summary>
    public static WordPattern Measured { get; } =
        new("""[0-9]|[`"“”]|\b(?:zero|one|two|three|four|five|six|seven|ten|twice|half|each|every|all) [a-z]+|\b(?:when|until|unless|so that|before the|instead of|by (?:mon|tues|wednes|thurs|fri|satur|sun)day|by (?:january|february|march|april|may|june|july|august|september|october|november|december)|per (?:second|minute|hour|day)|with a target|target of|linked? (?:in|from|to)|every (?:day|week|month|quarter|release))\b""");
}

/// <summary>Times that cannot be placed on a clock.</summary>
internal static class TimeWords
{
    private const string Clock = @"(?:[0-9]{1,2}[:.][0-9]{2}|[0-9]{1,2} ?(?:am|pm|a\.m\.|p\.m\.|o'?clock|h\b|hrs)|noon|midnight|midday|lunch(?:time)?|dawn|[0-9]{4} ?(?:utc|gmt|hrs|hours|z))";

    public static IReadOnlyList<WordPattern> Rules { get; } =
    [
        new($@"(?:\b(?:around|about|approximately|approx\.?|roughly|circa|ca\.?|near|some ?where around|just (?:before|after)|towards)|~) ?{Clock}"),
        new(@"\b(?:at some (?:point|time|stage)|some ?time(?:s)?|one (?:day|night|morning)|in due course|at one point)\b"),
        new(@"\b(?:(?:a|an|some|several|few|a few|a couple of|many|roughly|about|around|half|one|two|an hour|minutes|hours|days) )*(?:while|time|moments?|seconds?|minutes?|hours?|days?|weeks?|bit) (?:later|afterwards?|earlier|ago)\b"),
        new(@"\b(?:after|for) (?:some time|a while|a bit|a few (?:minutes|hours|days)|several (?:minutes|hours|days)|a moment|a short time)\b"),
        new(@"\b(?:later|earlier) (?:on|that|this|the|in)\b"),
        new(@"\A(?:later|earlier|eventually|meanwhile|afterwards|then)\b"),
        new(@"\b(?:shortly|soon|right|immediately|not long|directly) after(?:wards?)?\b|\b(?:shortly|soon|not long|just) before(?:hand)?\b"),
        new(@"\b(?:eventually|recently|lately|meanwhile|in the meantime|afterwards|by and by|for a while|long ago|the other day|overnight)\b"),
        new(@"\b(?:in|during|over|early in|late in|early|late) (?:the |that )?(?:morning|afternoon|evening|night|day|weekend|week)\b"),
        new(@"\A(?:this|that|yesterday|last) (?:morning|afternoon|evening|night)\b"),
    ];
}

/// <summary>What did not happen.</summary>
internal static class CounterfactualWords
{
    public static IReadOnlyList<WordPattern> Rules { get; } =
    [
        new(@"\b(?:should|ought)(?: ?n[o']t|n't| not| never| really| also)?(?:'ve| have| to have)\b"),
        new(@"\b(?:would|wouldn't|would not|would never|would probably|would at least)(?:'ve| have)\b"),
        new(@"\bcould(?:n't| not| easily| also)?(?:'ve| have)(?: been)?(?: \w+){0,4} (?:avoided|prevented|caught|detected|noticed|seen|stopped|fired|known|called|tested|checked|found|earlier|sooner|faster|quicker|better|first|instead|mitigated|spotted)\b"),
        new(@"\bcould(?:'ve| have) (?:been )?(?:avoided|prevented|caught|detected|noticed|seen|stopped|fired|known|called|tested|checked|found|mitigated|spotted)\b"),
        new(@"\bif (?:only|(?:\w+ ){1,4}had (?:not |only |been |\w+ed ))"),
        new(@"\A(?:had (?:\w+ ){1,5}(?:been|\w+ed|kept|known|done|seen|paid|taken|read|run)\b)"),
        new(@"\b(?:a|the|an) [\w ]{1,30} would (?:show|prevent|catch|stop|avoid|save|help)"),
        new(@"\b(?:it would have been better|in hindsight|with hindsight|looking back)\b"),
    ];
}

namespace PostMortemBot.Domain;

/// <summary>Times that cannot be placed on a clock. Data for <see cref="PlainWords"/>.</summary>
internal static class TimeWords
{
    private const string Sharp = @"[0-9]{1,2}[:.][0-9]{2}|[0-9]{1,2} ?(?:am|pm|a\.m\.|p\.m\.|o'?clock|h\b|hrs)|[0-9]{4} ?(?:utc|gmt|hrs|hours|z)\b";

    private const string Meal = "(?:noon|midnight|midday|mid-?day|lunch(?: ?time| ?break)?|dinner(?: ?time)?|breakfast|supper|tea ?time|dawn|dusk|sun(?:rise|set|down)|day ?break|nightfall|closing(?: time)?|opening(?: time)?|close of business|start of business|cob|eod|shift change|rush hour|bed ?time|stand-?up|tea|coffee)";

    private const string Nearly = @"(?:around|about|approximately|approx\.?|roughly|circa|ca\.?|near(?:ly)?|almost|close to|some ?where (?:around|near|between)|some ?time (?:around|after|before|between|past|in)|(?:just |shortly |soon |a (?:bit|little|while) |right |slightly |well |some time |not long |long |half an hour |minutes )(?:before|after|past)|towards?|or so|no later than|no earlier than)";

    private const string Part = "(?:morning|afternoon|evening|night|noon|(?:small |wee |early )?hours|day|weekend|week|month)";

    private const string Unit = "(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|moments?|while|bit|time|period|instant|eternity)";

    private const string Some = "(?:an?|a few|a couple(?: of)?|several|some|many|few|a short|a long|a little|a good|half an?|quite a|the (?:next|last|first|following)|next|another|one or two|two or three|a number of|about (?:an|a|ten|five|[0-9]+)|roughly [a-z0-9]+|around [a-z0-9]+|one|two|three|four|five|ten|fifteen|twenty|thirty)";

    private const string Day = "(?:mon|tues|wednes|thurs|fri|satur|sun)day";

    /// <summary>Vague beside a clock time too.</summary>
    public static IReadOnlyList<WordPattern> Always { get; } =
    [
        new($@"(?:\b{Nearly}|~) ?(?:at )?(?:{Sharp}|\b{Meal}\b)|\b(?:{Sharp})(?:-?ish|[ -]or so| or thereabouts| give or take)"),
        new(@"\b[0-9]{1,2}(?:[:.][0-9]{2})? ?-?ish\b|\b(?:noon|midnight|lunch ?time|midday|evening|morning)-?ish\b"),
        new(@"(?:\b(?:around|circa|ca\.?|about|approximately|approx\.?|roughly|nearly|almost)|~) ?[0-9]{1,2}(?![:.,][0-9])(?=\s*(?:[,:;–]|- |in the\b|today\b|yesterday\b|that\b|\z))|\b(?:around|about|nearly|almost|past|roughly) (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half past|quarter)(?=[,:;]| (?:the|we|in|a|an|on|when|that|today|o'clock|or|ꙮ+)\b|\z)"),
    ];

    /// <summary>Vague unless a clock time stands in the same sentence.</summary>
    public static IReadOnlyList<WordPattern> Rules { get; } =
    [
        .. Always,
        new(@"\b(?:at (?:some|one|a certain|an? (?:later|earlier|unknown)) (?:point|time|stage)|some ?times?|one (?:day|night|morning|afternoon|evening)|in due course|in the (?:end|course of)|at the (?:start|beginning|end) of the (?:day|shift|week|night|business|month)|(?:around|about|near) (?:the same|that|this) time|by (?:then|that time|the time)|until then|since then|from then on)\b"),
        new($@"\b{Some} (?:\w+ )?{Unit} (?:later|afterwards?|earlier|ago|before(?:hand)?|after|into|past|prior|went by|passed|on\b)|(?:\A|[,:;] ?)(?:seconds|minutes|moments|hours|days|weeks) (?:later|afterwards?|earlier|ago|before|after|into)\b|\b(?:minutes|hours|moments) later\b(?<![0-9] \w+ later)|\bwithin (?:seconds|minutes|hours|moments|days|the hour)\b"),
        new($@"\b(?:towards?|near|around|about) the (?:very )?(?:end|start|beginning|middle) of\b|\b(?:after|for|in|over|within) (?:some time|a (?:\w+ )?while|a bit|a moment|a short (?:time|while)|(?:a few|several|some|a couple(?: of)?|many|the (?:next|following|last) (?:few |couple of |several )?) ?(?:minutes|hours|days|seconds|moments|weeks))\b"),
        new(@"\b(?:later|earlier) (?:on|that|this|the|in|today)\b"),
        new(@"\A(?:(?:later|earlier)(?! (?:versions?|releases?|of|builds?|requests?))|eventually|meanwhile|afterwards?|then|next|finally|subsequently|thereafter|soon|shortly|recently|previously|before ?hand|after(?: that| this| which| lunch|wards?)|before (?:that|this|lunch)|in the (?:end|beginning)|at (?:first|last|night|the (?:start|beginning|end|weekend))|last|after hours|out of hours|once (?:the|things|we|all|everything|it|this|that|they|[a-z]+ (?:was|were|had)))\b"),
        new(@"\b(?:shortly|soon|right|immediately|not long|directly|just|moments?|long|quickly|straight) (?:there)?(?:after(?:wards?)?|before(?:hand)?|following|prior)\b(?! [0-9])"),
        new(@"\b(?:eventually|recently|lately|meanwhile|in the meantime|afterwards|thereafter|subsequently|by and by|for a while|long ago|the other day|overnight|before long|sooner or later|in no time|a while back|over (?:the )?(?:weekend|night|lunch|christmas|easter|holidays?)|at the weekend|as of late)\b"),
        new($@"\b(?:in|during|over|early in|late in|through|throughout|by|towards?|until|before|since|sometime|mid|early|late)[ -]?(?:the |that |this )?(?:early |late |small |wee |next |following |same )?{Part}\b(?! (?:batch|job|run|backup|rate|long|peak|mode|staff|rota))"),
        new($@"\A(?:(?:this|that|yesterday|last|tonight|today|tomorrow|the|next|same|early|late|mid|on|sometime)[ -]?)*(?:(?:next |following |previous |same |early |late |mid-?)?(?:{Day}|yesterday|{Part}|week))(?: (?:morning|afternoon|evening|night|noon|hours))?\s*(?:[,:;–-]|\b(?:the|a|an|we|our|all|it|users?|customers?|on-?call)\b|\z)"),
        new($@"\b(?:yesterday|{Day}|same day|next day) (?:morning|afternoon|evening|night)\b|\b(?:between|before|after|during|over|by|until|past|around) {Meal}\b|\bend of (?:the |her |his |my )?(?:day|shift|business)\b"),
        new(@"\b(?:or so (?:later|after)|not much later|a bit later|give or take|(?:early|late|earlier|later) (?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|earlier (?:in|that|on)|early (?:on\b|hours))"),
    ];

    /// <summary>A clock time that nothing makes approximate.</summary>
    public static WordPattern Exact { get; } =
        new($@"\b(?=[0-9])(?<!(?:around|about|approximately|approx\.?|roughly|circa|ca\.?|near|nearly|almost|just|before|after|towards?|past|between|~) ?)(?<![\w:.])(?:{Sharp})(?!-?ish| or so)");
}

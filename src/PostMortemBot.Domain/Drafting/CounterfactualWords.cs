namespace PostMortemBot.Domain;

/// <summary>What did not happen: modals of the past, conditions contrary to fact, omissions, hindsight. Data for <see cref="PlainWords"/>.</summary>
internal static class CounterfactualWords
{
    private const string Adverb = "(?: ?n[o']t|n't| not| never| really| also| at least| easily| probably| certainly| simply| just| then| have)*";

    public static IReadOnlyList<WordPattern> Rules { get; } =
    [
        new($@"\b(?:should|ought|need){Adverb}(?:'ve| have| to have| of been)\b(?! access)"),
        new($@"\b(?:would|might){Adverb}(?:'ve| have)\b|\bwould(?:'ve|a| of) "),
        new(@"\bcould(?:n't| not| easily| also| at least| simply| just| already| probably)*(?:'ve| have| of)(?: been)?(?: \w+){0,4} (?:avoided|prevented|caught|detected|noticed|seen|stopped|fired|known|called|tested|checked|found|earlier|sooner|faster|quicker|better|first|instead|mitigated|spotted|shorter|smaller)\b"),
        new(@"\bcould(?:n't| not| easily| also| at least| simply| just| already| probably)*(?:'ve| have| of) (?!been (?:an?|the|due|caused|because|related|some)\b)(?:been )?(?:\w+ed|saved|cut|kept|spared|caught|seen|known|found|told|taken|spotted|shortened|bought|given|rung|gone|made|done|put|run|read|held|begun|come)\b"),
        new(@"\bif (?:only\b|(?:[\w'-]+ ){1,8}(?:had|hadn't)(?: not| only| at least| just| ever)? (?:been |[a-z]+ed\b|known|seen|read|run|kept|done|had|taken|told|caught|held|gone|made|set|put|come|found|given|thought|looked)|(?:[\w'-]+ ){1,8}(?:were|was|did) [^.;]{1,60}\bwould\b|(?:I|we|he|she|they|it|you)'d (?:\w+ ){0,2}\w+(?:ed|wn|en)\b)"),
        new(@"\A(?:had (?:[\w'-]+ ){1,8}(?:been|not|never|[a-z]+ed|kept|known|done|seen|paid|taken|read|run|had|gone|found|held|come|told|set|fired|caught)\b)|\bhad (?:we|it|the|this|there|they|someone|somebody|anyone|that|a|ꙮ+)\b[^.;]{1,80}\b(?:would|could|might)\b"),
        new(@"\b(?:a|an|the|this|that|with|without|any|another|more|better|even|one) [^.;]{1,50}? would (?:\w+ )?(?:show|prevent|catch|stop|avoid|save|help|be enough)"),
        new(@"\b(?:it would(?: have been| be)? (?:better|wiser|easier|nicer|enough|best|good|safer)|in hindsight|hindsight|in retrospect|retrospectively|looking back|with what we know|knowing what we know|had better|better off)\b"),
        new(@"\b(?:nobody|no one|none of (?:us|them|the [a-z]+)|not one (?:person|of us)) (?:had |ever |even |actually |really |at all )*(?:checked|tested|verified|asked|looked|reviewed|thought|considered|questioned|told|warned|informed|escalated|stopped|realised|realized|caught|rolled|raised|read|tried|took|called|double-checked|validated|rehearsed)\b(?![^.]{0,80}\bbecause\b)"),
        new(@"\A(?:instead of|rather than) (?:\w+ly )?\w+ing\b"),
        new(@"\b(?:needed|ha[ds]|was supposed|were supposed|was meant|were meant|was expected|were expected|was due|was) to (?:have )?(?:be |been )?[^.;]{1,80}?\b(?:but|instead|yet|and (?:wasn't|was not|didn't|never))\b(?! of)"),
        new(@"\b(?:needn't|need not|didn't need to|did not need to|shouldn't|should not|(?:easily|have been) (?:avoided|prevented|avoidable|preventable)|avoidable|preventable|missed (?:an? |the |our )?(?:opportunity|chance)|wish(?:es|ed)? (?:that )?(?:we|I|they|it|someone)|too bad (?:that|nobody|we)|all it (?:took|would)|(?:could|would|should) (?:be|stay) avoided|unnecessarily|(?:was|been) (?:an? )?(?:\w+ )?(?:mistake|error) (?:not )?to|for want of|as (?:he|she|they|we|it) should|never [^.;]{1,60}(?:although|even though|despite|though)|failed to (?:fire|alert|page|trigger|escalate)(?= when| as| although| even))\b"),
    ];
}

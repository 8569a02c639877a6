using System.Text.RegularExpressions;

namespace PostMortemBot.Domain;

/// <summary>
/// What speaks for and against a message being a timeline event: data for <see cref="Backfill"/>. The rules are about kinds of sentence, not about
/// one incident's words: statement, question, greeting, thanks, opinion, condition, offer, talk about the talk. English, and the commonest German.
/// </summary>
internal static partial class BackfillWords
{
    /// <param name="Weight">Added to the score; over 0 a message is proposed.</param>
    /// <param name="Pattern">Where it applies.</param>
    /// <param name="Reason">In words, <c>{0}</c> the words found; null for what only counts.</param>
    /// <param name="OfPeople">True when it is about how people talk, and says nothing of a bot.</param>
    internal sealed record Sign(double Weight, WordPattern Pattern, string? Reason = null, bool OfPeople = true);

    /// <summary>A message is no event until something speaks for it.</summary>
    public const double Start = -1.5;

    public const string System = """
        (?:servers?|nodes?|clusters?|pods?|containers?|instances?|hosts?|machines?|vms?|regions?|zones?|racks?|database|db|databases|primary|replicas?|standby|shards?|tables?|index(?:es)?|schema|queries|query|connections?|pool|queues?|backlog|topics?|brokers?|consumers?|producers?|messages
        |cache|redis|kafka|postgres|mysql|mongo|elastic\w*|kubernetes|k8s|eks|aks|docker|traefik|nginx|envoy|istio|flux|argo\w*|terraform|helm|puppet|ansible|jenkins|prometheus|grafana|cloudwatch|aws|azure|gcp|ec2|s3|rds|iam|vpc|cdn|waf|dns|dhcp|ntp|ldap|vpn|bgp|tls|ssl|cron|etcd|consul|vault
        |gateways?|proxy|proxies|load ?balancers?|lb|alb|ingress\w*|firewalls?|routers?|switch(?:es)?|network|links?|subnets?|ips?|ip addresses|resolvers?|records?|targets?|listeners?|certificates?|certs?|secrets?|tokens?|credentials?|keys?|roles?|policy|policies|permissions
        |services?|apis?|endpoints?|apps?|application|frontend|backend|website|site|portal|login|logins|checkout|payments?|orders?|uploads?|sessions?|jobs?|workers?|schedulers?|pipelines?|deployments?|releases?|builds?|versions?|hot-?fix|patch|rollbacks?|rollover|migration|configuration|config|flags?|feature|images?|charts?|branch|commit|change|changes|pr|pull request
        |disks?|volumes?|storage|buckets?|files?|filesystem|backups?|snapshots?|memory|cpu|heap|threads?|latency|traffic|requests?|responses?|errors?|error rates?|timeouts?|throughput|lag|metrics?|logs?|logging|dashboards?|monitor(?:s|ing)?|alerts?|alarms?|status ?page|incident|outage|sev(?: ?-?[0-9])?|p[0-4]|access|connectivity|tickets?|case|users?|customers?|players?|tenants?|teams?|vendor|support|system|systems|environment|production|prod|staging|capacity|quota|limits?|replication|controller|driver|exporter|agent|daemon\w*|autoscal\w+|asg)
        """;

    private static readonly string Noun = Flat(System);

    private const string StateVerb = """
        (?:fail(?:s|ed|ing)|crash(?:es|ed|ing)|die[sd]|down|unavailable|unreachable|unresponsive|unhealthy|healthy|degraded|broken|stuck|hang(?:s|ing)|hung|full|empty|exhausted|expire[sd]|missing|gone|offline|online|back|up|open|closed|resolved|restored|recovered|recovering|stable|normal|green|live|running|stopped|started|starts|stops|finished|finishes|completed?|deployed|synced|blocked|denied|denies|rejected|refused|returning|returns|responding|responds|answers?|timing out|times out|loading|slow|overloaded|saturated|leaking|lagging|behind|in sync|reconnected|dropp(?:ed|ing)|lost|affected|reachable|working|restarted|promoted|attached|detached|scheduled|evicted|in effect|in progress|in place|under way|ongoing|throttled|rate limited|deny|drains?|drained|draining)
        """;

    private static readonly string State = StateVerb.Trim();

    private const string Act = """
        (?:roll(?:ed|ing|s)?[ -]?back|rollback|revert(?:ed|ing)|restart(?:ed|ing)|reboot(?:ed|ing)|re-?deploy(?:ed|ing)|deploy(?:ed|ing)|re-?r[au]n(?:ning)?|re-?trigger(?:ed|ing)|fail(?:ed|ing) over|failover|scal(?:ed|ing)|cordon(?:ed|ing)|drain(?:ed|ing)|terminat(?:ed|ing)|kill(?:ed|ing)|delet(?:ed|ing)|remov(?:ed|ing)|disabl(?:ed|ing)|enabl(?:ed|ing)|switch(?:ed|ing)|shift(?:ed|ing)|re-?rout(?:ed|ing)|promot(?:ed|ing)|restor(?:ed|ing)|recreat(?:ed|ing)|rebuil(?:t|ding)|flush(?:ed|ing)|purg(?:ed|ing)|clear(?:ed|ing)|renew(?:ed|ing)|rotat(?:ed|ing)|replac(?:ed|ing)|install(?:ed|ing)|upgrad(?:ed|ing)|downgrad(?:ed|ing)|patch(?:ed|ing)|appl(?:ied|ying)|merg(?:ed|ing)|push(?:ed|ing)|commit(?:ted|ting)|increas(?:ed|ing)|decreas(?:ed|ing)|rais(?:ed|ing)|lower(?:ed|ing)|bump(?:ed|ing)|add(?:ed|ing)|detach(?:ed|ing)|attach(?:ed|ing)|block(?:ed|ing)|unblock(?:ed|ing)|stopp(?:ed|ing)|start(?:ed|ing)|paus(?:ed|ing)|resum(?:ed|ing)|mark(?:ed|ing)|toggl(?:ed|ing)|page[d]|escalat(?:ed|ing)|contact(?:ed|ing)|inform(?:ed|ing)|notif(?:ied|ying)|declar(?:ed|ing)|identif(?:ied|ying)|discover(?:ed|ing)|detect(?:ed|ing)|confirm(?:ed|ing)|verif(?:ied|ying)|found|trac(?:ed|ing)|conclud(?:ed|ing)|decid(?:ed|ing)|attempt(?:ed|ing)|complet(?:ed|ing)|modif(?:ied|ying)|execut(?:ed|ing)|grant(?:ed|ing)|revok(?:ed|ing)|extend(?:ed|ing)|expand(?:ed|ing)|migrat(?:ed|ing)|report(?:ed|ing|s)|acknowledged|triggered|initiated|changed|created|opened|closed|posted|published|sent|asked|asking|tightened|corrected|shown|processed|succeeded|recovered|resolved)
        """;

    private static readonly string Acts = Act.Trim();

    public static WordPattern AlertBot { get; } = new(@"alert|pager|opsgenie|victorops|splunk|zabbix|nagios|icinga|cloudwatch|datadog|grafana|prometheus|sentry|newrelic|new relic|dynatrace|statuscake|pingdom|uptime|monitor|watch|squadcast|incident|sensu|checkmk|health|status");

    public static WordPattern DeployBot { get; } = new(@"\A(?:ci|cd|ci/cd)\z|deploy|argo|jenkins|github|gitlab|circleci|buildkite|spinnaker|flux|octopus|teamcity|azure devops|pipeline|release|terraform|atlantis|spacelift|harness|travis|bamboo|ship");

    public static WordPattern AlertText { get; } = new(@"\b(?:firing|triggered|alert|alarm|problem|critical|warning|severity|p[1-5]|sev ?[0-9]|resolved|recovered|threshold|exceed\w*|above|below)\b");

    public static WordPattern DeployText { get; } = new(@"\b(?:deploy\w*|release[ds]?|pipeline|build|rollout|synced|sync|revision|merged|helm upgrade|terraform apply)\b");

    public static IReadOnlyList<Sign> Signs { get; } =
    [
        // For: somebody says that it is an incident, or that it is over.
        For(4, @"\b(?:declar(?:e|ed|ing) (?:an? |this )?(?:an? )?(?:incident|outage|sev|major|p[0-9])|incident (?:was |is |has been )?(?:declared|opened|closed|resolved|over|eröffnet|geschlossen|created|started)|(?:all clear|incident over|declared over|(?:calling|closing) (?:it|this|the incident)))\b", "declares it: \"{0}\""),
        For(3, @"\b(?:root cause|ursache|the culprit|turned out)\b", "names the cause: \"{0}\""),

        // For: something was done or seen.
        For(2.0, $@"(?:\A|\b(?:we|i|team|have|has|had|was|were|is|are|been|being|gets?|got|all|to|of|now|then|and) |\b{Noun}(?: \w+){{0,4}} )(?:(?:proactively|manually|temporarily|successfully|permanently|forcefully|automatically|accidentally|unexpectedly|started|working on|being|fully|again) )*{Acts}\b", "tells what was done: \"{0}\""),
        For(1.4, $@"\b{Noun}\b(?:(?! if )[^?]){{0,60}}?\b{State}\b", "tells a state: \"{0}\""),
        For(1.2, $@"\b(?:no|not|all|only|none|never|every|lost|[0-9]+|two|three|four|many|most|some) (?:\w+ ){{0,2}}{Noun}\b", "tells how much: \"{0}\""),
        For(0.8, $@"\b{Noun}\b", "is about the system: \"{0}\""),
        For(1.0, @"(?<![\w.])(?:v?[0-9]+(?:[.,][0-9]+)*) ?(?:%|ms|s|sec|seconds?|min|minutes?|hours?|gb|mb|tb|gib|mib|rps|qps|req/s|k|x|nodes?|pods?|replicas?|users?|customers?|players?|errors?|requests?|messages?|connections?|tickets?|complaints?)\b|[0-9]+(?:[.,][0-9]+)? ?%|\b[45][0-9]{2}s?\b|\bv[0-9]+(?:\.[0-9]+)+|\bfrom [0-9]\S* to [0-9]|\b[0-9]+ of [0-9]+\b|\b[0-2]?[0-9]:[0-5][0-9]\b", "a measurement: \"{0}\""),
        For(1.3, @"\A(?:\*\*)?(?:(?:\w+ ){0,4}(?:attempt|verification|investigations?|rollback|roll back|failover|restart|deployment|fix|solution|correction|mitigation|workaround|rollout|handover|hand-over|analysis|impact|discovery|recovery|detection|escalation))\b", "names a step: \"{0}\""),
        For(0.9, @"\b(?:is|are|was|were|be|been|being|gets?|got|becomes?|became) (?:\w+ly |now |again |all |also |still |not |being |fully )*(?!(?:then|when|even|often|open|right|about|but|out|different|important|current|recent|urgent|present|convenient|decent|red|need|excellent|silent|evident|consistent)\b)\w{2,}(?:ed|en|wn|nt|ght|ut)\b", "tells what happened: \"{0}\""),
        For(0.8, @"\b(?!(?:need|feed|speed|seed|indeed|used|weed|bleed|exceed|proceed|succeed|agreed|noted|sorry|tired|excited|worried|bored|confused|interested|supposed)\b)[a-z]{3,}ed\b", "tells what happened: \"{0}\""),
        For(0.9, @"\b(?:started|began|begun|went|ran|found|took|fell|rose|lost|broke|came|sent|sees|saw|stood|stopped|shows|showed|says|gives|gave|reads|displays|returns|points|writes|denies|rejects?|drops?|fails?|spikes?|grows?|grew|becomes?|explains|notified|leads?|led|set|cut|shut|hits?|runs|takes)\b", "tells what happened: \"{0}\""),
        For(1.2, @"\A[\w.@-]+(?: \w+)? (?:adjusts|removes|restarts|reboots|adds|rolls back|reverts|disables|enables|starts|stops|confirms|discovers|identifies|reports|executes|applies|deploys|deletes|scales|drains|increases|reduces|changes|switches|promotes|escalates|notices|detects|declares|acknowledges|refuses|expires|opens|closes)\b", "tells what was done: \"{0}\""),
        For(1.0, @"\A[A-Z][a-z]+(?<!(?:Look|Check|Join|Go|Grabb|Read|Hav|Do|Th|Noth|Someth|Anyth|Even|Morn)ing)(?<=ing)\b(?: \S+){2,}", "tells what is being done: \"{0}\""),
        For(0.9, @"\b(?:users?|customers?|players?|tenants?|clients?|developers?|support|merchants?|kunden|nutzer)\b.{0,30}\b(?:report\w*|complain\w*|confirm\w*|affected|see|sees|can't|cannot|unable|notified|informed|melden)\b", "reports from users: \"{0}\""),
        For(1.8, @"\b(?:seit [0-9]|ist (?:voll|weg|tot|down)|steht|läuft (?:wieder|nicht)|nimmt keine|wieder (?:da|online|erreichbar|normal)|(?:neu )?gestartet|zurückgerollt|zurückgesetzt|behoben|erweitert|vergrößert|abgeschaltet|angerufen|gefunden|gelöscht|umgeschaltet|eingespielt|ausgefallen|abgelaufen|geschlossen|eröffnet|informiert|installiert|deaktiviert|aktiviert|gestoppt|schreibt wieder|fehlgeschlagen|schlug\b.{1,30}\bfehl)\b", "tells what happened: \"{0}\""),
        Case(0.6, @"\A(?:[A-Z][a-z]+|[A-Z]{2,})\b"),

        // Against: a question.
        Against(4, @"\?\s*\z|\?\s*(?::\w+:|[^\w\s]+)\s*\z"),
        Against(3, @"\?"),
        Against(2.5, @"\A(?:who|what|when|where|why|how|which|whose|is|are|was|were|do|does|did|can|could|should|would|will|has|have|any|anyone|anybody|somebody|someone|wer|was|wann|wo|warum|wie|welche[rs]?|hat|haben|kann|können|ist|sollen)\b(?! (?:have|has|had|is|are|was|merged|pushed|deployed|changed|nodes)\b)(?=.*\?)"),

        // Against: greetings, thanks, agreement, exclamation, laughter, emoji.
        Against(5, @"\A(?:[\p{P}\p{S}\s]|:[\w+-]+:|\uFE0F|[\uD800-\uDFFF])*\z"),
        Against(5, @"\A<?https?://\S+>?\s*\z"),
        Against(1.5, @"\A(?:(?:hi|hello|hey|hallo|moin|servus|morning|good (?:morning|evening|night|catch|work|job|question|point|idea|stuff|find)|gm|gn|bye|cheers|thanks?|thx|ty|thank you|danke|merci|welcome|congrats|np|no problem|you're welcome|yw)\b)"),
        Against(2.0, @"\A(?:(?:hi|hello|hey|hallo|moin|servus|morning|good (?:morning|evening|night|catch|work|job|question|point|idea|stuff|find)|gm|gn|bye|cheers|thanks?|thx|ty|thank you|danke|merci|welcome|congrats|np|no problem|you're welcome|yw)\b)(?!.{70})"),
        Against(1.0, @"\A(?:ok|okay|k|kk|yes|yep|yeah|yup|ja|nein|no(?=[,.! ]*\z|, )|nope|nah|sure|right|true|agreed|noted|same(?: here)?|\+1|-1|exactly|correct|fine|cool|nice|great|super|perfect|awesome|amazing|excellent|wow|ouch|oops|ugh|uh|oh|ah|aha|hm+|hmm+|huh|haha\w*|lol|lmao|omg|wtf|damn|phew|yay|classic|klassiker|interesting|weird|strange|odd|funny|sad|well|so (?:sorry|sad)|sorry|whoops|respect|got it|understood|will do|sounds good|makes sense|fair|happens|roger|copy|ack|done|works(?: for me)?)\b(?!:)"),
        Against(1.5, @"\A(?:ok|okay|k|kk|yes|yep|yeah|yup|ja|nein|no(?=[,.! ]*\z|, )|nope|nah|sure|right|true|agreed|noted|same(?: here)?|\+1|-1|exactly|correct|fine|cool|nice|great|super|perfect|awesome|amazing|excellent|wow|ouch|oops|ugh|uh|oh|ah|aha|hm+|hmm+|huh|haha\w*|lol|lmao|omg|wtf|damn|phew|yay|classic|klassiker|interesting|weird|strange|odd|funny|sad|well|so (?:sorry|sad)|sorry|whoops|respect|got it|understood|will do|sounds good|makes sense|fair|happens|roger|copy|ack|done|works(?: for me)?)\b(?!:)(?!.{50})"),
        Against(2, @"\b(?:thanks|thank you|thx|cheers|great work|nice work|good job|well done|you rock|danke|sorry|haha|lol|congrats|my bad)\b"),

        // Against: opinion and doubt.
        Against(2.5, @"\b(?:i|we) (?:think|guess|believe|suspect|assume|suppose|feel|bet|wonder|doubt|hope|wish|reckon|don't know|have no idea|dunno|would|wouldn't|could|should|might|may)\b"),
        Against(2.5, @"\b(?:maybe|perhaps|probably|possibly|presumably|apparently|could (?:be|also)|might|may be|not sure|no idea|no clue|dunno|idk|too early|hard to (?:say|tell)|who knows|keine ahnung|vielleicht|wahrscheinlich|vermutlich|schätze|glaube|denke|imho|imo|afaik|iirc|i'm not certain|hopefully|it's always|it depends|depends|tbd)\b"),
        Against(1.5, @"\b(?:looks?|seems?|sounds?|feels?|smells?) (?:like|better|good|odd|weird|strange|bad|that|as)\b|\b(?:weird|strange|odd|funny|annoying|crazy|insane|scary|unlucky|lucky|cursed|fun)\b"),

        // Against: conditions, proposals, offers, requests.
        Against(3, @"\A(?:if|wenn|falls)\b|\bif (?:it|we|you|they|that|this|i|nobody|someone|somebody)\b|\b(?:could|would|should|might) (?:try|just|also|roll|restart|fail|switch|revert|be|have|do|we|go|not)\b"),
        Against(2.5, @"\b(?:let's|lets|let us|shall we|we could|we should|we can|we'd|you could|you can|you should|one could|can someone|can you|could you|would you|how about|what about|why not|i'd|better to|sollten|könnten|lass uns)\b"),
        Against(2.5, @"\b(?:i'll|i will|we'll|i can (?!reproduce|confirm|see|still)|i could|happy to|let me|gonna|going to|i'm about to|want to|wants to|need to|needs to|have to|will (?:write|do|check|look|ask|try|send|ping|take|dig|report|join|be|update)|can do|ich (?:mache|schaue|schreibe|komme))\b"),
        Against(2, @"\b(?:please|pls|plz|bitte|somebody|someone|anybody|anyone|everyone|everybody|folks|guys|@here|@channel|ping me|let me know|keep (?:it|us|me|an eye)|make sure|don't forget|remember to|reminder|fyi|btw|wait for|try (?:\w+ing|again|to)|be careful|hold (?:on|off))\b"),

        // Against: talk about the talk, and life.
        Against(3, @"\b(?:brb|afk|bbl|back in (?:[0-9]+|a)|back at [0-9]+|back soon|on mute|muted|unmute|screen ?shar\w+|share (?:my|your) screen|hear me|hear you|joining(?= the (?:call|bridge|meeting)| now| in\b|\s*\z)|the call|in the call|im call|call läuft|zoom|teams meeting|huddle|meet(?:ing)?s?|stand-?up|in the topic|in the thread|wrong channel|this channel|this thread|take notes|notes|scribe|minutes later we|ticket number|on (?:it|mobile|my way|my phone|the train|vpn|vacation|pto|holiday)|offline for|need to drop|gotta go|have to (?:run|go|leave)|step(?:ping)? (?:away|out)|commuting|laptop|lunch|dinner|breakfast|coffee|kaffee|tea|sandwich|pizza|food|cake|beer|bed|sleep|weekend|kids?|dog|feierabend|awake|i'm here|i am here|bin (?:da|dran|im)|komme gleich|one moment|einen moment|one sec|a sec|give me|hang on|few minutes|any (?:update|news|progress)|on call (?:today|now|this|last)|available|around|reading up|grabbing|for me|link to)\b"),
        Against(1.5, @"\A(?:i|i'm|im|my|me|you|your|he|she)\b(?! (?:am declaring|declare|declared|rolled|restarted|reverted|found|deployed|disabled|paged|confirmed|scaled|applied|killed|cleared|removed|added|stopped|started))"),
        Against(1.5, @"\A(?:looking|checking|reading|digging|searching|trying|thinking|waiting|watching|investigating|debugging|joining|updating (?:the )?ticket|approving|preparing|doing|taking|schaue|prüfe|sehe|dauert|still (?:looking|checking|loading|nothing|no|waiting|the same))\b(?! (?:for recurrence|started|of))"),
        Against(1.0, @"\b(?:can't reproduce|cannot reproduce|works on my|on my (?:machine|laptop|board|side|end|phone)|my (?:machine|cache|laptop|board|side|end|browser|account)|tomorrow|next week|on (?:monday|tuesday|wednesday|thursday|friday)|last (?:week|time|month|year)|letzte woche|again\?|in may|the other day)\b"),
        Against(2, @"\A(?:would|should|could|can|does|do|did|are we|are you|is there|are there|has any\w+)\b|\b(?:eta|once (?:\w+ ){1,3}(?:is|are)|as soon as|just in case|in case)\b"),
        Against(1.5, @"\b(?:you|your|u)\b"),
        Against(1.2, @"[!]{1,}\s*\z|\A(?:no (?:permissions?|access|rights|worries|luck|rush))\b|\b(?:no permissions here|add me|who (?:is|was|has|writes|owns)|do we|does it|would you)\b"),

        // Against: what might be done, how long it would take, what was asked, what somebody could say; and the speaker's own life.
        Against(2.5, @"\A(?:option )?\(?[0-9a-c][).:] |, [0-9]\) |\b(?:options?|alternatives?)\b|\A(?:either|or)\b|\b(?:plan b|worst case|best case|quickest|fastest|safest|easiest)\b"),
        Against(1.8, @"\b(?:takes?|needs?|will take|would take|is|are|it's|that's|another|in) (?:me |us |about |only |just |another |around |maybe |roughly |like )*[0-9]+(?:(?: or | to |-)[0-9]+)? ?(?:m|mins?|minutes|h|hours?)\b(?! (?:old|behind|late|ago|delay\w*|since|after|before|without|of)|.{0,30}\b(?:behind|done|finished|since|longer than)\b)"),
        Against(2.0, @"\b(?:i|we|you|they) need(?:s)? |\bneeds? (?:approval|permission|sign-?off|someone|somebody)\b|\b(?:that|it|this|we|they|i)'d\b|\b(?:or so|as a last resort|in theory|technically|ideally|eventually we)\b"),
        Against(2.5, @"\b(?:asks?|asked|asking|wants? to know|wonders?|wondering)\b(?: \w+){0,4} (?:if|what|when|whether|how|why|for (?:an? )?(?:eta|update|news|status)|which|who)\b|\b(?:do|can|should|shall|may) (?:i|we) (?:tell|say|send|put|write|post)\b"),
        Against(2.0, @"\A[""“'][^""“”]{3,200}[""”'](?: (?:works|is fine|sounds|then|ok|please|would)\b.*)?\z|\bfor the record\b|\bmy (?:mother|mum|mom|father|dad|wife|husband|kids?|son|daughter|neighbou?r|boss|turn|fault|bad|money)\b|\b(?:good luck|same as always|as usual|don't ask)\b"),
        Against(0.9, @"\A(?:that|that's|that is|this is|it's|it is|its|these are|those are|then|but|because|which|and then|and the)\b"),

        // Against, of bots too: a reminder, a repeat, something that did not run.
        new(-4, new WordPattern(@"\A(?:reminder|daily|weekly|heads[- ]up|tip|did you know|scheduled meeting|upcoming)\b|\bmeeting\b|\bhas had no update\b|\bsubscribers? (?:were |was )?notified\b"), OfPeople: false),
        new(-3, new WordPattern(@"\b(?:re-?triggered|re-?notif\w+|still (?:firing|open|active|unresolved|unacknowledged)|renotify|repeated notification|no data to display)\b"), OfPeople: false),
        new(-2.5, new WordPattern(@"\b#[0-9]+ (?:is |was |has been )?(?:queued|pending|skipped|blocked|waiting|on hold|cancell?ed|aborted)\b"), OfPeople: false),
    ];

    public static string Bare(string text)
    {
        var line = Link().Replace(text, "$1").ReplaceLineEndings(" ").Replace('’', '\'');
        return string.Concat(line.Where(c => c is not ('*' or '`' or '~'))).Trim();
    }

    [GeneratedRegex(@"\[([^\]]{0,300})\]\([^)]{0,600}\)", RegexOptions.CultureInvariant, Patterns.Patience)]
    private static partial Regex Link();

    private static Sign For(double weight, string pattern, string reason) => new(weight, new WordPattern(pattern), reason, OfPeople: false);

    private static Sign Against(double weight, string pattern) => new(-weight, new WordPattern(pattern));

    private static Sign Case(double weight, string pattern) => new(weight, new WordPattern(pattern, asWritten: true));

    private static string Flat(string pattern) => pattern.ReplaceLineEndings("\n").Replace("\n", "", StringComparison.Ordinal).Trim();
}

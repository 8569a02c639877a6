namespace PostMortemBot.Domain;

/// <summary>Which words speak for which phase, and how strongly (1 weak, 5 certain). Data for <see cref="Phases.Suggest"/>.</summary>
internal static class PhaseWords
{
    internal sealed record Rule(Phase Phase, int Weight, WordPattern Pattern);

    private const string Doer = "(?:we|i|i'm|the team|teams?|engineers?|operators?|on-?call|developers?)";
    private const string Thing = @"(?:incident|outage|issue|problem|impact|disruption|degradation)";
    private const string Normal = @"(?:normal|baseline|expected(?: levels?)?|healthy|green|usual|working)";

    public static IReadOnlyList<Rule> Rules { get; } =
    [
        // Resolution: it is over.
        Of(Phase.Resolution, 6, $@"\b{Thing}s? (?:is |was |has been |been |now )*(?:marked (?:as )?|declared |set to |considered )?(?:resolved|closed|over|solved|ended|mitigated and closed)\b"),
        Of(Phase.Resolution, 6, @"\b(?:all clear|closing (?:this|the incident|it)|call(?:ing)? it (?:resolved|done|over)|incident (?:closed|over|resolved)|declared (?:over|resolved|fully recovered|closed))\b"),
        Of(Phase.Resolution, 6, @"\b(?:status ?page)\b.*\b(?:resolved|operational)\b|\A(?:\[?resolved\]?|resolved, )"),
        Of(Phase.Resolution, 6, @"\b(?:service|systems?|functionality|everything|operations?)\b.{0,20}\b(?:fully|completely) (?:restored|recovered|operational|functional)\b"),
        Of(Phase.Resolution, 5, @"\b(?:all (?:systems|services) (?:are )?(?:operational|verified|back|up)|everything(?: is|'s)? back to normal|service restored|\(resolved\)|marked (?:as )?resolved|fully restored)\b"),

        // Root cause: known now.
        Of(Phase.RootCauseDiscovery, 6, @"\broot cause (?:was |is |has been )?(?:identified|found|established|determined|discovered|confirmed|known|analysis (?:showed|revealed)|:)|\broot cause:|\bcause (?:was |is )?(?:found|identified|established|determined|known)\b|\bthe cause (?:is|was|of)\b|\bas the (?:root )?cause\b"),
        Of(Phase.RootCauseDiscovery, 5, @"\b(?:found (?:it|the (?:cause|culprit|problem|issue|bug|reason))|turns? out|turned out|culprit|smoking gun|traced (?:\w+ ){0,5}to|pinpointed|isolated to|narrowed (?:it )?down to)\b"),
        Of(Phase.RootCauseDiscovery, 5, @"\b(?:was|were|is|are|been) (?:caused|triggered) by\b|\b(?:was|is|were) (?:responsible|to blame)\b|\b(?:cause|reason) (?:is|was|of)\b|\bdue to the fact\b|\bthat explains\b"),
        Of(Phase.RootCauseDiscovery, 4, $@"\b(?:{Doer} (?:have |has |had )?)?(?:identif(?:y|ied|ies)|determin(?:e|ed|es)|discover(?:s|ed)?|finds?|found|conclud(?:e|ed|es)|realis(?:e|ed)|realiz(?:e|ed)|reveal(?:s|ed)?|confirmed) (?:that|the (?:faulty|bad|broken|misconfigured|failing|offending|problem|issue)|it was|problem with|correlation|issues? (?:with|in|for)|an? (?:bug|regression|misconfig|race))"),
        Of(Phase.RootCauseDiscovery, 4, @"\b(?:it was (?:discovered|determined|found|established)|(?:issue|problem) (?:successfully |was |is |has been )*identified|faulty change was found|it's the \w+ \w+, it)\b"),
        Of(Phase.RootCauseDiscovery, 4, @"\b(?:went|changed|dropped) from \S+ to \S+ in the\b"),

        // Fix: something is changed to mend it.
        Of(Phase.FixImplementation, 5, @"\b(?:roll(?:ed|ing|s)?[ -]?back|rollback|roll back|revert(?:ed|ing|s)?|back(?:ed|ing) out|fail(?:ed|ing)? over(?! (?:failed|did))|failover (?:to|initiated|started|completed|of)|hot-?fix(?:ed)?|quick fix|workaround|manual fix|permanent fix|long-term fix|patch(?:ed|ing) )\b"),
        Of(Phase.FixImplementation, 5, @"\b(?:restart(?:ed|ing|s)?|reboot(?:ed|ing)?|bounc(?:ed|ing)|recycl(?:ed|ing)|re-?deploy(?:ed|ing)?|re-?run|re-?ran|rerunning|flush(?:ed|ing)|purg(?:ed|ing)|clear(?:ed|ing) (?!of)|drain(?:ed|ing) (?:the|node|traffic)|cordon(?:ed|ing)|kill(?:ed|ing)|terminat(?:ed|ing)|delet(?:ed|ing)|remov(?:ed|ing)|unlock(?:ed|ing)?|restor(?:ed|ing) (?:\w+ ){0,4}(?:from|backup)|re-?attach(?:ed|ing)?|re-?enabl(?:ed|ing))\b"),
        Of(Phase.FixImplementation, 5, @"\b(?:disabl(?:ed|ing|e)|turn(?:ed|ing) off|switch(?:ed|ing) (?:off|to|back)|block(?:ed|ing) (?:the|all|traffic|requests|offending)|rate limit(?:ing|ed)? (?:is |was )?(?:enabled|added|set)|shift(?:ed|ing)|re-?rout(?:ed|ing)|divert(?:ed|ing)|mov(?:ed|ing) traffic|promot(?:e|ed|ing))\b"),
        Of(Phase.FixImplementation, 5, @"\b(?:scal(?:ed|ing) (?:up|down|out|in|\w+ (?:from|to|up|down)|(?:the|\w+) (?:\w+ )?(?:from|to))|(?:additional|more|new) (?:capacity|nodes?|workers?|instances?|servers?|replicas?) (?:was |were |is |are )?(?:being )?(?:added|started|joined|provisioned)|add(?:ed|ing) (?:capacity|nodes?|workers?|instances?|replicas?|memory|disk|space)|increas(?:ed|ing) (?:the )?(?:limit|capacity|timeout|quota|size|memory|pool|number)|(?:bump(?:ed|ing)|rais(?:ed|ing)|lower(?:ed|ing)|halv(?:ed|ing)) (?!.{0,40}\bsev|.{0,10}ticket|.{0,10}alarm|.{0,12}severity)|timeout raised)\b"),
        Of(Phase.FixImplementation, 5, @"\b(?:fix|correction|mitigation|remediation|patch|solution) (?:is |was |were |has been |being )*(?:applied|deployed|rolled out|committed|merged|released|implemented|completed|pushed|in place|live|initiated|starts?|started)\b|\b(?:appl(?:y|ied|ying)|deploy(?:ed|ing)?|push(?:ed|ing)|roll(?:ed|ing) out|implement(?:ed|ing)?|merg(?:ed|ing)|releas(?:ed|ing)) (?:the |a |an )?(?:\w+ )?(?:fix|correction|mitigation|patch|workaround|hot-?fix)\b|\b(?:work(?:ing)? on (?:a |the )?(?:fix|rollback|mitigation|solution|long-term))\b"),
        Of(Phase.FixImplementation, 5, @"\b(?:(?:new )?certificates? (?:are |were |was |is )?(?:issued|installed|generated|renewed|replaced)|renew(?:ed|ing)|rotat(?:ed|ing) (?:the|all|credentials|keys?)|re-?issued|replac(?:ed|ing) (?:the|all|faulty|\w+)|reconfigur(?:ed|ing)|data recovery|restor(?:e|ed|ing) (?:the )?(?:data|backup|database)|recovery (?:from|started|begins?|starts?))\b"),
        Of(Phase.FixImplementation, 3, @"\b(?:appl(?:ied|ying)|add(?:ed|ing)|upgrad(?:ed|ing)|expand(?:ed|ing)|extend(?:ed|ing)|chang(?:ed|ing) (?:the|back)|recover(?:ed|ing) (?:the|data))\b"),

        // Verification: looking whether it holds.
        Of(Phase.Verification, 6, @"\b(?:verif(?:y|ied|ies|ying)|smoke tests?|confirm(?:s|ed|ing)? (?:that )?(?:\w+ ){0,5}(?:working|works|work|accepted|resolved|fixed|expected|resolution|normal|stopped|ok|good|healthy|again|recovered)|confirmed with)\b"),
        Of(Phase.Verification, 6, $@"\b(?<!roll\w{0,3} )(?:return(?:s|ed|ing)?|recover(?:s|ed|ing)?|back|dropped back|came back|comes back|went back|is back|are back)(?: down| up| again)? (?:to|below|under|above|at|within) \S"),
        Of(Phase.Verification, 5, @"\b(?:reporting|reports?|reported)(?: back)?(?: that)? (?:\w+ ){0,3}(?:fix works|works again|working again|it works)|\b(?:customers?|users?|merchants?|support) (?:confirm(?:s|ed)?)\b|\bfix works\b|\bworks? again\b|\bworking again\b|\bsuccess(?:es)? (?:rate )?(?:at|recovers?|back)\b"),
        Of(Phase.Verification, 5, @"\b(?:latency|errors?|error rates?|lag|queues?|backlog|timeouts?|cpu|load|traffic|5xx) (?:is |are |has |have |was |were |rates? )*(?:now )?(?:dropp(?:ed|ing)|falling|fell|decreas(?:ed|ing)|declin(?:ed|ing)|draining|drained|recover(?:ed|ing)|improv(?:ed|ing)|stabili[sz](?:ed|ing)|normali[sz](?:ed|ing)|stopped|going down|cleared)\b"),
        Of(Phase.Verification, 5, $@"\b(?:all|targets?|nodes?|pods?|checks?|services?|instances?)(?: \w+){{0,3}} (?:are |is |were |was )?(?:now |all |again )*(?:healthy|green|passed|passing|responding again|up again)\b|\b(?:flowing|started responding|responding|running|available|reachable) (?:again|normally)\b|\bworking as (?:intended|expected)\b|\bmonitoring (?:for recurrence|the (?:fix|recovery|result))\b|\bwatching\b|\btested .{{0,60}}\b(?:works|ok|fine|good)\b|\b{Normal} levels\b"),

        // Escalation: more help, higher level.
        Of(Phase.Escalation, 6, @"\b(?:escalat(?:e|ed|es|ing|ion)|upgraded to (?:a |an )?(?:major|sev|p[0-9])|(?:rais(?:ed|ing|e)|bump(?:ed|ing)|increas(?:ed|ing)|upgrad(?:ed|ing)|chang(?:ed|ing)) (?:this |the |it |severity |incident )*(?:to |from )?(?:the )?(?:severity|sev ?-?[0-9]|priority|p[0-9]\b)|severity (?:was |is )?(?:raised|increased|upgraded|changed))"),
        Of(Phase.Escalation, 6, @"\b(?:(?:vendor|provider|supplier|manufacturer|management|leadership|executives?|ciso|legal|director|head)\b.{0,40}\b(?:contacted|notified|informed|engaged|called|involved|paged|looped in|to join)|(?:contacted|notified|informed|engaged|called|asked|involved|paged|looped in|pulled in|pulling in|brought in|bringing in)\b.{0,30}\b(?:vendor|provider|supplier|manufacturer|management|leadership|executives?|ciso|legal|dba|second level|guys|director))\b"),
        Of(Phase.Escalation, 6, @"\b(?:(?:support |vendor |p1 |sev ?[0-9a] |priority )(?:case|ticket)s?\b.{0,20}\b(?:opened|raised|created|filed|logged)|(?:opened|raised|created|filed|logged) (?:a |an )?(?:\w+ )?(?:ticket|case) (?:with|at)|sev ?[0-9] (?:ticket|incident) (?:raised|opened|flagg)|second level|crisis call|paged the|(?:lead|team|manager|engineer|backup|backend)s? (?:was |were |on-?call )?(?:paged|called in|pulled in|brought in) )"),
        Of(Phase.Escalation, 6, @"\bpaged (?:the )?(?:\w+ ){0,2}(?:team|guys|lead|manager|on-?call)\b|\b\w+ on-?call paged\b|\b(?:lead|team) (?:was|were|is) paged\b"),

        // Initial response: somebody takes it.
        Of(Phase.InitialResponse, 6, @"\b(?:incident (?:was |is |has been )?(?:declared|opened|created|raised|started by)(?! resolved)|declar(?:e|ed|ing) (?:an? )?(?:incident|sev|outage|major|p[0-9])|incident commander|take command|takes? over as|taking command|i'm (?:commander|ic)\b|scribe|incident response team|incident channel|war room|bridge|crisis team)"),
        Of(Phase.InitialResponse, 6, @"\b(?:acknowledg(?:ed|es|ing)|ack(?:ed|s)?)\b.{0,20}\b(?:page|alert|alarm|incident|ticket)|\backed\b|\bon-?call (?:\w+ )?(?:acknowledged|joined|responded|responds|engaged|online)\b|\b(?:begins?|began|start(?:ed|s)?) triage\b|\bresponse (?:was |is )?(?:coordinated|started|began|begun)\b"),
        Of(Phase.InitialResponse, 6, @"\b(?:status ?page\b.{0,30}\b(?:updated|investigating|posted|update)|(?:first|initial) (?:\w+ ){0,2}(?:notice|update|communication|message)|public notice|update (?:was )?posted to customers|customers (?:were |are )?(?:informed|notified))\b"),
        Of(Phase.InitialResponse, 5, @"\b(?:engineers?|teams?)\b.{0,40}\b(?:were|was|are|is) (?:engaged|assembled|mobili[sz]ed|called|alerted|assigned)\b|\bassigned\b|\bseverity set\b|\b(?:joined|joining) the (?:call|bridge)\b"),

        // Investigation: looking for the cause.
        Of(Phase.Investigation, 5, @"\b(?:investigat(?:e|ed|es|ing|ions?)|examin(?:e|ed|es|ing)|analy[sz](?:e|ed|es|ing)|log analysis|inspect(?:ed|ing)?|debug(?:ged|ging)?|diagnos(?:e|ed|ing|tics?)|troubleshoot(?:ing)?|dig(?:ging)? (?:into|through)|look(?:ed|ing|s)? (?:at|into|through)|review(?:ed|ing|s)? (?:\w+ ){0,3}(?:deployments?|logs?|changes?|metrics?|dashboards?)|compar(?:ed|ing|e)|correlat(?:ed|ing))\b"),
        Of(Phase.Investigation, 5, @"\b(?:ruled out|rule out|discarded|hypothes[ie]s|(?:try|tried|trying|able|unable|attempt(?:ed|s)?|cannot|can't|could not) (?:to )?(?:reproduce|recreate|log in|ssh)|reproduced?|recreated|heap (?:dump|profile)s?|tcpdump|packet capture|captures? (?:were|was) taken|traffic captures?|query plans?|no idea why|no sign of|nothing odd|look(?:s)? (?:normal|fine|ok|odd)|attempts? to (?:log|connect|ssh|reach)|checked|checking|testing whether|recreated in)\b"),
        Of(Phase.Investigation, 5, @"\bstart(?:ed|ing|s)? (?:to look|looking)\b"),

        // Detection: it is seen.
        Of(Phase.Detection, 5, @"\b(?:alert(?:s|ed)?|alarms?|pagers?|pagerduty|opsgenie|monitors?|probe|page)\b.{0,60}\b(?:fire[ds]?|firing|triggered|raised|alerted|notified|paged|indicat\w+|received|arrived|on|for|regarding|:)|\b(?:first|automated|automatic) (?:alert|alarm|warning)\b|\b(?:paged|alerted) (?:by|for|on|to)\b|\bgot paged\b|\bhealth checks? page|\A(?:alert|alarm|problem|\[?firing|triggered|critical)\b.{0,12}:|\b(?:pagerduty|grafana alert|datadog|nagios|zabbix|prometheus|statuscake|pingdom|splunk|sentry)\b.{0,8}(?::|says|monitor|alert|triggered|reports)"),
        Of(Phase.Detection, 5, @"\b(?:customers?|users?|support|merchants?|clients?|players?|tenants?|developers?|partners?)\b.{0,20}\b(?:report(?:s|ed|ing)?|complain(?:s|ed|ing|ts)?|notif(?:y|ied) us|receives? calls|says|see(?:s|ing)?|notice[ds]?|seing)\b|\b(?:customer|user|first) (?:reports?|complaints?)\b|\breported by\b|\bgetting (?:reports|complaints)\b|\bissue reported\b"),
        Of(Phase.Detection, 5, @"\b(?:notic(?:e|ed|es)|detect(?:s|ed)?|spotted|observed|(?:is|was) seen|we see (?:an? )?(?:increase|spike|drop|lots|many|high)|seeing (?:lots|many|a lot|high|errors|timeouts|elevated|increased)|spike (?:of|in)|dashboards? showed|(?:is|was|are|were) observed)\b"),

        // Begin: the change or failure that started it.
        Of(Phase.IncidentBegin, 6, $@"\b(?:{Thing}|problem) (?:begins?|began|starts?|started)\b|\b(?:start of (?:the )?{Thing})\b|\bfirst (?:requests?|errors?|failures?) (?:\w+ )?(?:fail\w*|began|start\w*|occur\w*|logged|seen)\b|\bfirst failed\b|\((?:problem|incident|outage) (?:started|began)\)"),
        Of(Phase.IncidentBegin, 4, @"\b(?:expire[sd]|went out to prod\w*|kicked (?:off|in)|goes live|went live|(?:is|was|were|been) (?:pushed|rolled out|deployed|released|activated|merged|applied) (?:to|into|in|across)\b|deployed (?:to|through|with|via)|pushed to production|synced \S+ .{0,20}to prod\w*|(?:deploy(?:ment)?|release|version|migration|maintenance|upgrade|job|cron|rollover|load test|workshop)\b.{0,60}\b(?:started|starts|begins|began|initiated|is activated|rolled out|went out)|takes a table lock|(?:routes|prefixes|power)\b.{0,40}\b(?:withdrawn|lost|cut)|(?:customer|operator|someone|engineer|user|admin) (?:pushed|executed|merged|ran|applied|pushes|executes|merges|runs)|replaced by the (?:pipeline|job)|scaling removed|latency starts to climb|become slow|by mistake)\b"),
    ];

    private static Rule Of(Phase phase, int weight, string pattern) => new(phase, weight, new WordPattern(pattern));
}

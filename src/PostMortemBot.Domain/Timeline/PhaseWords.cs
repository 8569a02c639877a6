using System.Text.RegularExpressions;

namespace PostMortemBot.Domain;

/// <summary>Which words speak for which phase, and how strongly (1 weak, 5 certain). Data for <see cref="Phases.Suggest"/>.</summary>
internal static partial class PhaseWords
{
    internal sealed record Rule(Phase Phase, int Weight, WordPattern Pattern);

    private const string Doer = "(?:we|i|i'm|the team|teams?|engineers?|operators?|on-?call|developers?)";
    private const string Thing = @"(?:incident|outage|issue|problem|impact|disruption|degradation)";
    private const string Normal = @"(?:normal|baseline|expected(?: levels?)?|healthy|green|usual|working)";

    public static IReadOnlyList<Rule> Rules { get; } =
    [
        Of(Phase.Resolution, 6, Resolution1),
        Of(Phase.Resolution, 6, Resolution2),
        Of(Phase.Resolution, 6, Resolution3),
        Of(Phase.Resolution, 6, Resolution4),
        Of(Phase.Resolution, 5, Resolution5),
        Of(Phase.RootCauseDiscovery, 6, RootCauseDiscovery1),
        Of(Phase.RootCauseDiscovery, 5, RootCauseDiscovery2),
        Of(Phase.RootCauseDiscovery, 5, RootCauseDiscovery3),
        Of(Phase.RootCauseDiscovery, 4, RootCauseDiscovery4),
        Of(Phase.RootCauseDiscovery, 4, RootCauseDiscovery5),
        Of(Phase.RootCauseDiscovery, 4, RootCauseDiscovery6),
        Of(Phase.FixImplementation, 5, FixImplementation1),
        Of(Phase.FixImplementation, 5, FixImplementation2),
        Of(Phase.FixImplementation, 5, FixImplementation3),
        Of(Phase.FixImplementation, 5, FixImplementation4),
        Of(Phase.FixImplementation, 5, FixImplementation5),
        Of(Phase.FixImplementation, 5, FixImplementation6),
        Of(Phase.FixImplementation, 3, FixImplementation7),
        Of(Phase.Verification, 6, Verification1),
        Of(Phase.Verification, 6, Verification2),
        Of(Phase.Verification, 5, Verification3),
        Of(Phase.Verification, 5, Verification4),
        Of(Phase.Verification, 5, Verification5),
        Of(Phase.Escalation, 6, Escalation1),
        Of(Phase.Escalation, 6, Escalation2),
        Of(Phase.Escalation, 6, Escalation3),
        Of(Phase.Escalation, 6, Escalation4),
        Of(Phase.InitialResponse, 6, InitialResponse1),
        Of(Phase.InitialResponse, 6, InitialResponse2),
        Of(Phase.InitialResponse, 6, InitialResponse3),
        Of(Phase.InitialResponse, 5, InitialResponse4),
        Of(Phase.Investigation, 5, Investigation1),
        Of(Phase.Investigation, 5, Investigation2),
        Of(Phase.Investigation, 5, Investigation3),
        Of(Phase.Detection, 5, Detection1),
        Of(Phase.Detection, 5, Detection2),
        Of(Phase.Detection, 5, Detection3),
        Of(Phase.IncidentBegin, 6, IncidentBegin1),
        Of(Phase.IncidentBegin, 4, IncidentBegin2),
        Of(Phase.Resolution, 6, Resolution6),
        Of(Phase.RootCauseDiscovery, 6, RootCauseDiscovery7),
        Of(Phase.RootCauseDiscovery, 5, RootCauseDiscovery8),
        Of(Phase.FixImplementation, 5, FixImplementation8),
        Of(Phase.FixImplementation, 5, FixImplementation9),
        Of(Phase.Verification, 6, Verification6),
        Of(Phase.Verification, 5, Verification7),
        Of(Phase.Escalation, 6, Escalation5),
        Of(Phase.Escalation, 6, Escalation6),
        Of(Phase.InitialResponse, 6, InitialResponse5),
        Of(Phase.InitialResponse, 6, InitialResponse6),
        Of(Phase.Detection, 5, Detection4),
        Of(Phase.Detection, 5, Detection5),
        Of(Phase.IncidentBegin, 4, IncidentBegin3),
        Of(Phase.IncidentBegin, 3, IncidentBegin4),
        Of(Phase.Resolution, 7, Resolution7),
        Of(Phase.Escalation, 6, Escalation7),
        Of(Phase.RootCauseDiscovery, 5, RootCauseDiscovery9),
        Of(Phase.FixImplementation, 4, FixImplementation10),
        Of(Phase.Verification, 5, Verification8),
        Of(Phase.Detection, 4, Detection6),
        Of(Phase.InitialResponse, 4, InitialResponse7),
        Of(Phase.Investigation, 4, Investigation4),
        Of(Phase.IncidentBegin, 4, IncidentBegin5),
    ];

    /// <summary>Which of them a text could match.</summary>
    public static NeededIndex Index { get; } = new([.. Rules.Select(rule => rule.Pattern.Needs)]);

    /// <summary>Their places among <see cref="Rules"/>, the strongest first.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> ByWeight { get; } = [.. Enumerable.Range(0, Rules.Count).GroupBy(at => Rules[at].Weight).OrderByDescending(same => same.Key).Select(same => (IReadOnlyList<int>)[.. same])];

    private static Rule Of(Phase phase, int weight, Regex pattern) => new(phase, weight, new WordPattern(pattern));

    // Resolution: it is over.
    [GeneratedRegex($@"\b{Thing}s? (?:is |was |has been |been |now )*(?:marked (?:as )?|declared |set to |considered )?(?:resolved|closed|over|solved|ended|mitigated and closed)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Resolution1 { get; }
    [GeneratedRegex(@"\b(?:all clear|closing (?:this|the incident|it)|call(?:ing)? it (?:resolved|done|over)|incident (?:closed|over|resolved)|declared (?:over|resolved|fully recovered|closed))\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Resolution2 { get; }
    [GeneratedRegex(@"\b(?:status ?page)\b.*\b(?:resolved|operational)\b|\A(?:\[?resolved\]?|resolved, )", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Resolution3 { get; }
    [GeneratedRegex(@"\b(?:service|systems?|functionality|everything|operations?)\b.{0,20}\b(?:fully|completely) (?:restored|recovered|operational|functional)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Resolution4 { get; }
    [GeneratedRegex(@"\b(?:all (?:systems|services) (?:are )?(?:operational|verified|back|up)|everything(?: is|'s)? back to normal|service restored|\(resolved\)|marked (?:as )?resolved|fully restored)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Resolution5 { get; }

    // Root cause: known now.
    [GeneratedRegex(@"\broot cause (?:was |is |has been )?(?:identified|found|established|determined|discovered|confirmed|known|analysis (?:showed|revealed)|:)|\broot cause:|\bcause (?:was |is )?(?:found|identified|established|determined|known)\b|\bthe cause (?:is|was|of)\b|\bas the (?:root )?cause\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex RootCauseDiscovery1 { get; }
    [GeneratedRegex(@"\b(?:found (?:it|the (?:cause|culprit|problem|issue|bug|reason))|turns? out|turned out|culprit|smoking gun|traced (?:\w+ ){0,5}to|pinpointed|isolated to|narrowed (?:it )?down to)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex RootCauseDiscovery2 { get; }
    [GeneratedRegex(@"\b(?:was|were|is|are|been) (?:caused|triggered) by\b|\b(?:was|is|were) (?:responsible|to blame)\b|\b(?:cause|reason) (?:is|was|of)\b|\bdue to the fact\b|\bthat explains\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex RootCauseDiscovery3 { get; }
    [GeneratedRegex($@"\b(?:{Doer} (?:have |has |had )?)?(?:identif(?:y|ied|ies)|determin(?:e|ed|es)|discover(?:s|ed)?|finds?|found|conclud(?:e|ed|es)|realis(?:e|ed)|realiz(?:e|ed)|reveal(?:s|ed)?|confirmed) (?:that|the (?:faulty|bad|broken|misconfigured|failing|offending|problem|issue)|it was|problem with|correlation|issues? (?:with|in|for)|an? (?:bug|regression|misconfig|race))", WordPattern.How, WordPattern.Patience)]
    private static partial Regex RootCauseDiscovery4 { get; }
    [GeneratedRegex(@"\b(?:it was (?:discovered|determined|found|established)|(?:issue|problem) (?:successfully |was |is |has been )*identified|faulty change was found|it's the \w+ \w+, it)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex RootCauseDiscovery5 { get; }
    [GeneratedRegex(@"\b(?:went|changed|dropped) from \S+ to \S+ in the\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex RootCauseDiscovery6 { get; }

    // Fix: something is changed to mend it.
    [GeneratedRegex(@"\b(?:roll(?:ed|ing|s)?[ -]?back|rollback|roll back|revert(?:ed|ing|s)?|back(?:ed|ing) out|fail(?:ed|ing)? over(?! (?:failed|did))|failover (?:to|initiated|started|completed|of)|hot-?fix(?:ed)?|quick fix|workaround|manual fix|permanent fix|long-term fix|patch(?:ed|ing) )\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex FixImplementation1 { get; }
    [GeneratedRegex(@"\b(?:restart(?:ed|ing|s)?|reboot(?:ed|ing)?|bounc(?:ed|ing)|recycl(?:ed|ing)|re-?deploy(?:ed|ing)?|re-?run|re-?ran|rerunning|flush(?:ed|ing)|purg(?:ed|ing)|clear(?:ed|ing) (?!of)|drain(?:ed|ing) (?:the|node|traffic)|cordon(?:ed|ing)|kill(?:ed|ing)|terminat(?:ed|ing)|delet(?:ed|ing)|remov(?:ed|ing)|unlock(?:ed|ing)?|restor(?:ed|ing) (?:\w+ ){0,4}(?:from|backup)|re-?attach(?:ed|ing)?|re-?enabl(?:ed|ing))\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex FixImplementation2 { get; }
    [GeneratedRegex(@"\b(?:disabl(?:ed|ing|e)|turn(?:ed|ing) off|switch(?:ed|ing) (?:off|to|back)|block(?:ed|ing) (?:the|all|traffic|requests|offending)|rate limit(?:ing|ed)? (?:is |was )?(?:enabled|added|set)|shift(?:ed|ing)|re-?rout(?:ed|ing)|divert(?:ed|ing)|mov(?:ed|ing) traffic|promot(?:e|ed|ing))\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex FixImplementation3 { get; }
    [GeneratedRegex(@"\b(?:scal(?:ed|ing) (?:up|down|out|in|\w+ (?:from|to|up|down)|(?:the|\w+) (?:\w+ )?(?:from|to))|(?:additional|more|new) (?:capacity|nodes?|workers?|instances?|servers?|replicas?) (?:was |were |is |are )?(?:being )?(?:added|started|joined|provisioned)|add(?:ed|ing) (?:capacity|nodes?|workers?|instances?|replicas?|memory|disk|space)|increas(?:ed|ing) (?:the )?(?:limit|capacity|timeout|quota|size|memory|pool|number)|(?:bump(?:ed|ing)|rais(?:ed|ing)|lower(?:ed|ing)|halv(?:ed|ing)) (?!.{0,40}\bsev|.{0,10}ticket|.{0,10}alarm|.{0,12}severity)|timeout raised)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex FixImplementation4 { get; }
    [GeneratedRegex(@"\b(?:fix|correction|mitigation|remediation|patch|solution) (?:is |was |were |has been |being )*(?:applied|deployed|rolled out|committed|merged|released|implemented|completed|pushed|in place|live|initiated|starts?|started)\b|\b(?:appl(?:y|ied|ying)|deploy(?:ed|ing)?|push(?:ed|ing)|roll(?:ed|ing) out|implement(?:ed|ing)?|merg(?:ed|ing)|releas(?:ed|ing)) (?:the |a |an )?(?:\w+ )?(?:fix|correction|mitigation|patch|workaround|hot-?fix)\b|\b(?:work(?:ing)? on (?:a |the )?(?:fix|rollback|mitigation|solution|long-term))\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex FixImplementation5 { get; }
    [GeneratedRegex(@"\b(?:(?:new )?certificates? (?:are |were |was |is )?(?:issued|installed|generated|renewed|replaced)|renew(?:ed|ing)|rotat(?:ed|ing) (?:the|all|credentials|keys?)|re-?issued|replac(?:ed|ing) (?:the|all|faulty|\w+)|reconfigur(?:ed|ing)|data recovery|restor(?:e|ed|ing) (?:the )?(?:data|backup|database)|recovery (?:from|started|begins?|starts?))\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex FixImplementation6 { get; }
    [GeneratedRegex(@"\b(?:appl(?:ied|ying)|add(?:ed|ing)|upgrad(?:ed|ing)|expand(?:ed|ing)|extend(?:ed|ing)|chang(?:ed|ing) (?:the|back)|recover(?:ed|ing) (?:the|data))\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex FixImplementation7 { get; }

    // Verification: looking whether it holds.
    [GeneratedRegex(@"\b(?:verif(?:y|ied|ies|ying)|smoke tests?|confirm(?:s|ed|ing)? (?:that )?(?:\w+ ){0,5}(?:working|works|work|accepted|resolved|fixed|expected|resolution|normal|stopped|ok|good|healthy|again|recovered)|confirmed with)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Verification1 { get; }
    [GeneratedRegex(@"\b(?<!roll\w{0,3} |put |set |switched |pointed |flipped |turned |changed |going |go )(?:return(?:s|ed|ing)?|recover(?:s|ed|ing)?|back|dropped back|came back|comes back|went back|is back|are back)(?: down| up| again)? (?:to|below|under|above|at|within) \S", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Verification2 { get; }
    [GeneratedRegex(@"\b(?:reporting|reports?|reported)(?: back)?(?: that)? (?:\w+ ){0,3}(?:fix works|works again|working again|it works)|\b(?:customers?|users?|merchants?|support) (?:confirm(?:s|ed)?)\b|\bfix works\b|\bworks? again\b|\bworking again\b|\bsuccess(?:es)? (?:rate )?(?:at|recovers?|back)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Verification3 { get; }
    [GeneratedRegex(@"\b(?:latency|errors?|error rates?|lag|queues?|backlog|timeouts?|cpu|load|traffic|5xx) (?:is |are |has |have |was |were |rates? )*(?:now )?(?:dropp(?:ed|ing)|falling|fell|decreas(?:ed|ing)|declin(?:ed|ing)|draining|drained|recover(?:ed|ing)|improv(?:ed|ing)|stabili[sz](?:ed|ing)|normali[sz](?:ed|ing)|stopped|going down|cleared)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Verification4 { get; }
    [GeneratedRegex($@"\b(?:all|targets?|nodes?|pods?|checks?|services?|instances?)(?: \w+){{0,3}} (?:are |is |were |was )?(?:now |all |again )*(?:healthy|green|passed|passing|responding again|up again)\b|\b(?:flowing|started responding|responding|running|available|reachable) (?:again|normally)\b|\bworking as (?:intended|expected)\b|\bmonitoring (?:for recurrence|the (?:fix|recovery|result))\b|\bwatching\b|\btested .{{0,60}}\b(?:works|ok|fine|good)\b|\b{Normal} levels\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Verification5 { get; }

    // Escalation: more help, higher level.
    [GeneratedRegex(@"\b(?:escalat(?:e|ed|es|ing|ion)|upgraded to (?:a |an )?(?:major|sev|p[0-9])|(?:rais(?:ed|ing|e)|bump(?:ed|ing)|increas(?:ed|ing)|upgrad(?:ed|ing)|chang(?:ed|ing)) (?:this |the |it |severity |incident )*(?:to |from )?(?:the )?(?:severity|sev ?-?[0-9]|priority|p[0-9]\b)|severity (?:was |is )?(?:raised|increased|upgraded|changed))", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Escalation1 { get; }
    [GeneratedRegex(@"\b(?:(?:vendor|provider|supplier|manufacturer|management|leadership|executives?|ciso|legal|director|head)\b.{0,40}\b(?:contacted|notified|informed|engaged|called|involved|paged|looped in|to join)|(?:contacted|notified|informed|engaged|called|asked|involved|paged|looped in|pulled in|pulling in|brought in|bringing in)\b.{0,30}\b(?:vendor|provider|supplier|manufacturer|management|leadership|executives?|ciso|legal|dba|second level|guys|director))\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Escalation2 { get; }
    [GeneratedRegex(@"\b(?:(?:support |vendor |p1 |sev ?[0-9a] |priority )(?:case|ticket)s?\b.{0,20}\b(?:opened|raised|created|filed|logged)|(?:opened|raised|created|filed|logged) (?:a |an )?(?:\w+ )?(?:ticket|case) (?:with|at)|sev ?[0-9] (?:ticket|incident) (?:raised|opened|flagg)|second level|crisis call|paged the|(?:lead|team|manager|engineer|backup|backend)s? (?:was |were |on-?call )?(?:paged|called in|pulled in|brought in) (?!by))", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Escalation3 { get; }
    [GeneratedRegex(@"\bpaged (?:the )?(?:\w+ ){0,2}(?:team|guys|lead|manager|on-?call)\b|\b\w+ on-?call paged\b(?! by)|\b(?:lead|team) (?:was|were|is) paged\b(?! by)", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Escalation4 { get; }

    // Initial response: somebody takes it.
    [GeneratedRegex(@"\b(?:incident (?:was |is |has been )?(?:declared|opened|created|raised|started by)(?! resolved)|declar(?:e|ed|ing) (?:an? )?(?:incident|sev|outage|major|p[0-9])|incident commander|take command|takes? over as|taking command|i'm (?:commander|ic)\b|scribe|incident response team|incident channel|war room|bridge|crisis team)", WordPattern.How, WordPattern.Patience)]
    private static partial Regex InitialResponse1 { get; }
    [GeneratedRegex(@"\b(?:acknowledg(?:ed|es|ing)|ack(?:ed|s)?)\b.{0,20}\b(?:page|alert|alarm|incident|ticket)|\backed\b|\bon-?call (?:\w+ )?(?:acknowledged|joined|responded|responds|engaged|online)\b|\b(?:begins?|began|start(?:ed|s)?) triage\b|\bresponse (?:was |is )?(?:coordinated|started|began|begun)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex InitialResponse2 { get; }
    [GeneratedRegex(@"\b(?:status ?page\b.{0,30}\b(?:updated|investigating|posted|update)|(?:first|initial) (?:\w+ ){0,2}(?:notice|update|communication|message)|public notice|update (?:was )?posted to customers|customers (?:were |are )?(?:informed|notified))\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex InitialResponse3 { get; }
    [GeneratedRegex(@"\b(?:engineers?|teams?)\b.{0,40}\b(?:were|was|are|is) (?:engaged|assembled|mobili[sz]ed|called|alerted|assigned)\b|\bassigned\b|\bseverity set\b|\b(?:on-?call|engineers?|teams?|responders?|dbas?)\b.{0,30}\bjoin(?:ed|s|ing) the (?:call|bridge|room)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex InitialResponse4 { get; }

    // Investigation: looking for the cause.
    [GeneratedRegex(@"\b(?:investigat(?:e|ed|es|ing|ions?)|examin(?:e|ed|es|ing)|analy[sz](?:e|ed|es|ing)|log analysis|inspect(?:ed|ing)?|debug(?:ged|ging)?|diagnos(?:e|ed|ing|tics?)|troubleshoot(?:ing)?|dig(?:ging)? (?:into|through)|look(?:ed|ing|s)? (?:at|into|through)|review(?:ed|ing|s)? (?:\w+ ){0,3}(?:deployments?|logs?|changes?|metrics?|dashboards?)|compar(?:ed|ing|e)|correlat(?:ed|ing))\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Investigation1 { get; }
    [GeneratedRegex(@"\b(?:ruled out|rule out|discarded|hypothes[ie]s|(?:try|tried|trying|able|unable|attempt(?:ed|s)?|cannot|can't|could not) (?:to )?(?:reproduce|recreate|log in|ssh)|reproduced?|recreated|heap (?:dump|profile)s?|tcpdump|packet capture|captures? (?:were|was) taken|traffic captures?|query plans?|no idea why|no sign of|nothing odd|look(?:s)? (?:normal|fine|ok|odd)|attempts? to (?:log|connect|ssh|reach)|checked|checking|testing whether|recreated in)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Investigation2 { get; }
    [GeneratedRegex(@"\bstart(?:ed|ing|s)? (?:to look|looking)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Investigation3 { get; }

    // Detection: it is seen.
    [GeneratedRegex(@"\b(?:alert(?:s|ed)?|alarms?|pagers?|pagerduty|opsgenie|monitors?|probe|page)\b.{0,60}\b(?:fire[ds]?|firing|triggered|raised|alerted|notified|paged|indicat\w+|received|arrived|on|for|regarding|:)|\b(?:first|automated|automatic) (?:alert|alarm|warning)\b|\b(?:paged|alerted) (?:by|for|on|to)\b|\bgot paged\b|\bhealth checks? page|\A(?:alert|alarm|problem|\[?firing|triggered|critical)\b.{0,12}:|\b(?:pagerduty|grafana alert|datadog|nagios|zabbix|prometheus|statuscake|pingdom|splunk|sentry)\b.{0,8}(?::|says|monitor|alert|triggered|reports)", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Detection1 { get; }
    [GeneratedRegex(@"\b(?:customers?|users?|support|merchants?|clients?|players?|tenants?|developers?|partners?)\b.{0,20}\b(?:report(?:s|ed|ing)?|complain(?:s|ed|ing|ts)?|notif(?:y|ied) us|receives? calls|says|see(?:s|ing)?|notice[ds]?|seing)\b|\b(?:customer|user|first) (?:reports?|complaints?)\b|\breported by\b|\bgetting (?:reports|complaints)\b|\bissue reported\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Detection2 { get; }
    [GeneratedRegex(@"\b(?:notices|noticed|(?<!further |prior |public |short |first )notice\b(?! (?:is|posted|sent|online))|detect(?:s|ed)?|spotted|observed|(?:is|was) seen|we see (?:an? )?(?:increase|spike|drop|lots|many|high)|seeing (?:lots|many|a lot|high|errors|timeouts|elevated|increased)|spike (?:of|in)|dashboards? showed|(?:is|was|are|were) observed)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Detection3 { get; }

    // Begin: the change or failure that started it.
    [GeneratedRegex($@"\b(?:{Thing}|problem) (?:begins?|began|starts?|started)\b|\b(?:start of (?:the )?{Thing})\b|\bfirst (?:requests?|errors?|failures?) (?:\w+ )?(?:fail\w*|began|start\w*|occur\w*|logged|seen)\b|\bfirst failed\b|\((?:problem|incident|outage) (?:started|began)\)", WordPattern.How, WordPattern.Patience)]
    private static partial Regex IncidentBegin1 { get; }
    [GeneratedRegex(@"\b(?:expire[sd]|went out to prod\w*|kicked (?:off|in)|goes live|went live|(?:is|was|were|been) (?:pushed|rolled out|deployed|released|activated|merged|applied) (?:to|into|in|across)\b|deployed (?:to|through|with|via)|pushed to production|synced \S+ .{0,20}to prod\w*|(?:deploy(?:ment)?|release|version|migration|maintenance|upgrade|job|cron|rollover|load test|workshop)\b.{0,60}\b(?:started|starts|begins|began|initiated|is activated|rolled out|went out)|takes a table lock|(?:routes|prefixes|power)\b.{0,40}\b(?:withdrawn|lost|cut)|(?:customer|operator|someone|engineer|user|admin) (?:pushed|executed|merged|ran|applied|pushes|executes|merges|runs)|replaced by the (?:pipeline|job)|scaling removed|latency starts to climb|become slow|by mistake)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex IncidentBegin2 { get; }

    // Over, as people say it.
    [GeneratedRegex(@"\bstatus ?page\b.{0,40}\bto (?:resolved|operational|green|solved|ok)\b|\b(?:bridge|war ?room|incident channel) (?:is |was |now )?(?:closed|dissolved|shut)\b|\b(?:sev ?-?[0-9]|p[0-9]|mi|incident|emergency|outage|crisis) ?(?:\S+ )?(?:is |was |now |has )*(?:over|ends?|ended|closed|done|stood down|finished|concluded|lifted)\b|\b(?:stand(?:ing)?|stood|standing everyone|stand everyone) down\b|\b(?:freeze|restrictions?|downtime procedure) (?:is |was )?(?:lifted|ended|over|stood down)\b|\b(?:we are|we're|all) done (?:here|with|for)\b|\bback (?:online|up|in service|in business) (?:everywhere|for (?:all|every\w*)|world-?wide|in all)\b|\b(?:normal|regular) (?:service|operations?|business) (?:is |was |has |have )?(?:been )?(?:resumed|restored|again)\b|\breopened\b|\b(?:declar\w+|call\w*) (?:it |this )?(?:fixed|over|done|resolved|closed|ended)\b|\bback to normal\b.{0,40}\b(?:over|closed|done)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Resolution6 { get; }

    // Known now, as people say it.
    [GeneratedRegex(@"\bcause (?:is |was )?(?:now )?(?:clear|obvious|understood|known)\b|\b(?:identified|found(?: out)?|understood|understand|know|see|clear|worked out|figured out) (?:now )?(?:why|what (?:broke|caused|happened|went wrong))\b|\bbisect\w*\b.{0,40}\b(?:to|on|at|shows|found)\b|\b(?:this|that|which) (?:would )?explains?\b|\bthe (?:problem|issue|bug|reason) (?:is|was|lies|turns)\b|\b(?:it's|it is|it was|that's) (?:the|our|because|a bug|caused)(?! (?:same|only|one|first|best|right))\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex RootCauseDiscovery7 { get; }
    [GeneratedRegex(@"\b(?:known|firmware|software|kernel|driver|vendor|product|their|our) (?:bug|defect)\b|\b(?:is|was|as) (?:our|their|a) (?:\w+ )?(?:bug|defect|regression|mistake)\b|\b(?:points?|leads?|goes back|dates back) (?:back )?to (?:the |a )?(?:commit|change|deploy\w*|release|version|pr|merge|upgrade|line|bug)\b|\b(?:introduced|broken|brought in) (?:in|by|with) (?:the |v?[0-9]|pr|commit|change|release)|\b(?:regression|race condition|memory leak|deadlock|off[- ]by[- ]one)\b|\bstems? from\b|\bbecause (?:the|a|of|it|its|our|no)\b|\b(?:was|were|is|had been|got) (?:left out|missing (?:in|from)|never (?:set|copied|renewed|updated)|hard-?coded|set to \S+ instead)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex RootCauseDiscovery8 { get; }

    // Changed to mend it, as people say it.
    [GeneratedRegex(@"\b(?:swap(?:s|ped|ping)|re-?plug(?:s|ged|ging)|re-?seat(?:s|ed|ing)|undid|undone|undoing|downgrad(?:ed|ing|es)|reset(?:ting)?|re-?import(?:ed|ing)|import(?:ed|ing)|re-?sync(?:ed|ing)?|rebuil(?:t|ding)|isolat(?:ed|ing) (?:the|node|host|from)|quarantin(?:ed|ing)|throttl(?:ed|ing)|paus(?:ed|ing)|unplugg(?:ed|ing)|evict(?:ed|ing)|detach(?:ed|ing)|re-?index(?:ed|ing)|re-?load(?:ed|ing)|replay(?:ed|ing)|spun up|stood up|power[- ]?cycl(?:ed|ing)|truncat(?:ed|ing)|correct(?:ed|ing) the|re-?creat(?:ed|ing)|fixed|fixing)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex FixImplementation8 { get; }
    [GeneratedRegex(@"\bmov(?:ed|es|ing) (?!to\b)[^,;]{1,50} (?:to|onto|over|from|off|away)\b|\b(?:put|set|switched|turned|pointed|went|going|changed|flipped) (?:\w+ ){0,3}back (?:to|on|in)(?: the)? (?:old|previous|last|earlier|former|original|known)|\bback to the (?:old|previous|last|earlier|former|original|known)|\b(?:fail|roll|scale|turn|switch|shut)(?:s|ing|ed)? (?:\w+ ){0,3}(?:over to|back to|off|down to|up to)\b|\b(?:restarts|reboots|replaces|rolls back|reverts|disables|removes|deletes|clears|renews|applies|deploys|kills|drains|adds|patches|restores|purges|flushes)\b|\b(?:deploy|fix|hotfix|patch|release|rollout)\b.{0,20}\b(?:going out|is out|rolling|in prod|hosts? done|underway|on its way)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex FixImplementation9 { get; }

    // Looking whether it holds, as people say it.
    [GeneratedRegex(@"\btest (?:purchases?|orders?|calls?|messages?|payments?|logins?|transactions?|prints?|mails?|runs?|transfers?|patients?|bookings?)\b.{0,80}\b(?:ok|okay|fine|good|works?|worked|through|successful\w*|succeed\w*|passed|connected|arrived|accepted|green)\b|\bsmoke (?:suite|check|run)\b|\b[0-9]+ ?(?:/|of|out of) ?[0-9]+ (?:are |were |is )?(?:green|ok|passed|pass|connected|match|succeeded|successful|good|through)\b|\b(?:all|every) (?:\w+ ){0,2}(?:match|green|pass|passed|identical|correct)\b|\bno (?:more |new |further )?(?:differences?|discrepanc\w+|failures|errors|timeouts|alerts|complaints|gaps)\b.{0,30}(?:since|for|after|any ?more|\z)|\b(?:re-?tested|spot[- ]?check\w*|sanity check\w*|reconcil\w+|double[- ]checked)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Verification6 { get; }
    [GeneratedRegex(@"\b(?:load|soak|stress|end[- ]to[- ]end|e2e|regression) tests? (?:was |were |is )?(?:repeated|rerun|re-?run|passed|green|ok)\b|\b(?:stay(?:s|ed|ing)?|hold(?:s|ing)?|held|stable|steady|flat|remain(?:s|ed|ing)?) (?:at|under|below|for|within|since|around|near|now|good|green)\b|\b(?:confirms?|confirmed|reports?|says?|tell us) (?:that )?(?:they|it|all|everything|things|\w+ (?:is|are)|\w+ \w+ (?:is|are))\b.{0,40}\b(?:again|works?|back|ok|fine|good|normal|working)\b|\b(?:are|is) (?:printing|coming|going|flowing|arriving|processing|selling|working|loading|moving|landing) (?:\w+ )?again\b|\b(?:see|sees|can see|get|gets) .{1,30} again\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Verification7 { get; }

    // More help, as people say it.
    [GeneratedRegex(@"\b(?:open|rais|creat|fil|logg|submitt)(?:e[ds]?|ing|s)? (?:an? |the |our )?(?:[\w-]+ ){0,4}(?:case|ticket) (?:with|at|to)\b|\bopened (?:an? )?(?:\w+ ){0,3}(?:case|ticket) (?:with|at)\b|\b(?:call(?:ed|ing|s)?|phon(?:ed|ing|es)|rang|ringing|paging|pinged|woke|waking|got hold of|reach(?:ed|ing) out to|ask(?:ed|ing))(?: up)?\b.{0,40}\b(?:duty (?:manager|officer|engineer)|hotline|on-?call|head of|vp|cto|cio|ciso|director|vendor\w*|provider\w*|carrier\w*|supplier\w*|partner\w*|tac|support|second line|level [23]|tier [23]|security team|network team|storage team|platform team|dba\w*)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Escalation5 { get; }
    [GeneratedRegex(@"\b(?:pull|bring|brought|loop|call|dragg|rop)(?:s|ed|ing|ped)? in (?:the |our |an? |some )?(?:\w+)|\b(?:handed|handing|passed|passing|transferred|hand(?:s)?) (?:it |this |over )*(?:over )?to (?:the )?(?:tier|level|l[23]|second|third|vendor|provider|specialist|network|database|platform|storage|security|dev\w*|dba)|\b(?:tier|level) ?[23]\b|\b(?:second|third)[- ]line\b|\bwoke(?:n)?(?: up)?\b|\bbeyond (?:what|our|us)\b|\bneed (?:help from|someone (?:with|from)|somebody (?:with|from)|more (?:hands|people|eyes))\b|\brequest(?:ed|ing)? (?:help|assistance|support|an engineer)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Escalation6 { get; }

    // Somebody takes it, as people say it.
    [GeneratedRegex(@"\b(?:on[ -]?call|duty \w+|engineer|operator|primary|secondary)\b.{0,25}\b(?:acknowledg\w+|acks?|acked|online|logged in|at (?:the |his |her )?(?:laptop|keyboard|desk)|picks? (?:it |this )?up|picked (?:it |this )?up|takes? (?:it|over|the)|took (?:it|over|the))\b|\backs\b|\b(?:deploy\w*|change|release|code) freeze\b.{0,30}\b(?:announced|declared|called|in (?:place|effect|force)|active|ordered|set|starts?)\b|\broles? (?:are |were |was |is )?(?:handed out|assigned|given|set|agreed|distributed)\b|\b(?:told|asked|instructed|advised|instructing|telling) to (?:go|use|switch|stay|stop|wait|work|fall)\b|\b(?:downtime|contingency|emergency|continuity|manual|paper) (?:procedure|plan|process)\b.{0,30}\b(?:activated|started|in force|invoked|begun)\b|\bper (?:the )?(?:downtime|contingency|emergency) (?:procedure|plan)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex InitialResponse5 { get; }
    [GeneratedRegex(@"\b(?:incident|bridge|call|channel|ticket|room|war ?room|conference) (?:bridge |channel |call )?(?:is |was |now )*(?:opened|open|created|started|up|set up|running|live)\b|\bopen(?:s|ed|ing) (?:the |an? )?(?:#\S+|incident|bridge|channel|conference|war ?room)|\b(?:i'm|i am|is|as|takes?|taking|be) (?:the )?(?:ic|incident (?:lead|manager|commander)|lead|commander|comms|scribe)\b|\b(?:treating|calling|classif\w+) (?:this|it) (?:as )?(?:an? )?(?:incident|p[0-9]|sev|major|priority)\b|\b(?:holding statement|support (?:has|got|given) (?:a |the )?macro|banner (?:is )?(?:up|live|posted)|public notice|customers? (?:are |were )?(?:warned|told))\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex InitialResponse6 { get; }

    // It is seen, as people say it.
    [GeneratedRegex(@"\b(?:nurses?|wards?|stores?|shops?|branch(?:es)?|agents?|desk|callers?|customers?|users?|clients?|partners?|merchants?|doctors?|drivers?|players?|finance|sales|marketing|community manager|account manager|colleagues?|somebody|someone|support|accounting|warehouse|operators?)\b[^,;]{0,40}\b(?:calls?|called|phones?|phoned|rings?|rang|mails?|mailed|writes?|wrote|tells?|told|asks?|asked|flags?|flagged|raises?|raised|sees?|saw|notices?|noticed|complains?|complained|reports?|reported|spots?|spotted|mentions?|pings?|pinged)\b(?! (?:again|back to|they see))", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Detection4 { get; }
    [GeneratedRegex(@"\b(?:goes|went|turns?|turned|going|gone|is|are) red\b|\b(?:first|new|customer|user|several|multiple|many|[0-9]+) (?:\w+ )?(?:tickets?|complaints?|calls?|mails?|reports?|tweets?|posts?)\b.{0,20}\b(?:come|comes|came|coming|arrive\w*|received|opened|about|on|of|from|in)\b|\b(?:reddit|twitter|tweets?|social media|down ?detector|app store reviews?|forum)\b|\btold us\b|\b(?:synthetic|health|uptime|canary) (?:check|probe|test|monitor)s?\b.{0,30}\b(?:fail\w*|red|down|alerts?|alarm\w*|timing out)\b|\b(?:tripped|breached|crossed|over|exceeded|above|passes|passed) (?:the |its )?(?:alert |alarm )?(?:threshold|limit)\b|\bfirst (?:noticed|seen|spotted|sign|report|symptom)s?\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Detection5 { get; }

    // It starts to fail: where nothing says that it was seen, answered or mended.
    [GeneratedRegex(@"\b(?:first|earliest) (?:failed|failing|rejected|bad|lost|declined|dropped|wrong|slow|timed[- ]out|error\w*)\b|\b(?:begins?|began|starts?|started) (?:to (?:fail|drop|climb|rise|grow|time out|queue|pile|crash|slow|lag|return|reject|fall)|(?:failing|dropping|climbing|rising|growing|timing out|queueing|piling|crashing|lagging|returning|rejecting|falling))\b|\b(?:stops?|stopped|ceases?|ceased) (?:\w+ing\b|at [0-9]|for all)", WordPattern.How, WordPattern.Patience)]
    private static partial Regex IncidentBegin3 { get; }
    [GeneratedRegex(@"\b(?:lapse[sd]?|expire[sd]?|overwrit(?:ten|es)|overwrote|wiped|corrupted|cut (?:by|through|off)|severed|goes live|went live|loses? power|lost power|power (?:cut|outage|loss|failure)|ran out of|runs out of|is full|goes down|went down|go down|both \w+ down|crash(?:es|ed)|dies|died|fails?\b(?! over)|breaks|broke|trips|tripped|flood(?:s|ed)|restarts by itself|unexpectedly)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex IncidentBegin4 { get; }

    // Weaker signs of the same: how each phase sounds when no strong word is in it.
    [GeneratedRegex(@"\b(?:closing|closed) (?:the |this )?(?:bridge|call|incident|channel|war ?room|case)\b|\bend of (?:the )?(?:incident|emergency|outage)\b|\bdeclared? (?:as )?(?:stable|resolved|over|normal|fixed)\b|\b(?:incident|emergency|outage|case|problem)\b(?: \w+){0,2} closed\b|\b(?:emergency|degraded|maintenance|read-only) mode (?:is |was )?(?:lifted|ended|left|off)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Resolution7 { get; }
    [GeneratedRegex(@"\b(?:called|brought|pulled|dialled|dialed|roped|asked) in\b|\b(?:severity|priority|sev) (?:is |was |goes |went )?(?:now |up |from )(?:up |from |to )*\S+ to\b|\b(?:sr|case|ticket|request)\b.{0,25}\b(?:opened|raised|filed|logged|submitted|created)\b.{0,25}\b(?:priority|severity|sev|p[0-9]|urgent|emergency|with the|vendor)|\b(?:managing|board|executive|regulator|authority|authorities|police|press office)\b.{0,40}\b(?:informed|told|notified|called)|\b(?:informed|told|notified|called|rang|phoned) (?:the )?(?:managing|board|executives?|regulator|authorit\w+|carrier|noc|vendor|supplier|ceo|cto|director)", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Escalation7 { get; }
    [GeneratedRegex(@"\b(?:reason|cause|explanation|bug|fault|error)s? (?:is |was |now )*(?:found|identified|known|located|clear)\b|\bdiff (?:shows|reveals|says)\b|\b(?:admits?|admitted|acknowledges?|confirms?|confirmed) (?:\w+ )?(?:a |the |it's a |it is a |our |their )(?:\w+ )?(?:bug|defect|fault|error|regression|known issue)\b|\btherefore\b|\bthat's why\b|\bwhich is why\b|\bso (?:the|every|all|each|no|any) [^,;]{1,60}\b(?:fail\w*|refus\w+|reject\w*|no |empty|never|got|lost|dropp\w+)", WordPattern.How, WordPattern.Patience)]
    private static partial Regex RootCauseDiscovery9 { get; }
    [GeneratedRegex(@"\b(?:deployed|deploying|released|releasing|installed|installing|shipped|shipping) (?:v?[0-9]|the|a|an|\S+ (?:v?[0-9]|with|to|in|without))|\b(?:taken|took|pulled|put|removed|taking) (?:\S+ )?(?:out of|into|back in|off) (?:the )?(?:rotation|service|pool|load balancer|cluster|lb|maintenance)|\b(?:cancell?ed|released|corrected|restored|aborted|unblocked|unlocked|activated|lowered|raised|widened|shortened|rewritten|edited|updated|created|opened|closed|started|stopped|separated|freed|emptied)\s*(?:\z|[,;.(]|and\b|on\b|in\b|by hand\b|manually\b|at\b|for\b)|\bby hand\b|\bmanually\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex FixImplementation10 { get; }
    [GeneratedRegex(@"\b(?:checked|tried|sampled|tests?|probes?|calls?|orders?|samples?)\b[^;]{0,50}(?:, |: |- |– )(?:all )?(?:good|ok|okay|fine|works|correct|as expected|no issues?|clean|complete)\b|\b(?:under|below|within|at|above|on|back at|in) (?:the )?(?:target|slo|baseline|threshold|normal|limits?)(?: again)?\s*(?:\z|[,;])|\b(?:report|confirm|say|tell|write)s?\b.{0,50}\b(?:opens?|works?|loads?|prints?|is fine|are fine|is back|are back|can (?:log|see|open|pay|order|print|book|call)\w*)\b|\bno (?:new|further|more) \w+|\b(?:rate|ratio|latency|p[0-9]{2,3}|queue\w*|lag|cpu|load|errors?|depth)\b.{0,40}\b(?:for|since) (?:[0-9]|the (?:deploy|fix|restart|change|switch))|\b(?:again|now) (?:normal|fine|ok|good|green|stable|fast)\b|\b(?:normal|fine|ok|good|green|stable|fast) again\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Verification8 { get; }
    [GeneratedRegex(@"\A\[?(?:icinga|nagios|zabbix|datadog|grafana|prometheus|sentry|new ?relic|splunk|dynatrace|pingdom|checkmk|prtg|solarwinds|netact|elastic|kibana|opsgenie|pagerduty|cloudwatch|alertmanager|monitoring|noc|siem|[a-z]+ (?:monitor|alert|alarm|check))\b|\b(?:flags|flagged)\b|\b(?:burn|budget) (?:rate )?(?:alert|alarm)|\b(?:critical|warning|alert|alarm)\s*(?:\z|on|for|:|-|–)|\b(?:see|sees|saw|spots?) (?:the |an? )?(?:\w+ ){0,3}(?:go|going|goes|drop\w*|fall\w*|rise|climb\w*|spike\w*|red|down|errors?)\b|\b(?:can't|cannot|can not|unable to|couldn't) (?:open|log ?in|pay|order|print|connect|call|book|reach|see|join|access|load|upload|check ?out)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Detection6 { get; }
    [GeneratedRegex(@"\b(?:halt(?:ed|s)?|suspend(?:ed|s)?|freez(?:e|es|ing)|frozen|stopped|on hold)\b.{0,40}\b(?:until|releases?|deploy\w*|changes?|further notice)\b|\b(?:releases?|deploy\w*|changes?) (?:are |were |is )?(?:\w+ )?(?:halted|frozen|stopped|suspended|on hold|blocked)\b|\b(?:logs? in|logged in|gets? online|dials? in|takes? (?:the |this )?(?:ticket|case|page|call|lead|over|it)|took (?:the )?(?:ticket|case|page|lead))\b|\b(?:leads?|coordinates?|running point|in charge)\s*\z|\b(?:comms|communications?|notes|scribe) (?:by|is|with|to|goes to|taken by)\b|\b(?:warned|informed|told|updated)\b.{0,30}\b(?:banner|mail|sms|intranet|status|text|post|notice)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex InitialResponse7 { get; }
    [GeneratedRegex(@"\b(?:going|went|combing|sifting|working|walking|reading|stepping) (?:our way )?through\b|\b(?:tail(?:ing|ed)|trac(?:ing|eroute|ed)|strac(?:e|ing|ed)|mtr|grepp?(?:ed|ing)?|profil(?:e|ed|ing)|flame ?graph|histogram|thread dumps?|core dumps?|wireshark|perf|explain(?: analy[sz]e)?|bisecting|querying|test(?:ing|ed) (?:if|whether|with|against)|probing|sampling)\b|\b(?:isn't|is not|wasn't|not) (?:the |a |an |our |due to |caused by |related to |limited to )(?:\w+)|\bnothing (?:suspicious|unusual|abnormal|special|obvious|wrong|in the)\b|\b(?:the )?same (?:errors?|results?|behaviou?r|symptoms?|picture|failure)\b|\b(?:only|happens|fails|works|appears|occurs) (?:on|for|in|when|if|with|from|after|between) |\bno (?:packet loss|errors? in|change in|changes in|obvious|correlation|difference between|pattern)\b|\b(?:shows?|log says|logs say|says|suggests?) (?:that )?(?:it|the|a|all|every|lots|many|most)\b|\b(?:suspect\w*|hypothesis|theory|unclear|trying to)\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex Investigation4 { get; }
    [GeneratedRegex(@"\bno longer (?:\w+ed|\w+ing|possible|available|work|get|reach|receive|arrive)\b|\bby itself\b|\b(?:update|upgrade|rollout|roll-out|deploy\w*|migration|import|job|maintenance|change|patch|backup|batch|sync|release)\b[^;]{0,40}\b(?:begins?|starts?|kicks in|kicks off|reaches [0-9]|goes out|writes? (?:duplicate|empty|wrong|bad|zero)|runs? (?:with|against|without))|\b(?:rotated|replaced|deleted|removed|changed|revoked|disabled|restarted|overwritten|switched off) by (?:the |a |an )?(?:scheduled|nightly|automatic|weekly|job|pipeline|cron|script|sync|bot|update|upgrade)\b|\bstart(?:s|ed)? flapping\b", WordPattern.How, WordPattern.Patience)]
    private static partial Regex IncidentBegin5 { get; }
}

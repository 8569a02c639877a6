using PostMortemBot.Domain;

namespace PostMortemBot.Tests.Templates;

/// <summary>One incident's content for the built-in template: most of it known, some of it typed.</summary>
internal static class SampleContent
{
    public static DocumentContent Typical { get; } = new()
    {
        Zone = "EDT/EST",
        Bound = new Dictionary<string, FieldValue>
        {
            ["incident.title"] = Words("Degraded response times on API gateway"),
            ["incident.date"] = Words("2026-11-24"),
            ["incident.id"] = Words("INC-004211"),
            ["author"] = Words("Sam Okafor, App Dev"),
            ["status"] = new FieldValue.Choice(["Draft"]),
            ["incident.duration"] = Words("47 min"),
            ["incident.severity"] = new FieldValue.Choice(["P1"]),
            ["services.primary"] = new FieldValue.Items(["gateway", "developer portal"]),
            ["environments"] = new FieldValue.Choice(["PROD", "QA"]),
            ["slo.breach"] = new FieldValue.Choice(["Yes"], "API Response Time (p95) for 23 min"),
            ["timeline.milestones"] = Rows(["time", "event", "owner"], ["01:55", "Pool size halved [config #4711]", ""], ["02:10", "Splunk alert fired", ""], ["02:12", "Investigation started", "Gateway team"], ["02:31", "Pool exhausted", ""], ["02:38", "Rolled back gateway 4.12", ""], ["02:57", "Service restored", ""], ["", "", ""]),
            ["actions.immediate"] = Rows(["action", "owner", "due", "status"], ["Alert on pool saturation | p95", "@lee", "2026-12-01", "Open"]),
            ["metrics.timeToDetection"] = Words("15"),
            ["metrics.timeToResolution"] = Words("N/A (no Detection event)"),
            ["evidence.logs"] = new FieldValue.Items(["02:10 ERROR: [pool] wait\n```\nexhausted", "02:11 WARN"]),
            ["related.previous"] = Rows(["id", "date", "text"], ["INC-004100", "2024-08-12", "Same pool, other cause"]),
            ["approvals"] = Rows(["reviewer", "role", "date", "status"], ["Priya", "Senior SRE", "2026-11-27", "Approved"], ["Lee", "", "", "Pending"]),
            ["distribution.required"] = new FieldValue.Items(["SRE Team (@sre-team)", "Product Management"]),
            ["location"] = Words("[Wiki](https://wiki.example.org/pm/Post-Mortem-2026-11-24)"),
        },
        Timeline =
        [
            new TimelineDay("2026-11-24", [
                new TimelineBlock("23:55", "Incident Begin", [new TimelineLine("23:55", "pool size halved", "App Dev", "https://chat.example.org/p1")]),
            ]),
            new TimelineDay("2026-11-25", [
                new TimelineBlock("00:10", "Detection", [new TimelineLine("00:10", "Splunk: *Degraded* Response Times", "SRE"), new TimelineLine("00:11:30", "# paged")]),
                new TimelineBlock("00:12", "Investigation", [new TimelineLine("00:12", "looked at [pool]")]),
                new TimelineBlock("00:20", "Detection", [new TimelineLine("00:20", "second alert")]),
                new TimelineBlock("00:38", "Fix Implementation", [new TimelineLine("00:38", "rolled back")]),
            ]),
        ],
        Answers = new Dictionary<FieldPath, FieldValue>
        {
            [new("executive summary / user impact")] = Words("About 2,300 requests failed.\nTwo customers called support.\n\n- `GET /orders`\n- `GET /users`\n\n```\nHTTP 503\n```"),
            [new("executive summary / root cause")] = Words("A configuration change halved the pool_size [see #4711]."),
            [new("root cause analysis / what happened")] = Words("# not a heading\n---\n| a | b |\n<script>alert(1)</script>"),
            [new("contributing factors / technical factors / code/application")] = new FieldValue.Tick(true, "Pool size in **configuration**"),
            [new("contributing factors / technical factors / infrastructure")] = new FieldValue.Tick(false),
            [new("contributing factors / technical factors / dependencies")] = new FieldValue.Tick(true),
            [new("what went well / positive aspects")] = new FieldValue.Items(["- Quick rollback", "1. second", "# third", "Fourth\n\nwith a paragraph"]),
            [new("lessons learned / key takeaways")] = new FieldValue.Items(["Alert on pools", "Review configuration"]),
            [new("slo and error budget impact / slo performance")] = Rows(["slo", "actual", "impact"], ["API Response Time (p95)", "840", "23"], ["Error Rate", "2.3", "Breached"]),
            [new("metrics and data / error rate data / most affected endpoints")] = new FieldValue.Items(["GET /orders", "GET /users"]),
            [new("detailed timeline / day 1 - [date] / verification")] = new FieldValue.Items(["Metrics were back to normal"]),
        },
        NotApplicable = new Dictionary<FieldPath, string>
        {
            [new("communication assessment")] = "nobody outside was told",
            [new("action items / long-term actions (complete within 1 quarter)")] = "",
            [new("contributing factors / technical factors / monitoring")] = "alert worked | as planned",
        },
    };

    public static FieldValue Words(string text) => new FieldValue.Words(text);

    public static FieldValue Rows(string[] keys, params string[][] rows) =>
        new FieldValue.Rows([.. rows.Select(row => (IReadOnlyDictionary<string, string>)keys.Zip(row).ToDictionary(cell => cell.First, cell => cell.Second))]);
}

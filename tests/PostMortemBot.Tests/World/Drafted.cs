using System.Globalization;
using NodaTime;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Features;
using PostMortemBot.Screens;
using PostMortemBot.Templates;

namespace PostMortemBot.Tests.World;

/// <summary>Incidents that are over and whose document has begun, for tests of writing.</summary>
internal static class Drafted
{
    private static readonly (string At, Phase Phase, string Text)[] Sparse =
    [
        ("02:10", Phase.Detection, "Splunk alert Degraded Response Times fired"),
        ("02:31", Phase.RootCauseDiscovery, "Pool size was halved by configuration change 4711"),
        ("02:38", Phase.FixImplementation, "Rolled back gateway 4.12"),
        ("02:50", Phase.Verification, "p95 back under 200 ms"),
    ];

    private static readonly (string At, Phase Phase, string Text)[] Marked =
    [
        ("01:55", Phase.IncidentBegin, "Pool size halved by configuration change 4711"),
        ("02:00", Phase.IncidentBegin, "First requests waited for a connection"),
        ("02:10", Phase.Detection, "Splunk alert Degraded Response Times fired"),
        ("02:12", Phase.InitialResponse, "SRE took the alert"),
        ("02:13", Phase.InitialResponse, "App Dev paged by runbook mail"),
        ("02:16", Phase.Investigation, "Pool wait time rising since 01:55"),
        ("02:18", Phase.Investigation, "CPU and memory normal"),
        ("02:20", Phase.Investigation, "Database latency normal"),
        ("02:22", Phase.Investigation, "Only gateway nodes with 4.12 affected"),
        ("02:25", Phase.Escalation, "P1 declared"),
        ("02:31", Phase.RootCauseDiscovery, "Pool size 20 instead of 40 since change 4711"),
        ("02:33", Phase.RootCauseDiscovery, "Pool exhausted at 01:58 in the gateway log"),
        ("02:35", Phase.FixImplementation, "Raised pool size on node 1"),
        ("02:38", Phase.FixImplementation, "Rolled back gateway 4.12 on all nodes"),
        ("02:41", Phase.Verification, "Pool wait time back to normal"),
        ("02:43", Phase.Verification, "p95 180 ms for five minutes"),
        ("02:44", Phase.Verification, "Error rate 0.02 %"),
        ("02:46", Phase.Verification, "Developer portal answers"),
        ("02:48", Phase.Verification, "Synthetic checks green"),
        ("02:50", Phase.Verification, "Queue of waiting requests empty"),
        ("02:52", Phase.Verification, "Alerts cleared"),
        ("02:57", Phase.Resolution, "Service confirmed restored"),
        ("02:58", Phase.Resolution, "All-clear sent"),
        ("02:59", Phase.Resolution, "Status page green"),
        ("03:00", Phase.Resolution, "Incident closed"),
    ];

    /// <summary>25 marks with phases, the numbers of three SLOs, three pieces of evidence.</summary>
    public static Task<PostMortem> WellMarked(Chatting chat) => Begin(chat, Marked, full: true);

    /// <summary>Four marks and nothing else.</summary>
    public static Task<PostMortem> SparselyMarked(Chatting chat) => Begin(chat, Sparse, full: false);

    /// <summary>A near miss that somebody writes up.</summary>
    public static async Task<PostMortem> NearMiss(Chatting chat)
    {
        var sam = await chat.IdOf("sam");
        return await Store(chat, "nearmiss", [
            new NearMissNoted(chat.Now, sam, TestChat.PlaceOf("#near"), 3, "Certificate renewed one hour before it ran out"),
            new OwnerSet(chat.Now, sam, sam),
            new PostMortemBegun(chat.Now, sam, sam, BuiltInTemplate.Read().Hash)]);
    }

    private static async Task<PostMortem> Begin(Chatting chat, (string At, Phase Phase, string Text)[] marks, bool full)
    {
        var sam = await chat.IdOf("sam");
        await chat.IdOf("dana");
        var place = TestChat.PlaceOf("#inc");
        List<PostMortemEvent> facts =
        [
            new IncidentStarted(At("02:11"), sam, place, 17, "Degraded response times on API gateway"),
            new IncidentIdSet(At("02:11"), sam, "INC-004211"),
            new SeveritySet(At("02:11"), sam, Severity.P1),
            new EnvironmentsSet(At("02:11"), sam, ["PROD"]),
            new ServicesSet(At("02:11"), sam, ["gateway"]),
            new OwnerSet(At("02:11"), sam, sam),
        ];
        facts.AddRange(marks.Select((mark, i) => new TimelineEventMarked(At(mark.At), sam, new($"E{i:00}"), At(mark.At), mark.Text, mark.Phase, false, null, null, null, "", new(MarkKind.Command, sam))));
        if (full) facts.AddRange(Numbers(chat, sam));
        facts.Add(new IncidentResolved(At("02:57"), sam, At("02:57")));
        facts.Add(new VerdictReached(At("02:57"), sam, VerdictKind.Required, ["P1"]));
        facts.Add(new PostMortemBegun(At("02:57"), sam, sam, BuiltInTemplate.Read().Hash));
        return await Store(chat, "draft", facts);
    }

    private static IEnumerable<PostMortemEvent> Numbers(Chatting chat, PersonId sam)
    {
        foreach (var slo in chat.Bot.Policy.Slos)
        {
            var request = slo.Measure is SloMeasure.ErrorRate;
            yield return new SloMeasured(At("02:57"), sam, slo.Name, request ? null : Duration.FromMinutes(23), request ? 2300 : null, request ? 100000 : null, request ? "2.3%" : slo.Measure == SloMeasure.ResponseTime ? "840ms" : "");
        }

        yield return new EvidenceKept(At("02:57"), sam, new("V1"), EvidenceKind.Query, "index=apiconnect | timechart p95(response_time)", "", null, null, null);
        yield return new EvidenceKept(At("02:57"), sam, new("V2"), EvidenceKind.Log, "01:58:12 ERROR pool exhausted", "", null, null, null);
        yield return new EvidenceKept(At("02:57"), sam, new("V3"), EvidenceKind.Dashboard, "Pool wait time", "https://dash.example.org/pool", null, null, null);
    }

    private static async Task<PostMortem> Store(Chatting chat, string receipt, IReadOnlyList<PostMortemEvent> facts)
    {
        var id = new PostMortemId(chat.Bot.NewId());
        var turn = Turn.OfBot(chat.Bot, Chatting.Organisation, TestChat.PlaceOf("#inc"), receipt, TestContext.Current.CancellationToken);
        await chat.Bot.Templates.PinAsync(Chatting.Organisation, BuiltInTemplate.Read(), TestContext.Current.CancellationToken);
        Assert.IsType<Outcome.Done>(await turn.DecideAsync(id, _ => Decision.Accept(facts)));
        await chat.DrainAsync();
        return await chat.Of(id);
    }

    /// <summary>The document as it stands now.</summary>
    public static async Task<Draft> Now(Chatting chat, PostMortem p)
    {
        var now = await chat.Of(p.Id);
        return Draft.Of(now, chat.Bot.ViewFor(Chatting.Organisation))!;
    }

    private static Instant At(string clock) => Chatting.InNewYork("2026-11-24 " + clock);

    /// <summary>Something for every field of a form that is still empty.</summary>
    public static IReadOnlyList<(string Field, string Value)> FilledIn(Form form, string person) =>
    [
        .. form.Fields.Where(field => field.Name != SectionForm.EmptyField && field.Name != SectionForm.ReasonField).Select((field, i) => (field.Name, Value: field.Input switch
        {
            FieldInput.Short { Value: "" } or FieldInput.Long { Value: "" } => string.Create(CultureInfo.InvariantCulture, $"What is known of {field.Label}, {i}"),
            FieldInput.Number { Value: "" } => "12",
            FieldInput.Day { Value: "" } => "2026-12-01",
            FieldInput.PickPerson => person,
            FieldInput.PickOne { Value: "" } one => one.Choices[0].Value,
            FieldInput.PickMany { Values.Count: 0 } many => many.Choices[0].Value,
            FieldInput.Tick => "yes",
            _ => "",
        })).Where(one => one.Value.Length > 0),
    ];
}

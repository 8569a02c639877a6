using NodaTime;
using PostMortemBot.Domain;
using PostMortemBot.Features;
using PostMortemBot.Screens;
using PostMortemBot.Tests.Screens;
using PostMortemBot.Tests.World;

namespace PostMortemBot.Tests.Features;

/// <summary>The timeline and what a look through the history shows.</summary>
internal sealed class CaptureScreens : IShowsScreens
{
    private static readonly Instant Start = Chatting.InNewYork("2026-11-24 02:10");
    private static readonly PersonId Rana = new("rana");
    private static readonly Place Inc = new("slack", "T1", "C1");

    public void Show()
    {
        Gallery.Add("timeline-empty", TimelineCard.Draw(Told([]), View, 0));
        Gallery.Add("timeline-typical", TimelineCard.Draw(Told([("Splunk: Degraded Response Times", Phase.Detection), ("rolled back gateway 4.12", Phase.FixImplementation), ("rolled back gateway 4.12 in PROD", Phase.FixImplementation)]), View, 0));
        Gallery.Add("timeline-maximal", TimelineCard.Draw(Told([.. Enumerable.Range(0, 25).Select(number => ($"{number} {new string('x', 2990)}", PhaseNames.All[number % 9]))]), View, 1));
        Gallery.Add("timeline-hostile", TimelineCard.Draw(Told([.. Hostile.Texts.Take(10).Select(text => (text, Phase.Investigation))]), View, 0));
        Gallery.Add("backfill-none", BackfillCard.Found(Job([]), View));
        Gallery.Add("backfill-typical", BackfillCard.Found(Job(["I am declaring an incident: gateway down", "rolled back gateway 4.12 in PROD", "gateway slow in eu"]), View));
        Gallery.Add("backfill-choose", BackfillCard.Choosing(Job([.. Enumerable.Range(10, 23).Select(node => $"rolled back gateway on node-{node} to 4.11")]), View, 1));
        Gallery.Add("backfill-hostile", BackfillCard.Choosing(Job([.. Hostile.Texts.Take(10).Select(text => "rolled back gateway in PROD " + text)]), View, 0));
        Gallery.Add("incident-like-another", IncidentCard.Draw(Evolve.Apply(Told([]), new ResemblanceFound(Start, PersonId.Bot, new("Q"), "INC-003977", ["gateway", "connection pool"], 1)), View)!);
    }

    private static View View { get; } = new(Shipped.Policy, Start + Duration.FromHours(1), _ => "Rana Haddad", _ => "SRE") { PageUrl = "https://bot.example" };

    private static PostMortem Told(IReadOnlyList<(string Text, Phase Phase)> events) => Evolve.Fold(new("01JD"),
    [
        new IncidentStarted(Start, Rana, Inc, 17, "gateway slow"),
        new IncidentIdSet(Start, Rana, "INC-004211"),
        .. events.Select((told, number) => new TimelineEventMarked(Start, Rana, new($"e{number:00}"), Start + Duration.FromMinutes(number), told.Text, told.Phase, false, null, new(Inc, $"m{number}", $"https://chat.example/m{number}"), Rana, "", new(MarkKind.Command, Rana))),
    ]);

    private static BackfillJob Job(IReadOnlyList<string> texts) => new("J1", "01JD", "rana", new("slack", "T1", "U1"), Inc, false, Start.ToUnixTimeTicks(), Start.ToUnixTimeTicks(), [Inc])
    {
        Read = 412,
        IsDone = true,
        Heard = [.. texts.Select((text, number) => new HeardMessage(number, new(Inc, $"m{number}"), (Start + Duration.FromMinutes(number)).ToUnixTimeTicks(), new("slack", "T1", "U2"), "Sam Okafor", false, text, new Dictionary<string, int>()))],
    };
}

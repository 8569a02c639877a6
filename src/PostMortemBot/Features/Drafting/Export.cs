using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using NodaTime.Text;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Pages;
using PostMortemBot.Screens;

namespace PostMortemBot.Features;

/// <summary><c>export md|html|json|csv</c>: the document as a file. Markdown and HTML are what the page shows; JSON has the facts and numbers for other programs, CSV the action items for a spreadsheet.</summary>
internal static class Export
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var kind = words.Trim().ToLowerInvariant() is { Length: > 0 } word ? word : "md";
        if (kind is not ("md" or "html" or "json" or "csv")) return Answer.Say(["Export takes md, html, json or csv: ", new Span.Typed("export html"), $". You typed: export {Texts.OneLine(words, 60)}"]);
        var (found, ask) = await Which.FindAsync(turn, "export " + kind);
        if (ask is not null) return ask;
        var p = found!;
        var name = PageName.Of(p, turn.Policy.ProcessZone);
        const string Sentence = "Action items of a private incident are taken out by its author, its reviewers, the SRE team or an administrator. Ask one of them.";
        if (kind == "csv" && !await turn.MayAsync(Act.Export, p, Sentence)) return Refusal.Say(turn, Sentence);
        if (kind == "csv") return Answer.Tell(new Card("", [new Element.Text($"{Moments.Count(p.Actions.Count, "action item")} of {p.Name}, as they stand now.")]) { File = new SentFile(name + "-actions.csv", "text/csv", ActionsCsv.Of(p, turn.View)) });
        var text = await Preview.TextAsync(turn.Bot, turn.Organisation, p, turn.Stop);
        var file = kind switch
        {
            "html" => new SentFile(name + ".html", "text/html", Encoding.UTF8.GetBytes(DocumentPage.Html(IncidentCard.TitleOf(p), MarkdownHtml.Render(text)))),
            "json" => new SentFile(name + ".json", "application/json", Encoding.UTF8.GetBytes(Json(turn, p, text).ToJsonString(Readable))),
            _ => new SentFile(name + ".md", "text/markdown", Encoding.UTF8.GetBytes(text)),
        };
        return Answer.Tell(new Card("", [new Element.Text($"{p.Name} as {kind}, as it stands now.")]) { File = file });
    }

    /// <summary>Instants are ISO 8601 in UTC, durations whole minutes; what is not known is absent.</summary>
    private static JsonObject Json(Turn turn, PostMortem p, string markdown)
    {
        var times = p.KeyTimes;
        var view = turn.View;
        return new JsonObject
        {
            ["id"] = p.Id.Value,
            ["incident"] = p.Name,
            ["title"] = p.Title,
            ["state"] = p.Life.ToString(),
            ["severity"] = p.Severity?.ToString(),
            ["environments"] = new JsonArray([.. p.Environments.Select(one => JsonValue.Create(one))]),
            ["services"] = new JsonArray([.. p.Services.Select(one => JsonValue.Create(one))]),
            ["keyTimes"] = new JsonObject
            {
                ["began"] = Iso(times.Began),
                ["detected"] = Iso(times.Detected),
                ["responded"] = Iso(times.Responded),
                ["causeFound"] = Iso(times.Found),
                ["firstFix"] = Iso(times.FirstFix),
                ["fixed"] = Iso(times.Fixed),
                ["restored"] = Iso(times.Restored),
                ["closed"] = Iso(times.Closed),
            },
            ["minutes"] = new JsonObject([.. Durations.All(times).Where(one => one.Minutes is not null).Select(one => KeyValuePair.Create(one.Name, (JsonNode?)JsonValue.Create(one.Minutes!.Value)))]),
            ["timeline"] = new JsonArray([.. p.Events.Select(e => (JsonNode)new JsonObject { ["at"] = Iso(e.When), ["phase"] = e.Phase?.DisplayName(), ["text"] = e.Text, ["owner"] = view.OwnerOf(e), ["link"] = e.Source?.Link })]),
            ["actions"] = new JsonArray([.. p.Actions.Select(a => (JsonNode)new JsonObject { ["action"] = a.Text, ["owner"] = a.Owner is { } owner ? view.OwnerOf(owner) : null, ["due"] = a.Due is { } due ? LocalDatePattern.Iso.Format(due) : null, ["horizon"] = a.Horizon.ToString(), ["status"] = a.Status.ToString(), ["notNeeded"] = a.Dropped })]),
            ["answers"] = new JsonObject([.. p.Answers.OrderBy(a => a.Key.Value, StringComparer.Ordinal).Select(a => KeyValuePair.Create(a.Key.Value, (JsonNode?)JsonValue.Create(AnswerText(a.Value.Value))))]),
            ["document"] = markdown,
        };
    }

    private static string? Iso(NodaTime.Instant? at) => at is { } moment ? InstantPattern.ExtendedIso.Format(moment) : null;

    private static string AnswerText(FieldValue value) => value switch
    {
        FieldValue.Words words => words.Text,
        FieldValue.Choice choice => string.Join(", ", choice.Picked) + (choice.Remark.Length > 0 ? $" ({choice.Remark})" : ""),
        FieldValue.Tick tick => (tick.On ? "yes" : "no") + (tick.Remark.Length > 0 ? $" ({tick.Remark})" : ""),
        FieldValue.Items items => string.Join("\n", items.Entries),
        FieldValue.Rows rows => string.Join("\n", rows.Entries.Select(row => string.Join(" | ", row.Values))),
        _ => "",
    };
}

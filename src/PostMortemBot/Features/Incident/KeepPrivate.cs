using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Screens;
using PostMortemBot.Storage;

namespace PostMortemBot.Features;

/// <summary>
/// <c>private [@person…]</c>, <c>private without @person</c> and <c>public</c>: keeps an incident to its own people and those added by name, and opens it again. A page that stands is withdrawn, what was
/// posted of it is edited, and other incidents' cards no longer name it.
/// </summary>
internal static class KeepPrivate
{
    public const string KeepId = "incident.private";
    public const string OpenId = "incident.public";
    public const string WithoutId = "incident.private.without";

    public static async Task<Answer> Typed(Turn turn, CommandTyped typed, string words)
    {
        var line = ("private " + words).Trim();
        var (p, ask) = await FindAsync(turn, line);
        if (ask is not null) return ask;
        var (first, rest) = CommandWords.First(words);
        var without = string.Equals(first, "without", StringComparison.OrdinalIgnoreCase);
        List<People.Person> named = [];
        foreach (var name in (without ? rest : words).Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (await turn.Bot.People.NamedAsync(turn.Organisation, turn.Incoming.Who, name, turn.Stop) is not { IsBot: false, IsGuest: false } person) return Refusal.Of($"I do not know {Mentions.Plain(name)} as a member. Name who reads it as @handle: private @lee @dana.", line);
            named.Add(person);
        }

        if (without && named.Count == 0) return Refusal.Of("Say who does not read it any more: private without @lee.", line);
        return await KeepAsync(turn, p!.Id, without ? [] : named, without ? named : [], line);
    }

    public static async Task<Answer> Pressed(Turn turn, ButtonPressed pressed) =>
        await Readers.GuestAsync(turn) ?? await KeepAsync(turn, new(pressed.Value), [], [], "");

    /// <summary>One of those added by name is left out again; an incident that was opened meanwhile stays open.</summary>
    public static async Task<Answer> LeftOut(Turn turn, ButtonPressed pressed)
    {
        if (await Readers.GuestAsync(turn) is { } guest) return guest;
        if (!(await turn.LoadAsync(new(pressed.Value))).IsPrivate) return Answer.Say("It is open to everybody of the organisation. Nobody is left out.");
        return await KeepAsync(turn, new(pressed.Value), [], [turn.Bot.People.Of(turn.Organisation, new(pressed.Chosen))], "");
    }

    public static async Task<Answer> PublicTyped(Turn turn, CommandTyped typed, string words)
    {
        var (p, ask) = await FindAsync(turn, "public");
        return ask ?? await OpenAsync(turn, p!.Id);
    }

    public static async Task<Answer> PublicPressed(Turn turn, ButtonPressed pressed) => await Readers.GuestAsync(turn) ?? await OpenAsync(turn, new(pressed.Value));

    /// <summary>Whoever decides on readers need not be one: a named incident is found for them too, and nothing of it is shown.</summary>
    private static async Task<(PostMortem? Found, Answer? Ask)> FindAsync(Turn turn, string words) =>
        turn.Named is { } named && await Which.FollowedAsync(turn, await turn.LoadAsync(named)) is { IsPrivate: true } p && Rights.May(turn.Actor, Act.SetReaders, p) ? (p, null) : await Which.FindAsync(turn, words);

    private static async Task<Answer> KeepAsync(Turn turn, PostMortemId id, IReadOnlyList<People.Person> added, IReadOnlyList<People.Person> without, string typed)
    {
        var outcome = await turn.DecideAsync(id, p => Privacy.Keep(p, [.. added.Select(person => person.Id)], [.. without.Select(person => person.Id)], turn.Actor, turn.Now));
        if (outcome is not Outcome.Done done) return await Refusal.OfAsync(turn, outcome, typed);
        var p = done.After;
        if (!done.Before.IsPrivate) await ForgetLikenessAsync(turn, p);
        List<Element> elements = [new Element.Text([Span.Bold(p.Name), done.Before.IsPrivate && !done.Changed ? " is private already." : " is private."]), new Element.Text(["Its owner and author, its reviewers, the SRE team, those who took part", .. Named(p, turn.View), " read it. To add somebody: ", new Span.Typed("private @lee")])];
        if (done.Before.Page is { Withdrawn: false }) elements.Add(new Element.Text("Its page is withdrawn, and what I posted of it is edited. Letters, copies, and the history of a Git wiki cannot be recalled: tell the administrator if they must go."));
        var leave = p.ReadersAdded.Except(Rights.ReadersOf(p with { ReadersAdded = [] })).OrderBy(turn.View.NameOf, StringComparer.OrdinalIgnoreCase).Take(100).ToList();
        if (leave.Count > 0) elements.Add(new Element.Picker(WithoutId, "Leave one out", [.. leave.Select(person => new Choice(person.Value, SectionForm.Cut(turn.View.NameOf(person))))], p.Id.Value));
        return Answer.Tell(new Card("", elements, [Button.Does(OpenId, "Make public", p.Id.Value), .. done.Changed ? [UndoAct.Button(done)] : Array.Empty<Button>()]));
    }

    private static async Task<Answer> OpenAsync(Turn turn, PostMortemId id)
    {
        var outcome = await turn.DecideAsync(id, p => Privacy.Open(p, turn.Actor, turn.Now));
        if (outcome is not Outcome.Done done) return await Refusal.OfAsync(turn, outcome, "public");
        var p = done.After;
        if (!done.Changed) return Answer.Say([Span.Bold(p.Name), " is open to everybody of the organisation."], Button.Does(KeepId, "Keep private", p.Id.Value));
        return Answer.Say([Span.Bold(p.Name), " is open to everybody of the organisation again.", Publishing.IsWanted(p) ? " Its document is published." : ""], Button.Does(KeepId, "Keep private", p.Id.Value), UndoAct.Button(done));
    }

    /// <summary>The act that is left: keep it private, or open it again.</summary>
    public static Button ButtonOf(PostMortem p) => p.IsPrivate ? Button.Does(OpenId, "Make public", p.Id.Value) : Button.Does(KeepId, "Keep private", p.Id.Value);

    private static IEnumerable<Span> Named(PostMortem p, View view) => p.ReadersAdded.IsEmpty ? [] : [", and ", .. Texts.Listed([.. p.ReadersAdded.OrderBy(view.NameOf, StringComparer.OrdinalIgnoreCase).Select(view.Named)])];

    /// <summary>The cards of open incidents that resemble it are looked at anew.</summary>
    private static async Task ForgetLikenessAsync(Turn turn, PostMortem p)
    {
        List<WorkPut> work = [];
        foreach (var row in (await turn.Bot.Store.ListAsync(turn.Organisation, turn.Stop)).Where(Summary.IsOpen))
        {
            if ((await turn.LoadAsync(row.Id)).LooksLike?.Other == p.Id) work.Add(ResembleWork.Put(row.Id, turn.Now));
        }

        if (work.Count > 0) await turn.Bot.Store.AppendAsync(new Append(turn.Organisation, turn.Incoming.Receipt + "/likeness", []) { Work = work }, turn.Stop);
    }
}

using PostMortemBot.Domain;

namespace PostMortemBot.Chat;

/// <summary>Takes one incoming thing, finds whose organisation it is and who acts, and calls the function that <c>Routes</c> names for it.</summary>
internal sealed class Router(Bot bot, RouteTable routes)
{
    public RouteTable Routes => routes;

    public Bot Bot => bot;

    /// <summary>Handles one incoming thing. A place whose workspace no organisation names is not answered.</summary>
    public async Task<Answer> HandleAsync(Incoming incoming, CancellationToken stop)
    {
        if (bot.OrganisationOf(incoming.Who.Platform, incoming.Who.Workspace) is not { } organisation) return Answer.Silent;
        var person = await bot.People.OfAsync(organisation, incoming.Who, incoming.ShownName, incoming.ShownZone, incoming.ByGuest, stop);
        var turn = new Turn(bot, incoming, organisation, person, stop) { Run = TypedAsync };
        return incoming switch
        {
            CommandTyped typed => await TypedAsync(turn, typed),
            ButtonPressed pressed => routes.Buttons.TryGetValue(pressed.Id, out var act) ? await act(turn, pressed) : Unknown(),
            FormSubmitted submitted => routes.Forms.TryGetValue(submitted.Id, out var take) ? await take(turn, submitted) : Unknown(),
            FieldLeft left => routes.Fields.TryGetValue(left.FormId, out var keep) ? await keep(turn, left) : Answer.Silent,
            MenuChosen chosen => routes.Menu.FirstOrDefault(entry => entry.Id == chosen.Id) is { } entry ? await entry.Chosen(turn, chosen) : Unknown(),
            _ => await routes.Heard(turn, incoming),
        };
    }

    private async Task<Answer> TypedAsync(Turn turn, CommandTyped typed)
    {
        var (words, named) = await NamedAsync(turn, CommandWords.Clean(typed.Words));
        turn.Named = named ?? turn.Named;
        var (word, rest) = CommandWords.First(words);
        if (routes.Named(word) is { } command) return await command.Typed(turn, typed, rest);
        if (typed.Direct && await routes.Answered(turn, typed) is { } answer) return answer;
        return await routes.Otherwise(turn, typed with { Words = words });
    }

    /// <summary>Every command takes an incident number as its first word.</summary>
    private async Task<(string Words, PostMortemId? Named)> NamedAsync(Turn turn, string words)
    {
        var (first, rest) = CommandWords.First(words);
        if (rest.Length == 0 || bot.Policy.ReadIncidentId(first) is not { } id || routes.Named(CommandWords.First(rest).Word) is null) return (words, null);
        return await bot.Store.ByIncidentIdAsync(turn.Organisation, id, turn.Stop) is { } found ? (rest, found) : (words, null);
    }

    private static Answer Unknown() => Answer.Say("This button is from an earlier version. Type the command instead, or open the card anew: status.");
}

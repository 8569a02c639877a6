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
        if (!Concerns(incoming) || (!Addresses(incoming) && await IsOfNoTimelineAsync(organisation, incoming, stop))) return Answer.Silent;
        var person = await bot.People.OfAsync(organisation, incoming.Who, incoming.ShownName, incoming.ShownZone, incoming.ByGuest, stop, incoming.ShownEmail);
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
        if (routes.Named(word) is { } command)
        {
            var doubt = named is null && rest.Length > 0 && IsLine(turn, typed) ? await routes.Doubted(turn, typed with { Words = Mentions.Plain(typed.Words) }, command) : null;
            var told = doubt ?? await command.Typed(turn, typed, command.NamesPeople ? rest : Mentions.Plain(rest));
            return named is null ? told : Numbered(told, CommandWords.First(CommandWords.Clean(typed.Words)).Word, command);
        }

        var plain = Mentions.Plain(words);
        if (typed.Direct && await routes.Answered(turn, typed with { Words = Mentions.Plain(typed.Words) }) is { } answer) return answer;
        return await routes.Otherwise(turn, typed with { Words = plain });
    }

    /// <summary>A button that repeats the line goes on naming the incident that was named.</summary>
    private Answer Numbered(Answer answer, string number, Command command) => answer.Private is not { } card ? answer : answer with
    {
        Private = card with { Buttons = [.. card.Shown.Select(button => button.Id == routes.RepeatId && command.Words.Contains(CommandWords.First(button.Value).Word, StringComparer.OrdinalIgnoreCase) ? button with { Value = $"{number} {button.Value}" } : button)] },
    };

    /// <summary>An ordinary line written in the direct message: neither a slash command nor words that a button repeats.</summary>
    private static bool IsLine(Turn turn, CommandTyped typed) => typed is { Direct: true, Message: not null } && ReferenceEquals(turn.Incoming, typed);

    /// <summary>Whether it is worth handling at all: asked before anything of it is looked up.</summary>
    public bool Concerns(Incoming incoming) => Addresses(incoming) || routes.Concerns(bot.Policy, incoming);

    /// <summary>Said to the bot, or done with something it shows; the rest is overheard.</summary>
    private static bool Addresses(Incoming incoming) => incoming is not (MessagePosted or MessageEdited or MessageDeleted or ReactionAdded or ReactionRemoved);

    /// <summary>What happens to a message that nobody captured concerns nobody, and its writer need not be made known.</summary>
    private async Task<bool> IsOfNoTimelineAsync(string organisation, Incoming incoming, CancellationToken stop) => incoming switch
    {
        MessageEdited edited => await bot.Store.ByMessageAsync(organisation, edited.Message.Key, stop) is null,
        MessageDeleted deleted => await bot.Store.ByMessageAsync(organisation, deleted.Message.Key, stop) is null,
        _ => false,
    };

    /// <summary>Every command takes an incident number as its first word.</summary>
    private async Task<(string Words, PostMortemId? Named)> NamedAsync(Turn turn, string words)
    {
        var (first, rest) = CommandWords.First(words);
        if (rest.Length == 0 || bot.Policy.ReadIncidentId(first) is not { } id || routes.Named(CommandWords.First(rest).Word) is null) return (words, null);
        return await bot.Store.ByIncidentIdAsync(turn.Organisation, id, turn.Stop) is { } found ? (rest, found) : (words, null);
    }

    private static Answer Unknown() => Answer.Say("This button is from an earlier version. Type the command instead, or open the card anew: status.");
}

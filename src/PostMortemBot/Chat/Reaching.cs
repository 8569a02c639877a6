using PostMortemBot.Domain;
using PostMortemBot.People;

namespace PostMortemBot.Chat;

/// <summary>
/// Where a person is written to: where they acted last; else with an account that <c>bot.json</c> gives them; else where a platform knows their mail address. Whoever has
/// none of these is refused, and that is told to whom it concerns.
/// </summary>
internal static class Reaching
{
    /// <summary>The account, on a platform that is on. Throws <see cref="ChatRefused"/> with the mend when there is none.</summary>
    public static async Task<Account> AccountAsync(Bot bot, string organisation, PostMortem p, Person person, CancellationToken stop)
    {
        if (person.Account is { } acted && IsServed(bot, organisation, acted)) return acted;
        if (bot.People.AccountsOf(organisation, person.Id).FirstOrDefault(account => IsServed(bot, organisation, account)) is { } known) return known;
        if (InTheBuiltInChat(bot, p, person) is { } own) return own;
        if (EmailOf(bot, person) is { } email)
        {
            foreach (var chat in bot.Chats.Values)
            {
                if (await chat.FindAsync(organisation, email, stop) is { } found) return found;
            }
        }

        throw new ChatRefused("I know no account of theirs. Once they type or press something here I do; or an admin names the account in bot.json, under people.");
    }

    /// <summary>Who has to be written to as it stands now: the owner while it is open, then the author.</summary>
    public static PersonId? Needed(PostMortem p) => p.IsOpen ? p.Owner : p.Life is Life.Draft or Life.UnderReview ? p.Author ?? p.Owner : null;

    private static bool IsServed(Bot bot, string organisation, Account account) => bot.Chats.ContainsKey(account.Platform) && bot.OrganisationOf(account.Platform, account.Workspace) == organisation;

    /// <summary>There everybody whom <c>bot.json</c> names can be written to, before they said a word.</summary>
    private static Account? InTheBuiltInChat(Bot bot, PostMortem p, Person person) =>
        person.Handle.Length > 0 && bot.Chats.ContainsKey("web") && p.Places.FirstOrDefault(place => place.Platform == "web") is { } home ? new("web", home.Workspace, person.Handle) : null;

    private static string? EmailOf(Bot bot, Person person) => person.Handle.Length > 0 ? bot.Policy.PersonNamed(person.Handle)?.Email : null;
}

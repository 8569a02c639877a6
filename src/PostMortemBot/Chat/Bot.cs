using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using PostMortemBot.Attachments;
using PostMortemBot.Domain;
using PostMortemBot.Mail;
using PostMortemBot.Screens;
using PostMortemBot.Storage;
using PostMortemBot.Templates;
using PostMortemBot.Trackers;
using PostMortemBot.Wiki;

namespace PostMortemBot.Chat;

/// <summary>What every turn works with. Made once, at start.</summary>
internal sealed class Bot(Policy policy, PostMortems postMortems, People.Directory people, TemplateShelf templates, BotClock clock)
{
    /// <summary>What every incident took from the error budgets, by organisation, as last read.</summary>
    private readonly ConcurrentDictionary<string, (Instant ReadAt, IReadOnlyList<BudgetEntry> Entries)> account = new();

    /// <summary>What another copy of the bot told is seen after this at the latest.</summary>
    private static readonly Duration AccountLasts = Duration.FromMinutes(1);

    /// <summary>By organisation, what of a view is the same at every moment and for every reader.</summary>
    private readonly ConcurrentDictionary<string, View> views = new();

    private readonly Instant startedAt = clock.Now;
    private readonly ConditionalWeakTable<People.Person, Actor> actors = [];

    public Policy Policy { get; } = policy;

    public PostMortems PostMortems { get; } = postMortems;

    public IPostMortemStore Store => PostMortems.Store;

    public People.Directory People { get; } = people;

    /// <summary>The platforms that are on, by name.</summary>
    public Dictionary<string, IChat> Chats { get; } = [];

    /// <summary>Which organisation a workspace belongs to; null: none that we know.</summary>
    public Func<string, string, string?> OrganisationOf { get; set; } = static (platform, _) => platform == "web" ? "try" : null;

    /// <summary>Where an organisation's pages can be reached, without a final slash; null: nowhere, and no link is shown.</summary>
    public Func<string, string?> PageUrlOf { get; set; } = static _ => null;

    /// <summary>The channel that shows an organisation's alerts of no open incident; null: none does.</summary>
    public Func<string, Place?> AlertsOf { get; set; } = static _ => null;

    /// <summary>Where kept files lie.</summary>
    public required AttachmentFolder Attachments { get; set; }

    /// <summary>Where an organisation's finished documents go; null: nowhere.</summary>
    public Func<string, IWiki?> WikiOf { get; set; } = static _ => null;

    /// <summary>Where issues stand for an organisation's action items; null: nowhere.</summary>
    public Func<string, ITracker?> TrackerOf { get; set; } = static _ => null;

    /// <summary>How often the tracker is asked what changed.</summary>
    public Duration TrackerAskedEvery { get; set; } = Duration.FromMinutes(10);

    /// <summary>Sends letters; null when no mail server is configured.</summary>
    public Mailer? Mail { get; set; }

    /// <summary>The cards that stand in conversations and follow the post-mortem.</summary>
    public IReadOnlyList<StandingCard> StandingCards { get; set; } = [];

    /// <summary>The messages that are posted once.</summary>
    public IReadOnlyList<Notice> Notices { get; set; } = [];

    public TemplateShelf Templates { get; } = templates;

    /// <summary>Who has opened a page of their own.</summary>
    public Homes Homes { get; } = new(postMortems.Store);

    public BotClock Clock => clock;

    public Instant Now => clock.Now;

    public string NewId() => clock.NewId();

    /// <summary>Where what goes wrong with one post-mortem is told, when it must not stop the others.</summary>
    public ILogger Log { get; set; } = NullLogger.Instance;

    /// <summary>
    /// An earlier try may have posted it although nothing says so: it failed on the way, or the program stopped between the post and its record. Then it is looked for before it is
    /// posted.
    /// </summary>
    public bool MayBePosted(WorkRow work) => work.Tries > 0 || work.Due < startedAt;

    public Task Delay(Duration length, CancellationToken stop) => clock.Delay(length, stop);

    /// <summary>The post-mortem as it stands, with all at hand that its cards and its document are drawn from: its template, and what earlier ones took from its error budgets.</summary>
    public async Task<PostMortem> LoadAsync(string organisation, PostMortemId id, CancellationToken stop) =>
        await WithAllAtHandAsync(organisation, await PostMortems.LoadAsync(organisation, id, stop), stop);

    /// <summary>As <see cref="LoadAsync"/>, of a state that is known already.</summary>
    public async ValueTask<PostMortem> WithAllAtHandAsync(string organisation, PostMortem p, CancellationToken stop)
    {
        if (p.TemplateHash is not null && Templates.Known(p) is null) await Templates.OfAsync(organisation, p, stop);
        if (!p.Slos.IsEmpty && (!account.TryGetValue(organisation, out var known) || Now - known.ReadAt > AccountLasts))
        {
            account[organisation] = (Now, [.. (await Store.ListAsync(organisation, stop)).Select(row => Summary.Of(row).BudgetEntry(row.Id)).OfType<BudgetEntry>()]);
        }

        return p;
    }

    /// <summary>What was just appended, so that the next load reads nothing again; the account of the budgets only where it changed.</summary>
    public void Keep(string organisation, PostMortem before, PostMortem after)
    {
        PostMortems.Keep(organisation, after);
        if ((before.Slos, before.Restored, before.Began, before.Life) != (after.Slos, after.Restored, after.Began, after.Life)) account.TryRemove(organisation, out _);
    }

    /// <summary>What the directory and the policy say of a person's rights; where they are is not known by it.</summary>
    public Actor ActorOf(People.Person who) => actors.GetValue(who, Judged);

    private Actor Judged(People.Person who) => new(who.Id, who.IsBot)
    {
        IsGuest = who.IsGuest,
        IsSre = who.Roles.Any(role => role is "sre-team" or "sre-lead" or "senior-sre"),
        IsAdmin = who.Roles.Contains("admin"),
        ReviewRoles = [.. Policy.Review.Roles.Where(role => who.Roles.Append(who.Handle).Intersect(role.Everybody, StringComparer.OrdinalIgnoreCase).Any()).Select(role => role.Name)],
    };

    /// <param name="own">The reader's zone, or null for what many read.</param>
    public View ViewFor(string organisation, DateTimeZone? own = null) => views.GetOrAdd(organisation, Lasting) with { Now = Now, Own = own, PageUrl = PageUrlOf(organisation) };

    private View Lasting(string organisation) => new(Policy, Now, id => People.Of(organisation, id).Name, id => People.Of(organisation, id).TeamPrinted)
    {
        ZoneOf = id => People.Of(organisation, id).Zone,
        TemplateOf = Templates.Known,
        EarlierOf = p => Earlier.Of(p, account.TryGetValue(organisation, out var known) ? known.Entries : [], Policy),
    };
}

/// <summary>A card that stands somewhere and is edited in place ever after: one message, known by its key.</summary>
/// <param name="Key">Lives for ever in stored rows.</param>
/// <param name="Where">Where it stands now; none when it does not.</param>
/// <param name="Draw">A pure function of the post-mortem, the view and the target's topic; null when there is nothing to show (a posted one then stays as it was).</param>
internal sealed record StandingCard(string Key, Func<PostMortem, View, IEnumerable<CardTarget>> Where, Func<PostMortem, View, string, Card?> Draw)
{
    /// <summary>A card that looks the same wherever it stands.</summary>
    public StandingCard(string key, Func<PostMortem, View, IEnumerable<CardTarget>> where, Func<PostMortem, View, Card?> draw)
        : this(key, where, (p, view, _) => draw(p, view))
    {
    }

    /// <summary>What is left of it with the author whose it was, once somebody else writes; null: it is not the author's.</summary>
    public Func<PostMortem, View, Card>? Former { get; init; }

    /// <summary>What single people see in its place in a conversation of several; null: it is the same for all.</summary>
    public OwnCards? Own { get; init; }
}

/// <summary>A message that is posted once, through the outbox.</summary>
/// <param name="Key">Lives for ever in stored rows.</param>
internal sealed record Notice(string Key, Func<PostMortem, IReadOnlyList<string>, View, Card?> Draw)
{
    /// <summary>Where it was posted is kept, so that it can be edited when it holds no more.</summary>
    public bool IsRecalled { get; init; }
}

/// <summary>One place where a standing card stands: a conversation, or a person's direct messages.</summary>
/// <param name="NotBefore">Nobody is written to outside working hours unless they have just acted.</param>
internal sealed record CardTarget(Place? Place, PersonId? Person, Instant? NotBefore = null)
{
    /// <summary>It is settled: where it was never posted, it is not any more.</summary>
    public bool OnlyEdits { get; init; }

    /// <summary>Which of several cards of this kind it is: a role's first or second asking. Empty: there is one.</summary>
    public string Topic { get; init; } = "";

    public string Key => Topic.Length == 0 ? Conversation : $"{Conversation}|{Topic}";

    /// <summary>What is sent there is sent in order.</summary>
    public string Conversation => Place?.Key ?? "person|" + Person!.Value.Value;
}

using NodaTime;
using PostMortemBot.Attachments;
using PostMortemBot.Chat;
using PostMortemBot.Domain;
using PostMortemBot.Hooks;
using PostMortemBot.Pages;
using PostMortemBot.Slack;
using PostMortemBot.Storage;
using PostMortemBot.Teams;
using PostMortemBot.Templates;
using PostMortemBot.Trackers;
using PostMortemBot.WebChat;

namespace PostMortemBot;

/// <summary>Puts the rooms together: store, people, templates, router, dispatcher and the platforms that are on.</summary>
internal static class PostMortemBotHost
{
    public const string TryOrganisation = "try";

    /// <summary>Where <c>bot.json</c> names none: the workspace of the one token is it.</summary>
    public const string OwnOrganisation = "own";

    /// <summary>The built-in chat has no sign-in and answers this machine alone: whoever sits at it speaks as everybody in the chat, and reads what they read.</summary>
    private static readonly Actor AtThisMachine = new(new("here"), InPlace: true);

    /// <summary>The program, ready to run. Throws <see cref="ConfigurationRefused"/> with every mistake.</summary>
    public static WebApplication Build(string[] args, BotOptions options, TimeProvider time)
    {
        var reading = Task.Run(() => OwnTemplates.Read(options)); // Beside the making of the host: each takes half of the start.
        var builder = BuilderOf(args, options);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.WebHost.UseUrls(options.Url.ToString());
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        MakeFolder(options.DataFolder);
        AddBot(builder.Services, options, reading, time);
        if (BotOptions.HasWebChat && options.WebChat) AddWebChat(builder.Services, options);
        if (options.Slack is not null || options.Teams is not null) AddErrands(builder.Services);
        if (options.Slack is { } slack) builder.Services.AddSlack(slack, Chance);
        if (options.Teams is { } teams) builder.Services.AddTeams(teams, Chance);
        var app = builder.Build();
        if (options.Slack is not null) app.UseSlack();
        if (options.Teams is not null) app.UseTeams();
        app.UseRouting(); // Here, and not where it would stand by itself: what Slack and Teams bring needs none.
        app.MapGet("/health/live", context => context.Response.WriteAsync("live"));
        app.MapGet("/health/ready", ReadyAsync);
        if (BotOptions.HasWebChat && options.WebChat) app.MapWebChat();
        if (options.WebChat) DocumentPage.Map(app, TryOrganisation, _ => AtThisMachine);
        if (options.WebChat) AttachedFile.Map(app, TryOrganisation, _ => AtThisMachine);
        if (options.Alerts.On) app.MapAlerts(options.Alerts, OrganisationsOf(options), Routes.TakeAlert(app.Services.GetRequiredService<Bot>()), app.Services.GetRequiredService<BotClock>());
        if (options.Tracker is { Secrets.Count: > 0 } tracker) app.MapTracker(tracker, Routes.TrackerTold(app.Services.GetRequiredService<Bot>(), OrganisationsOf(options)[0]));
        if (reading.GetAwaiter().GetResult().Mistakes is { Count: > 0 } mistakes)
        {
            ((IDisposable)app).Dispose();
            throw new ConfigurationRefused(mistakes);
        }

        Join(app.Services);
        return app;
    }

    private static void MakeFolder(string data)
    {
        try
        {
            System.IO.Directory.CreateDirectory(data);
        }
        catch (Exception cannot) when (cannot is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationRefused([$"dataFolder: {data} cannot be made ({cannot.Message.TrimEnd('.')}); name a folder in which this user may write."]);
        }
    }

    /// <summary>
    /// What the whole builder adds is for https; the built-in chat brings files of its own. Settings are read once: watching for changes of them would watch all folders beside
    /// the program, and be woken with each write to a store among them.
    /// </summary>
    private static WebApplicationBuilder BuilderOf(string[] args, BotOptions options)
    {
        var how = new WebApplicationOptions { Args = [.. args, "--hostBuilder:reloadConfigOnChange=false"], ApplicationName = typeof(PostMortemBotHost).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory };
        var builder = options.Url.Scheme == Uri.UriSchemeHttp ? WebApplication.CreateSlimBuilder(how) : WebApplication.CreateBuilder(how);
        if (options.WebChat) builder.WebHost.UseStaticWebAssets();
        return builder;
    }

    private static void AddBot(IServiceCollection services, BotOptions options, Task<OwnTemplates> reading, TimeProvider time)
    {
        services.AddSingleton(_ => reading.GetAwaiter().GetResult());
        services.AddSingleton(time);
        services.AddSingleton(options);
        services.AddSingleton(options.Policy);
        services.AddSingleton(new BotClock(time));
        services.AddSingleton(provider => SqliteStore.Open(options.DatabaseFile, provider.GetRequiredService<BotClock>()));
        services.AddSingleton<IPostMortemStore>(provider => provider.GetRequiredService<SqliteStore>());
        services.AddSingleton<PostMortems>();
        services.AddSingleton(provider => new People.Directory(provider.GetRequiredService<IPostMortemStore>(), options.Policy, provider.GetRequiredService<BotClock>().NewId));
        services.AddSingleton(provider => new TemplateShelf(provider.GetRequiredService<IPostMortemStore>(), provider.GetRequiredService<OwnTemplates>().BuiltIn, provider.GetRequiredService<OwnTemplates>().Choices));
        services.AddSingleton(provider => new AttachmentFolder(Path.Combine(options.DataFolder, "attachments"), provider.GetRequiredService<IPostMortemStore>()));
        services.AddSingleton<Bot>();
        services.AddSingleton(Routes.Table);
        services.AddSingleton<Router>();
        services.AddSingleton<IReadOnlyDictionary<string, Doer>>(provider => Doers(provider, options));
        services.AddSingleton(new Retrying(8, Duration.FromSeconds(1), Duration.FromMinutes(10), Chance));
        services.AddHostedService(provider => new Dispatcher(
            provider.GetRequiredService<IPostMortemStore>(), provider.GetRequiredService<IReadOnlyDictionary<string, Doer>>(), provider.GetRequiredService<Retrying>(), time, provider.GetRequiredService<ILogger<Dispatcher>>())
        {
            OnParked = Routes.SetAsideOf(provider.GetRequiredService<Bot>()),
        });
        services.AddHostedService<Forgetting>();
        services.AddHostedService(_ => new Resting(() => GC.GetTotalAllocatedBytes(), () => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true), time));
        services.AddHostedService(provider => new Ticking(Routes.Tick(provider.GetRequiredService<Bot>()), time, provider.GetRequiredService<ILogger<Ticking>>()));

        // An open page would keep a stopping program for half a minute.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(9));
    }

    /// <summary>What every platform does beside its answers.</summary>
    private static void AddErrands(IServiceCollection services) => services
        .AddSingleton<IClock>(provider => provider.GetRequiredService<BotClock>())
        .AddSingleton<Errands>()
        .AddSingleton<LastChanges>()
        .AddSingleton<Afterwards>()
        .AddHostedService(provider => provider.GetRequiredService<Errands>());

    private static Dictionary<string, Doer> Doers(IServiceProvider services, BotOptions options)
    {
        var doers = new Dictionary<string, Doer>(Routes.Doers(services.GetRequiredService<Bot>()));
        var none = new Dictionary<string, Doer>();
        foreach (var (kind, doer) in (options.Slack is null ? none : SlackHost.Doers(services)).Concat(options.Teams is null ? none : TeamsHost.Doers(services))) doers[kind] = doer;
        return doers;
    }

    private static void AddWebChat(IServiceCollection services, BotOptions options)
    {
        services.AddWebChat(new WebChatSettings(options.DatabaseFile, options.Policy.ProcessZone)
        {
            BaseUrl = options.Url.ToString().TrimEnd('/'),
            MessageMenu = [.. Routes.Table.Menu.Select(entry => (entry.Id, entry.Label))],
            Commands = [.. Routes.Commands.Select(command => (command.Word, command.Does))],
        });
        services.AddSingleton<HandleIncoming>(provider => provider.GetRequiredService<Router>().HandleAsync);
        services.AddSingleton<PersonKeyOf>(provider => async (person, stop) =>
            (await provider.GetRequiredService<People.Directory>().OfAsync(TryOrganisation, new People.Account("web", TryOrganisation, person.Id), person.Name, null, false, stop)).Id.Value);
        services.AddSingleton<EmptyOrganisation>(provider => async stop =>
        {
            await provider.GetRequiredService<SqliteStore>().EmptyAsync(TryOrganisation, stop);
            provider.GetRequiredService<PostMortems>().ForgetAll(TryOrganisation);
            provider.GetRequiredService<AttachmentFolder>().Empty(TryOrganisation);
            provider.GetRequiredService<People.Directory>().Forget(TryOrganisation);
        });
    }

    /// <summary>What can only be joined once all is made: the platforms, the standing cards, who belongs to which organisation.</summary>
    private static void Join(IServiceProvider services)
    {
        var bot = services.GetRequiredService<Bot>();
        var options = services.GetRequiredService<BotOptions>();
        bot.Log = services.GetRequiredService<ILogger<Bot>>();
        bot.StandingCards = Routes.StandingCards;
        bot.Attachments = services.GetRequiredService<AttachmentFolder>();
        bot.Notices = Routes.Notices;
        bot.WikiOf = new Wikis(options, services.GetRequiredService<BotClock>()).Of;
        bot.Mail = options.Mail is { } mail ? new Mail.Mailer(mail, services.GetRequiredService<BotClock>()) : null;
        if (options.Tracker is { } tracker)
        {
            var (mirrored, issues) = (OrganisationsOf(options)[0], new Lazy<ITracker>(() => tracker.Open(services.GetRequiredService<BotClock>())));
            bot.TrackerOf = organisation => organisation == mirrored ? issues.Value : null;
            bot.TrackerAskedEvery = tracker.Every;
        }

        bot.PageUrlOf = organisation => options.WebChat && organisation == TryOrganisation ? options.Url.ToString().TrimEnd('/') : null; // Pages are those of the built-in chat: no other organisation's are shown anywhere.
        bot.AlertsOf = organisation => options.Alerts.Where is { } where && bot.Chats.ContainsKey(where.Platform) && WorkspaceOf(services, options, organisation, where.Platform) is { } workspace ? new(where.Platform, workspace, where.Target) : null;
        bot.OrganisationOf = (platform, workspace) => platform switch
        {
            "web" => options.WebChat ? TryOrganisation : null,
            "slack" when options.Organisations.Count == 0 => options.Slack is null ? null : OwnOrganisation,
            "slack" => options.Organisations.FirstOrDefault(one => one.SlackWorkspaces.Contains(workspace))?.Name,
            "teams" when options.Organisations.Count == 0 => options.Teams?.Tenants.Contains(workspace, StringComparer.OrdinalIgnoreCase) == true ? OwnOrganisation : null,
            "teams" => options.Organisations.FirstOrDefault(one => one.TeamsTenants.Contains(workspace, StringComparer.OrdinalIgnoreCase))?.Name,
            _ => null,
        };
        if (services.GetService<SlackGroups>() is { } groups) (bot.People.GroupsOf, groups.Met) = (groups.Of, services.GetRequiredService<SlackPeople>().MeetHoldersAsync);
        foreach (var chat in services.GetServices<IChat>()) bot.Chats[chat.Platform] = chat;
    }

    /// <summary>The organisations of this program; the built-in chat's alone where no platform is on.</summary>
    private static IReadOnlyList<string> OrganisationsOf(BotOptions options) => options.Slack is null && options.Teams is null ? [TryOrganisation] : options.Organisations.Count == 0 ? [OwnOrganisation] : [.. options.Organisations.Select(one => one.Name)];

    /// <summary>The organisation's first workspace on a platform; null while it has, or is known to have, none.</summary>
    private static string? WorkspaceOf(IServiceProvider services, BotOptions options, string organisation, string platform) => platform switch
    {
        "web" when organisation == TryOrganisation => TryOrganisation,
        "slack" when organisation == OwnOrganisation && options.Organisations.Count == 0 => services.GetRequiredService<SlackWorkspaces>().Named.FirstOrDefault(),
        "slack" => options.Organisations.FirstOrDefault(one => one.Name == organisation)?.SlackWorkspaces is [var first, ..] ? first : null,
        "teams" when organisation == OwnOrganisation && options.Organisations.Count == 0 => options.Teams?.Tenants[0],
        "teams" => options.Organisations.FirstOrDefault(one => one.Name == organisation)?.TeamsTenants is [var tenant, ..] ? tenant : null,
        _ => null,
    };

    private static async Task ReadyAsync(HttpContext context)
    {
        try
        {
            await context.RequestServices.GetRequiredService<IPostMortemStore>().PutAsync("health", [new RowPut("ready", "{}")], context.RequestAborted);
            await context.Response.WriteAsync("ready");
        }
        catch (StoreUnavailable)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await context.Response.WriteAsync("The store cannot be written.");
        }
    }

    private static double Chance() => System.Security.Cryptography.RandomNumberGenerator.GetInt32(1 << 20) / (double)(1 << 20);
}

/// <summary>The program does not start half configured: every mistake, as sentences.</summary>
internal sealed class ConfigurationRefused(IReadOnlyList<string> mistakes) : Exception(string.Join("\n", mistakes))
{
    public IReadOnlyList<string> Mistakes => mistakes;
}

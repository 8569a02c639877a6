using PostMortemBot.Chat;

namespace PostMortemBot.Teams;

/// <summary>Puts Teams into the host.</summary>
internal static class TeamsHost
{
    /// <param name="chance">A number from 0 up to 1 at each call.</param>
    public static IServiceCollection AddTeams(this IServiceCollection services, TeamsSettings settings, Func<double> chance) => services
        .AddSingleton(settings)
        .AddSingleton<TeamsWire>(_ => new())
        .AddSingleton<TeamsHosts>()
        .AddSingleton<TeamsKeys>()
        .AddSingleton<TeamsToken>()
        .AddSingleton<TeamsRooms>()
        .AddSingleton(provider => new TeamsPace(provider.GetRequiredService<BotClock>(), chance))
        .AddSingleton(provider => new TeamsLogin(settings, provider.GetRequiredService<TeamsWire>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<BotClock>().NewId, Environment.GetEnvironmentVariable, provider.GetRequiredService<ILogger<TeamsLogin>>()))
        .AddSingleton<TeamsApi>()
        .AddSingleton<TeamsPeople>()
        .AddSingleton<TeamsHeard>()
        .AddSingleton<TeamsGraph>()
        .AddSingleton<TeamsHistory>()
        .AddSingleton<TeamsFiles>()
        .AddSingleton<TeamsForms>()
        .AddSingleton<TeamsChat>()
        .AddSingleton<IChat>(provider => provider.GetRequiredService<TeamsChat>())
        .AddSingleton<TeamsActivities>()
        .AddSingleton<TeamsInvokes>()
        .AddSingleton<TeamsElsewhere>()
        .AddSingleton<TeamsOwn>()
        .AddSingleton<TeamsTelling>()
        .AddSingleton<TeamsAnswers>()
        .AddSingleton<TeamsLife>()
        .AddSingleton<TeamsDoor>()
        .AddSingleton<TeamsEndpoint>()
        .AddHostedService<TeamsStart>();

    /// <summary>The work of the store that Teams does.</summary>
    public static IReadOnlyDictionary<string, Doer> Doers(IServiceProvider services) => new Dictionary<string, Doer>
    {
        [TeamsSay.Kind] = (work, stop) => TeamsSay.DoAsync(services.GetRequiredService<Bot>(), services.GetRequiredService<TeamsApi>(), services.GetRequiredService<TeamsHistory>(), work, stop),
        [TeamsTell.Kind] = (work, stop) => services.GetRequiredService<TeamsTelling>().DoAsync(work, stop),
    };

    /// <summary>The address that Teams posts to, before everything else.</summary>
    public static void UseTeams(this WebApplication app) => app.Use(app.Services.GetRequiredService<TeamsEndpoint>().TakeAsync);
}

/// <summary>At start: where each conversation is reached, and who was met.</summary>
internal sealed class TeamsStart(TeamsRooms rooms, TeamsPeople people) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await rooms.LoadAsync(cancellationToken);
        await people.LoadAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

using PostMortemBot.Chat;

namespace PostMortemBot.Slack;

/// <summary>Puts Slack into the host: the adapter, and the way in that the settings choose.</summary>
internal static class SlackHost
{
    /// <param name="chance">A number from 0 up to 1 at each call.</param>
    public static IServiceCollection AddSlack(this IServiceCollection services, SlackSettings settings, Func<double> chance)
    {
        services
            .AddSingleton(settings)
            .AddSingleton<SlackWorkspaces>()
            .AddSingleton<SlackHosts>()
            .AddSingleton(provider => new SlackPace(provider.GetRequiredService<BotClock>()))
            .AddSingleton<SlackApi>()
            .AddSingleton<SlackGroups>()
            .AddSingleton<SlackPeople>()
            .AddSingleton(provider => new SlackHeard(provider.GetRequiredService<BotClock>()))
            .AddSingleton<SlackChannels>()
            .AddSingleton<SlackMessages>()
            .AddSingleton<SlackHistory>()
            .AddSingleton<SlackMembers>()
            .AddSingleton<SlackPictures>()
            .AddSingleton<SlackChat>()
            .AddSingleton<IChat>(provider => provider.GetRequiredService<SlackChat>())
            .AddSingleton<SlackTelling>()
            .AddSingleton<SlackPayloads>()
            .AddSingleton<SlackEvents>()
            .AddSingleton<SlackAnswers>()
            .AddSingleton<SlackFields>()
            .AddSingleton<SlackHome>()
            .AddSingleton<SlackLife>()
            .AddSingleton<SlackDoor>()
            .AddHostedService<SlackStart>();
        if (!settings.Socket) return services.AddSingleton<SlackEndpoints>();
        return services.AddSingleton(chance).AddSingleton<SlackSocket>().AddHostedService(provider => provider.GetRequiredService<SlackSocket>());
    }

    /// <summary>The work of the store that Slack does.</summary>
    public static IReadOnlyDictionary<string, Doer> Doers(IServiceProvider services) => new Dictionary<string, Doer>
    {
        [HomeWork.Kind] = (work, stop) => services.GetRequiredService<SlackHome>().DoAsync(work, stop),
        [SlackTell.Kind] = (work, stop) => services.GetRequiredService<SlackTelling>().DoAsync(work, stop),
        [SlackSay.Kind] = (work, stop) => SlackSay.DoAsync(services.GetRequiredService<Bot>(), services.GetRequiredService<SlackChat>(), services.GetRequiredService<SlackAnswers>(), work, stop),
    };

    /// <summary>The addresses that Slack posts to, before everything else; none in Socket Mode.</summary>
    public static void UseSlack(this WebApplication app)
    {
        if (app.Services.GetService<SlackEndpoints>() is { } endpoints) app.Use(endpoints.TakeAsync);
    }
}

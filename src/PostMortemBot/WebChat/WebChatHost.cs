using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PostMortemBot.Chat;
using PostMortemBot.Pages;
using PostMortemBot.WebChat.Components;

namespace PostMortemBot.WebChat;

/// <summary>
/// Puts the built-in chat into the host. The host registers <see cref="HandleIncoming"/> (the router) and, where it can, <see cref="EmptyOrganisation"/> and <see cref="PersonKeyOf"/>.
/// The builder must call <c>WebHost.UseStaticWebAssets()</c>, else the page's script is missing outside of Development.
/// </summary>
internal static class WebChatHost
{
    public static IServiceCollection AddWebChat(this IServiceCollection services, WebChatSettings settings)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        WithoutKeyFiles(services);
        services.AddSecurityHeaders();
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton(settings)
            .AddSingleton(_ => new ChatStore(settings.Database))
            .AddSingleton(provider => new ChatRoom(provider.GetRequiredService<ChatStore>(), provider.GetRequiredService<TimeProvider>(), settings))
            .AddSingleton<ChatAnswers>()
            .AddSingleton<ChatDoor>()
            .AddSingleton<SamplePlayer>()
            .AddSingleton<WebChatPlatform>()
            .AddSingleton<IChat>(provider => provider.GetRequiredService<WebChatPlatform>())
            .AddSingleton(provider => new WebChatBack(provider.GetService<EmptyOrganisation>(), provider.GetService<PersonKeyOf>()))
            .AddSingleton<FirstVisit>()
            .AddScoped<ChatView>()
            .AddHostedService<FirstSample>();
    }

    /// <summary>The page at <c>/</c>, its files, and the rule that only this machine may ask.</summary>
    public static WebApplication MapWebChat(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.Use(LoopbackAloneAsync);
        app.Use(SeenAsync);
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
        app.MapGet("/files/{id}", ChatFiles.Send);
        return app;
    }

    /// <summary>A page does not outlive the program, and so no key of it need: otherwise files with keys would be made in the home of whoever runs it, at each first start.</summary>
    private static void WithoutKeyFiles(IServiceCollection services)
    {
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        foreach (var maker in services.Where(one => one.ServiceType == typeof(IHostedService) && one.ImplementationType?.Assembly == typeof(IDataProtectionBuilder).Assembly).ToList()) services.Remove(maker);
    }

    private static async Task SeenAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Request.Path == "/") context.RequestServices.GetRequiredService<FirstVisit>().Was();
    }

    /// <summary>
    /// The chat has no sign-in, so it answers this machine alone: by address, by the name in the address bar (a foreign name that points here is another site),
    /// and by origin (a page of another site may open a socket to here).
    /// </summary>
    private static Task LoopbackAloneAsync(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        var ofTheChat = request.Path == "/" || request.Path.StartsWithSegments("/_blazor") || request.Path.StartsWithSegments("/files") || request.Path.StartsWithSegments("/post-mortems");
        var origin = request.Headers.Origin.ToString();
        if (!ofTheChat || (IsLoopback(context.Connection.RemoteIpAddress) && IsHere(request.Host.Host) && (origin.Length == 0 || origin == $"{request.Scheme}://{request.Host}")))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync("The built-in chat answers only on this machine. Open http://localhost with its port.");
    }

    private static bool IsLoopback(IPAddress? address) => address is null || IPAddress.IsLoopback(address);

    private static bool IsHere(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}

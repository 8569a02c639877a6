using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PostMortemBot.Tests.Wiki;

/// <summary>A server on loopback that takes no token.</summary>
internal sealed class Unauthorised : IAsyncDisposable
{
    private readonly WebApplication app;
    private int withToken;

    private Unauthorised(WebApplication app) => this.app = app;

    public string Url => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>How many calls carried a token.</summary>
    public int WithToken => withToken;

    public static async Task<Unauthorised> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new Unauthorised(app);
        app.Run(context =>
        {
            if (context.Request.Headers.Authorization.Count > 0) Interlocked.Increment(ref server.withToken);
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"wiki\"";
            return Task.CompletedTask;
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}

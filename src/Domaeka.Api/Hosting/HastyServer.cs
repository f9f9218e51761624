using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace Domaeka.Api.Hosting;

/// <summary>
/// The web server, which gives its callers only a while to end when it stops. A caller that reads nothing keeps its call open as long as it
/// likes, and the time that stopping may take belongs to those who still have something to store.
/// </summary>
internal sealed class HastyServer(IServer inner, TimeProvider clock) : IServer
{
    /// <summary>How long calls and connections have to end; what is left is cut off.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public IFeatureCollection Features => inner.Features;

    /// <summary>Puts itself in front of the server that is registered.</summary>
    public static void Replace(IServiceCollection services)
    {
        var registered = services.Last(service => service.ServiceType == typeof(IServer));
        var type = registered.ImplementationType ?? throw new InvalidOperationException("The web server is not registered by its type.");
        services.Remove(registered);
        services.AddSingleton(type);
        services.AddSingleton<IServer>(provider =>
            new HastyServer((IServer)provider.GetRequiredService(type), provider.GetRequiredService<TimeProvider>()));
    }

    /// <inheritdoc/>
    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull => inner.StartAsync(application, cancellationToken);

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        await inner.StopAsync(either.Token);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The container disposes of the server itself.
    }
}

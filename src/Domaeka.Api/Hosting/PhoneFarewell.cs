using Domaeka.Api.Server;
using Domaeka.Core.Draining;

namespace Domaeka.Api.Hosting;

/// <summary>When the host stops: first tells the phones to come back later, while everything that serves them still runs.</summary>
internal sealed class PhoneFarewell(IServerDrain drain, ILogger<PhoneFarewell> logger) : IHostedLifecycleService
{
    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        Log.Stopping(logger, DrainDesk.DefaultReconnectAfter);
        try
        {
            Log.Drained(logger, await drain.DrainAsync(DrainDesk.DefaultReconnectAfter, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Log.DrainTimedOut(logger);
        }
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

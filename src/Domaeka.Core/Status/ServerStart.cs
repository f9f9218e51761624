using Microsoft.Extensions.Hosting;

namespace Domaeka.Core.Status;

/// <summary>Notes when the host started, so that the status does not count from whenever somebody first asks for it.</summary>
internal sealed class ServerStart(TimeProvider clock) : IHostedService
{
    private long _ticks = clock.GetUtcNow().UtcTicks;

    /// <summary>When the host started; before that, when the services were put together.</summary>
    public DateTimeOffset At => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _ticks, clock.GetUtcNow().UtcTicks);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

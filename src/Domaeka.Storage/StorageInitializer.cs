using Microsoft.Extensions.Hosting;

namespace Domaeka.Storage;

/// <summary>Migrates the database before any hosted service starts; what it throws stops the host.</summary>
internal sealed class StorageInitializer(IStorageBackend backend) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => backend.InitializeAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

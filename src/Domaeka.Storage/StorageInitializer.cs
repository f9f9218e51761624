using Domaeka.Storage.EncryptedSettings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Storage;

/// <summary>Migrates the database before any hosted service starts; what it throws stops the host.</summary>
internal sealed class StorageInitializer(
    IStorageBackend backend, IOptions<StorageOptions> options, ILogger<StorageInitializer> logger) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (options.Value is { EncryptedSettings: { Length: > 0 } path } encrypted)
        {
            foreach (var file in EncryptedSettingsFile.FindOpenFiles(path, encrypted.EncryptedSettingsKey))
                logger.KeyIsOpenToOthers(file);
        }

        return backend.InitializeAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

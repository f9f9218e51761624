using Domaeka.Core.Memory;
using Domaeka.Storage;
using Domaeka.Storage.EncryptedSettings;
using Domaeka.Storage.MariaDb;
using Domaeka.Storage.Sqlite;
using Domaeka.Storage.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the stores of Domaeka.</summary>
public static class StorageServiceCollectionExtensions
{
    /// <summary>
    /// Adds every store of Domaeka.Core on the database that <see cref="StorageOptions"/> name, and a hosted service that
    /// migrates it in <see cref="IHostedLifecycleService.StartingAsync"/>, that is before any service's <c>StartAsync</c>. Stores that
    /// are registered already are left alone. Needs logging to be registered, as every host does.
    /// </summary>
    /// <param name="services">Where to add.</param>
    /// <param name="configure">Sets the options, for instance by binding them to configuration; null keeps the defaults.</param>
    /// <exception cref="OptionsValidationException">At the host's start: options are wrong. All errors are in it.</exception>
    /// <exception cref="StorageMigrationException">At the host's start: the database cannot be used.</exception>
    public static IServiceCollection AddDomaekaStorage(this IServiceCollection services, Action<StorageOptions>? configure = null)
    {
        var options = services.AddOptions<StorageOptions>().ValidateOnStart();
        if (configure is not null)
            options.Configure(configure);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<StorageOptions>, StorageOptionsValidator>());

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<StorageOptions>, EncryptedSettingsSetup>());

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StorageMetrics>();
        services.TryAddSingleton<IStorageBackend>(provider => StorageOptionsValidator.IsMariaDb(provider.GetRequiredService<IOptions<StorageOptions>>().Value)
            ? ActivatorUtilities.CreateInstance<MariaDbBackend>(provider)
            : ActivatorUtilities.CreateInstance<SqliteBackend>(provider));
        services.TryAddSingleton(provider => provider.GetRequiredService<IStorageBackend>().Devices);
        services.TryAddSingleton(provider => provider.GetRequiredService<IStorageBackend>().Rooms);
        services.TryAddSingleton(provider => provider.GetRequiredService<IStorageBackend>().RoomPresence);
        services.TryAddSingleton(provider => provider.GetRequiredService<IStorageBackend>().ChangeProbe);
        services.TryAddSingleton(provider => provider.GetRequiredService<IStorageBackend>().ChatLog);
        services.TryAddSingleton(provider => provider.GetRequiredService<IStorageBackend>().Outbox);
        services.TryAddSingleton(provider => provider.GetRequiredService<IStorageBackend>().Events);
        services.TryAddSingleton(provider => provider.GetRequiredService<IStorageBackend>().Leases);
        services.TryAddSingleton(provider => provider.GetRequiredService<IStorageBackend>().ApiKeys);
        services.TryAddSingleton(provider => provider.GetRequiredService<IStorageBackend>().ServerProcesses);
        services.TryAddSingleton(provider => provider.GetRequiredService<IStorageBackend>().ServerLoads);
        services.TryAddSingleton(provider => provider.GetRequiredService<IStorageBackend>().BotMappings);
        services.TryAddSingleton(provider => provider.GetRequiredService<IStorageBackend>().Monitor);
        services.TryAddSingleton(provider => provider.GetRequiredService<IStorageBackend>().Schedules);
        services.TryAddSingleton(provider => provider.GetRequiredService<IStorageBackend>().Health);
        services.TryAddSingleton(provider => provider.GetRequiredService<IStorageBackend>().Media);
        services.TryAddSingleton(provider => provider.GetRequiredService<IStorageBackend>().AddressBlocks);
        services.TryAddSingleton(provider => provider.GetRequiredService<IStorageBackend>().SessionTokens);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IMemoryTrim, StorageTrim>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StorageInitializer>());
        return services;
    }
}

using Domaeka.Storage;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Opens the storage of services that no host starts.</summary>
public static class StorageServiceProviderExtensions
{
    /// <summary>
    /// Opens and migrates the database that <see cref="StorageServiceCollectionExtensions.AddDomaekaStorage"/> registered, so that its stores can
    /// be used. A host does this itself when it starts; doing it twice does no harm.
    /// </summary>
    /// <exception cref="StorageMigrationException">The database cannot be used.</exception>
    public static Task InitializeDomaekaStorageAsync(this IServiceProvider services, CancellationToken cancellationToken = default) =>
        services.GetRequiredService<IStorageBackend>().InitializeAsync(cancellationToken);
}

namespace Domaeka.Core.Access;

/// <summary>The stored API keys. Every member may throw <see cref="Storage.StorageUnavailableException"/>.</summary>
public interface IApiKeyStore
{
    /// <summary>True when at least one key is stored, expired and revoked ones included.</summary>
    Task<bool> AnyAsync(CancellationToken cancellationToken);

    /// <summary>Adds a key.</summary>
    /// <exception cref="Storage.StorageRejectedException">Its id or hash is taken.</exception>
    Task AddAsync(ApiKey key, CancellationToken cancellationToken);

    /// <summary>The key with this hash, or null.</summary>
    Task<ApiKey?> FindByHashAsync(string hash, CancellationToken cancellationToken);
}

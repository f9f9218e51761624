namespace Domaeka.Core.Access;

/// <summary>The stored API keys. Every member may throw <see cref="Storage.StorageUnavailableException"/>.</summary>
public interface IApiKeyStore
{
    /// <summary>True when at least one key is stored, expired and revoked ones included.</summary>
    Task<bool> AnyAsync(CancellationToken cancellationToken);

    /// <summary>Adds a key.</summary>
    /// <exception cref="Storage.StorageRejectedException">Its id or hash is taken.</exception>
    Task AddAsync(ApiKey key, CancellationToken cancellationToken);

    /// <summary>Adds a key unless the same request did so before.</summary>
    /// <param name="key">The key.</param>
    /// <param name="requestId">The caller's id of the request; null when every call makes a key.</param>
    /// <param name="requestHash">What the request asks for, 64 hexadecimal digits; null with a null id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Storage.StorageRejectedException">Its id or hash is taken.</exception>
    Task<ApiKeyCreation> CreateAsync(ApiKey key, string? requestId, string? requestHash, CancellationToken cancellationToken);

    /// <summary>The key with this hash, or null.</summary>
    Task<ApiKey?> FindByHashAsync(string hash, CancellationToken cancellationToken);

    /// <summary>The key with this id, or null.</summary>
    Task<ApiKey?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>A page of keys in the order of creation, of equal times in the order of ids.</summary>
    Task<IReadOnlyList<ApiKey>> ListAsync(ApiKeyQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Changes a key, unless nobody could get in any more: whether another active admin key is left is looked at in the same transaction, and of
    /// several changes at once, over all processes, one goes after the other.
    /// </summary>
    /// <param name="id">The key's id.</param>
    /// <param name="update">What to change.</param>
    /// <param name="at">Now.</param>
    /// <param name="isTrial">True: everything is decided, and nothing is stored.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<ApiKeyChange> UpdateAsync(string id, ApiKeyUpdate update, DateTimeOffset at, bool isTrial, CancellationToken cancellationToken);

    /// <summary>Notes when keys were last used. A time before the stored one, and a key that is gone, change nothing.</summary>
    Task NoteUsesAsync(IReadOnlyCollection<ApiKeyUse> uses, CancellationToken cancellationToken);
}

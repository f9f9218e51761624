namespace Domaeka.Core.Storage;

/// <summary>Whether the database can be written to now.</summary>
public interface IStorageHealth
{
    /// <summary>Which database, for logs and status, without secrets: <c>sqlite</c>, <c>mariadb</c>.</summary>
    string Provider { get; }

    /// <summary>Touches the database the way a write would, within a few seconds.</summary>
    /// <exception cref="StorageUnavailableException">It cannot be written to.</exception>
    Task CheckAsync(CancellationToken cancellationToken);
}

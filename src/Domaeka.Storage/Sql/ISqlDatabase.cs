namespace Domaeka.Storage.Sql;

/// <summary>A database as the stores see it that are the same on every one.</summary>
internal interface ISqlDatabase
{
    /// <summary>In what its SQL differs.</summary>
    SqlDialect Dialect { get; }

    /// <summary>What its tables are like; known once it was migrated.</summary>
    SqlFacts Facts { get; }

    /// <summary>Reads, on a connection that nobody else uses meanwhile. Several statements need not see one moment.</summary>
    /// <exception cref="Core.Storage.StorageUnavailableException">It cannot be read.</exception>
    Task<T> ReadAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellationToken);

    /// <summary>
    /// Does the work in one transaction and commits it. The work may be done several times, each time from the beginning, when the transaction has to
    /// make way for another; it waits for nothing but the session.
    /// </summary>
    /// <exception cref="Core.Storage.StorageUnavailableException">Nothing was written.</exception>
    /// <exception cref="Core.Storage.StorageRejectedException">Nothing was written.</exception>
    Task<T> WriteAsync<T>(Func<SqlSession, Task<T>> work, CancellationToken cancellationToken);
}

using System.Data;
using MySqlConnector.Protocol;

namespace MySqlConnector.Session;

/// <summary>Begins transactions (MariaDB, "SET TRANSACTION", "START TRANSACTION").</summary>
internal static class TransactionStart
{
    public static async ValueTask<MySqlTransaction> BeginAsync(
        MySqlConnection connection, IsolationLevel isolationLevel, bool isReadOnly, IOBehavior io, CancellationToken cancellationToken)
    {
        _ = connection.Session;
        if (connection.CurrentTransaction is not null)
            throw new InvalidOperationException("Transactions may not be nested.");
        await connection.RunAsync(Sql(isolationLevel, isReadOnly), io, cancellationToken);
        return connection.CurrentTransaction = new MySqlTransaction(connection, isolationLevel);
    }

    private static string Sql(IsolationLevel isolationLevel, bool isReadOnly)
    {
        var level = isolationLevel switch
        {
            IsolationLevel.ReadUncommitted => "read uncommitted",
            IsolationLevel.ReadCommitted => "read committed",
            // The standard's default is SERIALIZABLE; that of InnoDB, which everybody expects here, is this one.
            IsolationLevel.Unspecified or IsolationLevel.RepeatableRead or IsolationLevel.Snapshot => "repeatable read",
            IsolationLevel.Serializable => "serializable",
            _ => throw new NotSupportedException($"IsolationLevel.{isolationLevel} is not supported."),
        };
        var access = (isolationLevel == IsolationLevel.Snapshot, isReadOnly) switch
        {
            (true, true) => " with consistent snapshot, read only",
            (true, false) => " with consistent snapshot",
            (false, true) => " read only",
            _ => "",
        };
        return $"set session transaction isolation level {level}; start transaction{access}";
    }
}

using Domaeka.Core.Approval;

namespace Domaeka.Storage.Sqlite;

/// <summary>
/// <c>PRAGMA data_version</c> on the writing connection: it changes when another connection has committed, and not by the
/// writer's own commits. It tells of every table, not just of devices and rooms, which the contract allows.
/// </summary>
internal sealed class SqliteChangeProbe(SqliteDatabase database) : IApprovalChangeProbe
{
    public Task<string> ReadStampAsync(CancellationToken cancellationToken) => database.ReadForeignChangeStampAsync(cancellationToken);
}

using Dapper;
using Domaeka.Core.Approval;
using Domaeka.Core.Devices;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sqlite;

/// <summary><c>kb_bot_devices</c>.</summary>
internal sealed class SqliteDeviceStore(SqliteDatabase database) : IDeviceStore
{
    private const string OrderedByKey = "ORDER BY bot_name, device_id";

    private string Select => "SELECT "
        + DeviceRow.Columns.Replace("{0}", SqliteFacts.SelectDescription(database.Facts.DevicesHaveMisspelling), StringComparison.Ordinal)
        + " FROM kb_bot_devices ";

    public async Task<IReadOnlyList<Device>> LoadAllAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(session => session.List(Select + OrderedByKey, null, DeviceRow.Read), cancellationToken);

    public Task<Device?> FindAsync(DeviceKey key, CancellationToken cancellationToken) =>
        database.ReadAsync(session => Find(session, key), cancellationToken);

    public Task<Device> AddIfMissingAsync(Device candidate, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            candidate.Key.BotName,
            candidate.Key.DeviceId,
            Status = candidate.Status.ToStoredWord(),
            candidate.IpAddress,
            candidate.ClientType,
            candidate.ClientVersion,
            candidate.DeviceUuid,
            candidate.Description,
            candidate.MaxMessageSizeBytes,
            candidate.RejectionReason,
            CreatedAt = StoredTime.ToText(candidate.CreatedAt),
            UpdatedAt = StoredTime.ToText(candidate.UpdatedAt),
            ApprovedAt = StoredTime.ToText(candidate.ApprovedAt),
        };
        return database.WriteAsync(
            session =>
            {
                if (Find(session, candidate.Key) is { } older)
                    return older;

                session.Connection.Execute(
                    """
                    INSERT INTO kb_bot_devices (
                        bot_name, device_id, status, ip_address, client_type, client_version, device_uuid, description,
                        max_message_size, rejection_reason, created_at, updated_at, approved_at)
                    VALUES (
                        @BotName, @DeviceId, @Status, @IpAddress, @ClientType, @ClientVersion, @DeviceUuid, @Description,
                        @MaxMessageSizeBytes, @RejectionReason, @CreatedAt, @UpdatedAt, @ApprovedAt)
                    """,
                    parameters);
                return Find(session, candidate.Key)!;
            },
            cancellationToken);
    }

    public Task<Device?> UpdateAsync(DeviceKey key, DeviceUpdate update, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            key.BotName,
            key.DeviceId,
            Status = update.Status?.ToStoredWord(),
            update.RejectionReason,
            update.Description,
            update.MaxMessageSizeBytes,
            update.DeviceUuid,
            update.IpAddress,
            update.ClientType,
            update.ClientVersion,
            At = StoredTime.ToText(at),
        };

        // Columns that the update does not name are set to themselves, so that an edit by the web admin in between stays.
        return database.WriteAsync(
            session =>
            {
                session.Connection.Execute(
                    $"""
                    UPDATE kb_bot_devices SET
                        {SqliteApprovalColumns.Set},
                        {SqliteFacts.SetDescription(database.Facts.DevicesHaveMisspelling)},
                        max_message_size = CASE WHEN @MaxMessageSizeBytes IS NULL THEN max_message_size ELSE nullif(@MaxMessageSizeBytes, 0) END,
                        device_uuid = CASE WHEN @DeviceUuid IS NULL THEN device_uuid ELSE nullif(@DeviceUuid, '') END,
                        ip_address = coalesce(@IpAddress, ip_address),
                        client_type = coalesce(@ClientType, client_type),
                        client_version = coalesce(@ClientVersion, client_version)
                    WHERE bot_name = @BotName AND device_id = @DeviceId
                    """,
                    parameters);
                return Find(session, key);
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<Device>> ListAsync(DeviceQuery query, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            query.BotName,
            Status = SqliteStatusFilter.Parameter(query.Status),
            AfterBotName = query.After?.BotName,
            AfterDeviceId = query.After?.DeviceId,
            query.Limit,
        };
        var sql = $"""
            {Select}
            WHERE (@BotName IS NULL OR bot_name = @BotName)
                AND {SqliteStatusFilter.Condition}
                AND (@AfterBotName IS NULL OR (bot_name, device_id) > (@AfterBotName, @AfterDeviceId))
            {OrderedByKey} LIMIT @Limit
            """;
        return await database.ReadAsync(session => session.List(sql, parameters, DeviceRow.Read), cancellationToken);
    }

    private Device? Find(SqliteSession session, DeviceKey key) => session.First(
        Select + "WHERE bot_name = @BotName AND device_id = @DeviceId",
        new { key.BotName, key.DeviceId },
        DeviceRow.Read);
}

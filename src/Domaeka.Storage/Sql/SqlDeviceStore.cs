using Domaeka.Core.Approval;
using Domaeka.Core.Devices;
using Domaeka.Core.Storage;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sql;

/// <summary><c>kb_bot_devices</c>.</summary>
internal sealed class SqlDeviceStore(ISqlDatabase database) : IDeviceStore
{
    private const string OrderedByKey = "ORDER BY bot_name, device_id";

    private string Select =>
        $"SELECT {DeviceRow.Columns(database.Dialect, SqlFacts.SelectDescription(database.Facts.DevicesHaveMisspelling))} FROM kb_bot_devices ";

    public async Task<IReadOnlyList<Device>> LoadAllAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(session => session.ListAsync(Select + OrderedByKey, null, DeviceRow.Read), cancellationToken);

    public Task<Device?> FindAsync(DeviceKey key, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindAsync(session, key), cancellationToken);

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
            async session =>
            {
                if (await FindAsync(session, candidate.Key) is { } older)
                    return older;

                await session.ExecuteAsync(
                    $"""
                    INSERT INTO kb_bot_devices (
                        bot_name, device_id, status, ip_address, client_type, client_version, device_uuid, description,
                        max_message_size, rejection_reason, created_at, updated_at, approved_at)
                    VALUES (
                        @BotName, @DeviceId, @Status, @IpAddress, @ClientType, @ClientVersion, @DeviceUuid, @Description,
                        @MaxMessageSizeBytes, @RejectionReason, @CreatedAt, @UpdatedAt, @ApprovedAt)
                    {database.Dialect.KeepTaken("bot_name")}
                    """,
                    parameters);
                return await FindAsync(session, candidate.Key) ?? throw new StorageRejectedException("Another row stands in the way of this one.");
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
            async session =>
            {
                await session.ExecuteAsync(
                    $"""
                    UPDATE kb_bot_devices SET
                        {SqlApprovalColumns.Set},
                        {SqlFacts.SetDescription(database.Facts.DevicesHaveMisspelling)},
                        max_message_size = CASE WHEN @MaxMessageSizeBytes IS NULL THEN max_message_size ELSE nullif(@MaxMessageSizeBytes, 0) END,
                        device_uuid = CASE WHEN @DeviceUuid IS NULL THEN device_uuid ELSE nullif(@DeviceUuid, '') END,
                        ip_address = coalesce(@IpAddress, ip_address),
                        client_type = coalesce(@ClientType, client_type),
                        client_version = coalesce(@ClientVersion, client_version)
                    WHERE bot_name = @BotName AND device_id = @DeviceId
                    """,
                    parameters);

                // Also those that the device would have if it were approved again, or bound back.
                if (update.Status is not (null or ApprovalStatus.Approved) || update.DeviceUuid is not null)
                    await session.ExecuteAsync(SqlSessionTokenStore.DeleteAll, new { key.BotName, key.DeviceId });
                return await FindAsync(session, key);
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<Device>> ListAsync(DeviceQuery query, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            query.BotName,
            Status = SqlStatusFilter.Parameter(query.Status),
            AfterBotName = query.After?.BotName,
            AfterDeviceId = query.After?.DeviceId,
            query.Limit,
        };
        var sql = $"""
            {Select}
            WHERE (@BotName IS NULL OR bot_name = @BotName)
                AND {SqlStatusFilter.Condition}
                AND (@AfterBotName IS NULL OR (bot_name, device_id) > (@AfterBotName, @AfterDeviceId))
            {OrderedByKey} LIMIT @Limit
            """;
        return await database.ReadAsync(session => session.ListAsync(sql, parameters, DeviceRow.Read), cancellationToken);
    }

    // Databases that do not count blanks at the end of a text would find the row of another.
    private async Task<Device?> FindAsync(SqlSession session, DeviceKey key)
    {
        var device = await session.FirstAsync(
        Select + "WHERE bot_name = @BotName AND device_id = @DeviceId",
        new { key.BotName, key.DeviceId },
        DeviceRow.Read);
        return device?.Key == key ? device : null;
    }
}

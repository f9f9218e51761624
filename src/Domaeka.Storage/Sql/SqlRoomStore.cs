using Domaeka.Core.Approval;
using Domaeka.Core.Rooms;
using Domaeka.Core.Storage;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sql;

/// <summary><c>kb_rooms</c>.</summary>
internal sealed class SqlRoomStore(ISqlDatabase database) : IRoomStore
{
    private const string OrderedByKey = "ORDER BY bot_name, room_id";

    private string Select =>
        $"SELECT {RoomRow.Columns(database.Dialect, SqlFacts.SelectDescription(database.Facts.RoomsHaveMisspelling))} FROM kb_rooms ";

    public async Task<IReadOnlyList<Room>> LoadAllAsync(CancellationToken cancellationToken) =>
        await database.ReadAsync(session => session.ListAsync(Select + OrderedByKey, null, RoomRow.Read), cancellationToken);

    public Task<Room?> FindAsync(RoomKey key, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindAsync(session, key), cancellationToken);

    public Task<Room> AddIfMissingAsync(Room candidate, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            candidate.Key.BotName,
            RoomId = candidate.Key.ChannelId,
            candidate.Name,
            Status = candidate.Status.ToStoredWord(),
            candidate.Concurrency,
            Owners = RoomOwnersJson.Write(candidate.Owners),
            LogSettings = RoomLogSettingsJson.Write(candidate.LogSettings),
            candidate.DeviceId,
            candidate.Description,
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
                    INSERT INTO kb_rooms (
                        room_id, bot_name, room_name, status, room_concurrency, room_owners, log_settings, device_id, description,
                        rejection_reason, created_at, updated_at, approved_at)
                    VALUES (
                        @RoomId, @BotName, @Name, @Status, @Concurrency, @Owners, @LogSettings, @DeviceId, @Description,
                        @RejectionReason, @CreatedAt, @UpdatedAt, @ApprovedAt)
                    {database.Dialect.KeepTaken("bot_name")}
                    """,
                    parameters);
                return await FindAsync(session, candidate.Key) ?? throw new StorageRejectedException("Another row stands in the way of this one.");
            },
            cancellationToken);
    }

    public Task<Room?> UpdateAsync(RoomKey key, RoomUpdate update, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            key.BotName,
            RoomId = key.ChannelId,
            Status = update.Status?.ToStoredWord(),
            update.RejectionReason,
            update.Name,
            update.Concurrency,
            Owners = update.Owners is null ? null : RoomOwnersJson.Write(update.Owners),
            LogSettings = update.LogSettings is null ? null : RoomLogSettingsJson.Write(update.LogSettings),
            update.DeviceId,
            update.Description,
            At = StoredTime.ToText(at),
        };

        // Columns that the update does not name are set to themselves, so that an edit by the web admin in between stays.
        return database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    $"""
                    UPDATE kb_rooms SET
                        {SqlApprovalColumns.Set},
                        {SqlFacts.SetDescription(database.Facts.RoomsHaveMisspelling)},
                        room_name = coalesce(@Name, room_name),
                        room_concurrency = CASE WHEN @Concurrency IS NULL THEN room_concurrency ELSE nullif(@Concurrency, 0) END,
                        room_owners = coalesce(@Owners, room_owners),
                        log_settings = coalesce(@LogSettings, log_settings),
                        device_id = coalesce(@DeviceId, device_id)
                    WHERE room_id = @RoomId AND bot_name = @BotName
                    """,
                    parameters);
                return await FindAsync(session, key);
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<Room>> ListAsync(RoomQuery query, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            query.BotName,
            Status = SqlStatusFilter.Parameter(query.Status),
            AfterBotName = query.After?.BotName,
            AfterRoomId = query.After?.ChannelId,
            query.Limit,
        };
        var sql = $"""
            {Select}
            WHERE (@BotName IS NULL OR bot_name = @BotName)
                AND {SqlStatusFilter.Condition}
                AND (@AfterBotName IS NULL OR (bot_name, room_id) > (@AfterBotName, @AfterRoomId))
            {OrderedByKey} LIMIT @Limit
            """;
        return await database.ReadAsync(session => session.ListAsync(sql, parameters, RoomRow.Read), cancellationToken);
    }

    // Databases that do not count blanks at the end of a text would find the row of another.
    private async Task<Room?> FindAsync(SqlSession session, RoomKey key)
    {
        var room = await session.FirstAsync(
        Select + "WHERE room_id = @RoomId AND bot_name = @BotName",
        new { RoomId = key.ChannelId, key.BotName },
        RoomRow.Read);
        return room?.Key == key ? room : null;
    }
}

using Domaeka.Core.Guard;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sql;

/// <summary><c>dk_address_blocks</c> and <c>dk_known_addresses</c>.</summary>
internal sealed class SqlAddressBlockStore(ISqlDatabase database) : IAddressBlockStore
{
    private const string SelectVersion = "SELECT value FROM dk_counters WHERE name = 'blocks'";

    private static readonly string Manual = StoredWords<BlockOrigin>.Of(BlockOrigin.Manual);

    public Task<AddressBlockList?> ReadAsync(string? knownVersion, int limit, CancellationToken cancellationToken) => database.ReadAsync(
        async session =>
        {
            // The version first: a change in between is read once more the next time.
            var version = await session.ScalarAsync<string>(SelectVersion) ?? "0";
            if (version == knownVersion)
                return null;
            var rows = await session.ListAsync(
                $"SELECT {AddressBlockRow.Columns} FROM dk_address_blocks ORDER BY origin = @Manual DESC, expires_at DESC LIMIT @limit",
                new { Manual, limit },
                AddressBlockRow.Read);
            return new AddressBlockList(version, [.. rows.OfType<AddressBlock>()]);
        },
        cancellationToken);

    public Task WriteAsync(IReadOnlyList<AddressBlockChange> changes, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            // In one order, so that two processes which write the same rows wait for each other instead of getting stuck.
            foreach (var change in changes.OrderBy(change => ClientNetwork.ToText(change.Network), StringComparer.Ordinal))
                await WriteAsync(session, change);
            if (await session.ExecuteAsync("UPDATE dk_counters SET value = value + 1 WHERE name = 'blocks'") == 0)
                await session.ExecuteAsync("INSERT INTO dk_counters (name, value) VALUES ('blocks', 1)");
            return changes.Count;
        },
        cancellationToken);

    public async Task<IReadOnlyList<KnownAddress>> ReadKnownAsync(DateTimeOffset since, int limit, CancellationToken cancellationToken)
    {
        var rows = await database.ReadAsync(
            session => session.ListAsync(
                "SELECT address, verified_at FROM dk_known_addresses WHERE verified_at >= @since ORDER BY verified_at DESC LIMIT @limit",
                new { since = StoredTime.ToText(since), limit },
                row => ClientNetwork.TryParse(row.Text(0), out var network) ? new KnownAddress(network, row.TimeOrEpoch(1)) : null),
            cancellationToken);
        return [.. rows.OfType<KnownAddress>()];
    }

    public Task WriteKnownAsync(IReadOnlyList<KnownAddress> addresses, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            var replace = database.Dialect.Replace("address", "verified_at");
            foreach (var known in addresses.OrderBy(known => ClientNetwork.ToText(known.Network), StringComparer.Ordinal))
            {
                await session.ExecuteAsync(
                    $"INSERT INTO dk_known_addresses (address, verified_at) VALUES (@Address, @VerifiedAt) {replace}",
                    new { Address = ClientNetwork.ToText(known.Network), VerifiedAt = StoredTime.ToText(known.VerifiedAt) });
            }

            return addresses.Count;
        },
        cancellationToken);

    public Task<int> PurgeAsync(DateTimeOffset endedBefore, int limit, CancellationToken cancellationToken) =>
        PurgeAsync("dk_address_blocks", "expires_at", endedBefore, limit, cancellationToken);

    public Task<int> PurgeKnownAsync(DateTimeOffset verifiedBefore, int limit, CancellationToken cancellationToken) =>
        PurgeAsync("dk_known_addresses", "verified_at", verifiedBefore, limit, cancellationToken);

    private async Task WriteAsync(SqlSession session, AddressBlockChange change)
    {
        var address = ClientNetwork.ToText(change.Network);
        if (change.Block is not { } block)
        {
            await session.ExecuteAsync("DELETE FROM dk_address_blocks WHERE address = @address", new { address });
            return;
        }

        if (block.Origin == BlockOrigin.Automatic)
        {
            var stronger = await session.ListAsync(
                $"""
                SELECT address FROM dk_address_blocks
                WHERE address = @address AND origin = @Manual AND expires_at > @now {database.Dialect.LockForUpdate}
                """,
                new { address, Manual, now = StoredTime.ToText(block.CreatedAt) },
                row => row.Text(0));
            if (stronger.Count > 0)
                return;
        }

        await session.ExecuteAsync(
            $"""
            INSERT INTO dk_address_blocks (address, origin, reason, created_at, expires_at)
            VALUES (@address, @Origin, @Reason, @CreatedAt, @ExpiresAt)
            {database.Dialect.Replace("address", "origin", "reason", "created_at", "expires_at")}
            """,
            new
            {
                address,
                Origin = StoredWords<BlockOrigin>.Of(block.Origin),
                block.Reason,
                CreatedAt = StoredTime.ToText(block.CreatedAt),
                ExpiresAt = StoredTime.ToText(block.ExpiresAt),
            });
    }

    private Task<int> PurgeAsync(string table, string column, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var time = StoredTime.ToText(before);
        return database.WriteAsync(
            async session =>
            {
                var addresses = await session.ListAsync(
                    $"SELECT address FROM {table} WHERE {column} < @time ORDER BY {column} LIMIT @limit", new { time, limit }, row => row.Text(0));

                // Another process may have put a new time into a row in between.
                return addresses.Count == 0
                    ? 0
                    : await session.ExecuteAsync($"DELETE FROM {table} WHERE address IN @addresses AND {column} < @time", new { addresses, time });
            },
            cancellationToken);
    }
}

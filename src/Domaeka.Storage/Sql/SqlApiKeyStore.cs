using System.Data.Common;
using Domaeka.Core.Access;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sql;

/// <summary><c>dk_api_keys</c>.</summary>
internal sealed class SqlApiKeyStore(ISqlDatabase database) : IApiKeyStore
{
    private const string Select = "SELECT " + ApiKeyRow.Columns + " FROM dk_api_keys ";

    public Task<bool> AnyAsync(CancellationToken cancellationToken) => database.ReadAsync(
        async session => await session.ScalarAsync<long>("SELECT EXISTS (SELECT 1 FROM dk_api_keys)") != 0,
        cancellationToken);

    public Task AddAsync(ApiKey key, CancellationToken cancellationToken) =>
        database.WriteAsync(session => InsertAsync(session, key, null, null), cancellationToken);

    public Task<ApiKeyCreation> CreateAsync(ApiKey key, string? requestId, string? requestHash, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                if (requestId is not null && await FindRequestAsync(session, requestId) is { } known)
                {
                    return known.Hash == requestHash
                        ? new ApiKeyCreation(ApiKeyCreationOutcome.Repeated, known.Key)
                        : new ApiKeyCreation(ApiKeyCreationOutcome.RequestIdReused, null);
                }

                if (key.ExpiresAt <= key.CreatedAt)
                    return new ApiKeyCreation(ApiKeyCreationOutcome.AlreadyExpired, null);

                // Another process may insert the same request meanwhile: the second is refused, and looked for again from the beginning.
                await InsertAsync(session, key, requestId, requestHash);
                return new ApiKeyCreation(ApiKeyCreationOutcome.Created, key);
            },
            cancellationToken);

    public Task<ApiKey?> FindByHashAsync(string hash, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FirstAsync(Select + "WHERE hash = @hash", new { hash }, ApiKeyRow.Read), cancellationToken);

    public Task<ApiKey?> FindAsync(string id, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FirstAsync(Select + "WHERE id = @id", new { id }, ApiKeyRow.Read), cancellationToken);

    public async Task<IReadOnlyList<ApiKey>> ListAsync(ApiKeyQuery query, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            ActiveAt = StoredTime.ToText(query.ActiveAt),
            AfterTime = StoredTime.ToText(query.After?.CreatedAt),
            AfterId = query.After?.Id,
            query.Limit,
        };
        const string Sql = Select + """
            WHERE (@ActiveAt IS NULL OR ((revoked_at IS NULL OR revoked_at > @ActiveAt) AND (expires_at IS NULL OR expires_at > @ActiveAt)))
                AND (@AfterTime IS NULL OR created_at > @AfterTime OR (created_at = @AfterTime AND id > @AfterId))
            ORDER BY created_at, id LIMIT @Limit
            """;
        return await database.ReadAsync(session => session.ListAsync(Sql, parameters, ApiKeyRow.Read), cancellationToken);
    }

    public Task<ApiKeyChange> UpdateAsync(
        string id, ApiKeyUpdate update, DateTimeOffset at, bool isTrial, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            // Every key, in one order, and locked: two changes that each count on the other's key cannot both see it.
            var keys = await session.ListAsync($"{Select} ORDER BY id {database.Dialect.LockForUpdate}", null, ApiKeyRow.Read);
            if (keys.Find(candidate => candidate.Id == id) is not { } key)
                return new ApiKeyChange(ApiKeyChangeOutcome.NotFound, null);

            var changed = key with
            {
                Name = update.Name ?? key.Name,
                ExpiresAt = update.SetsExpiresAt ? update.ExpiresAt : key.ExpiresAt,
                RevokedAt = update.Revokes ? key.RevokedAt ?? at : key.RevokedAt,
            };
            if (IsOpenDoor(key, at) && !IsOpenDoor(changed, at) && !keys.Exists(other => other.Id != id && IsOpenDoor(other, at)))
                return new ApiKeyChange(ApiKeyChangeOutcome.LastAdmin, null);

            if (!isTrial && changed != key)
                await StoreAsync(session, changed);
            return new ApiKeyChange(ApiKeyChangeOutcome.Done, changed);
        },
        cancellationToken);

    public Task NoteUsesAsync(IReadOnlyCollection<ApiKeyUse> uses, CancellationToken cancellationToken) => database.WriteAsync(
        async session =>
        {
            // In one order, as everybody locks several keys.
            foreach (var use in uses.OrderBy(use => use.Id, StringComparer.Ordinal))
            {
                await session.ExecuteAsync(
                    "UPDATE dk_api_keys SET last_used_at = @At WHERE id = @Id AND (last_used_at IS NULL OR last_used_at < @At)",
                    new { use.Id, At = StoredTime.ToText(use.At) });
            }

            return uses.Count;
        },
        cancellationToken);

    private static bool IsOpenDoor(ApiKey key, DateTimeOffset at) => key.Scopes.HasFlag(ApiScopes.Admin) && key.IsActive(at);

    private static Task<int> InsertAsync(SqlSession session, ApiKey key, string? requestId, string? requestHash) => session.ExecuteAsync(
        """
        INSERT INTO dk_api_keys (id, name, hash, scopes, created_at, expires_at, revoked_at, last_used_at, request_id, request_hash)
        VALUES (@Id, @Name, @Hash, @Scopes, @CreatedAt, @ExpiresAt, @RevokedAt, @LastUsedAt, @RequestId, @RequestHash)
        """,
        new
        {
            key.Id,
            key.Name,
            key.Hash,
            Scopes = ApiKeyRow.ToWords(key.Scopes),
            CreatedAt = StoredTime.ToText(key.CreatedAt),
            ExpiresAt = StoredTime.ToText(key.ExpiresAt),
            RevokedAt = StoredTime.ToText(key.RevokedAt),
            LastUsedAt = StoredTime.ToText(key.LastUsedAt),
            RequestId = requestId,
            RequestHash = requestHash,
        });

    private static Task<int> StoreAsync(SqlSession session, ApiKey key) => session.ExecuteAsync(
        "UPDATE dk_api_keys SET name = @Name, expires_at = @ExpiresAt, revoked_at = @RevokedAt WHERE id = @Id",
        new { key.Id, key.Name, ExpiresAt = StoredTime.ToText(key.ExpiresAt), RevokedAt = StoredTime.ToText(key.RevokedAt) });

    private static Task<KnownKeyRequest?> FindRequestAsync(SqlSession session, string requestId) => session.FirstAsync(
        $"SELECT {ApiKeyRow.Columns}, request_hash FROM dk_api_keys WHERE request_id = @requestId", new { requestId }, ReadRequest);

    private static KnownKeyRequest ReadRequest(DbDataReader row) => new(ApiKeyRow.Read(row), row.Text(8) ?? "");

    private sealed record KnownKeyRequest(ApiKey Key, string Hash);
}

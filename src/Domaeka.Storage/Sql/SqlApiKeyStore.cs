using Domaeka.Core.Access;
using Domaeka.Storage.Rows;

namespace Domaeka.Storage.Sql;

/// <summary><c>dk_api_keys</c>.</summary>
internal sealed class SqlApiKeyStore(ISqlDatabase database) : IApiKeyStore
{
    private const string SelectByHash = "SELECT " + ApiKeyRow.Columns + " FROM dk_api_keys WHERE hash = @hash";

    public Task<bool> AnyAsync(CancellationToken cancellationToken) => database.ReadAsync(
        async session => await session.ScalarAsync<long>("SELECT EXISTS (SELECT 1 FROM dk_api_keys)") != 0,
        cancellationToken);

    public Task AddAsync(ApiKey key, CancellationToken cancellationToken)
    {
        var parameters = new
        {
            key.Id,
            key.Name,
            key.Hash,
            Scopes = ApiKeyRow.ToWords(key.Scopes),
            CreatedAt = StoredTime.ToText(key.CreatedAt),
            ExpiresAt = StoredTime.ToText(key.ExpiresAt),
            RevokedAt = StoredTime.ToText(key.RevokedAt),
        };
        return database.WriteAsync(
            session => session.ExecuteAsync(
                """
                INSERT INTO dk_api_keys (id, name, hash, scopes, created_at, expires_at, revoked_at)
                VALUES (@Id, @Name, @Hash, @Scopes, @CreatedAt, @ExpiresAt, @RevokedAt)
                """,
                parameters),
            cancellationToken);
    }

    public Task<ApiKey?> FindByHashAsync(string hash, CancellationToken cancellationToken) =>
        database.ReadAsync(session => session.FirstAsync(SelectByHash, new { hash }, ApiKeyRow.Read), cancellationToken);
}

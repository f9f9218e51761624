using System.Data.Common;
using Domaeka.Core.Access;

namespace Domaeka.Storage.Rows;

/// <summary>How a row of <c>dk_api_keys</c> becomes an <see cref="ApiKey"/>.</summary>
internal static class ApiKeyRow
{
    /// <summary>What to select, in the order in which <see cref="Read"/> takes it.</summary>
    public const string Columns = "id, name, hash, scopes, created_at, expires_at, revoked_at, last_used_at";

    private static readonly (ApiScopes Scope, string Word)[] Words =
        [(ApiScopes.Read, "read"), (ApiScopes.Send, "send"), (ApiScopes.Admin, "admin")];

    /// <summary>Fails closed: an end or a revocation that is there but unreadable counts as past, an unknown scope as none.</summary>
    public static ApiKey Read(DbDataReader row) => new()
    {
        Id = row.Text(0) ?? "",
        Name = row.Text(1) ?? "",
        Hash = row.Text(2) ?? "",
        Scopes = ToScopes(row.Text(3)),
        CreatedAt = row.TimeOrEpoch(4),
        ExpiresAt = row.IsDBNull(5) ? null : row.TimeOrEpoch(5),
        RevokedAt = row.IsDBNull(6) ? null : row.TimeOrEpoch(6),
        LastUsedAt = row.Time(7),
    };

    /// <summary>Such as <c>read,send</c>; empty for no scope.</summary>
    public static string ToWords(ApiScopes scopes) =>
        string.Join(',', Words.Where(pair => scopes.HasFlag(pair.Scope)).Select(pair => pair.Word));

    private static ApiScopes ToScopes(string? words)
    {
        var found = (words ?? "").Split(',', StringSplitOptions.TrimEntries);
        return Words.Where(pair => found.Contains(pair.Word, StringComparer.OrdinalIgnoreCase))
            .Aggregate(ApiScopes.None, (scopes, pair) => scopes | pair.Scope);
    }
}

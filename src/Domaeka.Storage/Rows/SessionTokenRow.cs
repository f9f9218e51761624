using System.Data.Common;
using Domaeka.Core.Sessions;

namespace Domaeka.Storage.Rows;

/// <summary>How a row of <c>dk_session_tokens</c> becomes a <see cref="StoredSessionToken"/>.</summary>
internal static class SessionTokenRow
{
    /// <summary>What to select, in the order in which <see cref="Read"/> takes it.</summary>
    public const string Columns = "hash, device_uuid, state, issued_at, expires_at";

    /// <summary>An unknown state counts as replaced, and a time that is none as long ago: such a token is good for nothing.</summary>
    public static StoredSessionToken Read(DbDataReader row) => new()
    {
        Hash = row.Text(0) ?? "",
        DeviceUuid = row.Text(1) ?? "",
        State = StoredWords<SessionTokenState>.Read(row.Text(2), SessionTokenState.Replaced),
        IssuedAt = row.TimeOrEpoch(3),
        ExpiresAt = row.TimeOrEpoch(4),
    };
}

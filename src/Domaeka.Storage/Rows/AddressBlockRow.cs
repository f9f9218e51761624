using System.Data.Common;
using Domaeka.Core.Guard;

namespace Domaeka.Storage.Rows;

/// <summary>How a row of <c>dk_address_blocks</c> becomes an <see cref="AddressBlock"/>.</summary>
internal static class AddressBlockRow
{
    /// <summary>What to select, in the order in which <see cref="Read"/> takes it.</summary>
    public const string Columns = "address, origin, reason, created_at, expires_at";

    /// <summary>Null when the address is none. An unknown origin counts as an administrator's, the stricter of the two.</summary>
    public static AddressBlock? Read(DbDataReader row) => ClientNetwork.TryParse(row.Text(0), out var network)
        ? new AddressBlock
        {
            Network = network,
            Origin = StoredWords<BlockOrigin>.Read(row.Text(1), BlockOrigin.Manual),
            Reason = row.Text(2) ?? "",
            CreatedAt = row.TimeOrEpoch(3),
            ExpiresAt = row.TimeOrEpoch(4),
        }
        : null;
}

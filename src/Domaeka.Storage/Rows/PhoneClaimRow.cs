using System.Data.Common;
using Domaeka.Core.Devices;
using Domaeka.Core.Leases;

namespace Domaeka.Storage.Rows;

/// <summary>How a row of <c>dk_phones</c> becomes a <see cref="PhoneClaim"/>.</summary>
internal static class PhoneClaimRow
{
    /// <summary>What to select, in the order in which <see cref="Read"/> takes it.</summary>
    public const string Columns = "bot_name, device_id, instance_id, connection_id, claimed_at, signed_at";

    public static PhoneClaim Read(DbDataReader reader) => new(
        new DeviceKey(reader.Text(0) ?? "", reader.Text(1) ?? ""),
        reader.GetInt64(2),
        reader.Text(3) ?? "",
        reader.TimeOrEpoch(4),
        reader.Time(5));
}

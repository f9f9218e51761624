using System.Globalization;
using Domaeka.Core.Connections;
using Domaeka.Core.Draining;

namespace Domaeka.Core.Leases;

/// <summary>
/// A <see cref="MigrationOrder"/> as the argument of a mail: <c>port phones_per_second seconds host</c>. A number in the middle is <c>-</c> where the
/// receiver's own options hold.
/// </summary>
internal static class MigrationMail
{
    private const string Unset = "-";

    public static string Write(MigrationOrder order) => string.Join(
        ' ',
        order.Target.Port.ToString(CultureInfo.InvariantCulture),
        order.PhonesPerSecond?.ToString(CultureInfo.InvariantCulture) ?? Unset,
        order.MigrateAfter?.TotalSeconds.ToString(CultureInfo.InvariantCulture) ?? Unset,
        order.Target.Host);

    /// <summary>Null when it is none, or one that no process of this version would write.</summary>
    public static MigrationOrder? TryRead(string? argument)
    {
        if (argument?.Split(' ') is not [var port, var pace, var after, var host]
            || !int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number is < 1 or > ushort.MaxValue
            || !MigrationTarget.IsValidHost(host)
            || !TryRead(pace, out var phonesPerSecond)
            || phonesPerSecond is < 1 or > MigrationOrder.MaxPhonesPerSecond
            || !TryRead(after, out var seconds)
            || seconds is < 0
            || seconds > MigrationOrder.MaxMigrateAfter.TotalSeconds)
            return null;

        return new MigrationOrder
        {
            Target = new MigrationTarget(host, number),
            PhonesPerSecond = (int?)phonesPerSecond,
            MigrateAfter = seconds is { } value ? TimeSpan.FromSeconds(value) : null,
        };
    }

    private static bool TryRead(string text, out double? number)
    {
        number = null;
        if (text == Unset)
            return true;
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
            return false;
        number = value;
        return true;
    }
}

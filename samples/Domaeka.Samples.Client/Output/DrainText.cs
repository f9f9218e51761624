using System.Globalization;
using Domaeka.V1;

namespace Domaeka.Samples.Client.Output;

/// <summary>How far a drain has come, in one line.</summary>
internal static class DrainText
{
    public static string Of(DrainStatus? drain) => drain?.Phase switch
    {
        null or DrainPhase.Unspecified => "-",
        DrainPhase.Serving => "no",
        DrainPhase.Drained => $"empty, {drain.ConnectionsTold} phones were told{TargetOf(drain)}",
        _ => $"{drain.ConnectionsTold} phones told{TargetOf(drain)}, {drain.ConnectionsClosed} gone, {drain.ConnectionsRemaining} left",
    };

    private static string TargetOf(DrainStatus drain) => drain.MigrationTarget is not { } target ? ""
        : string.Create(CultureInfo.InvariantCulture, $" to go on with {target.Host}:{target.Port}");
}

using Domaeka.Api.Mapping;
using Domaeka.Core.Draining;
using Domaeka.V1;
using Google.Protobuf.WellKnownTypes;
using CorePhase = Domaeka.Core.Draining.DrainPhase;
using CoreTarget = Domaeka.Core.Connections.MigrationTarget;
using ProtoPhase = Domaeka.V1.DrainPhase;
using ProtoTarget = Domaeka.V1.MigrationTarget;

namespace Domaeka.Api.Server;

/// <summary>Drains, of Core and of the API.</summary>
internal static class DrainMapping
{
    public static DrainStatus ToProto(this DrainProgress progress) => new()
    {
        Phase = progress.Phase switch
        {
            CorePhase.Serving => ProtoPhase.Serving,
            CorePhase.Migrating => ProtoPhase.Migrating,
            CorePhase.Closing => ProtoPhase.Closing,
            CorePhase.Drained => ProtoPhase.Drained,
            _ => ProtoPhase.Unspecified,
        },
        StartTime = progress.StartedAt?.ToProto(),
        ConnectionsTold = progress.Told,
        ConnectionsClosed = progress.Closed,
        ConnectionsRemaining = progress.Remaining,
        MigrationTarget = progress.Order is { } order ? new ProtoTarget { Host = order.Target.Host, Port = order.Target.Port } : null,
        PhonesPerSecond = progress.Order?.PhonesPerSecond ?? 0,
        MigrateAfter = progress.Order?.MigrateAfter is { } after ? Duration.FromTimeSpan(after) : null,
    };

    /// <summary>What the request orders; null when it names no target.</summary>
    public static MigrationOrder? ToOrder(this DrainServerRequest request) => request.MigrationTarget is not { } target ? null : new MigrationOrder
    {
        Target = new CoreTarget(target.Host, target.Port),
        PhonesPerSecond = request.PhonesPerSecond == 0 ? null : request.PhonesPerSecond,
        MigrateAfter = request.MigrateAfter?.ToTimeSpan(),
    };
}

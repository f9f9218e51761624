using Domaeka.Api.Errors;
using Domaeka.Core.Draining;
using Domaeka.Core.Processes;
using Domaeka.V1;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Domaeka.Api.Server;

/// <summary>Drains this process, or asks another one on the same database to drain itself.</summary>
internal sealed class DrainDesk(
    IServerDrain drain,
    IPeerProcesses peers,
    IServerProcessStore processes,
    IOptions<ProcessOptions> options,
    TimeProvider clock,
    ILogger<DrainDesk> logger)
{
    /// <summary>When phones come back unless the caller says otherwise.</summary>
    public static readonly TimeSpan DefaultReconnectAfter = TimeSpan.FromSeconds(60);

    /// <summary>How long a drain without a target may take before it is answered anyway.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>How many connections were told, or would be.</returns>
    public async Task<int> DrainAsync(DrainServerRequest request, CancellationToken cancellationToken)
    {
        var order = request.ToOrder();
        if (!IsOwn(request.ProcessName))
            return await DrainPeerAsync(request, order, cancellationToken);
        if (order is not null)
            return await MigrateAsync(order, request.ValidateOnly, cancellationToken);
        if (request.ValidateOnly)
            return drain.Progress.Remaining;

        // Once begun, a drain goes on even if the caller hangs up: half of the phones told would help nobody.
        Log.DrainOrdered(logger, ReconnectAfter(request));
        using var patience = new CancellationTokenSource(Patience, clock);
        try
        {
            return await drain.DrainAsync(ReconnectAfter(request), patience.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            // Every phone was told; the answer's status shows how many connections are still open.
            return drain.Progress.Told;
        }
    }

    /// <summary>Ends a drain.</summary>
    public async Task CancelAsync(CancelDrainRequest request, CancellationToken cancellationToken)
    {
        if (!IsOwn(request.ProcessName))
        {
            var phones = request.ValidateOnly
                ? peers.CountPhones(request.ProcessName)
                : await peers.CancelDrainAsync(request.ProcessName, cancellationToken);
            _ = phones ?? throw RpcErrors.ProcessNotFound(request.ProcessName);
            return;
        }

        switch (drain.Cancel(request.ValidateOnly))
        {
            case CancelDrainOutcome.NotDraining:
                throw RpcErrors.Create(StatusCode.FailedPrecondition, ErrorReasons.NotDraining, "The process does not drain.");
            case CancelDrainOutcome.Stopping:
                throw RpcErrors.Create(StatusCode.FailedPrecondition, ErrorReasons.ServerStopping, "The process stops, which cannot be taken back.");
            default:
                return;
        }
    }

    private async Task<int> MigrateAsync(MigrationOrder order, bool validateOnly, CancellationToken cancellationToken)
    {
        switch (await drain.MigrateAsync(order, validateOnly, cancellationToken))
        {
            case MigrationOutcome.TargetIsSelf:
                throw TargetIsSelf(order, options.Value.Name);
            case MigrationOutcome.Draining:
                throw RpcErrors.Create(
                    StatusCode.FailedPrecondition,
                    ErrorReasons.AlreadyDraining,
                    "The process drains already; GetServerStatus tells how, CancelDrain ends it.");
            case MigrationOutcome.Begun when validateOnly:
                return drain.Progress.Remaining;
            default:
                return drain.Progress.Told;
        }
    }

    private async Task<int> DrainPeerAsync(DrainServerRequest request, MigrationOrder? order, CancellationToken cancellationToken)
    {
        if (order is not null && await IsAtAsync(request.ProcessName, order, cancellationToken))
            throw TargetIsSelf(order, request.ProcessName);

        var phones = request.ValidateOnly ? peers.CountPhones(request.ProcessName)
            : order is not null ? await peers.MigrateAsync(request.ProcessName, order, cancellationToken)
            : await peers.DrainAsync(request.ProcessName, ReconnectAfter(request), cancellationToken);
        return phones ?? throw RpcErrors.ProcessNotFound(request.ProcessName);
    }

    // By the row alone; the process itself looks closer, and says in its log what it has not done.
    private async Task<bool> IsAtAsync(string processName, MigrationOrder order, CancellationToken cancellationToken) =>
        await processes.FindAsync(processName, cancellationToken) is { } row
        && row.Port == order.Target.Port
        && string.Equals(row.Server?.Host, order.Target.Host, StringComparison.OrdinalIgnoreCase);

    private bool IsOwn(string processName) => processName.Length == 0 || processName == options.Value.Name;

    private static TimeSpan ReconnectAfter(DrainServerRequest request) => request.ReconnectAfter?.ToTimeSpan() ?? DefaultReconnectAfter;

    private static RpcException TargetIsSelf(MigrationOrder order, string processName) => RpcErrors.Create(
        StatusCode.FailedPrecondition,
        ErrorReasons.MigrationTargetIsSelf,
        "The target is the process that is to be drained.",
        [new("target", order.Target.ToString()), new("process", processName)]);
}

using Domaeka.Api.Errors;
using Domaeka.V1;
using Grpc.Core;
using Grpc.Health.V1;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Domaeka.Api.Health;

/// <summary>Serves the standard gRPC health protocol. Every service is as healthy as the server.</summary>
internal sealed class HealthEndpoint(ReadinessProbe probe, IHostApplicationLifetime lifetime, TimeProvider clock)
    : Grpc.Health.V1.Health.HealthBase
{
    /// <summary>How often a watcher's state is looked at.</summary>
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(1);

    private static readonly HashSet<string> Services =
    [
        "",
        DeviceService.Descriptor.FullName,
        RoomService.Descriptor.FullName,
        MessageService.Descriptor.FullName,
        ScheduleService.Descriptor.FullName,
        ChatLogService.Descriptor.FullName,
        EventService.Descriptor.FullName,
        ServerService.Descriptor.FullName,
        AddressBlockService.Descriptor.FullName,
        KeyService.Descriptor.FullName,
        Grpc.Health.V1.Health.Descriptor.FullName,
        Grpc.Reflection.V1.ServerReflection.Descriptor.FullName,
        Grpc.Reflection.V1Alpha.ServerReflection.Descriptor.FullName,
    ];

    /// <inheritdoc/>
    public override async Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        if (!Services.Contains(request.Service))
        {
            throw RpcErrors.Create(
                StatusCode.NotFound, ErrorReasons.ServiceNotFound, "The server has no such service.", [new("service", request.Service)]);
        }

        return new HealthCheckResponse { Status = await ReadAsync(request.Service, context.CancellationToken) };
    }

    /// <inheritdoc/>
    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        // A stopping server waits for open calls, so a watch must end by itself.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        ServingStatus? told = null;
        try
        {
            using var timer = new PeriodicTimer(WatchInterval, clock);
            do
            {
                var status = await ReadAsync(request.Service, ending.Token);
                if (status != told)
                    await responseStream.WriteAsync(new HealthCheckResponse { Status = status });
                told = status;
            }
            while (await timer.WaitForNextTickAsync(ending.Token));
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            if (told != ServingStatus.NotServing && !context.CancellationToken.IsCancellationRequested)
                await responseStream.WriteAsync(new HealthCheckResponse { Status = ServingStatus.NotServing });
        }
    }

    private async Task<ServingStatus> ReadAsync(string service, CancellationToken cancellationToken)
    {
        if (!Services.Contains(service))
            return ServingStatus.ServiceUnknown;
        var report = await probe.CheckAsync(cancellationToken);
        return report.IsReady ? ServingStatus.Serving : ServingStatus.NotServing;
    }
}

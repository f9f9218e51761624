using Domaeka.Api.Errors;
using Domaeka.Api.Paging;
using Domaeka.Core.Connections;
using Domaeka.Core.Processes;
using Domaeka.Core.Status;
using Domaeka.V1;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace Domaeka.Api.Server;

/// <summary>Serves <see cref="ServerService"/>.</summary>
internal sealed class ServerEndpoint(
    IServerStatusSource status,
    IServerProcessStore processes,
    IConnectionRegistry connections,
    IPeerProcesses peers,
    IOptions<ProcessOptions> options,
    TimeProvider clock) : ServerService.ServerServiceBase
{
    /// <summary>When phones come back unless the caller says otherwise.</summary>
    public static readonly TimeSpan DefaultReconnectAfter = TimeSpan.FromSeconds(60);

    /// <summary>How long a drain may take before it is answered anyway.</summary>
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public override Task<GetServerStatusResponse> GetServerStatus(GetServerStatusRequest request, ServerCallContext context) =>
        Task.FromResult(new GetServerStatusResponse { Status = status.Read().ToProto() });

    /// <inheritdoc/>
    public override async Task<ListServerProcessesResponse> ListServerProcesses(
        ListServerProcessesRequest request, ServerCallContext context)
    {
        var filter = ListFilters.Of(request);
        var size = PageSize.Resolve(request.PageSize);
        IEnumerable<Core.Processes.ServerProcess> rows = await processes.ListAsync(context.CancellationToken);
        rows = rows.OrderBy(process => process.Name, StringComparer.Ordinal);
        if (PageToken.TryRead(request.PageToken, filter, ListFilters.ProcessKeyParts, out var position))
            rows = rows.Where(process => string.CompareOrdinal(process.Name, position[0]) > 0);

        var (page, more) = PageSize.Cut([.. rows.Take(PageSize.ToLimit(size))], size);
        var now = clock.GetUtcNow();
        var response = new ListServerProcessesResponse { Processes = { page.Select(process => process.ToProto(now, options.Value.SilenceLimit)) } };
        if (more)
            response.NextPageToken = PageToken.Write(filter, [page[^1].Name]);
        return response;
    }

    /// <inheritdoc/>
    public override async Task<DrainServerResponse> DrainServer(DrainServerRequest request, ServerCallContext context)
    {
        if (request.ProcessName.Length > 0 && request.ProcessName != options.Value.Name)
            return await DrainPeerAsync(request, context.CancellationToken);
        if (request.ValidateOnly)
            return Respond(connections.Count);

        // Once begun, a drain goes on even if the caller hangs up: half of the phones told would help nobody.
        var told = connections.Count;
        using var timeout = new CancellationTokenSource(DrainTimeout, clock);
        try
        {
            told = await connections.DrainAsync(ReconnectAfter(request), timeout.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            // Every phone was told; the answer's status shows how many connections are still open.
        }

        return Respond(told);
    }

    private async Task<DrainServerResponse> DrainPeerAsync(DrainServerRequest request, CancellationToken cancellationToken)
    {
        var told = request.ValidateOnly
            ? peers.CountPhones(request.ProcessName)
            : await peers.DrainAsync(request.ProcessName, ReconnectAfter(request), cancellationToken);
        return Respond(told ?? throw RpcErrors.ProcessNotFound(request.ProcessName));
    }

    private static TimeSpan ReconnectAfter(DrainServerRequest request) => request.ReconnectAfter?.ToTimeSpan() ?? DefaultReconnectAfter;

    private DrainServerResponse Respond(int told) => new() { ConnectionsTold = told, Status = status.Read().ToProto() };
}

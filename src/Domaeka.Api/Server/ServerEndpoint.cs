using Domaeka.Api.Paging;
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
    DrainDesk drains,
    IOptions<ProcessOptions> options,
    TimeProvider clock) : ServerService.ServerServiceBase
{
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
        var told = await drains.DrainAsync(request, context.CancellationToken);
        return new DrainServerResponse { ConnectionsTold = told, Status = status.Read().ToProto() };
    }

    /// <inheritdoc/>
    public override async Task<CancelDrainResponse> CancelDrain(CancelDrainRequest request, ServerCallContext context)
    {
        await drains.CancelAsync(request, context.CancellationToken);
        return new CancelDrainResponse { Status = status.Read().ToProto() };
    }
}

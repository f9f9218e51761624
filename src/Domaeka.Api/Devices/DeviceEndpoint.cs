using Domaeka.Api.Errors;
using Domaeka.Api.Mapping;
using Domaeka.Api.Paging;
using Domaeka.Api.Resources;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Processes;
using Domaeka.V1;
using Grpc.Core;
using CoreDevice = Domaeka.Core.Devices.Device;
using CoreStatus = Domaeka.Core.Approval.ApprovalStatus;
using ProtoDevice = Domaeka.V1.Device;

namespace Domaeka.Api.Devices;

/// <summary>Serves <see cref="DeviceService"/>: reads come from the store, changes go through the directory.</summary>
internal sealed class DeviceEndpoint(
    IDeviceStore store, IDeviceDirectory directory, IConnectionRegistry connections, IPeerProcesses peers)
    : DeviceService.DeviceServiceBase
{
    /// <inheritdoc/>
    public override async Task<ListDevicesResponse> ListDevices(ListDevicesRequest request, ServerCallContext context)
    {
        var filter = ListFilters.Of(request);
        var size = PageSize.Resolve(request.PageSize);
        var rows = await store.ListAsync(
            new DeviceQuery
            {
                BotName = request.Bot.Length == 0 ? null : request.Bot,
                Status = request.Status.ToFilter(),
                After = PageToken.TryRead(request.PageToken, filter, ListFilters.KeyParts, out var position)
                    ? new DeviceKey(position[0], position[1])
                    : null,
                Limit = PageSize.ToLimit(size),
            },
            context.CancellationToken);

        var (page, more) = PageSize.Cut(rows, size);
        var response = new ListDevicesResponse { Devices = { page.Select(ToProto) } };
        if (more)
            response.NextPageToken = PageToken.Write(filter, [page[^1].Key.BotName, page[^1].Key.DeviceId]);
        return response;
    }

    /// <inheritdoc/>
    public override async Task<GetDeviceResponse> GetDevice(GetDeviceRequest request, ServerCallContext context) =>
        new() { Device = ToProto(await FindAsync(ResourceNames.ParseDevice(request.Name), context)) };

    /// <inheritdoc/>
    public override async Task<UpdateDeviceResponse> UpdateDevice(UpdateDeviceRequest request, ServerCallContext context)
    {
        var key = ResourceNames.ParseDevice(request.Device.Name);
        var update = request.ToUpdate();
        var device = update == new DeviceUpdate()
            ? await FindAsync(key, context)
            : await UpdateAsync(key, update, context);
        return new UpdateDeviceResponse { Device = ToProto(device) };
    }

    /// <inheritdoc/>
    public override async Task<ApproveDeviceResponse> ApproveDevice(ApproveDeviceRequest request, ServerCallContext context) =>
        new() { Device = await SetStatusAsync(request.Name, CoreStatus.Approved, "", context) };

    /// <inheritdoc/>
    public override async Task<DenyDeviceResponse> DenyDevice(DenyDeviceRequest request, ServerCallContext context) =>
        new() { Device = await SetStatusAsync(request.Name, CoreStatus.Denied, request.Reason, context) };

    /// <inheritdoc/>
    public override async Task<RevokeDeviceResponse> RevokeDevice(RevokeDeviceRequest request, ServerCallContext context) =>
        new() { Device = await SetStatusAsync(request.Name, CoreStatus.Revoked, request.Reason, context) };

    /// <inheritdoc/>
    public override async Task<BlockDeviceResponse> BlockDevice(BlockDeviceRequest request, ServerCallContext context) =>
        new() { Device = await SetStatusAsync(request.Name, CoreStatus.Blocked, request.Reason, context) };

    /// <inheritdoc/>
    public override async Task<DisconnectDeviceResponse> DisconnectDevice(
        DisconnectDeviceRequest request, ServerCallContext context)
    {
        var key = ResourceNames.ParseDevice(request.Name);
        var device = await FindAsync(key, context);
        if (connections.FindLive(key) is { } connection)
            connection.Close(CloseReason.Requested);
        else if (!await peers.DisconnectAsync(key, context.CancellationToken))
            throw RpcErrors.DeviceOffline(key);
        return new DisconnectDeviceResponse { Device = ToProto(device) };
    }

    private async Task<ProtoDevice> SetStatusAsync(string name, CoreStatus status, string reason, ServerCallContext context)
    {
        var key = ResourceNames.ParseDevice(name);
        var stored = await FindAsync(key, context);

        // A repeated call must not move the time of approval. The cached row counts too: it may lag behind an edit of the table,
        // and only an update makes the new status felt at once.
        if (stored.Status == status
            && directory.Find(key)?.Status == status
            && (reason.Length == 0 || stored.RejectionReason == reason))
            return ToProto(stored);

        var update = new DeviceUpdate { Status = status, RejectionReason = reason.Length == 0 ? null : reason };
        return ToProto(await UpdateAsync(key, update, context));
    }

    private async Task<CoreDevice> FindAsync(DeviceKey key, ServerCallContext context) =>
        await store.FindAsync(key, context.CancellationToken) ?? throw RpcErrors.DeviceNotFound(key);

    private async Task<CoreDevice> UpdateAsync(DeviceKey key, DeviceUpdate update, ServerCallContext context) =>
        await directory.UpdateAsync(key, update, context.CancellationToken) ?? throw RpcErrors.DeviceNotFound(key);

    private ProtoDevice ToProto(CoreDevice device) => device.ToProto(connections.FindLive(device.Key), peers.FindPhone(device.Key));
}

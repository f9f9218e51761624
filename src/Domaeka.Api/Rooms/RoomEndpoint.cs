using Domaeka.Api.Errors;
using Domaeka.Api.Mapping;
using Domaeka.Api.Paging;
using Domaeka.Api.Resources;
using Domaeka.Core.Rooms;
using Domaeka.V1;
using Grpc.Core;
using CoreRoom = Domaeka.Core.Rooms.Room;
using CoreStatus = Domaeka.Core.Approval.ApprovalStatus;
using ProtoRoom = Domaeka.V1.Room;

namespace Domaeka.Api.Rooms;

/// <summary>Serves <see cref="RoomService"/>: reads come from the store, changes go through the directory.</summary>
internal sealed class RoomEndpoint(IRoomStore store, IRoomDirectory directory) : RoomService.RoomServiceBase
{
    /// <inheritdoc/>
    public override async Task<ListRoomsResponse> ListRooms(ListRoomsRequest request, ServerCallContext context)
    {
        var filter = ListFilters.Of(request);
        var size = PageSize.Resolve(request.PageSize);
        var rows = await store.ListAsync(
            new RoomQuery
            {
                BotName = request.Bot.Length == 0 ? null : request.Bot,
                Status = request.Status.ToFilter(),
                After = PageToken.TryRead(request.PageToken, filter, ListFilters.KeyParts, out var position)
                    ? new RoomKey(position[0], position[1])
                    : null,
                Limit = PageSize.ToLimit(size),
            },
            context.CancellationToken);

        var (page, more) = PageSize.Cut(rows, size);
        var response = new ListRoomsResponse { Rooms = { page.Select(ToProto) } };
        if (more)
            response.NextPageToken = PageToken.Write(filter, [page[^1].Key.BotName, page[^1].Key.ChannelId]);
        return response;
    }

    /// <inheritdoc/>
    public override async Task<GetRoomResponse> GetRoom(GetRoomRequest request, ServerCallContext context) =>
        new() { Room = ToProto(await FindAsync(ResourceNames.ParseRoom(request.Name), context)) };

    /// <inheritdoc/>
    public override async Task<UpdateRoomResponse> UpdateRoom(UpdateRoomRequest request, ServerCallContext context)
    {
        var key = ResourceNames.ParseRoom(request.Room.Name);
        var update = request.ToUpdate();
        var room = update == new RoomUpdate()
            ? await FindAsync(key, context)
            : await UpdateAsync(key, update, context);
        return new UpdateRoomResponse { Room = ToProto(room) };
    }

    /// <inheritdoc/>
    public override async Task<ApproveRoomResponse> ApproveRoom(ApproveRoomRequest request, ServerCallContext context) =>
        new() { Room = await SetStatusAsync(request.Name, CoreStatus.Approved, "", context) };

    /// <inheritdoc/>
    public override async Task<DenyRoomResponse> DenyRoom(DenyRoomRequest request, ServerCallContext context) =>
        new() { Room = await SetStatusAsync(request.Name, CoreStatus.Denied, request.Reason, context) };

    /// <inheritdoc/>
    public override async Task<RevokeRoomResponse> RevokeRoom(RevokeRoomRequest request, ServerCallContext context) =>
        new() { Room = await SetStatusAsync(request.Name, CoreStatus.Revoked, request.Reason, context) };

    /// <inheritdoc/>
    public override async Task<BlockRoomResponse> BlockRoom(BlockRoomRequest request, ServerCallContext context) =>
        new() { Room = await SetStatusAsync(request.Name, CoreStatus.Blocked, request.Reason, context) };

    private async Task<ProtoRoom> SetStatusAsync(string name, CoreStatus status, string reason, ServerCallContext context)
    {
        var key = ResourceNames.ParseRoom(name);
        var stored = await FindAsync(key, context);

        // See DeviceEndpoint: a repeated call changes nothing, unless the cached row lags behind the table.
        if (stored.Status == status
            && directory.Find(key)?.Status == status
            && (reason.Length == 0 || stored.RejectionReason == reason))
            return ToProto(stored);

        var update = new RoomUpdate { Status = status, RejectionReason = reason.Length == 0 ? null : reason };
        return ToProto(await UpdateAsync(key, update, context));
    }

    private async Task<CoreRoom> FindAsync(RoomKey key, ServerCallContext context) =>
        await store.FindAsync(key, context.CancellationToken) ?? throw RpcErrors.RoomNotFound(key);

    private async Task<CoreRoom> UpdateAsync(RoomKey key, RoomUpdate update, ServerCallContext context) =>
        await directory.UpdateAsync(key, update, context.CancellationToken) ?? throw RpcErrors.RoomNotFound(key);

    private ProtoRoom ToProto(CoreRoom room) => room.ToProto(directory.IsNameAmbiguous(room));
}

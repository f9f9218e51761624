using Domaeka.Core.Approval;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Rooms;

namespace Domaeka.Core.Delivery;

/// <summary>Finds the phone that serves a room.</summary>
internal sealed class RoomRouter(IDeviceDirectory devices, IRoomDirectory rooms, IConnectionRegistry connections)
{
    /// <summary>The gate first, then the phone that last brought a line of the room; a room that was never heard takes any phone of its bot.</summary>
    public RoomRoute Find(RoomKey key)
    {
        if (rooms.Find(key) is not { } room)
            return new RoomRoute(SendFailure.RoomNotFound, null, null);
        if (room.Status != ApprovalStatus.Approved)
            return new RoomRoute(SendFailure.RoomNotApproved, null, null);

        var candidates = devices.FindByBot(key.BotName)
            .Where(device => room.DeviceId is null || device.Key.DeviceId == room.DeviceId);
        var approved = candidates.Where(device => device.Status == ApprovalStatus.Approved).ToArray();
        if (approved.Length == 0)
            return new RoomRoute(SendFailure.DeviceNotApproved, null, null);
        if (rooms.IsNameAmbiguous(room))
            return new RoomRoute(SendFailure.RoomNameAmbiguous, null, null);

        return approved.Select(device => connections.FindLive(device.Key)).FirstOrDefault(live => live is { IsOpen: true }) is { } connection
            ? new RoomRoute(SendFailure.None, room, connection)
            : new RoomRoute(SendFailure.DeviceOffline, null, null);
    }
}

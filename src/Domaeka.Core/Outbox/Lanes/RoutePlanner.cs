using Domaeka.Core.Approval;
using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;
using Domaeka.Core.Rooms;

namespace Domaeka.Core.Outbox.Lanes;

/// <summary>Finds the phone that serves a room.</summary>
internal sealed class RoutePlanner(IDeviceDirectory devices, IRoomDirectory rooms, RoomPresenceDirectory presences)
{
    /// <summary>
    /// The gate first. Then the wished-for phone, or else the one that last served the room; while that one is away, for no longer than
    /// <paramref name="grace"/>, any other one in the room. A room that was never heard takes any phone of its bot.
    /// </summary>
    /// <param name="key">The room.</param>
    /// <param name="preferredDeviceId">The phone that the caller wishes for; null for none.</param>
    /// <param name="lanes">Whether a phone is connected, and since when it is not.</param>
    /// <param name="grace">How long a phone may be away before another takes over.</param>
    /// <param name="now">The time.</param>
    public Route Plan(RoomKey key, string? preferredDeviceId, Func<DeviceKey, (bool IsOnline, DateTimeOffset OfflineSince)> lanes, TimeSpan grace, DateTimeOffset now)
    {
        if (rooms.Find(key) is not { Status: ApprovalStatus.Approved } room)
            return new Route(null, DeliveryReason.RoomNotApproved, "");
        if (rooms.IsNameAmbiguous(room))
            return new Route(null, DeliveryReason.RoomNameAmbiguous, room.Name);

        var present = presences.Find(key);
        var candidates = Candidates(room, preferredDeviceId, present);
        if (candidates.Count == 0)
            return new Route(null, DeliveryReason.DeviceNotApproved, room.Name);

        var first = candidates[0];
        var (firstOnline, offlineSince) = lanes(first);
        if (firstOnline || candidates.Count == 1)
            return To(first, firstOnline);

        // The phone of choice was named by somebody or by the room's own lines; only when it is none of them is there nobody to wait for.
        var isChoice = first.DeviceId == (preferredDeviceId ?? room.DeviceId);
        var takeOverAt = offlineSince + grace;
        if (isChoice && now < takeOverAt)
            return To(first, online: false) with { RecheckAt = takeOverAt };
        foreach (var candidate in candidates)
        {
            if (lanes(candidate).IsOnline)
                return To(candidate, online: true);
        }

        return To(first, online: false);

        Route To(DeviceKey device, bool online)
        {
            var name = present.FirstOrDefault(row => row.DeviceId == device.DeviceId)?.RoomName;
            return new Route(device, online ? DeliveryReason.None : DeliveryReason.DeviceOffline, NameFor(room, device, name));
        }
    }

    /// <summary>The row's name is the newest for the phone that serves the room; another phone goes by the name that it brought itself.</summary>
    private static string NameFor(Room room, DeviceKey device, string? ownName) =>
        ownName is null || room.DeviceId is null || room.DeviceId == device.DeviceId ? room.Name : ownName;

    /// <summary>The approved phones that can serve the room, the phone of choice first, then those heard last.</summary>
    private List<DeviceKey> Candidates(Room room, string? preferredDeviceId, IReadOnlyList<RoomPresence> present)
    {
        var choice = preferredDeviceId ?? room.DeviceId;
        var ids = new List<string>(present.Count + 2);
        if (choice is not null)
            ids.Add(choice);
        if (room.DeviceId is not null && room.DeviceId != choice)
            ids.Add(room.DeviceId);
        ids.AddRange(present.OrderByDescending(row => row.LastSeenAt).Select(row => row.DeviceId).Where(id => !ids.Contains(id)).ToArray());

        var everybody = ids.Count > 0
            ? ids.Select(id => new DeviceKey(room.Key.BotName, id))
            : devices.FindByBot(room.Key.BotName).Select(device => device.Key).OrderBy(device => device.DeviceId, StringComparer.Ordinal);
        return [.. everybody.Where(device => devices.Find(device)?.Status == ApprovalStatus.Approved)];
    }
}

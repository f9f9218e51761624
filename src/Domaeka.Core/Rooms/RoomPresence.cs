namespace Domaeka.Core.Rooms;

/// <summary>A row of <c>dk_room_devices</c>: a phone has brought lines of a room, so it sits in it.</summary>
/// <param name="Room">The room.</param>
/// <param name="DeviceId">The phone.</param>
/// <param name="RoomName">The room's name as this phone last said it; text that goes through this phone is addressed by it.</param>
/// <param name="LastSeenAt">About when it last brought a line; kept up once an hour.</param>
public sealed record RoomPresence(RoomKey Room, string DeviceId, string RoomName, DateTimeOffset LastSeenAt);

using Domaeka.Core.Devices;
using Domaeka.Core.Rooms;

namespace Domaeka.Core.Delivery;

/// <summary>A message that was accepted, and what is known of it.</summary>
/// <param name="Id">The message's id.</param>
/// <param name="Room">Where to.</param>
/// <param name="Device">Through which phone.</param>
/// <param name="State">What is known.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="WrittenAt">When it was handed to the socket; null when it was not.</param>
public sealed record SentMessage(
    string Id, RoomKey Room, DeviceKey Device, DeliveryState State, DateTimeOffset CreatedAt, DateTimeOffset? WrittenAt);

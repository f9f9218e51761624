using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;

namespace Domaeka.Core.Outbox.Lanes;

/// <summary>By which phone a room is reached, or what stands in the way.</summary>
/// <param name="Device">The phone; null when the room is held.</param>
/// <param name="Reason"><see cref="DeliveryReason.None"/> when the phone is connected, <see cref="DeliveryReason.DeviceOffline"/> when not, or why the room is held.</param>
/// <param name="RoomName">The name by which this phone knows the room.</param>
/// <param name="RecheckAt">When another phone may take over; null when none will by itself.</param>
/// <param name="Instance">The other server process that the phone is connected to; null when it is connected to this one or to none.</param>
internal sealed record Route(DeviceKey? Device, DeliveryReason Reason, string RoomName, DateTimeOffset? RecheckAt = null, long? Instance = null)
{
    public static readonly Route Unknown = new(null, DeliveryReason.RoomNotApproved, "");

    public bool IsHeld => Device is null;

    public bool IsOpen => Reason == DeliveryReason.None;

    /// <summary>The same by way of another process.</summary>
    public Route Through(long instance) => this with { Instance = instance, Reason = DeliveryReason.WaitingTurn };

    public DeliveryState WaitingState => IsHeld ? DeliveryState.Held : DeliveryState.Queued;
}

using Domaeka.Core.Devices;
using Domaeka.Core.Rooms;

namespace Domaeka.Core.Approval;

/// <summary>
/// Told of every device or room whose stored row changed, whoever changed it. Register with
/// <c>TryAddEnumerable</c>. Called one change at a time; must not block.
/// </summary>
public interface IApprovalObserver
{
    /// <summary>A device row appeared (<paramref name="before"/> is null), changed, or vanished (<paramref name="after"/> is null).</summary>
    void OnDeviceChanged(Device? before, Device? after);

    /// <summary>A room row appeared (<paramref name="before"/> is null), changed, or vanished (<paramref name="after"/> is null).</summary>
    void OnRoomChanged(Room? before, Room? after);
}

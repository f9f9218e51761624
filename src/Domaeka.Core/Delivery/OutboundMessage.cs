using Domaeka.Core.Rooms;

namespace Domaeka.Core.Delivery;

/// <summary>A message on its way to a room.</summary>
/// <param name="Id">Unique, for logs and the API; 32 hexadecimal digits.</param>
/// <param name="Room">Where to.</param>
/// <param name="RoomName">The room's name; the scripts address text by it.</param>
/// <param name="Kind">Why.</param>
/// <param name="Content">What.</param>
public sealed record OutboundMessage(string Id, RoomKey Room, string RoomName, OutboundKind Kind, OutboundContent Content)
{
    /// <summary>A fresh id, in the order of time.</summary>
    public static string NewId() => Guid.CreateVersion7().ToString("n");
}

using Domaeka.Core.Rooms;

namespace Domaeka.Core.Delivery;

/// <summary>What to push where.</summary>
/// <param name="Room">Where to.</param>
/// <param name="Content">What.</param>
/// <param name="RequestId">
/// The caller's id for this request: the same id with the same content within 24 h gives the first answer again and sends nothing; null
/// means that every call sends.
/// </param>
public sealed record SendRequest(RoomKey Room, OutboundContent Content, string? RequestId = null);

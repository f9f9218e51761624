using Domaeka.Core.Connections;
using Domaeka.Core.Rooms;

namespace Domaeka.Core.Delivery;

/// <summary>How to reach a room now, or why it cannot be reached.</summary>
/// <param name="Failure">Why not; <see cref="SendFailure.None"/> when it can.</param>
/// <param name="Room">The room's row; null when it cannot be reached.</param>
/// <param name="Connection">The phone's live connection; null when it cannot be reached.</param>
internal readonly record struct RoomRoute(SendFailure Failure, Room? Room, IPhoneConnection? Connection);

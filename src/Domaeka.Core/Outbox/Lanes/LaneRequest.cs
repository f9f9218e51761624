using Domaeka.Core.Rooms;

namespace Domaeka.Core.Outbox.Lanes;

/// <summary>Something of a lane has to be read from the store.</summary>
/// <param name="Room">The room.</param>
/// <param name="Sequences">Which messages; null for the whole lane.</param>
internal sealed record LaneRequest(RoomKey Room, IReadOnlyCollection<long>? Sequences);

using Domaeka.Core.Rooms;

namespace Domaeka.Core.Outbox;

/// <summary>
/// Gives a lane with everything in it to another instance, and puts mail about it into that one's box.
/// <see cref="OutboxWriteOutcome.Missing"/> when the lane is not this instance's or the other one does not hold its lease: nothing is changed then.
/// </summary>
/// <param name="Room">The lane's room. Nothing of it is being sent.</param>
/// <param name="ToInstance">Who gets it.</param>
public sealed record OutboxHandover(RoomKey Room, long ToInstance) : OutboxWrite;

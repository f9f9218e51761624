using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;

namespace Domaeka.Core.Connections;

/// <summary>One phone's connection, as an adapter offers it to Core. Thread-safe.</summary>
public interface IPhoneConnection
{
    /// <summary>Unique within the process, for logs.</summary>
    string Id { get; }

    /// <summary>What the phone said of itself.</summary>
    PhoneIdentity Identity { get; }

    /// <summary>When the connection was accepted.</summary>
    DateTimeOffset ConnectedAt { get; }

    /// <summary>
    /// The newest time that the phone has signed on this connection, by its own clock; null when it has proven itself otherwise, or nothing is
    /// verified. Of two processes that both have a connection of one phone, the one that has heard the newer time keeps it: a line that somebody
    /// has recorded says nothing newer. A connection without such a time is never doubted.
    /// </summary>
    DateTimeOffset? LastSignedAt { get; }

    /// <summary>Round-trip time of the newest answered ping that measures the link; null before the first.</summary>
    TimeSpan? LastRoundTrip { get; }

    /// <summary>How good the connection is now. Works the figures out: for who looks, not for every line.</summary>
    ConnectionQuality ReadQuality();

    /// <summary>False once closing has begun: nothing more is taken.</summary>
    bool IsOpen { get; }

    /// <summary>
    /// Puts a message behind those of its <see cref="OutboundDelivery.Priority"/> that already wait, waiting for room in the queue. Within a priority, and
    /// within a room where <see cref="OutboundDelivery.KeepsRoomOrder"/>, the order of calls is the order on the wire.
    /// </summary>
    /// <returns>False when the connection is closed: the delivery was not taken and none of its methods is called.</returns>
    ValueTask<bool> EnqueueAsync(OutboundDelivery delivery, CancellationToken cancellationToken);

    /// <summary>Like <see cref="EnqueueAsync"/>, but does not wait: false also when the queue is full; <see cref="IsOpen"/> tells the two apart.</summary>
    bool TryEnqueue(OutboundDelivery delivery);

    /// <summary>Tells the phone its new approval status (<c>handshakeComplete</c>), without closing.</summary>
    void AnnounceStatus(Device device);

    /// <summary>
    /// Tells the phone to go on with another server (<c>serverMigration</c>), without closing: before what waits, or behind it when the phone is to
    /// leave at once.
    /// </summary>
    /// <param name="target">Where to.</param>
    /// <param name="migrateAfter">When, counted from when it hears of it; zero means at once.</param>
    /// <returns>False when it was not told: the connection is closed, or too much waits.</returns>
    bool AnnounceMove(MigrationTarget target, TimeSpan migrateAfter);

    /// <summary>
    /// Closes: nothing more is taken, what waits is written for a short while, then the socket closes. Returns at once; later calls
    /// do nothing. For <see cref="CloseReason.ShutOut"/> and <see cref="CloseReason.ServerShutdown"/> the phone is told first.
    /// </summary>
    /// <param name="reason">Why.</param>
    /// <param name="reconnectAfter">For <see cref="CloseReason.ServerShutdown"/>: when the phone should come back; null says nothing about it.</param>
    void Close(CloseReason reason, TimeSpan? reconnectAfter = null);

    /// <summary>Completes when the socket is closed and nothing of this connection is left.</summary>
    Task Closed { get; }
}

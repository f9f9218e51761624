using Domaeka.Core.Devices;

namespace Domaeka.Core.Connections;

/// <summary>
/// Which connection is a device's live one. A connection is added when it is accepted and promoted when the phone has proven
/// itself on it (<c>docs/architecture.md</c>, "Decisions").
/// </summary>
public interface IConnectionRegistry
{
    /// <summary>How many connections are open, proven or not.</summary>
    int Count { get; }

    /// <summary>How many devices have a live connection.</summary>
    int LiveCount { get; }

    /// <summary>True while the server drains: adapters refuse new phones.</summary>
    bool IsDraining { get; }

    /// <summary>True while a drain closes every connection: one that is added now is closed at once.</summary>
    bool IsClosing { get; }

    /// <summary>
    /// Where new phones are to go instead, at once: adapters tell them before they refuse them. Null unless the server drains to a target. The phones
    /// that are here already are not the adapters' business: they are told one after another, and closed in time.
    /// </summary>
    MigrationTarget? MovesTo { get; }

    /// <summary>The device's live connection, or null.</summary>
    IPhoneConnection? FindLive(DeviceKey device);

    /// <summary>The live connections, as of now.</summary>
    IReadOnlyCollection<IPhoneConnection> Live { get; }

    /// <summary>Counts a connection that has told who it is.</summary>
    void Add(IPhoneConnection connection);

    /// <summary>
    /// Makes the connection the live one of its device and closes the one that was, if it is another and may be replaced. Cheap when it
    /// is live already, since it is called for every verified line. Does nothing for a connection that was removed.
    /// </summary>
    /// <param name="connection">The connection.</param>
    /// <param name="mayReplace">False when what proves the phone may be a repetition: then only a device without a live connection gets one.</param>
    /// <returns>True when it is the live one now.</returns>
    bool Promote(IPhoneConnection connection, bool mayReplace = true);

    /// <summary>Forgets the connection. The device stays live if another connection has taken over in the meantime.</summary>
    void Remove(IPhoneConnection connection);

    /// <summary>
    /// Refuses new phones from now on, tells every phone to come back later and closes its connection; completes when all are
    /// closed or the token fires. Where the server drains to a target (<see cref="MovesTo"/>), phones are told to go there first.
    /// </summary>
    /// <returns>How many connections were told; 0 when the drain was cancelled before.</returns>
    Task<int> DrainAsync(TimeSpan reconnectAfter, CancellationToken cancellationToken);
}

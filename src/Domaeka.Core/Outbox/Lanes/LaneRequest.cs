using Domaeka.Core.Rooms;

namespace Domaeka.Core.Outbox.Lanes;

/// <summary>What of a lane has to be read from the store, and who waits for it. Guarded by the lock of <see cref="LaneRequests"/> until it is taken.</summary>
internal sealed class LaneRequest(RoomKey room)
{
    public RoomKey Room => room;

    /// <summary>The whole lane has to be read.</summary>
    public bool IsWhole { get; set; }

    /// <summary>Messages that have to be read where the whole lane need not be.</summary>
    public HashSet<long> Sequences { get; } = [];

    /// <summary>Messages that this process has accepted and that go behind those that are read.</summary>
    public List<PendingMessage> Behind { get; } = [];

    public void Add(LaneRequest other)
    {
        IsWhole |= other.IsWhole;
        Sequences.UnionWith(other.Sequences);
        Behind.AddRange(other.Behind);
    }
}

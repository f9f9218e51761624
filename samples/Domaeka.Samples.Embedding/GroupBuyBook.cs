using System.Collections.Concurrent;
using Domaeka.Core.Rooms;

namespace Domaeka.Samples.Embedding;

/// <summary>How much of each product a room has ordered; a real shop would keep this in its database.</summary>
internal sealed class GroupBuyBook
{
    private readonly ConcurrentDictionary<(RoomKey Room, string Product), long> _totals = new();

    public long Join(RoomKey room, string product, long count) => _totals.AddOrUpdate((room, product), count, (_, total) => total + count);
}

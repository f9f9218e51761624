using Domaeka.Protocol.Codec.Json;
using Domaeka.Protocol.Messages;

namespace Domaeka.Protocol.Codec.Inbound;

/// <summary>
/// <c>monitoring: {total_memory memory_usage memory_percent message_queue_size active_rooms}</c>. Values that make no sense are
/// null, and the last of duplicates wins: no decision hangs on them.
/// </summary>
internal static class MonitoringReader
{
    public static bool TryRead(ref JsonCursor cursor, out PhoneMonitoring? monitoring)
    {
        monitoring = null;
        if (!cursor.TryEnterObject(Field.Monitoring, out var present) || !present)
            return cursor.Error == DecodeError.None;

        double? total = null, used = null, percent = null;
        int? queued = null, rooms = null;
        while (cursor.NextName(out var name))
        {
            if (name.SequenceEqual("total_memory"u8))
                total = cursor.ReadNumberOrNull();
            else if (name.SequenceEqual("memory_usage"u8))
                used = cursor.ReadNumberOrNull();
            else if (name.SequenceEqual("memory_percent"u8))
                percent = cursor.ReadNumberOrNull();
            else if (name.SequenceEqual("message_queue_size"u8))
                queued = cursor.ReadInt32OrNull();
            else if (name.SequenceEqual("active_rooms"u8))
                rooms = cursor.ReadInt32OrNull();
            else
                cursor.SkipValue();
        }

        monitoring = new PhoneMonitoring
        {
            TotalMemoryMegabytes = total,
            UsedMemoryMegabytes = used,
            MemoryPercent = percent,
            MessageQueueSize = queued,
            ActiveRooms = rooms,
        };
        return true;
    }
}

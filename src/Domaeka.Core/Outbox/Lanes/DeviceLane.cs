using Domaeka.Core.Connections;
using Domaeka.Core.Devices;

namespace Domaeka.Core.Outbox.Lanes;

/// <summary>The delivery lane of one phone. Guarded by the engine's lock.</summary>
internal sealed class DeviceLane(DeviceKey device, DateTimeOffset offlineSince)
{
    public DeviceKey Device => device;

    /// <summary>The live connection; null while the phone is away.</summary>
    public IPhoneConnection? Live { get; set; }

    /// <summary>The connection over which nothing more is to go, since the phone is about to leave it; null when there is none.</summary>
    public IPhoneConnection? Held { get; set; }

    /// <summary>The other server process that the phone is connected to; null when there is none.</summary>
    public long? Elsewhere { get; set; }

    /// <summary>Since when the phone is away, if it is.</summary>
    public DateTimeOffset OfflineSince { get; set; } = offlineSince;

    /// <summary>One message of each room that is next and goes by this phone.</summary>
    public SortedSet<PendingMessage> Candidates { get; } = new(RankOrder.Instance);

    /// <summary>Messages chosen and not confirmed.</summary>
    public HashSet<PendingMessage> InFlight { get; } = [];

    /// <summary>Contents are being read from the store.</summary>
    public bool IsLoading { get; set; }

    /// <summary>The lane is being let go on at this moment.</summary>
    public bool IsPumping { get; set; }

    public bool IsOnline => Live is { IsOpen: true };

    /// <summary>True while a picture is under way, which keeps the script from working on for seconds.</summary>
    public bool HasMediaInFlight
    {
        get
        {
            foreach (var message in InFlight)
            {
                if (message.IsMedia)
                    return true;
            }

            return false;
        }
    }

    /// <summary>
    /// True when one more message may go. What is under way on an earlier connection is waited for: it may have to be written again, and
    /// in order.
    /// </summary>
    public bool HasRoom(int window)
    {
        if (!IsOnline || ReferenceEquals(Held, Live) || InFlight.Count >= window || HasMediaInFlight)
            return false;
        foreach (var message in InFlight)
        {
            if (!ReferenceEquals(message.Connection, Live))
                return false;
        }

        return true;
    }
}

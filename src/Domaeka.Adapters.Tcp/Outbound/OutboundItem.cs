using Domaeka.Adapters.Tcp.Liveness;
using Domaeka.Core.Delivery;
using Domaeka.Core.Rooms;
using Domaeka.Protocol.Messages;

namespace Domaeka.Adapters.Tcp.Outbound;

/// <summary>Something that waits for a phone: a delivery of Core, or a line of the adapter's own (ping, handshakeComplete, shutdown).</summary>
internal readonly record struct OutboundItem
{
    private OutboundItem(OutboundDelivery? delivery, OutboundLine? control, SentPing? ping, long size)
    {
        Delivery = delivery;
        Control = control;
        Ping = ping;
        Size = size;
    }

    /// <summary>Core's message; null for a line of the adapter's own.</summary>
    public OutboundDelivery? Delivery { get; }

    /// <summary>The adapter's own line; null for a message of Core.</summary>
    public OutboundLine? Control { get; }

    /// <summary>The ping that <see cref="Control"/> carries; null when it carries none.</summary>
    public SentPing? Ping { get; }

    /// <summary>What it goes before.</summary>
    public OutboundPriority Priority => Delivery?.Priority switch
    {
        null => OutboundPriority.Critical,
        DeliveryPriority.System or DeliveryPriority.Reply => OutboundPriority.High,
        DeliveryPriority.Bulk => OutboundPriority.Low,
        _ => OutboundPriority.Normal,
    };

    /// <summary>The room in which it must not pass, nor be passed by, others that have one here; null when it has none to mind.</summary>
    public RoomKey? OrderedRoom => Delivery is { KeepsRoomOrder: true } delivery ? delivery.Message.Room : null;

    /// <summary>About how many bytes the line takes, for the bound of the queue.</summary>
    public long Size { get; }

    public static OutboundItem For(OutboundDelivery delivery) =>
        new(delivery, null, null, OutboundSize.UpperBound(delivery.Message));

    public static OutboundItem For(OutboundLine control) => new(null, control, null, OutboundSize.OfControlLine);

    public static OutboundItem For(PingLine line, SentPing ping) => new(null, line, ping, OutboundSize.OfControlLine);
}

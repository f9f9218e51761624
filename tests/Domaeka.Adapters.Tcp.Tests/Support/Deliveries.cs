using System.Collections.Concurrent;
using Domaeka.Core.Delivery;
using Domaeka.Core.Rooms;

namespace Domaeka.Adapters.Tcp.Tests.Support;

/// <summary>Messages to send, and what became of them.</summary>
internal static class Deliveries
{
    public static readonly RoomKey Room = new("testbot", "18446369739418675");

    public static RecordedDelivery Text(string text) => Text(Room, "공동구매방", text);

    public static RecordedDelivery Text(RoomKey room, string roomName, string text) =>
        new(new OutboundMessage(OutboundMessage.NewId(), room, roomName, OutboundKind.Reply, new TextContent(text)));

    /// <summary>A text with a priority, as the outbox sends it into a room, or as somebody who minds no order of rooms does.</summary>
    public static RecordedDelivery Text(DeliveryPriority priority, string text, RoomKey? orderedRoom = null) =>
        new(new OutboundMessage(OutboundMessage.NewId(), orderedRoom ?? Room, "공동구매방", OutboundKind.Notice, new TextContent(text)))
        {
            As = priority,
            IsOrdered = orderedRoom is not null,
        };

    /// <summary>A text whose confirmation is wanted.</summary>
    public static RecordedDelivery Notice(
        string text, ConcurrentQueue<(RecordedDelivery Delivery, string Call)>? journal = null) =>
        new(
            new OutboundMessage(OutboundMessage.NewId(), Room, "공동구매방", OutboundKind.Notice, new TextContent(text)),
            wantsConfirmation: true,
            journal);

    /// <summary>A picture whose confirmation is wanted.</summary>
    public static RecordedDelivery Picture(
        int bytes, ConcurrentQueue<(RecordedDelivery Delivery, string Call)>? journal = null) =>
        new(
            new OutboundMessage(
                OutboundMessage.NewId(),
                Room,
                "공동구매방",
                OutboundKind.Notice,
                new MediaContent(MediaKind.Image, [MediaItem.FromBytes(new byte[bytes])], "png")),
            wantsConfirmation: true,
            journal);

    public static RecordedDelivery Media(params MediaItem[] items) => Media(MediaKind.Image, null, items);

    public static RecordedDelivery Media(MediaKind kind, TimeSpan? wait, params MediaItem[] items) =>
        new(new OutboundMessage(
            OutboundMessage.NewId(), Room, "공동구매방", OutboundKind.Notice, new MediaContent(kind, items, "png", wait)));
}

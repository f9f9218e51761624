using Domaeka.Core.Delivery;
using Domaeka.Core.Media;
using Domaeka.Core.Outbox;
using Domaeka.Core.Rooms;

namespace Domaeka.Storage.Tests;

/// <summary>Messages to store.</summary>
internal static class OutboxSamples
{
    public static readonly MediaFile File = new(new string('a', 64), 1234);

    public static OutboxInsert Insert(string id = "m1", params IReadOnlyList<MessagePart> parts)
    {
        IReadOnlyList<MessagePart> content = parts.Count > 0 ? parts : [new MessagePart(new TextContent("공동구매 마감 30분 전입니다"))];
        return new OutboxInsert(new OutboxMessage(Header(id) with { PartCount = content.Count }, content));
    }

    public static OutboxInsert With(this OutboxInsert insert, Func<OutboxHeader, OutboxHeader> change) =>
        insert with { Message = insert.Message with { Header = change(insert.Message.Header) } };

    public static OutboxInsert Requested(this OutboxInsert insert, string requestId, string hash = "h1") =>
        insert.With(header => header with { RequestId = requestId }) with { RequestHash = hash };

    public static OutboxInsert Scheduled(this OutboxInsert insert, ScheduleOccurrence occurrence) =>
        insert.With(header => header with { Kind = OutboundKind.Scheduled, ScheduleId = occurrence.ScheduleId, DueAt = occurrence.DueAt }) with
        {
            Occurrence = occurrence,
        };

    public static OutboxHeader Header(string id = "m1") => new()
    {
        Id = id,
        Room = Samples.RoomKey,
        Kind = OutboundKind.Notice,
        PartCount = 1,
        CreatedAt = Samples.Now,
    };

    public static OutboxHeader FullHeader(string id = "m1") => Header(id) with
    {
        Room = new RoomKey("Bot.B", "555"),
        Kind = OutboundKind.Reply,
        Priority = DeliveryPriority.System,
        Redelivery = Redelivery.AtMostOnce,
        PreferredDeviceId = "preferred",
        NotBefore = Samples.Now.AddMinutes(1),
        ExpireAt = Samples.Now.AddHours(1),
        CollapseKey = "price",
        RequestId = "request",
        ScheduleId = 7,
        DueAt = Samples.Now.AddSeconds(-3),
        TraceParent = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01",
        PartCount = 3,
        Progress = new DeliveryProgress
        {
            State = DeliveryState.Held,
            Reason = DeliveryReason.RoomNotApproved,
            IsSending = true,
            PartsConfirmed = 2,
            Attempts = 1,
            DeviceId = "phone",
            WrittenAt = Samples.Now.AddSeconds(2),
        },
    };

    public static DeliveryAttempt Attempt(int part = 0, int attempt = 1) => new()
    {
        Part = part,
        Attempt = attempt,
        DeviceId = "phone",
        ConnectionId = "c1",
        StartedAt = Samples.Now.AddSeconds(1),
    };

    public static OutboxUpdate Update(long sequence, DeliveryState state, bool isNews = true) => new(sequence, new DeliveryProgress { State = state })
    {
        At = Samples.Now.AddSeconds(5),
        IsNews = isNews,
    };

    public static OutboxUpdate End(
        long sequence, DeliveryState state, int partsConfirmed = 0, DateTimeOffset? at = null, DeliveryReason reason = DeliveryReason.None)
    {
        var time = at ?? Samples.Now.AddSeconds(5);
        var progress = new DeliveryProgress { State = state, Reason = reason, PartsConfirmed = partsConfirmed, EndedAt = time };
        return new OutboxUpdate(sequence, progress) { At = time, IsNews = true };
    }

    public static MessagePart Text(string text) => new(new TextContent(text));

    public static MessagePart Pictures(params IReadOnlyList<MediaItem> items) => new(new MediaContent(MediaKind.Image, items));
}

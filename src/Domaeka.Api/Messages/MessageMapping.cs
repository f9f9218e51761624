using Domaeka.Api.Mapping;
using Domaeka.Api.Resources;
using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;
using Domaeka.V1;
using CoreItem = Domaeka.Core.Delivery.MediaItem;
using CoreKind = Domaeka.Core.Delivery.MediaKind;
using CoreState = Domaeka.Core.Delivery.DeliveryState;
using ProtoItem = Domaeka.V1.MediaItem;
using ProtoKind = Domaeka.V1.MediaKind;
using ProtoState = Domaeka.V1.DeliveryState;

namespace Domaeka.Api.Messages;

/// <summary>Messages of Core and of the API.</summary>
internal static class MessageMapping
{
    /// <summary>What a validated request wants to send.</summary>
    public static SendRequest ToCore(this SendMessageRequest request) => new(
        ResourceNames.ParseRoom(request.Room),
        request.ContentCase == SendMessageRequest.ContentOneofCase.Text
            ? (OutboundContent)new TextContent(request.Text)
            : ToCore(request.Media))
    {
        RequestId = request.RequestId.Length == 0 ? null : request.RequestId,
    };

    public static Message ToProto(this OutboxHeader message) => new()
    {
        Name = ResourceNames.ForMessage(message.Id),
        Room = ResourceNames.ForRoom(message.Room),
        State = ToProto(message.Progress.State),
        CreateTime = message.CreatedAt.ToProto(),
        WriteTime = message.Progress.WrittenAt.ToProto(),
    };

    private static MediaContent ToCore(Media media) => new(
        ToCore(media.Kind),
        [.. media.Items.Select(ToCore)],
        media.Format.Length == 0 ? null : media.Format,
        media.Wait?.ToTimeSpan());

    private static CoreItem ToCore(ProtoItem item) => item.SourceCase == ProtoItem.SourceOneofCase.Uri
        ? CoreItem.FromUri(new Uri(item.Uri))
        : CoreItem.FromBytes(item.Data.Memory);

    private static CoreKind ToCore(ProtoKind kind) => kind switch
    {
        ProtoKind.Image => CoreKind.Image,
        ProtoKind.Audio => CoreKind.Audio,
        ProtoKind.Video => CoreKind.Video,
        ProtoKind.Document => CoreKind.Document,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A media kind passed validation that Core does not know."),
    };

    private static ProtoState ToProto(CoreState state) => state switch
    {
        CoreState.Queued => ProtoState.Queued,
        CoreState.Written => ProtoState.Written,
        CoreState.Failed => ProtoState.Failed,
        CoreState.Uncertain => ProtoState.Uncertain,
        _ => ProtoState.Unspecified,
    };
}

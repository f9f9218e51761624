using Domaeka.Api.Validation;
using Domaeka.Core.Delivery;
using Domaeka.Core.Templates;
using Domaeka.V1;
using Google.Protobuf.WellKnownTypes;
using CoreItem = Domaeka.Core.Delivery.MediaItem;
using CoreKind = Domaeka.Core.Delivery.MediaKind;
using CorePart = Domaeka.Core.Delivery.MessagePart;
using ProtoItem = Domaeka.V1.MediaItem;
using ProtoKind = Domaeka.V1.MediaKind;
using ProtoPart = Domaeka.V1.MessagePart;

namespace Domaeka.Api.Messages;

/// <summary>Contents of Core and of the API.</summary>
internal static class MessageContent
{
    /// <summary>The parts that a validated request asks for, its templates rendered.</summary>
    public static IReadOnlyList<CorePart> ReadParts(SendMessageRequest request) => request.ContentCase switch
    {
        SendMessageRequest.ContentOneofCase.Text => [new(new TextContent(request.Text))],
        SendMessageRequest.ContentOneofCase.Media => [new(Read(request.Media))],
        SendMessageRequest.ContentOneofCase.Template => [new(Read(request.Template))],
        _ => [.. request.Sequence.Parts.Select(Read)],
    };

    /// <summary>A part as the API shows it: of bytes, only what they are known by.</summary>
    public static ProtoPart ToProto(CorePart part)
    {
        var shown = new ProtoPart { PauseBefore = part.PauseBefore > TimeSpan.Zero ? Duration.FromTimeSpan(part.PauseBefore) : null };
        switch (part.Content)
        {
            case TextContent text:
                shown.Text = text.Text;
                break;
            case MediaContent media:
                shown.Media = new Media
                {
                    Kind = Mapping.SameNames<CoreKind, ProtoKind>.Map(media.Kind),
                    Format = media.Format ?? "",
                    Wait = media.Wait is { } wait ? Duration.FromTimeSpan(wait) : null,
                    Items = { media.Items.Select(ToProto) },
                };
                break;
        }

        return shown;
    }

    /// <summary>About how many characters the API needs to show a part.</summary>
    public static int LengthOf(CorePart part) => part.Content switch
    {
        TextContent text => text.Text.Length,
        MediaContent media => media.Items.Sum(item => item.Uri?.OriginalString.Length ?? StoredMediaLength),
        _ => 0,
    };

    private const int StoredMediaLength = 64;

    private static CorePart Read(SequencePart part) => new(
        part.ContentCase switch
        {
            SequencePart.ContentOneofCase.Text => new TextContent(part.Text),
            SequencePart.ContentOneofCase.Media => Read(part.Media),
            _ => Read(part.Template),
        },
        Durations.TryRead(part.PauseBefore, out var pause) ? pause : TimeSpan.Zero);

    private static MediaContent Read(Media media) => new(
        Mapping.SameNames<ProtoKind, CoreKind>.Map(media.Kind),
        [.. media.Items.Select(Read)],
        media.Format.Length == 0 ? null : media.Format,
        media.Wait?.ToTimeSpan());

    private static CoreItem Read(ProtoItem item) => item.SourceCase == ProtoItem.SourceOneofCase.Uri
        ? CoreItem.FromUri(new Uri(item.Uri))
        : CoreItem.FromBytes(item.Data.Memory);

    private static TextContent Read(Template template) =>
        NoticeTemplate.TryParse(template.Text, out var parsed) && parsed.TryRender(template.Values, out var text, out _)
            ? new TextContent(text)
            : throw new InvalidOperationException("A template reached a service without validation.");

    private static ProtoItem ToProto(CoreItem item)
    {
        if (item.Uri is { } uri)
            return new ProtoItem { Uri = uri.OriginalString };

        // Bytes that were only validated are nowhere stored, so nobody has hashed them yet.
        return new ProtoItem
        {
            Stored = item.File is { } file
                ? new StoredMedia { Sha256 = file.Hash, SizeBytes = file.Length }
                : new StoredMedia
                {
                    Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(item.Bytes.Span)),
                    SizeBytes = item.Bytes.Length,
                },
        };
    }
}

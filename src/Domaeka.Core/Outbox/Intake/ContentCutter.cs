using Domaeka.Core.Delivery;

namespace Domaeka.Core.Outbox.Intake;

/// <summary>Cuts what a caller wants to send into parts of which each fits one line.</summary>
internal static class ContentCutter
{
    /// <summary>Each content with the pause in front of it; what is cut out of one content follows without a pause.</summary>
    /// <param name="parts">What is wanted.</param>
    /// <param name="maxMediaBytes">Most bytes of one part's pictures; a single larger picture is a part of its own.</param>
    public static List<MessagePart> Cut(IEnumerable<MessagePart> parts, int maxMediaBytes)
    {
        var cut = new List<MessagePart>();
        foreach (var part in parts)
        {
            var pause = part.PauseBefore;
            foreach (var content in Cut(part.Content, maxMediaBytes))
            {
                cut.Add(new MessagePart(content, pause));
                pause = TimeSpan.Zero;
            }
        }

        return cut;
    }

    private static IEnumerable<OutboundContent> Cut(OutboundContent content, int maxMediaBytes) => content switch
    {
        TextContent text => TextSplitter.Split(text.Text, TextContent.MaxLength).Select(piece => new TextContent(piece)),
        MediaContent media => Cut(media, maxMediaBytes),
        _ => [content],
    };

    private static IEnumerable<MediaContent> Cut(MediaContent media, int maxMediaBytes)
    {
        var group = new List<MediaItem>();
        var bytes = 0L;
        foreach (var item in media.Items)
        {
            var length = item.File?.Length ?? item.Bytes.Length;
            if (group.Count > 0 && (bytes + length > maxMediaBytes || group.Count == MediaContent.MaxItems))
            {
                yield return media with { Items = group };
                group = [];
                bytes = 0;
            }

            group.Add(item);
            bytes += length;
        }

        if (group.Count > 0)
            yield return media with { Items = group };
    }
}

using Domaeka.Core.Delivery;
using Domaeka.Core.Templates;

namespace Domaeka.Core.Scheduling;

/// <summary>Makes messages of contents.</summary>
internal sealed class ScheduleContentBuilder(PictureReader pictures)
{
    // Scripts before 3.3 carry such a text out (docs/protocol.md, "What the scripts really do").
    private static readonly string[] MediaPrefixes = ["MEDIA_URL:", "IMAGE_BASE64:"];

    public async Task<ContentResult> BuildAsync(ScheduleContent content, CancellationToken cancellationToken)
    {
        if (content.Problem is { } unreadable)
            return new ContentResult(null, ScheduleSkipReason.ContentInvalid, unreadable);

        var parts = new List<MessagePart>();
        if (AddText(content, parts) is { } badText)
            return badText;
        if (await AddPicturesAsync(content.Pictures1, content.Wait1, TimeSpan.Zero, parts, cancellationToken) is { } badFirst)
            return badFirst;
        if (await AddPicturesAsync(content.Pictures2, content.Wait2, content.Interval, parts, cancellationToken) is { } badSecond)
            return badSecond;
        return parts.Count > 0 ? new ContentResult(parts) : Invalid(ScheduleText.Empty);
    }

    /// <summary>The text alone, or why there is none; null for a content without text.</summary>
    public static (string? Text, ContentResult? Problem) Render(ScheduleContent content)
    {
        var text = string.IsNullOrWhiteSpace(content.ProcessedText) ? content.Text : content.ProcessedText;
        if (string.IsNullOrWhiteSpace(text))
            return (null, null);

        if (content.TemplateValues is { } values && string.IsNullOrWhiteSpace(content.ProcessedText))
        {
            if (!NoticeTemplate.TryParse(text, out var template))
                return (null, Invalid(ScheduleText.TooLong));
            if (!template.TryRender(values, out text, out var rendered))
                return (null, Explain(rendered));
            if (string.IsNullOrWhiteSpace(text))
                return (null, null);
        }

        if (text.Length > NoticeTemplate.MaxLength)
            return (null, Invalid(ScheduleText.TooLong));

        // A text that is longer than a message is cut at line ends, so that any line may come to stand at the beginning.
        return MediaPrefixes.FirstOrDefault(prefix => text.StartsWith(prefix, StringComparison.Ordinal)
            || (text.Length > TextContent.MaxLength && text.Contains('\n' + prefix, StringComparison.Ordinal))) is { } prefix
            ? (null, Invalid(ScheduleText.MediaPrefix(prefix)))
            : (text, null);
    }

    private static ContentResult? AddText(ScheduleContent content, List<MessagePart> parts)
    {
        var (text, problem) = Render(content);
        if (text is not null)
            parts.Add(new MessagePart(new TextContent(text)));
        return problem;
    }

    private async Task<ContentResult?> AddPicturesAsync(
        IReadOnlyList<SchedulePicture> group, TimeSpan? wait, TimeSpan interval, List<MessagePart> parts, CancellationToken cancellationToken)
    {
        if (group.Count > MediaContent.MaxItems)
            return Invalid(ScheduleText.TooManyPictures(group.Count, MediaContent.MaxItems));

        var items = new List<MediaItem>();
        foreach (var picture in group)
        {
            var (item, problem) = await pictures.ReadAsync(picture, cancellationToken);
            if (item is null)
                return problem;

            // The scripts cannot mix addresses and bytes in one message.
            if (items.Count > 0 && items[0].Uri is null != item.Uri is null)
                Flush();
            items.Add(item);
        }

        if (items.Count > 0)
            Flush();
        return null;

        void Flush()
        {
            parts.Add(new MessagePart(
                new MediaContent(MediaKind.Image, [.. items], Format: null, wait), parts.Count > 0 ? interval : TimeSpan.Zero));
            interval = TimeSpan.Zero;
            items.Clear();
        }
    }

    private static ContentResult Explain(TemplateResult result) => result.Failure == TemplateFailure.MissingValues
        ? new ContentResult(null, ScheduleSkipReason.TemplateValueMissing, ScheduleText.MissingValues(result.MissingNames))
        {
            MissingNames = result.MissingNames,
        }
        : Invalid(ScheduleText.TooLong);

    private static ContentResult Invalid(string problem) => new(null, ScheduleSkipReason.ContentInvalid, problem);
}

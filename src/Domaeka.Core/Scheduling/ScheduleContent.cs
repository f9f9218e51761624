namespace Domaeka.Core.Scheduling;

/// <summary>What a schedule sends: text, pictures 1, the interval, pictures 2; at least one of them.</summary>
public sealed record ScheduleContent
{
    /// <summary>The text, with placeholders when there are <see cref="TemplateValues"/>; null for none.</summary>
    public string? Text { get; init; }

    /// <summary>A text that the shop has rendered already; it goes before <see cref="Text"/>. Null for none.</summary>
    public string? ProcessedText { get; init; }

    /// <summary>The values of the text's placeholders; null when the text is sent as it is.</summary>
    public IReadOnlyDictionary<string, string>? TemplateValues { get; init; }

    /// <summary>The first group of pictures, at most <see cref="Delivery.MediaContent.MaxItems"/>.</summary>
    public IReadOnlyList<SchedulePicture> Pictures1 { get; init; } = [];

    /// <summary>How long the phone holds the room after the first group; null lets the script decide.</summary>
    public TimeSpan? Wait1 { get; init; }

    /// <summary>How long to wait in front of the second group, 0 to 1 day.</summary>
    public TimeSpan Interval { get; init; }

    /// <summary>The second group of pictures, at most <see cref="Delivery.MediaContent.MaxItems"/>.</summary>
    public IReadOnlyList<SchedulePicture> Pictures2 { get; init; } = [];

    /// <summary>How long the phone holds the room after the second group; null lets the script decide.</summary>
    public TimeSpan? Wait2 { get; init; }

    /// <summary>Why the columns could not be read, in Korean; null when they could. Such a content is never sent.</summary>
    public string? Problem { get; init; }
}

namespace Domaeka.Core.Scheduling;

/// <summary>What a schedule would do.</summary>
/// <param name="Occurrences">Its next occurrences.</param>
/// <param name="Text">The text as the room would see it; null when it has none or it cannot be rendered.</param>
/// <param name="Content">The message, or why there is none.</param>
public sealed record SchedulePreview(IReadOnlyList<DateTimeOffset> Occurrences, string? Text, ContentResult Content);

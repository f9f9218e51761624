namespace Domaeka.Api.Logging;

/// <summary>One event, as the line writers see it.</summary>
/// <param name="At">When.</param>
/// <param name="Level">How grave.</param>
/// <param name="Category">The logger.</param>
/// <param name="Event">Which.</param>
/// <param name="Message">The text, fields filled in.</param>
/// <param name="Fields">The fields; null when there are none.</param>
/// <param name="Exception">What went wrong; null when nothing was thrown.</param>
internal readonly record struct LogEntryView(
    DateTimeOffset At,
    LogLevel Level,
    string Category,
    EventId Event,
    string Message,
    IReadOnlyList<KeyValuePair<string, object?>>? Fields,
    Exception? Exception)
{
    /// <summary>The word in front.</summary>
    public string Word => LogWords.TextOf(LogWords.Of(Category, Event.Id, Fields));
}

namespace Domaeka.Api.Logging;

/// <summary>Hands one category's lines to the file. Makes the line itself, since what an event carries holds only during the call.</summary>
internal sealed class FileLogger(string category, LogFormat format, TimeProvider clock, LogFilePump pump) : ILogger
{
    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var entry = new LogEntryView(
            clock.GetLocalNow(),
            logLevel,
            category,
            eventId,
            formatter(state, exception),
            state as IReadOnlyList<KeyValuePair<string, object?>>,
            exception);
        pump.Add(LogLines.Write(entry, format));
    }
}

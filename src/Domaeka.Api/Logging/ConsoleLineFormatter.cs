using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Domaeka.Api.Logging;

/// <summary>Writes our lines on the framework's console.</summary>
internal sealed class ConsoleLineFormatter(IOptions<ConsoleLogOptions> options, TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    /// <summary>Its name for the framework.</summary>
    public const string FormatterName = "domaeka";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var entry = new LogEntryView(
            clock.GetLocalNow(),
            logEntry.LogLevel,
            logEntry.Category,
            logEntry.EventId,
            message,
            logEntry.State as IReadOnlyList<KeyValuePair<string, object?>>,
            logEntry.Exception);
        textWriter.WriteLine(LogLines.Write(entry, options.Value.Format));
    }
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Domaeka.Api.Tests.Support;

/// <summary>Keeps what is logged.</summary>
internal sealed class TestLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(EventId Event, string Text)> _entries = new();

    public IReadOnlyList<(EventId Event, string Text)> Entries => [.. _entries];

    public int Count(int eventId) => _entries.Count(entry => entry.Event.Id == eventId);

    public ILogger CreateLogger(string categoryName) => new Logger(_entries);

    public void Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<(EventId Event, string Text)> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            entries.Enqueue((eventId, $"{formatter(state, exception)}{exception}"));
    }
}

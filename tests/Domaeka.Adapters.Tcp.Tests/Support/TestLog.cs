using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Domaeka.Adapters.Tcp.Tests.Support;

/// <summary>Keeps what is logged and lets a test wait for an event.</summary>
internal sealed class TestLog : ILoggerProvider
{
    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<(LogLevel Level, EventId Event, string Text)> _entries = new();
    private readonly List<(int Id, TaskCompletionSource<string> Seen)> _waiting = [];

    public IReadOnlyList<(LogLevel Level, EventId Event, string Text)> Entries => [.. _entries];

    /// <summary>Completes with the text of the first entry with that id, whether it was logged before or is to come.</summary>
    public Task<string> WaitForAsync(int eventId)
    {
        lock (_gate)
        {
            foreach (var entry in _entries)
            {
                if (entry.Event.Id == eventId)
                    return Task.FromResult(entry.Text);
            }

            var seen = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((eventId, seen));
            return seen.Task.DefaultTimeout();
        }
    }

    public int Count(int eventId) => _entries.Count(entry => entry.Event.Id == eventId);

    public ILogger CreateLogger(string categoryName) => new Logger(this);

    public void Dispose()
    {
    }

    private void Add(LogLevel level, EventId id, string text)
    {
        lock (_gate)
        {
            _entries.Enqueue((level, id, text));
            foreach (var (waited, seen) in _waiting)
            {
                if (waited == id.Id)
                    seen.TrySetResult(text);
            }
        }
    }

    private sealed class Logger(TestLog owner) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            owner.Add(logLevel, eventId, formatter(state, exception) + (exception is null ? "" : Environment.NewLine + exception));
    }
}

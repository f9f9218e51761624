using Domaeka.Protocol.Messages;

namespace Domaeka.TestKit.Phones;

/// <summary>
/// What one phone has shown, over all its connections: the text and media lines in the order in which its script worked through them. The
/// judge over what a server claims. Thread-safe.
/// </summary>
public sealed class PhoneRecord
{
    private readonly Lock _gate = new();
    private readonly List<PhoneRecordEntry> _entries = [];
    private TaskCompletionSource _shown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _connections;

    /// <summary>Everything shown so far, in order.</summary>
    public IReadOnlyList<PhoneRecordEntry> Entries
    {
        get
        {
            lock (_gate)
                return [.. _entries];
        }
    }

    /// <summary>The texts shown so far, in order.</summary>
    public IReadOnlyList<string> Texts
    {
        get
        {
            lock (_gate)
                return [.. _entries.Select(entry => entry.Line).OfType<TextLine>().Select(line => line.Text)];
        }
    }

    /// <summary>How many connections the phone has opened.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>How often a text was shown.</summary>
    public int CountOf(string text)
    {
        lock (_gate)
            return _entries.Count(entry => entry.Line is TextLine line && line.Text == text);
    }

    /// <summary>Waits until so many different texts were shown. The caller bounds the wait.</summary>
    public async Task WaitForTextsAsync(int count)
    {
        while (true)
        {
            Task shown;
            lock (_gate)
                shown = _shown.Task;
            if (Texts.Distinct().Count() >= count)
                return;
            await shown;
        }
    }

    internal int Open() => Interlocked.Increment(ref _connections);

    internal void Add(int connection, OutboundLine line)
    {
        if (line is not (TextLine or MediaLine))
            return;
        lock (_gate)
        {
            _entries.Add(new PhoneRecordEntry(connection, line));
            _shown.TrySetResult();
            _shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}

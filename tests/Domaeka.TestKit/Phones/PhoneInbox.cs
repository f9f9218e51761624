using Domaeka.Protocol.Codec;
using Domaeka.Protocol.Messages;

namespace Domaeka.TestKit.Phones;

/// <summary>What a <see cref="FakePhone"/> has received; tests wait here for what they expect.</summary>
internal sealed class PhoneInbox
{
    private readonly Lock _gate = new();
    private readonly List<OutboundLine> _lines = [];
    private readonly List<DecodeError> _dropped = [];
    private readonly Dictionary<Type, int> _cursors = [];
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Closed => _closed.Task;

    public IReadOnlyList<OutboundLine> Lines
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }

    public IReadOnlyList<DecodeError> Dropped
    {
        get
        {
            lock (_gate)
                return [.. _dropped];
        }
    }

    public void Add(OutboundLine line)
    {
        lock (_gate)
        {
            _lines.Add(line);
            _arrival.TrySetResult();
            _arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Drop(DecodeError error)
    {
        lock (_gate)
            _dropped.Add(error);
    }

    public void Complete()
    {
        lock (_gate)
        {
            _closed.TrySetResult();
            _arrival.TrySetResult();
        }
    }

    public async Task<T> NextAsync<T>()
        where T : OutboundLine
    {
        while (true)
        {
            Task arrival;
            lock (_gate)
            {
                for (var i = _cursors.GetValueOrDefault(typeof(T)); i < _lines.Count; i++)
                {
                    _cursors[typeof(T)] = i + 1;
                    if (_lines[i] is T line)
                        return line;
                }

                if (_closed.Task.IsCompleted)
                    throw new EndOfStreamException($"The connection ended before a {typeof(T).Name} came. Received: {Describe()}");
                arrival = _arrival.Task;
            }

            await arrival;
        }
    }

    private string Describe() => string.Join(", ", _lines.Select(line => line.GetType().Name).Concat(_dropped.Select(error => error.ToString())));
}

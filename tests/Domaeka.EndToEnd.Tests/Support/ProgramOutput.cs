namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>What a program has printed so far; tests wait here for what they expect.</summary>
internal sealed class ProgramOutput
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isOver;

    public void Add(string line)
    {
        lock (_gate)
        {
            _lines.Add(line);
            Wake();
        }
    }

    public void Complete()
    {
        lock (_gate)
        {
            _isOver = true;
            Wake();
        }
    }

    /// <summary>Every line so far.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
                return [.. _lines];
        }
    }

    /// <summary>The first line that contains the text, printed already or not.</summary>
    public async Task<string> WaitForAsync(string part)
    {
        while (true)
        {
            Task change;
            lock (_gate)
            {
                if (_lines.Find(line => line.Contains(part, StringComparison.Ordinal)) is { } found)
                    return found;
                if (_isOver)
                    throw new EndOfStreamException($"The program ended and never said '{part}'. It said:\n{this}");
                change = _change.Task;
            }

            await change;
        }
    }

    public override string ToString()
    {
        lock (_gate)
            return string.Join('\n', _lines);
    }

    private void Wake()
    {
        _change.TrySetResult();
        _change = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

namespace Domaeka.Core.Approval;

/// <summary>
/// Lets one caller at a time pass for a key, those of different keys side by side, and now and then one for whom all others wait. Keys share gates,
/// so that their number does not grow with the table.
/// </summary>
internal sealed class KeyGates<TKey> : IDisposable
    where TKey : notnull
{
    /// <summary>As many share a commit at most.</summary>
    private const int Count = 64;

    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Count).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Waits until nobody else is at work on the key, and keeps others out until the lease is disposed of.</summary>
    /// <exception cref="OperationCanceledException">It was waited for no longer.</exception>
    public async ValueTask<Lease> EnterAsync(TKey key, CancellationToken cancellationToken)
    {
        var index = (int)((uint)key.GetHashCode() % Count);
        await _gates[index].WaitAsync(cancellationToken);
        return new Lease(this, index, 1);
    }

    /// <summary>Waits until nobody else is at work on any key, and keeps others out until the lease is disposed of.</summary>
    /// <exception cref="OperationCanceledException">It was waited for no longer.</exception>
    public async ValueTask<Lease> EnterAllAsync(CancellationToken cancellationToken)
    {
        var entered = 0;
        try
        {
            // Always in the same order, so that two of these cannot wait for each other.
            for (; entered < Count; entered++)
                await _gates[entered].WaitAsync(cancellationToken);
        }
        catch
        {
            Leave(0, entered);
            throw;
        }

        return new Lease(this, 0, Count);
    }

    public void Dispose()
    {
        foreach (var gate in _gates)
            gate.Dispose();
    }

    private void Leave(int first, int count)
    {
        for (var index = first; index < first + count; index++)
            _gates[index].Release();
    }

    /// <summary>The right to be at work, until it is disposed of, once.</summary>
    public readonly struct Lease(KeyGates<TKey> gates, int first, int count) : IDisposable
    {
        public void Dispose() => gates.Leave(first, count);
    }
}

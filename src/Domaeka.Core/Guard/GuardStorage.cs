namespace Domaeka.Core.Guard;

/// <summary>The store of the blocks, or none, used by one at a time: what is read can then never be older than what was written.</summary>
internal sealed class GuardStorage(IEnumerable<IAddressBlockStore> stores) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>The store; null when blocks are kept in memory alone.</summary>
    public IAddressBlockStore? Store { get; } = stores.LastOrDefault();

    /// <summary>Waits for its turn; disposing ends it.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Turn(_turn);
    }

    /// <summary>Writes, if there is where to.</summary>
    public Task WriteAsync(IReadOnlyList<AddressBlockChange> changes, CancellationToken cancellationToken) =>
        Store is null || changes.Count == 0 ? Task.CompletedTask : Store.WriteAsync(changes, cancellationToken);

    public void Dispose() => _turn.Dispose();

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}

using Microsoft.Extensions.Logging;

namespace Domaeka.Core.Approval;

/// <summary>
/// A cached table whose changes, ours and others', are let in by gates: those of one row in the order of their commits, and no reload can
/// overwrite a change that was committed after the reload had read the row. Rows that change at the same time share commits.
/// </summary>
internal abstract class CachedTable<TKey, TRow, TGroup> : IReloadable, IDisposable
    where TKey : notnull
    where TRow : class
    where TGroup : notnull
{
    private readonly KeyGates<TKey> _gates = new();
    private readonly Lock _accepting = new();
    private readonly IApprovalObserver[] _observers;
    private readonly ILogger _logger;

    private protected CachedTable(
        Func<TRow, TKey> keyOf, Func<TRow, TGroup> groupOf, IEnumerable<IApprovalObserver> observers, ILogger logger)
    {
        Rows = new RowCache<TKey, TRow, TGroup>(keyOf, groupOf);
        KeyOf = keyOf;
        _observers = [.. observers];
        _logger = logger;
    }

    private protected RowCache<TKey, TRow, TGroup> Rows { get; }

    private protected Func<TRow, TKey> KeyOf { get; }

    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        using var lease = await _gates.EnterAllAsync(cancellationToken);
        var stored = await LoadAllAsync(cancellationToken);
        lock (_accepting)
        {
            var gone = Rows.Keys.ToHashSet();
            foreach (var row in stored)
            {
                gone.Remove(KeyOf(row));
                Accept(row);
            }

            foreach (var key in gone)
                Tell(Rows.Remove(key), null);
        }
    }

    public void Dispose() => _gates.Dispose();

    /// <summary>Runs a change of the store behind the row's gate and takes over the row that it returns; null means that there is no row.</summary>
    private protected async Task<TRow?> ChangeAsync(
        TKey key, Func<CancellationToken, Task<TRow?>> change, CancellationToken cancellationToken)
    {
        using var lease = await _gates.EnterAsync(key, cancellationToken);
        var row = await change(cancellationToken);
        if (row is null)
            return null;

        // Observers are told of one change at a time.
        lock (_accepting)
            Accept(row);
        return row;
    }

    private protected abstract Task<IReadOnlyList<TRow>> LoadAllAsync(CancellationToken cancellationToken);

    private protected abstract bool AreSame(TRow before, TRow after);

    private protected abstract void Notify(IApprovalObserver observer, TRow? before, TRow? after);

    private void Accept(TRow row)
    {
        var before = Rows.Put(row);
        if (before is null || !AreSame(before, row))
            Tell(before, row);
    }

    private void Tell(TRow? before, TRow? after)
    {
        foreach (var observer in _observers)
        {
            try
            {
                Notify(observer, before, after);
            }
            catch (Exception exception)
            {
                // One observer's bug must not keep a status change from taking effect elsewhere.
                Log.ObserverFailed(_logger, exception, observer.GetType().Name);
            }
        }
    }
}

using Microsoft.Extensions.Logging;

namespace Domaeka.Core.Approval;

/// <summary>
/// A cached table whose every change, ours or another's, goes through one gate: a reload can never overwrite a change that was
/// committed after the reload had read the row.
/// </summary>
internal abstract class CachedTable<TKey, TRow, TGroup> : IReloadable, IDisposable
    where TKey : notnull
    where TRow : class
    where TGroup : notnull
{
    private readonly SemaphoreSlim _gate = new(1, 1);
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
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var stored = await LoadAllAsync(cancellationToken);
            var gone = Rows.Keys.ToHashSet();
            foreach (var row in stored)
            {
                gone.Remove(KeyOf(row));
                Accept(row);
            }

            foreach (var key in gone)
                Tell(Rows.Remove(key), null);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    /// <summary>Runs a change of the store behind the gate and takes over the row that it returns; null means that there is no row.</summary>
    private protected async Task<TRow?> ChangeAsync(Func<CancellationToken, Task<TRow?>> change, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var row = await change(cancellationToken);
            if (row is not null)
                Accept(row);
            return row;
        }
        finally
        {
            _gate.Release();
        }
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

using Domaeka.Core.Delivery;
using Domaeka.Core.Events;
using Domaeka.Core.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Outbox.Journal;

/// <summary>
/// Brings the changes of the outbox to the store in their order, as many in one transaction as have gathered while the one before
/// ran. A message that cannot be stored is refused at once; a change of an accepted one is tried until it is stored.
/// </summary>
/// <remarks>
/// Every transaction costs a flush of the disk, and whoever comes while one runs waits for two. So changes that nobody waits for start none
/// of their own while others have just been made: they go along with the next that is urgent, or together when the interval is over.
/// </remarks>
internal sealed class OutboxJournal(
    IOutboxStore store,
    EventSignal events,
    StorageState storageState,
    IOptions<DeliveryOptions> options,
    TimeProvider clock,
    ILogger<OutboxJournal> logger) : BackgroundService
{
    private static readonly TimeSpan MinRetryDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly List<JournalItem> _batch = [];
    private Queue<JournalItem> _waiting = new();
    private ITimer? _timer;
    private long _lastEnded;
    private int _urgent;
    private bool _hasEnded;
    private bool _isTimerSet;
    private bool _signalled;
    private bool _stopped;

    /// <summary>Puts a change at the end. After the end of the host it is refused.</summary>
    /// <param name="write">The change.</param>
    /// <param name="done">As <see cref="JournalItem.Done"/>.</param>
    /// <param name="isUrgent">As <see cref="JournalItem.IsUrgent"/>.</param>
    public void Submit(OutboxWrite write, Action<OutboxWriteResult, Exception?> done, bool isUrgent)
    {
        lock (_gate)
        {
            if (!_stopped)
            {
                _waiting.Enqueue(new JournalItem(write, done, isUrgent));
                if (isUrgent)
                    _urgent++;
                if (!_signalled && !MayWait())
                    Signal();
                return;
            }
        }

        done(default, new StorageUnavailableException("The server is stopping."));
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What was submitted is still written: the loop ends when nothing waits, or when the host loses patience.
        lock (_gate)
            _stopped = true;
        _arrived.Release();
        if (ExecuteTask is { } loop)
            await loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
        Refuse();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            _timer?.Dispose();
        }

        _arrived.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var delay = MinRetryDelay;
        while (true)
        {
            await _arrived.WaitAsync(stoppingToken);
            while (Gather())
            {
                if (await ApplyAsync(stoppingToken))
                {
                    delay = MinRetryDelay;
                    continue;
                }

                Log.OutboxUnavailable(logger, _batch.Count, delay);
                await Task.Delay(delay, clock, stoppingToken);
                delay = delay * 2 < MaxRetryDelay ? delay * 2 : MaxRetryDelay;
            }

            lock (_gate)
            {
                if (_stopped && _waiting.Count == 0)
                    return;
            }
        }
    }

    /// <summary>Fills the batch behind what a failed try has left in it.</summary>
    private bool Gather()
    {
        lock (_gate)
        {
            _signalled = false;
            if (_batch.Count == 0 && (_waiting.Count == 0 || MayWait()))
                return false;

            while (_batch.Count < options.Value.MaxBatchWrites && _waiting.TryDequeue(out var item))
            {
                _batch.Add(item);
                if (item.IsUrgent)
                    _urgent--;
            }

            return true;
        }
    }

    /// <summary>True when nothing that waits is urgent and it is too soon for a transaction of its own; then the timer is set.</summary>
    private bool MayWait()
    {
        if (_stopped || _urgent > 0 || !_hasEnded || _waiting.Count >= options.Value.MaxBatchWrites)
            return false;

        var rest = options.Value.ProgressInterval - clock.GetElapsedTime(_lastEnded);
        if (rest <= TimeSpan.Zero)
            return false;
        if (_isTimerSet)
            return true;

        // A timer counts whole milliseconds and would come a little early.
        _isTimerSet = true;
        _timer ??= clock.CreateTimer(static journal => ((OutboxJournal)journal!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
        return true;
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            _isTimerSet = false;
            if (!_stopped && !_signalled && _waiting.Count > 0 && !MayWait())
                Signal();
        }
    }

    private void Signal()
    {
        _signalled = true;
        _arrived.Release();
    }

    /// <returns>False when the store is unavailable: what must not be lost is still in the batch.</returns>
    private async Task<bool> ApplyAsync(CancellationToken stoppingToken)
    {
        try
        {
            var results = await store.ApplyAsync([.. _batch.Select(item => item.Write)], stoppingToken);
            lock (_gate)
                (_hasEnded, _lastEnded) = (true, clock.GetTimestamp());
            if (storageState.ReportWrite(available: true))
                Log.OutboxRecovered(logger);
            for (var index = 0; index < _batch.Count; index++)
                Tell(_batch[index], results[index], null);
            _batch.Clear();
            events.Raise();
            return true;
        }
        catch (StorageRejectedException exception) when (_batch.Count > 1)
        {
            Log.OutboxBatchRejected(logger, exception, _batch.Count);
            return await ApplyOneByOneAsync(stoppingToken);
        }
        catch (StorageRejectedException exception)
        {
            Log.OutboxWriteRejected(logger, exception, Describe(_batch[0].Write));
            Tell(_batch[0], default, exception);
            _batch.Clear();
            return true;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            storageState.ReportWrite(available: false);
            RefuseInserts(exception as StorageUnavailableException ?? new StorageUnavailableException("The outbox cannot be written.", exception));
            return _batch.Count == 0;
        }
    }

    /// <summary>One bad change must not hold up the others.</summary>
    private async Task<bool> ApplyOneByOneAsync(CancellationToken stoppingToken)
    {
        var rest = new Queue<JournalItem>(_batch);
        _batch.Clear();
        while (rest.TryDequeue(out var item))
        {
            _batch.Add(item);
            if (!await ApplyAsync(stoppingToken))
            {
                _batch.AddRange(rest);
                return false;
            }
        }

        return true;
    }

    private void RefuseInserts(StorageUnavailableException reason)
    {
        foreach (var item in _batch.Where(item => item.Write is OutboxInsert))
            Tell(item, default, reason);
        _batch.RemoveAll(item => item.Write is OutboxInsert);
    }

    /// <summary>Accepted messages keep the state that is stored: what was being sent is uncertain at the next start.</summary>
    private void Refuse()
    {
        Queue<JournalItem> rest;
        lock (_gate)
            (rest, _waiting) = (_waiting, new Queue<JournalItem>());
        if (_batch.Count + rest.Count > 0)
            Log.OutboxAbandoned(logger, _batch.Count + rest.Count);

        var reason = new StorageUnavailableException("The server is stopping.");
        foreach (var item in _batch.Concat(rest))
            Tell(item, default, reason);
        _batch.Clear();
    }

    private void Tell(JournalItem item, OutboxWriteResult result, Exception? exception)
    {
        try
        {
            item.Done(result, exception);
        }
        catch (Exception failure)
        {
            Log.OutboxCallbackFailed(logger, failure, Describe(item.Write));
        }
    }

    private static string Describe(OutboxWrite write) => write switch
    {
        OutboxInsert insert => insert.Message.Header.Id,
        OutboxUpdate update => $"#{update.Sequence} {update.Progress.State}",
        _ => write.GetType().Name,
    };
}

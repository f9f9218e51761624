using Domaeka.Core.Delivery;
using Domaeka.Core.Events;
using Domaeka.Core.Leases;
using Domaeka.Core.Outbox.Lanes;
using Domaeka.Core.Rooms;
using Domaeka.Core.Storage;
using Domaeka.Core.Telemetry;
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
    InstanceLease lease,
    LaneRequests requests,
    EventSignal events,
    StorageState storageState,
    IOptions<DeliveryOptions> options,
    TimeProvider clock,
    ILogger<OutboxJournal> logger,
    OutboxMetrics? metrics = null) : BackgroundService
{
    private static readonly TimeSpan MinRetryDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly HashSet<RoomKey> _doubtful = [];
    private List<JournalItem> _batch = [];
    private readonly List<(long Number, TaskCompletionSource Told)> _flushes = [];
    private Queue<JournalItem> _waiting = new();
    private ITimer? _timer;
    private long _lastEnded;
    private long _submitted;
    private long _instance;
    private long _batchInstance;
    private int _urgent;
    private bool _hasEnded;
    private bool _isTimerSet;
    private bool _signalled;
    private bool _stopped;

    /// <summary>Lets changes through, on the strength of this instance's lease, until <see cref="Close"/>.</summary>
    public void Open(long instance)
    {
        lock (_gate)
            _instance = instance;
    }

    /// <summary>
    /// The lease is lost: refuses everything that waits and everything that comes, until <see cref="Open"/>. Somebody else goes on from what is
    /// stored.
    /// </summary>
    /// <param name="instance">Whose lease it was; nothing happens when there is another one already.</param>
    public void Close(long instance)
    {
        Queue<JournalItem> rest;
        lock (_gate)
        {
            if (_instance != instance)
                return;
            _instance = 0;
            (rest, _waiting, _urgent) = (_waiting, new Queue<JournalItem>(), 0);
        }

        if (rest.Count > 0)
            Log.OutboxLeaseLost(logger, rest.Count);
        foreach (var item in rest)
            Tell(item, default, NoLease());
        TellFlushes();
    }

    /// <summary>Completes when everything that was submitted before has come to its result.</summary>
    public Task FlushAsync()
    {
        lock (_gate)
        {
            if (IsTold(_submitted))
                return Task.CompletedTask;
            var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _flushes.Add((_submitted, told));
            return told.Task;
        }
    }

    /// <summary>Puts a change at the end. Without a lease, and after the end of the host, it is refused.</summary>
    /// <param name="write">The change.</param>
    /// <param name="done">As <see cref="JournalItem.Done"/>.</param>
    /// <param name="isUrgent">As <see cref="JournalItem.IsUrgent"/>.</param>
    public void Submit(OutboxWrite write, Action<OutboxWriteResult, Exception?> done, bool isUrgent)
    {
        bool stopped;
        lock (_gate)
        {
            stopped = _stopped;
            if (!stopped && _instance != 0)
            {
                _waiting.Enqueue(new JournalItem(write, done, ++_submitted, isUrgent));
                if (isUrgent)
                    _urgent++;
                if (!_signalled && !MayWait())
                    Signal();
                return;
            }
        }

        done(default, stopped ? new StorageUnavailableException("The server is stopping.") : NoLease());
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

            if (_batch.Count == 0)
                _batchInstance = _instance;
            while (_batchInstance == _instance && _batch.Count < options.Value.MaxBatchWrites && _waiting.TryDequeue(out var item))
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
            if (!IsCurrent())
                throw new LeaseLostException(_batchInstance);
            var startedAt = clock.GetTimestamp();
            var results = await store.ApplyAsync(_batchInstance, [.. _batch.Select(item => item.Write)], stoppingToken);
            metrics?.Commit(_batch.Count, clock.GetElapsedTime(startedAt));
            lock (_gate)
                (_hasEnded, _lastEnded) = (true, clock.GetTimestamp());
            if (storageState.ReportWrite(available: true))
                Log.OutboxRecovered(logger);
            for (var index = 0; index < _batch.Count; index++)
                Tell(_batch[index], results[index], null);
            EndBatch();
            Reread();
            events.Raise();
            return true;
        }
        catch (LeaseLostException exception)
        {
            lease.ReportLost(exception.Instance);
            foreach (var item in _batch)
                Tell(item, default, NoLease());
            EndBatch();
            Close(exception.Instance);
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
            EndBatch();
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
        while (rest.TryDequeue(out var item))
        {
            SetBatch([item]);
            if (!await ApplyAsync(stoppingToken))
            {
                SetBatch([.. _batch, .. rest]);
                return false;
            }
        }

        return true;
    }

    private void RefuseInserts(StorageUnavailableException reason)
    {
        foreach (var item in _batch.Where(item => item.Write is OutboxInsert))
        {
            // When the connection broke in the middle of the commit, the message may be stored all the same.
            _doubtful.Add(((OutboxInsert)item.Write).Message.Header.Room);
            Tell(item, default, reason);
        }

        SetBatch([.. _batch.Where(item => item.Write is not OutboxInsert)]);
        TellFlushes();
    }

    /// <summary>Has the rooms read again whose messages were refused in doubt.</summary>
    private void Reread()
    {
        foreach (var room in _doubtful)
            requests.Add(room);
        _doubtful.Clear();
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
        EndBatch();
    }

    /// <summary>False when the batch is of an earlier lease: it must not go through on the strength of the next one.</summary>
    private bool IsCurrent()
    {
        lock (_gate)
            return _instance != 0 && _instance == _batchInstance;
    }

    private void EndBatch()
    {
        SetBatch([]);
        TellFlushes();
    }

    private void SetBatch(List<JournalItem> items)
    {
        lock (_gate)
            _batch = items;
    }

    /// <summary>Called under the lock. Everything up to that number has come to its result.</summary>
    private bool IsTold(long number) =>
        _batch.Count > 0 ? _batch[0].Number > number : !_waiting.TryPeek(out var next) || next.Number > number;

    private void TellFlushes()
    {
        lock (_gate)
        {
            foreach (var (_, told) in _flushes.Where(flush => IsTold(flush.Number)))
                told.TrySetResult();
            _flushes.RemoveAll(flush => flush.Told.Task.IsCompleted);
        }
    }

    private static StorageUnavailableException NoLease() => new("This process holds no lease on the database at the moment.");

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
        OutboxHandover handover => $"lane {handover.Room.BotName}/{handover.Room.ChannelId} to {handover.ToInstance}",
        _ => write.GetType().Name,
    };
}

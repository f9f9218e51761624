using Domaeka.Core.Events;
using Domaeka.Core.Storage;
using Domaeka.Core.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Chat;

/// <summary>
/// Group commit: while one transaction runs, the next one's entries gather. Nothing waits for company, so a lone line is
/// committed at once and a crowd shares the cost.
/// </summary>
internal sealed class ChatLog(
    IChatLogStore store,
    EventSignal events,
    StorageState storageState,
    IOptions<ChatLogOptions> options,
    TimeProvider clock,
    ILogger<ChatLog> logger,
    ChatMetrics? metrics = null) : BackgroundService, IChatLog
{
    private readonly Lock _gate = new();
    private readonly Queue<ChatLogBatch> _waiting = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private ChatLogBatch? _open;
    private TaskCompletionSource? _space;
    private int _backlog;
    private bool _stopped;

    /// <inheritdoc/>
    public int Backlog => Volatile.Read(ref _backlog);

    /// <inheritdoc/>
    public ValueTask<ChatLogTicket> AppendAsync(ChatLogEntry entry, CancellationToken cancellationToken) =>
        TryAppend(entry, out var ticket) is { } space ? WaitAndAppendAsync(entry, space, cancellationToken) : new ValueTask<ChatLogTicket>(ticket);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What was taken in is still written: the loop ends when nothing waits, or when the host loses patience.
        lock (_gate)
            _stopped = true;
        _arrived.Release();
        if (ExecuteTask is { } loop)
            await loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
        AbandonRest();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _arrived.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _arrived.WaitAsync(stoppingToken);
            while (Next() is { } batch)
                await WriteAsync(batch, stoppingToken);

            lock (_gate)
            {
                if (_stopped && _waiting.Count == 0)
                    return;
            }
        }
    }

    /// <returns>Null when the entry was taken; otherwise what completes when there may be space.</returns>
    private Task? TryAppend(ChatLogEntry entry, out ChatLogTicket ticket)
    {
        lock (_gate)
        {
            if (_backlog >= options.Value.MaxPendingEntries)
            {
                ticket = default;
                return (_space ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            var isFirst = _open is null;
            if (_open is null || _open.Entries.Count >= options.Value.MaxBatchEntries)
                _waiting.Enqueue(_open = new ChatLogBatch());

            _open.Entries.Add(entry);
            _backlog++;
            ticket = new ChatLogTicket(_open, _open.Entries.Count - 1);
            if (isFirst)
                _arrived.Release();
            return null;
        }
    }

    private async ValueTask<ChatLogTicket> WaitAndAppendAsync(ChatLogEntry entry, Task space, CancellationToken cancellationToken)
    {
        while (true)
        {
            await space.WaitAsync(cancellationToken);
            if (TryAppend(entry, out var ticket) is not { } again)
                return ticket;
            space = again;
        }
    }

    private ChatLogBatch? Next()
    {
        lock (_gate)
        {
            if (!_waiting.TryDequeue(out var batch))
                return null;
            if (ReferenceEquals(batch, _open))
                _open = null;
            return batch;
        }
    }

    private async Task WriteAsync(ChatLogBatch batch, CancellationToken stoppingToken)
    {
        var delay = options.Value.MinRetryDelay;
        while (true)
        {
            try
            {
                var startedAt = clock.GetTimestamp();
                await AppendOrIsolateAsync(batch, stoppingToken);
                metrics?.Commit(batch.Entries.Count, clock.GetElapsedTime(startedAt));
                break;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                Finish(batch, written: false);
                throw;
            }
            catch (Exception exception)
            {
                storageState.ReportWrite(available: false);
                metrics?.CountFailure();
                Log.ChatLogUnavailable(logger, exception, Backlog, delay);
            }

            try
            {
                await Task.Delay(delay, clock, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                Finish(batch, written: false);
                throw;
            }

            delay = delay * 2 < options.Value.MaxRetryDelay ? delay * 2 : options.Value.MaxRetryDelay;
        }

        if (storageState.ReportWrite(available: true))
            Log.ChatLogRecovered(logger);
        Finish(batch, written: true);
        events.Raise();
    }

    /// <summary>Writes all at once; if the database refuses one of them, one by one, so that a single bad line holds up no other.</summary>
    private async Task AppendOrIsolateAsync(ChatLogBatch batch, CancellationToken stoppingToken)
    {
        if (!batch.IsIsolating)
        {
            try
            {
                await store.AppendAsync(batch.Entries, stoppingToken);
                return;
            }
            catch (StorageRejectedException)
            {
                batch.IsIsolating = true;
            }
        }

        for (; batch.Isolated < batch.Entries.Count; batch.Isolated++)
            await AppendOneAsync(batch, batch.Isolated, stoppingToken);
    }

    private async Task AppendOneAsync(ChatLogBatch batch, int index, CancellationToken stoppingToken)
    {
        var entry = batch.Entries[index];
        try
        {
            await store.AppendAsync([entry], stoppingToken);
        }
        catch (StorageRejectedException exception)
        {
            batch.Reject(index);
            Log.ChatLogRejected(logger, exception, entry.Room.BotName, entry.Room.ChannelId, entry.LogId);
        }
    }

    private void Finish(ChatLogBatch batch, bool written)
    {
        TaskCompletionSource? space;
        lock (_gate)
        {
            _backlog -= batch.Entries.Count;
            (space, _space) = (_space, null);
        }

        if (written)
            batch.Complete();
        else
            Abandon(batch);
        space?.TrySetResult();
    }

    private void AbandonRest()
    {
        while (Next() is { } batch)
            Abandon(batch);
    }

    private void Abandon(ChatLogBatch batch)
    {
        Log.ChatLogAbandoned(logger, batch.Entries.Count);
        batch.Abandon();
    }
}

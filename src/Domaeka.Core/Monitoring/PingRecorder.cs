using System.Threading.Channels;
using Domaeka.Core.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Monitoring;

/// <summary>
/// Stores pings in batches, behind everybody's back. These are figures for charts: nobody waits for them, a crash takes what waits with it, and
/// what the database does not take in time is dropped, the oldest first.
/// </summary>
internal sealed class PingRecorder : BackgroundService, IPingRecorder
{
    /// <summary>A table that refuses so many rows of a batch will refuse the others too; each would cost a transaction to find out.</summary>
    private const int MaxRefusedPerBatch = 16;

    private static readonly TimeSpan MinRetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(30);

    private readonly IMonitorStore _store;
    private readonly ProcessUsageMeter _process;
    private readonly MonitoringOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<PingRecorder> _logger;
    private readonly Channel<PingRecord> _waiting;
    private readonly CancellationTokenSource _stop = new();
    private long _dropped;
    private long _droppedTold;
    private long _written;
    private long _refused;

    public PingRecorder(
        IMonitorStore store, ProcessUsageMeter process, IOptions<MonitoringOptions> options, TimeProvider clock, ILogger<PingRecorder> logger)
    {
        (_store, _process, _options, _clock, _logger) = (store, process, options.Value, clock, logger);
        _waiting = Channel.CreateBounded<PingRecord>(
            new BoundedChannelOptions(_options.PingBufferRows) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
    }

    /// <summary>Rows that wait, without the batch under way.</summary>
    public int Waiting => _waiting.Reader.Count;

    /// <summary>Rows stored since the start.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Rows dropped since the start because too many waited.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Rows dropped since the start because the table would not have them.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <inheritdoc/>
    public void Record(PingObservation ping)
    {
        if (_options.RecordPings)
            _waiting.Writer.TryWrite(new PingRecord(ping, _process.Read()));
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What waits is still written, if the database takes it at the first try.
        _waiting.Writer.TryComplete();
        await _stop.CancelAsync();
        if (ExecuteTask is { } loop)
            await loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _stop.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
        {
            await PauseAsync(_options.PingFlushInterval);
            while (Take() is { Length: > 0 } batch)
            {
                var left = await WriteAsync(batch, stoppingToken);
                if (left == 0)
                    continue;

                Log.PingRowsAbandoned(_logger, left + Waiting);
                return;
            }

            TellDropped();
        }
    }

    private PingRecord[] Take()
    {
        var batch = new List<PingRecord>();
        while (batch.Count < _options.PingBatchRows && _waiting.Reader.TryRead(out var record))
            batch.Add(record);
        return [.. batch];
    }

    /// <summary>Writes until the database has taken the rows, or refused them; which it refuses is found by halving.</summary>
    /// <returns>How many are left because the database is away and the server stops.</returns>
    private async Task<int> WriteAsync(PingRecord[] batch, CancellationToken cancellationToken)
    {
        var untried = new Stack<ArraySegment<PingRecord>>([batch]);
        var refused = 0;
        var delay = MinRetryDelay;
        while (untried.TryPeek(out var part))
        {
            try
            {
                await _store.AppendPingsAsync(part, cancellationToken);
                Interlocked.Add(ref _written, part.Count);
                untried.Pop();
                if (delay > MinRetryDelay)
                    Log.PingRowsRecovered(_logger);
                delay = MinRetryDelay;
            }
            catch (StorageRejectedException exception)
            {
                untried.Pop();
                if (part.Count > 1 && refused < MaxRefusedPerBatch)
                {
                    untried.Push(part[(part.Count / 2)..]);
                    untried.Push(part[..(part.Count / 2)]);
                    continue;
                }

                if (refused == 0)
                    Log.PingRowRefused(_logger, exception);
                refused += part.Count;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                if (_stop.IsCancellationRequested)
                    return untried.Sum(left => left.Count);

                Log.PingRowsUnavailable(_logger, exception, Waiting, delay);
                TellDropped();
                await PauseAsync(delay);
                delay = delay * 2 < MaxRetryDelay ? delay * 2 : MaxRetryDelay;
            }
        }

        Interlocked.Add(ref _refused, refused);
        if (refused > 1)
            Log.PingRowsRefused(_logger, refused);
        return 0;
    }

    private void TellDropped()
    {
        var dropped = Dropped;
        if (dropped == _droppedTold)
            return;
        Log.PingRowsDropped(_logger, dropped - _droppedTold);
        _droppedTold = dropped;
    }

    private async Task PauseAsync(TimeSpan time) =>
        await Task.Delay(time, _clock, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}

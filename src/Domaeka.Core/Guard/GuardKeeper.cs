using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Guard;

/// <summary>
/// Writes blocks and known addresses behind the guard's back and reads those of other processes. While the database is away, what is in
/// memory goes on: nobody is blocked and nobody let in because of that.
/// </summary>
internal sealed class GuardKeeper(
    ConnectionGuard guard,
    GuardStorage storage,
    IOptions<GuardOptions> options,
    TimeProvider clock,
    ILogger<GuardKeeper> logger) : BackgroundService
{
    private const int WritesPerBatch = 500;

    /// <summary>Known addresses change slowly, and rows that somebody edits by hand count no version up.</summary>
    private static readonly TimeSpan FullInterval = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan FarewellTimeout = TimeSpan.FromSeconds(2);

    private readonly GuardOptions _options = options.Value;
    private string? _version;
    private long? _readInFull;
    private bool _fails;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first phone is accepted. A guard that begins empty is no reason not to start.
        await TryRefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var farewell = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        farewell.CancelAfter(FarewellTimeout);
        await TryRefreshAsync(farewell.Token);
    }

    /// <summary>Writes what is to be written and reads what others have written, once.</summary>
    internal async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (storage.Store is not { } store)
            return;

        var isFull = _readInFull is not { } last || clock.GetElapsedTime(last) >= FullInterval;
        if (isFull)
            guard.MarkPresent();

        using var turn = await storage.EnterAsync(cancellationToken);
        await WriteAsync(store, cancellationToken);

        if (await store.ReadAsync(isFull ? null : _version, _options.MaxBlocks, cancellationToken) is { } list)
        {
            var added = guard.Use((blocks, _) => blocks.Replace(list.Blocks));
            if (_version is not null && added.Count > 0)
                Log.AddressBlocksLearned(logger, added.Count);
            _version = list.Version;
        }

        if (isFull)
        {
            var now = clock.GetUtcNow();
            var stored = await store.ReadKnownAsync(now - _options.KnownFor, KnownAddresses.MaxAddresses, cancellationToken);
            guard.Use((_, known) =>
            {
                known.Learn(stored, now);
                return true;
            });
            _readInFull = clock.GetTimestamp();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (storage.Store is null)
            return;
        using var timer = new PeriodicTimer(_options.RefreshInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await TryRefreshAsync(stoppingToken);
    }

    private async Task TryRefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RefreshAsync(cancellationToken);
            _fails = false;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            if (!_fails)
                Log.AddressBlocksNotFollowed(logger, exception);
            _fails = true;
        }
        catch (OperationCanceledException)
        {
            // Stopping: the blocks of the last second are made again if they are deserved.
        }
    }

    private async Task WriteAsync(IAddressBlockStore store, CancellationToken cancellationToken)
    {
        while (guard.Use((blocks, _) => blocks.Unwritten(WritesPerBatch)) is { Length: > 0 } changes)
        {
            await store.WriteAsync(changes, cancellationToken);
            guard.Use((blocks, _) =>
            {
                blocks.MarkWritten(changes);
                return true;
            });
        }

        while (guard.Use((_, known) => known.Unwritten(WritesPerBatch)) is { Length: > 0 } addresses)
        {
            await store.WriteKnownAsync(addresses, cancellationToken);
            guard.Use((_, known) =>
            {
                known.MarkWritten(addresses);
                return true;
            });
        }
    }
}

using System.Collections.Concurrent;
using Domaeka.Core.Access;
using Domaeka.Core.Storage;

namespace Domaeka.Api.Access;

/// <summary>Stores when keys were last used, all of them together and not more often than once a minute: a call must not cost a write.</summary>
internal sealed class KeyUseRecorder(IApiKeyStore store, TimeProvider clock, ILogger<KeyUseRecorder> logger) : BackgroundService
{
    /// <summary>How often what is new is stored, and so how far behind the stored time may be.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _uses = new(StringComparer.Ordinal);
    private readonly PeriodicTimer _timer = new(Interval, clock);

    /// <summary>Keys whose use is yet to be stored.</summary>
    public int Pending => _uses.Count;

    /// <summary>Notes that a call with the key was let through. Only stored keys come here, so there are not many.</summary>
    public void Note(string id) => _uses[id] = clock.GetUtcNow();

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await StoreAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken))
                await StoreAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left is stored by StopAsync.
        }
    }

    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        ApiKeyUse[] uses = [.. _uses.Select(pair => new ApiKeyUse(pair.Key, pair.Value))];
        if (uses.Length == 0)
            return;

        try
        {
            await store.NoteUsesAsync(uses, cancellationToken);
            foreach (var use in uses)
                _uses.TryRemove(KeyValuePair.Create(use.Id, use.At));
        }
        catch (Exception exception) when (exception is StorageUnavailableException or StorageRejectedException)
        {
            // They are kept, and a later use takes the place of an earlier one.
            Log.KeyUseNotStored(logger, uses.Length, exception.Message);
        }
    }
}

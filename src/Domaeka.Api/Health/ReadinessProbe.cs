using Domaeka.Core.Connections;
using Domaeka.Core.Storage;

namespace Domaeka.Api.Health;

/// <summary>Finds out whether the server is ready: it listens, it does not drain, and the database can be written to.</summary>
internal sealed class ReadinessProbe(
    IStorageHealth storage,
    IConnectionRegistry connections,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<ReadinessProbe> logger) : IDisposable
{
    /// <summary>How long an answer of the database holds, since anybody may ask and each question costs a write.</summary>
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private long? _askedAt;
    private bool _storageAnswers;
    private bool _wasReady = true;

    /// <summary>Looks now.</summary>
    public async Task<ReadinessReport> CheckAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_askedAt is not { } askedAt || clock.GetElapsedTime(askedAt) >= Freshness)
            {
                _storageAnswers = await AskStorageAsync();
                _askedAt = clock.GetTimestamp();
            }

            var listening = lifetime.ApplicationStarted.IsCancellationRequested
                && !lifetime.ApplicationStopping.IsCancellationRequested;
            var report = new ReadinessReport(
            [
                new("listening", listening, listening ? null : "the server is starting or stopping"),
                new("accepting", !connections.IsDraining, connections.IsDraining ? "the server drains and refuses new phones" : null),
                new("storage", _storageAnswers, _storageAnswers ? null : $"the {storage.Provider} database cannot be written to"),
            ]);
            Note(report);
            return report;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async Task<bool> AskStorageAsync()
    {
        try
        {
            // Bounded by the storage itself; a caller that hangs up must not spoil the answer for the others.
            await storage.CheckAsync(CancellationToken.None);
            return true;
        }
        catch (StorageUnavailableException)
        {
            return false;
        }
    }

    private void Note(ReadinessReport report)
    {
        if (report.IsReady == _wasReady)
            return;

        _wasReady = report.IsReady;
        if (report.IsReady)
            Log.ReadyAgain(logger);
        else
            Log.NotReady(logger, report.Reasons);
    }
}

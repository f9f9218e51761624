using Domaeka.Core.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Approval;

/// <summary>Loads devices and rooms before anything is served, then notices edits made behind the server's back.</summary>
internal sealed class ApprovalRefresher(
    IApprovalChangeProbe probe,
    IEnumerable<IReloadable> tables,
    StorageState storageState,
    IOptions<ApprovalOptions> options,
    TimeProvider clock,
    ILogger<ApprovalRefresher> logger) : BackgroundService
{
    private string? _stamp;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Without the rows nothing can be served, so the first load failing fails the start.
        await RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Looks once, and reads everything again if anything may have changed.</summary>
    internal async Task RefreshAsync(CancellationToken cancellationToken)
    {
        // The stamp is read first: an edit that falls between stamp and reload only makes the next round reload once more.
        var stamp = await probe.ReadStampAsync(cancellationToken);
        if (stamp != _stamp)
        {
            foreach (var table in tables)
                await table.ReloadAsync(cancellationToken);
            _stamp = stamp;
        }

        storageState.ReportRead(available: true);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.RefreshInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                if (storageState.ReportRead(available: false))
                    Log.RefreshFailed(logger, exception);
            }
        }
    }
}

using Domaeka.Core.Leases;
using Domaeka.Core.Outbox.Journal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Domaeka.Core.Outbox.Lanes;

/// <summary>
/// Takes up lanes that have become this instance's, and messages that other processes have put into them. A room is read only when everything that
/// this process has to say about it is stored, or what has ended here would come back to life.
/// </summary>
internal sealed class LaneAdopter(
    IOutboxStore store,
    DeliveryEngine engine,
    OutboxJournal journal,
    InstanceLease lease,
    LaneRequests requests,
    TimeProvider clock,
    ILogger<LaneAdopter> logger) : BackgroundService, IMailReceiver
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public IReadOnlyCollection<MailKind> Kinds { get; } = [MailKind.Lane, MailKind.Message];

    /// <inheritdoc/>
    public Task ReceiveAsync(Mail mail, CancellationToken cancellationToken)
    {
        if (mail.Room is { } room && mail.Kind == MailKind.Message)
            requests.Add(room, mail.MessageSequence);
        else if (mail.Room is { } lane)
            requests.Add(lane);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await requests.WaitAsync(stoppingToken);
            if (!await AdoptAsync(requests.Take(), stoppingToken))
                await Task.Delay(RetryDelay, clock, stoppingToken);
        }
    }

    /// <returns>False when something has to be asked for again.</returns>
    private async Task<bool> AdoptAsync(IReadOnlyCollection<LaneRequest> round, CancellationToken cancellationToken)
    {
        var instance = lease.Instance;
        foreach (var request in round)
            engine.BeginAdoption(request.Room);
        var flushed = round.Any(NeedsReading) ? journal.FlushAsync().WaitAsync(cancellationToken) : Task.CompletedTask;
        var isDone = true;
        foreach (var request in round)
        {
            try
            {
                await flushed;
                var isWhole = NeedsWhole(request);
                var messages = instance == 0 ? null : await ReadAsync(instance, request, isWhole, cancellationToken);
                engine.EndAdoption(request, lease.Instance == instance ? messages : null, isWhole);
            }
            catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                Log.LaneNotRead(logger, exception, request.Room.BotName, request.Room.ChannelId);
                engine.BreakAdoption(request.Room);
                requests.Add(request);
                isDone = false;
            }

            requests.Complete(request.Room);
        }

        return isDone;
    }

    // A lane that is not known to be here is read as a whole, whatever was asked for.
    private bool NeedsWhole(LaneRequest request) => request.IsWhole || !engine.Owns(request.Room);

    private bool NeedsReading(LaneRequest request) => NeedsWhole(request) || request.Sequences.Count > 0;

    /// <returns>Null when the lane is not this instance's.</returns>
    private async Task<List<(OutboxHeader Header, DeliveryAttempt? LastAttempt)>?> ReadAsync(
        long instance, LaneRequest request, bool isWhole, CancellationToken cancellationToken)
    {
        if (!isWhole && request.Sequences.Count == 0)
            return [];
        var headers = isWhole
            ? await store.LoadLaneAsync(instance, request.Room, cancellationToken)
            : await store.LoadPendingAsync(instance, request.Sequences, cancellationToken);
        if (headers is null)
            return null;

        var messages = new List<(OutboxHeader, DeliveryAttempt?)>(headers.Count);
        foreach (var header in headers)
            messages.Add((header, header.Progress.IsSending ? await store.FindLastAttemptAsync(header, cancellationToken) : null));
        return messages;
    }
}

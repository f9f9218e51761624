using Domaeka.Core.Leases;
using Domaeka.Core.Outbox.Journal;
using Domaeka.Core.Rooms;
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
        if (mail.Room is { } room)
            requests.Add(room, mail.Kind == MailKind.Message ? mail.MessageSequence : null);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await requests.WaitAsync(stoppingToken);
            var failed = false;
            foreach (var request in requests.Take())
            {
                try
                {
                    await AdoptAsync(request, stoppingToken);
                }
                catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
                {
                    Log.LaneNotRead(logger, exception, request.Room.BotName, request.Room.ChannelId);
                    requests.Add(request);
                    failed = true;
                }
                finally
                {
                    requests.Complete(request.Room);
                }
            }

            if (failed)
                await Task.Delay(RetryDelay, clock, stoppingToken);
        }
    }

    private async Task AdoptAsync(LaneRequest request, CancellationToken cancellationToken)
    {
        if (lease.Instance is not 0 and var instance)
        {
            var isWhole = request.Sequences is null || !engine.Owns(request.Room);
            List<(OutboxHeader, DeliveryAttempt?)>? messages = null;
            engine.BeginAdoption(request.Room);
            try
            {
                await journal.FlushAsync().WaitAsync(cancellationToken);
                messages = await ReadAsync(instance, request.Room, isWhole ? null : request.Sequences, cancellationToken);
            }
            finally
            {
                engine.EndAdoption(request.Room, lease.Instance == instance ? messages : null, isWhole);
            }
        }
    }

    /// <returns>Null when the lane is not this instance's.</returns>
    private async Task<List<(OutboxHeader Header, DeliveryAttempt? LastAttempt)>?> ReadAsync(
        long instance, RoomKey room, IReadOnlyCollection<long>? sequences, CancellationToken cancellationToken)
    {
        var headers = sequences is null
            ? await store.LoadLaneAsync(instance, room, cancellationToken)
            : await store.LoadPendingAsync(instance, sequences, cancellationToken);
        if (headers is null)
            return null;

        var messages = new List<(OutboxHeader, DeliveryAttempt?)>(headers.Count);
        foreach (var header in headers)
            messages.Add((header, header.Progress.IsSending ? await store.FindLastAttemptAsync(header, cancellationToken) : null));
        return messages;
    }
}

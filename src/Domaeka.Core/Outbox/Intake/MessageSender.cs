using Domaeka.Core.Delivery;
using Domaeka.Core.Media;
using Domaeka.Core.Outbox.Journal;
using Domaeka.Core.Outbox.Lanes;
using Domaeka.Core.Rooms;
using Domaeka.Core.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Outbox.Intake;

/// <inheritdoc cref="IMessageSender"/>
internal sealed class MessageSender(
    IRoomDirectory rooms,
    IMediaStore media,
    IOutboxStore store,
    OutboxJournal journal,
    DeliveryEngine engine,
    RemoteCancel remote,
    IOptions<DeliveryOptions> options,
    TimeProvider clock,
    ILogger<MessageSender> logger,
    OutboxMetrics? metrics = null) : IMessageSender
{
    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(SendRequest request, CancellationToken cancellationToken)
    {
        using var activity = request.ValidateOnly ? null : OutboxTraces.Accept(request);
        var result = await TrySendAsync(request, cancellationToken);
        OutboxTraces.Close(activity, result);
        if (result.Failure != SendFailure.None && !request.ValidateOnly)
            metrics?.Refuse(result.Failure);
        return result;
    }

    /// <inheritdoc/>
    public async Task<CancelOutcome> CancelAsync(string messageId, CancellationToken cancellationToken)
    {
        if (engine.TryCancel(messageId) is { } outcome)
            return await outcome.WaitAsync(cancellationToken);
        return await store.FindAsync(messageId, cancellationToken) switch
        {
            null => CancelOutcome.NotFound,
            { Header.Progress.IsEnded: true } => CancelOutcome.AlreadyEnded,
            var message => await remote.CancelAsync(message.Header, cancellationToken),
        };
    }

    private async Task<SendResult> TrySendAsync(SendRequest request, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(request.Parts.Count);
        if (await rooms.FindStoredAsync(request.Room, cancellationToken) is null)
            return new SendResult(SendFailure.RoomNotFound, null);

        // Before the expiry is looked at: a request that is repeated after it gets its first answer.
        var now = clock.GetUtcNow();
        var hash = request.RequestId is null ? null : RequestHash.Of(request);
        var ttl = options.Value.DefaultTimeToLive;
        var expireAt = request.ExpireAt ?? (ttl > TimeSpan.Zero ? (request.NotBefore > now ? request.NotBefore : now) + ttl : null);
        if (expireAt <= now || expireAt <= request.NotBefore)
            return await FindFirstAsync(request, hash, cancellationToken) ?? new SendResult(SendFailure.AlreadyExpired, null);

        var parts = ContentCutter.Cut(request.Parts, options.Value.MaxMediaPartBytes);
        for (var index = 0; index < parts.Count && !request.ValidateOnly; index++)
            parts[index] = await StoreFilesAsync(parts[index], cancellationToken);

        var header = new OutboxHeader
        {
            Id = OutboundMessage.NewId(),
            Room = request.Room,
            Kind = request.Kind,
            Priority = request.Priority,
            Redelivery = request.Redelivery,
            PreferredDeviceId = request.PreferredDeviceId,
            NotBefore = request.NotBefore,
            ExpireAt = expireAt,
            CollapseKey = request.CollapseKey,
            RequestId = request.RequestId,
            ScheduleId = request.Occurrence?.ScheduleId,
            DueAt = request.Occurrence?.DueAt,
            PartCount = parts.Count,
            TraceParent = OutboxTraces.CurrentParent,
            CreatedAt = now,
        };
        return request.ValidateOnly
            ? await PreviewAsync(header, parts, hash, cancellationToken)
            : await AcceptAsync(header, parts, hash, request.Occurrence, cancellationToken);
    }

    private async Task<SendResult> PreviewAsync(
        OutboxHeader header, IReadOnlyList<MessagePart> parts, string? hash, CancellationToken cancellationToken) =>
        await FindFirstAsync(header.RequestId, hash, cancellationToken) is { Failure: not SendFailure.None } refused
            ? refused
            : new SendResult(SendFailure.None, new OutboxMessage(header, parts));

    private async Task<SendResult> AcceptAsync(
        OutboxHeader header, IReadOnlyList<MessagePart> parts, string? hash, ScheduleOccurrence? occurrence, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetTimestamp();
        if (engine.TryReserve(header, parts) is not { } pending)
            return await FindFirstAsync(header.RequestId, hash, cancellationToken) ?? new SendResult(SendFailure.OutboxFull, null);

        // As it stands now: once it is stored it moves on by itself.
        var message = new OutboxMessage(pending.Header, parts);
        var answer = new TaskCompletionSource<OutboxWriteResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        journal.Submit(
            new OutboxInsert(message)
            {
                RequestHash = hash,
                Attempt = pending.Attempt,
                Occurrence = occurrence,
                IsLaneKnown = pending.IsLaneKnown,
                ProgressIfBehind = pending.Attempt is null ? null : ProgressRules.Unclaim(pending.Progress),
            },
            (result, exception) =>
            {
                if (exception is null && result.Outcome is OutboxWriteOutcome.Stored or OutboxWriteOutcome.StoredElsewhere or OutboxWriteOutcome.StoredBehind)
                {
                    metrics?.Accept(header, clock.GetElapsedTime(startedAt));
                    engine.OnAccepted(pending, result);
                }
                else
                {
                    engine.OnNotAccepted(pending);
                }

                if (exception is null)
                    answer.SetResult(result);
                else
                    answer.SetException(exception);
            },
            isUrgent: true);

        var stored = await answer.Task.WaitAsync(cancellationToken);
        switch (stored.Outcome)
        {
            case OutboxWriteOutcome.Stored or OutboxWriteOutcome.StoredElsewhere or OutboxWriteOutcome.StoredBehind:
                Log.MessageAccepted(logger, header.Id, header.Room.BotName, header.Room.ChannelId, header.PartCount, message.Header.Progress.State);
                return new SendResult(SendFailure.None, message with { Header = message.Header with { Sequence = stored.Sequence } });
            case OutboxWriteOutcome.Repeated:
                return new SendResult(SendFailure.None, await store.FindAsync(stored.Sequence, cancellationToken));
            case OutboxWriteOutcome.OccurrenceTaken:
                return new SendResult(SendFailure.OccurrenceTaken, null);
            default:
                return new SendResult(SendFailure.RequestIdReused, null);
        }
    }

    private async Task<MessagePart> StoreFilesAsync(MessagePart part, CancellationToken cancellationToken)
    {
        if (part.Content is not MediaContent { Items: var items } content || items.All(item => item.Bytes.IsEmpty))
            return part;

        var stored = new List<MediaItem>(items.Count);
        foreach (var item in items)
            stored.Add(item.Bytes.IsEmpty ? item : MediaItem.FromFile(await media.SaveAsync(item.Bytes, cancellationToken)));
        return part with { Content = content with { Items = stored } };
    }

    private Task<SendResult?> FindFirstAsync(SendRequest request, string? hash, CancellationToken cancellationToken) =>
        FindFirstAsync(request.RequestId, hash, cancellationToken);

    /// <summary>What an earlier request with this id came to; null when there was none.</summary>
    private async Task<SendResult?> FindFirstAsync(string? requestId, string? hash, CancellationToken cancellationToken)
    {
        if (requestId is null || await store.FindRequestAsync(requestId, cancellationToken) is not { } first)
            return null;
        return first.Hash == hash && await store.FindAsync(first.Sequence, cancellationToken) is { } message
            ? new SendResult(SendFailure.None, message)
            : new SendResult(SendFailure.RequestIdReused, null);
    }
}

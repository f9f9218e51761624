using System.Collections.Concurrent;
using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;

namespace Domaeka.Api.Tests.Support;

/// <summary>An outbox that keeps what it is given and delivers nothing.</summary>
internal sealed class FakeOutbox : IMessageSender, IMessageReader
{
    private readonly ConcurrentDictionary<string, OutboxMessage> _messages = new();
    private long _sequence;

    /// <summary>What was asked for, in order.</summary>
    public ConcurrentQueue<SendRequest> Requests { get; } = new();

    /// <summary>What the next listing was asked for.</summary>
    public OutboxQuery? LastQuery { get; private set; }

    /// <summary>Answers a request in place of the outbox; null lets the outbox accept it.</summary>
    public Func<SendRequest, Task<SendResult>>? Answer { get; set; }

    public CancelOutcome CancelOutcome { get; set; } = CancelOutcome.Cancelled;

    public IReadOnlyList<DeliveryAttempt> Attempts { get; set; } = [];

    public MessageExplanation? Explanation { get; set; }

    /// <summary>Puts a message in, with its place in the order.</summary>
    public OutboxMessage Add(OutboxHeader header, params MessagePart[] parts)
    {
        var message = new OutboxMessage(header with { Sequence = Interlocked.Increment(ref _sequence) }, parts);
        _messages[header.Id] = message;
        return message;
    }

    public async Task<SendResult> SendAsync(SendRequest request, CancellationToken cancellationToken)
    {
        await Task.Yield();
        Requests.Enqueue(request);
        if (Answer is { } answer)
            return await answer(request);

        var header = new OutboxHeader
        {
            Id = OutboundMessage.NewId(),
            Room = request.Room,
            Kind = request.Kind,
            Priority = request.Priority,
            Redelivery = request.Redelivery,
            PreferredDeviceId = request.PreferredDeviceId,
            NotBefore = request.NotBefore,
            ExpireAt = request.ExpireAt,
            CollapseKey = request.CollapseKey,
            RequestId = request.RequestId,
            PartCount = request.Parts.Count,
            CreatedAt = DateTimeOffset.UnixEpoch.AddDays(1),
        };
        return new SendResult(
            SendFailure.None,
            request.ValidateOnly ? new OutboxMessage(header, request.Parts) : Add(header, [.. request.Parts]));
    }

    public Task<CancelOutcome> CancelAsync(string messageId, CancellationToken cancellationToken) =>
        Task.FromResult(_messages.ContainsKey(messageId) ? CancelOutcome : CancelOutcome.NotFound);

    public Task<OutboxMessage?> FindAsync(string id, CancellationToken cancellationToken) =>
        Task.FromResult(_messages.GetValueOrDefault(id));

    public Task<IReadOnlyList<OutboxMessage>> ListAsync(OutboxQuery query, CancellationToken cancellationToken)
    {
        LastQuery = query;
        return Task.FromResult<IReadOnlyList<OutboxMessage>>(
        [
            .. _messages.Values
                .Where(message => query.BotName is null || message.Header.Room.BotName == query.BotName)
                .Where(message => query.BeforeSequence is not { } before || message.Header.Sequence < before)
                .OrderByDescending(message => message.Header.Sequence)
                .Take(query.Limit),
        ]);
    }

    public Task<IReadOnlyList<DeliveryAttempt>> ListAttemptsAsync(OutboxMessage message, CancellationToken cancellationToken) =>
        Task.FromResult(Attempts);

    public Task<MessageExplanation?> ExplainAsync(string id, CancellationToken cancellationToken) =>
        Task.FromResult(_messages.ContainsKey(id) ? Explanation : null);
}

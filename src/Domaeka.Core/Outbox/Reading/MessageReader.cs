using Domaeka.Core.Outbox.Lanes;

namespace Domaeka.Core.Outbox.Reading;

/// <inheritdoc cref="IMessageReader"/>
internal sealed class MessageReader(IOutboxStore store, DeliveryEngine engine, MessageExplainer explainer) : IMessageReader
{
    /// <inheritdoc/>
    public async Task<OutboxMessage?> FindAsync(string id, CancellationToken cancellationToken) =>
        await store.FindAsync(id, cancellationToken) is { } message ? WithReason(message) : null;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OutboxMessage>> ListAsync(OutboxQuery query, CancellationToken cancellationToken)
    {
        var rows = await store.ListAsync(query, cancellationToken);
        return [.. rows.Select(WithReason)];
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DeliveryAttempt>> ListAttemptsAsync(OutboxMessage message, CancellationToken cancellationToken) =>
        store.ListAttemptsAsync(message.Header.Sequence, cancellationToken);

    /// <inheritdoc/>
    public async Task<MessageExplanation?> ExplainAsync(string id, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(id, cancellationToken) is not { } stored)
            return null;

        var attempts = await store.ListAttemptsAsync(stored.Header.Sequence, cancellationToken);
        var message = WithReason(stored);
        return explainer.Explain(message, attempts, engine.Describe(stored.Header));
    }

    /// <summary>Why a message waits changes too often to be stored each time.</summary>
    private OutboxMessage WithReason(OutboxMessage message)
    {
        var header = message.Header;
        return !header.Progress.IsEnded && engine.Describe(header) is { } view && header.Progress.State != Delivery.DeliveryState.Uncertain
            ? message with { Header = header with { Progress = header.Progress with { Reason = view.Reason } } }
            : message;
    }
}

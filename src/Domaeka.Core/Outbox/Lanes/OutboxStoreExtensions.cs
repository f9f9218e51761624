namespace Domaeka.Core.Outbox.Lanes;

/// <summary>What can be read from the store in one more step.</summary>
internal static class OutboxStoreExtensions
{
    /// <summary>The attempt that was under way when the message was last stored.</summary>
    public static async Task<DeliveryAttempt?> FindLastAttemptAsync(
        this IOutboxStore store, OutboxHeader header, CancellationToken cancellationToken) =>
        (await store.ListAttemptsAsync(header.Sequence, cancellationToken))
            .LastOrDefault(attempt => attempt.Part == header.Progress.PartsConfirmed && attempt.Attempt == header.Progress.Attempts);
}

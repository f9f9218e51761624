using Domaeka.Core.Outbox;

namespace Domaeka.Storage.Tests;

/// <summary>The outbox as a program has it that is alone on its database.</summary>
internal static class OutboxStoreExtensions
{
    public static Task<IReadOnlyList<OutboxWriteResult>> ApplyAsync(
        this IOutboxStore store, IReadOnlyList<OutboxWrite> writes, CancellationToken cancellationToken) =>
        store.ApplyAsync(0, writes, cancellationToken);

    public static Task<IReadOnlyList<OutboxHeader>> LoadPendingAsync(
        this IOutboxStore store, long afterSequence, int limit, CancellationToken cancellationToken) =>
        store.LoadPendingAsync(0, afterSequence, limit, cancellationToken);
}

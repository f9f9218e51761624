namespace Domaeka.Adapters.Tcp.Outbound;

/// <summary>Somebody who waits for room in an <see cref="OutboundQueue"/>. Decided and abandoned under the queue's lock.</summary>
internal sealed class OutboundWaiter(OutboundItem item)
{
    private readonly TaskCompletionSource<bool> _decision = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public OutboundItem Item => item;

    public bool IsAbandoned { get; private set; }

    /// <summary>Says whether the item was taken. Does nothing after <see cref="TryAbandon"/>.</summary>
    public void Decide(bool taken) => _decision.TrySetResult(taken);

    /// <summary>Withdraws the item, unless it was decided on already.</summary>
    public bool TryAbandon()
    {
        if (_decision.Task.IsCompleted || IsAbandoned)
            return false;
        IsAbandoned = true;
        return true;
    }

    /// <summary>Completes with the decision.</summary>
    /// <exception cref="OperationCanceledException">The token fired first; the item was not taken.</exception>
    public async Task<bool> WaitAsync(OutboundQueue queue, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (queue, waiter) = ((OutboundQueue, OutboundWaiter))state!;
                if (queue.Abandon(waiter))
                    waiter._decision.TrySetCanceled(token);
            },
            (queue, this));
        return await _decision.Task;
    }
}

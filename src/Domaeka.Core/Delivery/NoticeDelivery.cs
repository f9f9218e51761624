namespace Domaeka.Core.Delivery;

/// <summary>A pushed message in a connection's queue: tells its sender what became of it, and can be withdrawn while it waits.</summary>
internal sealed class NoticeDelivery(OutboundMessage message) : OutboundDelivery(message)
{
    private const int Waiting = 0;
    private const int Begun = 1;
    private const int Withdrawn = 2;

    private readonly TaskCompletionSource<DeliveryState> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _phase = Waiting;

    /// <summary><see cref="DeliveryState.Written"/>, <see cref="DeliveryState.Failed"/> or <see cref="DeliveryState.Uncertain"/>.</summary>
    public Task<DeliveryState> Outcome => _outcome.Task;

    /// <summary>Takes the message back.</summary>
    /// <returns>False when writing has begun: it may arrive.</returns>
    public bool TryWithdraw() => Interlocked.CompareExchange(ref _phase, Withdrawn, Waiting) == Waiting;

    /// <inheritdoc/>
    public override bool TryBegin() => Interlocked.CompareExchange(ref _phase, Begun, Waiting) == Waiting;

    /// <inheritdoc/>
    public override void OnWritten() => _outcome.TrySetResult(DeliveryState.Written);

    /// <inheritdoc/>
    public override void OnLost(bool begun) => _outcome.TrySetResult(begun ? DeliveryState.Uncertain : DeliveryState.Failed);
}

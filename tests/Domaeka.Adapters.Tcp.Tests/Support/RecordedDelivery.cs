using System.Collections.Concurrent;
using Domaeka.Core.Delivery;

namespace Domaeka.Adapters.Tcp.Tests.Support;

/// <summary>A delivery that notes what the adapter calls, and that nothing is called behind the end.</summary>
/// <param name="message">What is to be written.</param>
/// <param name="wantsConfirmation">Whether it ends with the confirmation, not with the writing.</param>
/// <param name="journal">Notes the calls of several deliveries in their order; null when nobody asks.</param>
internal sealed class RecordedDelivery(
    OutboundMessage message, bool wantsConfirmation = false, ConcurrentQueue<(RecordedDelivery Delivery, string Call)>? journal = null)
    : OutboundDelivery(message)
{
    private readonly TaskCompletionSource<string> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;

    public override bool WantsConfirmation => wantsConfirmation;

    public override DeliveryPriority Priority => As ?? base.Priority;

    public override bool KeepsRoomOrder => IsOrdered;

    /// <summary>Its priority; null leaves it to the kind of its message.</summary>
    public DeliveryPriority? As { get; init; }

    /// <summary>True as for messages of the outbox.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>While true, the message counts as taken back.</summary>
    public bool IsWithdrawn { get; set; }

    /// <summary>How often the adapter asked whether it may write.</summary>
    public int Begun => Volatile.Read(ref _begun);

    /// <summary>Completes when the adapter says that it was written.</summary>
    public Task Written => _written.Task.DefaultTimeout();

    public bool IsWritten => _written.Task.IsCompleted;

    /// <summary>
    /// The end: <c>written</c> (when no confirmation is wanted), <c>confirmed</c>, <c>lost</c>, <c>lost begun</c>, or <c>refused</c> and why.
    /// </summary>
    public Task<string> Outcome => _outcome.Task.DefaultTimeout();

    public bool IsDecided => _outcome.Task.IsCompleted;

    public override bool TryBegin()
    {
        Interlocked.Increment(ref _begun);
        return !IsWithdrawn;
    }

    public override void OnWritten()
    {
        Note("written");
        _written.SetResult();
        if (!wantsConfirmation)
            _outcome.SetResult("written");
    }

    public override void OnConfirmed()
    {
        Note("confirmed");
        if (!wantsConfirmation || !IsWritten)
            _outcome.SetException(new InvalidOperationException("Confirmed without being written, or without having asked."));
        else
            _outcome.SetResult("confirmed");
    }

    public override void OnRefused(DeliveryReason reason) => End($"refused {reason}");

    public override void OnLost(bool begun) => End(begun ? "lost begun" : "lost");

    private void End(string how)
    {
        Note(how);
        _outcome.SetResult(how);
    }

    private void Note(string call) => journal?.Enqueue((this, call));
}

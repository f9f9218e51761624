using Domaeka.Core.Delivery;

namespace Domaeka.Adapters.Tcp.Tests.Support;

/// <summary>A delivery that notes what the adapter calls, and that it calls nothing twice.</summary>
internal sealed class RecordedDelivery(OutboundMessage message) : OutboundDelivery(message)
{
    private readonly TaskCompletionSource<string> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;

    /// <summary>While true, the message counts as taken back.</summary>
    public bool IsWithdrawn { get; set; }

    /// <summary>How often the adapter asked whether it may write.</summary>
    public int Begun => Volatile.Read(ref _begun);

    /// <summary><c>written</c>, <c>lost</c> or <c>lost begun</c>.</summary>
    public Task<string> Outcome => _outcome.Task.DefaultTimeout();

    public bool IsDecided => _outcome.Task.IsCompleted;

    public override bool TryBegin()
    {
        Interlocked.Increment(ref _begun);
        return !IsWithdrawn;
    }

    public override void OnWritten() => _outcome.SetResult("written");

    public override void OnLost(bool begun) => _outcome.SetResult(begun ? "lost begun" : "lost");
}

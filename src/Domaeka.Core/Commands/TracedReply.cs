using System.Diagnostics;
using Domaeka.Core.Delivery;
using Domaeka.Core.Telemetry;

namespace Domaeka.Core.Commands;

/// <summary>An answer whose way into the socket somebody wants to see.</summary>
internal sealed class TracedReply(OutboundMessage message, Activity received, TimeProvider clock) : OutboundDelivery(message)
{
    private readonly DateTimeOffset _since = clock.GetUtcNow();

    public override void OnWritten() => Tell("written", isWritten: true);

    public override void OnRefused(DeliveryReason reason) => Tell(MetricLabels.Of(reason), isWritten: false);

    public override void OnLost(bool begun) => Tell(begun ? "uncertain" : "lost", isWritten: false);

    private void Tell(string outcome, bool isWritten) => ChatTraces.Write(received, Message, _since, clock.GetUtcNow(), outcome, isWritten);
}

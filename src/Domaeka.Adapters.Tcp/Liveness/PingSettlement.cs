namespace Domaeka.Adapters.Tcp.Liveness;

/// <summary>What follows from a ping's answer.</summary>
/// <param name="ConfirmsThrough">The number of the last delivery that is confirmed by it; 0 when there is none.</param>
/// <param name="LetsBarrierGo">True when a ping could not be written behind deliveries for want of a place, and now can.</param>
/// <param name="IsOfSchedule">True when the ping was one of the schedule, not one behind deliveries.</param>
/// <param name="RoundTrip">How long the answer took; null when that says nothing about the link.</param>
internal readonly record struct PingSettlement(long ConfirmsThrough, bool LetsBarrierGo, bool IsOfSchedule, TimeSpan? RoundTrip);

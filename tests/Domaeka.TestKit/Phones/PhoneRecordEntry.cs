using Domaeka.Protocol.Messages;

namespace Domaeka.TestKit.Phones;

/// <summary>A line that a phone has shown.</summary>
/// <param name="Connection">The number of the phone's connection that it came on, from 1.</param>
/// <param name="Line">A text or media.</param>
public sealed record PhoneRecordEntry(int Connection, OutboundLine Line);

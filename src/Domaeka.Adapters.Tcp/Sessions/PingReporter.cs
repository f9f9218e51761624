using System.Net;
using Domaeka.Core.Connections;
using Domaeka.Core.Monitoring;
using Domaeka.Protocol.Messages;

namespace Domaeka.Adapters.Tcp.Sessions;

/// <summary>Tells Core what became of the pings of the schedule.</summary>
internal sealed class PingReporter(IPingRecorder recorder, TimeZoneInfo phoneZone, TimeProvider time)
{
    /// <summary>The phone has answered.</summary>
    public void ReportAnswer(IPhoneConnection phone, EndPoint? remote, PingReply reply, TimeSpan? roundTrip) => recorder.Record(
        Observe(phone, remote, PingOutcome.Answered) with
        {
            RoundTrip = roundTrip,
            DeviceUuid = LineTranslation.OrNull(reply.Auth?.DeviceUuid),
            MacAddress = LineTranslation.OrNull(reply.Auth?.MacAddress),
            ReportedAddress = LineTranslation.AddressOrNull(reply.Auth?.IpAddress) ?? phone.Identity.IpAddress,
            ClientVersion = LineTranslation.OrNull(reply.Auth?.Version) ?? phone.Identity.ClientVersion,
            TotalMemoryMegabytes = reply.Monitoring?.TotalMemoryMegabytes,
            UsedMemoryMegabytes = reply.Monitoring?.UsedMemoryMegabytes,
            MemoryPercent = reply.Monitoring?.MemoryPercent,
            MessageQueueSize = reply.Monitoring?.MessageQueueSize,
            ActiveRooms = reply.Monitoring?.ActiveRooms,
            ClientTimestamp = SentAt(reply),
        });

    /// <summary>The phone has not answered for too long.</summary>
    public void ReportTimeout(IPhoneConnection phone, EndPoint? remote) => recorder.Record(Observe(phone, remote, PingOutcome.TimedOut));

    private PingObservation Observe(IPhoneConnection phone, EndPoint? remote, PingOutcome outcome) => new()
    {
        Device = phone.Identity.Device,
        Outcome = outcome,
        At = time.GetUtcNow(),
        ReportedAddress = phone.Identity.IpAddress,
        RemoteAddress = LineTranslation.AddressOf(remote),
        ClientVersion = phone.Identity.ClientVersion,
    };

    // Only v3.3 says it in the line itself; the signature's time is made at the same moment.
    private DateTimeOffset? SentAt(PingReply reply)
    {
        if (PhoneTime.TryParse(reply.Timestamp, phoneZone, out var sentAt))
            return sentAt;
        return reply.Auth is { Timestamp: > 0 and <= MaxEpochMilliseconds } auth ? DateTimeOffset.FromUnixTimeMilliseconds(auth.Timestamp) : null;
    }

    /// <summary>The end of the year 9998, the last that every zone can tell.</summary>
    private const long MaxEpochMilliseconds = 253_370_764_799_999;
}

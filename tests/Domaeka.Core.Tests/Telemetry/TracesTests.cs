using System.Diagnostics;
using Domaeka.Core.Chat;
using Domaeka.Core.Commands;
using Domaeka.Core.Delivery;
using Domaeka.Core.Outbox;
using Domaeka.Core.Rooms;
using Domaeka.Core.Telemetry;

namespace Domaeka.Core.Tests.Telemetry;

/// <summary>Nobody listens in this process.</summary>
public sealed class TracesTests
{
    private static readonly OutboxHeader Header = new()
    {
        Id = "0123456789abcdef0123456789abcdef",
        Room = new RoomKey("bot", "1"),
        Kind = OutboundKind.Notice,
        PartCount = 1,
        CreatedAt = DateTimeOffset.UnixEpoch,
        TraceParent = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01",
    };

    [Fact]
    public void Way_NobodyListens_AllocatesNothing()
    {
        using var current = new Activity("of somebody else").Start();
        Walk();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Walk();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void CurrentParent_NobodyListens_IsNotCarried()
    {
        using var current = new Activity("of somebody else") { ActivityTraceFlags = ActivityTraceFlags.Recorded }.Start();

        Assert.Null(OutboxTraces.CurrentParent);
    }

    private static void Walk()
    {
        Assert.Null(DomaekaTraces.Source.StartActivity("chat.receive", ActivityKind.Consumer));
        ChatTraces.Close(null, ChatOutcome.Dispatched);
        ChatTraces.End(null, CommandOutcome.Answered);
        OutboxTraces.Close(null, default!);
        OutboxTraces.Attempt(Header, null, DeliveryState.Confirmed, DeliveryReason.None, DateTimeOffset.UnixEpoch);
        OutboxTraces.EndWaiting(Header, DeliveryState.Cancelled, DeliveryReason.CancelledByCaller, DateTimeOffset.UnixEpoch);
        _ = OutboxTraces.CurrentParent;
    }
}

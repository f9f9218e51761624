using System.Diagnostics;
using Domaeka.Api.Tests.Support;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;
using Domaeka.V1;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Api.Tests.Traces;

public sealed class TraceTests : IDisposable
{
    private const string Room = "공동구매방";
    private const string Channel = "77";
    private const string Device = "phone";
    private const string Secret = "비밀 이야기";

    private readonly SpanProbe _probe = new();
    private readonly string _bot = $"봇 {Guid.NewGuid():N}";

    private string RoomName => $"bots/{_bot}/rooms/{Channel}";

    [Fact]
    public async Task Echo_FromLineToReply_IsOneTrace()
    {
        var api = await ApiHost.StartAsync();
        await using var phone = await AdmitAsync(api);

        await phone.SayAsync(Room, $"# echo {Secret}", Channel);
        await phone.NextAsync<TextLine>();
        await Eventually.TrueAsync(() => Received() is { } found && _probe.Of(found.TraceId).Count == 4);

        var received = Received()!;
        var spans = _probe.Of(received.TraceId).ToDictionary(span => span.OperationName);
        Assert.Equal(["chat.receive", "command.run", "command.wait", "reply.write"], spans.Keys.Order(StringComparer.Ordinal));
        Assert.All(spans.Values.Where(span => span != received), span => Assert.Equal(received.SpanId, span.ParentSpanId));
        Assert.Equal("# echo", spans["command.run"].GetTagItem("domaeka.command"));
        Assert.Equal("answered", spans["command.run"].GetTagItem("domaeka.outcome"));
        Assert.Equal("written", spans["reply.write"].GetTagItem("domaeka.outcome"));
        Assert.Equal(Device, received.GetTagItem("domaeka.device"));
        AssertNoText(spans.Values);
        await api.DisposeAsync();

        Activity? Received() => _probe.With("domaeka.bot", _bot).SingleOrDefault(span => span.GetTagItem("domaeka.outcome") as string == "dispatched");
    }

    [Fact]
    public async Task SendMessage_WithTheCallersTrace_GoesOnToConfirmed()
    {
        var api = await ApiHost.StartAsync();
        await using var phone = await AdmitAsync(api);
        var trace = ActivityTraceId.CreateRandom();
        var caller = ActivitySpanId.CreateRandom();

        var sent = await api.Messages.SendMessageAsync(
            new SendMessageRequest { Room = RoomName, Text = Secret }, new Metadata { { "traceparent", $"00-{trace}-{caller}-01" } });
        await Eventually.TrueAsync(() => _probe.Of(trace).Any(span => span.OperationName == "message.deliver"));
        await Eventually.TrueAsync(() => _probe.Of(trace).Count == 4);

        var spans = _probe.Of(trace).ToDictionary(span => span.OperationName);
        var accept = spans["message.accept"];
        Assert.Equal(caller, spans.Values.Single(span => span.Source.Name == "Microsoft.AspNetCore").ParentSpanId);
        Assert.Equal(spans.Values.Single(span => span.Source.Name == "Microsoft.AspNetCore").SpanId, accept.ParentSpanId);
        Assert.Equal(accept.SpanId, spans["message.wait"].ParentSpanId);
        var deliver = spans["message.deliver"];
        Assert.Equal(accept.SpanId, deliver.ParentSpanId);
        Assert.Equal("confirmed", deliver.GetTagItem("domaeka.outcome"));
        Assert.Equal(sent.Message.Name, $"messages/{deliver.GetTagItem("domaeka.message")}");
        Assert.Equal("written", Assert.Single(deliver.Events).Name);
        Assert.Equal(ActivityStatusCode.Unset, deliver.Status);
        AssertNoText(spans.Values);
        await api.DisposeAsync();
    }

    [Fact]
    public async Task SendMessage_ServerRestartsMeanwhile_TheTraceGoesOn()
    {
        using var data = new TempDirectory();
        var trace = ActivityTraceId.CreateRandom();
        var first = await ApiHost.StartAsync([$"--Data:Directory={data.Path}"]);
        await using (await AdmitAsync(first))
        {
        }

        var connections = first.Host.Services.GetRequiredService<IConnectionRegistry>();
        await Eventually.TrueAsync(() => connections.FindLive(new DeviceKey(_bot, Device)) is null);
        var sent = await first.Messages.SendMessageAsync(
            new SendMessageRequest { Room = RoomName, Text = Secret },
            new Metadata { { "traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01" } });
        Assert.Equal(DeliveryReason.DeviceOffline, sent.Message.Reason);
        await first.DisposeAsync();
        Assert.DoesNotContain(_probe.Of(trace), span => span.OperationName == "message.deliver");

        var second = await ApiHost.StartAsync([$"--Data:Directory={data.Path}"]);
        await using var phone = await second.ConnectPhoneAsync(_bot, Device);
        await phone.NextAsync<TextLine>();
        await Eventually.TrueAsync(() => _probe.Of(trace).Any(span => span.OperationName == "message.deliver"));

        var accept = _probe.Of(trace).Single(span => span.OperationName == "message.accept");
        Assert.All(
            _probe.Of(trace).Where(span => span.OperationName is "message.deliver" or "message.wait"),
            span => Assert.Equal(accept.SpanId, span.ParentSpanId));
        await second.DisposeAsync();
    }

    [Fact]
    public async Task CancelMessage_WhileItWaits_EndsTheTrace()
    {
        var api = await ApiHost.StartAsync();
        await using (await AdmitAsync(api))
        {
        }

        var connections = api.Host.Services.GetRequiredService<IConnectionRegistry>();
        await Eventually.TrueAsync(() => connections.FindLive(new DeviceKey(_bot, Device)) is null);
        var trace = ActivityTraceId.CreateRandom();
        var sent = await api.Messages.SendMessageAsync(
            new SendMessageRequest { Room = RoomName, Text = Secret }, new Metadata { { "traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01" } });
        await api.Messages.CancelMessageAsync(new CancelMessageRequest { Name = sent.Message.Name });

        var wait = _probe.Of(trace).Single(span => span.OperationName == "message.wait");
        Assert.Equal("cancelled", wait.GetTagItem("domaeka.outcome"));
        await api.DisposeAsync();
    }

    public void Dispose() => _probe.Dispose();

    private static void AssertNoText(IEnumerable<Activity> spans) => Assert.All(
        spans.SelectMany(span => span.TagObjects),
        tag => Assert.DoesNotContain(Secret, $"{tag.Value}", StringComparison.Ordinal));

    private async Task<FakePhone> AdmitAsync(ApiHost api)
    {
        var phone = await api.ConnectPhoneAsync(_bot, Device);
        await phone.SayAsync(Room, "안녕하세요", Channel);
        await Eventually.TrueAsync(async () => (await api.Rooms.ListRoomsAsync(new ListRoomsRequest { Bot = _bot })).Rooms.Count == 1);
        await api.Devices.ApproveDeviceAsync(new ApproveDeviceRequest { Name = $"bots/{_bot}/devices/{Device}" });
        await api.Rooms.ApproveRoomAsync(new ApproveRoomRequest { Name = RoomName });
        return phone;
    }
}

using Domaeka.Api.Errors;
using Domaeka.Api.Tests.Support;
using Domaeka.Protocol.Messages;
using Domaeka.TestKit;
using Domaeka.V1;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace Domaeka.Api.Tests.Devices;

public sealed class DeviceServiceTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task GetDevice_Known_TellsWhatIsKnown()
    {
        var name = await api.AddDeviceAsync("get 봇", "d1");

        var device = (await api.Devices.GetDeviceAsync(new() { Name = name })).Device;

        Assert.Equal(name, device.Name);
        Assert.Equal("get 봇", device.Bot);
        Assert.Equal("d1", device.DeviceId);
        Assert.Equal(ApprovalStatus.Pending, device.Status);
        Assert.Equal("3.3.3", device.ClientVersion);
        Assert.False(device.Connected);
        Assert.Null(device.Connection);
        Assert.NotNull(device.CreateTime);
        Assert.Null(device.ApproveTime);
    }

    [Fact]
    public async Task GetDevice_Unknown_IsNotFound()
    {
        var exception = await RpcAssert.FailsAsync(
            StatusCode.NotFound, ErrorReasons.DeviceNotFound, api.Devices.GetDeviceAsync(new() { Name = "bots/봇/devices/none" }));

        Assert.Equal("bots/봇/devices/none", RpcAssert.Detail<ResourceInfo>(exception).ResourceName);
    }

    [Fact]
    public async Task EveryNamedRpc_BadName_IsViolated()
    {
        await RpcAssert.ViolatesAsync(api.Devices.GetDeviceAsync(new() { Name = "x" }), "name");
        await RpcAssert.ViolatesAsync(api.Devices.ApproveDeviceAsync(new()), "name");
        await RpcAssert.ViolatesAsync(api.Devices.DenyDeviceAsync(new() { Name = "x", Reason = new string('r', 201) }), "name", "reason");
        await RpcAssert.ViolatesAsync(api.Devices.RevokeDeviceAsync(new() { Name = "x", Reason = new string('r', 201) }), "name", "reason");
        await RpcAssert.ViolatesAsync(api.Devices.BlockDeviceAsync(new() { Name = "x", Reason = new string('r', 201) }), "name", "reason");
        await RpcAssert.ViolatesAsync(api.Devices.DisconnectDeviceAsync(new() { Name = "bots/b/rooms/r" }), "name");
        await RpcAssert.ViolatesAsync(api.Devices.UpdateDeviceAsync(new()), "device");
    }

    [Fact]
    public async Task EveryNamedRpc_UnknownDevice_IsNotFound()
    {
        const string name = "bots/b/devices/nobody";
        await Check(api.Devices.ApproveDeviceAsync(new() { Name = name }));
        await Check(api.Devices.DenyDeviceAsync(new() { Name = name }));
        await Check(api.Devices.RevokeDeviceAsync(new() { Name = name }));
        await Check(api.Devices.BlockDeviceAsync(new() { Name = name }));
        await Check(api.Devices.DisconnectDeviceAsync(new() { Name = name }));
        await Check(api.Devices.UpdateDeviceAsync(new() { Device = new() { Name = name } }));
        await Check(api.Devices.UpdateDeviceAsync(new() { Device = new() { Name = name, Description = "x" } }));

        static Task Check<T>(AsyncUnaryCall<T> call) => RpcAssert.FailsAsync(StatusCode.NotFound, ErrorReasons.DeviceNotFound, call);
    }

    [Fact]
    public async Task ApproveDevice_Twice_ChangesNothingMore()
    {
        var name = await api.AddDeviceAsync("approve", "d1");

        var first = (await api.Devices.ApproveDeviceAsync(new() { Name = name })).Device;
        var second = (await api.Devices.ApproveDeviceAsync(new() { Name = name })).Device;

        Assert.Equal(ApprovalStatus.Approved, first.Status);
        Assert.NotNull(first.ApproveTime);
        Assert.Equal(first, second);
        Assert.Equal(first, (await api.Devices.GetDeviceAsync(new() { Name = name })).Device);
    }

    [Fact]
    public async Task Refusals_WithReason_AreStoredAndApprovalClearsThem()
    {
        var name = await api.AddDeviceAsync("refuse", "d1");

        var denied = (await api.Devices.DenyDeviceAsync(new() { Name = name, Reason = "모르는 폰" })).Device;
        var revoked = (await api.Devices.RevokeDeviceAsync(new() { Name = name })).Device;
        var blocked = (await api.Devices.BlockDeviceAsync(new() { Name = name, Reason = "abuse" })).Device;
        var approved = (await api.Devices.ApproveDeviceAsync(new() { Name = name })).Device;

        Assert.Equal((ApprovalStatus.Denied, "모르는 폰"), (denied.Status, denied.RejectionReason));
        Assert.Equal((ApprovalStatus.Revoked, "모르는 폰"), (revoked.Status, revoked.RejectionReason));
        Assert.Equal((ApprovalStatus.Blocked, "abuse"), (blocked.Status, blocked.RejectionReason));
        Assert.Equal((ApprovalStatus.Approved, ""), (approved.Status, approved.RejectionReason));
    }

    [Fact]
    public async Task UpdateDevice_OpenMask_ChangesWhatIsSet()
    {
        var name = await api.AddDeviceAsync("update", "open");
        await api.Devices.UpdateDeviceAsync(new() { Device = new() { Name = name, Description = "note", MaxMessageSizeBytes = 4096 } });

        var device = (await api.Devices.UpdateDeviceAsync(new()
        {
            Device = new() { Name = name, Description = "other" },
            UpdateMask = new FieldMask { Paths = { "*" } },
        })).Device;

        Assert.Equal("other", device.Description);
        Assert.Equal(4096, device.MaxMessageSizeBytes);
    }

    [Fact]
    public async Task UpdateDevice_Mask_ChangesAndClearsWhatItNames()
    {
        var name = await api.AddDeviceAsync("update", "mask");
        await api.Devices.UpdateDeviceAsync(new()
        {
            Device = new() { Name = name, Description = "note", MaxMessageSizeBytes = 4096, DeviceUuid = "uuid" },
        });

        var device = (await api.Devices.UpdateDeviceAsync(new()
        {
            Device = new() { Name = name, Description = "ignored" },
            UpdateMask = new FieldMask { Paths = { "max_message_size_bytes", "device_uuid" } },
        })).Device;

        Assert.Equal("note", device.Description);
        Assert.Equal(0, device.MaxMessageSizeBytes);
        Assert.Equal("", device.DeviceUuid);
    }

    [Fact]
    public async Task UpdateDevice_EverythingWrong_IsToldAtOnce() => await RpcAssert.ViolatesAsync(
        api.Devices.UpdateDeviceAsync(new()
        {
            Device = new()
            {
                Name = "x",
                Description = new string('x', 1_001),
                MaxMessageSizeBytes = 10,
                DeviceUuid = new string('x', 129),
            },
            UpdateMask = new FieldMask { Paths = { "status", "nope", "description" } },
        }),
        "device.name",
        "device.description",
        "device.max_message_size_bytes",
        "device.device_uuid",
        "update_mask",
        "update_mask");

    [Fact]
    public async Task ListDevices_Pages_GiveEveryDeviceOnceInOrder()
    {
        string[] ids = ["a", "b", "c", "d", "e"];
        foreach (var id in ids.Reverse())
            await api.AddDeviceAsync("paged", id);

        var request = new ListDevicesRequest { Bot = "paged", PageSize = 2 };
        var pages = new List<string[]>();
        do
        {
            var page = await api.Devices.ListDevicesAsync(request);
            pages.Add([.. page.Devices.Select(device => device.DeviceId)]);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal([["a", "b"], ["c", "d"], ["e"]], pages);
    }

    [Fact]
    public async Task ListDevices_ExactlyOnePage_HasNoNext()
    {
        await api.AddDeviceAsync("one page", "a");
        await api.AddDeviceAsync("one page", "b");

        var page = await api.Devices.ListDevicesAsync(new() { Bot = "one page", PageSize = 2 });

        Assert.Equal(2, page.Devices.Count);
        Assert.Equal("", page.NextPageToken);
    }

    [Fact]
    public async Task ListDevices_Status_FiltersByIt()
    {
        await api.AddDeviceAsync("filtered", "waits");
        await api.Devices.ApproveDeviceAsync(new() { Name = await api.AddDeviceAsync("filtered", "served") });

        var page = await api.Devices.ListDevicesAsync(new() { Bot = "filtered", Status = ApprovalStatus.Approved });

        Assert.Equal("served", Assert.Single(page.Devices).DeviceId);
    }

    [Fact]
    public async Task ListDevices_EverythingWrong_IsToldAtOnce() => await RpcAssert.ViolatesAsync(
        api.Devices.ListDevicesAsync(new()
        {
            Bot = new string('b', 65),
            Status = (ApprovalStatus)99,
            PageSize = -1,
            PageToken = "nonsense",
        }),
        "bot",
        "status",
        "page_size",
        "page_token");

    [Fact]
    public async Task ListDevices_TokenOfAnotherFilter_IsViolated()
    {
        await api.AddDeviceAsync("token", "a");
        await api.AddDeviceAsync("token", "b");
        var page = await api.Devices.ListDevicesAsync(new() { Bot = "token", PageSize = 1 });
        Assert.NotEqual("", page.NextPageToken);

        await RpcAssert.ViolatesAsync(
            api.Devices.ListDevicesAsync(new() { Bot = "other", PageSize = 1, PageToken = page.NextPageToken }), "page_token");
    }

    [Fact]
    public async Task DisconnectDevice_NotConnected_IsOffline()
    {
        var name = await api.AddDeviceAsync("offline", "d1");

        await RpcAssert.FailsAsync(
            StatusCode.FailedPrecondition, ErrorReasons.DeviceOffline, api.Devices.DisconnectDeviceAsync(new() { Name = name }));
    }

    [Fact]
    public async Task DisconnectDevice_Connected_ClosesTheConnection()
    {
        await using var phone = await api.ConnectPhoneAsync("live", "d1");
        var device = (await api.Devices.GetDeviceAsync(new() { Name = "bots/live/devices/d1" })).Device;
        Assert.True(device.Connected);
        Assert.NotNull(device.Connection.ConnectTime);
        Assert.Equal("3.3.3", device.Connection.ClientVersion);
        Assert.NotNull(device.Connection.LastRoundTrip);
        var quality = device.Connection.Quality;
        Assert.InRange(quality.RoundTripSamples, 1, 100);
        Assert.True(quality.MinRoundTrip.ToTimeSpan() <= quality.MeanRoundTrip.ToTimeSpan());
        Assert.True(quality.MeanRoundTrip.ToTimeSpan() <= quality.P95RoundTrip.ToTimeSpan());
        Assert.InRange(quality.InboundLines, 2, 10);
        Assert.InRange(quality.InboundBytes, 100, 10_000);
        Assert.InRange(quality.OutboundLines, 2, 10);
        Assert.InRange(quality.OutboundBytes, 100, 10_000);
        Assert.Equal(0, quality.MissedPings);
        Assert.True(quality.LastActivityTime >= device.Connection.ConnectTime);

        await api.Devices.DisconnectDeviceAsync(new() { Name = device.Name });

        await phone.Closed.DefaultTimeout();
    }

    [Fact]
    public async Task ApproveDevice_Connected_TellsThePhone()
    {
        await using var phone = await api.ConnectPhoneAsync("approved live", "d1");

        var device = (await api.Devices.ApproveDeviceAsync(new() { Name = "bots/approved live/devices/d1" })).Device;

        Assert.True(device.Connected);
        Assert.True((await phone.NextAsync<HandshakeCompleteLine>()).Approved);
    }

    [Fact]
    public async Task BlockDevice_Connected_TellsThePhoneAndCloses()
    {
        await using var phone = await api.ConnectPhoneAsync("blocked", "d1");

        await api.Devices.BlockDeviceAsync(new() { Name = "bots/blocked/devices/d1", Reason = "abuse" });

        Assert.False((await phone.NextAsync<HandshakeCompleteLine>()).Success);
        await phone.Closed.DefaultTimeout();
    }
}

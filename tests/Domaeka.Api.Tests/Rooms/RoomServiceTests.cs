using Domaeka.Api.Errors;
using Domaeka.Api.Tests.Support;
using Domaeka.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace Domaeka.Api.Tests.Rooms;

public sealed class RoomServiceTests(ApiHost api) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task GetRoom_Known_TellsWhatIsKnown()
    {
        var name = await api.AddRoomAsync("봇", "123", "행복 공구방", "phone/1");

        var room = (await api.Rooms.GetRoomAsync(new() { Name = name })).Room;

        Assert.Equal(name, room.Name);
        Assert.Equal(("봇", "123"), (room.Bot, room.ChannelId));
        Assert.Equal("행복 공구방", room.DisplayName);
        Assert.Equal(ApprovalStatus.Pending, room.Status);
        Assert.Equal("bots/봇/devices/phone%2F1", room.Device);
        Assert.True(room.LogSettings.Enabled);
        Assert.NotNull(room.CreateTime);
        Assert.Null(room.ApproveTime);
    }

    [Fact]
    public async Task EveryNamedRpc_BadName_IsViolated()
    {
        await RpcAssert.ViolatesAsync(api.Rooms.GetRoomAsync(new() { Name = "bots/b/devices/d" }), "name");
        await RpcAssert.ViolatesAsync(api.Rooms.ApproveRoomAsync(new()), "name");
        await RpcAssert.ViolatesAsync(api.Rooms.DenyRoomAsync(new() { Name = "x", Reason = new string('r', 201) }), "name", "reason");
        await RpcAssert.ViolatesAsync(api.Rooms.RevokeRoomAsync(new() { Name = "x", Reason = new string('r', 201) }), "name", "reason");
        await RpcAssert.ViolatesAsync(api.Rooms.BlockRoomAsync(new() { Name = "x", Reason = new string('r', 201) }), "name", "reason");
        await RpcAssert.ViolatesAsync(api.Rooms.UpdateRoomAsync(new()), "room");
    }

    [Fact]
    public async Task EveryNamedRpc_UnknownRoom_IsNotFound()
    {
        const string name = "bots/b/rooms/nowhere";
        await Check(api.Rooms.GetRoomAsync(new() { Name = name }));
        await Check(api.Rooms.ApproveRoomAsync(new() { Name = name }));
        await Check(api.Rooms.DenyRoomAsync(new() { Name = name }));
        await Check(api.Rooms.RevokeRoomAsync(new() { Name = name }));
        await Check(api.Rooms.BlockRoomAsync(new() { Name = name }));
        await Check(api.Rooms.UpdateRoomAsync(new() { Room = new() { Name = name } }));
        await Check(api.Rooms.UpdateRoomAsync(new() { Room = new() { Name = name, Concurrency = 2 } }));

        static Task Check<T>(AsyncUnaryCall<T> call) => RpcAssert.FailsAsync(StatusCode.NotFound, ErrorReasons.RoomNotFound, call);
    }

    [Fact]
    public async Task ApproveRoom_Twice_ChangesNothingMore()
    {
        var name = await api.AddRoomAsync("approve", "1", "room");

        var first = (await api.Rooms.ApproveRoomAsync(new() { Name = name })).Room;
        var second = (await api.Rooms.ApproveRoomAsync(new() { Name = name })).Room;

        Assert.Equal(ApprovalStatus.Approved, first.Status);
        Assert.NotNull(first.ApproveTime);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Refusals_WithReason_AreStored()
    {
        var name = await api.AddRoomAsync("refuse", "1", "room");

        var denied = (await api.Rooms.DenyRoomAsync(new() { Name = name, Reason = "모르는 방" })).Room;
        var revoked = (await api.Rooms.RevokeRoomAsync(new() { Name = name, Reason = "끝" })).Room;
        var blocked = (await api.Rooms.BlockRoomAsync(new() { Name = name })).Room;

        Assert.Equal((ApprovalStatus.Denied, "모르는 방"), (denied.Status, denied.RejectionReason));
        Assert.Equal((ApprovalStatus.Revoked, "끝"), (revoked.Status, revoked.RejectionReason));
        Assert.Equal((ApprovalStatus.Blocked, "끝"), (blocked.Status, blocked.RejectionReason));
    }

    [Fact]
    public async Task ApproveRoom_SameNameTwice_IsReportedAsAmbiguous()
    {
        var first = await api.AddRoomAsync("twins", "1", "공구방");
        var second = await api.AddRoomAsync("twins", "2", "공구방");
        await api.Rooms.ApproveRoomAsync(new() { Name = first });
        Assert.False((await api.Rooms.GetRoomAsync(new() { Name = first })).Room.DisplayNameAmbiguous);

        await api.Rooms.ApproveRoomAsync(new() { Name = second });

        Assert.True((await api.Rooms.GetRoomAsync(new() { Name = first })).Room.DisplayNameAmbiguous);
        Assert.True((await api.Rooms.GetRoomAsync(new() { Name = second })).Room.DisplayNameAmbiguous);
    }

    [Fact]
    public async Task UpdateRoom_OpenMask_ChangesWhatIsSet()
    {
        var name = await api.AddRoomAsync("update", "open", "room");

        var room = (await api.Rooms.UpdateRoomAsync(new()
        {
            Room = new()
            {
                Name = name,
                Concurrency = 2,
                Owners = { "홍길동", "hash", "홍길동" },
                LogSettings = new() { Enabled = false, RetentionDays = 30 },
            },
        })).Room;

        Assert.Equal(2, room.Concurrency);
        Assert.Equal(["홍길동", "hash"], room.Owners);
        Assert.Equal((false, 30), (room.LogSettings.Enabled, room.LogSettings.RetentionDays));
        Assert.Equal(room, (await api.Rooms.GetRoomAsync(new() { Name = name })).Room);
    }

    [Fact]
    public async Task UpdateRoom_Mask_ClearsWhatItNames()
    {
        var name = await api.AddRoomAsync("update", "mask", "room");
        await api.Rooms.UpdateRoomAsync(new()
        {
            Room = new() { Name = name, Concurrency = 2, Owners = { "a" }, Description = "note", LogSettings = new() { RetentionDays = 3 } },
        });

        var room = (await api.Rooms.UpdateRoomAsync(new()
        {
            Room = new() { Name = name },
            UpdateMask = new FieldMask { Paths = { "concurrency", "owners", "log_settings" } },
        })).Room;

        Assert.Equal(0, room.Concurrency);
        Assert.Empty(room.Owners);
        Assert.Equal((true, 0), (room.LogSettings.Enabled, room.LogSettings.RetentionDays));
        Assert.Equal("note", room.Description);
    }

    [Fact]
    public async Task UpdateRoom_EverythingWrong_IsToldAtOnce() => await RpcAssert.ViolatesAsync(
        api.Rooms.UpdateRoomAsync(new()
        {
            Room = new()
            {
                Name = "x",
                Description = new string('x', 1_001),
                Concurrency = -1,
                Owners = { "ok", " " },
                LogSettings = new() { RetentionDays = -1 },
            },
            UpdateMask = new FieldMask { Paths = { "*", "name" } },
        }),
        "room.name",
        "room.description",
        "room.concurrency",
        "room.owners[1]",
        "room.log_settings.retention_days",
        "update_mask",
        "update_mask");

    [Fact]
    public async Task ListRooms_Pages_GiveEveryRoomOnceInOrder()
    {
        foreach (var id in new[] { "3", "1", "2" })
            await api.AddRoomAsync("paged", id, $"room {id}");

        var first = await api.Rooms.ListRoomsAsync(new() { Bot = "paged", PageSize = 2, Status = ApprovalStatus.Pending });
        var second = await api.Rooms.ListRoomsAsync(
            new() { Bot = "paged", PageSize = 2, Status = ApprovalStatus.Pending, PageToken = first.NextPageToken });

        Assert.Equal(["1", "2"], first.Rooms.Select(room => room.ChannelId));
        Assert.Equal(["3"], second.Rooms.Select(room => room.ChannelId));
        Assert.Equal("", second.NextPageToken);
    }

    [Fact]
    public async Task ListRooms_EverythingWrong_IsToldAtOnce() => await RpcAssert.ViolatesAsync(
        api.Rooms.ListRoomsAsync(new() { Bot = "a\u0001", Status = (ApprovalStatus)(-1), PageSize = -5, PageToken = "%" }),
        "bot",
        "status",
        "page_size",
        "page_token");
}

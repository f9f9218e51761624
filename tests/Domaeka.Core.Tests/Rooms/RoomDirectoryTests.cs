using Domaeka.Core.Approval;
using Domaeka.Core.Devices;
using Domaeka.Core.Leases;
using Domaeka.Core.Rooms;
using Domaeka.Core.Tests.Support;

namespace Domaeka.Core.Tests.Rooms;

public sealed class RoomDirectoryTests
{
    [Fact]
    public async Task RegisterAsync_FirstSight_AddsAPendingRow()
    {
        await using var core = await CoreFixture.StartAsync();

        var room = await core.Get<IRoomDirectory>().RegisterAsync(
            CoreFixture.RoomKey, CoreFixture.RoomName, CoreFixture.Phone, CancellationToken.None);

        Assert.Equal(ApprovalStatus.Pending, room!.Status);
        Assert.Equal(CoreFixture.Phone.DeviceId, core.Rooms.Rows[CoreFixture.RoomKey].DeviceId);
    }

    [Fact]
    public async Task RegisterAsync_RoomWasRenamed_NameFollowsTheNewestLine()
    {
        await using var core = await CoreFixture.StartApprovedAsync();

        await core.Get<IRoomDirectory>().RegisterAsync(CoreFixture.RoomKey, "새 이름", CoreFixture.Phone, CancellationToken.None);

        Assert.Equal("새 이름", core.Rooms.Rows[CoreFixture.RoomKey].Name);
        Assert.Equal("새 이름", core.Get<IRoomDirectory>().Find(CoreFixture.RoomKey)!.Name);
    }

    [Fact]
    public async Task RegisterAsync_SecondPhoneKnowsTheRoomByAnotherName_ServingPhoneIsFollowed()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        core.Connect();
        var second = CoreFixture.Phone with { DeviceId = "second" };
        var writes = core.Rooms.Writes;

        var room = await core.Get<IRoomDirectory>().RegisterAsync(CoreFixture.RoomKey, "다른 이름", second, CancellationToken.None);

        Assert.Equal(CoreFixture.RoomName, room!.Name);
        Assert.Equal(writes, core.Rooms.Writes);
    }

    [Fact]
    public async Task RegisterAsync_ServingPhoneIsOffline_SecondPhoneTakesTheRoomOver()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var second = CoreFixture.Phone with { DeviceId = "second" };

        var room = await core.Get<IRoomDirectory>().RegisterAsync(CoreFixture.RoomKey, CoreFixture.RoomName, second, CancellationToken.None);

        Assert.Equal("second", room!.DeviceId);
    }

    [Fact]
    public async Task RegisterAsync_ServingPhoneIsAtAnotherProcess_ServingPhoneIsFollowed()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        core.Get<RemotePhones>().Set(new Dictionary<DeviceKey, PhoneClaim> { [CoreFixture.Phone] = new(CoreFixture.Phone, 77, "c1", DateTimeOffset.UnixEpoch) });
        var writes = core.Rooms.Writes;

        var room = await core.Get<IRoomDirectory>().RegisterAsync(
            CoreFixture.RoomKey, "다른 이름", CoreFixture.Phone with { DeviceId = "second" }, CancellationToken.None);

        Assert.Equal((CoreFixture.RoomName, CoreFixture.Phone.DeviceId), (room!.Name, room.DeviceId));
        Assert.Equal(writes, core.Rooms.Writes);
    }

    [Fact]
    public async Task FindStoredAsync_AnotherProcessHasMetTheRoom_IsFoundAndKept()
    {
        await using var core = await CoreFixture.StartAsync();
        core.Rooms.Rows[CoreFixture.RoomKey] = new Room { Key = CoreFixture.RoomKey, Name = CoreFixture.RoomName, Status = ApprovalStatus.Pending };
        var rooms = core.Get<IRoomDirectory>();
        Assert.Null(rooms.Find(CoreFixture.RoomKey));

        var found = await rooms.FindStoredAsync(CoreFixture.RoomKey, CancellationToken.None);

        Assert.Equal(CoreFixture.RoomName, found!.Name);
        Assert.Same(found, rooms.Find(CoreFixture.RoomKey));
        Assert.Null(await rooms.FindStoredAsync(CoreFixture.RoomKey with { ChannelId = "404" }, CancellationToken.None));
    }

    [Fact]
    public async Task RegisterAsync_NameLongerThanItsColumn_IsCutAndThenStable()
    {
        await using var core = await CoreFixture.StartAsync();
        var name = new string('가', 300);
        await core.Get<IRoomDirectory>().RegisterAsync(CoreFixture.RoomKey, name, CoreFixture.Phone, CancellationToken.None);
        var writes = core.Rooms.Writes;

        var room = await core.Get<IRoomDirectory>().RegisterAsync(CoreFixture.RoomKey, name, CoreFixture.Phone, CancellationToken.None);

        Assert.Equal(255, room!.Name.Length);
        Assert.Equal(writes, core.Rooms.Writes);
    }

    [Fact]
    public async Task RegisterAsync_UnknownWhileDatabaseIsDown_GivesNoRoom()
    {
        await using var core = await CoreFixture.StartAsync();
        core.Rooms.IsDown = true;

        Assert.Null(await core.Get<IRoomDirectory>().RegisterAsync(
            CoreFixture.RoomKey, CoreFixture.RoomName, CoreFixture.Phone, CancellationToken.None));
    }

    [Fact]
    public async Task IsNameAmbiguous_TwoApprovedRoomsOfOneName_IsTrueUntilOneIsRevoked()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var directory = core.Get<IRoomDirectory>();
        var other = CoreFixture.RoomKey with { ChannelId = "2" };
        await directory.RegisterAsync(other, CoreFixture.RoomName, CoreFixture.Phone, CancellationToken.None);
        var room = directory.Find(CoreFixture.RoomKey)!;
        Assert.False(directory.IsNameAmbiguous(room));

        await directory.UpdateAsync(other, new RoomUpdate { Status = ApprovalStatus.Approved }, CancellationToken.None);
        Assert.True(directory.IsNameAmbiguous(room));

        await directory.UpdateAsync(other, new RoomUpdate { Status = ApprovalStatus.Revoked }, CancellationToken.None);
        Assert.False(directory.IsNameAmbiguous(room));
    }
}

using Domaeka.Core.Approval;
using Domaeka.Core.Delivery;
using Domaeka.Core.Devices;
using Domaeka.Core.Rooms;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;

namespace Domaeka.Core.Tests.Outbox.Lanes;

/// <summary>Which phone a message goes by, and what holds it.</summary>
public class RoutingTests
{
    private static readonly DeviceKey Second = new("testbot", "fedcba9876543210");

    [Fact]
    public async Task Offline_PhoneComesBack_GoesOut()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var id = await core.SendAsync("공지");
        Assert.Equal(DeliveryState.Queued, core.StateOf(id));
        Assert.Equal(DeliveryReason.DeviceOffline, await core.ReasonAsync(id));

        await core.Play().ShowNextAsync();
        await core.StateAsync(id, DeliveryState.Confirmed);
    }

    [Theory]
    [InlineData(ApprovalStatus.Pending)]
    [InlineData(ApprovalStatus.Blocked)]
    public async Task RoomNotApproved_IsHeldUntilItIs(ApprovalStatus status)
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        await core.Get<IRoomDirectory>().UpdateAsync(CoreFixture.RoomKey, new RoomUpdate { Status = status }, default);
        var phone = core.Play();
        var id = await core.SendAsync("공지");
        Assert.Equal(DeliveryState.Held, core.StateOf(id));
        Assert.Equal(DeliveryReason.RoomNotApproved, core.Outbox.Row(id).Progress.Reason);

        await core.Get<IRoomDirectory>().UpdateAsync(CoreFixture.RoomKey, new RoomUpdate { Status = ApprovalStatus.Approved }, default);
        await phone.ShowNextAsync();
        await core.StateAsync(id, DeliveryState.Confirmed);
    }

    [Fact]
    public async Task DeviceNotApproved_IsHeldUntilItIs()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        await core.Get<IDeviceDirectory>().UpdateAsync(CoreFixture.Phone, new DeviceUpdate { Status = ApprovalStatus.Pending }, default);
        var phone = core.Play();
        var id = await core.SendAsync("공지");
        Assert.Equal(DeliveryReason.DeviceNotApproved, core.Outbox.Row(id).Progress.Reason);

        await core.Get<IDeviceDirectory>().UpdateAsync(CoreFixture.Phone, new DeviceUpdate { Status = ApprovalStatus.Approved }, default);
        await phone.ShowNextAsync();
        await core.StateAsync(id, DeliveryState.Confirmed);
    }

    [Fact]
    public async Task RoomRevoked_WhileInThePhonesQueue_IsTakenBackAndHeld()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var phone = core.Play();
        var id = await core.SendAsync("공지");
        await phone.WaitForAsync(1);
        await core.Get<IRoomDirectory>().UpdateAsync(CoreFixture.RoomKey, new RoomUpdate { Status = ApprovalStatus.Revoked }, default);

        Assert.Equal(0, phone.Write());
        await core.StateAsync(id, DeliveryState.Held);
        Assert.Equal(0, core.Outbox.Row(id).Progress.Attempts);
    }

    [Fact]
    public async Task TwoRoomsOfOneName_AreHeldUntilOneIsRenamed()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var other = new RoomKey("testbot", "999");
        await core.Get<IRoomDirectory>().RegisterAsync(other, CoreFixture.RoomName, CoreFixture.Phone, default);
        await core.Get<IRoomDirectory>().UpdateAsync(other, new RoomUpdate { Status = ApprovalStatus.Approved }, default);
        var phone = core.Play();
        var id = await core.SendAsync("공지");
        Assert.Equal(DeliveryReason.RoomNameAmbiguous, core.Outbox.Row(id).Progress.Reason);

        await core.Get<IRoomDirectory>().UpdateAsync(other, new RoomUpdate { Name = "다른 방" }, default);
        await phone.ShowNextAsync();
        await core.StateAsync(id, DeliveryState.Confirmed);
    }

    [Fact]
    public async Task ServingPhoneAway_AnotherInTheRoomTakesOverAfterTheGraceAndNotBefore()
    {
        await using var core = await StartWithTwoAsync();
        var first = core.Play();
        var second = core.Play(Second, "s1");
        core.Drop(first);
        var id = await core.SendAsync("공지");
        await Eventually.TrueAsync(async () => await core.ReasonAsync(id) == DeliveryReason.DeviceOffline);

        core.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(0, second.WaitingCount);
        core.Clock.Advance(TimeSpan.FromSeconds(2));

        await second.ShowNextAsync();
        await core.StateAsync(id, DeliveryState.Confirmed);
        Assert.Equal(Second.DeviceId, core.Outbox.Row(id).Progress.DeviceId);
        Assert.Equal("방 (둘째 이름)", Assert.Single(second.Shown).RoomName);
    }

    [Fact]
    public async Task ServingPhoneBack_TakesItsRoomAgain()
    {
        await using var core = await StartWithTwoAsync();
        var first = core.Play();
        var second = core.Play(Second, "s1");
        core.Drop(first);
        core.Clock.Advance(TimeSpan.FromMinutes(1));
        await core.SendAsync("하나");
        await second.ShowNextAsync();

        var back = core.Play(id: "p2");
        await core.SendAsync("둘");
        await back.ShowNextAsync();
        Assert.Equal(["하나"], second.ShownTexts);
        Assert.Equal(["둘"], back.ShownTexts);
    }

    [Fact]
    public async Task PreferredDevice_GoesByIt()
    {
        await using var core = await StartWithTwoAsync();
        var first = core.Play();
        var second = core.Play(Second, "s1");
        await core.SendAsync("공지", request => request with { PreferredDeviceId = Second.DeviceId });

        await second.ShowNextAsync();
        Assert.Equal(0, first.WaitingCount);
    }

    [Fact]
    public async Task SecondPhoneNotInTheRoom_IsNeverUsed()
    {
        await using var core = await StartWithTwoAsync(secondIsInTheRoom: false);
        var second = core.Play(Second, "s1");
        core.Clock.Advance(TimeSpan.FromHours(1));
        var id = await core.SendAsync("공지");
        core.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(DeliveryReason.DeviceOffline, await core.ReasonAsync(id));
        Assert.Equal(0, second.WaitingCount);
    }

    [Fact]
    public async Task UnknownRoom_IsNotAccepted()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var result = await core.Get<IMessageSender>().SendAsync(new SendRequest(new RoomKey("testbot", "0"), new TextContent("x")), default);
        Assert.Equal((SendFailure.RoomNotFound, null), (result.Failure, result.Message));
    }

    private static Task<CoreFixture> StartWithTwoAsync(bool secondIsInTheRoom = true) => CoreFixture.StartApprovedAsync(prepare: core =>
    {
        core.Devices.Rows[Second] = new Device { Key = Second, Status = ApprovalStatus.Approved };
        foreach (var (device, name) in new[] { (CoreFixture.Phone, CoreFixture.RoomName), (Second, "방 (둘째 이름)") })
        {
            if (device == CoreFixture.Phone || secondIsInTheRoom)
            {
                core.Presences.Rows[(CoreFixture.RoomKey, device.DeviceId)] =
                    new RoomPresence(CoreFixture.RoomKey, device.DeviceId, name, core.Clock.GetUtcNow());
            }
        }
    });
}

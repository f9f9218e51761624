using Domaeka.Core.Approval;
using Domaeka.Core.Chat;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Status;
using Domaeka.Core.Storage;
using Domaeka.Core.Tests.Support;

namespace Domaeka.Core.Tests.Approval;

public sealed class ApprovalRefresherTests
{
    [Fact]
    public async Task RefreshAsync_RowEditedBehindTheServersBack_IsServedAfterOneInterval()
    {
        await using var core = await CoreFixture.StartAsync(prepare: fixture =>
            fixture.Devices.Rows[CoreFixture.Phone] = new Device { Key = CoreFixture.Phone, Status = ApprovalStatus.Pending });
        var connection = core.Connect();

        core.Devices.Rows[CoreFixture.Phone] = core.Devices.Rows[CoreFixture.Phone] with { Status = ApprovalStatus.Approved };
        await core.RefreshAsync("1");

        Assert.Equal(ApprovalStatus.Approved, core.Get<IDeviceDirectory>().Find(CoreFixture.Phone)!.Status);
        Assert.Equal(ApprovalStatus.Approved, Assert.Single(connection.Announced).Status);
    }

    [Fact]
    public async Task RefreshAsync_RowBlockedBehindTheServersBack_ClosesTheConnection()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var connection = core.Connect();

        core.Devices.Rows[CoreFixture.Phone] = core.Devices.Rows[CoreFixture.Phone] with { Status = ApprovalStatus.Blocked };
        await core.RefreshAsync("1");

        Assert.Equal([CloseReason.ShutOut], connection.CloseReasons);
        Assert.Equal(ChatOutcome.Refused, await core.SayAsync(connection, "# echo 안녕"));
    }

    [Fact]
    public async Task RefreshAsync_RowDeleted_ForgetsTheDeviceAndSendsThePhoneAway()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var connection = core.Connect();

        core.Devices.Rows.Clear();
        await core.RefreshAsync("1");

        Assert.Null(core.Get<IDeviceDirectory>().Find(CoreFixture.Phone));
        Assert.Equal([CloseReason.Requested], connection.CloseReasons);
    }

    [Fact]
    public async Task RefreshAsync_SameStamp_ReadsNoRows()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var reads = core.Devices.Reads;

        await core.RefreshAsync("0");

        Assert.Equal(reads, core.Devices.Reads);
    }

    [Fact]
    public async Task RefreshAsync_DatabaseDown_KeepsTheLastApprovalsAndSaysSo()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        core.Devices.IsDown = true;

        await Assert.ThrowsAsync<StorageUnavailableException>(() => core.RefreshAsync("1"));

        Assert.Equal(ApprovalStatus.Approved, core.Get<IDeviceDirectory>().Find(CoreFixture.Phone)!.Status);
        core.Devices.IsDown = false;
        await core.RefreshAsync("1");
        Assert.True(core.Get<IServerStatusSource>().Read().IsStorageAvailable);
    }
}

using Domaeka.Core.Approval;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Tests.Support;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Tests.Devices;

public sealed class DeviceDirectoryTests
{
    private static readonly PhoneIdentity Identity = new() { Device = CoreFixture.Phone, ClientVersion = "3.3.3", IpAddress = "10.0.0.1" };

    [Fact]
    public async Task RegisterAsync_FirstSight_AddsAPendingRow()
    {
        await using var core = await CoreFixture.StartAsync();

        var registration = await core.Get<IDeviceDirectory>().RegisterAsync(Identity, CancellationToken.None);

        Assert.Equal(DeviceRegistrationOutcome.Added, registration.Outcome);
        Assert.Equal(ApprovalStatus.Pending, registration.Device!.Status);
        Assert.Equal("3.3.3", core.Devices.Rows[CoreFixture.Phone].ClientVersion);
    }

    [Fact]
    public async Task RegisterAsync_KnownAndUnchanged_TouchesNoDatabase()
    {
        await using var core = await CoreFixture.StartAsync();
        await core.Get<IDeviceDirectory>().RegisterAsync(Identity, CancellationToken.None);
        core.Devices.IsDown = true;
        var (reads, writes) = (core.Devices.Reads, core.Devices.Writes);

        var registration = await core.Get<IDeviceDirectory>().RegisterAsync(Identity, CancellationToken.None);

        Assert.Equal(DeviceRegistrationOutcome.Known, registration.Outcome);
        Assert.Equal((reads, writes), (core.Devices.Reads, core.Devices.Writes));
    }

    [Fact]
    public async Task RegisterAsync_NewVersion_IsStored()
    {
        await using var core = await CoreFixture.StartAsync();
        await core.Get<IDeviceDirectory>().RegisterAsync(Identity, CancellationToken.None);

        await core.Get<IDeviceDirectory>().RegisterAsync(Identity with { ClientVersion = "3.3.4" }, CancellationToken.None);

        Assert.Equal("3.3.4", core.Devices.Rows[CoreFixture.Phone].ClientVersion);
    }

    [Fact]
    public async Task RegisterAsync_UnknownWhileDatabaseIsDown_IsNotServed()
    {
        await using var core = await CoreFixture.StartAsync();
        core.Devices.IsDown = true;

        var registration = await core.Get<IDeviceDirectory>().RegisterAsync(Identity, CancellationToken.None);

        Assert.Equal(DeviceRegistrationOutcome.StorageUnavailable, registration.Outcome);
        Assert.Null(registration.Device);
    }

    [Theory]
    [InlineData("", "device")]
    [InlineData("bot", " ")]
    [InlineData("bot\u0000", "device")]
    [InlineData("a-bot-name-that-is-longer-than-the-sixty-four-characters-of-its-column", "device")]
    public async Task RegisterAsync_NameThatNoTableHolds_IsRefused(string bot, string device)
    {
        await using var core = await CoreFixture.StartAsync();

        var registration = await core.Get<IDeviceDirectory>().RegisterAsync(
            new PhoneIdentity { Device = new DeviceKey(bot, device) }, CancellationToken.None);

        Assert.Equal(DeviceRegistrationOutcome.InvalidKey, registration.Outcome);
        Assert.Empty(core.Devices.Rows);
    }

    [Fact]
    public async Task RegisterAsync_TooManyPending_TakesInNoFurtherOne()
    {
        await using var core = await CoreFixture.StartAsync();
        core.Get<IOptions<ApprovalOptions>>().Value.MaxPendingDevices = 2;
        var directory = core.Get<IDeviceDirectory>();
        for (var i = 0; i < 2; i++)
            await directory.RegisterAsync(new PhoneIdentity { Device = new DeviceKey("bot", $"d{i}") }, CancellationToken.None);

        var registration = await directory.RegisterAsync(Identity, CancellationToken.None);

        Assert.Equal(DeviceRegistrationOutcome.TooManyPending, registration.Outcome);
        Assert.Equal(2, core.Devices.Rows.Count);
    }

    [Fact]
    public async Task ConfirmIdentityAsync_Pending_FollowsTheUuid()
    {
        await using var core = await CoreFixture.StartAsync();
        var directory = core.Get<IDeviceDirectory>();
        await directory.RegisterAsync(Identity, CancellationToken.None);

        Assert.True(await directory.ConfirmIdentityAsync(CoreFixture.Phone, "uuid-1", CancellationToken.None));
        Assert.True(await directory.ConfirmIdentityAsync(CoreFixture.Phone, "uuid-2", CancellationToken.None));
        Assert.Equal("uuid-2", core.Devices.Rows[CoreFixture.Phone].DeviceUuid);
    }

    [Fact]
    public async Task ConfirmIdentityAsync_ApprovedAndBound_RefusesAnotherUuid()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var directory = core.Get<IDeviceDirectory>();
        Assert.True(await directory.ConfirmIdentityAsync(CoreFixture.Phone, "uuid-1", CancellationToken.None));

        Assert.False(await directory.ConfirmIdentityAsync(CoreFixture.Phone, "uuid-2", CancellationToken.None));
        Assert.True(await directory.ConfirmIdentityAsync(CoreFixture.Phone, "uuid-1", CancellationToken.None));
    }

    [Fact]
    public async Task ConfirmIdentityAsync_UnknownDevice_IsRefused()
    {
        await using var core = await CoreFixture.StartAsync();

        Assert.False(await core.Get<IDeviceDirectory>().ConfirmIdentityAsync(CoreFixture.Phone, "uuid-1", CancellationToken.None));
    }

    [Fact]
    public async Task UpdateAsync_Approve_IsEffectiveAtOnceAndToldToThePhone()
    {
        await using var core = await CoreFixture.StartAsync();
        await core.Get<IDeviceDirectory>().RegisterAsync(Identity, CancellationToken.None);
        var connection = core.Connect();

        await core.Get<IDeviceDirectory>().UpdateAsync(
            CoreFixture.Phone, new DeviceUpdate { Status = ApprovalStatus.Approved }, CancellationToken.None);

        Assert.Equal(ApprovalStatus.Approved, core.Get<IDeviceDirectory>().Find(CoreFixture.Phone)!.Status);
        Assert.Equal(ApprovalStatus.Approved, Assert.Single(connection.Announced).Status);
    }

    [Fact]
    public async Task UpdateAsync_UnknownDevice_ReturnsNull()
    {
        await using var core = await CoreFixture.StartAsync();

        Assert.Null(await core.Get<IDeviceDirectory>().UpdateAsync(
            CoreFixture.Phone, new DeviceUpdate { Status = ApprovalStatus.Approved }, CancellationToken.None));
    }
}

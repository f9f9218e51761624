using Domaeka.Core.Approval;
using Domaeka.Core.Devices;
using Domaeka.Core.Storage;
using Domaeka.TestKit;

namespace Domaeka.Storage.Tests.Contract;

/// <summary>What every <see cref="IDeviceStore"/> must do.</summary>
public abstract class DeviceStoreContract(IStorageFixture fixture) : StorageContract(fixture)
{
    private static readonly DateTimeOffset Later = Samples.Now.AddMinutes(5);

    private IDeviceStore Store => Get<IDeviceStore>();

    [Fact]
    public async Task FindAsync_NoSuchDevice_ReturnsNull() =>
        Assert.Null(await Store.FindAsync(Samples.Device().Key, default).DefaultTimeout());

    [Fact]
    public async Task AddIfMissingAsync_EveryPropertySet_AllComeBackAfterRestart()
    {
        var device = Samples.Device(status: ApprovalStatus.Revoked) with
        {
            IpAddress = "192.168.1.100",
            ClientType = "MessengerBotR",
            ClientVersion = "3.3.3",
            DeviceUuid = "0c7d6d2e-1f11-4f7a-9a61-2f8d3f8f9c01",
            Description = "매장 앞 폰 📱",
            MaxMessageSizeBytes = 2_000_000,
            RejectionReason = "분실",
            UpdatedAt = Later,
            ApprovedAt = Samples.Now.AddDays(-1),
        };

        var added = await Store.AddIfMissingAsync(device, default).DefaultTimeout();
        await Fixture.RestartAsync();

        Assert.Equal(device, added);
        Assert.Equal(device, await Store.FindAsync(device.Key, default).DefaultTimeout());
        Assert.Equal([device], await Store.LoadAllAsync(default).DefaultTimeout());
    }

    [Fact]
    public async Task AddIfMissingAsync_OnlyRequiredProperties_TheOthersStayNull()
    {
        var added = await Store.AddIfMissingAsync(Samples.Device(), default).DefaultTimeout();

        Assert.Equal(Samples.Device(), added);
    }

    [Fact]
    public async Task AddIfMissingAsync_KeyTaken_ReturnsOlderRowUntouched()
    {
        var older = await Store.AddIfMissingAsync(Samples.Device(status: ApprovalStatus.Blocked), default).DefaultTimeout();

        var result = await Store.AddIfMissingAsync(Samples.Device() with { ClientVersion = "9" }, default).DefaultTimeout();

        Assert.Equal(older, result);
        Assert.Equal([older], await Store.LoadAllAsync(default).DefaultTimeout());
    }

    [Fact]
    public async Task AddIfMissingAsync_ManyAtOnceWithOneKey_OneRowThatAllSee()
    {
        var candidates = Enumerable.Range(0, 20).Select(number => Samples.Device() with { ClientVersion = $"{number}" });

        var results = await Task.WhenAll(candidates.Select(candidate => Store.AddIfMissingAsync(candidate, default))).DefaultTimeout();

        Assert.Single(results.Distinct());
        Assert.Equal([results[0]], await Store.LoadAllAsync(default).DefaultTimeout());
    }

    [Fact]
    public async Task AddIfMissingAsync_SecondBotOnOnePhone_BothAreKept()
    {
        await Store.AddIfMissingAsync(Samples.Device("b"), default).DefaultTimeout();
        await Store.AddIfMissingAsync(Samples.Device("a"), default).DefaultTimeout();

        Assert.Equal(["a", "b"], (await Store.LoadAllAsync(default).DefaultTimeout()).Select(device => device.Key.BotName));
    }

    [Fact]
    public async Task UpdateAsync_NoSuchDevice_ReturnsNullAndAddsNothing()
    {
        var update = new DeviceUpdate { Status = ApprovalStatus.Approved };

        Assert.Null(await Store.UpdateAsync(Samples.Device().Key, update, Later, default).DefaultTimeout());
        Assert.Empty(await Store.LoadAllAsync(default).DefaultTimeout());
    }

    [Fact]
    public async Task UpdateAsync_Approve_StampsApprovalAndClearsReason()
    {
        var device = Samples.Device(status: ApprovalStatus.Denied) with { RejectionReason = "누구세요" };
        await Store.AddIfMissingAsync(device, default).DefaultTimeout();

        var update = new DeviceUpdate { Status = ApprovalStatus.Approved, RejectionReason = "ignored" };
        var updated = await Store.UpdateAsync(device.Key, update, Later, default).DefaultTimeout();

        Assert.Equal(
            device with { Status = ApprovalStatus.Approved, RejectionReason = null, ApprovedAt = Later, UpdatedAt = Later },
            updated);
        Assert.Equal(updated, await Store.FindAsync(device.Key, default).DefaultTimeout());
    }

    [Theory]
    [InlineData(ApprovalStatus.Denied)]
    [InlineData(ApprovalStatus.Revoked)]
    [InlineData(ApprovalStatus.Blocked)]
    public async Task UpdateAsync_ShutOutWithReason_KeepsApprovalTimeAndStoresReason(ApprovalStatus status)
    {
        var device = Samples.Device(status: ApprovalStatus.Approved) with { ApprovedAt = Samples.Now };
        await Store.AddIfMissingAsync(device, default).DefaultTimeout();

        var update = new DeviceUpdate { Status = status, RejectionReason = "도배" };
        var updated = await Store.UpdateAsync(device.Key, update, Later, default).DefaultTimeout();

        Assert.Equal(device with { Status = status, RejectionReason = "도배", UpdatedAt = Later }, updated);
    }

    [Fact]
    public async Task UpdateAsync_ReasonForOneThatIsNotShutOut_IsNotStored()
    {
        await Store.AddIfMissingAsync(Samples.Device(), default).DefaultTimeout();

        var updated = await Store.UpdateAsync(
            Samples.Device().Key, new DeviceUpdate { RejectionReason = "x" }, Later, default).DefaultTimeout();

        Assert.Equal(Samples.Device() with { UpdatedAt = Later }, updated);
    }

    [Fact]
    public async Task UpdateAsync_EveryOtherProperty_IsSetAndStatusIsLeft()
    {
        await Store.AddIfMissingAsync(Samples.Device(), default).DefaultTimeout();

        var update = new DeviceUpdate
        {
            Description = "메모",
            MaxMessageSizeBytes = 4096,
            DeviceUuid = "uuid",
            IpAddress = "10.0.0.2",
            ClientType = "iris",
            ClientVersion = "1.0",
        };
        var updated = await Store.UpdateAsync(Samples.Device().Key, update, Later, default).DefaultTimeout();

        var expected = Samples.Device() with
        {
            Description = "메모",
            MaxMessageSizeBytes = 4096,
            DeviceUuid = "uuid",
            IpAddress = "10.0.0.2",
            ClientType = "iris",
            ClientVersion = "1.0",
            UpdatedAt = Later,
        };
        Assert.Equal(expected, updated);

        // An update that names nothing leaves everything.
        var latest = Later.AddMinutes(1);
        Assert.Equal(
            expected with { UpdatedAt = latest },
            await Store.UpdateAsync(Samples.Device().Key, new DeviceUpdate(), latest, default).DefaultTimeout());
    }

    [Fact]
    public async Task UpdateAsync_ClearingValues_ClearsThem()
    {
        var device = Samples.Device() with { Description = "메모", MaxMessageSizeBytes = 4096, DeviceUuid = "uuid" };
        await Store.AddIfMissingAsync(device, default).DefaultTimeout();

        var update = new DeviceUpdate { Description = "", MaxMessageSizeBytes = 0, DeviceUuid = "" };
        var updated = await Store.UpdateAsync(device.Key, update, Later, default).DefaultTimeout();

        Assert.Equal(Samples.Device() with { UpdatedAt = Later }, updated);
    }

    [Fact]
    public async Task UpdateAsync_OneOfTwoBotsOnAPhone_LeavesTheOther()
    {
        var other = await Store.AddIfMissingAsync(Samples.Device("other"), default).DefaultTimeout();
        await Store.AddIfMissingAsync(Samples.Device(), default).DefaultTimeout();

        var update = new DeviceUpdate { Status = ApprovalStatus.Approved };
        await Store.UpdateAsync(Samples.Device().Key, update, Later, default).DefaultTimeout();

        Assert.Equal(other, await Store.FindAsync(other.Key, default).DefaultTimeout());
    }

    [Fact]
    public async Task ListAsync_PagedByKey_EveryRowOnceInOrder()
    {
        foreach (var (bot, device) in new[] { ("나", "1"), ("가", "2"), ("가", "10"), ("A", "z"), ("a", "z"), ("B", "z") })
            await Store.AddIfMissingAsync(Samples.Device(bot, device), default).DefaultTimeout();

        var seen = new List<DeviceKey>();
        DeviceKey? after = null;
        while (await Store.ListAsync(new DeviceQuery { After = after, Limit = 2 }, default).DefaultTimeout() is { Count: > 0 } page)
        {
            Assert.InRange(page.Count, 1, 2);
            seen.AddRange(page.Select(device => device.Key));
            after = page[^1].Key;
        }

        Assert.Equal([new("A", "z"), new("B", "z"), new("a", "z"), new("가", "10"), new("가", "2"), new("나", "1")], seen);
    }

    [Fact]
    public async Task ListAsync_ByBotAndStatus_OnlyThose()
    {
        await Store.AddIfMissingAsync(Samples.Device("a", "1"), default).DefaultTimeout();
        await Store.AddIfMissingAsync(Samples.Device("a", "2", ApprovalStatus.Approved), default).DefaultTimeout();
        await Store.AddIfMissingAsync(Samples.Device("b", "3", ApprovalStatus.Approved), default).DefaultTimeout();
        await Fixture.ExecuteAsync("UPDATE kb_bot_devices SET status = 'odd' WHERE device_id = '1'");

        Assert.Equal(["1", "2"], await ListIdsAsync(new DeviceQuery { BotName = "a" }));
        Assert.Equal(["2", "3"], await ListIdsAsync(new DeviceQuery { Status = ApprovalStatus.Approved }));
        Assert.Equal(["2"], await ListIdsAsync(new DeviceQuery { BotName = "a", Status = ApprovalStatus.Approved }));
        Assert.Equal(["1"], await ListIdsAsync(new DeviceQuery { Status = ApprovalStatus.Unknown }));
        Assert.Empty(await ListIdsAsync(new DeviceQuery { Status = ApprovalStatus.Blocked }));
    }

    [Fact]
    public async Task FindAsync_RowOfTheWebAdmin_IsReadWithWhatItLacks()
    {
        await Fixture.ExecuteAsync("INSERT INTO kb_bot_devices (bot_name, device_id, status) VALUES ('LOA.i', 'abc', 'approved')");
        await Fixture.ExecuteAsync("UPDATE kb_bot_devices SET created_at = '2026-11-20 01:02:03', max_message_size = -1, ip_address = ''");

        var device = await Store.FindAsync(new DeviceKey("LOA.i", "abc"), default).DefaultTimeout();

        var createdAt = new DateTimeOffset(2026, 11, 20, 1, 2, 3, TimeSpan.Zero);
        Assert.Equal(Samples.Device(device: "abc", status: ApprovalStatus.Approved) with { CreatedAt = createdAt }, device);
    }

    [Fact]
    public async Task LoadAllAsync_StatusWordOfNobody_IsUnknownAndTheOthersAreRead()
    {
        await Store.AddIfMissingAsync(Samples.Device("a", status: ApprovalStatus.Approved), default).DefaultTimeout();
        await Store.AddIfMissingAsync(Samples.Device("b", status: ApprovalStatus.Approved), default).DefaultTimeout();
        await Fixture.ExecuteAsync("UPDATE kb_bot_devices SET status = 'approved!' WHERE bot_name = 'a'");

        var statuses = (await Store.LoadAllAsync(default).DefaultTimeout()).Select(device => device.Status);

        Assert.Equal([ApprovalStatus.Unknown, ApprovalStatus.Approved], statuses);
    }

    [Fact]
    public async Task AddIfMissingAsync_TextMeantToBreakSql_IsJustText()
    {
        var device = Samples.Device("'; DROP TABLE kb_rooms; --", "\"%_\\") with { Description = "@Status :x $y ?" };

        await Store.AddIfMissingAsync(device, default).DefaultTimeout();

        Assert.Equal(device, await Store.FindAsync(device.Key, default).DefaultTimeout());
    }

    [Fact]
    public async Task AddIfMissingAsync_WritesBlocked_ThrowsUnavailableAndReadsGoOn()
    {
        await using (await Fixture.BlockWritesAsync())
        {
            await Assert.ThrowsAsync<StorageUnavailableException>(
                () => Store.AddIfMissingAsync(Samples.Device(), default)).DefaultTimeout();
            Assert.Empty(await Store.LoadAllAsync(default).DefaultTimeout());
        }

        Assert.Equal(Samples.Device(), await Store.AddIfMissingAsync(Samples.Device(), default).DefaultTimeout());
    }

    [Fact]
    public async Task UpdateAsync_CancelledBeforehand_ChangesNothing()
    {
        await Store.AddIfMissingAsync(Samples.Device(), default).DefaultTimeout();
        var update = new DeviceUpdate { Status = ApprovalStatus.Approved };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Store.UpdateAsync(Samples.Device().Key, update, Later, new CancellationToken(true))).DefaultTimeout();

        Assert.Equal(Samples.Device(), await Store.FindAsync(Samples.Device().Key, default).DefaultTimeout());
    }

    private async Task<IEnumerable<string>> ListIdsAsync(DeviceQuery query) =>
        (await Store.ListAsync(query, default).DefaultTimeout()).Select(device => device.Key.DeviceId);
}

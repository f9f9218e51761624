using Domaeka.Core.Approval;
using Domaeka.Core.Rooms;
using Domaeka.TestKit;

namespace Domaeka.Storage.Tests.Contract;

/// <summary>What every <see cref="IRoomStore"/> must do.</summary>
public abstract class RoomStoreContract(IStorageFixture fixture) : StorageContract(fixture)
{
    private static readonly DateTimeOffset Later = Samples.Now.AddMinutes(5);

    private IRoomStore Store => Get<IRoomStore>();

    [Fact]
    public async Task FindAsync_NoSuchRoom_ReturnsNull() =>
        Assert.Null(await Store.FindAsync(Samples.RoomKey, default).DefaultTimeout());

    [Fact]
    public async Task AddIfMissingAsync_EveryPropertySet_AllComeBackAfterRestart()
    {
        var room = Samples.Room(status: ApprovalStatus.Denied) with
        {
            Name = "공동구매 🍎 사과방",
            Concurrency = 5,
            Owners = ["방장", "f3a9c2d17b", "\"quoted\" \\ name"],
            LogSettings = new RoomLogSettings(false, 30),
            DeviceId = "ccbd8eee1012327e",
            Description = "설명",
            RejectionReason = "중복",
            UpdatedAt = Later,
            ApprovedAt = Samples.Now.AddDays(-1),
        };

        var added = await Store.AddIfMissingAsync(room, default).DefaultTimeout();
        await Fixture.RestartAsync();

        Assert.Equivalent(room, added, strict: true);
        Assert.Equivalent(room, await Store.FindAsync(room.Key, default).DefaultTimeout(), strict: true);
        Assert.Equivalent(new[] { room }, await Store.LoadAllAsync(default).DefaultTimeout(), strict: true);
    }

    [Fact]
    public async Task AddIfMissingAsync_KeyTaken_ReturnsOlderRowUntouched()
    {
        await Store.AddIfMissingAsync(Samples.Room(status: ApprovalStatus.Blocked), default).DefaultTimeout();

        var result = await Store.AddIfMissingAsync(Samples.Room() with { Name = "other" }, default).DefaultTimeout();

        Assert.Equivalent(Samples.Room(status: ApprovalStatus.Blocked), result, strict: true);
        Assert.Single(await Store.LoadAllAsync(default).DefaultTimeout());
    }

    [Fact]
    public async Task AddIfMissingAsync_TwoBotsInOneRoom_AreRoomsOfTheirOwn()
    {
        await Store.AddIfMissingAsync(Samples.Room("b"), default).DefaultTimeout();
        await Store.AddIfMissingAsync(Samples.Room("a"), default).DefaultTimeout();

        var update = new RoomUpdate { Status = ApprovalStatus.Approved };
        await Store.UpdateAsync(new RoomKey("a", "18429813"), update, Later, default).DefaultTimeout();

        var rooms = await Store.LoadAllAsync(default).DefaultTimeout();
        Assert.Equal(
            [("a", ApprovalStatus.Approved), ("b", ApprovalStatus.Pending)],
            rooms.Select(room => (room.Key.BotName, room.Status)));
    }

    [Fact]
    public async Task UpdateAsync_NoSuchRoom_ReturnsNullAndAddsNothing()
    {
        Assert.Null(await Store.UpdateAsync(Samples.RoomKey, new RoomUpdate { Name = "x" }, Later, default).DefaultTimeout());
        Assert.Empty(await Store.LoadAllAsync(default).DefaultTimeout());
    }

    [Fact]
    public async Task UpdateAsync_DenyThenApprove_ReasonComesAndGoes()
    {
        await Store.AddIfMissingAsync(Samples.Room(), default).DefaultTimeout();

        var deny = new RoomUpdate { Status = ApprovalStatus.Denied, RejectionReason = "광고방" };
        var denied = await Store.UpdateAsync(Samples.RoomKey, deny, Samples.Now, default).DefaultTimeout();
        var approve = new RoomUpdate { Status = ApprovalStatus.Approved };
        var approved = await Store.UpdateAsync(Samples.RoomKey, approve, Later, default).DefaultTimeout();

        Assert.Equivalent(
            Samples.Room(status: ApprovalStatus.Denied) with { RejectionReason = "광고방", UpdatedAt = Samples.Now }, denied, strict: true);
        Assert.Equivalent(
            Samples.Room(status: ApprovalStatus.Approved) with { ApprovedAt = Later, UpdatedAt = Later }, approved, strict: true);
    }

    [Fact]
    public async Task UpdateAsync_EveryOtherProperty_IsSetThenLeftByAnEmptyUpdate()
    {
        await Store.AddIfMissingAsync(Samples.Room(), default).DefaultTimeout();

        var update = new RoomUpdate
        {
            Name = "새 이름",
            Concurrency = 7,
            Owners = ["방장"],
            LogSettings = new RoomLogSettings(true, 7),
            DeviceId = "device-2",
            Description = "메모",
        };
        var updated = await Store.UpdateAsync(Samples.RoomKey, update, Samples.Now, default).DefaultTimeout();
        var untouched = await Store.UpdateAsync(Samples.RoomKey, new RoomUpdate(), Later, default).DefaultTimeout();

        var expected = Samples.Room() with
        {
            Name = "새 이름",
            Concurrency = 7,
            Owners = ["방장"],
            LogSettings = new RoomLogSettings(true, 7),
            DeviceId = "device-2",
            Description = "메모",
            UpdatedAt = Samples.Now,
        };
        Assert.Equivalent(expected, updated, strict: true);
        Assert.Equivalent(expected with { UpdatedAt = Later }, untouched, strict: true);
    }

    [Fact]
    public async Task UpdateAsync_ClearingValues_ClearsThem()
    {
        await Store.AddIfMissingAsync(
            Samples.Room() with { Concurrency = 2, Owners = ["방장"], Description = "메모" }, default).DefaultTimeout();

        var update = new RoomUpdate { Concurrency = 0, Owners = [], Description = "" };
        var updated = await Store.UpdateAsync(Samples.RoomKey, update, Later, default).DefaultTimeout();

        Assert.Equivalent(Samples.Room() with { UpdatedAt = Later }, updated, strict: true);
    }

    [Fact]
    public async Task ListAsync_PagedByKey_EveryRowOnceInOrder()
    {
        foreach (var (bot, channel) in new[] { ("b", "1"), ("a", "2"), ("a", "10"), ("a", "name:방") })
            await Store.AddIfMissingAsync(Samples.Room(bot, channel), default).DefaultTimeout();

        var seen = new List<RoomKey>();
        RoomKey? after = null;
        while (await Store.ListAsync(new RoomQuery { After = after, Limit = 3 }, default).DefaultTimeout() is { Count: > 0 } page)
        {
            seen.AddRange(page.Select(room => room.Key));
            after = page[^1].Key;
        }

        Assert.Equal([new("a", "10"), new("a", "2"), new("a", "name:방"), new("b", "1")], seen);
    }

    [Fact]
    public async Task ListAsync_ByBotAndStatus_OnlyThose()
    {
        await Store.AddIfMissingAsync(Samples.Room("a", "1"), default).DefaultTimeout();
        await Store.AddIfMissingAsync(Samples.Room("a", "2", ApprovalStatus.Approved), default).DefaultTimeout();
        await Store.AddIfMissingAsync(Samples.Room("b", "3", ApprovalStatus.Approved), default).DefaultTimeout();

        var query = new RoomQuery { BotName = "a", Status = ApprovalStatus.Approved };
        Assert.Equal(["2"], (await Store.ListAsync(query, default).DefaultTimeout()).Select(room => room.Key.ChannelId));
    }

    [Theory]
    [InlineData("'not json'")]
    [InlineData("'[\"cut'")]
    [InlineData("'{\"owner\":\"방장\"}'")]
    [InlineData("'\"방장\"'")]
    [InlineData("'[1,null,{\"name\":\"방장\"},[\"x\"],\"\"]'")]
    [InlineData("''")]
    [InlineData("NULL")]
    public async Task FindAsync_OwnersUnreadable_NobodyIsOwner(string stored)
    {
        await Store.AddIfMissingAsync(Samples.Room() with { Owners = ["방장"] }, default).DefaultTimeout();
        await Fixture.ExecuteAsync($"UPDATE kb_rooms SET room_owners = {stored}");

        var room = await Store.FindAsync(Samples.RoomKey, default).DefaultTimeout();

        Assert.Equivalent(Samples.Room(), room, strict: true);
    }

    [Theory]
    [InlineData("'nonsense'", true, null)]
    [InlineData("'[]'", true, null)]
    [InlineData("NULL", true, null)]
    [InlineData("'{\"enabled\":false}'", false, null)]
    [InlineData("'{\"enabled\":\"no\",\"retention_days\":9}'", true, 9)]
    [InlineData("'{\"enabled\":false,\"retention_days\":\"soon\"}'", false, null)]
    [InlineData("'{\"retention_days\":0}'", true, null)]
    [InlineData("'{\"retention_days\":99999999999}'", true, null)]
    public async Task FindAsync_LogSettingsOfAnyShape_UnreadablePartsAreDefault(string stored, bool enabled, int? days)
    {
        await Store.AddIfMissingAsync(Samples.Room(), default).DefaultTimeout();
        await Fixture.ExecuteAsync($"UPDATE kb_rooms SET log_settings = {stored}");

        var room = await Store.FindAsync(Samples.RoomKey, default).DefaultTimeout();

        Assert.Equal(new RoomLogSettings(enabled, days), room!.LogSettings);
    }

    [Theory]
    [InlineData("NULL")]
    [InlineData("0")]
    [InlineData("-3")]
    public async Task FindAsync_ConcurrencyThatIsNone_IsNull(string stored)
    {
        await Store.AddIfMissingAsync(Samples.Room() with { Concurrency = 2 }, default).DefaultTimeout();
        await Fixture.ExecuteAsync($"UPDATE kb_rooms SET room_concurrency = {stored}");

        Assert.Null((await Store.FindAsync(Samples.RoomKey, default).DefaultTimeout())!.Concurrency);
    }

    [Fact]
    public async Task UpdateAsync_EditedByTheWebAdminInBetween_OtherColumnsKeepTheEdit()
    {
        await Store.AddIfMissingAsync(Samples.Room(status: ApprovalStatus.Approved), default).DefaultTimeout();
        await Fixture.ExecuteAsync("UPDATE kb_rooms SET status = 'blocked', room_owners = '[\"방장\"]'");

        var updated = await Store.UpdateAsync(Samples.RoomKey, new RoomUpdate { Name = "새 이름" }, Later, default).DefaultTimeout();

        Assert.Equal((ApprovalStatus.Blocked, "새 이름", "방장"), (updated!.Status, updated.Name, updated.Owners.Single()));
    }
}

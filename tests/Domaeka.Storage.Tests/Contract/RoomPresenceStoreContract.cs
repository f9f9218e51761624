using Domaeka.Core.Rooms;
using Domaeka.Core.Storage;
using Domaeka.TestKit;

namespace Domaeka.Storage.Tests.Contract;

/// <summary>What every <see cref="IRoomPresenceStore"/> must do.</summary>
public abstract class RoomPresenceStoreContract(IStorageFixture fixture) : StorageContract(fixture)
{
    private static readonly RoomPresence First = new(Samples.RoomKey, "phone 1", "공동구매 1번방", Samples.Now);

    private IRoomPresenceStore Presence => Get<IRoomPresenceStore>();

    [Fact]
    public async Task LoadAllAsync_Nothing_IsEmpty()
    {
        await SaveAsync();
        Assert.Empty(await LoadAsync());
    }

    [Fact]
    public async Task SaveAsync_SeveralRows_AreThereAfterARestart()
    {
        RoomPresence[] rows =
        [
            First, First with { DeviceId = "phone 2", RoomName = "" }, First with { Room = new RoomKey("loa.I", "18429813") },
            First with { Room = new RoomKey("LOA.i", "\0'"), RoomName = "a\0b" },
        ];

        await SaveAsync(rows);
        await Fixture.RestartAsync();

        Assert.Equal(rows.ToHashSet(), (await LoadAsync()).ToHashSet());
    }

    [Fact]
    public async Task SaveAsync_SameRoomAndPhone_ReplacesTheRow()
    {
        var later = First with { RoomName = "새 이름", LastSeenAt = Samples.Now.AddHours(1) };

        await SaveAsync(First, First with { DeviceId = "phone 2" });
        await SaveAsync(First with { RoomName = "x" }, later);

        Assert.Equal(new[] { later, First with { DeviceId = "phone 2" } }.ToHashSet(), (await LoadAsync()).ToHashSet());
    }

    [Fact]
    public async Task SaveAsync_DatabaseLocked_ThrowsUnavailableAndChangesNothing()
    {
        await using (await Fixture.BlockWritesAsync())
            await Assert.ThrowsAsync<StorageUnavailableException>(() => SaveAsync(First));

        Assert.Empty(await LoadAsync());
    }

    [Fact]
    public async Task LoadAllAsync_TimeUnreadable_IsLongPast()
    {
        await SaveAsync(First);
        await Fixture.ExecuteAsync("UPDATE dk_room_devices SET last_seen_at = 'yesterday'");

        Assert.Equal([First with { LastSeenAt = DateTimeOffset.UnixEpoch }], await LoadAsync());
    }

    private Task SaveAsync(params IReadOnlyList<RoomPresence> rows) => Presence.SaveAsync(rows, default).DefaultTimeout();

    private Task<IReadOnlyList<RoomPresence>> LoadAsync() => Presence.LoadAllAsync(default).DefaultTimeout();
}

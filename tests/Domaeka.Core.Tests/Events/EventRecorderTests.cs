using Domaeka.Core.Approval;
using Domaeka.Core.Connections;
using Domaeka.Core.Devices;
using Domaeka.Core.Events;
using Domaeka.Core.Rooms;
using Domaeka.Core.Storage;
using Domaeka.Core.Tests.Support;
using Domaeka.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Domaeka.Core.Tests.Events;

public sealed class EventRecorderTests : IAsyncDisposable
{
    private static readonly DeviceKey Phone = new("bot", "phone");
    private static readonly Device Pending = new() { Key = Phone, Status = ApprovalStatus.Pending };
    private static readonly Room Room = new() { Key = new RoomKey("bot", "1"), Name = "방", Status = ApprovalStatus.Pending };

    private readonly InMemoryEventStore _store = new();
    private readonly EventSignal _signal = new();
    private readonly FakeTimeProvider _clock = new();
    private readonly EventRecorder _recorder;

    public EventRecorderTests() => _recorder = new EventRecorder(
        _store,
        _signal,
        HeldLease.Of(_clock),
        new StorageState(),
        Options.Create(new EventOptions { MaxPendingEvents = 3 }),
        _clock,
        NullLogger<EventRecorder>.Instance);

    [Fact]
    public async Task OnDeviceChanged_StatusChanged_IsRecordedAndSignalled()
    {
        await StartAsync();
        var signal = _signal.Next;

        _recorder.OnDeviceChanged(Pending, Pending with { Status = ApprovalStatus.Approved });
        await signal.DefaultTimeout();

        Assert.Equal(
            new ServerEvent
            {
                Id = 1,
                Kind = ServerEventKind.Device,
                At = _clock.GetUtcNow(),
                BotName = "bot",
                DeviceId = "phone",
                Status = ApprovalStatus.Approved,
            },
            Assert.Single(_store.Stored));
    }

    [Fact]
    public async Task OnChanged_AppearedAndVanished_IsRecorded()
    {
        await StartAsync();

        _recorder.OnDeviceChanged(null, Pending);
        _recorder.OnRoomChanged(null, Room);
        _recorder.OnRoomChanged(Room, null);
        await StopAsync();

        Assert.Equal(
            [
                (ServerEventKind.Device, "phone", null, ApprovalStatus.Pending),
                (ServerEventKind.Room, null, "1", ApprovalStatus.Pending),
                (ServerEventKind.Room, null, "1", (ApprovalStatus?)null),
            ],
            _store.Stored.Select(news => (news.Kind, news.DeviceId, news.ChannelId, news.Status)));
    }

    [Fact]
    public async Task OnChanged_SomethingElseChanged_IsNoNews()
    {
        await StartAsync();

        _recorder.OnDeviceChanged(Pending, Pending with { Description = "새 폰" });
        _recorder.OnRoomChanged(Room, Room with { Name = "새 방" });
        await StopAsync();

        Assert.Empty(_store.Stored);
    }

    [Fact]
    public async Task OnDeviceChanged_BeforeTheStart_IsTheFirstLoadAndNoNews()
    {
        _recorder.OnDeviceChanged(null, Pending);
        await StartAsync();
        await StopAsync();

        Assert.Empty(_store.Stored);
    }

    [Fact]
    public async Task OnLive_ConnectionTakenOver_IsNoNews()
    {
        await StartAsync();
        var (first, second) = (new RecordingConnection(Phone, "c1"), new RecordingConnection(Phone, "c2"));

        _recorder.OnLive(first);
        _recorder.OnLive(second);
        _recorder.OnGone(second);
        await StopAsync();

        Assert.Equal(
            [(ServerEventKind.Presence, "phone", true), (ServerEventKind.Presence, "phone", (bool?)false)],
            _store.Stored.Select(news => (news.Kind, news.DeviceId, news.IsOnline)));
    }

    [Fact]
    public async Task OnRoomChanged_DatabaseDown_KeepsTheNewestUntilItIsBack()
    {
        _store.IsDown = true;
        await StartAsync();
        for (var channel = 1; channel <= 5; channel++)
            _recorder.OnRoomChanged(null, Room with { Key = new RoomKey("bot", $"{channel}") });
        await Eventually.TrueAsync(() => _clock.ArmedTimers > 0);

        _store.IsDown = false;
        var signal = _signal.Next;
        _clock.Advance(TimeSpan.FromSeconds(5));
        await signal.DefaultTimeout();

        Assert.Equal(["3", "4", "5"], _store.Stored.Select(news => news.ChannelId));
    }

    [Fact]
    public async Task OnRoomChanged_OneRefused_TheOthersAreStored()
    {
        _store.IsDown = true;
        _store.Rejects = news => news.ChannelId == "2";
        await StartAsync();
        for (var channel = 1; channel <= 3; channel++)
            _recorder.OnRoomChanged(null, Room with { Key = new RoomKey("bot", $"{channel}") });
        await Eventually.TrueAsync(() => _clock.ArmedTimers > 0);

        _store.IsDown = false;
        _clock.Advance(TimeSpan.FromSeconds(5));
        await StopAsync();

        Assert.Equal(["1", "3"], _store.Stored.Select(news => news.ChannelId));
    }

    [Fact]
    public async Task StopAsync_DatabaseStaysDown_EndsWhenTheHostLosesPatience()
    {
        _store.IsDown = true;
        await StartAsync();
        _recorder.OnRoomChanged(null, Room);
        using var impatient = new CancellationTokenSource();

        var stop = _recorder.StopAsync(impatient.Token);
        await impatient.CancelAsync();
        await stop.DefaultTimeout();

        Assert.Empty(_store.Stored);
    }

    [Fact]
    public async Task Core_PhoneComesAndIsApproved_IsRecordedOnceTheTablesAreLoaded()
    {
        await using var core = await CoreFixture.StartApprovedAsync();
        var connection = core.Connect();
        await core.Get<IDeviceDirectory>().UpdateAsync(
            CoreFixture.Phone, new DeviceUpdate { Status = ApprovalStatus.Revoked }, CancellationToken.None);
        core.Get<IConnectionRegistry>().Remove(connection);

        await Eventually.TrueAsync(() => core.Events.Stored.Count == 3);

        Assert.Equal(
            [(ServerEventKind.Presence, true, null), (ServerEventKind.Device, null, ApprovalStatus.Revoked), (ServerEventKind.Presence, false, (ApprovalStatus?)null)],
            core.Events.Stored.Select(news => (news.Kind, news.IsOnline, news.Status)));
    }

    public async ValueTask DisposeAsync()
    {
        using var impatient = new CancellationTokenSource(TimeSpan.Zero);
        await _recorder.StopAsync(impatient.Token);
        _recorder.Dispose();
    }

    private Task StartAsync() => _recorder.StartAsync(CancellationToken.None).DefaultTimeout();

    private Task StopAsync() => _recorder.StopAsync(CancellationToken.None).DefaultTimeout();
}

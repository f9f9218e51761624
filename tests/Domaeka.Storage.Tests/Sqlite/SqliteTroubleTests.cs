using Dapper;
using Domaeka.Core.Approval;
using Domaeka.Core.Chat;
using Domaeka.Core.Devices;
using Domaeka.Core.Storage;
using Domaeka.Storage.Sqlite;
using Domaeka.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace Domaeka.Storage.Tests.Sqlite;

/// <summary>A database that is full, refuses, breaks, or holds what no program should have put there.</summary>
public sealed class SqliteTroubleTests : IAsyncLifetime
{
    private readonly SqliteFixture _fixture = new();

    private IChatLogStore ChatLog => _fixture.Services.GetRequiredService<IChatLogStore>();

    private IStorageHealth Health => _fixture.Services.GetRequiredService<IStorageHealth>();

    private SqliteDatabase Database => ((SqliteBackend)_fixture.Services.GetRequiredService<IStorageBackend>()).Database;

    public Task InitializeAsync() => _fixture.StartAsync();

    public async Task DisposeAsync() => await _fixture.DisposeAsync();

    [Fact]
    public async Task AppendAsync_NoSpaceLeft_ThrowsUnavailableStoresNoneAndRecovers()
    {
        await SetMaxPagesAsync(1);
        var batch = Enumerable.Range(0, 100).Select(number => Samples.Entry(new string('x', 5000))).ToList();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => ChatLog.AppendAsync(batch, default)).DefaultTimeout();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => ChatLog.AppendAsync(batch, default)).DefaultTimeout();
        Assert.Empty(await ChatLog.ListNewestAsync(Samples.RoomKey, 1000, default).DefaultTimeout());

        await SetMaxPagesAsync(1000000);
        await ChatLog.AppendAsync(batch, default).DefaultTimeout();
        Assert.Equal(100, (await ChatLog.ListNewestAsync(Samples.RoomKey, 1000, default).DefaultTimeout()).Count);
    }

    [Fact]
    public async Task CheckAsync_NoSpaceLeft_ThrowsUnavailableUntilThereIs()
    {
        await SetMaxPagesAsync(1);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Health.CheckAsync(default)).DefaultTimeout();

        await SetMaxPagesAsync(1000000);
        await Health.CheckAsync(default).DefaultTimeout();
    }

    [Fact]
    public async Task AppendAsync_OneEntryRefused_ThrowsRejectedAndStoresNone()
    {
        await _fixture.ExecuteAsync(
            "CREATE TRIGGER refuse BEFORE INSERT ON kb_chat_logs WHEN new.message = 'bad' BEGIN SELECT RAISE(ABORT, 'no'); END");

        await Assert.ThrowsAsync<StorageRejectedException>(
            () => ChatLog.AppendAsync([Samples.Entry("good"), Samples.Entry("bad")], default)).DefaultTimeout();

        Assert.Empty(await ChatLog.ListNewestAsync(Samples.RoomKey, 10, default).DefaultTimeout());
        await ChatLog.AppendAsync([Samples.Entry("good")], default).DefaultTimeout();
        Assert.Single(await ChatLog.ListNewestAsync(Samples.RoomKey, 10, default).DefaultTimeout());
    }

    [Fact]
    public async Task WriteAsync_RolledBackBehindOurBack_TellsTheErrorAndGoesOn()
    {
        await _fixture.ExecuteAsync(
            "CREATE TRIGGER refuse BEFORE INSERT ON kb_chat_logs WHEN new.message = 'bad' BEGIN SELECT RAISE(ROLLBACK, 'no'); END");

        await Assert.ThrowsAsync<StorageRejectedException>(() => ChatLog.AppendAsync([Samples.Entry("bad")], default)).DefaultTimeout();

        await ChatLog.AppendAsync([Samples.Entry("good")], default).DefaultTimeout();
        Assert.Single(await ChatLog.ListNewestAsync(Samples.RoomKey, 10, default).DefaultTimeout());
    }

    [Fact]
    public async Task Stores_TableDropped_ThrowUnavailableUntilItIsBack()
    {
        await _fixture.ExecuteAsync("ALTER TABLE kb_chat_logs RENAME TO gone");
        await Assert.ThrowsAsync<StorageUnavailableException>(() => ChatLog.AppendAsync([Samples.Entry("x")], default)).DefaultTimeout();
        await Assert.ThrowsAsync<StorageUnavailableException>(
            () => ChatLog.ListNewestAsync(Samples.RoomKey, 10, default)).DefaultTimeout();

        await _fixture.ExecuteAsync("ALTER TABLE gone RENAME TO kb_chat_logs");
        await ChatLog.AppendAsync([Samples.Entry("x")], default).DefaultTimeout();
        Assert.Single(await ChatLog.ListNewestAsync(Samples.RoomKey, 10, default).DefaultTimeout());
    }

    [Fact]
    public async Task ReadStampAsync_ConnectionReopened_Differs()
    {
        var probe = _fixture.Services.GetRequiredService<IApprovalChangeProbe>();
        var before = await probe.ReadStampAsync(default).DefaultTimeout();

        await Assert.ThrowsAsync<StorageUnavailableException>(
            () => Database.WriteAsync(session => session.Connection.Execute("not sql"), default)).DefaultTimeout();

        Assert.NotEqual(before, await probe.ReadStampAsync(default).DefaultTimeout());
    }

    [Fact]
    public async Task WriteAsync_WorkThrows_IsRolledBackAndTold()
    {
        await Assert.ThrowsAsync<FormatException>(() => Database.WriteAsync<int>(
            session =>
            {
                session.Connection.Execute("INSERT INTO kb_rooms (room_id, bot_name) VALUES ('1', '1')");
                throw new FormatException();
            },
            default)).DefaultTimeout();

        Assert.Equal("0", await _fixture.ReadTextAsync("SELECT count(*) FROM kb_rooms"));
    }

    [Fact]
    public async Task ReadAsync_WorkWrites_IsRefused() => await Assert.ThrowsAsync<StorageUnavailableException>(
        () => Database.ReadAsync(session => session.Connection.Execute("DELETE FROM kb_rooms"), default)).DefaultTimeout();

    [Fact]
    public async Task WriteAsync_CancelledWhileWaiting_EndsAtOnceAndIsNeverDone()
    {
        using var entered = new SemaphoreSlim(0);
        using var release = new SemaphoreSlim(0);
        using var cancellation = new CancellationTokenSource();
        var first = Database.WriteAsync(
            _ =>
            {
                entered.Release();
                return release.Wait(TestTimeouts.Default);
            },
            default);
        await entered.WaitAsync().DefaultTimeout();
        var second = ChatLog.AppendAsync([Samples.Entry("x")], cancellation.Token);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second).DefaultTimeout();
        release.Release();

        Assert.True(await first.DefaultTimeout());
        Assert.Equal("0", await _fixture.ReadTextAsync("SELECT count(*) FROM kb_chat_logs"));
    }

    [Fact]
    public async Task CheckAsync_WriterBusyForTooLong_ThrowsUnavailable()
    {
        using var release = new SemaphoreSlim(0);
        var time = new FakeTimeProvider();
        var health = new SqliteStorageHealth(Database, TimeSpan.FromSeconds(3), time);
        var work = Database.WriteAsync(_ => release.Wait(TestTimeouts.Default), default);

        var check = health.CheckAsync(default);
        time.Advance(TimeSpan.FromSeconds(3));

        await Assert.ThrowsAsync<StorageUnavailableException>(() => check).DefaultTimeout();
        release.Release();
        Assert.True(await work.DefaultTimeout());
    }

    [Fact]
    public async Task LoadAllAsync_ColumnsOfTheWrongType_RowIsReadFailClosedAndTheOthersToo()
    {
        await _fixture.ExecuteAsync(
            "INSERT INTO kb_bot_devices (bot_name, device_id, status, created_at, max_message_size) VALUES "
            + "('a', '1', 'approved', '2026-11-20T01:02:03Z', 4096), "
            + "('b', 2, x'617070726f766564', 'yesterday', 'much'), "
            + "('c', '3', ' Approved ', '0000-00-00 00:00:00', 99999999999)");

        var devices = await _fixture.Services.GetRequiredService<IDeviceStore>().LoadAllAsync(default).DefaultTimeout();

        Assert.Equal(
            [(ApprovalStatus.Approved, 4096), (ApprovalStatus.Unknown, null), (ApprovalStatus.Approved, (int?)null)],
            devices.Select(device => (device.Status, device.MaxMessageSizeBytes)));
        Assert.Equal(DateTimeOffset.UnixEpoch, devices[1].CreatedAt);
        Assert.Equal(DateTimeOffset.UnixEpoch, devices[2].CreatedAt);
    }

    [Fact]
    public async Task AppendAsync_Times_AreUtcTextOfFixedWidth()
    {
        var seoul = new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.FromHours(9));
        await ChatLog.AppendAsync([Samples.Entry("x", seoul)], default).DefaultTimeout();

        Assert.Equal("2026-11-20 00:00:00.000", await _fixture.ReadTextAsync("SELECT server_timestamp FROM kb_chat_logs"));
    }

    private Task SetMaxPagesAsync(int pages) => Database.WriteAsync(
        session => session.Connection.ExecuteScalar<long>($"PRAGMA max_page_count = {pages}"), default).DefaultTimeout();
}

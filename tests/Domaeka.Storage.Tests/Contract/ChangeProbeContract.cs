using Domaeka.Core.Approval;
using Domaeka.Core.Chat;
using Domaeka.Core.Devices;
using Domaeka.Core.Rooms;
using Domaeka.TestKit;

namespace Domaeka.Storage.Tests.Contract;

/// <summary>What every <see cref="IApprovalChangeProbe"/> must do.</summary>
public abstract class ChangeProbeContract(IStorageFixture fixture) : StorageContract(fixture)
{
    [Fact]
    public async Task ReadStampAsync_NothingHappened_StaysEqual()
    {
        await AddRowsAsync();

        Assert.Equal(await ReadAsync(), await ReadAsync());
    }

    [Theory]
    [InlineData("UPDATE kb_bot_devices SET status = 'approved'")]
    [InlineData("UPDATE kb_rooms SET status = 'blocked'")]
    [InlineData("UPDATE kb_rooms SET room_owners = '[\"x\"]'")]
    [InlineData("DELETE FROM kb_bot_devices")]
    [InlineData("DELETE FROM kb_rooms")]
    [InlineData("INSERT INTO kb_bot_devices (bot_name, device_id, status) VALUES ('new', 'new', 'approved')")]
    [InlineData("INSERT INTO kb_rooms (bot_name, room_id, room_name, status) VALUES ('new', 'new', 'new', 'approved')")]
    public async Task ReadStampAsync_EditedByAnotherProgram_Differs(string edit)
    {
        await AddRowsAsync();
        var before = await ReadAsync();

        await Fixture.ExecuteAsync(edit);

        Assert.NotEqual(before, await ReadAsync());
    }

    [Fact]
    public async Task ReadStampAsync_EditedThereAndBack_DiffersEachTime()
    {
        await AddRowsAsync();
        var first = await ReadAsync();
        await Fixture.ExecuteAsync("UPDATE kb_rooms SET status = 'approved'");
        var second = await ReadAsync();
        await Fixture.ExecuteAsync("UPDATE kb_rooms SET status = 'pending'");
        var third = await ReadAsync();

        Assert.Distinct([first, second, third]);
    }

    [Fact]
    public async Task ReadStampAsync_ChatLogGrows_StaysEqual()
    {
        await AddRowsAsync();
        var before = await ReadAsync();

        await Get<IChatLogStore>().AppendAsync([Samples.Entry("x")], default).DefaultTimeout();

        Assert.Equal(before, await ReadAsync());
    }

    [Fact]
    public async Task ReadStampAsync_EditBetweenWritesOfOurOwn_IsNotHiddenByThem()
    {
        await AddRowsAsync();
        var before = await ReadAsync();

        await Get<IChatLogStore>().AppendAsync([Samples.Entry("x")], default).DefaultTimeout();
        await Fixture.ExecuteAsync("UPDATE kb_rooms SET status = 'revoked'");
        await Get<IChatLogStore>().AppendAsync([Samples.Entry("y")], default).DefaultTimeout();

        Assert.NotEqual(before, await ReadAsync());
    }

    private async Task AddRowsAsync()
    {
        await Get<IDeviceStore>().AddIfMissingAsync(Samples.Device(), default).DefaultTimeout();
        await Get<IRoomStore>().AddIfMissingAsync(Samples.Room(), default).DefaultTimeout();
    }

    private Task<string> ReadAsync() => Get<IApprovalChangeProbe>().ReadStampAsync(default).DefaultTimeout();
}

using Domaeka.Api.Resources;
using Domaeka.Core.Devices;
using Domaeka.Core.Rooms;

namespace Domaeka.Api.Tests.Resources;

public sealed class ResourceNamesTests
{
    [Theory]
    [InlineData("bot", "device", "bots/bot/devices/device")]
    [InlineData("공구 봇", "a/b%c", "bots/공구 봇/devices/a%2Fb%25c")]
    [InlineData("%2F", "/", "bots/%252F/devices/%2F")]
    public void ForDevice_AnyIds_ReadBackAlike(string bot, string device, string expected)
    {
        var name = ResourceNames.ForDevice(new DeviceKey(bot, device));

        Assert.Equal(expected, name);
        Assert.True(ResourceNames.TryParseDevice(name, out var key));
        Assert.Equal(new DeviceKey(bot, device), key);
    }

    [Fact]
    public void ForRoom_NameBasedRoom_ReadsBackAlike()
    {
        var room = RoomKey.ForName("봇", "행복/공구 100%");

        Assert.True(ResourceNames.TryParseRoom(ResourceNames.ForRoom(room), out var key));
        Assert.Equal(room, key);
    }

    [Fact]
    public void TryParseRoom_MoreEscapedThanNeeded_IsUnderstood()
    {
        Assert.True(ResourceNames.TryParseRoom("bots/%EB%B4%87%20a/rooms/1%32", out var key));
        Assert.Equal(new RoomKey("봇 a", "12"), key);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("bots/b/devices")]
    [InlineData("bots/b/devices/")]
    [InlineData("bots//devices/d")]
    [InlineData("bots/b/rooms/d")]
    [InlineData("bots/b/devices/d/e")]
    [InlineData("Bots/b/devices/d")]
    [InlineData("bots/b/devices/%")]
    [InlineData("bots/b/devices/%2")]
    [InlineData("bots/b/devices/%zz")]
    [InlineData("bots/b/devices/%ff")]
    [InlineData("bots/b/devices/%00")]
    [InlineData("bots/b/devices/a\nb")]
    public void TryParseDevice_NoDeviceName_IsRefused(string? name) => Assert.False(ResourceNames.TryParseDevice(name, out _));

    [Fact]
    public void TryParse_IdsAtAndOverTheLimit_AreToldApart()
    {
        Assert.True(ResourceNames.TryParseDevice($"bots/{new string('b', 64)}/devices/{new string('d', 128)}", out _));
        Assert.False(ResourceNames.TryParseDevice($"bots/{new string('b', 65)}/devices/d", out _));
        Assert.False(ResourceNames.TryParseDevice($"bots/b/devices/{new string('d', 129)}", out _));
        Assert.True(ResourceNames.TryParseRoom($"bots/b/rooms/{new string('r', 50)}", out _));
        Assert.False(ResourceNames.TryParseRoom($"bots/b/rooms/{new string('r', 51)}", out _));
    }
}

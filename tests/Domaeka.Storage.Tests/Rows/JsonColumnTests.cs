using Domaeka.Core.Rooms;
using Domaeka.Storage.Rows;
using FsCheck;
using FsCheck.Fluent;

namespace Domaeka.Storage.Tests.Rows;

public sealed class JsonColumnTests
{
    [Fact]
    public void Read_AnyText_NeverThrows() => Prop.ForAll<string?>(text =>
    {
        Assert.NotNull(RoomOwnersJson.Read(text));
        Assert.NotNull(RoomLogSettingsJson.Read(text));
        _ = StoredTime.Read(text);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("[\"\\ud800\"]")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    public void Read_HostileJson_HasNoOwnersAndDefaultSettings(string json)
    {
        Assert.Empty(RoomOwnersJson.Read(json));
        Assert.Equal(RoomLogSettings.Default, RoomLogSettingsJson.Read(json));
    }

    [Fact]
    public void Write_KoreanNames_StayReadable() => Assert.Equal("""["방장","a\"b"]""", RoomOwnersJson.Write(["방장", "a\"b"]));

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, null)]
    [InlineData(true, 1)]
    [InlineData(false, 365)]
    public void Read_SettingsThatWereWritten_AreEqual(bool enabled, int? days)
    {
        var settings = new RoomLogSettings(enabled, days);

        Assert.Equal(settings, RoomLogSettingsJson.Read(RoomLogSettingsJson.Write(settings)));
    }
}

using Domaeka.Core.Rooms;
using FsCheck;
using FsCheck.Fluent;

namespace Domaeka.Core.Tests.Rooms;

public sealed class RoomKeyTests
{
    [Fact]
    public void ForName_ShortName_IsReadable() => Assert.Equal("name:다른방", RoomKey.ForName("bot", "다른방").ChannelId);

    [Fact]
    public void ForName_AnyName_FitsTheNarrowestColumnAndIsStable() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>().Filter(name => name is not null), name =>
        {
            var key = RoomKey.ForName("bot", name);
            return key.ChannelId.Length <= RoomKey.MaxChannelIdLength && key == RoomKey.ForName("bot", name) && key.IsByName;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ForName_LongNamesThatDifferAtTheEnd_DoNotMeet() =>
        Assert.NotEqual(RoomKey.ForName("bot", new string('가', 60) + "1"), RoomKey.ForName("bot", new string('가', 60) + "2"));
}

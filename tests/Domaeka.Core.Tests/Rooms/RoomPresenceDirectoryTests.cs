using Domaeka.Core.Rooms;
using Domaeka.Core.Tests.Support;

namespace Domaeka.Core.Tests.Rooms;

public sealed class RoomPresenceDirectoryTests
{
    [Fact]
    public async Task Find_AnotherProcessHasHeardThePhoneThere_KnowsItSoon()
    {
        await using var cluster = await Cluster.StartAsync(2);
        var presences = cluster[0].Get<RoomPresenceDirectory>();
        presences.Note(CoreFixture.RoomKey, CoreFixture.Phone, "여기서 들은 이름");
        var row = new RoomPresence(CoreFixture.RoomKey, "second", "다른 이름", cluster[0].Clock.GetUtcNow());
        var older = new RoomPresence(CoreFixture.RoomKey, CoreFixture.Phone.DeviceId, "옛 이름", row.LastSeenAt.AddDays(-1));
        foreach (var other in (RoomPresence[])[row, older])
            cluster[0].Presences.Rows[(other.Room, other.DeviceId)] = other;

        await cluster.UntilAsync(() => presences.Find(CoreFixture.RoomKey).Count == 2);

        Assert.Contains(row, presences.Find(CoreFixture.RoomKey));
        Assert.Contains(presences.Find(CoreFixture.RoomKey), known => known.RoomName == "여기서 들은 이름");
    }
}

using Domaeka.Adapters.Tcp.Tests.Support;
using Domaeka.Core.Connections;
using Domaeka.TestKit.Phones;

namespace Domaeka.Adapters.Tcp.Tests.Sessions;

/// <summary>Phones that come and go, as the end-to-end tests play them.</summary>
public sealed class RoamingPhoneTests
{
    [Fact]
    public async Task Drop_ComesBackAndKeepsItsRecord()
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = new RoamingPhone(() => server.Port, new PhoneProfile(), pause: TimeSpan.FromMilliseconds(1));
        var connections = new List<IPhoneConnection>();

        for (var round = 1; round <= 5; round++)
        {
            IPhoneConnection? live = null;
            await Eventually.TrueAsync(() => (live = server.Registry.FindLive(PhoneServer.TestDevice)) is { IsOpen: true } && !connections.Contains(live));
            connections.Add(live!);
            var notice = Deliveries.Notice($"{round}");
            Assert.True(live!.TryEnqueue(notice));
            Assert.Equal("confirmed", await notice.Outcome);
            phone.Drop();
        }

        Assert.Equal(["1", "2", "3", "4", "5"], phone.Record.Texts);
        Assert.Equal([1, 2, 3, 4, 5], phone.Record.Entries.Select(entry => entry.Connection));
    }

    [Fact]
    public async Task GoAway_StaysAwayUntilItComesBack()
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = new RoamingPhone(() => server.Port, new PhoneProfile(), pause: TimeSpan.FromMilliseconds(1));
        IPhoneConnection? live = null;
        await Eventually.TrueAsync(() => (live = server.Registry.FindLive(PhoneServer.TestDevice)) is not null);

        phone.GoAway();
        await live!.Closed.DefaultTimeout();
        Assert.Null(server.Registry.FindLive(PhoneServer.TestDevice));
        Assert.Equal(1, phone.Record.Connections);

        phone.ComeBack();
        await Eventually.TrueAsync(() => server.Registry.FindLive(PhoneServer.TestDevice) is not null);
        Assert.Equal(2, phone.Record.Connections);
    }
}

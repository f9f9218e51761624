using System.Text;
using Domaeka.Adapters.Tcp.Tests.Support;

namespace Domaeka.Adapters.Tcp.Tests.Sessions;

/// <summary>Measures memory, so no other test may run beside it.</summary>
[Collection(AloneCollection.Name)]
public sealed class EndlessLineTests
{
    [Fact]
    public async Task EndlessLine_MegabytesWithoutLineEnd_AreSkippedWithoutBeingKept()
    {
        await using var server = await PhoneServer.StartAsync();
        await using var phone = await server.ConnectAsync();
        await phone.HandshakeAsync();
        var chunk = Encoding.UTF8.GetBytes(new string('x', 1024 * 1024));
        await phone.SendRawAsync(chunk);
        await phone.SendRawAsync(chunk);
        await server.Log.WaitForAsync(2012);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < 64; i++)
            await phone.SendRawAsync(chunk);
        await phone.SendRawAsync("\n"u8.ToArray());
        await phone.SayAsync("공동구매방", "그래도");
        await server.Pipeline.NextAsync();

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 16 * 1024 * 1024);
        Assert.Equal(1, server.Log.Count(2012));
    }
}

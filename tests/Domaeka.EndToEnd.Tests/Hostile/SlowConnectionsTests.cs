using System.Net;
using System.Net.Sockets;
using Domaeka.EndToEnd.Tests.Support;
using Domaeka.TestKit;
using Domaeka.TestKit.Phones;

namespace Domaeka.EndToEnd.Tests.Hostile;

/// <summary>Connections that say a byte now and then, before and behind the handshake: each ends, and a good phone beside is served.</summary>
/// <remarks><c>DOMAEKA_SLOW_CONNECTIONS</c> in the environment makes them as many as wanted, such as 1000.</remarks>
public sealed class SlowConnectionsTests
{
    private const string Room = "공동구매방";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Connections_ThatDawdle_AreAllCutOffWhileAGoodPhoneIsServed()
    {
        var count = StormSettings.SlowConnections(200);
        using var data = new TempDirectory();
        await using var server = await DomaekaServer.StartAsync(
            data.Path, ["--Tcp:HandshakeTimeout=00:00:03", "--Tcp:PingInterval=00:00:01", "--Tcp:PingTimeout=00:00:03", "--Tcp:IdleTimeout=00:00:30"]);
        await using var phone = await server.AdmitAsync(new PhoneProfile { BotName = "착한 봇" }, Room, "1");
        var lines = new HostileLines(seed: 1);

        var dawdling = Task.WhenAll(Enumerable.Range(0, count).Select(number =>
            DawdleAsync(server.TcpPort, number % 2 == 0 ? default : lines.Handshake)));
        var asked = 0;
        for (; !dawdling.IsCompleted; asked++)
            await phone.AskAsync(Room, "1", 1);
        await dawdling;

        Assert.True(asked > 10, $"The good phone was answered {asked} times.");
        Assert.False(phone.Closed.IsCompleted);
        await Eventually.TrueAsync(async () => (await server.Shop.StatusAsync()).Connections == 1);
        await server.StopAsync();
    }

    /// <summary>Completes when the server has had enough.</summary>
    private static async Task DawdleAsync(int port, ReadOnlyMemory<byte> first)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            await socket.SendAsync(first);
            var closed = DrainAsync(socket);
            while (!closed.IsCompleted)
            {
                await socket.SendAsync("x"u8.ToArray());
                await Task.WhenAny(closed, Task.Delay(Pause));
            }
        }
        catch (SocketException)
        {
            // Cut off.
        }
    }

    private static async Task DrainAsync(Socket socket)
    {
        var rubbish = new byte[1024];
        try
        {
            while (await socket.ReceiveAsync(rubbish) > 0)
            {
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Cut off.
        }
    }
}
